"""Getting going: what was bought is known by one of its steps, who asks for one thing hears that, and nobody is led back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from actions.moves import Say
from actions.onboarding import ActionGuideOnboarding, step_after
from milepost.dialogue.acts import Act, ActKind
from milepost.dialogue.reading import FoundFact, Reading
from milepost.sales.conversations import BuyingStage, Handler
from milepost.sales.journey import OnboardingStep
from milepost.services.turns import Turn
from milepost.store.database import Database
from tests.actions.heard import hearing, names, said
from tests.dialogue.readings import fact

KILN = (
    OnboardingStep("vent", "desk", "Open the vent", "Two fingers wide."),
    OnboardingStep("dry", "desk", "Fire it empty", "Once, slowly, to dry it."),
    OnboardingStep("shelf", "desk", "Coat the shelves", "With kiln wash, both sides."),
    OnboardingStep("first", "inbox", "Mix the glaze", "Ten minutes."),
)


@contextmanager
def customer(database: Database, act: Act, *facts: FoundFact, question: str = "none") -> Iterator[Turn]:
    read = Reading(act.text, question=question, facts=facts)
    with hearing(database, act, read, stage=BuyingStage.ONBOARDING) as turn:
        turn.catalogue = replace(turn.catalogue, journey=replace(turn.catalogue.journey, onboarding=KILN))
        yield turn


def guided(turn: Turn) -> list[Say]:
    return said(ActionGuideOnboarding(), turn)


def test_what_was_bought_is_known_by_the_step_that_is_done(sqlite_database: Database) -> None:
    act = Act(ActKind.REPORT_PROGRESS, text="the empty firing is through", how="done")
    with customer(sqlite_database, act, fact("step:dry", 0.7)) as turn:
        (say,) = guided(turn)
        assert turn.conversation.bought == "desk"
        assert (say.response, say.values["title"]) == ("utter_onboarding_next", "Coat the shelves")


def test_who_asks_for_one_thing_hears_that_and_not_the_first_step(sqlite_database: Database) -> None:
    act = Act(ActKind.ASK_HOW_TO_START, text="what do I put on the shelves")
    with customer(sqlite_database, act, fact("step:shelf", 0.7), question="question") as turn:
        (say,) = guided(turn)
        assert say.values == {"name": "Coat the shelves", "summary": "With kiln wash, both sides."}


def test_who_asks_where_to_begin_hears_the_first_step_whatever_is_written_not_so_near(
    sqlite_database: Database,
) -> None:
    act = Act(ActKind.ASK_HOW_TO_START, ("product:desk",), text="where do I begin")
    with customer(sqlite_database, act, fact("step:shelf", 0.5), question="question") as turn:
        assert guided(turn)[0].values["title"] == "Open the vent"


@pytest.mark.parametrize("how", ["done", "left", "stuck"])
def test_who_waits_for_a_person_is_not_asked_what_they_bought(sqlite_database: Database, how: str) -> None:
    act = Act(ActKind.REPORT_PROGRESS, text="did that twice", how=how)
    with customer(sqlite_database, act) as turn:
        turn.conversation.handler = Handler.WAITING
        assert names(guided(turn)) == ["utter_noted_for_colleague"]
        assert turn.conversation.missing is None


@pytest.mark.parametrize(
    ("at", "named", "skips", "expected"),
    [
        (0, None, False, 1),
        (0, 1, False, 2),  # a later one is done, and so are those before it
        (2, 0, False, 2),  # an earlier one leads nobody back, nor on
        (2, 0, True, 1),  # but to be skipped it is the one that they are at
        (2, None, True, 3),
    ],
)
def test_one_stands_behind_the_step_that_is_named(at: int, named: int | None, skips: bool, expected: int) -> None:
    step = None if named is None else KILN[named]
    assert step_after(list(KILN), at, step, skips=skips) == expected
