"""A visitor who walks at random: says one thing after another to the real bot and keeps what happened."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from milepost.brain.session import Brain
from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import Conversation
from milepost.services import catalogues
from tests.conversations.visitors import Visitor
from tests.conversations.walks.sayings import Saying, saying

PERSON = "I'd like to talk to a person"


class Remembering:
    """The processor, reading each text once: what NLU makes of a message depends on nothing but the text, the open
    question, the question before, the language and the catalogue."""

    def __init__(self, processor: Any) -> None:
        self._processor = processor
        self._read: dict[Any, Any] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._processor, name)

    async def parse_message(self, message: Any) -> Any:
        known = message.metadata or {}
        key = (
            message.text,
            known.get("asked"),
            known.get("language"),
            known.get("before"),
            catalogues.in_force().version,
        )
        if key not in self._read:
            self._read[key] = await self._processor.parse_message(message)
        return deepcopy(self._read[key])


@dataclass(frozen=True)
class Step:
    """One turn: what was said, the driver's line that came back, the memory before (None: the first turn) and after."""

    said: Saying
    line: dict[str, Any]
    before: Conversation | None
    after: Conversation

    @property
    def texts(self) -> list[str]:
        return [reply["text"] for reply in self.line["replies"]]

    @property
    def buttons(self) -> list[str]:
        return [button["payload"] for reply in self.line["replies"] for button in reply["buttons"]]

    @property
    def blocks(self) -> list[dict[str, Any]]:
        return [reply["custom"] for reply in self.line["replies"] if reply["custom"]]


class Walker(Visitor):
    """A visitor whose steps are kept for the promises that are checked after each of them."""

    def __init__(self, brain: Brain, catalogue: Catalogue) -> None:
        super().__init__(brain)
        self.catalogue = catalogue
        self.steps: list[Step] = []

    @property
    def said(self) -> list[str]:
        return [step.said.text for step in self.steps]

    def walk(self, kind: str, number: int) -> Step:
        """Says something of that kind."""
        before = self.steps[-1].after if self.steps else None
        return self.take(saying(kind, number, self, self.catalogue, before))

    def take(self, said: Saying) -> Step:
        before = self.steps[-1].after if self.steps else None
        line = self.say(said.text)
        self.steps.append(Step(said, line, before, self.memory))
        return self.steps[-1]

    def written(self) -> str:
        """The conversation so far, to be read where a promise was broken."""
        lines = []
        for step in self.steps:
            lines.append(f"> [{step.said.kind}] {step.said.text}")
            lines += [f"    {text}" for text in step.texts]
            lines += [f"    ({' | '.join(step.buttons)})"] if step.buttons else []
        return "\n".join(lines)
