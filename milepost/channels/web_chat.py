"""The wire format of the website's chat: a visitor's JSON frames become values, our lines become JSON frames."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from milepost.channels.limits import BODY_BYTES, TEXT_CHARACTERS, accepted_text, clean_text
from milepost.channels.port import OutboundReply, Receipt
from milepost.errors import RejectedMessage

_MESSAGE_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_FIELD_NAME = re.compile(r"[a-z_]{1,40}")
_FIELD_CHARACTERS = 320
_FIELDS = 12
_SOURCE_NAMES = ("page", "title", "product", "cart", "referrer", "campaign", "ref", "language", "timezone")
_SOURCE_CHARACTERS = 300


@dataclass(frozen=True)
class Say:
    """Words that the visitor typed."""

    id: str
    text: str


@dataclass(frozen=True)
class Press:
    """Quick reply number `button` of our line `seq`."""

    id: str
    seq: int
    button: int


@dataclass(frozen=True)
class AskPerson:
    """The button in the header that asks for a person; `language` is the code of the widget's texts."""

    id: str
    language: str = ""


@dataclass(frozen=True)
class Fill:
    """The form of our line `seq`, filled in; `language` is the code of the texts that it was shown in."""

    id: str
    seq: int
    fields: Mapping[str, str]
    consent: bool
    language: str = ""


@dataclass(frozen=True)
class Rate:
    """Thumbs up or down on our line `seq`."""

    id: str
    seq: int
    helpful: bool
    comment: str


Frame = Say | Press | AskPerson | Fill | Rate


def read_json(body: str | bytes) -> dict[str, Any]:
    """The object in a frame. Raises RejectedMessage: `too_large` or `unreadable`."""
    if len(body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass")) > BODY_BYTES:
        raise RejectedMessage("too_large", status=413)
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise RejectedMessage("unreadable") from None
    if not isinstance(value, dict):
        raise RejectedMessage("unreadable")
    return value


def read_frame(value: Mapping[str, Any]) -> Frame:
    """What the visitor did. Raises RejectedMessage: `unreadable`, `empty` or `too_long`."""
    message_id = value.get("id")
    if not isinstance(message_id, str) or not _MESSAGE_ID.fullmatch(message_id):
        raise RejectedMessage("unreadable")
    kind = value.get("type")
    if kind == "say":
        return Say(message_id, accepted_text(_text(value, "text")))
    if kind == "press":
        return Press(message_id, _number(value, "seq"), _number(value, "button"))
    if kind == "person":
        return AskPerson(message_id, _language(value))
    if kind == "form":
        return Fill(message_id, _number(value, "seq"), _fields(value), value.get("consent") is True, _language(value))
    if kind == "rate":
        comment = clean_text(_text(value, "comment") if "comment" in value else "")[:TEXT_CHARACTERS]
        return Rate(message_id, _number(value, "seq"), value.get("helpful") is True, comment)
    raise RejectedMessage("unreadable")


def read_source(value: object) -> dict[str, str]:
    """Where the visitor came from: the names that we know, as short clean text."""
    if not isinstance(value, Mapping):
        return {}
    named = {name: value[name] for name in _SOURCE_NAMES if isinstance(value.get(name), str)}
    return {name: clean_text(text)[:_SOURCE_CHARACTERS] for name, text in named.items() if text.strip()}


def line_frame(line: OutboundReply) -> dict[str, Any]:
    """One line as the widget takes it; what a button means to the brain stays here."""
    frame: dict[str, Any] = {
        "type": "line",
        "seq": line.seq,
        "author": line.author,
        "text": line.text,
        "at": _iso(line.at),
    }
    if line.buttons:
        frame["buttons"] = [button.title for button in line.buttons]
    if line.custom:
        frame["custom"] = dict(line.custom)
    if line.name:
        frame["name"] = line.name
    if line.message_id:
        frame["id"] = line.message_id
    return frame


def ack_frame(message_id: str, receipt: Receipt) -> dict[str, Any]:
    """The message is committed at this place."""
    return {"type": "ack", "id": message_id, "seq": receipt.seq, "at": _iso(receipt.at)}


def refused_frame(message_id: object, reason: str, text: str) -> dict[str, Any]:
    """The message will never be taken as it is; `text` says what to do."""
    return {
        "type": "refused",
        "id": message_id if isinstance(message_id, str) else None,
        "reason": reason,
        "text": text,
    }


def wait_frame(message_id: object, reason: str, seconds: float) -> dict[str, Any]:
    """The message was not taken now; send it again, under the same id, after so many seconds."""
    return {
        "type": "wait",
        "id": message_id if isinstance(message_id, str) else None,
        "reason": reason,
        "seconds": round(max(seconds, 0.1), 1),
    }


def _iso(moment: datetime) -> str:
    return (moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)).isoformat(timespec="milliseconds")


def _text(value: Mapping[str, Any], name: str) -> str:
    text = value.get(name)
    if not isinstance(text, str):
        raise RejectedMessage("unreadable")
    return text


def _number(value: Mapping[str, Any], name: str) -> int:
    number = value.get(name)
    if type(number) is not int or not 0 <= number < 2**31:
        raise RejectedMessage("unreadable")
    return number


def _language(value: Mapping[str, Any]) -> str:
    language = value.get("language")
    return language[:2] if isinstance(language, str) else ""


def _fields(value: Mapping[str, Any]) -> dict[str, str]:
    fields = value.get("fields")
    if not isinstance(fields, Mapping) or len(fields) > _FIELDS:
        raise RejectedMessage("unreadable")
    filled = {}
    for name, text in fields.items():
        if not isinstance(text, str) or not _FIELD_NAME.fullmatch(name):
            raise RejectedMessage("unreadable")
        if len(text) > _FIELD_CHARACTERS:
            raise RejectedMessage("too_long", status=422)
        if cleaned := clean_text(text):
            filled[name] = cleaned
    if not filled:
        raise RejectedMessage("empty", status=422)
    return filled
