"""Fit and intent are the sum of the reasons that they show."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from milepost.sales.conversations import FactStatus, Touch
from milepost.sales.notes.scores import Score, fit, horizon, intent
from milepost.sales.recommendation import ranked
from tests.sales.shelf import memory, said, shelf

NOW = datetime(2026, 11, 21, 12, tzinfo=timezone.utc)
SHELF = shelf()


def intent_of(conversation: Any, *, last_words: datetime = NOW) -> Score:
    return intent(conversation, now=NOW, last_words=last_words)


def test_nothing_known_is_no_number() -> None:
    assert intent_of(memory()) == Score(None, ())
    assert fit((), {}, is_fit=True, option="Team") == Score(None, ())


@pytest.mark.parametrize(
    ("stage", "value"),
    [("awareness", 10), ("research", 20), ("evaluation", 40), ("purchase", 60), ("retention", 30), ("advocacy", 40)],
)
def test_intent_begins_with_the_stage(stage: str, value: int) -> None:
    assert intent_of(memory(stage)).value == value


@pytest.mark.parametrize(
    ("facts", "change"),
    [
        ({"email": said("email", "a@b.example")}, 10),
        ({"email": said("email", "a@b.example"), "phone": said("phone", "+4712345678")}, 10),
        ({"timeline": said("timeline", {"text": "asap", "horizon": "P0D"})}, 10),
        ({"timeline": said("timeline", {"text": "in 3 months", "horizon": "P3M"})}, 5),
        ({"timeline": said("timeline", {"text": "next year", "horizon": "P1Y"})}, -5),
        ({"timeline": said("timeline", {"text": "some day", "horizon": None})}, 0),
        ({"budget": said("budget", None, status=FactStatus.REFUSED)}, -3),
        ({"budget": said("budget", None, status=FactStatus.ASKED)}, 0),
    ],
)
def test_what_they_told_moves_intent(facts: dict[str, Any], change: int) -> None:
    assert intent_of(memory("research", facts)).value == 20 + change


def test_what_they_did_moves_intent_and_says_where() -> None:
    conversation = memory("evaluation")
    conversation.touch("plan:team", Touch.PRICED, "m4")
    conversation.touch("plan:solo", Touch.RULED_OUT, "m5")
    conversation.touch("competitor:deskhero", Touch.RULED_OUT, "m6")
    conversation.objections.append("too dear")
    score = intent_of(conversation)
    assert score.value == 40 + 10 - 5 - 5
    assert [(point.points, point.message) for point in score.plus][1:] == [(10, "m4")]
    assert [point.text for point in score.minus] == ["objection: too dear", "ruled out some of what we sell"]


@pytest.mark.parametrize(("days", "change"), [(0, 0), (2, 0), (3, -5), (13, -5), (14, -15)])
def test_silence_takes_intent_away(days: int, change: int) -> None:
    assert intent_of(memory("research"), last_words=NOW - timedelta(days=days)).value == 20 + change


def test_a_number_stays_on_its_scale() -> None:
    conversation = memory("awareness", {"budget": said("budget", None, status=FactStatus.REFUSED)})
    conversation.objections += ["one", "two", "three"]
    assert intent_of(conversation, last_words=NOW - timedelta(days=30)).value == 0


def test_fit_counts_what_the_option_meets_and_lacks() -> None:
    facts = {"size": said("size", {"value": 14}, message="m1"), "system": said("system", "macOS", message="m2")}
    options = {option.product.id: option for option in ranked(SHELF, memory("research", facts))}

    def score(product: str) -> Score:
        option = options[product]
        return fit(option.reasons, SHELF.journey.needs, is_fit=option.is_fit, option=option.product.name)

    good, bad = score("orchard-14"), score("desk-17")
    assert good.value is not None
    assert bad.value is not None
    assert good.value > 40 > bad.value
    assert {point.message for point in good.plus} == {"", "m1", "m2"}
    assert any("system" in point.text for point in bad.minus)
    assert good.value == sum(point.points for point in good.reasons)


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ({"horizon": "P2W"}, 14),
        ({"horizon": "P3M"}, 90),
        ({"horizon": "P0D"}, 0),
        ({"horizon": "date:2027-01"}, None),
        ("soon", None),
    ],
)
def test_horizons_are_read(value: Any, days: int | None) -> None:
    assert horizon(value) == (None if days is None else timedelta(days=days))
