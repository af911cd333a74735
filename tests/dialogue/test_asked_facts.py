"""What a question of an attribute asks for beside it."""

from __future__ import annotations

from typing import Any

import pytest

from milepost.dialogue.acts import Act, ActKind
from milepost.dialogue.asked_facts import asked_in_vain, known_values, only_tells, with_asked_values
from tests.dialogue.readings import CATALOGUE, count, reading


def asked(attribute: str, text: str, **more: Any) -> Act:
    said = reading(text, **{"question": "yes_no", **more})
    return with_asked_values(Act(ActKind.ASK_FACT, fact=f"attribute:{attribute}"), said, CATALOGUE)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("does it work with slack?", ("Slack",)),
        ("Slack and Shopify?", ("Slack", "Shopify")),
        ("does it work with anything?", ()),
    ],
)
def test_the_values_that_are_asked_for_are_known_ones(text: str, values: tuple[str, ...]) -> None:
    assert asked("integrations", text).values == values


def test_a_choice_knows_what_may_be_chosen_even_where_nothing_has_it() -> None:
    assert known_values(CATALOGUE, CATALOGUE.attributes["system"]) == ["Windows", "macOS", "ChromeOS"]
    assert asked("system", "does it run macos?").values == ("macOS",)


@pytest.mark.parametrize(
    ("attribute", "text", "strange", "unlisted"),
    [
        ("integrations", "does it work with zendesk?", ("zendes",), "zendesk"),
        ("integrations", "does it work with zendesk?", (), ""),  # a word that the catalogue knows
        ("integrations", "slack or zendesk?", ("zendes",), ""),  # one that there is was asked for
        ("sso", "sso with zendesk?", ("zendes",), ""),  # no list
    ],
)
def test_what_stands_in_no_list_is_told_apart(
    attribute: str, text: str, strange: tuple[str, ...], unlisted: str
) -> None:
    assert asked(attribute, text, strange=strange).unlisted == unlisted


@pytest.mark.parametrize(
    ("text", "rest", "strange", "question", "in_vain"),
    [
        ("do you have a gym?", ("gym",), ("gym",), "yes_no", "gym"),
        ("do you sell umbrellas for dogs?", ("umbrellas", "dogs"), ("umbrel",), "yes_no", "umbrellas"),
        ("do you have storage for photos and films?", ("storage", "photos", "films"), ("film",), "yes_no", ""),
        ("what do you have in the way of gyms?", ("gyms",), ("gym",), "what", ""),
        ("do you have anything?", (), (), "yes_no", ""),
    ],
)
def test_what_stands_nowhere_in_the_catalogue_is_asked_for_in_vain(
    text: str, rest: tuple[str, ...], strange: tuple[str, ...], question: str, in_vain: str
) -> None:
    assert asked_in_vain(reading(text, rest=rest, strange=strange, question=question)) == in_vain


def test_a_number_to_be_reached_is_asked_of_figures_alone() -> None:
    assert asked("storage", "are 50 GB enough?", counts=(count(50),)).figure == 50
    assert asked("sso", "sso for 50?", counts=(count(50),)).figure is None
    assert asked("storage", "how much storage?").figure is None


@pytest.mark.parametrize(
    ("question", "yes_no"),
    [("yes_no", True), ("question", True), ("none", False), ("how_many", False), ("what", False)],
)
def test_a_yes_or_no_is_wanted_where_the_question_has_its_form(question: str, yes_no: bool) -> None:
    assert asked("sso", "sso", question=question).yes_no is yes_no
    other = with_asked_values(Act(ActKind.ASK_FACT, fact="hours"), reading("…", question=question), CATALOGUE)
    assert other.yes_no is yes_no


@pytest.mark.parametrize(
    "said",
    [
        "our old boiler room floods every spring",
        "they told me at the desk that it was my fault",
        "half of the money goes to the choir anyway",
        "the last one was rushed, ten minutes each.",
    ],
)
def test_who_only_tells_asks_nothing(said: str) -> None:
    assert only_tells(reading(said))


@pytest.mark.parametrize(
    "said",
    [
        "opening hours",
        "and on public holidays maybe",
        "if he breaks it do we pay",
        "the receipt, would they take it",
        "wondering about the dog then",
        "is there a lift?",
    ],
)
def test_what_may_ask_is_taken_for_a_question(said: str) -> None:
    assert not only_tells(reading(said))
