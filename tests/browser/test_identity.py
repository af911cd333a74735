"""Whose conversation it is: begun anew, forgotten on a shared computer, a customer's own on every device."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import key_of, open_chat, say
from tests.web.doors import Server, app_with
from tests.web.fake_conversations import FakeConversations
from tests.web.test_customers import SECRET, signed


def choose(page: Page, item: str) -> None:
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name=item).click()
    page.get_by_role("button", name="press again to confirm").click()


def test_a_new_conversation_begins_with_nothing_said(page: Page, conversations: FakeConversations) -> None:
    open_chat(page)
    say(page, "old")
    expect(page.get_by_text("You wrote: old")).to_be_visible()
    choose(page, "New conversation")
    expect(page.get_by_text("You wrote: old")).to_have_count(0)
    expect(page.get_by_text("Tell me what you need")).to_be_visible()
    say(page, "new")
    expect(page.get_by_text("You wrote: new")).to_be_visible()
    page.reload()
    expect(page.get_by_text("You wrote: new")).to_be_visible()
    expect(page.get_by_text("You wrote: old")).to_have_count(0)
    assert len({message.conversation for message in conversations.received}) == 2


def test_forget_me_leaves_nothing_for_the_next_person(page: Page, conversations: FakeConversations) -> None:
    open_chat(page)
    say(page, "my secret")
    expect(page.get_by_text("You wrote: my secret")).to_be_visible()
    page.get_by_label("Your message").fill("half a thought")
    choose(page, "Forget me")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.wait_for_timeout(500)
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    page.reload()
    open_chat(page)
    page.wait_for_timeout(300)
    expect(page.get_by_text("my secret")).to_have_count(0)
    expect(page.get_by_label("Your message")).to_have_value("")
    say(page, "somebody else")
    expect(page.get_by_text("You wrote: somebody else")).to_be_visible()
    assert len({message.conversation for message in conversations.received}) == 2


def test_one_press_is_not_enough_to_lose_a_conversation(page: Page) -> None:
    open_chat(page)
    say(page, "keep me")
    expect(page.get_by_text("You wrote: keep me")).to_be_visible()
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Forget me").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Menu")).to_be_focused()
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.get_by_text("You wrote: keep me")).to_be_visible()
    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_role("button", name="press again to confirm")).to_have_count(0)


def test_another_tab_forgets_as_well(visitor: BrowserContext, page: Page, server: Server) -> None:
    open_chat(page)
    say(page, "my secret")
    expect(page.get_by_text("You wrote: my secret")).to_be_visible()
    other = visitor.new_page()
    other.goto(server.url)
    open_chat(other)
    expect(other.get_by_text("You wrote: my secret")).to_be_visible()
    choose(page, "Forget me")
    expect(other.get_by_role("dialog")).to_be_hidden()
    expect(other.get_by_text("You wrote: my secret")).to_have_count(0)


@pytest.fixture
def member_site(conversations: FakeConversations, tmp_path: Path) -> Iterator[Server]:
    server = Server(app_with(conversations, tmp_path, environment={"MILEPOST_IDENTITY_SECRET": SECRET}))
    yield server
    server.stop()


def sign_in(browser: Browser, site: Server) -> Page:
    """A device of its own whose page says who is signed in."""
    page = browser.new_context().new_page()
    page.goto(site.url)
    page.locator(".launcher").wait_for()
    page.evaluate("token => Milepost.identify(token)", signed())
    open_chat(page)
    return page


def test_a_customer_finds_their_conversation_on_another_device(
    chromium: Browser, member_site: Server, conversations: FakeConversations
) -> None:
    desk = sign_in(chromium, member_site)
    say(desk, "from my desk")
    expect(desk.get_by_text("You wrote: from my desk")).to_be_visible()
    phone = sign_in(chromium, member_site)
    expect(phone.get_by_text("You wrote: from my desk")).to_be_visible()
    assert conversations.received[0].source["customer_email"] == "ada@example.com"
    desk.context.close()
    phone.context.close()


def test_who_signs_out_leaves_nothing_behind(chromium: Browser, member_site: Server) -> None:
    page = sign_in(chromium, member_site)
    say(page, "my secret")
    expect(page.get_by_text("You wrote: my secret")).to_be_visible()
    page.evaluate("Milepost.identify(null)")
    expect(page.get_by_text("my secret")).to_have_count(0)
    say(page, "a stranger")
    expect(page.get_by_text("You wrote: a stranger")).to_be_visible()
    page.reload()
    expect(page.get_by_text("You wrote: a stranger")).to_be_visible()
    expect(page.get_by_text("my secret")).to_have_count(0)
    page.context.close()


def test_a_word_that_the_host_did_not_sign_leaves_the_visitor_unknown(
    chromium: Browser, member_site: Server, conversations: FakeConversations
) -> None:
    page = chromium.new_context().new_page()
    page.goto(member_site.url)
    page.locator(".launcher").wait_for()
    page.evaluate("token => Milepost.identify(token)", signed("another-secret-that-nobody-shares-1"))
    open_chat(page)
    say(page, "Hello")
    expect(page.get_by_text("You wrote: Hello")).to_be_visible(timeout=20_000)
    assert "customer" not in conversations.received[0].source
    page.context.close()


def test_the_token_is_renewed_with_every_connection(page: Page) -> None:
    open_chat(page)
    say(page, "Hello")
    expect(page.get_by_text("You wrote: Hello")).to_be_visible()
    key = key_of(page) + "token"
    first = page.evaluate("key => localStorage.getItem(key)", key)
    page.wait_for_timeout(1_100)
    page.reload()
    expect(page.get_by_text("You wrote: Hello")).to_be_visible()
    second = page.evaluate("key => localStorage.getItem(key)", key)
    assert first != second
    assert first.split(".")[0] == second.split(".")[0]
