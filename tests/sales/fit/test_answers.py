"""Quick replies: the owner's, or made from what there is."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from milepost.sales.catalogue import Catalogue
from milepost.sales.fit.answers import possible_answers
from milepost.sales.recommendation import ranked
from tests.sales.shelf import memory, need, shelf

LAPTOPS = shelf(only="laptop")
INBOX = shelf(only="shared inbox")


def answers(catalogue: Catalogue, definition: Any, language: str = "en") -> list[tuple[str, Any]]:
    conversation = memory()
    options = ranked(catalogue, conversation)
    found = possible_answers(catalogue, conversation, definition, options=options, language=language)
    return [(answer.text, answer.value) for answer in found]


def test_figures_come_in_three_groups_of_values_that_exist() -> None:
    assert answers(LAPTOPS, need("size", attribute="size")) == [
        ("up to 13.3 in", {"max": Decimal("13.3")}),
        ("14 in", {"min": Decimal(14), "max": Decimal(14)}),
        ("at least 15.6 in", {"min": Decimal("15.6")}),
    ]


def test_where_more_is_better_a_group_is_a_threshold() -> None:
    texts = [text for text, _ in answers(LAPTOPS, need("memory", attribute="memory"))]
    assert texts == ["at least 4 GB", "at least 16 GB", "at least 32 GB"]
    assert next(text for text, _ in answers(LAPTOPS, need("weight", attribute="weight"))) == "up to 1.2 kg"


def test_choices_are_those_on_offer() -> None:
    assert [text for text, _ in answers(LAPTOPS, need("system", attribute="system"))] == [
        "Windows",
        "macOS",
        "ChromeOS",
    ]


def test_yes_and_no_in_the_visitors_language() -> None:
    assert answers(LAPTOPS, need("touch", attribute="touch")) == [("yes", True), ("no", False)]
    assert answers(LAPTOPS, need("touch", attribute="touch"), "de") == [("ja", True), ("nein", False)]


def test_budgets_are_prices_that_exist() -> None:
    assert answers(LAPTOPS, need("budget")) == [
        (f"up to ${text}", {"amount": Decimal(amount), "currency": "USD", "period": "one_time"})
        for text, amount in (("799", "799.00"), ("999", "999.00"), ("1,599", "1599.00"))
    ]


def test_team_sizes_are_cut_where_plans_and_prices_change() -> None:
    texts = [text for text, _ in answers(INBOX, need("team_size"))]
    assert texts == ["1 to 2", "3 to 4", "5 to 10", "11 to 50", "at least 51"]


def test_uses_and_industries_are_the_commonest() -> None:
    assert [text for text, _ in answers(INBOX, need("use_case"))] == ["shared e-mail", "ticketing"]
    assert [text for text, _ in answers(INBOX, need("industry"))] == ["online shops", "software"]


def test_features_are_those_that_split_the_options() -> None:
    assert answers(LAPTOPS, need("must_have_features")) == [("Touch screen", ["Touch screen"])]


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("team_size", "6-20", {"min": 6, "max": 20}),
        ("team_size", "more than 200", {"min": 200}),
        ("team_size", "51+", {"min": 51}),
        ("team_size", "5", 5),
        ("budget", "under 100", {"max": 100}),
        ("budget", "not decided yet", None),
        ("use_case", "gaming", "gaming"),
        ("must_have_features", "API", ["API"]),
        ("timeline", "right away", "right away"),
    ],
)
def test_the_owners_replies_are_read_in_normal_form(name: str, text: str, value: Any) -> None:
    assert answers(LAPTOPS, need(name, options=(text, "x")))[0] == (text, value)


def test_the_owners_yes_is_yes() -> None:
    found = answers(LAPTOPS, need("touch", attribute="touch", options=("Yes", "No", "whatever")))
    assert [value for _, value in found] == [True, False, None]


def test_a_need_without_values_has_no_replies() -> None:
    assert answers(LAPTOPS, need("company")) == []
    assert answers(LAPTOPS, need("sso", attribute="sso")) == []
    assert answers(shelf(only="clothing"), need("budget")) == []
