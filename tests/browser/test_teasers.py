"""The teaser: what it says follows from page and visit, chance holds it back, and what comes of it is counted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from milepost.sales.analytics.teasers import Seen
from tests.browser.conftest import open_chat, say
from tests.browser.shop import Shop
from tests.web.doors import Server, app_with
from tests.web.fake_conversations import FakeConversations


@pytest.fixture
def counted() -> list[Seen]:
    return []


@pytest.fixture
def place(conversations: FakeConversations, tmp_path: Path, counted: list[Seen]) -> Iterator[Shop]:
    """A website whose teaser follows the page, held back on half of the occasions."""
    shop = Shop()
    allowed = {"MILEPOST_ALLOWED_ORIGINS": shop.server.url}
    chat = Server(app_with(conversations, tmp_path, environment=allowed, teasers=counted.append))
    shop.chat = chat.url
    shop.options = 'data-teaser="auto" data-teaser-control="50"'
    yield shop
    shop.server.stop()
    chat.stop()


def arriving(context: BrowserContext, address: str, *, chance: float) -> tuple[Page, list[str]]:
    """A page on which chance falls so, and every request that it made."""
    page, requests = context.new_page(), []
    page.add_init_script(f"Math.random = () => {chance}")
    page.on("request", lambda request: requests.append(request.url))
    page.goto(address)
    page.locator(".launcher").wait_for()
    return page, requests


def test_its_words_follow_from_page_and_visit(chromium: Browser, place: Shop) -> None:
    context = chromium.new_context()
    page, _ = arriving(context, f"{place.server.url}pricing/teams", chance=0.9)
    expect(page.locator(".teaser")).to_contain_text("Questions about prices?")
    page, _ = arriving(context, f"{place.server.url}about", chance=0.9)
    page.wait_for_timeout(300)
    expect(page.locator(".teaser")).to_have_count(0)
    place.options += ' data-product="Ridgeback Boot"'
    page, _ = arriving(context, f"{place.server.url}boots", chance=0.9)
    expect(page.locator(".teaser")).to_contain_text("Questions about Ridgeback Boot?")
    open_chat(page)
    page.goto(f"{place.server.url}boots/2")  # the same visit: they know the chat
    page.wait_for_timeout(300)
    expect(page.locator(".teaser")).to_have_count(0)
    page, _ = arriving(context, f"{place.server.url}boots", chance=0.9)
    expect(page.locator(".teaser")).to_contain_text("Welcome back.")
    context.close()


@pytest.mark.parametrize(("chance", "group"), [(0.9, "shown"), (0.1, "held")])
def test_both_groups_are_counted_from_the_opening_on_and_nothing_before(
    chromium: Browser, place: Shop, counted: list[Seen], conversations: FakeConversations, chance: float, group: str
) -> None:
    context = chromium.new_context()
    page, requests = arriving(context, f"{place.server.url}pricing", chance=chance)
    page.wait_for_timeout(400)
    expect(page.locator(".teaser")).to_have_count(1 if group == "shown" else 0)
    assert [each for each in requests if each.startswith(place.chat)] == [f"{place.chat}widget/loader.js"]
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    open_chat(page)
    say(page, "one")
    say(page, "two")
    expect(page.get_by_text("You wrote: two")).to_be_visible()
    page.goto(f"{place.server.url}contact")
    page.get_by_label("Your message").wait_for()
    form = {"type": "contact_form", "fields": ["email"]}
    conversations.reply(conversations.received[0].conversation, "Where to?", custom=form)
    page.get_by_label("E-mail").fill("ada@example.com")
    page.get_by_role("button", name="Send details").click()
    expect(page.get_by_text("Details sent")).to_be_visible()
    page.wait_for_timeout(400)
    assert counted == [Seen("price", group, 50, event) for event in ("opened", "talked", "lead")]
    context.close()
