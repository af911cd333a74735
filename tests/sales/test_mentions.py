"""What mentions stand for in a conversation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from milepost.sales.catalogue import Plan
from milepost.sales.conversations import Conversation, Touch
from milepost.sales.mentions import Resolved, resolve
from tests.sales.shelf import memory, shelf

CATALOGUE = shelf()


def mention(kind: str, *ids: str) -> dict[str, Any]:
    return {"kind": kind, "ids": list(ids), "words": "…", "start": 0, "end": 1, "score": 1.0}


def reference(name: str) -> dict[str, Any]:
    return {**mention("reference"), "reference": name}


def talking(*touched: str, shown: tuple[str, ...] = ()) -> Conversation:
    conversation = Conversation("c", shown=list(shown))
    for option in touched:
        conversation.touch(option, Touch.MENTIONED, "m0")
    return conversation


def options(*mentions: dict[str, Any], conversation: Conversation | None = None) -> tuple[str, ...]:
    return resolve(mentions, conversation or Conversation("c"), CATALOGUE).options


def test_named_things_are_options_in_order_and_once() -> None:
    assert options(mention("plan", "team"), mention("competitor", "deskhero"), mention("plan", "team")) == (
        "plan:team",
        "competitor:deskhero",
    )


def test_a_product_named_to_say_which_plan_is_no_option_of_its_own() -> None:
    assert options(mention("product", "inbox"), mention("plan", "team")) == ("plan:team",)


def test_attributes_and_add_ons_are_given_apart() -> None:
    resolved = resolve([mention("attribute", "sso"), mention("add_on", "ai")], Conversation("c"), CATALOGUE)
    assert resolved == Resolved(attributes=("sso",), add_ons=("ai",))


def test_what_the_catalogue_in_force_no_longer_has_is_nothing() -> None:
    assert options(mention("plan", "gone")) == ()


def test_several_meanings_are_asked_about() -> None:
    resolved = resolve([mention("plan", "team", "business")], Conversation("c"), CATALOGUE)
    assert (resolved.options, resolved.ambiguous) == ((), ("plan:team", "plan:business"))


TWO = replace(CATALOGUE, plans={**CATALOGUE.plans, "shirt-team": Plan("shirt-team", "shirt", "Team")})


@pytest.mark.parametrize(
    "conversation",
    [
        talking("product:shirt"),
        talking("plan:team", "plan:shirt-team"),
        talking(shown=("plan:shirt-team", "plan:solo")),
    ],
)
def test_of_two_plans_of_one_name_the_one_talked_about_or_shown_is_meant(conversation: Conversation) -> None:
    assert resolve([mention("plan", "team", "shirt-team")], conversation, TWO).options == ("plan:shirt-team",)


def test_of_two_plans_of_one_name_the_one_of_the_product_beside_it_is_meant() -> None:
    resolved = resolve([mention("product", "shirt"), mention("plan", "team", "shirt-team")], talking("plan:team"), TWO)
    assert resolved.options == ("plan:shirt-team",)


SHOWN = ("plan:business", "plan:solo", "plan:team")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("first", ("plan:business",)),
        ("second", ("plan:solo",)),
        ("third", ("plan:team",)),
        ("last", ("plan:team",)),
        ("cheaper", ("plan:solo",)),
        ("dearer", ("plan:business",)),
    ],
)
def test_places_and_prices_point_into_what_was_shown(name: str, expected: tuple[str, ...]) -> None:
    assert options(reference(name), conversation=talking(shown=SHOWN)) == expected


def test_it_is_what_came_up_last() -> None:
    assert options(reference("it"), conversation=talking("plan:team", "plan:business")) == ("plan:business",)


def test_it_is_what_the_message_itself_named() -> None:
    assert options(mention("plan", "solo"), reference("it"), conversation=talking("plan:team")) == ("plan:solo",)


def test_both_are_the_two_that_came_up_last_in_their_order() -> None:
    assert options(reference("both"), conversation=talking("plan:team", "plan:business")) == (
        "plan:team",
        "plan:business",
    )


def test_both_are_the_two_shown() -> None:
    shown = ("plan:solo", "plan:team")
    assert options(reference("both"), conversation=talking("plan:solo", "plan:team", shown=shown)) == shown


def test_the_cheaper_of_two_named_is_one_of_them_whatever_was_shown() -> None:
    named = (mention("plan", "business"), mention("plan", "team"), reference("cheaper"))
    assert options(*named, conversation=talking(shown=("plan:solo", "plan:enterprise"))) == (
        "plan:business",
        "plan:team",
    )


def test_the_other_is_the_one_not_spoken_of_last() -> None:
    conversation = talking("plan:solo", "plan:team", shown=("plan:solo", "plan:team"))
    assert options(reference("other"), conversation=conversation) == ("plan:solo",)


def test_prices_that_cannot_be_compared_point_nowhere() -> None:
    conversation = talking(shown=("plan:team", "plan:shirt"))
    assert options(reference("cheaper"), conversation=conversation) == ()


def test_a_custom_price_is_the_dearer() -> None:
    conversation = talking(shown=("plan:enterprise", "plan:team"))
    assert options(reference("dearer"), conversation=conversation) == ("plan:enterprise",)


@pytest.mark.parametrize("name", ["it", "both", "cheaper", "dearer", "first", "second", "third", "last", "other"])
def test_a_reference_to_nothing_means_nothing(name: str) -> None:
    assert options(reference(name)) == ()


def test_a_name_of_several_goods_means_the_one_that_suits_what_is_known() -> None:
    both = mention("product", "feather-13", "desk-17")
    assert resolve([both], Conversation("c"), CATALOGUE).options == ()
    conversation = memory(facts={"size": 17})
    assert resolve([both], conversation, CATALOGUE).options == ("product:desk-17",)
