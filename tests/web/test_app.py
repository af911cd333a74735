"""The pages and files that the web app serves, and what guards them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from milepost.errors import StoreUnavailable
from milepost.web.app import Pace
from milepost.web.assets import WidgetAssets, read_texts
from tests.catalogues import small_catalogue
from tests.web.doors import app_with
from tests.web.fake_conversations import FakeConversations


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(app_with(FakeConversations(), tmp_path)) as client:
        yield client


def test_the_demo_page_is_made_from_the_catalogue_in_force(tmp_path: Path) -> None:
    catalogue = small_catalogue()
    in_force = [catalogue]
    with TestClient(app_with(FakeConversations(), tmp_path, catalogue=lambda: in_force[0])) as client:
        page = client.get("/").text
        assert "Calm tools for busy teams." in page
        assert "widget/loader.js" in page
        in_force[0] = replace(catalogue, company=replace(catalogue.company, name="<Birch> & Sons"))
        assert "&lt;Birch&gt; &amp; Sons" in client.get("/").text


def test_every_answer_carries_the_security_headers(client: TestClient) -> None:
    for path in ("/", "/healthz", "/nowhere", "/static/shop.css"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "require-trusted-types-for 'script'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert "referrer-policy" in headers
        assert "strict-transport-security" not in headers


def test_https_is_kept_where_it_is_used(tmp_path: Path) -> None:
    app = app_with(FakeConversations(), tmp_path, environment={"MILEPOST_PUBLIC_URL": "https://chat.example"})
    assert "max-age" in TestClient(app).get("/").headers["strict-transport-security"]


def test_the_widget_keeps_its_budget(client: TestClient) -> None:
    sizes = {}
    for name in WidgetAssets(read_texts()).files:
        answer = client.get(f"/widget/{name}", headers={"accept-encoding": "gzip"})
        assert answer.headers["content-encoding"] == "gzip"
        sizes[name] = int(answer.headers["content-length"])
    assert sizes["loader.js"] <= 5 * 1024
    rare = sizes.pop("rare.js")  # loaded with the first block that needs it
    assert rare <= 3 * 1024
    words = [sizes.pop(name) for name in list(sizes) if name.startswith("texts.")]
    assert len(words) == 5
    assert sum(sizes.values()) + max(words) <= 24 * 1024, "a visitor loads one language"


def test_every_language_has_every_word() -> None:
    texts = read_texts()
    assert sorted(texts) == ["de", "en", "es", "fr", "pt"]
    places = {language: places_in(words) for language, words in texts.items()}
    assert all(each == places["en"] for each in places.values())
    told = [str(words["greeting"]) for words in texts.values()]
    assert len(set(told)) == 5


def places_in(words: object, path: str = "") -> dict[str, list[str]]:
    """Every text's path with the places in it that are filled in."""
    if isinstance(words, dict):
        return {name: kept for key, each in words.items() for name, kept in places_in(each, f"{path}.{key}").items()}
    return {path: sorted(re.findall(r"\{\w+\}", str(words)))}


def test_widget_files_are_open_to_every_website_and_kept_by_browsers(client: TestClient) -> None:
    answer = client.get("/widget/widget.js", headers={"origin": "https://shop.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert client.get("/widget/widget.js", headers={"if-none-match": answer.headers["etag"]}).status_code == 304
    assert client.get("/widget/../app.py").status_code == 404
    assert client.get("/widget/nothing.js").status_code == 404


def test_one_neutral_path_can_carry_everything(tmp_path: Path) -> None:
    client = TestClient(app_with(FakeConversations(), tmp_path, visitor_path="/hello"))
    for path in ("/hello/loader.js", "/hello/widget.js", "/hello/texts.de.json"):
        assert client.get(path).status_code == 200
    assert "token" in client.post("/hello/session").json()


def test_healthz_and_readyz_tell_life_from_readiness(tmp_path: Path) -> None:
    def away() -> bool:
        raise StoreUnavailable("the database is away")

    client = TestClient(app_with(FakeConversations(), tmp_path, ready={"database": away, "brain": lambda: True}))
    assert client.get("/healthz").text == "ok"
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()) == (503, {"database": False, "brain": True})
    well = TestClient(app_with(FakeConversations(), tmp_path, ready={"brain": lambda: True}))
    assert well.get("/readyz").status_code == 200


def test_the_consoles_routes_have_a_place(tmp_path: Path) -> None:
    async def sign_in(request: object) -> PlainTextResponse:
        return PlainTextResponse("sign in", headers={"content-security-policy": "default-src 'self'"})

    client = TestClient(app_with(FakeConversations(), tmp_path, console=[Route("/console", sign_in)]))
    answer = client.get("/console")
    assert (answer.text, answer.headers["content-security-policy"]) == ("sign in", "default-src 'self'")


def test_sessions_are_counted_by_address(tmp_path: Path) -> None:
    client = TestClient(app_with(FakeConversations(), tmp_path, pace=Pace(session_burst=2, sessions_per_minute=1)))
    assert [client.post("/chat/session").status_code for _ in range(3)] == [200, 200, 429]


def test_own_texts_replace_the_words_that_they_name(tmp_path: Path) -> None:
    own = tmp_path / "texts.json"
    own.write_text(
        '{"greeting": "Grüß Gott", "launcher": {"open": "Chat öffnen"}, "fr": {"privacy": "Vie privée"}}', "utf-8"
    )
    client = TestClient(app_with(FakeConversations(), tmp_path, texts=own))
    for language, send in (("en", "Send"), ("fr", "Envoyer")):
        texts = client.get(f"/widget/texts.{language}.json").json()
        assert (texts["greeting"], texts["send"]) == ("Grüß Gott", send)
    assert client.get("/widget/texts.fr.json").json()["privacy"] == "Vie privée"
    assert client.get("/widget/texts.en.json").json()["privacy"] == "Privacy notice"
    loader = client.get("/widget/loader.js").text
    assert loader.count('"open":"Chat \\u00f6ffnen"') == 5
    assert '"close":"Close chat"' in loader
