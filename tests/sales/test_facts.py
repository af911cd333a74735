"""What the catalogue knows of one attribute."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from milepost.sales.facts import Group, Told, tell
from tests.sales.shelf import shelf

SHELF = shelf()
INBOX, TEAM, BUSINESS, RIVAL = "product:inbox", "plan:team", "plan:business", "competitor:deskhero"
FEATHER, DESK, BLAZE, PUPIL = (f"product:{name}" for name in ("feather-13", "desk-17", "blaze-15", "pupil-11"))


def told(attribute: str, *options: str, **asked: Any) -> Told:
    return tell(SHELF, SHELF.attributes[attribute], options, **asked)


@pytest.mark.parametrize(
    ("attribute", "options", "verdict"),
    [
        ("touch", (FEATHER,), True),
        ("touch", (DESK,), False),
        ("touch", (FEATHER, DESK), True),
        ("sso", (BUSINESS,), True),
        ("sso", (TEAM,), False),
        ("sso", (INBOX,), True),  # one of its plans has it
        ("sso", (RIVAL,), True),
        ("sso", (), True),  # something of ours has it
    ],
)
def test_a_yes_or_no_is_answered_with_yes_or_no(attribute: str, options: tuple[str, ...], verdict: bool) -> None:
    assert told(attribute, *options, yes_no=True).verdict is verdict


def test_options_of_one_value_stand_together_and_what_has_it_comes_first() -> None:
    found = told("touch", DESK, FEATHER, PUPIL)
    assert found.groups == (Group(True, (FEATHER, PUPIL)), Group(False, (DESK,)))
    assert found.verdict is None  # neither yes nor no was asked, and they differ


def test_a_product_whose_plans_differ_stands_for_its_plans() -> None:
    assert told("storage", INBOX).groups == (
        Group(Decimal(10), ("plan:solo", TEAM, "plan:enterprise")),
        Group(Decimal(100), (BUSINESS,)),
    )


def test_a_product_whose_plans_agree_stands_for_itself() -> None:
    assert told("integrations", INBOX).groups == (Group(("Slack", "Shopify"), (INBOX,)),)


def test_where_no_option_is_named_all_of_ours_are_told_and_no_rival() -> None:
    options = [option for group in told("storage").groups for option in group.options]
    assert options == ["plan:solo", TEAM, "plan:enterprise", BUSINESS]


def test_what_does_not_have_it_is_told_where_it_can_be_had_of_the_same_product_first() -> None:
    assert told("sso", TEAM, yes_no=True).elsewhere == (BUSINESS, "plan:enterprise")
    assert told("touch", DESK, yes_no=True).elsewhere == (FEATHER, PUPIL)
    assert told("touch", FEATHER, yes_no=True).elsewhere == ()


def test_what_nothing_is_known_of_is_neither_a_yes_nor_a_no() -> None:
    found = told("touch", BLAZE, yes_no=True)
    assert (found.verdict, found.groups, found.unknown) == (None, (), (BLAZE,))
    assert set(found.elsewhere) == {FEATHER, PUPIL}
    both = told("touch", BLAZE, FEATHER, yes_no=True)
    assert (both.verdict, both.unknown) == (True, (BLAZE,))


def test_an_attribute_that_nothing_has_is_known_of_nothing() -> None:
    empty = replace(
        SHELF, products={each.id: replace(each, attributes={}) for each in SHELF.products.values()}, plans={}
    )
    assert tell(empty, SHELF.attributes["sso"], ()) == Told()


@pytest.mark.parametrize(
    ("attribute", "options", "values", "verdict"),
    [
        ("integrations", (INBOX,), ("Slack",), True),
        ("integrations", (INBOX,), ("slack", "Shopify"), True),
        ("integrations", (INBOX,), ("Slack", "Teams"), False),
        ("system", (FEATHER,), ("Windows",), True),
        ("system", (FEATHER,), ("macOS",), False),
        ("system", (), ("macOS",), True),
    ],
)
def test_a_value_that_is_asked_for_is_there_or_not(
    attribute: str, options: tuple[str, ...], values: tuple[str, ...], verdict: bool
) -> None:
    found = told(attribute, *options, values=values)
    assert (found.verdict, found.is_listed) == (verdict, True)


def test_who_has_another_value_is_told_where_the_one_asked_for_is() -> None:
    assert told("system", FEATHER, values=("macOS",)).elsewhere == ("product:orchard-14",)


@pytest.mark.parametrize(
    ("attribute", "yes_no", "verdict", "listed"),
    [
        ("integrations", True, False, False),
        ("integrations", False, None, True),  # "which integrations are there?"
        ("storage", True, None, True),  # no list
    ],
)
def test_what_stands_in_no_list_is_said_not_to(
    attribute: str, yes_no: bool, verdict: bool | None, listed: bool
) -> None:
    found = told(attribute, INBOX, unlisted="zendesk", yes_no=yes_no)
    assert (found.verdict, found.is_listed) == (verdict, listed)


@pytest.mark.parametrize(
    ("attribute", "option", "figure", "verdict"),
    [
        ("storage", BUSINESS, 50, True),
        ("storage", BUSINESS, 100, True),
        ("storage", TEAM, 50, False),
        ("storage", INBOX, 50, False),  # not all of its plans
        ("weight", FEATHER, 2, True),  # less is better
        ("weight", DESK, 2, False),
    ],
)
def test_a_figure_is_reached_or_not(attribute: str, option: str, figure: int, verdict: bool) -> None:
    assert told(attribute, option, figure=figure, yes_no=True).verdict is verdict


def test_who_does_not_reach_a_figure_is_told_who_does() -> None:
    assert told("storage", TEAM, figure=50, yes_no=True).elsewhere == (BUSINESS,)


@pytest.mark.parametrize("option", ["plan:gone", "product:lost", "competitor:zendora"])
def test_what_is_sold_no_longer_is_not_asked_about(option: str) -> None:
    assert told("sso", option, BUSINESS, yes_no=True).groups == (Group(True, (BUSINESS,)),)
