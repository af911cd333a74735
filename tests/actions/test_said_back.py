"""What is repeated as heard: values of known kinds, as a person would say them, and no fragments of free text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from actions.material.needs_told import acknowledged
from milepost.dialogue.acts import Act, ActKind
from milepost.sales.conversations import Evidence, Fact, FactStatus
from milepost.sales.journey import NeedDefinition
from milepost.store.database import Database
from tests.actions.heard import hearing

BY_JANUARY = ("timeline", {"text": "by the end of january", "horizon": "date:--01"})


def on(words: str, horizon: str) -> tuple[str, Any]:
    return "timeline", {"text": words, "horizon": horizon}


@pytest.mark.parametrize(
    ("text", "facts", "heard"),
    [
        ("12 of us, by the end of january", [("team_size", 12), BY_JANUARY], "12 people, by the end of january"),
        ("our bakery has 12 people", [("use_case", "our bakery"), ("team_size", 12)], "12 people"),
        ("so long then", [("use_case", "so long")], None),
        ("we keep it all in a notebook", [("current_solution", "a notebook")], None),
        ("we are a rowing club", [("industry", "rowing club"), ("customer_kind", "nonprofit")], None),
        ("3rd to 5th may", [on("5th may", "date:--05-05")], None),
        ("march or april", [on("april", "date:--04")], None),
        ("5th may would be good", [on("5th may", "date:--05-05")], "5 May"),
        ("it will be the week", [on("the week", "P1W")], None),
        ("next week please", [on("next week", "P1W")], "next week"),
        ("somewhere in the EU", [("region", "EU")], "EU"),
        ("somewhere in Europe", [("region", "EU")], None),
        ("I'm Per", [("contact_name", "Per"), ("company", "Per")], "Per"),
        ("per@fjord.example", [("email", "per@fjord.example"), ("company", "fjord")], "per@fjord.example"),
    ],
)  # fmt: skip
def test_only_what_is_worth_repeating_is_said_back(
    sqlite_database: Database, text: str, facts: list[tuple[str, Any]], heard: str | None
) -> None:
    with hearing(sqlite_database, Act(ActKind.STATE_NEED, text=text)) as turn:
        place = NeedDefinition("region", "attribute", "Where?", "So that it is near.", attribute="region")
        journey = replace(turn.catalogue.journey, needs={**turn.catalogue.journey.needs, "region": place})
        turn.catalogue, turn.text = replace(turn.catalogue, journey=journey), text
        turn.changed = [Fact(name, value, FactStatus.SAID, Evidence("m1", text)) for name, value in facts]
        turn.conversation.facts |= {fact.name: fact for fact in turn.changed if fact.name == "email"}
        (say,) = acknowledged(turn)
        assert (say.response, say.values.get("facts")) == ("utter_noted" if heard else "utter_noted_plain", heard)


def test_what_was_only_inferred_is_not_said_back(sqlite_database: Database) -> None:
    with hearing(sqlite_database, Act(ActKind.STATE_NEED, text="a dozen")) as turn:
        turn.changed = [Fact("team_size", 12, FactStatus.INFERRED, Evidence("m1", "a dozen"))]
        assert [say.response for say in acknowledged(turn)] == ["utter_noted_plain"]
