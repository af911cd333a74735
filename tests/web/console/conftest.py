"""A console on a SQLite file, people who may sign in, and clients that are signed in."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from milepost.services import catalogues, users
from milepost.services.conversations import ConversationService
from milepost.services.quotes.links import QuoteLinks
from milepost.store.database import Database
from milepost.store.records.users import User
from milepost.store.wire import Wire
from milepost.web.app import Parts, create_app
from milepost.web.broadcast import Broadcaster
from milepost.web.console.routes import console_routes
from milepost.web.quotes.pages import QuotePages
from tests.catalogues import small_catalogue
from tests.databases import new_sqlite
from tests.web.console.visitors import Visitor, keen_buyer
from tests.web.doors import SECRET, settings

ROOT = Path(__file__).resolve().parents[3]
PASSWORD = "correct horse battery"
NOW = datetime(2026, 11, 20, 10, tzinfo=timezone.utc)


class House:
    """The web app with its console, and a clock that tests set."""

    def __init__(
        self,
        folder: Path,
        clock: Callable[[], datetime] | None = None,
        *,
        url: str = "",
        **options: Any,
    ) -> None:
        self.now = NOW
        self.catalogue = small_catalogue()
        self.database = Database(url or new_sqlite(folder))
        self.wire = Wire(self.database)
        self.broadcaster = Broadcaster(self.wire)
        self._clock = clock or (lambda: self.now)
        options = {"intents": ("greet", "ask_price", "state_needs"), **options}
        routes = console_routes(
            self.database, lambda: self.catalogue, self.broadcaster, secret=SECRET, clock=self._clock, **options
        )
        self.links = QuoteLinks(str(options.get("public_url", "")), SECRET)
        pages = QuotePages(self.database, lambda: self.catalogue, self.broadcaster, self.links, self._clock)
        parts = Parts(
            ConversationService(self.database),
            lambda: self.catalogue,
            settings(folder),
            broadcaster=self.broadcaster,
            console=routes,
            quotes=pages.routes(),
        )
        self.app: Starlette = create_app(parts)

    def employ(self, name: str, role: str = "rep") -> User:
        """Somebody who may sign in as name@acorn.example."""
        with self.database.begin() as store:
            return users.add(
                store, email=f"{name.lower()}@acorn.example", name=name, role=role, password=PASSWORD, now=self._clock()
            )

    def visitor(self, conversation: str = "web-abc123", **source: str) -> Visitor:
        return Visitor(self.database, self.catalogue, conversation, now=self.now, **source)

    def wait(self, **span: float) -> None:
        self.now += timedelta(**span)


class Rep:
    """A browser without scripts, signed in."""

    def __init__(self, app: Starlette, name: str = "") -> None:
        self.client = TestClient(app, base_url="http://testserver", follow_redirects=False)
        if name:
            assert self.sign_in(name).status_code == 303

    def sign_in(self, name: str, password: str = PASSWORD, **form: str) -> Any:
        page = self.client.get("/console/sign-in")
        fields = {"csrf": token_in(page.text), "email": f"{name.lower()}@acorn.example", "password": password, **form}
        return self.client.post("/console/sign-in", data=fields)

    def see(self, address: str, *, fragment: bool = False) -> Any:
        return self.client.get(f"/console/{address}", headers={"hx-request": "true"} if fragment else {})

    def do(self, address: str, *, fragment: bool = False, csrf: str | None = None, **form: str) -> Any:
        token = token_in(self.see("leads").text) if csrf is None else csrf
        headers = {"hx-request": "true"} if fragment else {}
        return self.client.post(f"/console/{address}", data={"csrf": token, **form}, headers=headers)


def token_in(page: str) -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', page)
    assert found, page
    return found[1]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.database.close()


@pytest.fixture
def dana(house: House) -> Rep:
    house.employ("Dana")
    return Rep(house.app, "Dana")


@pytest.fixture
def mia(house: House) -> Rep:
    house.employ("Mia", "manager")
    return Rep(house.app, "Mia")


@pytest.fixture
def keen(house: House) -> None:
    keen_buyer(house.database, house.catalogue, now=house.now)


@pytest.fixture
def sam(house: House) -> Rep:
    house.employ("Sam")
    return Rep(house.app, "Sam")


@pytest.fixture
def own_catalogue(tmp_path: Path) -> Iterator[Path]:
    """A catalogue folder in force, as a running server has it."""
    held = catalogues._holder
    before = (held._catalogue, held._folder)
    folder = Path(shutil.copytree(ROOT / "catalogue", tmp_path / "catalogue"))
    catalogues.use_folder(folder)
    yield folder
    held._catalogue, held._folder = before
