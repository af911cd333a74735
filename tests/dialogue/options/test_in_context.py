"""What words mean in the conversation that they fall in: sizes of what is in focus, a code spoken of, what is to fall away."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from milepost.dialogue.acts import CODE, ActKind
from milepost.dialogue.case_changes import case_after
from milepost.dialogue.context import Context
from milepost.dialogue.options.in_context import InContext
from milepost.sales.cases import Case
from milepost.sales.catalogue import Plan, Price, Product, Term, Variant
from tests.dialogue.readings import count, proposed, reading, upon
from tests.sales.shelf import amounts, shelf

PAN = Product(
    "pan",
    "Ember Pan",
    "pan",
    "A pan.",
    variants=tuple(
        Variant(f"pan-{size}", {"size": f"{size} inch", "colour": colour})
        for size, colour in ((10, "blue"), (8, "red"), (12, "red"))
    ),
)
PAN_PLAN = Plan("pan-item", "pan", "Ember Pan", "A pan.", prices=(Price(Term.ONE_TIME, "item", amounts("40")),))
SHELF = shelf()
SHELF = replace(
    SHELF, products={**SHELF.products, "pan": PAN}, plans={**SHELF.plans, "pan-item": PAN_PLAN}, version="with a pan"
)
IN_CONTEXT = InContext(SHELF)
OF_PAN = upon(ActKind.ASK_PRICE, "product:pan")


@pytest.mark.parametrize(
    ("text", "held", "size"),
    [
        ("the big one", None, "12 inch"),
        ("and the smallest?", None, "8 inch"),
        ("one size bigger", "8 inch", "10 inch"),
        ("die kleinere", "10 inch", "8 inch"),
        ("a bigger one", "12 inch", None),  # there is none
        ("the red one", None, None),
    ],
)
def test_a_size_word_means_a_size_of_what_is_in_focus(text: str, held: str | None, size: str | None) -> None:
    context = replace(OF_PAN, case=Case(forms={"pan": {"size": held}} if held else {}))
    found = IN_CONTEXT.read(reading(text), context)
    assert found.forms == ({"size": (size,)} if size else {})
    assert found.is_of_form is (size is not None)


def test_a_size_word_means_plans_where_those_are_in_focus() -> None:
    assert not IN_CONTEXT.read(reading("the big one"), upon(ActKind.ASK_PRICE, "product:inbox")).is_of_form
    assert not IN_CONTEXT.read(reading("the big one"), Context()).is_of_form


@pytest.mark.parametrize(
    ("text", "of_form"),
    [
        ("the 8 with a student card", True),
        ("how much is the 8 inch", True),
        ("8 of them", False),
        ("the 8 of us", False),
    ],
)
def test_a_figure_with_an_article_is_a_size_and_counts_nothing(text: str, of_form: bool) -> None:
    found = IN_CONTEXT.read(reading(text, counts=(count(8),)), OF_PAN)
    assert (found.is_of_form, bool(found.counts)) == (of_form, not of_form)


@pytest.mark.parametrize(
    ("text", "number"),
    [("12 shirts with the club rate", 12), ("3 of those pans", 3), ("12 hours", None), ("$12 shirts", None)],
)
def test_the_number_before_a_word_of_a_name_counts_it(text: str, number: int | None) -> None:
    found = IN_CONTEXT.read(reading(text), Context())
    assert [each.number for each in found.counts] == ([] if number is None else [number])


def test_a_size_is_kept_for_the_prices_that_follow() -> None:
    found = IN_CONTEXT.read(reading("the smallest then"), OF_PAN)
    assert case_after(Case(), found, ["product:pan"], SHELF).forms == {"pan": {"size": "8 inch"}}


def without(text: str, case: Case, **more: Any) -> Case:
    said = IN_CONTEXT.read(reading(text, phrases={"without"}, **more), upon(ActKind.ASK_PRICE, "plan:team", case=case))
    return case_after(case, said, ["plan:team"], SHELF)


@pytest.mark.parametrize(
    ("text", "add_ons", "codes"),
    [
        ("and without?", ("ai",), ("WELCOME50",)),  # what was added last
        ("without the AI", ("space",), ("WELCOME50",)),
        ("without any code", ("ai", "space"), ()),
        ("without a long contract", ("ai", "space"), ("WELCOME50",)),
    ],
)
def test_what_is_to_fall_away_goes_without_its_name(
    text: str, add_ons: tuple[str, ...], codes: tuple[str, ...]
) -> None:
    after = without(text, Case(add_ons=("ai", "space"), codes=("WELCOME50",)))
    assert (after.add_ons, after.codes) == (add_ons, codes)


def test_a_code_falls_away_where_nothing_else_was_added() -> None:
    assert without("and without", Case(codes=("WELCOME50",))).codes == ()


def test_by_the_month_and_by_the_year_is_no_one_term() -> None:
    said = reading("monthly and yearly please", term="month", both_terms=True)
    assert case_after(Case(term="month"), said, ["plan:team"], SHELF).term is None


def test_who_asks_for_a_code_is_told_of_codes() -> None:
    kinds = {each.act.by for each in proposed(ActKind.ASK_DISCOUNT, reading("is there a voucher?"), Context())}
    assert CODE in kinds
    kinds = {each.act.by for each in proposed(ActKind.ASK_DISCOUNT, reading("is there money off?"), Context())}
    assert CODE not in kinds


def test_the_one_code_that_the_owner_tells_to_all_is_meant_by_who_asks_for_one() -> None:
    answers = {
        key: replace(each, answer=f"{each.answer} Use WELCOME50.") for key, each in list(SHELF.answers.items())[:1]
    }
    open_shelf = InContext(replace(SHELF, answers=answers, version="open"))
    assert open_shelf.read(reading("got a coupon?"), Context()).code == ("WELCOME50" if answers else None)
    assert IN_CONTEXT.read(reading("got a coupon?"), Context()).code is None
