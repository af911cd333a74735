"""What a message may do: every candidate act with typed arguments; what it leaves out is taken from the acts before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from milepost.dialogue.acts import CODE, UNKNOWN_FACT, Act, ActKind, Zone
from milepost.dialogue.case_changes import case_after
from milepost.dialogue.context import Context
from milepost.dialogue.options.in_context import InContext, asks_for_code
from milepost.dialogue.prices.again import as_priced
from milepost.dialogue.prices.completion import Completion, again
from milepost.dialogue.prices.priced import is_other_term, numbers_of_each, price_act, to_be_priced
from milepost.dialogue.prices.priced_answers import PricedAnswers
from milepost.dialogue.reading import FoundFact, Reading
from milepost.dialogue.referents import Meant, Referents
from milepost.dialogue.words import telling_words
from milepost.sales.catalogue import AttributeType, Catalogue
from milepost.sales.facts import tell
from milepost.sales.options import is_ours, plans_of, product_of

# Acts that need nothing but themselves.
PLAIN = (
    *(ActKind.GREET, ActKind.GOODBYE, ActKind.THANK, ActKind.AFFIRM, ActKind.DENY, ActKind.BOT_CHALLENGE, ActKind.WAIT),
    *(
        ActKind.TAKE_BACK,
        ActKind.JUST_LOOKING,
        ActKind.STOP_ASKING,
        ActKind.LAUGH,
        ActKind.OUT_OF_SCOPE,
        ActKind.STATE_NEED,
    ),
    *(ActKind.REFUSE_TO_SAY, ActKind.ASK_WHY, ActKind.RAISE_OBJECTION, ActKind.SHARE_CONTACT, ActKind.WITHDRAW_CONSENT),
    *(
        ActKind.ASK_HOW_TO_START,
        ActKind.GIVE_FEEDBACK,
        ActKind.MAKE_COMPLAINT,
        ActKind.WANT_TO_CANCEL,
        ActKind.ASK_RENEWAL,
    ),
    *(ActKind.ASK_LOYALTY, ActKind.WANT_TO_REFER, ActKind.SHARE_PRAISE, ActKind.HUMAN_HANDOFF, ActKind.REPORT_DANGER),
)
_PROGRESS = ("done", "skip", "left", "stuck")
_MOST_FACTS = 13
# Facts that are about the options in question rather than about the company.
_OF_OPTIONS = ("attribute",)
# Ways of meaning an option by which it may be taken whatever else is on the table.
_OUTSPOKEN = ("named", "pointed", "within", "sized", "termed", "words", "none")
# Ways in which options may be meant by a question of what they are like.
_ASKED_ABOUT = (
    *("named", "pointed", "within", "sized", "described", "words", "focus", "first", "shown", "none", "kind", "theirs"),
    *("likely", "ours"),
)
# Ways of meaning an option beside which an extra that was spoken of may be meant too.
_WITH_EXTRA = ("focus", "named", "pointed", "within", "first", "basket", "plus")
# Options of before together with others: what a price is of, or an order, but no good of which a form is asked for.
_JOINT = ("plus", "swapped", "basket", "basket_all", "basket_focus", "before", "first", "shown")


@dataclass(frozen=True)
class Candidate:
    """An act that a message may do, how its options were found, the fact behind it with its rank, and whether it takes up the
    act before. `known` is of how many of its options the fact is known, from 0 to 1; None where it is of no options. `explains` is
    how much of the words its options explain, `unexplained` how much more those of another candidate do."""

    act: Act
    source: str = "none"
    strength: float = 0.0
    fact: FoundFact | None = None
    rank: int = 0
    follows: bool = False
    known: float | None = None
    explains: float = 0.0
    unexplained: float = 0.0

    @property
    def why(self) -> str:
        """The evidence that speaks for it, in few words."""
        if self.follows or self.act.why:
            return self.act.why or f"follow-up: {self.source}"
        if self.fact is not None:
            return f"{self.fact.id} by meaning, options by {self.source}"
        return f"options by {self.source}" if self.act.options else "by its words"


class Proposer:
    """Proposes candidate acts, against one catalogue version."""

    def __init__(self, catalogue: Catalogue, referents: Referents) -> None:
        self.catalogue, self.referents = catalogue, referents
        self._priced_answers = PricedAnswers(catalogue)
        self.in_context = InContext(catalogue)
        self.completion = Completion(catalogue, referents)

    def candidates(self, reading: Reading, context: Context) -> list[Candidate]:
        """All that a part of a message may do, none twice."""
        meant = self.referents.hypotheses(reading, context)
        found = [
            *(Candidate(Act(kind)) for kind in PLAIN if _is_possible(kind, reading)),
            *(Candidate(Act(ActKind.REPORT_PROGRESS, how=how)) for how in _progress(reading, context)),
            *self._offers(meant),
            *self._facts(reading, context, meant),
            *self._prices(reading, context, meant),
            *self._discounts(reading),
            *self._comparisons(reading, context, meant),
            *self._superlatives(reading, context, meant),
            *self._choices(reading, meant, context),
            *self._stock(reading, context, meant),
        ]
        kept: dict[tuple[object, ...], Candidate] = {}
        for one in found:
            kept.setdefault(_key(one.act), one)
        return self._explaining(list(kept.values()), reading)

    def _explaining(self, candidates: Sequence[Candidate], reading: Reading) -> list[Candidate]:
        """The candidates with how much of the words their options explain."""
        said = telling_words(reading.text)
        explains = {
            options: self.referents.words.explained(options, said)
            for options in dict.fromkeys(one.act.options for one in candidates)
        }
        best = max(explains.values(), default=0.0)
        if not best:
            return list(candidates)
        return [
            replace(one, explains=explains[one.act.options], unexplained=best - explains[one.act.options])
            for one in candidates
        ]

    def _offers(self, meant: list[Meant]) -> Iterator[Candidate]:
        for one in meant:
            if one.source in ("named", "kind", "words", "within", "none", "shown"):
                options = tuple(option for option in one.options if is_ours(option))
                for kind in (ActKind.ASK_OFFER, ActKind.ASK_RECOMMENDATION):
                    yield Candidate(Act(kind, options, one.among), one.source, one.strength)

    def _facts(self, reading: Reading, context: Context, meant: list[Meant]) -> Iterator[Candidate]:
        for rank, fact in enumerate(reading.facts[:_MOST_FACTS]):
            yield from self._about(fact, rank, reading, meant)
        yield Candidate(Act(ActKind.ASK_FACT, fact=UNKNOWN_FACT, zone=Zone.UNKNOWN))
        for attribute in reading.attributes:
            fact_id = f"attribute:{attribute}"
            if all(fact.id != fact_id for fact in reading.facts[:_MOST_FACTS]):
                yield from self._about(FoundFact(fact_id, 0.5), _MOST_FACTS, reading, meant)
        last = context.last
        if last is not None and last.kind is ActKind.ASK_FACT and last.fact not in (None, UNKNOWN_FACT):
            # "and the bigger one?", "and on Sundays?": the same question of something else.
            scored = next((fact for fact in reading.facts if fact.id == last.fact), FoundFact(str(last.fact), 0.0))
            for one in meant:
                if (one.options and one.options != last.options and one.source != "shown") or reading.days:
                    act = last.with_args(
                        "follow-up: options", options=one.options or last.options, days=reading.days, says=scored.says
                    )
                    known = self._known(str(last.fact).partition(":")[2], act.options)
                    yield Candidate(act, one.source, one.strength, scored, _MOST_FACTS, follows=True, known=known)

    def _about(self, fact: FoundFact, rank: int, reading: Reading, meant: list[Meant]) -> Iterator[Candidate]:
        """A fact, of the options in question where it is one of theirs."""
        kind, _, fact_id = fact.id.partition(":")
        days = reading.days if kind == "hours" else ()
        if kind in _OF_OPTIONS:
            for one in meant:
                if one.source in _ASKED_ABOUT:
                    act = Act(ActKind.ASK_FACT, one.options, one.among, fact.id, fact.says, Zone.SURE)
                    yield Candidate(act, one.source, one.strength, fact, rank, known=self._known(fact_id, one.options))
            return
        own = (fact.id,) if kind in ("product", "plan", "competitor") else ()
        act = Act(ActKind.ASK_FACT, own, fact=fact.id, says=fact.says, days=days)
        yield Candidate(
            act,
            "named" if own and fact_id in {i for m in reading.named for i in m.ids} else "meaning",
            fact.score,
            fact,
            rank,
        )

    def _known(self, attribute_id: str, options: Sequence[str]) -> float | None:
        """Of how many of these options the value of an attribute is known, as a share; None where there is no such question."""
        attribute = self.catalogue.attributes.get(attribute_id)
        if attribute is None or not options:
            return None
        return sum(bool(tell(self.catalogue, attribute, [option]).groups) for option in options) / len(options)

    def _prices(self, reading: Reading, context: Context, meant: list[Meant]) -> Iterator[Candidate]:
        extras_near = [fact.id.partition(":")[2] for fact in reading.facts[:2] if fact.kind == "add_on"]
        near = extras_near[0] if extras_near and reading.rest else None
        without = "without" in reading.phrases
        said = telling_words(reading.text)
        told: tuple[str, ...] = ()
        for one in to_be_priced(meant, reading, context):
            one = as_priced(one, reading, context.case, self.catalogue)
            case = case_after(context.case, reading, one.options, self.catalogue)
            act = price_act(case, one, reading).with_args(
                "",
                numbers=numbers_of_each(one, case, reading, context, self.referents),
                difference="difference" in reading.phrases or is_other_term(one, reading, context),
                fact=self._priced_answers.told_with(one, reading, context),
            )
            is_last = context.last is not None and context.last.kind is ActKind.ASK_PRICE
            follows = is_last and one.source in ("focus", "shown")
            added = () if without or not one.options else self.referents.words.add_ons(one.options, said)
            extras = tuple(dict.fromkeys((*act.add_ons, *added)))
            told += added
            if extras != act.add_ons:
                case = case_after(context.case, reading, one.options, self.catalogue, added)
                of_them = price_act(case, one, reading)
                with_them = of_them.with_args("with the extras told", numbers=act.numbers, add_ons=extras)
                yield Candidate(with_them, one.source, one.strength, follows=follows)
            yield Candidate(act, one.source, one.strength, follows=follows)
            known = context.add_on if context.add_on and self._goes(context.add_on, one.options) else None
            if known and not without and known not in extras and one.options and one.source in _WITH_EXTRA:
                with_it = act.with_args("with the extra spoken of", add_ons=(*extras, known))
                yield Candidate(with_it, one.source, one.strength, follows=follows)
        for add_on in dict.fromkeys([*reading.add_ons, *told, *([near] if near else [])]):
            strength = 1.0 if add_on in reading.add_ons else 0.7 if add_on in told else 0.3
            yield Candidate(Act(ActKind.ASK_PRICE, add_ons=(add_on,)), "add_on", strength)

    def _goes(self, add_on: str, options: Sequence[str]) -> bool:
        """Whether an extra goes with one of these options."""
        plans = self.catalogue.add_ons[add_on].plans
        return not plans or any(plan.id in plans for option in options for plan in plans_of(self.catalogue, option))

    def _discounts(self, reading: Reading) -> Iterator[Candidate]:
        """Of who says something that could be about money off: of words that say nothing by themselves none is proposed."""
        if not (reading.rest or reading.code or reading.customer_kind or reading.counts):
            return
        by = CODE if asks_for_code(reading) else None
        yield Candidate(Act(ActKind.ASK_DISCOUNT, code=reading.code, customer_kind=reading.customer_kind, by=by))
        for rank, fact in enumerate(reading.facts[:_MOST_FACTS]):
            if fact.kind == "discount":
                act = Act(ActKind.ASK_DISCOUNT, fact=fact.id, code=reading.code, customer_kind=reading.customer_kind)
                yield Candidate(act, "meaning", fact.score, fact, rank)

    def _comparisons(self, reading: Reading, context: Context, meant: list[Meant]) -> Iterator[Candidate]:
        if reading.rival:
            yield Candidate(Act(ActKind.COMPARE, unlisted=reading.rival), "named", 1.0)
        for one in meant:
            if len(one.options) > 1 or (one.options and not is_ours(one.options[0])):
                yield Candidate(Act(ActKind.COMPARE, one.options, one.among), one.source, one.strength)
            elif len(one.among) > 1:
                yield Candidate(Act(ActKind.COMPARE, one.among), one.source, one.strength)

    def _superlatives(self, reading: Reading, context: Context, meant: list[Meant]) -> Iterator[Candidate]:
        orders = [(reading.order.by, reading.order.highest)] if reading.order else []
        for attribute_id in reading.attributes:
            attribute = self.catalogue.attributes[attribute_id]
            if attribute.type is AttributeType.NUMBER:
                orders.append((attribute_id, attribute.better != "lower"))
        last = context.last
        if last is not None and last.kind is ActKind.ASK_SUPERLATIVE and last.by:
            orders.append((last.by, last.highest))
        by_kind = reading.of("category") and not reading.of("plan", "product", "competitor")
        kinds = [one for one in meant if one.source == "kind" or (by_kind and one.source == "named")]
        for by, highest in dict.fromkeys(orders):
            for one in kinds or meant:
                is_open = len(one.options) != 1 or len(plans_of(self.catalogue, one.options[0])) > 1
                if one.source in ("named", "shown", "none", "kind", "focus") and is_open:
                    yield Candidate(
                        Act(ActKind.ASK_SUPERLATIVE, one.options, by=by, highest=highest), one.source, one.strength
                    )

    def _choices(self, reading: Reading, meant: list[Meant], context: Context) -> Iterator[Candidate]:
        """What is named or pointed at may be taken; what was only spoken of, where nothing else is on the table. An earlier
        quote is of what it was of."""
        if reading.quote:
            yield Candidate(again(reading), "quote")
        taken = _OUTSPOKEN if _is_choice_open(context) else (*_OUTSPOKEN, "focus", "meaning", "likely", "ours")
        for one in meant:
            if one.source in taken and (one.options or one.source == "none"):
                for kind in (ActKind.CHOOSE, ActKind.WANT_TO_BUY, ActKind.REQUEST_QUOTE):
                    is_earlier = kind is ActKind.REQUEST_QUOTE and bool(reading.quote) and one.source != "named"
                    if (one.options or kind is not ActKind.CHOOSE) and not is_earlier:
                        yield Candidate(Act(kind, one.options[:3], one.among), one.source, one.strength)

    def _has_stock(self, option: str) -> bool:
        product = self.catalogue.product(product_of(self.catalogue, option))
        return bool(product.variants or product.availability) or product.stock is not None

    def _stock(self, reading: Reading, context: Context, meant: list[Meant]) -> Iterator[Candidate]:
        if not (reading.forms or reading.of_stock or reading.missing_form):
            return
        if reading.question == "how_much" and not reading.of_stock:
            return  # what a form costs, not whether it is there
        for one in meant:
            goods = [o for o in one.options if is_ours(o) and self._has_stock(o)]
            if not goods or one.source in _JOINT:
                continue
            case = case_after(context.case, reading, goods[:1], self.catalogue)
            form = case.forms.get(product_of(self.catalogue, goods[0]), {})
            if reading.missing_form:  # asked for in place of the form that was spoken of before
                form = {name: value for name, value in form.items() if value in reading.forms.get(name, ())}
            yield Candidate(Act(ActKind.ASK_STOCK, tuple(goods[:1]), form=dict(form)), one.source, one.strength)


def _is_possible(kind: ActKind, reading: Reading) -> bool:
    """Whether an act that needs no argument may be what a message does, by what it carries."""
    if kind is ActKind.STATE_NEED:  # who gives a code wants to know what it takes off
        return not _only_names(reading) and not (reading.code and not reading.needs)
    if kind is ActKind.LAUGH:  # who laughs and names something of ours says more than that
        return not (reading.named or reading.order)
    if kind is ActKind.HUMAN_HANDOFF:  # whoever wants none is not given one
        return "no_person" not in reading.phrases
    if kind is ActKind.SHARE_CONTACT:  # the figures of a quote's number are no telephone's
        return not reading.quote or bool(reading.contact)
    if kind is ActKind.ASK_HOW_TO_START:  # what does not work is no question of where to begin
        return "progress_stuck" not in reading.phrases or "progress_start" in reading.phrases
    return True


def _progress(reading: Reading, context: Context) -> tuple[str, ...]:
    """How a customer may get on: with nothing begun only what is said outright; trouble is a complaint then."""
    if context.bought is not None:
        return _PROGRESS
    return tuple(how for how in _PROGRESS if how != "stuck" and f"progress_{how}" in reading.phrases)


def _is_choice_open(context: Context) -> bool:
    """Whether several options are on the table and the visitor has turned to none of them since."""
    last = context.last.options if context.last is not None else ()
    is_settled = len(last) == 1 and last == context.focus
    return max(len(context.shown), len(context.focus)) > 1 and not is_settled


def _only_names(reading: Reading) -> bool:
    """Whether a message names an option of ours and says nothing else: that tells of no need."""
    return bool(reading.of("plan", "product")) and not (
        reading.rest or reading.needs or reading.counts or reading.forms
    )


def _key(act: Act) -> tuple[object, ...]:
    return (act.kind, act.options, act.among, act.fact, act.how, act.by, act.highest, act.add_ons, act.days, act.quote)
