"""Which options suit a visitor, in order, and why: each need held against each plan, with its price for their case."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from milepost.errors import NotPriceable
from milepost.sales.catalogue import AttributeType, Catalogue, Plan, Product, Term
from milepost.sales.conversations import KNOWN, Conversation, FactStatus, Touch
from milepost.sales.fit.attributes import ends
from milepost.sales.fit.reasons import Candidate, Reason, Verdict
from milepost.sales.fit.text import Similarity
from milepost.sales.fit.verdicts import HEADS, judge_all
from milepost.sales.pricing import PriceBreakdown, available_terms, price

# The share of answers that do not say what the visitor will choose by: one answer ranks, it never excludes.
NOISE = 0.1
# What an option of another kind than those that the visitor brought up is worth beside them.
OTHER_KIND = 0.2
# The share of what was asked for, besides the price, that an option may lack and still be recommended, with that said.
MOST_LACKED = 0.34
# By less than this the words come no nearer to one option than to another.
NEAR_STEP = 0.05
# An option is listed beside the best only while it is at least this likely relative to it.
WORTH_SHOWING = 0.3


@dataclass(frozen=True)
class RankedOption:
    """A way to buy, with its price for this visitor (None: not listed) and how it meets each need.

    `weight` is what the needs leave of it (1: everything fits); `plan` is None for a product without plans.
    """

    product: Product
    plan: Plan | None
    price: PriceBreakdown | None
    reasons: tuple[Reason, ...]
    weight: float

    @property
    def key(self) -> str:
        """ "plan:ID", or "product:ID" where there is no plan."""
        return f"plan:{self.plan.id}" if self.plan else f"product:{self.product.id}"

    def with_verdict(self, verdict: Verdict) -> tuple[Reason, ...]:
        """The reasons of one kind."""
        return tuple(reason for reason in self.reasons if reason.verdict is verdict)

    @property
    def violations(self) -> tuple[Reason, ...]:
        """The hard limits that it does not keep."""
        return tuple(reason for reason in self.with_verdict(Verdict.LACKS) if reason.is_hard)

    @property
    def shortfalls(self) -> tuple[Reason, ...]:
        """What it lacks of all that was asked for and is no matter of taste, hard limits first."""
        lacking = [reason for reason in self.with_verdict(Verdict.LACKS) if reason.is_hard or reason.is_firm]
        return tuple(sorted(lacking, key=lambda reason: not reason.is_hard))

    @property
    def is_fit(self) -> bool:
        """Whether it keeps every hard limit and the budget, and has the better part of what else was asked for."""
        if self.violations or any(reason.need == "budget" for reason in self.shortfalls):
            return False
        asked = [reason for reason in self.reasons if reason.need != "budget" and (reason.is_hard or reason.is_firm)]
        return len(self.shortfalls) <= MOST_LACKED * len(asked)


@dataclass(frozen=True)
class Recommendation:
    """The best first. `fits` are fit (`RankedOption.is_fit`); when nothing is, `nearest` are what comes closest.

    `is_compromise`: even the best of `fits` lacks something that was asked for, and that should be said.
    """

    fits: tuple[RankedOption, ...]
    nearest: tuple[RankedOption, ...] = ()
    is_compromise: bool = False


@dataclass(frozen=True)
class Case:
    """What a price is worked out for."""

    currency: str
    term: Term | None = None
    customer_kind: str | None = None


def recommend(
    catalogue: Catalogue,
    conversation: Conversation,
    *,
    limit: int = 3,
    today: date | None = None,
    among: Collection[str] = (),
    one_per_product: bool = True,
    similarity: Similarity | None = None,
    near: Mapping[str, float] = MappingProxyType({}),
) -> Recommendation:
    """At most `limit` options that suit what is known of the visitor. Arguments as in `ranked`."""
    options = ranked(catalogue, conversation, today=today, among=among, similarity=similarity, near=near)
    open_options = [option for option in options if option.is_fit]
    if not open_options:
        closest = sorted(
            options, key=lambda option: (len(option.violations), -round(option.weight, 9), cost_of(option))
        )
        return Recommendation((), tuple(_first_of_each(closest, one_per_product)[:limit]))
    best = open_options[0]
    shown = [option for option in open_options if option.weight >= best.weight * WORTH_SHOWING]
    fits = tuple(_first_of_each(shown, one_per_product)[:limit])
    return Recommendation(fits, is_compromise=bool(best.with_verdict(Verdict.LACKS)))


def ranked(
    catalogue: Catalogue,
    conversation: Conversation,
    *,
    today: date | None = None,
    among: Collection[str] = (),
    similarity: Similarity | None = None,
    near: Mapping[str, float] = MappingProxyType({}),
) -> list[RankedOption]:
    """Every option that the visitor did not rule out, likeliest first, the cheaper first where equal.

    `among` narrows to these options ("product:ID", "plan:ID"). `near` is how near the visitor's words come to what is written
    of an option (from 0 to 1): of options that fit equally well the nearer one comes first. The weight is the likelihood of
    all answers, each beside the point with probability NOISE and half as telling where inferred; options of the kind that the
    visitor named or chose come before others.
    """
    case, kinds = case_of(catalogue, conversation), _kinds_of_interest(catalogue, conversation)
    candidates = [
        Candidate(catalogue, product, plan, priced(catalogue, conversation, plan, case, today) if plan else None)
        for product, plan in in_the_running(catalogue, conversation, among)
    ]
    weights = [1.0 if not kinds or each.product.category in kinds else OTHER_KIND for each in candidates]
    reasons: list[list[Reason]] = [[] for _ in candidates]
    for fact in conversation.facts.values():
        if fact.status not in KNOWN or fact.value is None:
            continue
        certainty = 1.0 if fact.status is FactStatus.SAID else 0.5
        for index, found in enumerate(judge_all(fact, candidates, similarity=similarity)):
            reasons[index] += (
                [replace(reason, is_hard=True) for reason in found] if fact.name in conversation.insisted else found
            )
            for reason in found:
                weights[index] *= likelihood(reason.score) ** certainty
    options = [
        RankedOption(each.product, each.plan, each.price, tuple(reasons[index]), weights[index])
        for index, each in enumerate(candidates)
    ]
    merits = _merits(catalogue, conversation, options)
    return sorted(
        options,
        key=lambda option: (
            -round(option.weight, 9),
            *(-steps for steps in _steps_near(option, near)),
            -merits[option.key],
            cost_of(option),
        ),
    )


def _steps_near(option: RankedOption, near: Mapping[str, float]) -> tuple[int, int]:
    """How near the visitor's words come to an option with its product, and to it alone, in steps that tell one from another."""
    own, whole = near.get(option.key, 0.0), near.get(f"product:{option.product.id}", 0.0)
    return round(max(own, whole) / NEAR_STEP), round(own / NEAR_STEP)


def _merits(catalogue: Catalogue, conversation: Conversation, options: Sequence[RankedOption]) -> dict[str, float]:
    """Of goods that fit equally well for who named a budget, how much each has of what is better for everyone (0 to 1);
    nothing where no budget was named or little is to be spent: the cheapest then comes first."""
    merits = {option.key: 0.0 for option in options}
    budget = conversation.value("budget")
    goods = all(option.price is None or option.price.term is Term.ONE_TIME for option in options)
    if not isinstance(budget, Mapping) or budget.get("prefer") == "lower" or not goods:
        return merits
    settled = {
        name
        for fact in conversation.facts
        for name in (fact, getattr(catalogue.journey.needs.get(fact), "attribute", None))
    }
    ahead = [
        each
        for each in catalogue.attributes.values()
        if each.better and each.type is AttributeType.NUMBER and each.id not in settled
    ]
    for attribute in ahead:
        held = {
            option.key: value
            for option in options
            if isinstance(value := _held(catalogue, option, attribute.id), Decimal)
        }
        low, high = min(held.values(), default=Decimal(0)), max(held.values(), default=Decimal(0))
        for key, value in held.items() if low != high else ():
            share = float((value - low) / (high - low))
            merits[key] += (share if attribute.better == "higher" else 1 - share) / len(ahead)
    return merits


def _held(catalogue: Catalogue, option: RankedOption, attribute_id: str) -> object:
    return (catalogue.attributes_of_plan(option.plan) if option.plan else option.product.attributes).get(attribute_id)


def likelihood(score: float) -> float:
    """Of an answer, given that the option with this score is the right one."""
    return NOISE + (1 - NOISE) * score


def cost_of(option: RankedOption) -> Decimal:
    """A year of it; without a list price, more than everything."""
    return option.price.a_year.amount if option.price else Decimal("Infinity")


def in_the_running(
    catalogue: Catalogue, conversation: Conversation, among: Collection[str] = ()
) -> list[tuple[Product, Plan | None]]:
    """Products with each of their plans, less what is sold out, what the visitor ruled out last, or another category than
    theirs. What they ask about outright (`among`) is in the running though it is sold out or of another category."""
    last = {touch.option: touch.how for touch in conversation.touches}
    category = None if among else conversation.value("category")
    found: list[tuple[Product, Plan | None]] = []
    for product in catalogue.products.values():
        if category and product.category.casefold() != str(category).casefold():
            continue
        if product.is_sold_out and not among:
            continue
        for plan in catalogue.plans_of(product.id) or (None,):
            keys = {f"product:{product.id}", f"plan:{plan.id}" if plan else ""}
            if (not among or keys & set(among)) and not any(last.get(key) is Touch.RULED_OUT for key in keys):
                found.append((product, plan))
    return found


def case_of(catalogue: Catalogue, conversation: Conversation) -> Case:
    """The currency, term and kind of customer that were said; where none was, the budget's currency and period."""
    budget = conversation.value("budget")
    budget = budget if isinstance(budget, Mapping) else {}
    currencies = catalogue.company.currencies
    wanted = [conversation.value("currency"), budget.get("currency")]
    currency = next((code for code in wanted if code in currencies), currencies[0])
    period = conversation.value("term") or budget.get("period")
    term = Term(period) if period in [each.value for each in Term] else None
    return Case(currency, term, conversation.value("customer_kind"))


def quantity_for(conversation: Conversation, plan: Plan, unit: str) -> int:
    """How many units the visitor needs: as said, by the need named after the unit, or by heads.

    Never fewer than can be bought; of a range the upper end.
    """
    names = ["quantity", unit, f"{unit}s"] + (["team_size"] if unit.casefold() in HEADS else [])
    for name in names:
        low, high = ends(conversation.value(name))
        if low is not None or high is not None:
            return max(int(high if high is not None else low or 1), plan.min_quantity, 1)
    return max(plan.min_quantity, 1)


def priced(
    catalogue: Catalogue, conversation: Conversation, plan: Plan, case: Case, today: date | None
) -> PriceBreakdown | None:
    """A plan's price for this visitor, in the term they spoke of or else its usual one; None where there is none."""
    terms = available_terms(plan)
    if not terms:
        return None
    term = case.term if case.term in terms else terms[0]
    unit = next(listed.unit for listed in plan.prices if listed.term is term)
    quantity = quantity_for(conversation, plan, unit)
    try:
        return price(
            catalogue, plan.id, quantity, term or terms[0], case.currency, customer_kind=case.customer_kind, today=today
        )
    except NotPriceable:
        return None


def _kinds_of_interest(catalogue: Catalogue, conversation: Conversation) -> set[str]:
    """The categories of what the visitor brought up and did not rule out since."""
    last = {touch.option: touch.how for touch in conversation.touches if touch.how is not Touch.RECOMMENDED}
    kinds = set()
    for option, how in last.items():
        kind, _, option_id = option.partition(":")
        plan = catalogue.plans.get(option_id) if kind == "plan" else None
        product = catalogue.products.get(plan.product if plan else option_id)
        if how is not Touch.RULED_OUT and kind != "competitor" and product is not None:
            kinds.add(product.category)
    return kinds


def _first_of_each(options: Sequence[RankedOption], one_per_product: bool) -> list[RankedOption]:
    if not one_per_product:
        return list(options)
    first: dict[str, RankedOption] = {}
    for option in options:
        first.setdefault(option.product.id, option)
    return list(first.values())
