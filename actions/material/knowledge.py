"""Answers that the knowledge base gives by meaning."""

from __future__ import annotations

from actions.material.requests import SURE_FROM
from actions.material.says import Say
from milepost.sales.catalogue import Answer
from milepost.services.turns import Turn

ANSWERS_FROM = 0.43
"""Score of `milepost/nlu/answers.py` at which one in twenty questions that nothing answers gets an answer."""

NEAR_FROM, _MOST_NEAR = 0.33, 2
"""From this score on a question may at least be what was meant."""


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


def near_questions(turn: Turn) -> tuple[str, ...]:
    """The owner's questions that come closest where none is near enough to be answered, to be picked from."""
    scored = [answer for answer in turn.parse.get("answers") or () if answer["score"] >= NEAR_FROM]
    known = [turn.catalogue.answers.get(answer["id"]) for answer in scored[:_MOST_NEAR]]
    return tuple(answer.question for answer in known if answer)
