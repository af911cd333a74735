"""The preview page: what is chosen is seen, and the lines that it prints work as they are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import open_chat
from tests.browser.shop import Shop
from tests.browser.test_embedding import AXE, violations
from tests.web.doors import Server, app_with
from tests.web.fake_conversations import FakeConversations


def test_what_is_chosen_is_seen_at_once(
    visit: Callable[[str], Page], server: Server, photograph: Callable[[Page, str], None]
) -> None:
    page = visit(f"{server.url}preview")
    open_chat(page)
    page.get_by_label("Name in the header").fill("Shoe help")
    expect(page.get_by_role("dialog", name="Shoe help")).to_be_visible()
    page.get_by_label("Colour").fill("#0f766e")
    assert page.locator(".send").evaluate("element => getComputedStyle(element).backgroundColor") == "rgb(15, 118, 110)"
    page.get_by_label("Corner").select_option("start")
    box = page.get_by_role("dialog").bounding_box()
    assert box
    assert box["x"] < 60
    page.get_by_label("Theme").select_option("dark")
    expect(page.locator("milepost-chat")).to_have_attribute("theme", "dark")
    photograph(page, "preview")


def test_a_colour_on_which_white_cannot_be_read_is_told(visit: Callable[[str], Page], server: Server) -> None:
    page = visit(f"{server.url}preview")
    expect(page.locator("#contrast")).to_contain_text("can be read on it (6.7 to 1)")
    page.get_by_label("Colour").fill("#ffd400")
    expect(page.locator("#contrast")).to_contain_text("hard to read")


def test_the_printed_line_and_policy_carry_the_chat_on_another_website(
    chromium: Browser, tmp_path: Path, conversations: FakeConversations
) -> None:
    shop = Shop()
    allowed = {"MILEPOST_ALLOWED_ORIGINS": shop.server.url}
    chat = Server(app_with(conversations, tmp_path, environment=allowed))
    page = chromium.new_context().new_page()
    page.goto(f"{chat.url}preview")
    page.get_by_label("Name in the header").fill('Ask "us" <now>')
    page.get_by_label("Language").select_option("de")
    shop.script = (page.locator("#line").text_content() or "").replace("{", "{{").replace("}", "}}")
    policy = page.locator("#policy").text_content()
    assert policy
    shop.own_policy = f"default-src 'none'; {policy}; require-trusted-types-for 'script'; trusted-types 'none'"
    page.goto(shop.server.url)
    page.get_by_role("button", name="Chat öffnen").click()
    expect(page.get_by_role("dialog", name='Ask "us" <now>')).to_be_visible()
    page.get_by_label("Ihre Nachricht").fill("Hallo")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You wrote: Hallo")).to_be_visible()
    page.context.close()
    shop.server.stop()
    chat.stop()


def test_the_preview_has_nothing_that_axe_finds(chromium: Browser, server: Server) -> None:
    page = chromium.new_context(bypass_csp=True).new_page()
    page.goto(f"{server.url}preview")
    page.locator(".launcher").wait_for()
    page.evaluate(AXE)
    assert violations(page) == []
    page.context.close()
