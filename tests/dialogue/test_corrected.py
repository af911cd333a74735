"""Corrections: what is put right in the act before, in the words of five languages, and what is no correction at all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from milepost.dialogue.acts import Act, ActKind
from milepost.dialogue.context import Context
from milepost.dialogue.options.corrected import corrected
from milepost.dialogue.reading import Reading
from milepost.dialogue.referents import Referents
from milepost.sales.cases import Case
from tests.dialogue.readings import CATALOGUE, count, named, reading, upon
from tests.dialogue.test_proposals import BUSINESS, SOLO, TEAM

REFERENTS = Referents(CATALOGUE)
PRICED = upon(ActKind.ASK_PRICE, TEAM, case=Case(number=5, term="year"))
TOLD = upon(ActKind.ASK_FACT, SOLO, last={"fact": "attribute:seats"})
WEIGHED = upon(ActKind.COMPARE, SOLO, TEAM)


def of(text: str, *plans: str, **more: Any) -> Reading:
    return reading(text, *(named("plan", plan) for plan in plans), **more)


@pytest.mark.parametrize(
    ("said", "context", "expected"),
    [
        (of("not the team, the business", "team", "business"), PRICED, {"options": (BUSINESS,), "number": 5}),
        (of("business i meant", "business"), PRICED, {"options": (BUSINESS,)}),
        (of("no, the business", "business"), PRICED, {"options": (BUSINESS,)}),
        (of("no i said 3", counts=(count(3),), rest=("3",)), PRICED, {"options": (TEAM,), "number": 3}),
        (of("i said monthly", term="month", rest=("monthly",)), PRICED, {"options": (TEAM,), "term": "month"}),
        (of("the team, not the solo", "team", "solo"), TOLD, {"options": (TEAM,), "fact": "attribute:seats"}),
        (of("business instead of team", "business", "team"), WEIGHED, {"options": (SOLO, BUSINESS)}),
        (of("ich meinte business", "business"), PRICED, {"options": (BUSINESS,)}),
        (of("nicht das team, das business", "team", "business"), PRICED, {"options": (BUSINESS,)}),
        (of("no el team, el business", "team", "business"), PRICED, {"options": (BUSINESS,)}),
        (of("pas le team, le business", "team", "business"), PRICED, {"options": (BUSINESS,)}),
        (of("não o team, o business", "team", "business"), PRICED, {"options": (BUSINESS,)}),
    ],
)
def test_a_correction_does_the_act_before_anew(said: Reading, context: Context, expected: dict[str, Any]) -> None:
    act = corrected(said, context, REFERENTS)
    assert act is not None
    assert context.last is not None
    assert (act.kind, act.text) == (context.last.kind, said.text)
    assert {name: getattr(act, name) for name in expected} == expected


def test_what_is_told_of_an_option_is_told_of_the_one_that_was_meant() -> None:
    asked = upon(ActKind.ASK_FACT, SOLO, last={"fact": SOLO})
    act = corrected(of("not solo, team", "solo", "team"), asked, REFERENTS)
    assert act is not None
    assert (act.options, act.fact) == ((TEAM,), TEAM)


def test_what_is_put_in_the_place_of_another_may_be_called_by_ordinary_words() -> None:
    act = corrected(of("not the team one, the brand shirt", "team", rest=("brand", "shirt")), PRICED, REFERENTS)
    assert act is None  # more than a name is said by words that nothing explains
    act = corrected(of("not the team, the shirt", "team", rest=("shirt",)), PRICED, REFERENTS)
    assert act is not None
    assert act.options == ("product:shirt",)


def test_an_option_put_in_the_place_of_one_that_we_named_is_told_of() -> None:
    act = corrected(of("not solo, team", "solo", "team"), upon(), REFERENTS)
    assert act == Act(ActKind.ASK_FACT, (TEAM,), fact=TEAM, text="not solo, team", why=act.why if act else "")


@pytest.mark.parametrize(
    ("said", "context"),
    [
        (of("not the team", "team"), PRICED),  # nothing is put in its place
        (of("not the team, what about business?", "team", "business"), PRICED),
        (of("no thanks"), PRICED),
        (of("no, i'll take the business", "business"), PRICED),  # a choice
        (
            of("no, 3", counts=(count(3),), rest=()),
            replace(PRICED, asked="team_size"),
        ),  # the answer to a question of ours
        (of("i said it was slow and the printer broke"), PRICED),
        (of("no i said 3", counts=(count(3),), rest=("3",)), TOLD),  # a number of which nothing hangs
        (of("business", "business"), PRICED),
    ],
)
def test_anything_else_corrects_nothing(said: Reading, context: Context) -> None:
    assert corrected(said, context, REFERENTS) is None
