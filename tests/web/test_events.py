"""The fall-back where WebSockets are blocked, on a real server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.web.doors import Server, app_with
from tests.web.fake_conversations import FakeConversations


@pytest.fixture
def conversations() -> FakeConversations:
    return FakeConversations(lambda message: [{"text": f"You wrote: {message.text}"}])


@pytest.fixture
def server(conversations: FakeConversations, tmp_path: Path) -> Iterator[Server]:
    server = Server(app_with(conversations, tmp_path))
    yield server
    server.stop()


def heard(response: httpx.Response, count: int) -> list[dict[str, Any]]:
    """The data of the next events."""
    events: list[dict[str, Any]] = []
    for row in response.iter_lines():
        if row.startswith("data: "):
            events.append(json.loads(row.removeprefix("data: ")))
        if len(events) == count:
            break
    return events


def test_events_bring_what_posts_cause(server: Server) -> None:
    with httpx.Client(base_url=server.url, timeout=10) as client:
        token = client.post("chat/session").json()["token"]
        auth = {"authorization": f"Bearer {token}"}
        posted = client.post("chat/messages", headers=auth, json={"type": "say", "id": "message-1", "text": "hello"})
        assert posted.json()["type"] == "ack"
        with client.stream("GET", "chat/events", headers=auth) as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            frames = heard(stream, 4)
        assert [frame["type"] for frame in frames] == ["welcome", "line", "line", "ready"]
        with client.stream("GET", "chat/events?after=1", headers={**auth, "last-event-id": "2"}) as stream:
            assert [frame["type"] for frame in heard(stream, 2)] == ["welcome", "ready"]


def test_events_ask_for_a_token(server: Server) -> None:
    assert httpx.get(f"{server.url}chat/events").status_code == 401


def test_a_100_kilobyte_frame_over_a_real_socket_is_answered(server: Server) -> None:
    token = httpx.post(f"{server.url}chat/session").json()["token"]
    body = json.dumps({"type": "say", "id": "message-1", "text": "x" * 100_000})
    answer = httpx.post(f"{server.url}chat/messages", headers={"authorization": f"Bearer {token}"}, content=body)
    assert (answer.status_code, answer.json()["reason"]) == (413, "too_large")
    huge = httpx.post(
        f"{server.url}chat/messages", headers={"authorization": f"Bearer {token}"}, content=b"x" * 900_000
    )
    assert huge.status_code == 413
    assert httpx.get(f"{server.url}healthz").text == "ok"
