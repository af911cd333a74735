"""What the owner has written, as replies: the answer that bears on what is said, and what else comes near to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from actions.material.says import Say
from milepost.dialogue.acts import Act, ActKind
from milepost.dialogue.reading import FoundFact, Reading
from milepost.sales import wording
from milepost.sales.catalogue import Answer
from milepost.services.turns import Turn

ANSWER, ARTICLE, DISCOUNT = "answer", "article", "discount"
# What the context counts for beside the message's own words.
_OF_CONTEXT = 0.3
# What else a message may hold that its act is told in: it is not answered by itself.
_LEANT_ON = (ActKind.STATE_NEED, ActKind.UNCLEAR, ActKind.GIVE_FEEDBACK)
# What an answer of the owner's to a question of yes or no opens with.
_VERDICT = re.compile(r"(?P<verdict>yes|no)[,.;:!] +(?=\w)", re.IGNORECASE)
_WANTS_VERDICT = ("yes_no", "question")
_OPEN = ("what", "how", "how_many", "where", "when", "who", "why")
# Questions that open with a question word and want a yes or no all the same.
_SUPPOSES = ("what if", "what about", "how about", "was wenn", "was ist, wenn", "et si", "qué pasa si", "y si", "e se")


def owners_answer(turn: Turn) -> Answer | None:
    """The owner's answer that bears on what is said, where one comes near."""
    fact = str(turn.act.fact or "")
    return turn.catalogue.answers.get(fact.partition(":")[2]) if fact.startswith("answer:") else None


def written_answer(turn: Turn, answer: Answer, *, is_sure: bool = True) -> Say:
    """The owner's answer as it is written, but for the yes or no that it opens with: that is not said where it is not sure that
    it is the answer."""
    text = with_verdict(turn, answer.answer) if is_sure else without_verdict(answer.answer)
    if answer.link:
        return Say("utter_answer_with_link", {"answer": text, "link": answer.link})
    return Say("utter_answer", {"answer": text})


def with_verdict(turn: Turn, text: str) -> str:
    """A text of the owner's with its yes or no in the visitor's language, and without it to who has asked nothing."""
    opening = _VERDICT.match(text)
    if opening is None:
        return text
    language, rest = turn.conversation.language, text[opening.end() :]
    if is_open_question(turn) or (turn.act.kind is not ActKind.ASK_FACT and not wants_verdict(turn)):
        return without_verdict(text)
    if language == "en":
        return text
    return f"{wording.word(opening['verdict'].lower(), language).capitalize()}. {rest[0].upper()}{rest[1:]}"


def without_verdict(text: str) -> str:
    """A text of the owner's without the yes or no that it opens with."""
    opening = _VERDICT.match(text)
    rest = text[opening.end() :] if opening else text
    return f"{rest[0].upper()}{rest[1:]}" if opening else text


def wants_verdict(turn: Turn) -> bool:
    """Whether what is being answered is a question of yes or no."""
    return any(reading.question in _WANTS_VERDICT for reading in readings_of_act(turn))


def is_open_question(turn: Turn) -> bool:
    """Whether what is being answered asks for more than a yes or no: "which", "how"."""
    asked = {reading.question for reading in readings_of_act(turn)} - {"none"}
    return bool(asked) and asked <= set(_OPEN) and not turn.act.text.casefold().startswith(_SUPPOSES)


def nearest_written(turn: Turn, *, least: float, kinds: Sequence[str] = (ANSWER,)) -> FoundFact | None:
    """What of these kinds comes nearest to what the act says, where it comes as near as `least`."""
    found = [fact for reading in readings_of_act(turn) for fact in reading.facts if fact.kind in kinds]
    best = max(found, key=nearness, default=None)
    return best if best is not None and nearness(best) >= least else None


def nearness(fact: FoundFact) -> float:
    """How near a fact comes to what is said: by its own words (0 to 1), and a little by what was asked before."""
    return fact.score + _OF_CONTEXT * float(fact.evidence.get("in_context", 0.0))


def option_nearness(turn: Turn) -> dict[str, float]:
    """How near (`nearness`) what the act says comes to what is written of each product and plan that it comes near to at all."""
    near: dict[str, float] = {}
    for fact in (fact for reading in readings_of_act(turn) for fact in reading.facts):
        if fact.kind in ("product", "plan"):
            near[fact.id] = max(near.get(fact.id, 0.0), nearness(fact))
    return near


def readings_of_act(turn: Turn) -> Iterator[Reading]:
    """The parts of the message that say what is being answered, with what they only tell beside it."""
    for reading, act in turn.interpretation.readings if turn.interpretation else ():
        if act.kind is turn.act.kind or act.kind in _LEANT_ON:
            yield reading


def is_named(turn: Turn, kind: str) -> bool:
    """Whether the message names something of a kind ("competitor")."""
    return any(reading.of(kind) for reading, _ in (turn.interpretation.readings if turn.interpretation else ()))


def is_asked(turn: Turn) -> bool:
    """Whether what is being answered has the form of a question."""
    return any(
        reading.asks
        for reading, act in (turn.interpretation.readings if turn.interpretation else ())
        if act.kind is turn.act.kind
    )


def acts_before(turn: Turn) -> Iterator[Act]:
    """What the messages before this one did, as far as it is remembered, the last first."""
    own = len(turn.interpretation.readings) if turn.interpretation else 0
    acts = turn.conversation.acts
    yield from (Act.from_json(kept) for kept in reversed(acts[: len(acts) - own]))
