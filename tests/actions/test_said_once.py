"""Nothing is said twice in a turn, whichever acts lead to it."""

from __future__ import annotations

import pytest

from actions.material.once import once
from actions.material.says import Say
from milepost.services.turns import Turn
from milepost.store.database import Database
from tests.actions.heard import names
from tests.services.turns import turn_of

DUSK, WATER = "The gate shuts at dusk.", "By hand, in cold water."


def fact(text: str, response: str = "utter_fact") -> Say:
    return Say(response, {"fact": text})


def answer(text: str) -> Say:
    return Say("utter_answer", {"answer": text})


PROMISE = Say("utter_handoff_nobody_there", {"when": "9:00"})
PERHAPS, NEAR, WAITS = Say("utter_perhaps"), Say("utter_fact_near"), Say("utter_handoff_already")


@pytest.mark.parametrize(
    ("says", "heard"),
    [
        ([answer(DUSK), answer(DUSK)], ["utter_answer"]),
        ([answer(DUSK), answer(WATER)], ["utter_answer", "utter_answer"]),
        ([answer(DUSK), fact(DUSK)], ["utter_answer"]),
        ([fact(DUSK, "utter_fact_yes"), fact(DUSK)], ["utter_fact_yes"]),
        ([answer(f"{WATER} {DUSK}"), fact(DUSK, "utter_fact_nearly")], ["utter_answer"]),
        ([answer(DUSK), NEAR, fact(DUSK), PERHAPS, answer(WATER)], ["utter_answer", "utter_perhaps", "utter_answer"]),
        ([NEAR, fact(DUSK), NEAR, answer(DUSK)], ["utter_fact_near", "utter_fact"]),
        ([answer(DUSK), PERHAPS], ["utter_answer"]),
        ([Say("utter_answer_unknown"), Say("utter_answer_unknown")], ["utter_answer_unknown"]),
        ([Say("utter_which_product", buttons=("A",)), Say("utter_which_product", buttons=("B",))], ["utter_which_product"] * 2),
        ([Say("utter_noted_for_colleague"), WAITS], ["utter_noted_for_colleague"]),
        ([Say("utter_complaint"), PROMISE], ["utter_complaint", "utter_handoff_nobody_there"]),
        ([PROMISE, WAITS], ["utter_handoff_nobody_there"]),
        ([Say("utter_noted", {"facts": "12 people"}), Say("utter_noted_plain")], ["utter_noted"]),
        ([Say("utter_price_total", {"total": "9"}), Say("utter_price_total", {"total": "8"})], ["utter_price_total"] * 2),
    ],
)  # fmt: skip
def test_what_was_said_in_a_turn_is_not_said_again(
    sqlite_database: Database, says: list[Say], heard: list[str]
) -> None:
    with turn_of(sqlite_database) as turn:
        assert names(list(once(turn, says))) == heard


def test_it_holds_across_the_moves_of_a_turn_and_not_beyond(sqlite_database: Database) -> None:
    with turn_of(sqlite_database) as turn:
        assert spoken(turn) == ["utter_answer"]
        assert spoken(turn) == []
    with turn_of(sqlite_database) as turn:
        assert spoken(turn) == ["utter_answer"]


def spoken(turn: Turn) -> list[str]:
    return names(list(once(turn, [answer(DUSK)])))
