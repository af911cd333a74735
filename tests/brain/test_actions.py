from __future__ import annotations

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import ClientResponseError

from milepost.brain.actions import InProcessActions
from tests.brain.tiny_bot import MOVES


def call(name: str) -> dict:
    tracker = {"sender_id": "c1", "slots": {}, "latest_message": {}, "events": [], "paused": False}
    return {"json": {"next_action": name, "tracker": tracker}}


async def test_an_actions_error_comes_out_as_it_is() -> None:
    with pytest.raises(Exception, match="no turn is in progress"):
        await InProcessActions(MOVES).request(**call("action_break"))


async def test_a_rejection_is_what_rasa_takes_for_one() -> None:
    with pytest.raises(ClientResponseError) as caught:
        await InProcessActions(MOVES).request(**call("action_reject"))
    assert caught.value.status == 400
    assert '"action_name": "action_reject"' in caught.value.text


async def test_an_answer_is_checked_as_rasa_would() -> None:
    endpoint = InProcessActions(MOVES)
    answer = await endpoint.request(**call("action_stay_silent"))
    action = RemoteAction("action_stay_silent", endpoint)
    assert action._validate_action_result(answer)
    with pytest.raises(ValidationError):
        action._validate_action_result({"events": "none", "responses": []})


def test_only_the_packages_own_actions_are_registered() -> None:
    assert "action_count" in InProcessActions(MOVES).names
    assert InProcessActions("tests.brain.bot.none").names == frozenset()


def test_a_package_that_cannot_be_imported_does_not_end_the_process() -> None:
    with pytest.raises(ImportError):
        InProcessActions("tests.brain.bot.nowhere")
