"""The forms in the chat ask for no more than they say, and lose nothing that was filled in."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from milepost.services.contact_forms import contact_form
from tests.browser.conftest import open_chat, say
from tests.web.fake_conversations import FakeConversations

TRANSCRIPT = {"type": "contact_form", "fields": ["email"], "purpose": "transcript"}


def show(page: Page, conversations: FakeConversations, block: dict[str, Any]) -> None:
    """The chat with a form in it."""
    open_chat(page)
    say(page, "Hello")
    expect(page.get_by_text("You wrote: Hello")).to_be_visible()
    conversations.reply(conversations.received[0].conversation, "", custom=block)
    page.get_by_role("button", name="Send details").wait_for()


def test_an_address_or_a_number_is_enough_means_just_that(page: Page, conversations: FakeConversations) -> None:
    show(page, conversations, contact_form("email", "phone"))
    expect(page.get_by_text("An e-mail address or a phone number is enough.")).to_be_visible()
    expect(page.get_by_label("Name (optional)")).to_be_visible()
    page.get_by_role("button", name="Send details").click()
    expect(page.get_by_label("E-mail")).to_be_focused()
    assert len(conversations.received) == 1
    page.get_by_label("Phone").fill("+353 1 555 0199")
    page.get_by_role("button", name="Send details").click()
    expect(page.get_by_text("You wrote: +353 1 555 0199")).to_be_visible()
    form = conversations.received[-1].form
    assert form
    assert dict(form.fields) == {"phone": "+353 1 555 0199"}


def test_a_number_without_digits_is_asked_about(page: Page, conversations: FakeConversations) -> None:
    show(page, conversations, contact_form("email", "phone"))
    page.get_by_label("Phone").fill("ring me")
    page.get_by_role("button", name="Send details").click()
    expect(page.get_by_text("Please enter a phone number")).to_be_visible()
    expect(page.get_by_label("Phone")).to_have_attribute("aria-invalid", "true")
    assert len(conversations.received) == 1


def test_a_name_may_stay_empty_where_an_address_is_asked_for(page: Page, conversations: FakeConversations) -> None:
    show(page, conversations, contact_form("email"))
    page.get_by_label("E-mail").fill("ada@example.com")
    page.get_by_role("button", name="Send details").click()
    expect(page.get_by_text("You wrote: ada@example.com")).to_be_visible()


def test_the_transcript_is_not_sent_without_its_tick_and_the_form_stays(
    page: Page, conversations: FakeConversations
) -> None:
    show(page, conversations, TRANSCRIPT)
    page.get_by_label("E-mail").fill("ada@example.com")
    page.get_by_role("button", name="Send details").click()
    expect(page.get_by_text("Please tick the box first")).to_be_visible()
    expect(page.get_by_role("checkbox")).to_be_focused()
    expect(page.get_by_text("Details sent")).to_have_count(0)
    expect(page.get_by_text("Not sent")).to_have_count(0)
    expect(page.get_by_label("E-mail")).to_have_value("ada@example.com")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Send details").click()
    expect(page.get_by_text("Details sent")).to_be_visible()
    page.wait_for_timeout(300)
    assert [message.form.consent for message in conversations.received if message.form] == [True]


def test_a_form_that_the_server_refuses_comes_back_as_it_was_filled_in(
    page: Page, conversations: FakeConversations
) -> None:
    show(page, conversations, contact_form("email"))
    page.get_by_label("Name (optional)").fill("Ada")
    page.get_by_label("E-mail").fill("ada@example.com")
    # The offer has changed on the server meanwhile: it takes no address there any more.
    lines = conversations.lines[conversations.received[0].conversation]
    lines[-1] = type(lines[-1])(**{**vars(lines[-1]), "custom": None})
    page.get_by_role("button", name="Send details").click()
    expect(page.get_by_text("That choice is no longer open.")).to_be_visible()
    expect(page.get_by_text("Details sent")).to_have_count(0)
    expect(page.get_by_label("E-mail")).to_have_value("ada@example.com")
    expect(page.get_by_label("Name (optional)")).to_have_value("Ada")
    expect(page.get_by_text("Ada, ada@example.com")).to_have_count(0)


def test_a_card_without_reasons_shows_no_number(page: Page, conversations: FakeConversations) -> None:
    open_chat(page)
    say(page, "Hello")
    expect(page.get_by_text("You wrote: Hello")).to_be_visible()
    item = {"name": "Lantern Desk", "summary": "A help desk.", "price": "$20", "url": "", "reasons": []}
    conversations.reply(conversations.received[0].conversation, "", custom={"type": "products", "items": [item]})
    expect(page.locator(".card")).to_have_text("Lantern Desk$20A help desk.")


def test_at_320_px_the_way_to_a_person_is_drawn(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    open_chat(page)
    button = page.get_by_role("button", name="Talk to a person")
    sign = button.locator("svg").bounding_box()
    assert sign
    assert min(sign["width"], sign["height"]) >= 16
    box = button.bounding_box()
    assert box
    assert box["x"] + box["width"] <= 320


def test_a_form_that_has_grown_is_not_moved_from_under_a_finger(page: Page, conversations: FakeConversations) -> None:
    page.set_viewport_size({"width": 400, "height": 420})
    show(page, conversations, TRANSCRIPT)
    page.get_by_role("button", name="Send details").click()
    expect(page.get_by_text("Please tick the box first")).to_be_visible()
    log = page.get_by_role("log")
    put = log.evaluate("log => (log.scrollTop -= 20)")
    page.wait_for_timeout(200)
    assert log.evaluate("log => log.scrollTop") == put > 0
