"""A conversation that goes on elsewhere, and one that comes from there, as a visitor sees it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import open_chat, say
from tests.channels.tables.telegram import TABLE
from tests.web.doors import Server, app_with
from tests.web.fake_conversations import FakeConversations

LINK = "link-of-a-move-1234567890"


@pytest.fixture
def page(visit: Callable[[str], Page], conversations: FakeConversations, tmp_path: Path) -> Page:
    """The page of a company with a messenger."""
    server = Server(app_with(conversations, tmp_path, environment=TABLE.environment("http://127.0.0.1:9")))
    yield visit(server.url)  # type: ignore[misc]
    server.stop()


def test_the_menu_gives_a_code_and_where_it_may_be_brought(page: Page, conversations: FakeConversations) -> None:
    open_chat(page)
    say(page, "hello")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Continue elsewhere").click()
    expect(page.locator(".elsewhere p")).to_contain_text("MOVE-7K3F-9QXM")
    expect(page.locator(".elsewhere li")).to_have_text(["Telegram"])
    assert len(conversations.offered) == 1


def test_a_link_asks_first_and_then_shows_what_was_said_elsewhere(page: Page, conversations: FakeConversations) -> None:
    conversations.reply("telegram-1", "Team is $440 for 20.")
    conversations.moves[LINK] = "telegram-1"
    page.goto(f"{page.url}#milepost={LINK}")
    page.reload()
    expect(page.get_by_role("dialog")).to_contain_text("go on here with your conversation from elsewhere")
    assert "milepost" not in page.url
    page.get_by_role("button", name="Go on here").click()
    expect(page.get_by_role("log")).to_contain_text("Team is $440 for 20.")


def test_who_says_no_keeps_their_own_conversation(page: Page, conversations: FakeConversations) -> None:
    conversations.moves[LINK] = "telegram-1"
    page.goto(f"{page.url}#milepost={LINK}")
    page.reload()
    page.get_by_role("button", name="No", exact=True).click()
    say(page, "hello")
    assert [message.conversation for message in conversations.received] != ["telegram-1"]
