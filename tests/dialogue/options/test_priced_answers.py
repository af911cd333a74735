"""What has its price in an answer of the owner's rather than in the price list."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from milepost.dialogue.acts import ActKind
from milepost.dialogue.context import Context
from milepost.dialogue.prices.priced_answers import PricedAnswers
from milepost.dialogue.reading import Reading
from milepost.dialogue.referents import Meant
from milepost.sales.catalogue import Answer
from tests.dialogue.readings import fact, proposed, reading, upon
from tests.sales.shelf import shelf

ANSWERS = (
    Answer("sailing", "Do you teach sailing?", answer="Yes, 40 USD an hour with our boat.", link=""),
    Answer("postage", "What does postage cost?", answer="$6 per order.", link=""),
    Answer("seasons", "When do you open?", answer="From April on.", link=""),
)
SHELF = replace(shelf(version="with answers"), answers={each.id: each for each in ANSWERS})
PRICED = PricedAnswers(SHELF)
NOTHING, SHIRT = Meant((), "none"), Meant(("plan:shirt",), "focus")
POSTAGE = fact("answer:postage", 0.8)


@pytest.mark.parametrize(
    ("said", "subjects", "told"),
    [
        (reading("how much"), ("answer:sailing",), "answer:sailing"),
        (reading("how much"), ("answer:seasons", "answer:sailing"), None),
        (reading("your price list?"), ("answer:sailing",), None),
        (reading("how much are mugs", rest=("mugs",)), ("answer:sailing",), None),
        (reading("how much"), (), None),
    ],
)
def test_what_was_last_told_with_its_price_is_asked_for(
    said: Reading, subjects: tuple[str, ...], told: str | None
) -> None:
    assert PRICED.told_with(NOTHING, said, Context(subjects=subjects)) == told


@pytest.mark.parametrize(
    ("text", "more", "told"),
    [
        ("plus postage", {"facts": (POSTAGE,), "phrases": {"added"}}, "answer:postage"),
        ("postage", {"facts": (POSTAGE,)}, None),
        ("plus postage", {"facts": (fact("answer:postage", 0.3),), "phrases": {"added"}}, None),
        ("plus a season", {"facts": (fact("answer:seasons", 0.9),), "phrases": {"added"}}, None),
    ],
)
def test_what_is_asked_for_on_top_is_told_with_the_price(text: str, more: dict[str, Any], told: str | None) -> None:
    assert PRICED.told_with(SHIRT, reading(text, **more), Context()) == told


def test_the_answer_goes_with_the_price_that_is_proposed() -> None:
    said = reading("plus postage", facts=(POSTAGE,), phrases={"added"})
    found = proposed(ActKind.ASK_PRICE, said, upon(ActKind.ASK_PRICE, "plan:shirt"), SHELF)
    assert {each.act.fact for each in found if each.act.options == ("plan:shirt",)} == {"answer:postage"}
