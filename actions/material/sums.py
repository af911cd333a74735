"""Several prices: what they come to together, what lies between them, and with all that is put together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from actions.moves import Say
from milepost.sales import wording
from milepost.sales.cases import Case
from milepost.sales.charges.case_prices import (
    CasePrice,
    difference_of,
    extras_of,
    first_payment_of,
    price_of_option,
    total_of,
)
from milepost.sales.options import plan_name
from milepost.services.turns import Turn


def line_before(turn: Turn, found: CasePrice, case: Case) -> CasePrice | None:
    """The price that was told before this one, of another number or with other extras: what a difference is between. None where
    another plan was priced, or the same for another term."""
    before = [line for line in case.priced[:-1] if line.plan == found.plan.id]
    if not before or len(case.priced) < 2 or case.priced[-2].plan != found.plan.id:
        return None
    line = before[-1]
    as_it_was = case.changed(term=line.term or case.term, add_ons=line.add_ons, low=None)
    priced_then = price_of_option(
        turn.catalogue, f"plan:{line.plan}", as_it_was, today=turn.now.date(), number=line.number
    )
    then, now = priced_then[0].breakdown, found.breakdown
    is_alike = then is not None and now is not None and then.term is now.term and then.total != now.total
    return priced_then[0] if is_alike else None


def with_cart(turn: Turn, found: CasePrice, case: Case) -> Iterator[Say]:
    """What a plan comes to together with the others that it is put together with."""
    kept = turn.conversation.case
    if found.breakdown is None or found.plan.id not in kept.cart or len(kept.cart) < 2:
        return
    options = [f"plan:{plan}" for plan in kept.cart if plan in turn.catalogue.plans]
    others = [option for option in options if option != f"plan:{found.plan.id}"]
    prices = [
        price_of_option(
            turn.catalogue,
            option,
            case.changed(add_ons=extras_of(turn.catalogue, option, options, case.add_ons)),
            today=turn.now.date(),
            number=kept.basket.get(option[5:]),
        )[0]
        for option in others
    ]
    whole = total_of([found, *prices])
    if whole is None or any(each.breakdown is None for each in prices):
        return
    language = turn.conversation.language
    names = [plan_name(turn.catalogue, each.plan) for each in prices]
    yield Say(
        "utter_price_with_cart",
        {"others": wording.listing(names, language), "total": wording.money(whole, language)},
    )


def together(turn: Turn, found: Sequence[CasePrice], *, between: bool = False) -> Iterator[Say]:
    """The sum of several prices, and how far two are apart; of who has asked for what lies `between` them that alone."""
    language = turn.conversation.language
    whole, apart = total_of(found), difference_of(found)
    if between and apart is not None and whole is not None:
        yield Say("utter_price_difference", {"difference": wording.money(apart, language)})
    elif whole is not None and apart is not None:
        yield Say(
            "utter_price_sum_and_difference",
            {"total": wording.money(whole, language), "difference": wording.money(apart, language)},
        )
    elif whole is not None:
        yield Say("utter_price_sum", {"total": wording.money(whole, language)})
    elif (first := first_payment_of(found)) is not None:
        yield Say("utter_price_first_payment", {"total": wording.money(first, language)})
