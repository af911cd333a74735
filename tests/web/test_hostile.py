"""Whatever comes, a door answers with one of its own words, keeps text as text, and stays open."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as pace
from hypothesis import strategies as st
from starlette.testclient import TestClient

from milepost.channels.limits import clean_text
from milepost.services.conversations import ConversationService
from milepost.store.database import Database
from milepost.web.app import Pace, Parts, create_app
from tests.catalogues import small_catalogue
from tests.databases import new_sqlite
from tests.web.doors import settings
from tests.web.hostile import TEXTS, frames

MANY = Pace(message_burst=10**6, address_burst=10**6, session_burst=10**6)
_PATHS = (
    *("/", "/chat/session", "/chat/messages", "/chat/events", "/chat/data", "/legal/x", "/widget/x", "/q/x"),
    *("/readyz", "/console/leads"),
)
_LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
_NAMES = st.sampled_from(("type", "id", "text", "seq", "fields", "source")) | st.text(max_size=5)
FRAMES = st.recursive(
    _LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=5), max_leaves=12
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, Database]]:
    folder: Path = tmp_path_factory.mktemp("hostile")
    database = Database(new_sqlite(folder))
    from milepost.services.queue.fairness import Fairness

    service = ConversationService(database, fairness=Fairness(10**6, 10**6))
    client = TestClient(
        create_app(Parts(service, small_catalogue, settings(folder), pace=MANY)), raise_server_exceptions=True
    )
    yield client, database
    database.close()


def visitor(client: TestClient) -> dict[str, str]:
    return {"authorization": f"Bearer {client.post('/chat/session').json()['token']}"}


def test_there_are_enough_of_them() -> None:
    assert len(TEXTS) + len(frames()) >= 300


def test_every_hostile_text_is_kept_as_text_or_refused_in_words(house: tuple[TestClient, Database]) -> None:
    client, database = house
    headers, kept = visitor(client), []
    for number, text in enumerate(TEXTS):
        answer = client.post(
            "/chat/messages",
            content=json.dumps({"type": "say", "id": f"hostile-{number:04}", "text": text}),
            headers=headers,
        ).json()
        assert answer["type"] in ("ack", "refused"), text
        kept += [clean_text(text)] if answer["type"] == "ack" else []
    assert len(kept) > 300
    with database.begin() as store:
        (conversation,) = {each.conversation for each in store.messages.overdue(created_before=_far(), limit=10_000)}
    lines = ConversationService(database).read_after(conversation, 0, limit=10_000)
    assert len(lines) == len(kept)
    assert all(line.author == "visitor" and line.custom is None for line in lines)


def _far():  # type: ignore[no-untyped-def]
    from datetime import datetime, timezone

    return datetime(2999, 1, 1, tzinfo=timezone.utc)


def test_every_hostile_frame_has_an_answer(house: tuple[TestClient, Database]) -> None:
    client, _ = house
    headers = visitor(client)
    for frame in frames():
        answer = client.post("/chat/messages", content=frame, headers=headers)
        assert answer.status_code in (200, 400, 413, 422), (frame[:200], answer.status_code)
        assert answer.json()["type"] in ("ack", "refused")


@pace(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.sampled_from(_PATHS),
    method=st.sampled_from(("GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD")),
    body=st.binary(max_size=300),
    query=st.dictionaries(st.text(max_size=8), st.text(max_size=20), max_size=3),
    token=st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=40),
)
def test_no_request_breaks_a_door(house, path, method, body, query, token) -> None:
    if (path, method) == ("/chat/events", "GET"):
        token = "never-ours"
    answer = house[0].request(
        method, path, content=body, params=query, headers={"authorization": f"Bearer {token}"}, follow_redirects=False
    )
    assert answer.status_code < 500
    assert answer.headers["x-content-type-options"] == "nosniff"


@pace(max_examples=100, deadline=None)
@given(frame=FRAMES)
def test_no_frame_breaks_the_door(house, frame) -> None:
    client, _ = house
    answer = client.post("/chat/messages", content=json.dumps(frame), headers=visitor(client))
    assert answer.status_code in (200, 400, 413, 422)
