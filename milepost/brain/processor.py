"""Rasa's message processor for one turn: a failure is a failure, and a trial of an action leaves no trace."""

from __future__ import annotations

import copy
import os
import tarfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from rasa.core.actions.action import Action, ActionExecutionRejection
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.engine import loader
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.storage import ModelMetadata
from rasa.shared.constants import UTTER_PREFIX
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, ActionExecutionRejected
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.common import TempDirectoryPath, get_temp_dir_name

from milepost.brain.graph import OrderedRunner
from milepost.errors import ModelMissing


class TurnProcessor(MessageProcessor):
    """Handles one message within a turn."""

    @staticmethod
    def _load_model(model_path: str | Path) -> tuple[str, ModelMetadata, GraphRunner]:
        try:
            with TempDirectoryPath(get_temp_dir_name()) as folder:
                metadata, runner = loader.load_predict_graph_runner(
                    Path(folder), Path(model_path), LocalModelStorage, OrderedRunner
                )
        except (tarfile.ReadError, FileNotFoundError) as error:
            raise ModelMissing(f"{model_path} is not a model; `milepost train` makes one") from error
        return os.path.basename(model_path), metadata, runner

    async def handle_acts(self, message: UserMessage, acts: Iterable[Mapping[str, Any]]) -> None:
        """What a message does, act by act: each is an utterance in the tracker, and the rules see it as one.

        `acts` are parses whose intent is the act; whoever gives them may prepare the turn for the next as it is asked for.
        """
        tracker = await self.fetch_tracker_and_update_session(
            message.sender_id, message.output_channel, message.metadata
        )
        for parse in acts:
            message.parse_data = dict(parse)
            await self._handle_message_with_tracker(message, tracker)
            tracker = await self.run_action_extract_slots(message.output_channel, tracker)
            await self._run_prediction_loop(message.output_channel, tracker)
        await self.save_tracker(tracker)

    async def _run_prediction_loop(self, output_channel: OutputChannel, tracker: DialogueStateTracker) -> None:
        """As Rasa does, but the bot listens in the end: where Rasa breaks a circuit, it never acts again."""
        await super()._run_prediction_loop(output_channel, tracker)
        if tracker.latest_action_name != ACTION_LISTEN_NAME:
            tracker.update(ActionExecuted(ACTION_LISTEN_NAME), self.domain)

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        """As Rasa does, but an action that fails ends the turn: Rasa would record it as done and go on.

        The same action twice in a row ends the turn as well: a fallback that no rule follows is predicted for ever.
        """
        if action.name() == tracker.latest_action_name:
            return False
        trial = on_trial(tracker)
        trial.update_with_events(prediction.events, self.domain)
        try:
            events = await action.run(output_channel, nlg, trial, self.domain)
        except ActionExecutionRejection:
            rejected = ActionExecutionRejected(action.name(), prediction.policy_name, prediction.max_confidence)
            tracker.update(rejected)
            return bool(self.should_predict_another_action(action.name()))
        self._log_action_on_tracker(tracker, action, events, prediction)
        if action.name() != ACTION_LISTEN_NAME and not action.name().startswith(UTTER_PREFIX):
            self._log_slots(tracker)
        await self._send_bot_messages(events, tracker, output_channel)
        return bool(self.should_predict_another_action(action.name()))


def on_trial(tracker: DialogueStateTracker) -> DialogueStateTracker:
    """A tracker in the same state, of which events, slots and loop are its own. Rasa's copy lives the conversation anew."""
    trial = copy.copy(tracker)
    trial.events = copy.copy(tracker.events)
    trial.slots = {name: copy.copy(slot) for name, slot in tracker.slots.items()}
    trial.active_loop = copy.copy(tracker.active_loop)
    return trial
