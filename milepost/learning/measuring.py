"""The whole bot on annotated conversations, end to end: what it answered beside what an expert would have made sure of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from milepost.dialogue.acts import UNKNOWN_FACT, Act, ActKind, Zone
from milepost.dialogue.interpretation import ASKING
from milepost.dialogue.proposals import Candidate
from milepost.dialogue.segments import segments_of
from milepost.learning import patterns
from milepost.learning.contexts import Companies
from milepost.learning.conversations import Annotated, AnnotatedConversation, AnnotatedTurn, facts_of
from milepost.learning.gold import agreement
from milepost.learning.learning import RIGHT_FROM, Watch
from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import Conversation, Handler


@dataclass(frozen=True)
class Heard:
    """What came of a message. `text` is all that the visitor sees, `plain`; `acts` what the bot took it to do; `words` how many
    it said; `person`: one was fetched by now. `stage` is None where whoever answered keeps none."""

    text: str
    stage: str | None = None
    acts: tuple[Act, ...] = ()
    person: bool = False
    words: int = 0
    failed: bool = False


Say = Callable[[str, str], Heard]
"""Answers a message of a conversation, by its id."""
Open = Callable[[Catalogue], AbstractContextManager[Say]]
"""Whoever answers for a company."""


def heard(text: str, replies: Sequence[Mapping[str, Any]], memory: Conversation | None, *, failed: bool) -> Heard:
    """What a turn of the bot came to; of the memory's acts the last are those of this message, one a part."""
    said = patterns.searched(replies)
    words = sum(len(str(reply.get("text") or "").split()) for reply in replies)
    if memory is None:
        return Heard(said, words=words, failed=failed)
    acts = tuple(Act.from_json(kept) for kept in memory.acts[-len(segments_of(text)) :])
    person = memory.handler is not Handler.BOT
    return Heard(said, memory.buying_stage.value, acts, person, words, failed)


@dataclass(frozen=True)
class Judged:
    """One turn: what its reply lacked and what it should not have said, and how the bot read the message.

    Of `wanted` annotated acts `found` were read, of these `agreed` with the right arguments. `as_if_known` is whether a
    question that the catalogue does not answer was answered all the same, None where the turn asks none.
    """

    conversation: AnnotatedConversation
    number: int
    heard: Heard
    missing: tuple[tuple[str, ...], ...]
    violated: tuple[str, ...]
    wanted: int
    found: int
    agreed: int
    as_if_known: bool | None

    @property
    def turn(self) -> AnnotatedTurn:
        return self.conversation.turns[self.number]

    @property
    def is_checked(self) -> bool:
        """Whether it says what a reply must hold."""
        return bool(self.turn.must)

    @property
    def is_right(self) -> bool:
        return self.is_checked and not self.missing and not self.heard.failed

    @property
    def is_foolish(self) -> bool:
        return bool(self.violated)


def measured(
    conversations: Sequence[AnnotatedConversation],
    companies: Companies,
    open_for: Open,
    *,
    watch: Watch[AnnotatedConversation] = iter,  # type: ignore[assignment]
) -> list[Judged]:
    """Every turn of every conversation, said to whoever answers for its company."""
    found: list[Judged] = []
    ordered = sorted(conversations, key=_company)
    for company, theirs in groupby(watch(ordered), key=_company):
        catalogue = companies.of(company).catalogue
        with open_for(catalogue) as say:
            for conversation in theirs:
                for number, turn in enumerate(conversation.turns):
                    found.append(judge(conversation, number, say(conversation.id, turn.text), catalogue))
    return found


def _company(conversation: AnnotatedConversation) -> str:
    return conversation.company


def judge(conversation: AnnotatedConversation, number: int, said: Heard, catalogue: Catalogue) -> Judged:
    """The reply to a turn beside what it is checked by."""
    turn = conversation.turns[number]
    wanted = Counter(str(act["act"]) for act in turn.acts)
    shared = wanted & Counter(act.kind.value for act in said.acts)
    agreed = Counter(str(act["act"]) for act in turn.acts if _is_read(act, said.acts, catalogue)) & shared
    return Judged(
        conversation,
        number,
        said,
        missing=patterns.missing(turn.must, said.text),
        violated=patterns.violated(turn.must_not, said.text),
        wanted=len(turn.acts),
        found=sum(shared.values()),
        agreed=sum(agreed.values()),
        as_if_known=_as_if_known(said, turn.acts) if any(_is_unanswerable(act) for act in turn.acts) else None,
    )


def _is_read(annotated: Annotated, acts: Sequence[Act], catalogue: Catalogue) -> bool:
    """Whether one of the acts is of the kind and has the arguments that are annotated."""
    return any(
        act.kind.value == annotated["act"] and agreement(Candidate(act), annotated, catalogue) >= RIGHT_FROM
        for act in acts
    )


def _is_unanswerable(annotated: Annotated) -> bool:
    return annotated["act"] == ActKind.ASK_FACT.value and facts_of(annotated) == [UNKNOWN_FACT]


def _as_if_known(said: Heard, annotated: Sequence[Annotated]) -> bool:
    """Whether something is told in answer to a question that has none, and not as what merely comes near."""
    others = {str(act["act"]) for act in annotated if not _is_unanswerable(act)}
    told = (
        act.zone is Zone.SURE and act.fact != UNKNOWN_FACT if act.kind is ActKind.ASK_FACT else act.kind in ASKING
        for act in said.acts
        if act.kind.value not in others
    )
    return any(told) and not patterns.says_unknown(said.text)


def failures(judged: Sequence[Judged]) -> list[dict[str, object]]:
    """What went wrong, a record a turn. It holds what visitors wrote: never write it for conversations that are held out."""
    return [
        {
            "id": each.conversation.id,
            "company": each.conversation.company,
            "turn": each.number,
            "before": [turn.text for turn in each.conversation.turns[: each.number]],
            "text": each.turn.text,
            "annotated": list(each.turn.acts),
            "read": [act.as_json() for act in each.heard.acts],
            "answer": each.turn.answer,
            "reply": each.heard.text,
            "missing": each.missing,
            "violated": each.violated,
            "failed": each.heard.failed,
        }
        for each in judged
        if each.missing or each.violated or each.heard.failed
    ]
