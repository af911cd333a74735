"""Whom else a message measures us by: a name that the catalogue knows nothing of."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from milepost.nlu.case_words.terms import days_in
from milepost.nlu.fact_index.words import stems
from milepost.nlu.mention_matching.ordinary_words import is_ordinary

_MORE = (
    r"(?:mejor|peor|mejores|(?:más|menos|mais|menos|plus|moins) [^\W\d_]+|barato|melhor|pior|mieux|pire|meilleure?s?|"
    r"besser|schlechter|billiger|günstiger|teurer|schneller|einfacher|anders)"
)
_MEASURES = re.compile(
    r"(?<![^\W_])(?:than|vs\.?|versus|against|unlike|compared? (?:[^\W_]+ )?(?:to|with)|different from|alternative to|"
    rf"{_MORE} (?:que|do que|als)|frente a|face à|im vergleich zu|comparado com|comparé à)\s+"
    r"(?:the |at |with |on |o |a |el |la |le )?(?P<name>[^\W\d_][\w.&-]{2,30})",
    re.IGNORECASE,
)


def rival_in(
    text: str, mentions: Sequence[Mapping[str, Any]], strange: Collection[str], *, is_english: bool = True
) -> str:
    """The name as it is written; empty where the words name nobody, or somebody whom the catalogue knows.

    In English a word in common use is a name only where it is written as one; in other languages each name has to be.
    """
    plain = not text.istitle() and not text.isupper()
    for match in _MEASURES.finditer(text):
        name = match["name"].rstrip(".-&")
        if any(m["start"] < match.end("name") and match.start("name") < m["end"] for m in mentions):
            continue
        is_written_so = plain and name[0].isupper() and not days_in(name.lower())
        is_unheard_of = is_english and not is_ordinary(name.lower())
        is_unknown = not is_english or set(stems(name.lower())) <= set(strange)
        if (is_written_so or is_unheard_of) and is_unknown:
            return name
    return ""
