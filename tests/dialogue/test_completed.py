"""What a message adds to what was spoken of: the act before is completed, options and extras are priced together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from milepost.dialogue.acts import Act, ActKind
from milepost.dialogue.context import Context
from milepost.dialogue.proposals import PLAIN
from milepost.dialogue.reading import Order, Reading
from milepost.sales.cases import Case
from tests.dialogue.readings import CATALOGUE, count, named, pointing, proposed, proposer, reading, upon
from tests.dialogue.test_proposals import BUSINESS, PRICED, SHIRT, SHOWN, SOLO, TEAM

MISSING_OPTION = upon(ActKind.REQUEST_QUOTE, missing="option", shown=SHOWN, case=Case(number=5))
MISSING_PRICE = upon(ActKind.ASK_PRICE, missing="option", last={"among": SHOWN}, shown=SHOWN, case=Case(number=5))
MISSING_NUMBER = upon(ActKind.REQUEST_QUOTE, TEAM, missing="number")


@pytest.mark.parametrize(
    ("said", "context", "expected"),
    [
        (reading("team", named("plan", "team")), MISSING_OPTION, {"options": (TEAM,), "among": ()}),
        (reading("the first", pointing("first", "the first")), MISSING_OPTION, {"options": (BUSINESS,)}),
        (
            reading("team", named("plan", "team")),
            replace(MISSING_OPTION, last=Act(ActKind.REQUEST_QUOTE, quote="Q-2026-0012")),
            {"options": (TEAM,), "quote": ""},  # the one that was not found is not looked for again
        ),
        (reading("solo please", named("plan", "solo")), MISSING_PRICE, {"options": (SOLO,), "number": 5}),
        (reading("team for 9", named("plan", "team"), counts=(count(9),)), MISSING_PRICE, {"number": 9}),
        (reading("12", counts=(count(12),), rest=()), MISSING_NUMBER, {"options": (TEAM,), "number": 12}),
        (reading("for 12 people", counts=(count(12, people=True),), rest=()), MISSING_NUMBER, {"number": 12}),
    ],
)
def test_what_a_question_of_ours_was_for_completes_the_act_before(
    said: Reading, context: Any, expected: dict[str, Any]
) -> None:
    act = proposer().completion.completed(said, context)
    assert act is not None
    assert act.kind is context.last.kind
    assert act.text == said.text
    assert {name: getattr(act, name) for name in expected} == expected


KIND_ASKED = upon(ActKind.CHOOSE, TEAM, offered="kind:", case=Case(number=5, add_ons=("ai",)))


def test_the_kind_of_customer_that_was_asked_for_prices_again_what_was_priced() -> None:
    act = proposer().completion.completed(reading("Non-profit organisations", customer_kind="nonprofit"), KIND_ASKED)
    assert act is not None
    assert (act.kind, act.options, act.number) == (ActKind.ASK_PRICE, (TEAM,), 5)
    assert (act.customer_kind, act.add_ons) == ("nonprofit", ("ai",))


@pytest.mark.parametrize(
    ("said", "context"),
    [
        (reading("do charities pay less?", customer_kind="nonprofit"), KIND_ASKED),
        (reading("a charity", customer_kind="nonprofit"), replace(KIND_ASKED, focus=())),
        (reading("a charity", customer_kind="nonprofit"), replace(KIND_ASKED, offered="quote")),
        (reading("none of them"), KIND_ASKED),
        (reading("team", named("plan", "team")), replace(MISSING_OPTION, missing=None)),  # nothing was asked for
        (reading("what is team?", named("plan", "team")), MISSING_OPTION),  # a question of its own
        (reading("team is too slow for our printers", named("plan", "team")), MISSING_OPTION),  # says more
        (reading("not sure yet"), MISSING_OPTION),
        (reading("team", named("plan", "team")), MISSING_NUMBER),
        (reading("12 of our printers broke", counts=(count(12),)), MISSING_NUMBER),
        (reading("12", counts=(count(12),)), replace(MISSING_NUMBER, last=None)),
    ],
)
def test_anything_else_completes_nothing(said: Reading, context: Any) -> None:
    assert proposer().completion.completed(said, context) is None


def test_what_needs_nothing_is_always_proposed_and_nothing_twice() -> None:
    found = proposer().candidates(reading("hm"), upon(ActKind.ASK_PRICE, TEAM, shown=SHOWN))
    assert set(PLAIN) <= {each.act.kind for each in found}
    acts = [(each.act.kind, tuple(sorted(map(str, each.act.arguments().items())))) for each in found]
    assert len(acts) == len(set(acts))


def test_what_was_spoken_of_and_is_sold_no_longer_is_not_proposed() -> None:
    context = upon(ActKind.ASK_PRICE, "plan:gone", shown=("plan:gone", "product:lost"), case=Case(basket={"team": 1}))
    said = reading("and in XL for team?", named("plan", "team"), forms={"size": ("XL",)}, of_stock=True)
    found = proposer().candidates(said, context.known_to(CATALOGUE))
    assert not [each for each in found if {"plan:gone", "product:lost"} & {*each.act.options, *each.act.among}]


@pytest.mark.parametrize(
    ("text", "phrases", "expected"),
    [
        ("plus the shirt", {"added"}, (TEAM, SHIRT)),
        ("with the shirt", {"with"}, (TEAM, SHIRT)),
        ("the shirt?", (), None),
    ],
)
def test_another_good_is_priced_on_top_of_what_is_in_focus_where_it_is_said_so(
    text: str, phrases: set[str], expected: tuple[str, ...] | None
) -> None:
    said = reading(text, named("product", "shirt"), phrases=phrases)
    found = [each.act.options for each in proposed(ActKind.ASK_PRICE, said, PRICED)]
    assert (expected in found) if expected else (TEAM, SHIRT) not in found


def test_what_comes_on_top_outright_is_not_priced_by_itself() -> None:
    said = reading("plus the shirt", named("product", "shirt"), phrases={"added"})
    found = [each.act.options for each in proposed(ActKind.ASK_PRICE, said, PRICED)]
    assert (SHIRT,) not in found
    assert (TEAM,) not in found


def test_a_number_said_for_what_comes_on_top_leaves_that_of_the_others() -> None:
    said = reading("plus 2 shirts", named("product", "shirt", words="shirts"), counts=(count(2),), phrases={"added"})
    (both,) = [each.act for each in proposed(ActKind.ASK_PRICE, said, PRICED) if len(each.act.options) == 2]
    assert both.numbers == {TEAM: 5, SHIRT: 2}


def test_all_prices_are_meant_only_where_nothing_of_ours_is_in_focus() -> None:
    def everything(text: str, context: Context) -> bool:
        return any(not each.act.options for each in proposed(ActKind.ASK_PRICE, reading(text), context))

    assert everything("how much is it?", upon())
    assert not everything("how much is it?", PRICED)
    assert everything("your price list?", PRICED)


def test_an_extra_that_was_spoken_of_is_added_only_where_it_goes_with_what_is_priced() -> None:
    context = replace(PRICED, add_on="ai", focus=(SOLO,))
    said = reading("and that?", rest=("blank",))
    assert all("ai" not in each.act.add_ons for each in proposed(ActKind.ASK_PRICE, said, context) if each.act.options)


def test_a_superlative_of_a_kind_is_of_the_plans_of_its_only_product() -> None:
    said = reading("the cheapest inbox", named("category", "shared inbox", words="inbox"), order=Order("price", False))
    found = {each.act.options for each in proposed(ActKind.ASK_SUPERLATIVE, said, upon())}
    assert found == {("product:inbox",)}


@pytest.mark.parametrize(
    ("said", "add_ons"),
    [
        (reading("add ai to that", named("add_on", "ai"), phrases={"added"}), ("ai",)),
        (reading("can I add ai?", named("add_on", "ai"), phrases={"added"}, question="yes_no"), None),
        (reading("the ai pack", named("add_on", "ai")), None),
        (reading("add ai to solo", named("add_on", "ai"), named("plan", "solo"), phrases={"added"}), None),
    ],
)
def test_an_extra_that_is_to_go_with_what_was_priced_is_priced_with_it(
    said: Reading, add_ons: tuple[str, ...] | None
) -> None:
    act = proposer().completion.completed(said, PRICED)
    assert (act and (act.kind, act.options, act.add_ons)) == (add_ons and (ActKind.ASK_PRICE, (TEAM,), add_ons))
