"""Options side by side."""

from __future__ import annotations

from typing import Any

import pytest

from milepost.errors import UnknownOption
from milepost.sales.comparison import PRICE, Comparison, Row, compare
from tests.sales.shelf import memory, said, shelf

SHELF = shelf()


def compared(options: list[str], facts: dict[str, Any] | None = None, **more: Any) -> Comparison:
    return compare(SHELF, options, memory("evaluation", facts), **more)


def row(comparison: Comparison, attribute: str) -> Row:
    return next(row for row in comparison.rows if row.attribute == attribute)


def order(comparison: Comparison) -> list[str]:
    return [row.attribute for row in comparison.rows]


TWO = ["plan:feather-13", "product:desk-17"]


def test_the_price_then_what_differs_and_equal_rows_last() -> None:
    comparison = compared(TWO)
    assert order(comparison)[0] == PRICE
    assert order(comparison)[-1] == "system"
    assert not row(comparison, "system").differs
    assert row(comparison, "system").texts == ("Windows", "Windows")
    assert "sso" not in order(comparison)


def test_what_matters_to_the_visitor_stands_first_with_their_words() -> None:
    facts = {"touch": said("touch", True, words="I draw a lot", message="m3")}
    comparison = compared(TWO, facts)
    assert order(comparison)[:2] == [PRICE, "touch"]
    touch = row(comparison, "touch")
    assert (touch.matters, touch.best, touch.texts) == (True, (0,), ("yes", "no"))
    assert touch.evidence is not None
    assert (touch.evidence.words, touch.evidence.message) == ("I draw a lot", "m3")


def test_a_must_have_makes_its_attribute_matter() -> None:
    comparison = compared(["plan:team", "plan:business"], {"must_have_features": ["SSO"]})
    assert order(comparison)[1] == "sso"
    assert row(comparison, "sso").best == (1,)


def test_the_price_is_for_the_visitors_case() -> None:
    comparison = compared(["plan:team", "plan:business", "plan:enterprise"], {"team_size": 10})
    assert row(comparison, PRICE).texts == ("$250 per month", "$499 per month", "on request")
    assert row(comparison, PRICE).best == (0,)
    assert row(compared(TWO), PRICE).texts == ("$999", "$799")


def test_a_price_for_each_says_so_where_nobody_said_how_many() -> None:
    comparison = compared(["plan:team", "plan:business"], {})
    assert row(comparison, PRICE).texts[0] == "$25 per seat and month"


def test_a_product_with_several_plans_has_no_one_price() -> None:
    comparison = compared(["product:inbox", "product:desk-17"])
    assert row(comparison, PRICE).texts == ("unknown", "$799")
    assert row(comparison, PRICE).best == ()


def test_a_competitor_is_quoted_with_source_and_date_and_silence_is_unknown() -> None:
    comparison = compared(["plan:team", "competitor:deskhero"])
    sso = row(comparison, "sso")
    assert sso.texts == ("no", "yes")
    assert sso.best == (1,)
    assert sso.sources[0] is None
    assert sso.sources[1] is not None
    assert (sso.sources[1].source, sso.sources[1].as_of) == ("https://deskhero.example/security", "2026-09-01")
    assert row(comparison, "integrations").texts == ("Slack and Shopify", "unknown")
    assert not row(comparison, "integrations").differs
    price = row(comparison, PRICE)
    assert price.texts[1] == "from 29 USD a seat and month"
    assert price.sources[1] is not None
    assert price.best == ()


def test_an_unknown_value_is_no_defeat() -> None:
    comparison = compared(["plan:blaze-15", "plan:feather-13"], {"must_have_features": ["touch screen"]})
    assert row(comparison, "touch").texts == ("unknown", "yes")
    assert row(comparison, "touch").best == ()
    assert row(compared(["plan:team", "plan:solo", "competitor:deskhero"]), "storage").best == ()


def test_who_each_is_better_for() -> None:
    team, deskhero = compared(["plan:team", "competitor:deskhero"]).better_for
    assert team.meant_for == ("5 to 20 people", "support teams")
    assert deskhero.meant_for == ("a large marketplace of apps",)
    assert deskhero.rows == ("Single sign-on",)
    feather, desk = compared(TWO).better_for
    assert feather.rows == ("Memory", "Weight", "Touch screen")
    assert desk.rows == ("Price",)


def test_what_is_meant_for_the_same_people_tells_nothing() -> None:
    solo, team = compared(["plan:solo", "plan:team"]).better_for
    assert (solo.meant_for, team.meant_for) == ((), ("5 to 20 people",))


def test_rows_beyond_the_limit_are_counted() -> None:
    comparison = compared(TWO, limit_rows=3)
    assert len(comparison.rows) == 3
    assert comparison.left_out == 3
    assert compared(TWO, limit_rows=20).left_out == 0


def test_names_say_which_plan_is_meant() -> None:
    names = [column.name for column in compared(["plan:team", "product:inbox", "plan:blaze-15"]).columns]
    assert names == ["Bright Inbox Team", "Bright Inbox", "Blaze 15"]


@pytest.mark.parametrize("options", [["plan:team"], ["plan:team", "plan:team"], [f"plan:{n}" for n in "abcde"]])
def test_two_to_four_options(options: list[str]) -> None:
    with pytest.raises(ValueError, match="two to four"):
        compared(options)


@pytest.mark.parametrize("option", ["plan:nope", "product:nope", "competitor:nope"])
def test_unknown_options_are_refused(option: str) -> None:
    with pytest.raises(UnknownOption):
        compared(["plan:team", option])


def test_in_the_visitors_language() -> None:
    comparison = compare(SHELF, TWO, memory("evaluation", language="de"))
    assert row(comparison, "touch").texts == ("ja", "nein")
    assert row(comparison, PRICE).label == "Preis"
