"""Rasa's graph as a turn runs it: in an order worked out once, with text that stays text and rules found by their last action."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from typing import Any

from rasa.core.policies import rule_policy
from rasa.engine.graph import ExecutionContext, GraphNodeHook, GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.regex_message_handler import RegexMessageHandler
from rasa.shared.core.constants import PREVIOUS_ACTION
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import ActionExecuted
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ACTION_NAME


class TextIsText(RegexMessageHandler):
    """Leaves messages as they are. Rasa's own handler would let a visitor name intents and slots by "/intent{...}"."""

    def process(self, messages: Sequence[Any], domain: Any = None) -> list[Any]:
        """The messages, unread."""
        return list(messages)


class RulePolicy(rule_policy.RulePolicy):
    """Finds the same rules as Rasa does, but looks at no more of the conversation than the longest rule does, and only at
    rules that follow the action that came last."""

    def _prediction_states(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        use_text_for_last_user_input: bool = False,
        rule_only_data: dict[str, Any] | None = None,
    ) -> list[State]:
        states = last_states(tracker, domain, self._longest())
        self.featurizer._choose_last_user_input([states], use_text_for_last_user_input)
        return states

    def _get_possible_keys(self, lookup: dict[str, str], states: list[State]) -> set[str]:
        last = states[-1].get(PREVIOUS_ACTION) or {}
        followers = self._followers(lookup)
        keys = {*followers.get(last.get(ACTION_NAME), ()), *followers.get(None, ())}
        return set(super()._get_possible_keys(dict.fromkeys(keys, ""), states))

    def _followers(self, lookup: Mapping[str, str]) -> Mapping[str | None, Sequence[str]]:
        """The rules by the action that their last state follows; under None those that name no action there."""
        known: dict[int, dict[str | None, list[str]]] = self.__dict__.setdefault("_known_followers", {})
        if id(lookup) not in known:
            found: dict[str | None, list[str]] = {}
            for key in lookup:
                before = json.loads(key)[-1].get(PREVIOUS_ACTION) or {}
                found.setdefault(before.get(ACTION_NAME), []).append(key)
            known[id(lookup)] = found
        return known[id(lookup)]

    def _longest(self) -> int:
        """The states of the longest rule."""
        if "_states_of_longest" not in self.__dict__:
            rules = (key for part in self.lookup.values() if isinstance(part, dict) for key in part if key[:1] == "[")
            self._states_of_longest = max((len(json.loads(key)) for key in rules), default=1)
        return self._states_of_longest


def last_states(tracker: DialogueStateTracker, domain: Domain, most: int) -> list[State]:
    """The last states of a conversation as policies see them; Rasa makes all, of which rules use a few."""
    events = tracker.applied_events()
    skipped = sum(isinstance(event, ActionExecuted) for event in events) + 1 - most
    replayed, states = tracker.init_copy(), []
    for event in events:
        if isinstance(event, ActionExecuted):
            if skipped <= 0:
                states.append(domain._clean_state(domain.get_active_state(replayed)))
            skipped -= 1
        replayed.update(event)
    return [*states, domain._clean_state(domain.get_active_state(replayed))]


_IN_PLACE_OF: Mapping[type, type] = {RegexMessageHandler: TextIsText, rule_policy.RulePolicy: RulePolicy}


class OrderedRunner(DaskGraphRunner):
    """Runs the graph's nodes in an order that is worked out once, instead of planning it anew for every message; with our own
    components in the place of two of Rasa's, which learn and keep what theirs do."""

    def __init__(
        self,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
    ) -> None:
        nodes = {
            name: dataclasses.replace(node, uses=_IN_PLACE_OF.get(node.uses, node.uses))
            for name, node in graph_schema.nodes.items()
        }
        super().__init__(GraphSchema(nodes), model_storage, execution_context, hooks)
        self._orders: dict[tuple[str, ...], tuple[str, ...]] = {}

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
        if targets not in self._orders:
            order: list[str] = []
            for target in targets:
                self._append(target, order)
            self._orders[targets] = tuple(order)
        return self._orders[targets]

    def _append(self, name: str, order: list[str]) -> None:
        node = self._graph_schema.nodes.get(name)
        if node is None or name in order:
            return
        for need in node.needs.values():
            self._append(need, order)
        order.append(name)
