from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from milepost.channels.port import InboundMessage
from milepost.services.conversations import ConversationService
from milepost.services.privacy.requests import VisitorRequests
from milepost.store.database import Database
from milepost.web.app import Parts, create_app
from milepost.web.law.pages import NAMES
from milepost.web.security import VisitorTokens
from tests.catalogues import small_catalogue
from tests.services.turns import NOW
from tests.web.doors import SECRET, settings


@pytest.fixture
def client(sqlite_database: Database, tmp_path: Path) -> TestClient:
    service = ConversationService(sqlite_database)
    parts = Parts(service, small_catalogue, settings(tmp_path), visitors=VisitorRequests(sqlite_database))
    for conversation, text in (("web-ana", "we are 12 <b>people</b>"), ("web-bob", "hello from bob")):
        service.receive(InboundMessage("web", conversation, "message-1", text))
    return TestClient(create_app(parts))


def of(conversation: str) -> dict[str, str]:
    from milepost.web.security import Visitor

    return {"authorization": f"Bearer {VisitorTokens(SECRET).sign(Visitor(conversation))}"}


def test_visitors_get_what_is_stored_of_them_and_of_nobody_else(client: TestClient) -> None:
    assert client.get("/chat/data").status_code == 401
    stored = client.get("/chat/data", headers=of("web-ana")).json()
    assert [line["text"] for line in stored["data"]["messages"]] == ["we are 12 <b>people</b>"]
    assert "bob" not in str(stored)
    page = client.get("/chat/data?as=html", headers=of("web-ana"))
    assert page.headers["cache-control"] == "no-store"
    assert "we are 12 &lt;b&gt;people&lt;/b&gt;" in page.text


def test_visitors_erase_themselves_and_nobody_else(client: TestClient, sqlite_database: Database) -> None:
    assert client.post("/chat/erase").status_code == 401
    assert client.post("/chat/erase", headers=of("web-ana")).json() == {"erased": True}
    assert client.get("/chat/data", headers=of("web-ana")).json()["data"].keys() <= {"audit"}
    assert "messages" in client.get("/chat/data", headers=of("web-bob")).json()["data"]
    with sqlite_database.begin() as store:
        assert [(line.action, line.detail) for line in store.audit.list()][-1] == ("erased", "by the visitor")


def test_who_has_bought_is_erased_by_a_person(client: TestClient, sqlite_database: Database) -> None:
    from tests.store.records import quote

    with sqlite_database.begin() as store:
        store.quotes.add(quote("q1", "web-ana"))
    with sqlite_database._connected() as connection:
        connection.exec_driver_sql("UPDATE quotes SET accepted_at = ?", (NOW.replace(tzinfo=None),))
    answer = client.post("/chat/erase", headers=of("web-ana"))
    assert (answer.status_code, answer.json()["reason"]) == (409, "person")


def test_a_foreign_website_gets_nothing(client: TestClient) -> None:
    foreign = {**of("web-ana"), "origin": "https://evil.example"}
    assert client.get("/chat/data", headers=foreign).status_code == 403
    assert client.post("/chat/erase", headers=foreign).status_code == 403


@pytest.mark.parametrize("name", NAMES)
def test_the_law_pages_name_the_company_and_can_be_rewritten(client: TestClient, tmp_path: Path, name: str) -> None:
    page = client.get(f"/legal/{name}")
    assert page.status_code == 200
    assert small_catalogue().company.name in page.text
    assert "{" not in page.text.partition("<main>")[2]
    assert client.get("/legal/../settings").status_code == 404


def test_the_companys_own_words_stand_in_place_of_ours(sqlite_database: Database, tmp_path: Path) -> None:
    own = tmp_path / "shop" / "legal"
    own.mkdir(parents=True)
    (own / "automation.md").write_text("# Our robot\n\nIt is called {company}. <script>alert(1)</script>\n")
    given = settings(tmp_path, MILEPOST_CATALOGUE=str(tmp_path / "shop"))
    app = create_app(Parts(ConversationService(sqlite_database), small_catalogue, given))
    page = TestClient(app).get("/legal/automation").text
    assert "<h1>Our robot</h1>" in page
    assert "<script>alert" not in page
