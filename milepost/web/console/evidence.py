"""Where in a message the evidence stands: text cut at the words that a fact, a stage or an objection quotes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from milepost.store.records.lead_cards import LeadCard


@dataclass(frozen=True)
class Piece:
    """A stretch of a message. `shows` names what it is evidence for; empty for the rest."""

    text: str
    shows: str = ""


@dataclass(frozen=True)
class Mark:
    """Words of one message and what they show."""

    words: str
    shows: str


def marks_of(card: LeadCard, need_label: Mapping[str, str]) -> dict[str, list[Mark]]:
    """By message, the words that the card stands on."""
    marks: dict[str, list[Mark]] = defaultdict(list)
    for fact in card.facts:
        if fact.message and fact.words:
            marks[fact.message].append(Mark(fact.words, need_label.get(fact.need, fact.need)))
        if fact.earlier and fact.earlier["message"] and fact.earlier["words"]:
            before = f"{need_label.get(fact.need, fact.need)} (before)"
            marks[fact.earlier["message"]].append(Mark(fact.earlier["words"], before))
    for change in card.stages:
        marks[change.message] += [Mark(cue, f"Stage: {change.stage}") for cue in change.cues]
    return marks


def pieces(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """The text cut at the marked words, longest first; words that do not stand in it mark nothing."""
    shown = [""] * len(text)
    lowered = text.lower()
    if len(lowered) != len(text):
        return [Piece(text)]
    for mark in sorted(marks, key=lambda each: -len(each.words)):
        words = mark.words.strip().lower()
        start = lowered.find(words) if words else -1
        if start >= 0 and not any(shown[start : start + len(words)]):
            shown[start : start + len(words)] = [mark.shows] * len(words)
    cut: list[Piece] = []
    for letter, shows in zip(text, shown, strict=True):
        if cut and cut[-1].shows == shows:
            cut[-1] = Piece(cut[-1].text + letter, shows)
        else:
            cut.append(Piece(letter, shows))
    return cut
