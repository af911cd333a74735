"""Prices that are told again: of the plan that was priced, and beside the answer to a question that changes them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from milepost.dialogue.acts import Act, ActKind, Zone
from milepost.dialogue.context import Context
from milepost.dialogue.prices.again import as_priced, plan_priced, told_again
from milepost.dialogue.referents import Meant
from milepost.sales.cases import Case
from tests.dialogue.readings import CATALOGUE, named, reading

TEAM, BUSINESS, INBOX, SHIRT = "plan:team", "plan:business", "product:inbox", "plan:shirt"
CASE = Case(number=8, term="month", currency="USD", basket={"business": 8, "team": 8, "shirt": 1})
PRICED = Context(focus=(TEAM,), case=CASE)
OF_MONEY = Act(ActKind.ASK_FACT, fact="answer:currencies")


@pytest.mark.parametrize(
    ("option", "plan"), [(INBOX, TEAM), (BUSINESS, BUSINESS), ("plan:solo", None), ("product:desk-17", None)]
)
def test_the_plan_that_was_priced_last_stands_for_its_product(option: str, plan: str | None) -> None:
    assert plan_priced(CATALOGUE, option, CASE) == plan


@pytest.mark.parametrize(
    ("said", "source", "options"),
    [
        ({"term": "year"}, "named", (TEAM,)),
        ({"currency": "EUR"}, "words", (TEAM,)),
        ({"extra_numbers": {"space": 2}}, "named", (TEAM,)),
        ({}, "named", (INBOX,)),  # what it costs at all
        ({"term": "year"}, "shown", (INBOX,)),
    ],
)
def test_a_product_named_to_change_its_price_is_the_plan_priced(
    said: dict[str, Any], source: str, options: tuple[str, ...]
) -> None:
    assert as_priced(Meant((INBOX,), source), reading("the inbox", **said), CASE, CATALOGUE).options == options


@pytest.mark.parametrize(
    ("text", "said", "changed"),
    [
        ("do you take yen?", {"currency": "JPY"}, {"currency": "JPY"}),
        ("could it be by the year?", {"term": "year"}, {"term": "year"}),
        ("does that count the club rate?", {"customer_kind": "nonprofit"}, {"customer_kind": "nonprofit"}),
    ],
)
def test_a_question_that_changes_a_price_has_it_told_again(
    text: str, said: dict[str, Any], changed: dict[str, Any]
) -> None:
    act = told_again(OF_MONEY, reading(text, question="yes_no", **said), (), PRICED, CATALOGUE)
    assert act is not None
    kept = {"number": 8, "term": "month", "currency": "USD", "customer_kind": None}
    assert {name: getattr(act, name) for name in kept} == kept | changed
    assert act.options == (TEAM,)


def test_a_question_of_a_reduction_has_its_price_told() -> None:
    asked = Act(ActKind.ASK_FACT, fact="discount:nonprofit")
    act = told_again(asked, reading("is that with the club thing already?"), (), PRICED, CATALOGUE)
    assert act is not None
    assert act.customer_kind == "nonprofit"


@pytest.mark.parametrize(
    ("act", "text", "said", "kind"),
    [
        (Act(ActKind.ASK_DISCOUNT), "plus the charity thing", {"customer_kind": "nonprofit"}, "nonprofit"),
        (Act(ActKind.ASK_DISCOUNT, fact="discount:nonprofit"), "and for clubs?", {}, "nonprofit"),
    ],
)
def test_a_reduction_asked_about_is_taken_off_what_was_priced(
    act: Act, text: str, said: dict[str, Any], kind: str
) -> None:
    price = told_again(act, reading(text, **said), (), PRICED, CATALOGUE)
    assert price is not None
    assert (price.options, price.number, price.customer_kind) == ((TEAM,), 8, kind)


def test_a_code_that_is_given_is_tried_by_the_answer_itself() -> None:
    act = Act(ActKind.ASK_DISCOUNT, code="WELCOME50")
    assert told_again(act, reading("WELCOME50 then", code="WELCOME50"), (), PRICED, CATALOGUE) is None


@pytest.mark.parametrize(
    ("act", "text", "said", "context"),
    [
        (OF_MONEY, "which currencies are there?", {}, PRICED),  # nothing changes
        (OF_MONEY, "do you take dollars?", {"currency": "USD"}, PRICED),
        (OF_MONEY, "do you take yen?", {"currency": "JPY"}, replace(PRICED, focus=("plan:solo",))),  # never priced
        (OF_MONEY, "we pay in yen", {"currency": "JPY"}, PRICED),
        (replace(OF_MONEY, fact="attribute:sso"), "has it that in yen?", {"currency": "JPY"}, PRICED),
        (replace(OF_MONEY, zone=Zone.NEAR), "do you take yen?", {"currency": "JPY"}, PRICED),
        (Act(ActKind.ASK_PRICE, (TEAM,)), "and in yen?", {"currency": "JPY"}, PRICED),
    ],
)
def test_a_question_that_changes_no_price_given_has_none_told(
    act: Act, text: str, said: dict[str, Any], context: Context
) -> None:
    assert told_again(act, reading(text, **said), (), context, CATALOGUE) is None


def test_what_is_named_in_the_question_is_priced() -> None:
    asked = reading("can business be by the year?", named("plan", "business"), term="year")
    act = told_again(OF_MONEY, asked, (BUSINESS,), PRICED, CATALOGUE)
    assert act is not None
    assert act.options == (BUSINESS,)
