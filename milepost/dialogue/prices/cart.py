"""What is put together: a good that is priced on top of others joins them, one of the same kind takes its place."""

from __future__ import annotations

from collections.abc import Sequence

from milepost.dialogue.acts import Act
from milepost.dialogue.reading import Reading
from milepost.sales.cases import Case, PricedLine
from milepost.sales.catalogue import Catalogue, Plan
from milepost.sales.charges.case_prices import counted_for

_MOST_LINES, _MOST_IN_CART = 3, 6
# Words by which goods of one kind are meant to be had beside each other rather than weighed against each other.
_ALL_OF_THEM = frozenset({"added", "together"})


def with_priced(case: Case, act: Act, reading: Reading, catalogue: Catalogue) -> Case:
    """The case with the plans of an act that asks for their price: how many of each, what is put together, what was priced last."""
    plans = [catalogue.plan(option[5:]) for option in act.options if option.startswith("plan:")]
    if not plans:
        return case
    numbers = {plan.id: act.numbers.get(f"plan:{plan.id}") or counted_for(plan, case) for plan in plans}
    basket = {plan: number for plan, number in case.basket.items() if plan not in numbers}
    return case.changed(
        basket={**basket, **numbers},
        cart=_cart(case.cart, plans, act, reading, catalogue),
        priced=_lines(
            case.priced, [PricedLine(plan, number, act.term, act.add_ons) for plan, number in numbers.items()]
        ),
    )


def _cart(
    cart: Sequence[str], plans: Sequence[Plan], act: Act, reading: Reading, catalogue: Catalogue
) -> tuple[str, ...]:
    """The plans that are put together after some were priced. Who asks what lies between them weighs one against the other."""
    if act.difference:
        return tuple(cart)
    new = [plan.id for plan in plans]
    if "only" in reading.phrases:
        return tuple(new)
    is_sum = bool(_ALL_OF_THEM & reading.phrases)
    kinds = [_kind(catalogue, plan.id) for plan in plans]
    if len(set(kinds)) < len(kinds) and not is_sum:  # which of these, not all of them
        return tuple(cart)
    kept = [
        each
        for each in cart
        if each in catalogue.plans and each not in new and (is_sum or _kind(catalogue, each) not in kinds)
    ]
    return tuple([*kept, *new][-_MOST_IN_CART:])


def _kind(catalogue: Catalogue, plan: str) -> str:
    product = catalogue.product(catalogue.plan(plan).product)
    return product.category or product.id


def _lines(before: Sequence[PricedLine], new: Sequence[PricedLine]) -> tuple[PricedLine, ...]:
    """The lines priced last, none of them twice in a row."""
    lines = [line for line in before if line not in new]
    return tuple([*lines, *new][-_MOST_LINES:])
