"""Answers that the knowledge base gives by meaning."""

from __future__ import annotations

from actions.material.requests import SURE_FROM
from actions.material.says import Say
from milepost.sales.catalogue import Answer
from milepost.services.turns import Turn

ANSWERS_FROM = 0.43
"""Score of `milepost/nlu/answers.py` at which one in twenty questions that nothing answers gets an answer."""


def found(turn: Turn, *, sure: bool = False, least: float | None = None) -> Answer | None:
    """The knowledge base's answer to this message, if it is near enough to one of its questions: by `least`, else SURE_FROM
    or ANSWERS_FROM."""
    best = next(iter(turn.parse.get("answers") or ()), None)
    if best is None or best["score"] < (least or (SURE_FROM if sure else ANSWERS_FROM)):
        return None
    return turn.catalogue.answers.get(best["id"])


def known_answer(turn: Turn, *, sure: bool = False) -> Say | None:
    """That answer as a reply."""
    answer = found(turn, sure=sure)
    if answer is None:
        return None
    turn.conversation.value_given = True
    if answer.link:
        return Say("utter_answer_with_link", {"answer": answer.answer, "link": answer.link})
    return Say("utter_answer", {"answer": answer.answer})
