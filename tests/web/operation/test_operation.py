from __future__ import annotations

import logging
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from milepost.channels.tracing import request_id
from milepost.cli.operating.logs import JsonLines, Repeated, TextLines
from milepost.errors import StoreUnavailable
from milepost.services.queue.measures import Measures
from milepost.web.app import create_app
from milepost.web.connections import OpenConnections, Origins, Talkativeness
from milepost.web.operation.metrics import metrics_routes
from tests.web.doors import app_with, settings
from tests.web.fake_conversations import FakeConversations


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    def away() -> bool:
        raise StoreUnavailable("gone")

    measures = Measures()
    measures.count("milepost_acts_total", act='say "hi"')
    measures.took("milepost_turn_seconds", 0.03, station="whole")
    measures.took("milepost_turn_seconds", 99.0, station="whole")
    return TestClient(
        app_with(
            FakeConversations(),
            tmp_path,
            ready={"database": away, "brain": lambda: True},
            operation=metrics_routes(measures, lambda: {"milepost_messages_waiting": 3}, "a-token"),
        )
    )


def test_a_part_that_cannot_answer_is_not_ready(client: TestClient) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"database": False, "brain": True})
    assert client.get("/healthz").text == "ok"


def test_metrics_are_for_whoever_has_the_token(client: TestClient) -> None:
    assert client.get("/metrics").status_code == 403
    page = client.get("/metrics", headers={"authorization": "Bearer a-token"}).text
    for line in (
        "milepost_messages_waiting 3",
        'milepost_acts_total{act="say \\"hi\\""} 1',
        'milepost_turn_seconds_bucket{station="whole",le="0.025"} 0',
        'milepost_turn_seconds_bucket{station="whole",le="0.05"} 1',
        'milepost_turn_seconds_bucket{station="whole",le="+Inf"} 2',
        'milepost_turn_seconds_count{station="whole"} 2',
    ):
        assert line in page.splitlines()


def test_every_answer_names_its_request_and_a_name_that_is_none_is_replaced(client: TestClient) -> None:
    assert client.get("/healthz", headers={"x-request-id": "abc-12345"}).headers["x-request-id"] == "abc-12345"
    made = client.get("/healthz", headers={"x-request-id": "a\tb<script>"}).headers["x-request-id"]
    assert len(made) == 32


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8000", 200),
        ("[::1]:8000", 200),
        ("192.168.1.7", 200),
        ("localhost:1", 200),
        ("chat.acorn.example", 200),
        ("CHAT.acorn.example.:443", 200),
        ("a.shops.example", 200),
        ("evil.example", 421),
        ("chat.acorn.example.evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("shops.example.evil", 421),
        ("", 421),
    ],
)
def test_only_our_own_names_reach_us(tmp_path: Path, host: str, status: int) -> None:
    from tests.web.doors import Parts, small_catalogue

    given = settings(
        tmp_path, MILEPOST_PUBLIC_URL="https://chat.acorn.example", MILEPOST_HOSTS="*.shops.example, testserver"
    )
    client = TestClient(create_app(Parts(FakeConversations(), small_catalogue, given)))
    assert client.get("/widget/loader.js", headers={"host": host}).status_code == status
    assert client.get("/healthz", headers={"host": host}).status_code == 200


def test_lines_that_repeat_are_counted_and_not_written() -> None:
    now = [0.0]
    repeated = Repeated(lambda: now[0])

    def passes(text: str) -> logging.LogRecord | None:
        record = logging.LogRecord("milepost", logging.WARNING, "x", 1, text, (), None)
        return record if repeated.filter(record) else None

    assert passes("the store is away")
    assert [passes("the store is away") for _ in range(5)] == [None] * 5
    assert passes("something else")
    now[0] = 31
    assert "(and 5 times more)" in TextLines().format(passes("the store is away"))


def test_a_log_line_has_time_level_and_request_and_is_one_line() -> None:
    record = logging.LogRecord("milepost.web", logging.WARNING, "x", 1, "two\nlines", (), None)
    named = request_id.set("message-1")
    try:
        text, json_line = TextLines().format(record), JsonLines().format(record)
    finally:
        request_id.reset(named)
    assert "WARNING milepost.web [message-1] two\\nlines" in text
    assert "\n" not in text + json_line
    assert '"request": "message-1"' in json_line


class From:
    def __init__(self, host: str) -> None:
        self.client = type("Client", (), {"host": host})


def test_an_origin_is_a_household_and_tells_no_address() -> None:
    origins = Origins("secret")
    of = lambda host: origins.of(From(host))  # noqa: E731
    assert of("203.0.113.7") == of("::ffff:203.0.113.7") != of("203.0.113.8")
    assert of("2001:db8:1:2::1") == of("2001:db8:1:2:ffff::9") != of("2001:db8:1:3::1")
    assert "203" not in of("203.0.113.7")[:3]
    assert Origins("other").of(From("203.0.113.7")) != of("203.0.113.7")


def test_connections_are_counted_by_conversation_and_by_origin() -> None:
    open_ = OpenConnections(most_of_conversation=2, most_of_origin=3)
    with open_.one("a", "x"), open_.one("a", "x"):
        assert open_.is_full("a", "x")
        assert not open_.is_full("b", "x")
        with open_.one("b", "x"):
            assert open_.is_full("c", "x")
            assert not open_.is_full("c", "y")
    assert not open_.is_full("a", "x")


def test_a_connection_that_types_without_end_is_let_go() -> None:
    talk = Talkativeness()
    heard = [talk.is_too_much() for _ in range(81)]
    assert heard[:40] == [False] * 40
    assert heard[-1]
    assert talk.is_abuse
