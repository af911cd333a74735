"""The door of teasers: events that we know, from websites that may, and nothing of whom."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from milepost.errors import StoreUnavailable
from milepost.sales.analytics.teasers import Seen
from milepost.web.app import Pace
from tests.web.doors import app_with
from tests.web.fake_conversations import FakeConversations

EVENT = {"name": "price", "group": "held", "share": 20, "event": "opened"}


def test_an_event_is_counted_and_other_websites_are_not_heard(tmp_path: Path) -> None:
    seen: list[Seen] = []
    client = TestClient(app_with(FakeConversations(), tmp_path, teasers=seen.append, visitor_path="/hello"))
    assert client.post("/chat/teaser", json=EVENT).status_code == 204
    assert client.post("/hello/teaser", json=EVENT).status_code == 204
    assert client.post("/chat/teaser", json=EVENT, headers={"origin": "https://else.example"}).status_code == 403
    assert seen == [Seen("price", "held", 20, "opened")] * 2


@pytest.mark.parametrize(
    "change",
    [
        {"name": "mine"}, {"name": ["price"]}, {"group": "other"}, {"event": "sold"}, {"share": 91}, {"share": -1},
        {"share": True}, {"share": "20"}, {"share": 0}, {"more": "x" * 300},
    ],
)  # fmt: skip
def test_what_is_not_an_event_is_not_counted(tmp_path: Path, change: dict[str, Any]) -> None:
    seen: list[Seen] = []
    client = TestClient(app_with(FakeConversations(), tmp_path, teasers=seen.append))
    assert client.post("/chat/teaser", json={**EVENT, **change}).status_code in (413, 422)
    assert seen == []


def test_an_address_may_not_count_without_end_and_a_store_that_is_away_is_said(tmp_path: Path) -> None:
    def away(seen: Seen) -> None:
        raise StoreUnavailable("the database is away")

    pace = Pace(message_burst=2, messages_per_minute=1)
    client = TestClient(app_with(FakeConversations(), tmp_path, teasers=away, pace=pace))
    assert [client.post("/chat/teaser", json=EVENT).status_code for _ in range(3)] == [503, 503, 429]
