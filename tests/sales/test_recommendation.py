"""Which options suit a visitor."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.sales.catalogue import Product, Term
from milepost.sales.conversations import FactStatus, Touch
from milepost.sales.fit.attributes import TASTE
from milepost.sales.fit.reasons import Verdict
from milepost.sales.recommendation import (
    RankedOption,
    case_of,
    in_the_running,
    priced,
    quantity_for,
    ranked,
    recommend,
)
from tests.sales.shelf import memory, said, shelf

SHELF = shelf()
LAPTOPS = shelf(only="laptop")
INBOX = shelf(only="shared inbox")


def keys(options: tuple[RankedOption, ...]) -> list[str]:
    return [option.key.removeprefix("plan:") for option in options]


@pytest.mark.parametrize(
    ("facts", "first"),
    [
        ({"size": 13}, "feather-13"),
        ({"size": 15}, "blaze-15"),
        ({"use_case": "video editing"}, "blaze-15"),
        ({"use_case": "school"}, "pupil-11"),
        ({"system": "mac"}, "orchard-14"),
        ({"budget": {"amount": 300, "bound": "max"}}, "pupil-11"),
        ({"budget": 1000, "touch": True, "system": "Windows"}, "feather-13"),
        ({"memory": 16, "budget": 1200}, "feather-13"),
    ],
)
def test_the_best_fit_comes_first(facts: dict[str, Any], first: str) -> None:
    result = recommend(LAPTOPS, memory(facts=facts))
    assert keys(result.fits)[0] == first
    assert not result.is_compromise
    assert result.nearest == ()


def test_one_answer_ranks_and_does_not_exclude() -> None:
    """Three answers for one laptop outweigh one against it."""
    facts = {"size": 15, "use_case": "gaming", "memory": 32, "system": "macOS"}
    result = recommend(LAPTOPS, memory(facts=facts))
    assert keys(result.fits)[0] == "blaze-15"
    assert result.is_compromise
    lacking = result.fits[0].with_verdict(Verdict.LACKS)
    assert [(reason.need, reason.offered) for reason in lacking] == [("system", "Windows")]


def test_nothing_fits_where_all_lack_the_better_part_of_what_was_asked_for() -> None:
    facts = {"size": 13, "budget": {"amount": 500, "currency": "USD"}}
    result = recommend(LAPTOPS, memory(facts=facts))
    assert result.fits == ()
    assert [reason.need for reason in result.nearest[0].shortfalls] in (["size"], ["budget"])


def test_what_costs_more_than_was_said_is_no_fit_even_where_no_limit_was_drawn() -> None:
    result = recommend(LAPTOPS, memory(facts={"budget": {"amount": 900, "currency": "USD"}}))
    assert {option.product.id for option in result.fits} <= {"desk-17", "pupil-11"}


def test_a_matter_of_taste_is_no_reason_against_an_option() -> None:
    result = recommend(LAPTOPS, memory(facts={"touch": True, "use_case": "gaming", "size": 15}))
    assert keys(result.fits)[0] == "blaze-15"
    weighty = replace(SHELF.journey.needs["touch"], weight=Decimal("0.9"))
    assert LAPTOPS.journey.needs["touch"].weight <= TASTE < weighty.weight


def test_the_bigger_the_better_puts_them_in_order() -> None:
    by_size = [option.product.id for option in ranked(LAPTOPS, memory(facts={"size": {"prefer": "higher"}}))]
    assert by_size == ["desk-17", "blaze-15", "orchard-14", "feather-13", "pupil-11"]
    cheap = [option.product.id for option in ranked(LAPTOPS, memory(facts={"budget": {"prefer": "lower"}}))]
    assert cheap == ["pupil-11", "desk-17", "feather-13", "blaze-15", "orchard-14"]


def test_of_goods_that_fit_equally_the_one_with_more_comes_first_for_who_named_a_budget() -> None:
    facts = {"budget": {"amount": None, "bound": "none"}, "system": "Windows"}
    assert ranked(LAPTOPS, memory(facts=facts))[0].product.id == "feather-13"
    assert ranked(LAPTOPS, memory(facts={"system": "Windows"}))[0].product.id == "desk-17"


def test_what_is_far_behind_the_best_is_not_listed() -> None:
    assert keys(recommend(LAPTOPS, memory(facts={"size": 13, "system": "Windows"})).fits) == ["feather-13"]


def test_at_most_so_many_and_one_plan_of_each_product() -> None:
    assert len(recommend(LAPTOPS, memory()).fits) == 3
    assert len(recommend(LAPTOPS, memory(), limit=1).fits) == 1
    assert len(recommend(INBOX, memory()).fits) == 1
    assert len(recommend(INBOX, memory(), one_per_product=False).fits) == 3


@pytest.mark.parametrize(
    ("facts", "plan"),
    [
        ({"team_size": 1}, "solo"),
        ({"team_size": 20}, "team"),
        ({"team_size": 150}, "business"),
        ({"team_size": 10, "must_have_features": ["SSO"]}, "business"),
        ({"team_size": 10, "must_have_features": ["100 GB storage"]}, "business"),
    ],
)
def test_the_cheapest_plan_that_serves_the_team(facts: dict[str, Any], plan: str) -> None:
    assert keys(recommend(INBOX, memory(facts=facts)).fits) == [plan]


@pytest.mark.parametrize("unit", ["seat", "writer", "student", "delegate"])
def test_who_is_counted_by_what_they_do_is_counted(unit: str) -> None:
    small = next(plan for plan in INBOX.plans.values() if plan.max_quantity)
    prices = tuple(replace(price, unit=unit) for price in small.prices)
    catalogue = replace(INBOX, plans={small.id: replace(small, prices=prices, max_quantity=3)})
    assert not recommend(catalogue, memory(facts={"team_size": 14})).fits


def test_the_price_is_for_their_case() -> None:
    facts = {"team_size": 30, "budget": {"amount": 9000, "currency": "USD", "period": "year", "bound": "max"}}
    (best,) = recommend(INBOX, memory(facts=facts)).fits
    assert best.price is not None
    assert (best.price.quantity, best.price.term, best.price.total.amount) == (30, Term.YEAR, 6480)


def test_hard_limits_exclude_and_the_nearest_says_what_it_violates() -> None:
    facts = {"budget": {"amount": 500, "bound": "max"}, "size": {"value": 13, "bound": "min"}}
    result = recommend(LAPTOPS, memory(facts=facts))
    assert result.fits == ()
    assert len(result.nearest) == 3
    assert [reason.need for reason in result.nearest[0].violations] in (["budget"], ["size"])


def test_where_another_is_made_for_the_use_silence_is_a_lack() -> None:
    result = recommend(LAPTOPS, memory(facts={"use_case": "gaming", "budget": {"amount": 800, "bound": "max"}}))
    assert result.is_compromise
    assert all("use_case" in [reason.need for reason in each.with_verdict(Verdict.LACKS)] for each in result.fits)
    result = recommend(LAPTOPS, memory(facts={"use_case": "knitting", "budget": {"amount": 800, "bound": "max"}}))
    assert not result.is_compromise
    assert all("use_case" in [reason.need for reason in each.with_verdict(Verdict.UNKNOWN)] for each in result.fits)


def test_an_unknown_must_have_is_said_to_be_unknown_and_excludes_nothing() -> None:
    result = recommend(LAPTOPS, memory(facts={"must_have_features": ["touch screen"], "use_case": "gaming"}))
    shown = {option.key: option for option in result.fits}
    assert "plan:desk-17" not in shown
    assert [reason.wanted for reason in shown["plan:blaze-15"].with_verdict(Verdict.UNKNOWN)] == ["touch screen"]


def test_what_was_ruled_out_stays_out_until_it_is_named_again() -> None:
    conversation = memory(facts={"size": 13})
    conversation.touch("plan:feather-13", Touch.RULED_OUT, "m2")
    assert "feather-13" not in keys(recommend(LAPTOPS, conversation).fits)
    conversation.touch("product:orchard-14", Touch.RULED_OUT, "m3")
    assert "orchard-14" not in [plan.id for _, plan in in_the_running(LAPTOPS, conversation) if plan]
    conversation.touch("plan:feather-13", Touch.MENTIONED, "m4")
    assert keys(recommend(LAPTOPS, conversation).fits)[0] == "feather-13"


def test_a_refused_fact_counts_for_nothing() -> None:
    facts = {"system": said("system", None, status=FactStatus.REFUSED)}
    assert all(option.weight == 1 for option in ranked(LAPTOPS, memory(facts=facts)))


def test_the_newer_of_two_contradicting_values_counts_half() -> None:
    def weights(status: FactStatus) -> dict[str, float]:
        return {o.key: o.weight for o in ranked(LAPTOPS, memory(facts={"size": said("size", 17, status=status)}))}

    stated, contradicted = weights(FactStatus.SAID), weights(FactStatus.CONTRADICTED)
    assert all(contradicted[key] == pytest.approx(stated[key] ** 0.5) for key in stated)
    assert min(stated.values()) < min(contradicted.values()) < 1


def test_inferred_facts_count_half() -> None:
    sure = ranked(LAPTOPS, memory(facts={"size": 13}))[-1].weight
    guessed = ranked(LAPTOPS, memory(facts={"size": said("size", 13, status=FactStatus.INFERRED)}))[-1].weight
    assert guessed == pytest.approx(sure**0.5)


def test_among_narrows_and_a_category_too() -> None:
    assert keys(tuple(ranked(SHELF, memory(), among={"product:shirt"}))) == ["shirt"]
    assert keys(tuple(ranked(SHELF, memory(), among={"plan:team", "plan:solo"}))) == ["solo", "team"]
    assert {option.product.category for option in ranked(SHELF, memory(facts={"category": "Laptop"}))} == {"laptop"}


def test_what_is_asked_about_outright_is_in_the_running_whatever_kind_was_looked_for() -> None:
    conversation = memory(facts={"category": "shirt"})
    assert keys(recommend(SHELF, conversation, among=["plan:blaze-15"]).fits) == ["blaze-15"]


def test_of_what_fits_equally_the_one_comes_first_that_the_words_come_near_to() -> None:
    def first(near: dict[str, float]) -> str:
        return keys(recommend(LAPTOPS, memory(), near=near).fits)[0]

    cheapest = first({})
    assert first({"product:blaze-15": 0.6, "plan:desk-17": 0.4}) == "blaze-15"
    assert first({"product:blaze-15": 0.02}) == cheapest  # no nearer than any other
    fits = recommend(LAPTOPS, memory(facts={"size": 17}), near={"product:blaze-15": 0.9}).fits
    assert keys(fits)[0] == "desk-17"  # what is known comes before what sounds like it


def test_the_kind_that_the_visitor_brought_up_comes_first() -> None:
    conversation = memory()
    conversation.touch("plan:shirt", Touch.RECOMMENDED, "m1")
    assert ranked(SHELF, conversation)[0].key == "plan:solo"
    conversation.touch("product:feather-13", Touch.MENTIONED, "m2")
    assert recommend(SHELF, conversation).fits[0].product.category == "laptop"
    conversation.touch("product:feather-13", Touch.RULED_OUT, "m3")
    assert ranked(SHELF, conversation)[0].key == "plan:solo"
    conversation.touch("competitor:deskhero", Touch.MENTIONED, "m4")
    assert ranked(SHELF, conversation)[0].key == "plan:solo"


def test_a_product_without_plans_is_still_an_option() -> None:
    bare = shelf(products={"x": Product("x", "X", "thing", "A thing.")}, plans={})
    (option,) = recommend(bare, memory()).fits
    assert (option.key, option.price) == ("product:x", None)


@pytest.mark.parametrize(
    ("facts", "currency", "term"),
    [
        ({}, "USD", None),
        ({"budget": {"amount": 9, "currency": "JPY", "period": "year"}}, "JPY", Term.YEAR),
        ({"budget": {"amount": 9, "currency": "EUR", "period": None}}, "USD", None),
        ({"currency": "JPY", "term": "month", "budget": 7}, "JPY", Term.MONTH),
    ],
)
def test_the_case(facts: dict[str, Any], currency: str, term: Term | None) -> None:
    case = case_of(SHELF, memory(facts=facts))
    assert (case.currency, case.term) == (currency, term)


@pytest.mark.parametrize(
    ("facts", "plan", "unit", "quantity"),
    [
        ({}, "team", "seat", 1),
        ({"team_size": 12}, "team", "seat", 12),
        ({"team_size": {"min": 5, "max": 9}}, "team", "seat", 9),
        ({"team_size": {"min": 5}}, "team", "seat", 5),
        ({"team_size": 3}, "business", "seat", 5),
        ({"team_size": 12}, "desk-17", "item", 1),
        ({"quantity": 4, "team_size": 12}, "desk-17", "item", 4),
        ({"locations": 3}, "team", "location", 3),
    ],
)
def test_the_quantity(facts: dict[str, Any], plan: str, unit: str, quantity: int) -> None:
    assert quantity_for(memory(facts=facts), SHELF.plan(plan), unit) == quantity


def test_no_list_price_is_no_price() -> None:
    conversation = memory(facts={"team_size": 500})
    case = case_of(SHELF, conversation)
    assert priced(SHELF, conversation, SHELF.plan("enterprise"), case, None) is None
    assert priced(SHELF, conversation, SHELF.plan("team"), case, None) is None


limits = st.fixed_dictionaries(
    {},
    optional={
        "budget": st.integers(100, 2000).map(lambda n: {"amount": n, "bound": "max"}),
        "size": st.integers(10, 18).map(lambda n: {"value": n, "bound": "max"}),
        "system": st.sampled_from(["Windows", "macOS", "ChromeOS"]),
        "touch": st.booleans(),
        "use_case": st.sampled_from(["gaming", "school", "travel"]),
    },
)


@settings(max_examples=60, deadline=None)
@given(limits)
def test_no_recommendation_breaks_a_hard_limit(facts: dict[str, Any]) -> None:
    result = recommend(LAPTOPS, memory(facts=facts))
    assert bool(result.fits) != bool(result.nearest)
    for option in result.fits:
        assert option.price is not None
        if "budget" in facts:
            assert option.price.total.amount <= facts["budget"]["amount"]
        if "size" in facts:
            assert option.product.attributes["size"] <= facts["size"]["value"]
    assert all(option.shortfalls for option in result.nearest)
    weights = [option.weight for option in result.fits]
    assert weights == sorted(weights, reverse=True)
