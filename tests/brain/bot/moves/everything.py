"""What a custom action can do to a turn, well and badly."""

from __future__ import annotations

import asyncio
import time

from rasa_sdk import Action
from rasa_sdk.events import SlotSet
from rasa_sdk.interfaces import ActionExecutionRejection

from milepost.sales.conversations import Evidence, Fact, FactStatus
from milepost.services import gaps, handoffs
from milepost.services.turns import current_turn

# How often each action was begun, and what the slow ones wait for; tests look and set.
begun: dict[str, int] = {}
dawdle_seconds = [0.2]
block_seconds = [0.2]


class ActionCount(Action):
    """Counts in the memory and in a slot, and says the number."""

    def name(self) -> str:
        return "action_count"

    async def run(self, dispatcher, tracker, domain):
        turn = current_turn(tracker)
        number = (turn.conversation.value("count") or 0) + 1
        evidence = Evidence(turn.message_id, turn.text)
        turn.conversation.facts["count"] = Fact("count", number, FactStatus.SAID, evidence)
        dispatcher.utter_message(response="utter_counted", number=str(number))
        return [SlotSet("counted", float(number))]


class ActionBreak(Action):
    """Changes everything, says something, then fails."""

    def name(self) -> str:
        return "action_break"

    async def run(self, dispatcher, tracker, domain):
        begun["break"] = begun.get("break", 0) + 1
        turn = current_turn(tracker)
        turn.conversation.facts["broken"] = Fact("broken", turn.text, FactStatus.SAID)
        gaps.record(turn, "unanswered", turn.text)
        dispatcher.utter_message(text="half")
        raise ValueError(f"secret: {turn.text}")


class ActionDawdle(Action):
    """Awaits something slow."""

    def name(self) -> str:
        return "action_dawdle"

    async def run(self, dispatcher, tracker, domain):
        begun["dawdle"] = begun.get("dawdle", 0) + 1
        await asyncio.sleep(dawdle_seconds[0])
        dispatcher.utter_message(text="done dawdling")
        return []


class ActionBlock(Action):
    """Blocks the whole thread."""

    def name(self) -> str:
        return "action_block"

    async def run(self, dispatcher, tracker, domain):
        begun["block"] = begun.get("block", 0) + 1
        time.sleep(block_seconds[0])
        dispatcher.utter_message(text="done blocking")
        return []


class ActionQuote(Action):
    """Replies with a block to draw and a button."""

    def name(self) -> str:
        return "action_quote"

    async def run(self, dispatcher, tracker, domain):
        buttons = [{"title": "Yes", "payload": "Yes"}]
        dispatcher.utter_message(text="Here", buttons=buttons, json_message={"type": "quote", "total": "240.10"})
        return []


class ActionHandOver(Action):
    """Asks for a person."""

    def name(self) -> str:
        return "action_hand_over"

    async def run(self, dispatcher, tracker, domain):
        handoffs.request(current_turn(tracker), "asked")
        dispatcher.utter_message(text="A person will come.")
        return []


class ActionStaySilent(Action):
    """Says nothing."""

    def name(self) -> str:
        return "action_stay_silent"

    async def run(self, dispatcher, tracker, domain):
        return []


class ActionReject(Action):
    """Refuses to run."""

    def name(self) -> str:
        return "action_reject"

    async def run(self, dispatcher, tracker, domain):
        raise ActionExecutionRejection(self.name(), "not now")
