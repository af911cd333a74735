"""Answers that the knowledge base gives by meaning."""

from __future__ import annotations

from actions.material.says import Say
from milepost.sales.catalogue import Answer
from milepost.sales.fit.knowledge import ANSWERS_FROM, NEAR_FROM, PLAINLY_FROM, SURE_FROM
from milepost.services.turns import Turn

_MOST_NEAR = 2


def found(turn: Turn, *, sure: bool = False, least: float | None = None) -> Answer | None:
    """The knowledge base's answer to this message, if it is near enough to one of its questions: by `least`, else SURE_FROM
    or ANSWERS_FROM."""
    best = next(iter(turn.parse.get("answers") or ()), None)
    if best is None or best["score"] < (least or (SURE_FROM if sure else ANSWERS_FROM)):
        return None
    return turn.catalogue.answers.get(best["id"])


def known_answer(turn: Turn, *, sure: bool = False) -> Say | None:
    """That answer as a reply; beside the owner's question where it may be the answer to another one."""
    answer = found(turn, sure=sure)
    if answer is None:
        return None
    turn.conversation.value_given = True
    is_plain = turn.parse["answers"][0]["score"] >= PLAINLY_FROM
    values = {"answer": answer.answer} if is_plain else {"answer": answer.answer, "question": answer.question}
    if answer.link:
        name = "utter_answer_with_link" if is_plain else "utter_answer_to_with_link"
        return Say(name, {**values, "link": answer.link})
    return Say("utter_answer" if is_plain else "utter_answer_to", values)


def near_questions(turn: Turn) -> tuple[str, ...]:
    """The owner's questions that come closest where none is near enough to be answered, to be picked from."""
    scored = [answer for answer in turn.parse.get("answers") or () if answer["score"] >= NEAR_FROM]
    known = [turn.catalogue.answers.get(answer["id"]) for answer in scored[:_MOST_NEAR]]
    return tuple(answer.question for answer in known if answer)
