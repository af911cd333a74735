"""Evidence, conversation and catalogue in; acts out, in the order of the message. The one place where meaning is decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from milepost.dialogue.acts import Act, ActKind, Zone
from milepost.dialogue.asked_facts import asked_in_vain, only_tells, with_asked_values, zoned
from milepost.dialogue.case_changes import case_upon
from milepost.dialogue.context import PASSING, Context, asks_in_full, subjects_after
from milepost.dialogue.deal.outright import is_to_speak, said_outright
from milepost.dialogue.deal.told import tells_of_people
from milepost.dialogue.options.bought import SOMETHING, called
from milepost.dialogue.options.corrected import corrected
from milepost.dialogue.options.goods import likely, nearer
from milepost.dialogue.options.told import NamesTold, bring_into_focus
from milepost.dialogue.prices.again import told_again
from milepost.dialogue.proposals import Candidate, Proposer
from milepost.dialogue.reading import Reading
from milepost.dialogue.referents import Referents
from milepost.dialogue.scorer import Scorer
from milepost.sales.cases import Case
from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import Conversation
from milepost.sales.options import is_ours

# What is done about these is out of place where the message was misread: an apology, a person fetched, a code given away, a form
# to fill in. They are taken for it only from this chance on, set on what scorers say of authors that they have not learnt from:
# a third fewer are wrong, and no fewer acts are read rightly.
_WEIGHTY = {
    **dict.fromkeys(
        (
            *(ActKind.MAKE_COMPLAINT, ActKind.HUMAN_HANDOFF, ActKind.REQUEST_QUOTE, ActKind.WANT_TO_REFER),
            *(ActKind.WANT_TO_CANCEL, ActKind.ASK_RENEWAL, ActKind.SHARE_PRAISE, ActKind.GOODBYE),
        ),
        0.5,
    ),
    ActKind.WANT_TO_BUY: 0.4,
    # Set words are enough for it; what is only likely ("evenings, not before six") must not end all contact.
    ActKind.WITHDRAW_CONSENT: 0.6,
}
# Who names a feature asks for that ("which has the better reports?"), unless advice is this likely to be wanted.
_ADVICE_ON_A_FEATURE = 0.6
PLAIN_FROM = 0.6
# Set phrases by another name than that of the act that they are said for.
_SAID_IN = {ActKind.MAKE_COMPLAINT: "progress_stuck"}
# Acts that are answered with what the owner has written, where it comes near.
_LEANING_ON_FACTS = (
    *(ActKind.STATE_NEED, ActKind.RAISE_OBJECTION, ActKind.MAKE_COMPLAINT, ActKind.WANT_TO_CANCEL),
    ActKind.ASK_RENEWAL,
)
LEANS_FROM, TELLS_FROM = 0.7, 0.8
ASKING = frozenset(
    {
        *(ActKind.ASK_FACT, ActKind.ASK_PRICE, ActKind.ASK_STOCK, ActKind.COMPARE, ActKind.ASK_SUPERLATIVE),
        *(ActKind.ASK_DISCOUNT, ActKind.ASK_OFFER, ActKind.ASK_LOYALTY, ActKind.WANT_TO_REFER, ActKind.RAISE_OBJECTION),
    }
)
_WANTS_TALK = frozenset({ActKind.ASK_RECOMMENDATION, ActKind.ASK_OFFER, ActKind.WANT_TO_BUY, ActKind.REQUEST_QUOTE})
TELLS = (ActKind.STATE_NEED, ActKind.ASK_RECOMMENDATION, ActKind.ASK_OFFER)
# Against a name that the catalogue does not know these come to one: a comparison that nobody here can make.
_MEASURES = (
    *(ActKind.COMPARE, ActKind.ASK_SUPERLATIVE, ActKind.ASK_PRICE, ActKind.ASK_DISCOUNT, ActKind.RAISE_OBJECTION),
    *(ActKind.ASK_FACT, ActKind.ASK_OFFER, ActKind.ASK_RECOMMENDATION, ActKind.ASK_WHY, ActKind.UNCLEAR),
)
MOST_ACTS = 3
# Beside a surer act of the same message another has to be at least this likely.
BESIDE_SURER = 0.35
# What falls away beside an act that asks or does something.
_FALLS_AWAY = (
    *(ActKind.GREET, ActKind.THANK, ActKind.LAUGH, ActKind.STATE_NEED, ActKind.GIVE_FEEDBACK, ActKind.SHARE_PRAISE),
    *(ActKind.WAIT, ActKind.OUT_OF_SCOPE, ActKind.UNCLEAR, ActKind.AFFIRM, ActKind.DENY, ActKind.REFUSE_TO_SAY),
    *(ActKind.JUST_LOOKING, ActKind.TAKE_BACK, ActKind.GOODBYE, ActKind.STOP_ASKING, ActKind.BOT_CHALLENGE),
)
# Whatever else a message says, these are acted on.
_NEVER_DROPPED = (
    *(
        ActKind.WITHDRAW_CONSENT,
        ActKind.REPORT_DANGER,
        ActKind.HUMAN_HANDOFF,
        ActKind.SHARE_CONTACT,
        ActKind.MAKE_COMPLAINT,
    ),
)
# Who complains is neither welcomed nor asked for a favour in the same breath.
_NOT_BESIDE_A_COMPLAINT = (ActKind.ASK_HOW_TO_START, ActKind.SHARE_PRAISE, ActKind.WANT_TO_REFER)
# Of these one a message is answered: both tell the step that is next.
_GETTING_ON = (ActKind.REPORT_PROGRESS, ActKind.ASK_HOW_TO_START)
_ALONE = (ActKind.REPORT_DANGER,)


@dataclass(frozen=True)
class Interpretation:
    """What a message does: its acts in order, the case after it, the options then in focus, its readings with the act of each,
    how much then speaks for each product, and of each reading the chance of each kind of act."""

    acts: tuple[Act, ...]
    case: Case
    focus: tuple[str, ...]
    readings: tuple[tuple[Reading, Act], ...]
    goods: Mapping[str, float] = field(default_factory=dict)
    kinds: tuple[Mapping[ActKind, float], ...] = ()


@dataclass(frozen=True)
class Tools:
    """What interprets against one catalogue version."""

    catalogue: Catalogue
    referents: Referents
    proposer: Proposer
    names: NamesTold

    def named_ours(self, reading: Reading, context: Context) -> tuple[str, ...]:
        """The options of ours that the words name."""
        return tuple(option for option in self.referents.named(reading, context).options if is_ours(option))


@lru_cache(maxsize=8)
def _tools(version: str, catalogue: _Held) -> Tools:
    referents = Referents(catalogue.catalogue)
    return Tools(
        catalogue.catalogue, referents, Proposer(catalogue.catalogue, referents), NamesTold(catalogue.catalogue)
    )


@dataclass(frozen=True, eq=False)
class _Held:
    """A catalogue as a key: the same object is the same key."""

    catalogue: Catalogue

    def __hash__(self) -> int:
        return hash(self.catalogue.version)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.catalogue.version == self.catalogue.version


def interpret(
    readings: Sequence[Reading], conversation: Conversation, catalogue: Catalogue, scorer: Scorer
) -> Interpretation:
    """What the parts of one message do in this conversation."""
    tools = _tools(catalogue.version, _Held(catalogue))
    context = Context.of(conversation).known_to(catalogue)
    read: list[tuple[Reading, Act]] = []
    kinds: list[Mapping[ActKind, float]] = []
    again: dict[int, Act] = {}
    for found in readings:
        reading = tools.proposer.in_context.read(found, context)
        act, of_kinds = decide(reading, context, tools, scorer)
        kinds.append(of_kinds)
        spoken_of = _spoken_of(act, reading, context, tools)
        case = case_upon(act, reading, context.case, spoken_of or context.focus, catalogue)
        price = told_again(act, reading, tools.named_ours(reading, context), context, catalogue)
        if price is not None:
            again[len(read)] = price
            case = case_upon(price, reading, case, spoken_of or context.focus, catalogue)
        context = replace(context.after(act, case, spoken_of), goods=goods_after(context.goods, reading, act))
        read.append((reading, act))
    goods = dict(context.goods)
    read = [(reading, _with_likely(act, goods)) for reading, act in read]
    answers = (
        {ActKind.AFFIRM, ActKind.DENY} if conversation.offered else {ActKind.DENY} if conversation.asked else set()
    )
    said = [one for place, (_, act) in enumerate(read) for one in (act, again.get(place)) if one is not None]
    acts = worth_answering(said, answers=answers)
    return Interpretation(tuple(acts), context.case, context.focus, tuple(read), goods, tuple(kinds))


def answered(
    conversation: Conversation, interpretation: Interpretation, lines: Iterable[str], catalogue: Catalogue
) -> None:
    """Brings what the lines of our reply tell of into focus."""
    told = _tools(catalogue.version, _Held(catalogue)).names.in_text("\n".join(lines))
    bring_into_focus(conversation, interpretation.acts, told)


def _spoken_of(act: Act, reading: Reading, context: Context, tools: Tools) -> tuple[str, ...]:
    """What the parts after this one may point at: what the act is about, else what the words name of ours. A fact that merely comes
    near brings nothing into focus: one wrong option would spoil what follows."""
    if act.options and not act.zone.is_nearest:
        return act.options
    named = tools.named_ours(reading, context)
    picked = (one.options for one in tools.referents.picked(reading, context) if one.source == "within")
    return named or next(picked, ())


def likeliest(candidates: Sequence[Candidate], chances: Sequence[float], reading: Reading) -> int:
    """The place of the best candidate of the likeliest kind: many doubtful arguments of one kind do not lose to one sure
    courtesy, and what would weigh heavily if it were wrong has to be likely, or plain from its words."""
    kinds = chances_of_kinds(candidates, chances)
    doubtful = {
        kind for kind, least in _WEIGHTY.items() if kinds.get(kind, 0.0) < least and not _is_plain(kind, reading)
    }
    kind = max(kinds, key=lambda each: 0.0 if each in doubtful else kinds[each])
    if kind is ActKind.ASK_RECOMMENDATION and reading.attributes and kinds[kind] < _ADVICE_ON_A_FEATURE:
        other = max(kinds, key=lambda each: 0.0 if each in (*doubtful, kind) else kinds[each])
        kind = other if other in ASKING else kind
    own = [place for place, candidate in enumerate(candidates) if candidate.act.kind is kind]
    return max(own, key=lambda place: chances[place])


def chances_of_kinds(candidates: Sequence[Candidate], chances: Sequence[float]) -> dict[ActKind, float]:
    """The chance of each kind of act: that of its candidates together."""
    kinds: dict[ActKind, float] = {}
    for candidate, chance in zip(candidates, chances, strict=True):
        kinds[candidate.act.kind] = kinds.get(candidate.act.kind, 0.0) + chance
    return kinds


def _is_plain(kind: ActKind, reading: Reading) -> bool:
    """Whether an act is said in set words, or a classifier is sure of it by the words alone."""
    if kind.value in reading.phrases or _SAID_IN.get(kind) in reading.phrases:
        return True
    return max(reading.acts.get(kind.value, 0.0), reading.intent(kind.value)) >= PLAIN_FROM


def interpretation_of(act: Act, reading: Reading, conversation: Conversation) -> Interpretation:
    """The interpretation of a message that says itself what it does: a button of ours, a form."""
    act = replace(act, text=reading.text, why="said by a button or form")
    focus = act.options or tuple(conversation.focus)
    return Interpretation((act,), conversation.case, focus, ((reading, act),), conversation.goods, ({act.kind: 1.0},))


def decide(reading: Reading, context: Context, tools: Tools, scorer: Scorer) -> tuple[Act, Mapping[ActKind, float]]:
    """The likeliest act of one part of a message, with its chance, and the chance of each kind."""
    proposer = tools.proposer
    outright = (
        said_outright(reading)
        or proposer.completion.wanted_again(reading)
        or proposer.completion.completed(reading, context)
        or corrected(reading, context, tools.referents)
    )
    if outright is not None and not is_to_speak(outright):
        return outright, {outright.kind: 1.0}
    candidates = tools.proposer.candidates(reading, context)
    chances = scorer.chances(candidates, reading, context)
    best, kinds = likeliest(candidates, chances, reading), chances_of_kinds(candidates, chances)
    if outright is not None:  # the wish for a call says nothing of how far along they are
        return outright, kinds
    return _settled(candidates, chances, best, reading, context, tools), kinds


def _settled(
    candidates: Sequence[Candidate],
    chances: Sequence[float],
    best: int,
    reading: Reading,
    context: Context,
    tools: Tools,
) -> Act:
    """The candidate that was chosen, with what the words say beside it."""
    chosen, chance = candidates[best], chances[best]
    if reading.rival and chosen.act.kind in _MEASURES:
        act = Act(ActKind.COMPARE, unlisted=reading.rival, why="measured by a name that is not known")
        return replace(act, text=reading.text, confidence=round(chance, 4))
    if chosen.act.kind is ActKind.ASK_FACT and tells_of_people(reading.text):
        return Act(ActKind.STATE_NEED, text=reading.text, confidence=round(chance, 4), why="tells who decides")
    if chosen.act.kind is ActKind.ASK_FACT:
        act = with_asked_values(zoned(candidates, chances, reading, context.focus), reading, tools.catalogue)
        if act.zone not in (Zone.UNKNOWN, Zone.NEAR) or not only_tells(reading):
            return act
        told = Act(ActKind.STATE_NEED, text=reading.text, confidence=act.confidence, why="asks nothing that is known")
        return _with_evidence(told, reading, context)
    act = replace(chosen.act, confidence=round(chance, 4), text=reading.text, why=chosen.why)
    act = _with_evidence(act, reading, context)
    is_open = act.kind in _GETTING_ON and not act.options and context.bought in (None, SOMETHING)
    return replace(act, options=called(reading, tools.referents)) if is_open else act


def _with_evidence(act: Act, reading: Reading, context: Context) -> Act:
    """The act with what its words say beside it: the nearest fact, what a doubt is about, what is free, a missing size."""
    if act.kind in _LEANING_ON_FACTS and reading.facts and act.fact is None:
        least = TELLS_FROM if act.kind is ActKind.STATE_NEED else LEANS_FROM
        near = next((fact for fact in reading.facts[:3] if fact.kind == "answer" and fact.score >= least), None)
        act = replace(act, fact=near.id if near else None)
    if act.kind is ActKind.RAISE_OBJECTION:
        rivals = tuple(f"competitor:{one.ids[0]}" for one in reading.of("competitor"))
        return replace(act, options=rivals or context.focus[:1], about=reading.doubt or "other")
    if act.kind is ActKind.ASK_STOCK:
        return replace(act, unlisted=reading.missing_form)
    if act.kind is ActKind.ASK_OFFER:
        return replace(act, free="free" in reading.phrases, unlisted=asked_in_vain(reading))
    if act.kind in (ActKind.ASK_HOW_TO_START, ActKind.REPORT_PROGRESS):
        named = tuple(f"{one.kind}:{one.ids[0]}" for one in reading.of("product", "plan"))
        return replace(act, options=named)
    if act.kind is ActKind.SHARE_CONTACT and not reading.contact:
        return replace(act, unlisted="address")
    if act.kind is ActKind.WANT_TO_REFER:
        return replace(act, code=reading.code)
    return act


def goods_after(before: Mapping[str, float], reading: Reading, act: Act) -> Mapping[str, float]:
    """How much speaks for each product after a part of a message: what it tells or asks advice on counts."""
    return nearer(before, reading.goods) if act.kind in TELLS and reading.goods else before


def _with_likely(act: Act, goods: Mapping[str, float]) -> Act:
    """What is told or asked to be advised on, with the products that are likely to help with all that was told."""
    return replace(act, likely=likely(goods)) if act.kind in TELLS and not act.options else act


def worth_answering(acts: Sequence[Act], *, answers: Collection[ActKind] = ()) -> list[Act]:
    """The acts of a message that are answered: courtesies fall away beside what asks or does something, nothing is answered
    twice, and at most MOST_ACTS are. `answers` are the words of yes and no that answer something that is open: elsewhere they
    lead to what follows, and no more."""
    alone = [act for act in acts if act.kind in _ALONE]
    if alone:
        return alone[:1]
    real = _sure_enough([act for act in acts if act.kind not in _FALLS_AWAY])
    if real and acts[0].kind in answers and acts[0] not in real:
        real = [acts[0], *real]
    if any(act.kind is ActKind.MAKE_COMPLAINT for act in real):
        real = [act for act in real if act.kind not in _NOT_BESIDE_A_COMPLAINT]
    if any(is_to_speak(act) for act in real):  # the number to call is part of the wish
        real = [act for act in real if act.kind is not ActKind.SHARE_CONTACT]
    real = _once_of(_GETTING_ON, _once_of((ActKind.SHARE_CONTACT,), real))
    kept: list[Act] = []
    for act in real or [_most_telling(acts)]:
        if not any(act.kind is other.kind and act.arguments() == other.arguments() for other in kept):
            kept.append(act)
    first = [act for act in kept if act.kind in _NEVER_DROPPED]
    rest = [act for act in kept if act.kind not in _NEVER_DROPPED]
    return sorted([*first, *rest][:MOST_ACTS], key=kept.index)


def _once_of(kinds: Sequence[ActKind], acts: Sequence[Act]) -> list[Act]:
    """The acts, of these kinds only one: the first that has what it takes."""
    first = min((act for act in acts if act.kind in kinds), key=lambda act: bool(act.unlisted), default=None)
    return [act for act in acts if act.kind not in kinds or act is first]


def _sure_enough(acts: Sequence[Act]) -> list[Act]:
    """Without those that are hardly likely beside a surer one: half a sentence seldom asks for something of its own."""
    best = max((act.confidence for act in acts), default=0.0)
    return [act for act in acts if act.kind in _NEVER_DROPPED or act.confidence >= min(best, BESIDE_SURER)]


def _most_telling(acts: Sequence[Act]) -> Act:
    """Of courtesies alone the one that says most: what tells of a need or asks who I am before a greeting, the last among
    equals; what is hardly likely beside a surer one says nothing."""
    acts = _sure_enough(acts)
    order = {
        ActKind.STATE_NEED: 3,
        ActKind.SHARE_PRAISE: 3,
        ActKind.GIVE_FEEDBACK: 2,
        ActKind.BOT_CHALLENGE: 3,
        ActKind.STOP_ASKING: 2,
    }
    best = max(
        order.get(act.kind, 1 if act.kind not in (ActKind.GREET, ActKind.LAUGH, ActKind.AFFIRM) else 0) for act in acts
    )
    return [
        act
        for act in acts
        if order.get(act.kind, 1 if act.kind not in (ActKind.GREET, ActKind.LAUGH, ActKind.AFFIRM) else 0) == best
    ][-1]


def remember(conversation: Conversation, interpretation: Interpretation, text: str) -> None:
    """Keeps in the memory what the message did, for what comes upon it."""
    acts = [act.as_json() for _, act in interpretation.readings]
    kept = [act for act in conversation.acts if ActKind(act["act"]) not in PASSING][-2:]
    conversation.acts = [*kept, *acts]
    conversation.case = interpretation.case
    conversation.missing = None
    conversation.goods = dict(interpretation.goods)
    for _, act in interpretation.readings:
        conversation.subjects = list(subjects_after(conversation.subjects, act))
    rivals = [
        option for _, act in interpretation.readings for option in act.options if option.startswith("competitor:")
    ]
    rivals += [f"competitor:{one.ids[0]}" for reading, _ in interpretation.readings for one in reading.of("competitor")]
    conversation.rival = rivals[-1] if rivals else conversation.rival
    asked = [act for _, act in interpretation.readings if asks_in_full(act)]
    if asked and len(text.split()) > 2:
        conversation.asked_in_full = asked[-1].text
    named = [option for option in interpretation.focus if is_ours(option) or option.startswith("competitor:")]
    conversation.focus = named or conversation.focus
    _count_questions(conversation, [act for _, act in interpretation.readings])


def _count_questions(conversation: Conversation, acts: Sequence[Act]) -> None:
    """How many messages in a row only asked; who asks for something wants to be talked to again."""
    kinds = {act.kind for act in acts}
    if ActKind.STATE_NEED in kinds or ActKind.CHOOSE in kinds:
        conversation.asking = 0
    elif kinds & ASKING:
        conversation.asking += 1
    if kinds & _WANTS_TALK and ActKind.STOP_ASKING not in kinds:
        conversation.quiet = False
