"""Reductions that are meant by their share, by what they are called, or as the one spoken of before."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from milepost.dialogue.acts import ActKind
from milepost.dialogue.context import Context
from milepost.dialogue.prices.reductions import Reductions
from milepost.sales.cases import Case
from milepost.sales.catalogue import Discount
from tests.dialogue.readings import reading, upon
from tests.sales.shelf import shelf

SHELF = replace(
    shelf(),
    discounts={
        each.id: each
        for each in (
            Discount("charities", "Charities", percent=Decimal(20), customer_kind="nonprofit"),
            Discount("pupils", "Schools", percent=Decimal(30), customer_kind="education"),
            Discount("crews", "Crews", percent=Decimal(30), customer_kind="crew"),
            Discount("many", "Ten and more", percent=Decimal(7), min_quantity=10),
            Discount("welcome", "First order", percent=Decimal(10), code="HELLO10"),
            Discount("harvest", "Harvest bundle", percent=Decimal(15), code="PUMPKIN"),
        )
    },
)
REDUCTIONS = Reductions(SHELF)
NOTHING = Context()
TOLD = upon(ActKind.ASK_DISCOUNT, "plan:team", last={"fact": "discount:harvest"})


def kind_and_code(text: str, context: Context = NOTHING, **said: object) -> tuple[str | None, str | None]:
    found = REDUCTIONS.said_with(reading(text, **said), context)
    return found.customer_kind, found.code


@pytest.mark.parametrize(
    ("percent", "context", "kind"),
    [
        (20, Context(), "nonprofit"),
        (30, Context(), None),  # two kinds have so much
        (30, Context(subjects=("discount:crews",)), "crew"),
        (30, Context(case=Case(customer_kind="education")), "education"),
        (7, Context(), None),  # of a number, not of a kind
        (10, Context(), None),  # a code that nobody has spoken of
        (None, Context(), None),
    ],
)
def test_a_share_means_the_kind_of_customer_that_has_it(
    percent: int | None, context: Context, kind: str | None
) -> None:
    assert kind_and_code("and with that off?", context, percent=percent)[0] == kind


def test_a_share_means_the_code_that_was_told_of() -> None:
    assert kind_and_code("with the 15%", TOLD, percent=15) == (None, "PUMPKIN")
    assert kind_and_code("with the 15%", Context(case=Case(codes=("PUMPKIN",))), percent=15)[1] == "PUMPKIN"


@pytest.mark.parametrize(
    ("text", "context", "code"),
    [
        ("with the newcomers code, the new one", Context(), "HELLO10"),
        ("that welcome discount, does it count", Context(), "HELLO10"),
        ("with the code", TOLD, "PUMPKIN"),
        ("the code then", Context(subjects=("answer:delivery", "discount:welcome")), "HELLO10"),
        ("with the code", Context(), None),  # there are two, and neither was spoken of
        ("the bundle then", upon(ActKind.ASK_DISCOUNT, "plan:team"), "PUMPKIN"),
        ("the bundle then", upon(ActKind.ASK_FACT, "plan:team"), None),
        ("a new one", Context(), None),
        ("so the team bundle is", upon(ActKind.ASK_DISCOUNT, "plan:team"), "PUMPKIN"),
    ],
)
def test_a_code_is_meant_by_its_name_or_as_the_one_told_of(text: str, context: Context, code: str | None) -> None:
    assert kind_and_code(text, context)[1] == code


def test_a_word_of_what_is_sold_is_no_name_of_a_code() -> None:
    team = SHELF.plans["team"]
    shelf_of_firsts = Reductions(
        replace(SHELF, plans={**SHELF.plans, "team": replace(team, aliases=("First Desk",))}, version="firsts")
    )
    going_on = upon(ActKind.ASK_DISCOUNT, "plan:team")
    assert shelf_of_firsts.said_with(reading("so the first is"), going_on).code is None
    assert REDUCTIONS.said_with(reading("so the first is"), going_on).code == "HELLO10"
    assert shelf_of_firsts.said_with(reading("with the first order code"), going_on).code == "HELLO10"


def test_nothing_is_taken_off_of_what_is_to_be_without() -> None:
    assert kind_and_code("without the 20%", percent=20, phrases={"without"}) == (None, None)


def test_what_is_said_outright_stands() -> None:
    assert kind_and_code("the code SPRING", TOLD, code="SPRING")[1] == "SPRING"
    assert kind_and_code("as a school, with the 20%", percent=20, customer_kind="education")[0] == "education"
