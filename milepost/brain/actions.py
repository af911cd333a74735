"""The custom actions, run in this process by Rasa's own executor."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
from collections.abc import Mapping
from typing import Any

import jsonschema
from rasa.core.actions.action import RemoteAction
from rasa.core.actions.constants import SELECTIVE_DOMAIN
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection
from rasa_sdk.utils import all_subclasses


class InProcessActions(EndpointConfig):
    """An action endpoint without a server: whatever an action raises comes out of the turn."""

    def __init__(self, package: str) -> None:
        # Selective: Rasa would otherwise turn the whole domain into JSON for every call; we do it once.
        super().__init__(url="in-process", **{SELECTIVE_DOMAIN: True})
        self._executor = ActionExecutor()
        _register(self._executor, package)
        self._domain: dict[str, Any] = {}
        _check_answers_quickly()

    def know(self, domain: Domain, translations: Mapping[str, Any] | None = None) -> None:
        """The domain that actions are shown, with the responses of other languages."""
        self._domain = {**domain.as_dict(), "translations": translations or {}}

    @property
    def names(self) -> frozenset[str]:
        """The actions that there are."""
        return frozenset(self._executor.actions)

    async def request(
        self, method: str = "post", subpath: str | None = None, content_type: str | None = None, **options: Any
    ) -> Any:
        """Run the action that the call names. Raises what the action raises."""
        call = options["json"]
        call.setdefault("domain", self._domain)
        try:
            return await self._executor.run(call)
        except ActionExecutionRejection as rejection:
            answer = json.dumps({"error": str(rejection), "action_name": rejection.action_name})
            raise ClientResponseError(400, str(rejection), answer) from rejection


def _register(executor: ActionExecutor, package: str) -> None:
    """The package's own actions. Rasa's way takes those of others too, and ends the process where an import fails."""
    root = importlib.import_module(package)
    for module in pkgutil.walk_packages(root.__path__, f"{package}."):
        importlib.import_module(module.name)
    for action in all_subclasses(Action):
        if f"{action.__module__}.".startswith(f"{package}.") and not inspect.isabstract(action):
            executor.register_action(action)


def _check_answers_quickly() -> None:
    """Check an action's answer by its shape, and by Rasa's schema only where that is not sound: the schema takes longer than most
    actions, and the SDK's executor has checked each event."""
    schema = RemoteAction.action_response_format_spec()
    compiled = jsonschema.validators.validator_for(schema)(schema)

    def validate(self: RemoteAction, result: Any) -> bool:
        if not _is_sound(result):
            compiled.validate(result)
        return True

    RemoteAction._validate_action_result = validate


def _is_sound(answer: Any) -> bool:
    """Whether an answer is named events and replies, as the executor makes them."""
    events, replies = answer.get("events"), answer.get("responses")
    return (
        isinstance(events, list)
        and isinstance(replies, list)
        and all(isinstance(event, dict) and isinstance(event.get("event"), str) for event in events)
        and all(isinstance(reply, dict) for reply in replies)
    )
