"""A visitor who talks to the real bot: trained model, real catalogue, a database that is thrown away."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from milepost.brain.session import Brain
from milepost.cli.driving import described
from milepost.sales.conversations import Conversation

PROJECT = Path(__file__).resolve().parents[2]
_visitors: Counter[str] = Counter()


class Visitor:
    """`say()` gives the driver's line for the turn; what was said is kept for the checks that follow."""

    def __init__(self, brain: Brain) -> None:
        self.brain = brain
        self.conversation = _next_conversation()
        self.lines: list[dict[str, Any]] = []

    def say(self, text: str, *, asked: str | None = None) -> dict[str, Any]:
        line = described(self.brain.say(self.conversation, text, asked))
        assert "error" not in line, line
        assert line["replies"], f"no reply to {text!r}"
        self.lines.append(line)
        return line

    def press(self, title: str) -> dict[str, Any]:
        """A quick reply of the last turn, by its title."""
        payloads = {button["title"]: button["payload"] for reply in self.last["replies"] for button in reply["buttons"]}
        return self.say(payloads[title])

    @property
    def last(self) -> dict[str, Any]:
        return self.lines[-1]

    @property
    def memory(self) -> Conversation:
        with self.brain.database.begin() as store:
            return store.conversations.memory(self.conversation)[0]

    def heard(self) -> str:
        """All that the bot said in the last turn."""
        return "\n".join(reply["text"] for reply in self.last["replies"])

    def block(self, kind: str) -> dict[str, Any]:
        """The block of that kind in the last turn."""
        return next(r["custom"] for r in self.last["replies"] if (r["custom"] or {}).get("type") == kind)


def _next_conversation() -> str:
    """An id of its own, the same one in every run of a test: which wording of a reply a visitor gets depends on it."""
    test = os.environ.get("PYTEST_CURRENT_TEST", "").partition(" ")[0]
    _visitors[test] += 1
    return f"v-{uuid5(NAMESPACE_URL, f'{test} {_visitors[test]}').hex[:20]}"
