"""What a plan costs, to the cent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.errors import NotPriceable, UnknownOption
from milepost.sales.catalogue import Discount, Plan, Price, Term, Tier, TierModel
from milepost.sales.money import Money, minor_units
from milepost.sales.pricing import (
    LineKind,
    PriceBreakdown,
    available_terms,
    cheapest_way,
    price,
    starting_price,
)
from tests.sales.shelf import PLANS, amounts, shelf

TODAY = date(2026, 3, 1)
SHELF = shelf()


def priced(plan: str, quantity: int, term: Term = Term.MONTH, currency: str = "USD", **more: Any) -> PriceBreakdown:
    return price(SHELF, plan, quantity, term, currency, today=more.pop("today", TODAY), **more)


@pytest.mark.parametrize(
    ("plan", "quantity", "term", "currency", "total"),
    [
        ("solo", 1, Term.MONTH, "USD", "0"),
        ("team", 1, Term.MONTH, "USD", "25"),
        ("team", 10, Term.MONTH, "USD", "250"),
        ("team", 11, Term.MONTH, "USD", "242"),
        ("team", 30, Term.YEAR, "USD", "6480"),
        ("team", 10, Term.MONTH, "JPY", "37500"),
        ("business", 5, Term.MONTH, "USD", "299"),
        ("business", 10, Term.MONTH, "USD", "499"),
        ("business", 60, Term.MONTH, "USD", "2199"),
        ("shirt", 3, Term.ONE_TIME, "USD", "59.97"),
    ],
)
def test_tiers_and_flat_fees(plan: str, quantity: int, term: Term, currency: str, total: str) -> None:
    assert priced(plan, quantity, term, currency).total == Money(Decimal(total), currency)


def test_graduated_tiers_are_one_line_each() -> None:
    lines = priced("business", 60).lines
    assert [(line.kind, line.quantity, line.unit_amount.amount) for line in lines] == [
        (LineKind.FLAT, 1, Decimal(99)),
        (LineKind.UNITS, 10, Decimal(40)),
        (LineKind.UNITS, 40, Decimal(35)),
        (LineKind.UNITS, 10, Decimal(30)),
    ]


def test_volume_tiers_price_every_unit_alike() -> None:
    breakdown = priced("team", 11)
    assert [(line.quantity, line.unit_amount.amount) for line in breakdown.lines] == [(11, Decimal(22))]
    assert (breakdown.per_unit, breakdown.unit, breakdown.trial_days) == (Money(Decimal("22.00"), "USD"), "seat", 14)
    assert (breakdown.tax_note, breakdown.catalogue_version) == ("Without VAT.", "0123456789ab")


@pytest.mark.parametrize(
    ("plan", "quantity", "term", "currency", "reason", "available"),
    [
        ("enterprise", 5, Term.MONTH, "USD", "custom", ()),
        ("business", 5, Term.YEAR, "USD", "term", ("month",)),
        ("team", 5, Term.MONTH, "CHF", "currency", ("USD", "JPY")),
        ("team", 101, Term.MONTH, "USD", "quantity", ("1", "100")),
        ("business", 4, Term.MONTH, "USD", "quantity", ("5", "")),
        ("team", 0, Term.MONTH, "USD", "quantity", ("1", "100")),
    ],
)
def test_what_has_no_list_price_says_what_there_is(
    plan: str, quantity: int, term: Term, currency: str, reason: str, available: tuple[str, ...]
) -> None:
    with pytest.raises(NotPriceable) as caught:
        priced(plan, quantity, term, currency)
    assert (caught.value.reason, caught.value.available) == (reason, available)


def test_a_quantity_past_the_last_tier_has_no_price() -> None:
    plan = Plan("p", "inbox", "P", prices=(Price(Term.MONTH, tiers=(Tier(5, amounts("1")),)),))
    with pytest.raises(NotPriceable) as caught:
        price(shelf(plans={"p": plan}), "p", 6, Term.MONTH, "USD", today=TODAY)
    assert caught.value.available == ("1", "5")


@pytest.mark.parametrize("unknown", [{"add_ons": ["nope"]}, {"variant": "nope"}])
def test_unknown_parts_are_refused(unknown: dict[str, Any]) -> None:
    with pytest.raises(UnknownOption):
        priced("team", 5, **unknown)


def test_an_add_on_by_the_same_unit_counts_as_the_plan_does() -> None:
    breakdown = priced("team", 8, add_ons=["ai", "space", ("space", 2)])
    assert [(line.label, line.quantity) for line in breakdown.lines] == [
        ("Team", 8),
        ("AI pack", 8),
        ("Extra space", 1),
        ("Extra space", 1),
    ]
    assert breakdown.total.amount == 8 * 25 + 8 * 5 + 9 + 9


def test_an_add_on_that_the_plan_does_not_take_says_which_it_does() -> None:
    with pytest.raises(NotPriceable) as caught:
        priced("solo", 1, add_ons=["ai"])
    assert (caught.value.reason, caught.value.available) == ("plan", ("space", "setup"))


def test_a_one_time_add_on_is_charged_once_and_not_discounted() -> None:
    breakdown = priced("team", 10, add_ons=["setup"], customer_kind="nonprofit")
    assert breakdown.total.amount == Decimal("500.00")
    assert breakdown.renewal == Money(Decimal("200.00"), "USD")
    assert breakdown.a_year.amount == 200 * 12 + 300
    assert breakdown.lines[-1].kind is LineKind.ONE_TIME


@pytest.mark.parametrize(("variant", "total", "stock"), [("s-red", "39.98", 3), ("xl-red", "44.98", 0)])
def test_a_variant_adds_its_surcharge_and_tells_its_stock(variant: str, total: str, stock: int) -> None:
    breakdown = priced("shirt", 2, Term.ONE_TIME, variant=variant)
    assert (breakdown.total.amount, breakdown.stock, breakdown.is_from) == (Decimal(total), stock, False)


def test_without_a_variant_the_price_is_a_from_price() -> None:
    breakdown = priced("shirt", 1, Term.ONE_TIME)
    assert (breakdown.is_from, breakdown.stock, breakdown.renewal) == (True, None, None)


def test_terms_are_listed_usual_first() -> None:
    assert available_terms(SHELF.plan("team")) == (Term.MONTH, Term.YEAR)
    assert available_terms(SHELF.plan("enterprise")) == ()


def test_cheapest_way_over_plans_and_terms() -> None:
    way = cheapest_way(SHELF, ["business", "team", "enterprise"], 10, "USD", today=TODAY)
    assert way is not None
    assert (way.plan.id, way.term) == ("team", Term.YEAR)
    assert cheapest_way(SHELF, ["team"], 500, "USD", today=TODAY) is None
    monthly = cheapest_way(SHELF, ["team"], 10, "USD", terms=[Term.MONTH], today=TODAY)
    assert monthly is not None
    assert monthly.term is Term.MONTH


def test_starting_price_is_the_smallest_quantity() -> None:
    start = starting_price(SHELF, "business", "USD", today=TODAY)
    assert start is not None
    assert (start.quantity, start.total.amount) == (5, 299)
    assert starting_price(SHELF, "enterprise", "USD", today=TODAY) is None
    assert starting_price(SHELF, "team", "CHF", today=TODAY) is None


cents = st.decimals("0", "999", places=3)
tiers = st.lists(st.tuples(st.integers(1, 60), cents), min_size=1, max_size=4, unique_by=lambda step: step[0])
rebates = st.lists(
    st.tuples(st.one_of(st.decimals("0", "100", places=1), cents.map(lambda off: -off)), st.booleans()), max_size=4
)


@settings(max_examples=150, deadline=None)
@given(tiers, st.booleans(), cents, rebates, st.integers(1, 200), st.sampled_from(["USD", "JPY", "KWD"]))
def test_lines_always_add_up_and_nothing_falls_below_zero(
    steps: list[tuple[int, Decimal]],
    graduated: bool,
    flat: Decimal,
    offs: list[tuple[Decimal, bool]],
    quantity: int,
    currency: str,
) -> None:
    bounds: list[int | None] = sorted(step[0] for step in steps)
    bounds[-1] = None
    own = tuple(Tier(bound, {currency: step[1]}) for bound, step in zip(bounds, steps, strict=True))
    listed = Price(Term.MONTH, "seat", {currency: flat}, own, TierModel.GRADUATED if graduated else TierModel.VOLUME)
    discounts = {
        str(index): Discount(
            str(index), "D", off if off >= 0 else None, {currency: -off} if off < 0 else {}, order=index, stacks=stacks
        )
        for index, (off, stacks) in enumerate(offs)
    }
    catalogue = shelf(plans={"p": Plan("p", "inbox", "P", prices=(listed,))}, discounts=discounts)
    breakdown = price(catalogue, "p", quantity, Term.MONTH, currency, today=TODAY)
    assert sum(line.amount.amount for line in breakdown.lines) == breakdown.total.amount
    assert breakdown.total.amount >= 0
    step = Decimal(1).scaleb(-minor_units(currency))
    assert all(line.amount.amount % step == 0 for line in breakdown.lines)
    units = [line for line in breakdown.lines if line.kind is LineKind.UNITS]
    assert sum(line.quantity for line in units) == quantity
    for line in breakdown.lines:
        assert line.amount == (line.unit_amount * line.quantity).rounded()


@given(st.integers(1, 100))
def test_more_seats_never_cost_less_on_graduated_tiers(quantity: int) -> None:
    plan = PLANS[2]
    if quantity > plan.min_quantity:
        assert priced("business", quantity - 1).total <= priced("business", quantity).total
