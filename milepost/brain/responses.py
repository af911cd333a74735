"""The bot's words: of several variants the next one in turn, never at random."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import yaml
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg.generator import ResponseVariationFilter
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator

from milepost.services.turns import turn_in_progress

# Response -> how often it was used in this conversation, and the checksum of the variant used last.
_Said = dict[str, tuple[int, int]]
# Language -> response -> its variants.
Translations = Mapping[str, Mapping[str, list[dict[str, Any]]]]
_FILLED = ("text", "custom", "buttons", "image", "attachment", "quick_replies")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLACE = re.compile(r"\{([^\n{}]+?)\}")
_said: ContextVar[_Said | None] = ContextVar("milepost_said", default=None)


def begin_counting(said: Mapping[str, Any]) -> None:
    """Go on from what this conversation has used so far."""
    _said.set({name: (int(count), int(last)) for name, (count, last) in said.items()})


def counted() -> dict[str, Any]:
    """What this conversation has used, as JSON."""
    return {name: list(use) for name, use in (_said.get() or {}).items()}


def read_translations(folder: Path) -> Translations:
    """The responses of each language that has a folder there, named as in data/responses."""
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for file in sorted(folder.glob("*/*.yml")):
        read = yaml.load(file.read_text(encoding="utf-8"), Loader=_LOADER)
        found.setdefault(file.parent.name, {}).update(read["responses"])
    return found


class TurnByTurn(TemplatedNaturalLanguageGenerator):
    """Rasa's generator, with the variants of a response taken one after the other in each conversation.

    Conditions on slots and channels are honoured as Rasa documents them. `{company}` and `{tagline}` are known to every
    response; a value is never read as a template itself. A response is said in the conversation's language where
    `translations` has it, else as the domain has it.
    """

    translations: Translations = {}

    def _random_response_for(
        self, utter_action: str, output_channel: str, filled_slots: dict[str, Any]
    ) -> dict[str, Any] | None:
        responses = {**self.responses, **self.translations.get(_language(filled_slots), {})}
        if utter_action not in responses:
            return None
        fitting = ResponseVariationFilter(responses).responses_for_utter_action(
            utter_action, output_channel, filled_slots
        )
        return self._next(utter_action, fitting) if fitting else None

    def _fill_response(
        self, response: dict[str, Any], filled_slots: dict[str, Any] | None = None, **values: Any
    ) -> dict[str, Any]:
        known = {**_company(), **(filled_slots or {}), **values}
        return {name: _filled(part, known) if name in _FILLED else part for name, part in response.items()}

    def _next(self, name: str, fitting: list[dict[str, Any]]) -> dict[str, Any]:
        said = _said.get()
        if said is None:
            return fitting[0]
        count, last = said.get(name, (0, 0))
        choice = fitting[count % len(fitting)]
        if len(fitting) > 1 and count and _checksum(choice) == last:
            choice = fitting[(count + 1) % len(fitting)]
        said[name] = (count + 1, _checksum(choice))
        return choice


class Collector(OutputChannel):
    """Takes what the bot says in one turn, in order, and nothing twice."""

    def __init__(self, channel: str) -> None:
        self._channel = channel
        self.replies: list[dict[str, Any]] = []

    def name(self) -> str:
        """The channel's name, which responses may be written for."""
        return self._channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep one reply: its text, its buttons and its block."""
        reply = {
            "text": message.get("text") or "",
            "buttons": [_button(button) for button in message.get("buttons") or ()],
            "custom": message.get("custom") or None,
        }
        if any(reply.values()) and not any(_says_no_more(reply, before) for before in self.replies):
            self.replies.append(reply)


def _says_no_more(reply: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    """Whether a reply has the text of an earlier one, and no other buttons or block."""
    return (
        bool(reply["text"])
        and reply["text"] == before["text"]
        and reply["buttons"] in ([], before["buttons"])
        and (reply["custom"] is None or before["custom"] is not None)
    )


def _filled(part: Any, values: Mapping[str, Any]) -> Any:
    if isinstance(part, str):
        return _PLACE.sub(lambda place: str(values.get(place[1], place[0])), part)
    if isinstance(part, Mapping):
        return {name: _filled(inner, values) for name, inner in part.items()}
    return [_filled(inner, values) for inner in part] if isinstance(part, list) else part


def _company() -> dict[str, str]:
    turn = turn_in_progress()
    return {} if turn is None else {"company": turn.catalogue.company.name, "tagline": turn.catalogue.company.tagline}


def _language(slots: Mapping[str, Any]) -> str:
    turn = turn_in_progress()
    return str((turn.conversation.language if turn else slots.get("visitor_language")) or "")


def _button(button: Mapping[str, Any]) -> dict[str, str]:
    title = str(button.get("title", ""))
    return {"title": title, "payload": str(button.get("payload") or title)}


def _checksum(variant: Mapping[str, Any]) -> int:
    return zlib.crc32(str(variant.get("text")).encode())
