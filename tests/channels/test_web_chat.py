"""The wire format of the website's chat."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from milepost.channels.port import Button, OutboundReply
from milepost.channels.web_chat import AskPerson, Fill, Press, Rate, Say, line_frame, read_frame, read_json, read_source
from milepost.errors import RejectedMessage

ID = "0123456789abcdef"
FRAMES: list[tuple[dict[str, Any], object]] = [
    ({"type": "say", "text": " hello "}, Say(ID, "hello")),
    ({"type": "press", "seq": 3, "button": 0}, Press(ID, 3, 0)),
    ({"type": "person"}, AskPerson(ID)),
    (
        {"type": "form", "seq": 4, "fields": {"name": " Ada ", "phone": ""}, "consent": True},
        Fill(ID, 4, {"name": "Ada"}, True),
    ),
    ({"type": "rate", "seq": 2, "helpful": False, "comment": "no"}, Rate(ID, 2, False, "no")),
]


@pytest.mark.parametrize(("frame", "meaning"), FRAMES)
def test_frame_is_read(frame: dict[str, Any], meaning: object) -> None:
    assert read_frame({"id": ID, **frame}) == meaning


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        ({"type": "say", "text": "hi"}, "unreadable"),
        ({"id": "short", "type": "say", "text": "hi"}, "unreadable"),
        ({"id": "../../etc/passwd", "type": "say", "text": "hi"}, "unreadable"),
        ({"id": ID, "type": "say", "text": ""}, "empty"),
        ({"id": ID, "type": "say", "text": ["hi"]}, "unreadable"),
        ({"id": ID, "type": "say", "text": "x" * 2001}, "too_long"),
        ({"id": ID, "type": "press", "seq": True, "button": 0}, "unreadable"),
        ({"id": ID, "type": "press", "seq": -1, "button": 0}, "unreadable"),
        ({"id": ID, "type": "form", "seq": 1, "fields": {"na me": "x"}}, "unreadable"),
        ({"id": ID, "type": "form", "seq": 1, "fields": {"name": "x" * 400}}, "too_long"),
        ({"id": ID, "type": "form", "seq": 1, "fields": {"name": " "}}, "empty"),
        ({"id": ID, "type": "erase"}, "unreadable"),
    ],
)
def test_what_is_no_frame_is_refused_with_a_reason(frame: dict[str, Any], reason: str) -> None:
    with pytest.raises(RejectedMessage, match=reason):
        read_frame(frame)


@pytest.mark.parametrize("body", ["", "[]", "null", "{", b"\xff\xfe", "[" * 100_000, "1" * 5000])
def test_what_is_no_object_is_unreadable(body: str | bytes) -> None:
    with pytest.raises(RejectedMessage):
        read_json(body)


def test_a_body_over_16_kilobytes_is_too_large() -> None:
    with pytest.raises(RejectedMessage, match="too_large") as refused:
        read_json(json.dumps({"text": "ü" * 9000}, ensure_ascii=False))
    assert refused.value.status == 413


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(
        st.sampled_from(["id", "type", "text", "seq", "button", "fields"]),
        st.none() | st.text() | st.integers() | st.lists(st.text()),
    )
)
def test_any_object_is_read_or_refused(frame: dict[str, Any]) -> None:
    with suppress(RejectedMessage):
        read_frame(frame)


def test_source_keeps_known_names_as_short_text() -> None:
    given_source = {
        "page": "https://a.example/" + "x" * 500,
        "referrer": 7,
        "campaign": " ",
        "role": "admin",
        "language": "de\0",
    }
    source = read_source(given_source)
    assert source == {"page": ("https://a.example/" + "x" * 500)[:300], "language": "de"}
    assert read_source("nonsense") == {}


def test_a_line_leaves_out_what_a_button_means_to_the_brain() -> None:
    at = datetime(2026, 11, 21, 9, 30, tzinfo=timezone.utc)
    line = OutboundReply(
        "web-1", 7, "bot", "Which?", at, (Button("Team", '/choose{"plan": 1}'),), {"type": "code", "code": "A"}
    )
    assert line_frame(line) == {
        "type": "line",
        "seq": 7,
        "author": "bot",
        "text": "Which?",
        "at": "2026-11-21T09:30:00.000+00:00",
        "buttons": ["Team"],
        "custom": {"type": "code", "code": "A"},
    }
