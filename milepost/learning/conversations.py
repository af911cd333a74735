"""Reads annotated conversations (data/conversations/README.md), and says file and line of what is wrong in one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from milepost.dialogue.acts import ActKind
from milepost.errors import MilepostError
from milepost.learning.patterns import compiled
from milepost.sales.conversations import BuyingStage

KINDS = (
    *("buyer", "browser", "comparer", "price-hunter", "confused", "customer-in-trouble", "new-customer"),
    *("happy-customer", "returning", "partner", "off-topic-ish", "student"),
)
"""Who the visitor of a conversation is."""
NEEDS = (
    *("team_size", "budget", "timeline", "industry", "use_case", "current_solution", "company", "contact_name"),
    *("must_have_features", "email", "phone"),
)
ARGUMENTS = (
    *("options", "fact", "number", "term", "currency", "add_ons", "code", "customer_kind", "form", "by", "how"),
)
_OF_A_CONVERSATION = ("id", "author", "company", "language", "kind", "title", "turns")
_OF_A_TURN = ("text", "acts", "learnt", "stage", "answer", "must", "must_not", "handoff")
_FACT = re.compile(
    r"(?:answer|article|attribute|product|plan|add_on|discount|competitor):[\w-]+|hours|payment|trial|order_steps|tax|"
    r"company|loyalty|referral|contact|unknown"
)
_OPTION = re.compile(r"(?:product|plan|competitor):[\w-]+")
_ACTS = frozenset(kind.value for kind in ActKind)
_STAGES = frozenset(stage.value for stage in BuyingStage)

Annotated = Mapping[str, Any]
"""An act as it is annotated: {"act": …} with its arguments."""


@dataclass(frozen=True)
class AnnotatedTurn:
    """A visitor's message, what it does and teaches, the stage after it, and how a reply to it is checked.

    `must` are groups of patterns of which one each has to be found in the reply, `must_not` those that must not be;
    `answer` is what an expert would say, `handoff` whether a person should be fetched at this turn.
    """

    text: str
    acts: tuple[Annotated, ...]
    stage: BuyingStage
    answer: str
    must: tuple[tuple[str, ...], ...] = ()
    must_not: tuple[str, ...] = ()
    learnt: Mapping[str, Any] = field(default_factory=dict)
    handoff: bool = False


@dataclass(frozen=True)
class AnnotatedConversation:
    """One visitor with one company; `company` is the folder of its catalogue, `kind` who the visitor is (KINDS)."""

    id: str
    author: str
    company: str
    language: str
    kind: str
    turns: tuple[AnnotatedTurn, ...]

    def as_record(self) -> dict[str, Any]:
        """Texts and acts as the classifier of acts learns from them."""
        turns = [{"text": turn.text, "acts": list(turn.acts)} for turn in self.turns]
        of_it = {"id": self.id, "author": self.author, "company": self.company, "language": self.language}
        return {**of_it, "turns": turns}


def facts_of(act: Annotated) -> list[str]:
    """The facts that answer a question, the best first; none where it asks for none."""
    fact = act.get("fact")
    return [str(each) for each in (fact if isinstance(fact, list) else [fact] if fact else [])]


def read_conversations(files: Iterable[Path]) -> list[AnnotatedConversation]:
    """The conversations of these files, in order. Raises MilepostError that names file and line of the first bad one."""
    found: list[AnnotatedConversation] = []
    known: set[str] = set()
    for file in files:
        for number, record in records(file):
            try:
                conversation = _conversation(record)
                if conversation.id in known:
                    raise ValueError(f'the id "{conversation.id}" is there twice')
            except ValueError as error:
                raise MilepostError(f"{file}:{number}: {error}") from error
            known.add(conversation.id)
            found.append(conversation)
    return found


def records(file: Path) -> Iterator[tuple[int, Any]]:
    """The JSON values of a file, one a line, with their lines. Raises MilepostError that names file and line."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise MilepostError(f"{file} cannot be read: {error}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except json.JSONDecodeError as error:
            raise MilepostError(f"{file}:{number}: not JSON: {error.msg}") from error


def _conversation(record: Any) -> AnnotatedConversation:
    if not isinstance(record, dict):
        raise ValueError("wanted an object")
    lacking = [key for key in _OF_A_CONVERSATION if not record.get(key)]
    if lacking:
        raise ValueError(f"there is no {lacking[0]}")
    if record["kind"] not in KINDS:
        raise ValueError(f'there is no kind of visitor "{record["kind"]}"')
    turns = []
    for number, turn in enumerate(record["turns"], 1):
        try:
            turns.append(_turn(turn))
        except ValueError as error:
            raise ValueError(f"turn {number}: {error}") from error
    return AnnotatedConversation(
        id=str(record["id"]),
        author=str(record["author"]),
        company=str(record["company"]),
        language=str(record["language"]),
        kind=str(record["kind"]),
        turns=tuple(turns),
    )


def _turn(record: Any) -> AnnotatedTurn:
    if not isinstance(record, dict):
        raise ValueError("wanted an object")
    lacking = [key for key in ("text", "acts", "stage", "answer") if not record.get(key)]
    if lacking:
        raise ValueError(f"there is no {lacking[0]}")
    strange = sorted(set(record) - set(_OF_A_TURN))
    if strange:
        raise ValueError(f"{strange[0]} means nothing here")
    if record["stage"] not in _STAGES:
        raise ValueError(f'there is no stage "{record["stage"]}"')
    learnt = record.get("learnt") or {}
    if set(learnt) - set(NEEDS):
        raise ValueError(f"there is no need {sorted(set(learnt) - set(NEEDS))[0]}")
    for act in record["acts"]:
        _check_act(act)
    return AnnotatedTurn(
        text=str(record["text"]),
        acts=tuple(record["acts"]),
        stage=BuyingStage(record["stage"]),
        answer=str(record["answer"]),
        must=_groups(record.get("must") or []),
        must_not=_patterns(record.get("must_not") or []),
        learnt=learnt,
        handoff=bool(record.get("handoff")),
    )


def _check_act(act: Any) -> None:
    """Raises ValueError for an act, an argument, a fact or an option that does not exist."""
    if not isinstance(act, dict) or act.get("act") not in _ACTS:
        raise ValueError(f"there is no act {act.get('act') if isinstance(act, dict) else act}")
    strange = sorted(set(act) - {"act", *ARGUMENTS})
    if strange:
        raise ValueError(f"{act['act']} takes no {strange[0]}")
    if act["act"] == ActKind.ASK_FACT.value and not act.get("fact"):
        raise ValueError("ask_fact without a fact")
    for fact in facts_of(act):
        if not _FACT.fullmatch(fact):
            raise ValueError(f"there is no fact {fact}")
    for option in act.get("options") or ():
        if not _OPTION.fullmatch(str(option)):
            raise ValueError(f"there is no option {option}")


def _groups(given: Any) -> tuple[tuple[str, ...], ...]:
    if not isinstance(given, list) or not all(isinstance(group, list) for group in given):
        raise ValueError("must wants a list of lists of patterns")
    return tuple(_patterns(group) for group in given)


def _patterns(given: Any) -> tuple[str, ...]:
    if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
        raise ValueError("wanted a list of patterns")
    for each in given:
        compiled(each)
    return tuple(given)
