"""What was told of the deal besides needs: who decides, terms asked for, what a customer has and changes, who may leave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum


class Topic(str, Enum):
    """What a clause tells of the deal."""

    NO_BUYER = "no buyer"
    DECIDES = "decides"
    INVOLVED = "involved"
    TERMS = "terms"
    DEADLINE = "deadline"
    HAS = "has"
    ADDS = "adds"
    LEAVES = "leaves"
    THREAT = "threat"
    RIVAL = "rival"


TITLES = {
    Topic.NO_BUYER: "Not a buyer",
    Topic.DECIDES: "Who decides",
    Topic.INVOLVED: "Also involved",
    Topic.TERMS: "Terms asked for",
    Topic.DEADLINE: "Deadline",
    Topic.HAS: "Has already",
    Topic.ADDS: "Wants to add",
    Topic.LEAVES: "Wants to give up",
    Topic.THREAT: "May leave",
    Topic.RIVAL: "Competitor",
}
"""How each reads on the card."""
THEMSELVES, ASKS_FIRST = "themselves", "asks first"
"""How a decision stands: it is their own, or they ask somebody before it."""
RISKS = (Topic.LEAVES, Topic.THREAT)


@dataclass(frozen=True)
class Told:
    """A whole clause of the visitor's that tells of the deal, the message that it stands in, and what of it counts in a word."""

    topic: Topic
    words: str
    message: str
    label: str = ""


@dataclass(frozen=True)
class Question:
    """What a visitor asked, in their words, and in which message."""

    words: str
    message: str


def of(told: Iterable[Told], *topics: Topic) -> tuple[Told, ...]:
    """What was told of these."""
    return tuple(each for each in told if each.topic in topics)


def no_buyer(told: Iterable[Told]) -> Told | None:
    """The words by which they are no buyer; None for everybody else."""
    return next((each for each in told if each.topic is Topic.NO_BUYER), None)


def labels(told: Sequence[Told]) -> tuple[str, ...]:
    """What counts of each, once: "PO number", "discount"."""
    return tuple(dict.fromkeys(each.label for each in told if each.label))
