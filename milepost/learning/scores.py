"""Figures of judged turns: of all, by company, author, kind of visitor and kind of turn, and of whole conversations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from milepost.dialogue.acts import ActKind
from milepost.dialogue.context import PASSING
from milepost.learning.conversations import AnnotatedTurn
from milepost.learning.measuring import Judged


@dataclass(frozen=True)
class Figures:
    """Of some turns: how many, how many say what a reply must hold, and shares of 1 (None where nothing was there to measure).

    `right` of those that say so; `foolish`, `stage` and `failed` of all; `acts` is the F1 of the kinds read, `arguments` the
    share of the found ones whose arguments are right; `as_if_known` of the questions that the catalogue does not answer;
    `words` a turn.
    """

    turns: int
    checked: int
    right: float | None
    foolish: float | None
    stage: float | None
    acts: float | None
    arguments: float | None
    as_if_known: float | None
    words: float | None
    failed: int


def figures(judged: Sequence[Judged]) -> Figures:
    """The figures of these turns."""
    checked = [each for each in judged if each.is_checked]
    staged = [each for each in judged if each.heard.stage is not None]
    unanswerable = [each for each in judged if each.as_if_known is not None]
    found = sum(each.found for each in judged)
    read = sum(len(each.heard.acts) for each in judged)
    return Figures(
        turns=len(judged),
        checked=len(checked),
        right=_share(sum(each.is_right for each in checked), len(checked)),
        foolish=_share(sum(each.is_foolish for each in judged), len(judged)),
        stage=_share(sum(each.heard.stage == each.turn.stage.value for each in staged), len(staged)),
        acts=_share(2 * found, read + sum(each.wanted for each in judged)) if read else None,
        arguments=_share(sum(each.agreed for each in judged), found),
        as_if_known=_share(sum(bool(each.as_if_known) for each in unanswerable), len(unanswerable)),
        words=_share(sum(each.heard.words for each in judged), len(judged)),
        failed=sum(each.heard.failed for each in judged),
    )


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def grouped(judged: Sequence[Judged], by: str) -> dict[str, list[Judged]]:
    """The turns by "company", "author", "visitor" (kind of visitor) or "turn" (the act that it does first, courtesies aside)."""
    found: dict[str, list[Judged]] = {}
    for each in judged:
        of = each.conversation
        names = {"company": of.company, "author": of.author, "visitor": of.kind, "turn": kind_of_turn(each.turn)}
        found.setdefault(names[by], []).append(each)
    return dict(sorted(found.items()))


def kind_of_turn(turn: AnnotatedTurn) -> str:
    """The kind of the first act that is more than a courtesy, else of the first."""
    kinds = [ActKind(act["act"]) for act in turn.acts]
    return next((kind for kind in kinds if kind not in PASSING), kinds[0]).value


def hand_overs(judged: Sequence[Judged]) -> float | None:
    """The share of conversations in which a person was fetched at the turn at which one should be, or rightly none was."""
    turns: dict[str, list[Judged]] = {}
    for each in judged:
        turns.setdefault(each.conversation.id, []).append(each)
    right = [
        next((each.number for each in own if each.turn.handoff), None)
        == next((each.number for each in own if each.heard.person), None)
        for own in turns.values()
    ]
    return _share(sum(right), len(right))
