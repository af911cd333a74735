"""Options that are pointed at by what they cost, by a step from what is spoken of, and extras that are called by their use."""

from __future__ import annotations

from dataclasses import replace

import pytest

from milepost.dialogue.acts import ActKind
from milepost.dialogue.options.by_price import costing_so
from milepost.dialogue.options.sizes import step_said, stepped
from milepost.dialogue.options.words import OptionWords
from milepost.dialogue.reading import Reading
from milepost.dialogue.words import telling_words
from tests.dialogue.readings import CATALOGUE, proposed, proposer, reading, upon

LAPTOPS = ["plan:feather-13", "plan:desk-17", "plan:pupil-11"]
SOLO, TEAM, BUSINESS = "plan:solo", "plan:team", "plan:business"
NAMES = {"sign": "Sign help", "business": "Business help"}
PLANS = ["plan:solo", "plan:team", "plan:business"]


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("what's in the 799 one", "plan:desk-17"),
        ("the $999 please", "plan:feather-13"),
        ("is the 249 dollar one any good?", "plan:pupil-11"),
        ("the 799", None),  # so many of something, for all that is known
        ("799 of them", None),
        ("the 300 one", None),  # nobody sells that
        ("our 999 customers", None),
        ("the 15 one", None),
    ],
)
def test_an_option_is_pointed_at_by_what_it_costs(text: str, option: str | None) -> None:
    assert costing_so(CATALOGUE, text, [LAPTOPS]) == option


def test_a_price_that_two_options_have_points_at_neither() -> None:
    twice = ["plan:desk-17", "product:desk-17"]
    assert costing_so(CATALOGUE, "the 799 one", [twice]) is None
    assert costing_so(CATALOGUE, "the 799 one", [twice, LAPTOPS]) == "plan:desk-17"


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("and the next one up", "up"),
        ("one size smaller?", "down"),
        ("And one smaller, with 10?", "down"),
        ("a bigger one then", "up"),
        ("the next plan", "up"),
        ("one up", "up"),
        ("the lower tier", "down"),
        ("is it cheaper for twenty?", None),
        ("next week then", None),
        ("the small one", None),
        ("what is the next step", None),
        ("we need something bigger", None),
        ("how much bigger is it", None),
    ],
)
def test_a_step_is_said_outright(text: str, way: str | None) -> None:
    assert step_said(text) == way


def test_a_step_is_taken_from_what_is_in_focus() -> None:
    assert stepped("up", [LAPTOPS, PLANS], [TEAM]) == [PLANS]
    assert stepped("up", [LAPTOPS, PLANS], ["plan:other"]) == [LAPTOPS, PLANS]
    assert stepped("big", [LAPTOPS, PLANS], [TEAM]) == [LAPTOPS, PLANS]


def test_the_next_one_is_priced_and_not_what_is_in_focus() -> None:
    shown = tuple(LAPTOPS)
    found = proposed(ActKind.ASK_PRICE, reading("and the next one up"), upon(ActKind.ASK_PRICE, SOLO, shown=shown))
    assert [one.act.options for one in found if one.act.options] == [(TEAM,)]
    found = proposed(ActKind.ASK_PRICE, reading("and one smaller"), upon(ActKind.ASK_PRICE, TEAM, shown=shown))
    assert [one.act.options for one in found if one.act.options] == [(SOLO,)]


def test_an_extra_is_told_by_a_word_that_is_written_of_the_option_but_not_by_its_name() -> None:
    extras = {each: replace(CATALOGUE.add_ons["space"], id=each, name=name) for each, name in NAMES.items()}
    words = OptionWords(replace(CATALOGUE, add_ons=extras))
    assert words.add_ons([BUSINESS], telling_words("with the sign-on")) == ("sign",)  # it has single sign-on
    assert words.add_ons([BUSINESS], telling_words("the business for us")) == ()


@pytest.mark.parametrize(
    ("said", "option"),
    [
        (reading("the thing for letters", goods={"product:inbox": 3.0, "product:shirt": 0.1}), TEAM),
        (reading("the thing for letters", goods={"product:inbox": 1.0, "product:shirt": 0.9}), None),  # leaves it open
        (reading("what we need is a thing for letters and more", goods={"product:inbox": 3.0}), None),  # says more
    ],
)
def test_which_was_meant_is_answered_by_what_it_is_for(said: Reading, option: str | None) -> None:
    asked = (TEAM, "product:shirt")
    context = upon(ActKind.ASK_PRICE, missing="option", last={"among": asked, "number": 7}, shown=asked)
    act = proposer().completion.completed(said, context)
    assert (act.options if act else ()) == ((option,) if option else ())
