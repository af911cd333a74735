"""What a channel tells the shared checks about its platform: one such table for each kind."""

from __future__ import annotations

import importlib
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.channels.local_platform import Called

PUBLIC_URL = "https://chat.example"


@dataclass(frozen=True)
class Raw:
    """A call of the platform, before it is signed; `event` is its id where that stands in a header."""

    body: bytes
    content_type: str = "application/json"
    query: str = ""
    event: str = ""


@dataclass(frozen=True)
class Sent:
    """A message as the visitor gets it, with what each button would send back."""

    text: str
    buttons: Sequence[tuple[str, Any]] = field(default=())


class Table(ABC):
    """One platform. Ada writes, unless another `sender` is named; senders are small numbers."""

    name: str
    signs_body = True
    """Whether its signature covers the body: False where a shared secret is all that the platform has."""
    signs_time = True
    """Whether it signs when a call was made: False where only the message's id tells a replay."""
    retry_header = True
    """Whether it tells by Retry-After how long to wait; False where it says so in its own way or not at all."""

    needs_keys = False
    """Whether a call can be checked only while the platform's keys can be had."""

    @abstractmethod
    def environment(self, url: str) -> dict[str, str]:
        """Its settings, with the platform at `url`."""

    @abstractmethod
    def message(self, message_id: int, text: str, *, sender: int = 1) -> Raw:
        """Ada's words."""

    @abstractmethod
    def voice(self, message_id: int) -> Raw:
        """A voice message of Ada's, without words."""

    @abstractmethod
    def press(self, message_id: int, sent: Sent, place: int) -> Raw:
        """Ada presses button number `place` of what she was sent, or does what she was told to."""

    @abstractmethod
    def signed(self, raw: Raw, *, secret: str | None = None, at: float | None = None) -> dict[str, str]:
        """The headers that come with it, signed with the secret at that time."""

    def sealed(self, raw: Raw, *, secret: str | None = None, at: float | None = None) -> Raw:
        """The call with its signature in the body, for a platform that puts it there."""
        return raw

    begins_anew = False
    """Whether a message that answers none of ours begins another conversation, as an e-mail does."""

    @abstractmethod
    def reply(self, called: Called) -> Any:
        """What the platform answers to a call of ours."""

    @abstractmethod
    def sent(self, calls: Sequence[Called]) -> list[Sent]:
        """The messages among the calls."""

    @abstractmethod
    def refusal(self) -> tuple[int, Any]:
        """What it answers when it will never deliver to this visitor."""

    def spares(self, called: Called, status: int) -> bool:
        """Whether a call is answered well though the platform is told to fail: what comes before sending."""
        return False

    def secrets(self) -> Sequence[str]:
        """The values that no log and no sentence may hold."""
        return [value for name, value in self.environment("").items() if not name.endswith(self.open_settings)]

    open_settings: tuple[str, ...] = ("_API", "_URL")
    """Endings of the names of settings that are no secrets."""

    def door(self) -> str:
        """Where it calls us."""
        return f"/webhooks/{self.name}"


def table_of(name: str) -> Table:
    """The table in tests/channels/tables/<name>.py."""
    found: Table = importlib.import_module(f"tests.channels.tables.{name.replace('-', '_')}").TABLE
    return found


def headers(table: Table, raw: Raw, **how: Any) -> Mapping[str, str]:
    """All headers of a call."""
    return {"content-type": raw.content_type, **table.signed(raw, **how)}


def now() -> float:
    """Unix time."""
    return time.time()
