"""What a question by itself is answered with: the fact that the dialogue settles on, and how sure it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from milepost.dialogue.acts import UNKNOWN_FACT, Zone
from milepost.dialogue.interpretation import interpret
from milepost.dialogue.reading import reading_of
from milepost.dialogue.scorer import learnt
from milepost.nlu.catalogue_in_use import catalogue_in_use
from milepost.sales.conversations import Conversation

Told = tuple[str, Zone]
"""A fact's id, and whether it is told as the answer, as what comes nearest, or not at all."""
Teller = Callable[[Mapping[str, Any]], Told]


def told_first(parse: Mapping[str, Any]) -> Told:
    """What the first message of a conversation is answered with."""
    found = interpret([reading_of(parse)], Conversation("question"), catalogue_in_use(), learnt())
    for act in found.acts:
        if act.fact and act.fact != UNKNOWN_FACT:
            return act.fact, act.zone
    return UNKNOWN_FACT, Zone.UNKNOWN
