"""Which options a message names only to say that they are not meant: "then not the small one", "instead of Harbour"."""

from __future__ import annotations

import re

from milepost.dialogue.reading import Named, Reading

# Before a name: what is not meant. "No" is so in Spanish only, where something is put in its place.
_TAKEN_BACK = re.compile(
    r"\b(not|nicht|kein\w*|pas|não|nao|no|instead of|rather than|statt|anstatt|en (?:vez|lugar) de|au lieu d[eu]|em vez d[eoa])"
    r"\s+(?:(?:the|der|die|das|den|dem|el|la|los|las|le|les|du|de|o|a|os|as)\s+)?$",
    re.IGNORECASE,
)
_BARE_NO = ("no", "nao", "não")
_OF_OPTIONS = ("plan", "product", "competitor")


def taken_back(reading: Reading) -> tuple[list[Named], list[Named]]:
    """The options that the words take back, and those that they name otherwise."""
    named = reading.of(*_OF_OPTIONS)
    gone = [one for one in named if _TAKEN_BACK.search(reading.text[: one.start])]
    return gone, [one for one in named if one not in gone]


def turned_down(reading: Reading) -> list[Named]:
    """The options that the words say no to. A question says no to nothing ("why not the small one?"),
    and a bare no corrects as often as it refuses: "no the family tent"."""
    gone = [] if reading.asks else taken_back(reading)[0]
    said = (_TAKEN_BACK.search(reading.text[: one.start]) for one in gone)
    return [one for one, match in zip(gone, said, strict=True) if match and match[1].casefold() not in _BARE_NO]
