"""Rasa's message processor for one turn: a failure is a failure, and text that begins with "/" is text."""

from __future__ import annotations

import os
import tarfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rasa.core.actions.action import Action, ActionExecutionRejection
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.engine import loader
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.storage import ModelMetadata
from rasa.nlu.classifiers.regex_message_handler import RegexMessageHandler
from rasa.shared.constants import UTTER_PREFIX
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, ActionExecutionRejected
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.common import TempDirectoryPath, get_temp_dir_name

from milepost.errors import ModelMissing


class TextIsText(RegexMessageHandler):
    """Leaves messages as they are. Rasa's own handler would let a visitor name intents and slots by "/intent{...}"."""

    def process(self, messages: Sequence[Any], domain: Any = None) -> list[Any]:
        """The messages, unread."""
        return list(messages)


class OrderedRunner(DaskGraphRunner):
    """Runs the graph's nodes in an order that is worked out once, instead of planning it anew for every message."""

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """What the targets give."""
        wanted = tuple(targets or self._graph_schema.target_names)
        done: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
        for name in self._order(wanted):
            if name not in done:
                needs = self._graph_schema.nodes[name].needs.values()
                done[name] = self._instantiated_nodes[name](*(done[need] for need in needs))
        return dict(done[name] for name in wanted)

    def _order(self, targets: tuple[str, ...]) -> tuple[str, ...]:
        orders = self.__dict__.setdefault("_orders", {})
        if targets not in orders:
            order: list[str] = []
            for target in targets:
                self._append(target, order)
            orders[targets] = tuple(order)
        return tuple(orders[targets])

    def _append(self, name: str, order: list[str]) -> None:
        node = self._graph_schema.nodes.get(name)
        if node is None or name in order:
            return
        for need in node.needs.values():
            self._append(need, order)
        order.append(name)


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
        for node in runner._instantiated_nodes.values():
            if isinstance(node._component, RegexMessageHandler):
                node._component, node._fn = TextIsText(), TextIsText.process
        return os.path.basename(model_path), metadata, runner

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
        trial = tracker.copy()
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
