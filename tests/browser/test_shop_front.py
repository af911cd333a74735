"""The shop front with the chat on it, at a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from milepost.store.catalogue_files import load_catalogue
from tests.browser.conftest import open_chat, say
from tests.browser.test_embedding import AXE, violations
from tests.web.doors import Server, app_with
from tests.web.fake_conversations import FakeConversations

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def front(conversations: FakeConversations, tmp_path: Path) -> Iterator[Server]:
    """The outdoor shop."""
    catalogue = load_catalogue(ROOT / "examples" / "shop")
    environment = {"MILEPOST_CATALOGUE": str(ROOT / "examples" / "shop")}
    server = Server(app_with(conversations, tmp_path, catalogue=lambda: catalogue, environment=environment))
    yield server
    server.stop()


def test_a_card_shows_the_picture_and_leads_to_the_product_page_where_the_chat_goes_on(
    visit: Callable[[str], Page], front: Server, conversations: FakeConversations
) -> None:
    page = visit(f"{front.url}help")
    page.get_by_role("button", name="Ask your question").click()
    page.get_by_label("Your message").wait_for()
    say(page, "boots")
    expect(page.get_by_text("You wrote: boots")).to_be_visible()
    cards = [
        {"product": "burrow", "name": "Burrow Tent", "image": "/pictures/burrow.svg", "url": "https://away.example/b"},
        {"product": "pebble", "name": "Pebble Shoe", "image": "/pictures/none.svg", "url": ""},
    ]
    conversations.reply(conversations.received[0].conversation, "", custom={"type": "products", "items": cards})
    picture = page.locator(".card img")
    expect(picture).to_have_count(1)  # one that does not come takes no place
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 640
    page.get_by_role("link", name="Burrow Tent").click()
    expect(page.get_by_role("heading", level=1, name="Burrow Tent")).to_be_visible()
    expect(page.get_by_text("You wrote: boots")).to_be_visible()
    assert len(page.context.pages) == 1


def test_a_phone_has_a_menu_and_axe_finds_nothing_on_any_kind_of_page(chromium: Browser, front: Server) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, bypass_csp=True)
    page = context.new_page()
    page.goto(front.url)
    expect(page.get_by_role("link", name="Prices", exact=True)).to_have_count(
        1
    )  # that of the footer: the menu is closed
    page.get_by_text("Menu").click()
    page.get_by_label("Menu", exact=True).get_by_role("link", name="Prices").click()
    expect(page.get_by_role("heading", level=1, name="Prices")).to_be_visible()
    for path in (
        "",
        "products",
        "pricing",
        "products/pebble",
        "help",
        "help/what-is-cairnfoot",
        "articles/boots-that-fit",
    ):
        page.goto(f"{front.url}{path}")
        page.locator(".launcher").wait_for()
        page.evaluate(AXE)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    open_chat(page)
    context.close()
