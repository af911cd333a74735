"""Blocks that can be acted on: a quote is sent on, a code is scanned, a conversation is rated at its end."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import open_chat, say
from tests.web.fake_conversations import FakeConversations


def test_a_quote_leads_to_its_pdf_and_is_asked_for_by_mail_in_words(page: Page) -> None:
    open_chat(page)
    say(page, "show quote")
    quote = page.locator(".quote")
    expect(quote.get_by_role("link", name="Open as PDF")).to_have_attribute(
        "href", "https://chat.example.com/q/AbCd/quote.pdf"
    )
    quote.get_by_role("button", name="Send it to me").click()
    expect(page.locator(".turn.visitor").last).to_contain_text("Please send me quote Q-2026-0042 by e-mail.")


def test_a_code_has_a_picture_to_scan_that_is_dark_on_white_in_the_dark_theme(page: Page) -> None:
    page.evaluate("Milepost.options({ theme: 'dark' })")
    open_chat(page)
    say(page, "show code")
    picture = page.get_by_role("img", name="Scan to open the link")
    expect(picture).to_be_visible()
    colours = picture.evaluate("svg => [getComputedStyle(svg).fill, getComputedStyle(svg).backgroundColor]")
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    box = picture.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 120


def test_at_its_end_a_conversation_is_rated_and_the_question_goes_when_it_goes_on(
    page: Page, conversations: FakeConversations
) -> None:
    open_chat(page)
    say(page, "Hello")
    expect(page.get_by_text("You wrote: Hello")).to_be_visible()
    conversation = conversations.received[0].conversation
    custom = {"type": "handoff", "state": "ended"}
    conversations.reply(conversation, "", author="system", custom=custom)
    asked = page.get_by_role("group", name="Did this conversation help you?")
    expect(asked).to_be_visible()
    say(page, "One more thing")
    expect(asked).to_be_hidden()
    expect(page.get_by_text("You wrote: One more thing")).to_be_visible()
    conversations.reply(conversation, "", author="system", custom={"type": "rating"})
    asked.last.get_by_role("button", name="Helpful", exact=True).click()
    expect(asked.last).to_contain_text("Thank you.")
    page.wait_for_timeout(300)
    last = conversations.lines[conversation][-1].seq
    assert conversations.ratings == [(conversation, last, True, "")]
