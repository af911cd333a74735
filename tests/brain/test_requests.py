"""Several requests in one message."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from actions.material.requests import MOVES
from milepost.brain.requests import _TELLS, parts_of, several
from tests.conversations.visitors import PROJECT


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "how does A compare to B, and what's 30 seats yearly?",
            ["how does A compare to B", "what's 30 seats yearly?"],
        ),
        ("Do you have SSO? Where is the data stored?", ["Do you have SSO?", "Where is the data stored?"]),
        ("what does it cost and how do i order", ["what does it cost", "how do i order"]),
        ("¿Cuánto cuesta A y qué diferencia hay con B?", ["¿Cuánto cuesta A", "qué diferencia hay con B?"]),
        ("Was kostet A und wie bestelle ich?", ["Was kostet A", "wie bestelle ich?"]),
        ("Combien coûte A et est-ce qu'il y a un essai ?", ["Combien coûte A", "est-ce qu'il y a un essai ?"]),
        ("Quanto custa A e como faço o pedido?", ["Quanto custa A", "como faço o pedido?"]),
        ("What is A? We are 14. How much is it?", ["What is A?", "We are 14. How much is it?"]),
    ],
)
def test_a_message_falls_apart_where_a_second_request_begins(text: str, parts: list[str]) -> None:
    assert list(parts_of(text)) == parts


@pytest.mark.parametrize(
    "text",
    [
        "how much is A for 30 seats, paid yearly?",
        "we need something that is fast, is cheap and does not break",
        "We are 14 people. How much is A?",
        "compare A and B",
        "??? ?? ?",
        "hi, i lost my order number 4. 5. 6.",
        "what about e.g. the blue one",
        "",
    ],
)
def test_one_request_stays_whole(text: str) -> None:
    assert parts_of(text) == ()


def test_a_yes_is_a_part_only_where_something_is_offered() -> None:
    assert parts_of("yes please, and how do I pay?", is_offered=True) == ("yes please", "how do I pay?")
    assert parts_of("yes please, and how do I pay?") == ()


def parse(intent: str, text: str = "", confidence: float = 0.9, **found: Any) -> dict[str, Any]:
    reading = {"name": intent, "confidence": confidence}
    return {"text": text, "intent": reading, "intent_ranking": [reading], **found}


def test_requests_are_what_asks_for_something_in_order() -> None:
    told, price, order = parse("state_need"), parse("ask_price"), parse("want_to_buy")
    assert [one["intent"]["name"] for one in several([told, price, order])] == ["ask_price", "want_to_buy"]
    assert several([told, price]) == []


def test_a_reading_that_is_a_guess_is_no_request() -> None:
    assert several([parse("ask_price"), parse("ask_product", confidence=0.2)]) == []


def test_the_same_request_twice_is_one_unless_it_is_about_something_else() -> None:
    def mention(name: str) -> dict[str, Any]:
        return {"kind": "product", "ids": [name]}

    twice = [parse("ask_price", mentions=[mention("a")]), parse("ask_price")]
    assert several(twice) == []
    assert len(several([parse("ask_price", mentions=[mention("a")]), parse("ask_price", mentions=[mention("b")])])) == 2
    answers = [parse("ask_question", answers=[{"id": name, "score": 0.7}]) for name in ("refunds", "hosting")]
    assert len(several(answers)) == 2


def test_every_request_has_the_move_of_its_rule() -> None:
    rules = yaml.safe_load((PROJECT / "data" / "rules.yml").read_text(encoding="utf-8"))["rules"]
    moves = {}
    for rule in rules:
        first = rule["steps"][0]
        for step in first.get("or", [first]):
            moves[step["intent"]] = rule["steps"][1]["action"]
    asked = {intent: move for intent, move in moves.items() if intent not in _TELLS}
    assert dict(MOVES) == asked
