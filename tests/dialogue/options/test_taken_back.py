"""What is named only to say that it is not meant."""

from __future__ import annotations

import pytest

from milepost.dialogue.context import Context
from milepost.dialogue.options.taken_back import turned_down
from milepost.dialogue.referents import Referents
from tests.dialogue.readings import CATALOGUE, named, reading
from tests.dialogue.test_proposals import BUSINESS, TEAM

REFERENTS = Referents(CATALOGUE)


@pytest.mark.parametrize(
    "said",
    ["ok so not the team", "anything but please not team", "dann lieber nicht das team", "pas le team merci"],
)
def test_who_says_no_to_an_option_does_not_mean_it(said: str) -> None:
    found = reading(said, named("plan", "team"))
    assert [one.ids for one in turned_down(found)] == [("team",)]
    assert REFERENTS.named(found, Context(focus=(TEAM,))).options == ()


@pytest.mark.parametrize("said", ["why not the team?", "no team is fine", "is it not in team?", "the team, not yearly"])
def test_a_question_or_a_no_before_it_turns_nothing_down(said: str) -> None:
    found = reading(said, named("plan", "team"))
    assert turned_down(found) == []
    assert REFERENTS.named(found, Context()).options == (TEAM,)


def test_what_is_wanted_in_its_place_is_meant() -> None:
    found = reading("not team then, business it is", named("plan", "team"), named("plan", "business"))
    assert REFERENTS.named(found, Context()).options == (BUSINESS,)
