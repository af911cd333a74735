from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from milepost.store.columns import utc_now
from tests.web.console.conftest import PASSWORD, House, token_in
from tests.web.console.visitors import keen_buyer
from tests.web.doors import Server


class Ear:
    """Listens to the news of one page until it is closed."""

    def __init__(self, client: httpx.Client, query: str) -> None:
        self.heard: list[tuple[str, str]] = []
        self._thread = threading.Thread(target=self._listen, args=(client, query), daemon=True)
        self._thread.start()

    def wait_for(self, name: str, seconds: float = 8) -> str:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for heard, data in self.heard:
                if heard == name:
                    self.heard.clear()
                    return data
            time.sleep(0.02)
        raise AssertionError(f"no {name} came, but {self.heard}")

    def _listen(self, client: httpx.Client, query: str) -> None:
        name = ""
        # The test closes the client under it.
        with suppress(httpx.HTTPError), client.stream("GET", f"/console/events?{query}", timeout=30) as response:
            for line in response.iter_lines():
                if line.startswith(":"):
                    self.heard.append(("comment", line))
                elif line.startswith("event: "):
                    name = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    self.heard.append((name, line.removeprefix("data: ")))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path, clock=utc_now)
    house.now = utc_now()
    house.server = Server(house.app)  # type: ignore[attr-defined]
    yield house
    house.server.stop()  # type: ignore[attr-defined]
    house.database.close()


@pytest.fixture
def client(house: House) -> Iterator[httpx.Client]:
    house.employ("Dana")
    with httpx.Client(base_url=house.server.url, timeout=30) as client:  # type: ignore[attr-defined]
        fields = {
            "csrf": token_in(client.get("/console/sign-in").text),
            "email": "dana@acorn.example",
            "password": PASSWORD,
        }
        assert client.post("/console/sign-in", data=fields).status_code == 303
        yield client


def mark(client: httpx.Client, page: str) -> str:
    found: str = client.get(page).text.partition("mark=")[2].partition('"')[0]
    return found


def test_a_page_hears_of_a_new_lead_and_of_who_waits(house: House, client: httpx.Client) -> None:
    ear = Ear(client, f"mark={mark(client, '/console/leads')}")
    ear.wait_for("comment")
    visitor = keen_buyer(house.database, house.catalogue, now=house.now)
    house.broadcaster.wake(visitor.id)
    told = json.loads(ear.wait_for("news"))
    assert told["waiting"] == 1
    assert told["since"].startswith(f"{utc_now():%Y}")


def test_a_page_hears_at_once_of_a_message_that_was_announced(house: House, client: httpx.Client) -> None:
    keen_buyer(house.database, house.catalogue, now=house.now)
    ear = Ear(client, f"lead=web-keen&mark={mark(client, '/console/leads/web-keen')}")
    ear.wait_for("waiting")
    time.sleep(0.5)
    began = time.monotonic()
    visitor = house.visitor("web-keen")
    visitor._count = 90
    visitor.writes("one more thing")
    house.broadcaster.wake("web-keen")
    ear.wait_for("news")
    assert time.monotonic() - began < 2


def test_a_change_by_another_process_is_seen_as_well(house: House, client: httpx.Client) -> None:
    keen_buyer(house.database, house.catalogue, now=house.now)
    ear = Ear(client, f"lead=web-keen&mark={mark(client, '/console/leads/web-keen')}")
    ear.wait_for("waiting")
    with house.database.begin() as store:
        user = store.users.list()[0]
        store.leads.add_note("web-keen", user.id, "from elsewhere", now=utc_now())
    ear.wait_for("news")


def test_the_stream_ends_with_the_session(house: House, client: httpx.Client) -> None:
    ear = Ear(client, f"mark={mark(client, '/console/leads')}")
    ear.wait_for("comment")
    with house.database.begin() as store:
        store.users.end_sessions(store.users.list()[0].id)
    ear.wait_for("signed-out")


def test_a_listening_page_hears_nothing_where_nothing_happens(house: House, client: httpx.Client) -> None:
    ear = Ear(client, f"mark={mark(client, '/console/leads')}")
    ear.wait_for("waiting")
    time.sleep(4)
    assert [name for name, _ in ear.heard if name != "comment"] == []
