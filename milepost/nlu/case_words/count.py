"""A number that counts what is sold or who uses it, and the option that stands behind one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# Of what is said to go with every one of what is bought: "a locker each".
_EACH = re.compile(
    r"(?<![a-z])(?:(?:one |a \w+ )?each(?! other|\s+(?:month|year|week|day|time))|apiece|"
    r"one for (?:everyone|everybody|all|every one)|"
    r"for (?:each|every one) (?:of|one|desk|seat|person)|jeder|jede[nrs]? einen?|cada uno|chacun|cada um)(?![a-z])"
)
# A name stands so near behind its number: "2 of the Burrow tents".
_NEAR = 12


@dataclass(frozen=True)
class Count:
    """A number that counts what is sold or who uses it, with its place; `low` is the lower end of a range. `option` is the place
    of the mention that it counts, where one follows it, `extra` the id of an extra that it counts. `is_more`: it comes on top of
    what there is; `is_fewer`: so many fall away."""

    number: int
    start: int
    end: int
    low: int | None = None
    is_people: bool = False
    option: int | None = None
    is_more: bool = False
    is_fewer: bool = False
    extra: str | None = None


def option_behind(folded: str, position: int, mentions: Sequence[Mapping[str, Any]]) -> int | None:
    """The place of the option that follows a number which ends here: "2 Burrow tents"."""
    for mention in mentions:
        between = folded[position : mention["start"]]
        is_near = 0 < len(between) <= _NEAR and not any(letter.isdigit() for letter in between)
        if mention["kind"] in ("product", "plan", "category") and is_near:
            return int(mention["start"])
    return None


def is_each(folded: str) -> bool:
    """Whether an extra is to go with every one: "plus a locker each"."""
    return bool(_EACH.search(folded))
