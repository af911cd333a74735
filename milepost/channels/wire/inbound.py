"""What platforms say in the same way: words, an old button, a picture, from a sender, under an id."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from milepost.channels.limits import TEXT_CHARACTERS, accepted_text
from milepost.channels.plain_text import TEXTS
from milepost.channels.port import LATEST, ButtonPress, InboundMessage, Notice, OutboundReply
from milepost.errors import RejectedMessage

# What the platforms call a recorded voice.
VOICES = frozenset({"voice", "audio", "video_note", "ptt"})
_PICTURES = frozenset({"image", "photo", "picture", "sticker", "video", "animation"})
_FILES = frozenset({"file", "document", "files"})
_PRESS = re.compile(r"(\d{1,9}):(\d{1,2})")
_NUMBER = re.compile(r"\s*([1-9]\d?)[.)]?\s*")
_SOURCE_CHARACTERS = 200


@dataclass(frozen=True)
class Envelope:
    """Who sent an update, and the platform's own id of it. `address` as in InboundMessage."""

    channel: str
    conversation: str
    message_id: str
    address: str = ""

    def message(
        self, text: str, *, payload: str | None = None, source: Mapping[str, str] | None = None
    ) -> InboundMessage | Notice:
        """The visitor's words; what we cannot take of them is answered with what to do."""
        try:
            words = accepted_text(text)
        except RejectedMessage as rejected:
            if str(rejected) != "too_long":
                return self.unreadable("other")
            return self.notice(TEXTS["said"]["text"], TEXTS["too_long"].format(limit=f"{TEXT_CHARACTERS:,}"))
        told = {name: value[:_SOURCE_CHARACTERS] for name, value in (source or {}).items() if value}
        return InboundMessage(
            self.channel, self.conversation, self.message_id, words, payload, source=told, address=self.address
        )

    def unreadable(self, kind: str) -> Notice:
        """A voice message, a picture, a file or something else (the platform's word for it), politely refused."""
        name = "voice" if kind in VOICES else "picture" if kind in _PICTURES else "file" if kind in _FILES else "other"
        return self.notice(TEXTS["said"][name], TEXTS["voice" if name == "voice" else "text_only"])

    def notice(self, said: str, text: str) -> Notice:
        """`text` in answer to what `said` stands for."""
        return Notice(self.channel, self.conversation, self.message_id, said, text, self.address)

    def press(self, data: str, query: str = "") -> ButtonPress | None:
        """The button whose data (`button_data`) came back; None for data that we never wrote."""
        found = _PRESS.fullmatch(data)
        if not found:
            return None
        line, place = int(found[1]), int(found[2])
        return ButtonPress(
            self.channel, self.conversation, self.message_id, line, place, query=query, address=self.address
        )

    def numbered(self, text: str) -> ButtonPress | None:
        """The button of that number on our latest line, for a platform without buttons; None unless it is a number."""
        found = _NUMBER.fullmatch(text)
        if not found:
            return None
        typed = {"typed": text.strip(), "address": self.address}
        return ButtonPress(self.channel, self.conversation, self.message_id, LATEST, int(found[1]) - 1, **typed)


def button_data(reply: OutboundReply, place: int) -> str:
    """What a button carries: its line and place, never its meaning."""
    return f"{reply.seq}:{place}"
