"""What a message changes in the case of a price."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

from milepost.dialogue.acts import PRICE, Act, ActKind
from milepost.dialogue.reading import Counted, Reading
from milepost.dialogue.words import telling_words
from milepost.sales.cases import Case
from milepost.sales.catalogue import Catalogue, Term
from milepost.sales.charges.case_prices import counted_for
from milepost.sales.fit.verdicts import HEADS
from milepost.sales.options import is_ours, plans_of, product_of
from milepost.sales.pricing import available_terms

# Acts of which a number counts what is bought, or who for.
_COUNT = (
    *(ActKind.ASK_PRICE, ActKind.WANT_TO_BUY, ActKind.CHOOSE, ActKind.REQUEST_QUOTE, ActKind.ASK_DISCOUNT),
    *(ActKind.ASK_RECOMMENDATION, ActKind.ASK_RENEWAL),
)

# Acts in which somebody tells what they need.
_TELL = (ActKind.STATE_NEED, ActKind.ASK_RECOMMENDATION, ActKind.ASK_OFFER, ActKind.ASK_DISCOUNT)
# Who says how many they are: that stays true whatever is asked beside it.
_PARTY = re.compile(
    r"\b(?:of us|we(?: are|'re|'ll be| will be)|there(?: are| is|'s)? \d+ of|i'm \d|wir sind|zu \w+t\b|somos|nous sommes|"
    r"on est|table for|party of|group of)\b",
    re.IGNORECASE,
)


def case_upon(act: Act, reading: Reading, before: Case, focus: Sequence[str], catalogue: Catalogue) -> Case:
    """The case after an act: what its words say of it, where the act takes that up."""
    extras = [each for each in act.add_ons if each not in before.add_ons]
    changed = case_after(before, reading, act.options or focus, catalogue, extras)
    counted = _wanted(_counted(before, changed, reading, act), reading, act, catalogue)
    return _of_kind(_priced(before, _with_extras(before, counted, reading, act), act, catalogue), act, catalogue)


def _counted(before: Case, case: Case, reading: Reading, act: Act) -> Case:
    """The case, with a number only where it counts people or what is bought: in a question of fact it is asked about. A friend's
    code takes nothing off a price."""
    if act.kind is ActKind.WANT_TO_REFER:
        case = case.changed(codes=before.codes)
    if act.kind in _COUNT:
        return case
    team = {each["value"] for each in reading.needs if each["name"] == "team_size" and isinstance(each["value"], int)}
    count = reading.count
    is_told = count is not None and (count.people or count.number in team or count.more or _is_of_goods(act, reading))
    if is_told and (act.kind is not ActKind.ASK_FACT or _is_of_party(act, reading)):
        return case.changed(add_ons=before.add_ons)
    return case.changed(number=before.number, low=before.low, people=before.people, add_ons=before.add_ons)


def _wanted(case: Case, reading: Reading, act: Act, catalogue: Catalogue) -> Case:
    """The case with how many of each good somebody needs: "15 mats and 20 bags" is heard when the bags are priced."""
    if act.kind not in _TELL:
        return case
    numbers = {count.option: count.number for count in reading.counts if count.option is not None}
    wanted: dict[str, int] = {}
    for one in reading.of("product", "category"):
        if one.start in numbers:
            ids = one.ids if one.kind == "product" else _of_category(catalogue, one.ids)
            wanted |= dict.fromkeys(ids, numbers[one.start])
    return case.changed(wanted={**case.wanted, **wanted}) if wanted else case


def _of_category(catalogue: Catalogue, kinds: Sequence[str]) -> list[str]:
    return [product.id for product in catalogue.products.values() if product.category in kinds]


def _is_of_goods(act: Act, reading: Reading) -> bool:
    """Whether who tells what they need says how many of it, as many of each: "we need 15 mats and 15 bags", "9 of them"."""
    return act.kind is ActKind.STATE_NEED and len({count.number for count in reading.counts}) == 1


def _is_of_party(act: Act, reading: Reading) -> bool:
    """Whether a number in a question of fact says how many are coming, and is not what is asked: "there are 4 of us, may we bring
    a dog" and not "does it sleep 4 people"."""
    return act.figure is None and bool(_PARTY.search(reading.text))


def _with_extras(before: Case, case: Case, reading: Reading, act: Act) -> Case:
    """The case with how many of each extra: as many as are said, one for each, or where extras alone are asked for the number that
    is said of them."""
    count = reading.count
    numbers = {**before.extra_numbers, **reading.extra_numbers}
    if act.kind is ActKind.ASK_PRICE and act.add_ons and reading.each:
        numbers |= dict.fromkeys([each for each in act.add_ons if each not in before.add_ons] or act.add_ons, 0)
    if act.kind is ActKind.ASK_PRICE and act.add_ons and not act.options and count is not None:
        numbers |= dict.fromkeys(act.add_ons, count.number)
        case = case.changed(number=before.number, low=before.low, people=before.people)
    kept = {each: number for each, number in numbers.items() if each in (*case.add_ons, *act.add_ons)}
    return case.changed(extra_numbers=kept)


def _priced(before: Case, case: Case, act: Act, catalogue: Catalogue) -> Case:
    """The case after a price was asked: what goes with it stays, and what it was for is remembered. The number said of one of
    several is that one's own. Whoever's number changes without a price being asked has it changed of all that was priced."""
    if act.kind is not ActKind.ASK_PRICE:
        if case.number == before.number or not case.basket:
            return case
        again = {plan: counted_for(catalogue.plan(plan), case) for plan in case.basket if plan in catalogue.plans}
        return case.changed(basket=again)
    if before.number in act.numbers.values() and len(set(act.numbers.values())) > 1:
        case = case.changed(number=before.number, low=before.low, people=before.people)
    codes = (*case.codes, act.code) if act.code and act.code not in case.codes else case.codes
    basket = dict(case.basket)
    for option in act.options:
        if option.startswith("plan:"):
            basket.pop(option[5:], None)
            basket[option[5:]] = act.numbers.get(option) or counted_for(catalogue.plan(option[5:]), case)
    add_ons = act.add_ons if act.by != PRICE and act.options else case.add_ons
    kind = act.customer_kind or case.customer_kind
    return case.changed(basket=basket, add_ons=add_ons, codes=codes, customer_kind=kind)


def _of_kind(case: Case, act: Act, catalogue: Catalogue) -> Case:
    """Who asks for the reduction of one kind of customer is taken to be of that kind; prices say that it is taken off."""
    is_open = case.customer_kind is None and not act.zone.is_nearest
    is_told = act.kind is ActKind.ASK_FACT and str(act.fact).startswith("discount:") and is_open
    is_asked = act.kind is ActKind.ASK_DISCOUNT or is_told
    discount = catalogue.discounts.get(str(act.fact).partition(":")[2]) if is_asked else None
    return case.changed(customer_kind=discount.customer_kind) if discount and discount.customer_kind else case


def case_after(
    case: Case, reading: Reading, options: Sequence[str], catalogue: Catalogue, extras: Sequence[str] = ()
) -> Case:
    """The case with what a message says of it; `options` are those that it is about, `extras` the add-ons that its words tell of
    without their names."""
    ours = [option for option in options if is_ours(option)]
    changes: dict[str, Any] = {"currency": reading.currency} if reading.currency else {}
    changes |= _time(case, reading, ours, catalogue)
    changes |= _customer_kind(case, reading)
    changes |= _number(case, reading, ours, catalogue, (*reading.add_ons, *extras))
    if reading.drops_codes:
        changes["codes"] = ()
    elif reading.code and reading.code not in case.codes:
        changes["codes"] = (*case.codes, reading.code)
    changes |= _add_ons({"add_ons": case.add_ons, **changes}, reading, ours, catalogue)
    if reading.forms and ours:
        changes["forms"] = {**case.forms, **_forms(case, reading, ours, catalogue)}
    return case.changed(**changes)


def _time(case: Case, reading: Reading, options: Sequence[str], catalogue: Catalogue) -> dict[str, Any]:
    """The term and the stretch of time. A stretch asks for the price of its unit where it is sold by that: "two weeks" of what is
    sold by the week. What was said before falls away where what it is about is not sold so."""
    sold = {term.value for option in options for plan in plans_of(catalogue, option) for term in available_terms(plan)}
    changes: dict[str, Any] = {}
    if reading.both_terms:
        return {"span": None, "term": None}
    if reading.span:
        changes["span"] = reading.span
        if reading.term is None and reading.span[1] in sold:
            return {**changes, "term": reading.span[1]}
    if reading.term and not (reading.term == Term.ONE_TIME.value and sold and reading.term not in sold):
        return {"span": None, **changes, "term": reading.term}
    if case.term and sold and case.term not in sold:
        changes = {"span": None, **changes, "term": None}
    return changes


def _customer_kind(case: Case, reading: Reading) -> dict[str, Any]:
    """The kind of customer that is said; none where the price is wanted without what that kind gets off."""
    if not reading.customer_kind:
        return {}
    return {"customer_kind": None if "without" in reading.phrases and case.customer_kind else reading.customer_kind}


def _add_ons(
    now: dict[str, Any], reading: Reading, options: Sequence[str], catalogue: Catalogue
) -> dict[str, tuple[str, ...]]:
    """The add-ons: those named come, or go where it is to be without; those of before that go with nothing of what it is about
    fall away."""
    before = tuple(now["add_ons"])
    plans = {plan.id for option in options for plan in plans_of(catalogue, option)}
    held = tuple(each for each in before if not plans or _goes_with_any(catalogue, each, plans))
    if reading.add_ons:
        kept = [each for each in held if each not in reading.add_ons]
        held = tuple(kept) if "without" in reading.phrases else (*kept, *reading.add_ons)
    return {"add_ons": held} if held != before else {}


def _goes_with_any(catalogue: Catalogue, add_on: str, plans: Collection[str]) -> bool:
    known = catalogue.add_ons.get(add_on)
    return known is not None and (not known.plans or any(plan in plans for plan in known.plans))


def is_counted_by_heads(catalogue: Catalogue, option: str) -> bool:
    """Whether it is sold by people: seats, members, guests."""
    return any(price.unit.casefold() in HEADS for plan in plans_of(catalogue, option) for price in plan.prices)


def _number(
    case: Case, reading: Reading, options: Sequence[str], catalogue: Catalogue, extras: Sequence[str]
) -> dict[str, Any]:
    count = reading.count
    priced = {catalogue.plans[each].product for each in case.basket if each in catalogue.plans}
    other = bool(options and priced) and not priced & {product_of(catalogue, option) for option in options}
    is_of_one = len({each.number for each in reading.counts}) > 1 and count is not None and count.option is not None
    if count is None or is_of_one or is_name(count, options, catalogue):
        if count is None and (wanted := _wanted_of(case, options, catalogue)) is not None:
            return {"number": wanted, "low": None, "people": False}
        # Another good has a number of its own; heads stay the same whatever they buy.
        if other and not case.people:
            return {"number": None, "low": None, "add_ons": ()}
        if _is_other_pack(case, reading, options, catalogue):
            return {"number": None, "low": None}
        return _as_before(case, options)
    held = case.number or 0
    # "plus 5 bags" is on top of what was priced, not five more of it.
    mine = {product_of(catalogue, option) for option in options}
    adds_to_it = bool(priced & mine) or (count.option is None and not other)
    more, fewer = count.more and held > 0 and adds_to_it, count.fewer and held > count.number
    if count.fewer and not fewer:
        return {}
    number = held + count.number if more else held - count.number if fewer else count.number
    is_people = count.people or ((more or fewer) and case.people) or _is_of_add_on(extras, options, catalogue)
    return {"number": number, "low": count.low, "people": is_people}


def _wanted_of(case: Case, options: Sequence[str], catalogue: Catalogue) -> int | None:
    """How many of a good were told to be needed, where it was not priced since."""
    products = {product_of(catalogue, option) for option in options}
    if len(products) != 1 or products & {
        catalogue.plans[each].product for each in case.basket if each in catalogue.plans
    }:
        return None
    return case.wanted.get(products.pop())


def _is_other_pack(case: Case, reading: Reading, options: Sequence[str], catalogue: Catalogue) -> bool:
    """Whether a pack of so many is named ("and the five?") while pieces were counted by another number: it is one pack."""
    plans = [plan for option in options for plan in plans_of(catalogue, option) if option.startswith("plan:")]
    if len(plans) != 1 or case.people or case.number is None or not reading.counts:
        return False
    is_pack = plans[0].min_quantity == plans[0].max_quantity and plans[0].min_quantity > 1
    return is_pack and case.number != plans[0].min_quantity


def _as_before(case: Case, options: Sequence[str]) -> dict[str, Any]:
    """The number that the one option was priced for, where another's was priced after it."""
    plan = options[0][5:] if len(options) == 1 and options[0].startswith("plan:") else ""
    held = case.basket.get(plan)
    is_later = bool(case.basket) and next(reversed(tuple(case.basket))) != plan
    is_other = None not in (held, case.number) and held != case.number
    return {"number": held, "low": None} if is_other and is_later and not case.people else {}


def is_name(count: Counted, options: Sequence[str], catalogue: Catalogue) -> bool:
    """Whether a figure stands in the name of what is meant: "the ten" of a pack of ten, not ten of it."""
    if count.people or count.more or count.option is not None:
        return False
    plans = [plan for option in options if option.startswith("plan:") for plan in plans_of(catalogue, option)]
    return any(str(count.number) in telling_words(" ".join((plan.name, *plan.aliases))) for plan in plans)


def _is_of_add_on(extras: Sequence[str], options: Sequence[str], catalogue: Catalogue) -> bool:
    """Whether a number counts the people that an extra is for: "lunch for 35" in a hall that is hired as a whole."""
    units = {
        price.unit.casefold()
        for each in extras
        if each in catalogue.add_ons
        for price in catalogue.add_ons[each].prices
    }
    return bool(units & HEADS) and not any(is_counted_by_heads(catalogue, option) for option in options)


def _forms(case: Case, reading: Reading, options: Sequence[str], catalogue: Catalogue) -> dict[str, dict[str, str]]:
    """The option values named, for each good in question that comes in them."""
    found = {}
    for option in options:
        product = catalogue.product(product_of(catalogue, option))
        known = {(name, value) for variant in product.variants for name, value in variant.options.items()}
        said = {name: value for name, values in reading.forms.items() for value in values if (name, value) in known}
        if said:
            found[product.id] = {**case.forms.get(product.id, {}), **said}
    return found
