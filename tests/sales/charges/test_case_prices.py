"""What options cost for a case, exactly, and what had to be left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from milepost.sales.cases import Case
from milepost.sales.catalogue import AddOn, Plan, Price, Term, Tier
from milepost.sales.charges.case_prices import (
    CasePrice,
    counted_for,
    difference_of,
    extras_of,
    first_payment_of,
    price_of_option,
    total_of,
    variant_for,
)
from milepost.sales.money import Money
from tests.sales.shelf import amounts, seats, shelf

SHELF = shelf()
TODAY = date(2026, 3, 1)
TEAM, BUSINESS, SOLO, INBOX, SHIRT = "plan:team", "plan:business", "plan:solo", "product:inbox", "product:shirt"


def priced(
    option: str, catalogue: Any = SHELF, *, number_of_it: int | None = None, **case: Any
) -> tuple[CasePrice, ...]:
    return price_of_option(catalogue, option, Case(**case), today=TODAY, number=number_of_it)


def one(option: str, catalogue: Any = SHELF, **case: Any) -> CasePrice:
    (found,) = priced(option, catalogue, **case)
    return found


def usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


def total(found: CasePrice) -> Money:
    assert found.breakdown is not None
    return found.breakdown.total


@pytest.mark.parametrize(
    ("option", "case", "saving"),
    [
        (TEAM, {"number": 10}, "600"),
        (TEAM, {"number": 10, "term": "year"}, "600"),
        (TEAM, {"number": 10, "term": "month"}, "600"),
        (BUSINESS, {"number": 10}, None),  # not sold by the year
        (SHIRT, {"number": 10}, None),
    ],
)
def test_a_year_at_once_is_compared_with_twelve_monthly_payments(
    option: str, case: dict[str, Any], saving: str | None
) -> None:
    assert one(option, **case).saving == (usd(saving) if saving else None)


def test_a_year_at_once_and_a_year_of_months_are_for_the_same_time() -> None:
    both = [one(TEAM, number=10, term="year"), one(BUSINESS, number=10, term="year")]
    months = total(both[1]) * 12
    assert total_of(both) == total(both[0]) + months
    assert difference_of(both) in (months - total(both[0]), total(both[0]) - months)


@pytest.mark.parametrize(
    ("option", "case", "amount"),
    [
        (TEAM, {}, "25"),
        (TEAM, {"number": 10}, "250"),
        (TEAM, {"number": 12}, "264"),  # 22 each from the eleventh on, for all
        (TEAM, {"number": 12, "term": "year"}, "2592"),
        (BUSINESS, {"number": 12}, "569"),  # 99 + 10 x 40 + 2 x 35
        (TEAM, {"number": 10, "customer_kind": "nonprofit"}, "200"),
        (TEAM, {"number": 10, "codes": ("WELCOME50",)}, "200"),
        (TEAM, {"number": 10, "add_ons": ("ai",)}, "300"),
        (TEAM, {"number": 10, "add_ons": ("ai", "space", "setup")}, "609"),
        (SHIRT, {"number": 3}, "59.97"),
    ],
)
def test_a_price_is_for_the_whole_case(option: str, case: dict[str, Any], amount: str) -> None:
    assert total(one(option, **case)) == usd(amount)


@pytest.mark.parametrize(
    ("option", "low", "number", "amount"), [(TEAM, 8, 12, "264"), (BUSINESS, 5, 10, "499"), (SHIRT, 1, 3, "59.97")]
)
def test_a_range_is_priced_at_its_upper_end(option: str, low: int, number: int, amount: str) -> None:
    assert total(one(option, low=low, number=number)) == usd(amount)


def test_a_number_that_outgrows_a_plan_is_priced_in_one_that_holds_it() -> None:
    found = one(SOLO, number=3)
    assert (found.plan.id, found.outgrown and found.outgrown.id) == ("team", "solo")
    assert total(found) == usd("75")
    assert one(SOLO, number=2).outgrown is None


def test_a_number_below_the_least_of_a_plan_is_priced_in_one_that_is_sold_in_it() -> None:
    found = one(BUSINESS, number=3)
    assert (found.plan.id, found.outgrown and found.outgrown.id, total(found)) == ("team", "business", usd("75"))


def test_a_number_that_no_plan_with_a_list_price_holds_is_for_one_that_is_priced_on_request() -> None:
    few = replace(SHELF, plans={each.id: each for each in SHELF.plans.values() if each.id not in ("business",)})
    found = one(TEAM, few, number=200)
    assert (found.plan.id, found.breakdown) == ("enterprise", None)
    assert found.problem is not None
    assert found.problem.reason == "custom"


def test_a_number_that_nothing_holds_is_a_problem_of_the_plan_itself() -> None:
    alone = replace(SHELF, plans={"solo": SHELF.plans["solo"]})
    found = one(SOLO, alone, number=30)
    assert (found.plan.id, found.outgrown, found.breakdown) == ("solo", None, None)
    assert found.problem is not None
    assert found.problem.reason == "quantity"


def test_a_fixed_package_holds_a_number_more_tightly_than_an_open_range() -> None:
    packs = {
        "one": Plan("one", "inbox", "One", prices=(seats(Term.MONTH, (None, "9")),), max_quantity=1),
        "open": Plan("open", "inbox", "Open", prices=(seats(Term.MONTH, (None, "8")),)),
        "five": Plan("five", "inbox", "Five", prices=(seats(Term.MONTH, (None, "7")),), min_quantity=5, max_quantity=5),
    }
    assert one("plan:one", replace(SHELF, plans=packs), number=5).plan.id == "five"
    assert one("plan:one", replace(SHELF, plans=packs), number=4).roomier == packs["open"]


def test_a_plan_that_is_sold_singly_is_priced_itself_with_one_that_holds_the_number() -> None:
    plans = {
        "single": Plan("single", "inbox", "Single", prices=(seats(Term.MONTH, (None, "9")),), max_quantity=1),
        "crew": Plan("crew", "inbox", "Crew", prices=(seats(Term.MONTH, (None, "8")),), min_quantity=2),
    }
    found = one("plan:single", replace(SHELF, plans=plans), number=40)
    assert (found.plan.id, found.roomier, total(found)) == ("single", plans["crew"], usd("9"))
    assert one("plan:single", replace(SHELF, plans=plans), number=1).roomier is None


def test_a_price_by_another_term_is_told_to_who_has_asked_for_none() -> None:
    both = (seats(Term.MONTH, (None, "96")), Price(Term.ONE_TIME, flat=amounts("259")))
    evening = replace(SHELF, plans={"evening": Plan("evening", "inbox", "Evening", prices=both)})
    beside = [(each.term, each.total) for each in one("plan:evening", evening).beside]
    assert beside == [(Term.ONE_TIME, usd("259"))]
    assert one("plan:evening", evening, term="month").beside == ()
    assert one(TEAM, number=10).beside == ()  # the year is told with what it saves


def test_a_price_paid_at_once_is_told_beside_a_stretch_of_months() -> None:
    both = (seats(Term.MONTH, (None, "96")), Price(Term.ONE_TIME, flat=amounts("259")))
    evening = replace(SHELF, plans={"evening": Plan("evening", "inbox", "Evening", prices=both)})
    found = one("plan:evening", evening, term="month", span=(3, "month"))
    assert ([each.total for each in found.beside], found.over) == ([usd("259")], usd("288"))


@pytest.mark.parametrize(
    ("case", "days"),
    [
        ({"number": 6}, 6),
        ({"number": 6, "people": True}, 6),
        ({"number": 6, "people": True, "span": (2, "day")}, 12),
        ({"span": (2, "day")}, 2),
        ({}, 1),
    ],
)
def test_what_is_sold_by_the_day_is_for_each_on_each_day(case: dict[str, Any], days: int) -> None:
    kayak = Plan("kayak", "inbox", "Kayak", prices=(Price(Term.ONE_TIME, "day", tiers=(Tier(None, amounts("18")),)),))
    assert total(one("plan:kayak", replace(SHELF, plans={"kayak": kayak}), **case)) == usd("18") * days


@pytest.mark.parametrize(("number", "amount"), [(0, "150"), (2, "120")])
def test_an_extra_is_priced_as_often_as_it_is_asked_for(number: int, amount: str) -> None:
    locker = AddOn("locker", "Locker", prices=(Price(Term.MONTH, "locker", tiers=(Tier(None, amounts("15")),)),))
    desks = Plan("desk", "inbox", "Desk", prices=(Price(Term.MONTH, "desk", tiers=(Tier(None, amounts("22.50")),)),))
    rooms = replace(SHELF, plans={"desk": desks}, add_ons={"locker": locker})
    found = one("plan:desk", rooms, number=4, add_ons=("locker",), extra_numbers={"locker": number})
    assert total(found) == usd(amount)


@pytest.mark.parametrize(
    ("case", "plans"),
    [
        ({}, ["solo", "team", "business", "enterprise"]),
        ({"number": 2}, ["solo", "team", "enterprise"]),
        ({"number": 3}, ["team", "enterprise"]),
        ({"number": 150}, ["business", "enterprise"]),
        ({"number": 12, "term": "year"}, ["team"]),
        ({"number": 150, "term": "year"}, ["business", "enterprise"]),  # none of these is sold by the year
    ],
)
def test_of_a_product_the_plans_that_hold_the_number_are_priced(case: dict[str, Any], plans: list[str]) -> None:
    assert [found.plan.id for found in priced(INBOX, **case)] == plans


def test_a_number_of_its_own_comes_before_that_of_the_case() -> None:
    (found,) = priced(SHIRT, number_of_it=2, number=12, low=10)
    assert total(found) == usd("39.98")


def test_people_do_not_count_pieces() -> None:
    assert total(one(SHIRT, number=14, people=True)) == usd("19.99")
    assert total(one(TEAM, number=14, people=True)) == usd("308")


def test_a_term_or_currency_that_is_not_sold_is_said_beside_the_price_that_there_is() -> None:
    found = one(BUSINESS, number=10, term="year", currency="GBP")
    assert (found.term_wanted, found.currency_wanted, total(found)) == ("year", "GBP", usd("499"))
    sold = one(TEAM, number=10, term="year", currency="JPY")
    assert (sold.term_wanted, sold.currency_wanted) == (None, None)
    assert total(sold) == Money(Decimal(360_000), "JPY")


@pytest.mark.parametrize(
    ("option", "case", "yearly"),
    [
        (TEAM, {"number": 10}, "2400"),
        (TEAM, {"number": 10, "term": "month"}, "2400"),
        (TEAM, {"number": 10, "term": "year"}, None),
        (BUSINESS, {"number": 10}, None),  # not sold by the year
        (SHIRT, {"number": 10}, None),
    ],
)
def test_a_year_at_once_is_worked_out_beside_a_month(option: str, case: dict[str, Any], yearly: str | None) -> None:
    assert one(option, **case).yearly == (usd(yearly) if yearly else None)


@pytest.mark.parametrize(
    ("option", "case", "over"),
    [
        (TEAM, {"number": 10, "span": (3, "month")}, "750"),
        (TEAM, {"number": 10, "span": (2, "year")}, "6000"),
        (TEAM, {"number": 10, "term": "year", "span": (2, "year")}, "4800"),
        (TEAM, {"number": 10, "span": (1, "month")}, None),
        (TEAM, {"number": 10, "span": (3, "day")}, None),
        (SHIRT, {"number": 10, "span": (3, "month")}, None),
    ],
)
def test_a_stretch_of_time_is_added_up(option: str, case: dict[str, Any], over: str | None) -> None:
    assert one(option, **case).over == (usd(over) if over else None)


def test_what_is_sold_by_the_night_is_priced_for_as_many_nights() -> None:
    nights = Plan("room", "shirt", "Room", prices=(Price(Term.ONE_TIME, "night", tiers=(Tier(None, amounts("80")),)),))
    hotel = replace(SHELF, plans={"room": nights})
    assert total(one("plan:room", hotel, span=(3, "night"))) == usd("240")
    assert total(one("plan:room", hotel, span=(3, "month"))) == usd("80")


@pytest.mark.parametrize(
    ("option", "code", "rejected"), [(TEAM, "LOYAL", True), (BUSINESS, "LOYAL", False), (TEAM, "NOPE", True)]
)
def test_a_code_that_does_not_count_is_told_beside_the_price(option: str, code: str, rejected: bool) -> None:
    found = one(option, number=10, codes=(code,))
    assert found.breakdown is not None
    assert [each.code for each in found.breakdown.codes_rejected] == ([code] if rejected else [])


def test_a_code_that_has_run_out_lowers_nothing() -> None:
    (late,) = price_of_option(SHELF, TEAM, Case(number=10, codes=("SPRING",)), today=date(2026, 6, 1))
    assert total(late) == usd("250")
    assert total(one(TEAM, number=10, codes=("SPRING",))) == usd("175")


def test_add_ons_that_do_not_go_with_a_plan_are_told_and_not_charged() -> None:
    found = one(SOLO, number=1, add_ons=("ai", "space"))
    assert (found.misfits, total(found)) == (("ai",), usd("9"))
    assert one(TEAM, number=1, add_ons=("gone",)).misfits == ("gone",)


@pytest.mark.parametrize(
    ("form", "variant", "amount"),
    [
        ({"size": "XL"}, "xl-red", "22.49"),
        ({"size": "S"}, "s-red", "19.99"),
        ({"colour": "red"}, None, "19.99"),  # either
        ({"size": "52"}, None, "19.99"),
        ({}, None, "19.99"),
    ],
)
def test_the_one_form_that_is_meant_is_priced(form: dict[str, str], variant: str | None, amount: str) -> None:
    case = Case(forms={"shirt": form})
    chosen = variant_for(SHELF, SHELF.plans["shirt"], case)
    assert (chosen.id if chosen else None) == variant
    assert total(one(SHIRT, forms={"shirt": form})) == usd(amount)


def test_a_form_of_another_good_chooses_nothing() -> None:
    assert variant_for(SHELF, SHELF.plans["shirt"], Case(forms={"boot": {"size": "XL"}})) is None


def test_several_prices_add_up_where_their_currency_and_term_agree() -> None:
    shirts, feather = one(SHIRT, number=2), one("product:feather-13", number=1)
    assert total_of([shirts, feather]) == usd("1038.98")
    assert total_of([shirts, one(TEAM)]) is None
    assert total_of([shirts, one("plan:enterprise")]) is None


def test_a_difference_is_how_far_two_prices_are_apart_whichever_comes_first() -> None:
    few, many = one(TEAM, number=10), one(TEAM, number=20)
    assert difference_of([few, many]) == difference_of([many, few]) == usd("190")
    assert difference_of([few]) is None
    assert difference_of([few, one(TEAM, number=10, currency="JPY")]) is None


def test_a_competitor_has_no_price_of_ours() -> None:
    assert priced("competitor:deskhero", number=10) == ()


def test_a_year_of_what_is_sold_by_the_month_is_told_in_its_payments() -> None:
    found = one(BUSINESS, number=10, term="year")
    assert (found.term_wanted, found.payments) == ("year", 12)
    assert found.over == total(found) * 12


def test_the_first_payments_of_unlike_terms_add_up_where_a_sum_does_not() -> None:
    both = [one(TEAM, number=5), one(SHIRT)]
    assert total_of(both) is None
    assert first_payment_of(both) == total(both[0]) + total(both[1])


def test_a_sum_over_a_year_is_of_what_each_comes_to_in_it() -> None:
    both = [one(BUSINESS, number=10, term="year"), one(BUSINESS, number=20, term="year")]
    assert total_of(both) == (total(both[0]) + total(both[1])) * 12
    assert difference_of(both) == (total(both[1]) - total(both[0])) * 12


def test_each_of_several_options_is_priced_with_the_extras_that_go_with_it() -> None:
    assert extras_of(SHELF, TEAM, (TEAM, SOLO), ("ai",)) == ("ai",)
    assert extras_of(SHELF, SOLO, (TEAM, SOLO), ("ai",)) == ()
    assert extras_of(SHELF, SOLO, (SOLO, SHIRT), ("ai",)) == ("ai",)  # of what goes with none it is told


def test_an_extra_for_people_is_for_all_of_them_where_the_plan_is_hired_as_a_whole() -> None:
    lunch = AddOn("lunch", "Lunch", prices=(Price(Term.ONE_TIME, "person", tiers=(Tier(None, amounts("10")),)),))
    catalogue = shelf(add_ons={"lunch": lunch})
    assert total(one(SHIRT, catalogue, number=35, people=True, add_ons=("lunch",))) == usd("369.99")


@pytest.mark.parametrize(
    ("plan", "case", "number"),
    [("team", Case(number=5, people=True), 5), ("shirt", Case(number=5, people=True), 1), ("enterprise", Case(), 1)],
)
def test_what_was_priced_is_counted_as_it_was_charged(plan: str, case: Case, number: int) -> None:
    assert counted_for(SHELF.plans[plan], case) == number
