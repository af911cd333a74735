"""A lead's card as its page shows it: what is known and not, with the words behind it, and who may do what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Any

from milepost.dialogue.deal.clauses import Clause, folded, quoted
from milepost.dialogue.deal.heard import heard
from milepost.dialogue.deal.lines import Line, line_of
from milepost.dialogue.deal.says import Says
from milepost.dialogue.deal.worth import told_price, wanted_price
from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import BuyingStage, Conversation, FactStatus, Handler, Touch
from milepost.sales.notes.deal import RISKS, TITLES, Question, Told, Topic, no_buyer, of
from milepost.sales.notes.lead_notes import CONTACT, OTHERS, UNWANTED, NotePart
from milepost.sales.notes.own_words import OwnWords, split
from milepost.services.desk.next_steps import BY_HAND, next_steps
from milepost.store.records.conversations import ConversationRow
from milepost.store.records.handoffs import HandoffRow
from milepost.store.records.lead_cards import FactRow, LeadCard, LeadLine, StageRow
from milepost.store.records.messages import Message
from milepost.store.records.quotes import QuoteRow
from milepost.web.console.access import Role, Visit
from milepost.web.console.card.assessment import Assessment, assess
from milepost.web.console.card.grounded import as_said
from milepost.web.console.card.promises import PromiseLine, lines_of
from milepost.web.console.evidence import Piece, marks_of, pieces
from milepost.web.console.labels import Labels
from milepost.web.console.pages import zone_of

# From the loosest to the firmest way in which an option came up; ruled out speaks against all others.
_FIRMNESS = tuple(
    touch.value for touch in (Touch.MENTIONED, Touch.RECOMMENDED, Touch.COMPARED, Touch.PRICED, Touch.CHOSEN)
)
_RULED_OUT = Touch.RULED_OUT.value
_ASKED = 6
# What tells of each stage; a question tells less of it.
_OF_A_STAGE: Mapping[str, tuple[Says, ...]] = {
    "awareness": (Says.PAIN, Says.SITUATION, Says.WISH),
    "research": (Says.WISH, Says.PAIN, Says.USES, Says.SITUATION),
    "evaluation": (Says.MONEY, Says.RIVAL, Says.TERMS, Says.DECIDES, Says.DECIDES_SELF, Says.DEADLINE, Says.WISH),
    "purchase": (Says.ORDERS, Says.SEND, Says.TERMS, Says.MEETING, Says.CALL, Says.DEADLINE),
    "onboarding": (Says.HAS, Says.ORDERS, Says.TROUBLE, Says.CALL),
    "retention": (Says.TROUBLE, Says.CHASED, Says.LEAVES, Says.THREAT, Says.ADDS, Says.HAS, Says.REFUND, Says.CALL),
    "advocacy": (Says.HAS, Says.PARTNER),
}
_ASKING = 0.4
# What speaks for no stage where it is as plain as this.
_SAYS_NO_STAGE, _PLAIN = (Says.COURTESY, Says.REMARK, Says.REACH, Says.CONTACT, Says.NO_CALLS, Says.NO_MAIL), 0.5


@dataclass(frozen=True)
class NeedLine:
    """A need on the card. `status` is a fact's, or "not asked"; `earlier` is what a contradicted one was before.

    `by` is who wrote the value in by hand, and `at` when.
    """

    need: str
    label: str
    value: str
    status: str
    words: str
    message: str
    earlier: NeedLine | None = None
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class OptionLine:
    """An option that came up, in which ways, and the last message that it came up in."""

    name: str
    kind: str
    hows: tuple[str, ...]
    message: str

    @property
    def is_ruled_out(self) -> bool:
        """Whether the visitor said no to it."""
        return _RULED_OUT in self.hows


@dataclass(frozen=True)
class Reason:
    """What speaks for the stage, in the visitor's words."""

    message: str
    words: str


@dataclass(frozen=True)
class DealLine:
    """What was told of one topic of the deal, each clause with its message."""

    title: str
    is_risk: bool
    told: Sequence[Told]


@dataclass(frozen=True)
class TranscriptLine:
    """A message with its evidence marked."""

    message: Message
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class Permissions:
    """What the person who looks may do with this conversation now."""

    take_over: bool
    reply: bool
    hand_back: bool
    from_rep: bool


@dataclass(frozen=True)
class CardView:
    """Everything that the card's template shows besides the card's own rows; `card` are those that their words bear out.

    `stranger`: the words by which they are no buyer; `own` what they told in their own words, the most telling of it, and
    `own_rest` the rest; `asked` what they asked and was answered; `wanted` the quote that they asked for or took,
    `priced` the price told last.
    """

    status: str
    sentence: Sequence[NotePart]
    others: Sequence[NotePart]
    promises: Sequence[PromiseLine]
    unwanted: str
    handoff: HandoffRow | None
    visitor_time: datetime | None
    needs: Sequence[NeedLine]
    unknown: Sequence[NeedLine]
    addable: Sequence[NeedLine]
    contact: Sequence[NeedLine]
    stage: StageRow | None
    why: Reason | None
    moves: Sequence[StageRow]
    options: Sequence[OptionLine]
    transcript: Sequence[TranscriptLine]
    words_of: dict[str, str]
    may: Permissions
    assessment: Assessment
    deal: Sequence[DealLine]
    stranger: Told | None
    own: Sequence[OwnWords]
    own_rest: Sequence[OwnWords]
    asked: Sequence[Question]
    wanted: QuoteRow | None
    priced: QuoteRow | None
    card: LeadCard
    first_seen: datetime


def view_of(card: LeadCard, memory: Conversation, catalogue: Catalogue, visit: Visit) -> CardView:
    """The view for somebody who looks at a card now."""
    said = [line_of(each.id, each.text, each.reading) for each in card.transcript if each.author == "visitor"]
    card, known, labels = as_said(card, catalogue, said), heard(catalogue, memory, said), Labels(catalogue)
    note, wanted = known.note(catalogue), wanted_price(card.quotes, said)
    stranger, (own, own_rest) = no_buyer(known.told), split(known.own)
    left = {*(each.words for each in card.gaps), *(each.words for each in known.every)}
    handoff = next((each for each in reversed(card.handoffs) if each.ended_at is None), None)
    facts = {fact.need: _need(fact, labels) for fact in card.facts}
    told = [line for need, line in facts.items() if need not in CONTACT and line.value]
    unknown = [_unknown(each.name, each.status, facts, labels) for each in note.not_yet_known]
    needs = dict.fromkeys((*CONTACT, *catalogue.journey.needs))
    addable = [_unknown(need, None, {}, labels) for need in needs if need not in facts or not facts[need].value]
    contact = [facts[need] for need in CONTACT if need in facts]
    standings = visit.store.leads.standings([card.conversation.id], visit.now)
    step = next_steps(standings, catalogue, now=visit.now)[card.conversation.id]
    marks = marks_of(card, {need: line.label for need, line in facts.items()})
    return CardView(
        status=status_of(card.conversation.handler, card.lead, visit.now),
        sentence=[part for part in note.parts if part.name not in (UNWANTED, OTHERS)],
        others=[part for part in note.parts if part.name == OTHERS],
        promises=lines_of(card.promises, card.lead.rep_name if card.lead else None, visit.now),
        unwanted=next((part.text for part in note.parts if part.name == UNWANTED), ""),
        handoff=handoff,
        visitor_time=_visitor_time(card, visit.now),
        needs=_by_weight(told, catalogue) if stranger is None else [],
        unknown=unknown,
        addable=addable,
        contact=contact,
        stage=card.stages[-1] if card.stages else None,
        why=_why(card.stages, {each.message: each for each in said}) if card.stages else None,
        moves=_moves(card.stages),
        options=_options(card, labels) if stranger is None else [],
        transcript=[TranscriptLine(each, _pieces(each, marks.get(each.id, []))) for each in card.transcript],
        words_of={each.id: each.text for each in card.transcript},
        may=_permissions(card.conversation, handoff, visit),
        assessment=assess(card, known, catalogue, labels, step, visit.now, wanted),
        deal=deal_lines(known.told),
        stranger=stranger,
        own=own,
        own_rest=own_rest,
        asked=[each for each in known.asked if not any(each.words in one or one in each.words for one in left)][
            -_ASKED:
        ],
        wanted=wanted,
        priced=wanted or told_price(card.quotes, said),
        card=card,
        first_seen=min(each.created_at for each in (card.conversation, *card.earlier)),
    )


def deal_lines(told: Sequence[Told]) -> list[DealLine]:
    """What was told of the deal by topic, in the order of the topics."""
    return [DealLine(TITLES[topic], topic in RISKS, lines) for topic in Topic if (lines := of(told, topic))]


def status_of(handler: Handler, lead: LeadLine | None, now: datetime) -> str:
    """One of waiting, rep, won, lost, snoozed, bot: what matters most to whoever looks."""
    if handler is not Handler.BOT:
        return str(handler.value)
    if lead is not None and lead.status in ("won", "lost"):
        return lead.status
    if lead is not None and lead.snoozed_until is not None and lead.snoozed_until > now:
        return "snoozed"
    return "bot"


def _permissions(row: ConversationRow, handoff: HandoffRow | None, visit: Visit) -> Permissions:
    handler = row.handler
    is_held = handler is Handler.REP
    is_mine = is_held and handoff is not None and handoff.claimed_by == visit.user.id
    manages = visit.role >= Role.MANAGER
    return Permissions(
        take_over=row.channel != BY_HAND
        and not is_mine
        and (not is_held or manages or (handoff is not None and handoff.late_at is not None)),
        reply=is_mine,
        hand_back=is_mine or (is_held and manages),
        from_rep=is_held and not is_mine,
    )


def _need(fact: FactRow, labels: Labels) -> NeedLine:
    has_value = fact.value is not None or fact.status in ("said", "inferred")
    value = labels.need_value(fact.need, fact.value) if has_value or fact.status == "contradicted" else ""
    name, before = labels.need(fact.need), fact.earlier
    earlier = None
    if before:
        old = labels.need_value(fact.need, before["value"])
        earlier = NeedLine(fact.need, name, old, "said", before["words"], before["message"])
    told = (value, fact.status, fact.words or "", fact.message or "", earlier)
    return NeedLine(fact.need, name, *told, by=fact.entered_by or "", at=fact.entered_at)


def _unknown(need: str, status: FactStatus | None, facts: Mapping[str, NeedLine], labels: Labels) -> NeedLine:
    known = facts.get(need)
    message = known.message if known and known.status == (status.value if status else "") else ""
    return NeedLine(need, labels.need(need), "", status.value if status else "not asked", "", message)


def _by_weight(lines: Sequence[NeedLine], catalogue: Catalogue) -> list[NeedLine]:
    def weight(line: NeedLine) -> float:
        definition = catalogue.journey.needs.get(line.need)
        return -float(definition.weight) if definition else 0.0

    return sorted(lines, key=weight)


def _why(stages: Sequence[StageRow], lines: Mapping[str, Line]) -> Reason | None:
    """The clause that speaks most for the stage as it is, the last of equals: whole words of the visitor's that have its cues and
    tell what belongs to it. Where no words of theirs speak for it, none."""
    stage = stages[-1].stage
    best: tuple[float, Reason] | None = None
    for change in takewhile(lambda each: each.stage == stage, reversed(stages)):
        line = lines.get(change.message)
        for clause in line.clauses if line else ():
            cues = _speaks(clause, change.cues)
            told = clause.chance(*_OF_A_STAGE.get(stage, ())) + _ASKING * clause.chance(Says.ASKS)
            spoken = told if clause.is_read else float(cues)
            if cues and spoken >= _ASKING / 2 and _says_something(clause) and (best is None or spoken > best[0]):
                best = (spoken, Reason(change.message, quoted(clause.words)))
    return best[1] if best else None


def _speaks(clause: Clause, cues: Sequence[str]) -> int:
    """How many of the cues stand in a clause."""
    plain = folded(clause.words)
    return sum(bool(cue.strip(" ?!.")) and folded(cue) in plain for cue in cues)


def _says_something(clause: Clause) -> bool:
    """Whether a clause says more than a courtesy, a remark or how to reach them, with three words besides figures and addresses, or
    a question."""
    if clause.chance(*_SAYS_NO_STAGE) >= _PLAIN:
        return False
    words = clause.words.split()
    kept = [word for word in words if "@" not in word and "://" not in word and any(map(str.isalpha, word))]
    return len(kept) > 2 or (bool(kept) and clause.words.endswith("?"))


def _moves(stages: Sequence[StageRow]) -> list[StageRow]:
    """The changes at which the stage became another one, and every correction; not the silence before the first."""
    moves: list[StageRow] = []
    for change in stages:
        if not moves and change.stage == BuyingStage.NONE.value:
            continue
        if not moves or change.stage != moves[-1].stage or change.corrected_to:
            moves.append(change)
    return moves


def _options(card: LeadCard, labels: Labels) -> list[OptionLine]:
    """Chosen first, then by how firmly each came up; ruled out last."""
    hows: dict[str, list[str]] = {}
    last: dict[str, str] = {}
    for touch in card.touches:
        ways = hows.setdefault(touch.option, [])
        if touch.how not in ways:
            ways.append(touch.how)
        last[touch.option] = touch.message
    lines = [
        OptionLine(labels.option(option), labels.kind(option), tuple(ways), last[option])
        for option, ways in hows.items()
    ]
    return sorted(lines, key=_firmness)


def _firmness(line: OptionLine) -> tuple[bool, int]:
    return line.is_ruled_out, -max((_FIRMNESS.index(how) for how in line.hows if how in _FIRMNESS), default=0)


def _pieces(message: Message, marks: Sequence[Any]) -> list[Piece]:
    return pieces(message.text, marks) if message.author == "visitor" else [Piece(message.text)]


def _visitor_time(card: LeadCard, now: datetime) -> datetime | None:
    zone = zone_of(card.conversation.source.get("timezone", "") or "")
    return now.astimezone(zone) if zone else None
