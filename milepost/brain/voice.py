"""The bot's words outside of a turn: for the clocks, which speak when nobody has written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rasa.core.nlg import NaturalLanguageGenerator

from milepost.brain.responses import begin_counting
from milepost.sales.catalogue import Catalogue


class Voice:
    """Says a response of data/responses by its name."""

    def __init__(self, nlg: NaturalLanguageGenerator, catalogue: Callable[[], Catalogue]) -> None:
        self._nlg, self._catalogue = nlg, catalogue

    def __call__(self, response: str, *, language: str, channel: str, **values: str) -> Mapping[str, Any]:
        """Its text, buttons and block in the first of its variants, in that language where it is translated."""
        begin_counting({})
        slots = {"visitor_language": language}
        known = {"company": self._catalogue().company.name, **values}
        found = self._nlg.generate_from_slots(response, slots, channel, **known) or {}
        return {"text": found.get("text", ""), "buttons": found.get("buttons") or [], "custom": found.get("custom")}
