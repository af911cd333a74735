"""Two web processes on one PostgreSQL database: the visitor is connected to one of them, the rep to the other."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from milepost.store.columns import utc_now
from milepost.web.security import Visitor as TokenOf
from milepost.web.security import VisitorTokens
from tests.web.console.conftest import PASSWORD, House, token_in
from tests.web.console.test_live import Ear, mark
from tests.web.console.visitors import keen_buyer
from tests.web.doors import SECRET, Server
from tests.web.test_chat import Visitor

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
# Long before a process would look by itself.
_AT_ONCE = 2.0


@pytest.fixture
def houses(tmp_path: Path, database_url: str) -> Iterator[tuple[House, House]]:
    found = []
    for _ in range(2):
        house = House(tmp_path, utc_now, url=database_url)
        house.now = utc_now()
        house.wire.start(house.broadcaster.hear)
        assert house.wire.listens.wait(5)
        found.append(house)
    yield found[0], found[1]
    for house in found:
        house.wire.stop()
        house.database.close()


@pytest.fixture
def visitor(houses: tuple[House, House]) -> Iterator[Visitor]:
    """Connected to the first process."""
    keen_buyer(houses[0].database, houses[0].catalogue, now=houses[0].now)
    with TestClient(houses[0].app) as client, client.websocket_connect("/chat/ws") as socket:
        visitor = Visitor(socket, VisitorTokens(SECRET).sign(TokenOf("web-keen")))
        visitor.lines_until_ready()
        yield visitor


@pytest.fixture
def rep(houses: tuple[House, House], visitor: Visitor) -> Iterator[httpx.Client]:
    """Signed in at the second process, with the visitor's conversation taken over."""
    houses[1].employ("Dana")
    server = Server(houses[1].app)
    with httpx.Client(base_url=server.url, timeout=30) as client:
        fields = {"email": "dana@acorn.example", "password": PASSWORD}
        assert post(client, "/console/sign-in", page="/console/sign-in", **fields).status_code == 303
        assert post(client, "/console/leads/web-keen/take-over").status_code == 303
        yield client
    server.stop()


def post(client: httpx.Client, address: str, page: str = "/console/leads", **form: str) -> Any:
    return client.post(address, data={"csrf": token_in(client.get(page).text), **form})


def test_a_visitor_sees_that_a_rep_types_in_another_process(visitor: Visitor, rep: httpx.Client) -> None:
    for on in ("yes", "no"):
        began = time.monotonic()
        assert post(rep, "/console/leads/web-keen/typing", on=on).status_code == 200
        # The server's beat ends the wait where nothing comes.
        frame = visitor.hear("typing", "beat")
        assert (frame["type"], frame.get("on")) == ("typing", on == "yes")
        assert time.monotonic() - began < _AT_ONCE


def test_a_rep_sees_that_a_visitor_types_in_another_process(visitor: Visitor, rep: httpx.Client) -> None:
    ear = Ear(rep, f"lead=web-keen&mark={mark(rep, '/console/leads/web-keen')}")
    ear.wait_for("waiting")
    for on in (True, False):
        visitor.send({"type": "typing", "on": on})
        assert ear.wait_for("visitor-types", _AT_ONCE) == f'{{"on": {str(on).lower()}}}'


def test_a_line_is_there_at_once_in_the_other_process(visitor: Visitor, rep: httpx.Client) -> None:
    ear = Ear(rep, f"lead=web-keen&mark={mark(rep, '/console/leads/web-keen')}")
    ear.wait_for("waiting")
    time.sleep(0.5)
    began = time.monotonic()
    visitor.say("are you there?", 1)
    ear.wait_for("news")
    assert time.monotonic() - began < _AT_ONCE
