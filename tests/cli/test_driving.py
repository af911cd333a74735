"""One JSON line in, one out: what tools read of a turn."""

from __future__ import annotations

import json

from milepost.brain.turns import TurnResult
from milepost.cli.driving import answer_line
from milepost.dialogue.acts import Act, ActKind
from milepost.sales.conversations import Conversation


class Brain:
    """Answers everything with the same turn."""

    def __init__(self, result: TurnResult) -> None:
        self.result = result

    def say(self, conversation: str, text: str, asked: str | None) -> TurnResult:
        return self.result


def line_of(result: TurnResult) -> dict[str, object]:
    line = answer_line(Brain(result), json.dumps({"conversation": "c1", "text": "how much is Team for 20?"}))
    assert json.loads(json.dumps(line)) == line
    return line


def test_the_acts_of_a_turn_stand_with_their_arguments_and_how_sure_they_are() -> None:
    price = Act(
        ActKind.ASK_PRICE, ("plan:team",), number=20, term="year", confidence=0.93, text="how much", why="named"
    )
    line = line_of(TurnResult(memory=Conversation("c1"), acts=(price, Act(ActKind.THANK, confidence=0.7))))
    assert line["acts"] == [
        {
            "name": "ask_price",
            "arguments": {"options": ["plan:team"], "number": 20, "term": "year"},
            "confidence": 0.93,
        },
        {"name": "thank", "arguments": {}, "confidence": 0.7},
    ]


def test_the_keys_of_a_line_are_those_of_its_page_whatever_came_of_the_turn() -> None:
    keys = {"conversation", "replies", "intent", "acts", "message_stage", "buying_stage", "needs", "contact", "asked"}
    keys |= {"offers_person", "handler"}
    assert set(line_of(TurnResult(memory=Conversation("c1")))) == keys
    assert set(line_of(TurnResult(error="Timeout"))) == keys | {"error"}
    assert set(answer_line(None, "no json")) == keys | {"error"}
