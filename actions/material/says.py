"""What a move gives back: one reply by the name of its response, with the values that stand in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class Phrase(str):
    """The name of a response whose text stands inside another response or on a button."""

    __slots__ = ()


@dataclass(frozen=True)
class Say:
    """One reply: a response of data/responses with its values, quick replies (titles are sent) and a block.

    `offers` are quick replies whose title is only shown: (title, what it means).
    """

    response: str
    values: Mapping[str, str] = field(default_factory=dict)
    buttons: tuple[str, ...] = ()
    block: Mapping[str, Any] | None = None
    offers: tuple[tuple[str, str], ...] = ()
