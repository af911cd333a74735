"""What a withdrawal is of: calls, mail, what we have kept of a person."""

from __future__ import annotations

import re
from functools import lru_cache

from milepost.nlu.set_phrases.folding import folded
from milepost.nlu.set_phrases.tables import listed
from milepost.nlu.set_phrases.templates import expression_of

WISHES = ("call", "mail", "erase")


def wishes_of(words: str) -> list[str]:
    """Which of "call", "mail" and "erase" the words of a withdrawal name; none where they mean everything."""
    plain, _ = folded(words)
    return [wish for wish in WISHES if _names(wish).search(plain)]


@lru_cache(maxsize=len(WISHES))
def _names(wish: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{expression_of('{all}', listed(f'wish_{wish}'))})")
