"""What a visitor sees and does in the widget."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import open_chat, say
from tests.web.blocks import HANDOFF
from tests.web.doors import Server
from tests.web.fake_conversations import FakeConversations

HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script> **bold** https://evil.example {{7*7}}"


def test_opens_and_closes_by_keyboard_alone(page: Page) -> None:
    launcher = page.get_by_role("button", name="Chat with us")
    expect(launcher).to_have_attribute("aria-expanded", "false")
    launcher.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your message")).to_be_focused()
    expect(page.locator(".launcher")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="Chat with us")).to_be_focused()


def test_every_control_is_reached_by_tab(page: Page) -> None:
    open_chat(page)
    expect(page.get_by_role("link", name="Privacy notice")).to_be_visible()
    expect(page.get_by_role("button", name="What do you offer?")).to_be_visible()
    names = []
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        names.append(
            page.evaluate("""() => {
            const active = document.querySelector("milepost-chat").shadowRoot.activeElement;
            return active && (active.getAttribute("aria-label") || active.textContent);
        }""")
        )
    for name in ("Talk to a person", "Close chat", "Privacy notice", "What do you offer?", "Conversation"):
        assert name in names


def test_message_goes_and_reply_comes(page: Page, conversations: FakeConversations) -> None:
    open_chat(page)
    say(page, "Hello there")
    expect(page.get_by_text("You wrote: Hello there")).to_be_visible()
    expect(page.locator(".turn.visitor .state")).to_have_text("Delivered")
    assert [message.text for message in conversations.received] == ["Hello there"]


def test_the_reply_never_takes_the_focus(page: Page) -> None:
    open_chat(page)
    say(page, "Hello")
    expect(page.get_by_text("You wrote: Hello")).to_be_visible()
    expect(page.get_by_label("Your message")).to_be_focused()


def test_first_contact_says_that_it_is_automated_and_where_the_privacy_notice_is(page: Page) -> None:
    open_chat(page)
    expect(page.get_by_text("You are talking to an automated assistant")).to_be_visible()
    expect(page.get_by_role("link", name="Privacy notice")).to_have_attribute("href", "https://acorn.example/privacy")


def test_a_person_is_one_press_away(page: Page, conversations: FakeConversations) -> None:
    open_chat(page)
    page.get_by_role("button", name="Talk to a person").click()
    expect(page.get_by_text("You wrote: I would like to talk to a person.")).to_be_visible()
    assert conversations.received[0].payload == "/human_handoff"
    expect(page.get_by_role("button", name="Talk to a person")).to_be_visible()
    conversations.reply(conversations.received[0].conversation, "", custom=HANDOFF)
    expect(page.get_by_role("button", name="Person requested")).to_have_attribute("aria-disabled", "true")


def test_quick_reply_sends_its_title_and_the_servers_own_payload(page: Page, conversations: FakeConversations) -> None:
    open_chat(page)
    say(page, "choose")
    page.get_by_role("button", name="Large").click()
    expect(page.get_by_text("You wrote: Large")).to_be_visible()
    assert conversations.received[-1].payload == "/pick_large"
    expect(page.get_by_role("button", name="Small")).to_have_count(0)


def test_hostile_text_of_both_sides_is_shown_as_text(page: Page, conversations: FakeConversations) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message) or dialog.dismiss())
    open_chat(page)
    say(page, HOSTILE)
    expect(page.locator(".visitor .bubble")).to_have_text(HOSTILE)
    expect(page.locator(".bot .bubble").last).to_have_text(f"You wrote: {HOSTILE}")
    assert page.locator(".bubble img, .bubble script").count() == 0
    assert page.locator(".visitor .bubble a").count() == 0
    conversation = conversations.received[0].conversation
    conversations.reply(
        conversation, "", custom={"type": "products", "items": [{"name": HOSTILE, "url": "javascript:alert(3)"}]}
    )
    expect(page.locator(".card h3")).to_have_text(HOSTILE)
    assert page.locator(".card a").count() == 0
    assert dialogs == []


def test_a_block_of_unknown_type_or_shape_leaves_the_words(page: Page, conversations: FakeConversations) -> None:
    open_chat(page)
    say(page, "Hello")
    expect(page.get_by_text("You wrote: Hello")).to_be_visible()
    conversation = conversations.received[0].conversation
    conversations.reply(conversation, "A map would be here.", custom={"type": "map", "at": [1, 2]})
    conversations.reply(conversation, "A table would be here.", custom={"type": "comparison", "rows": None})
    expect(page.get_by_text("A map would be here.")).to_be_visible()
    expect(page.get_by_text("A table would be here.")).to_be_visible()


def test_comparison_is_a_real_table_that_scrolls_by_keyboard(
    page: Page, photograph: Callable[[Page, str], None]
) -> None:
    open_chat(page)
    say(page, "show comparison")
    table = page.get_by_role("table", name="Inbox Team and Desk Pro")
    expect(table.get_by_role("columnheader")).to_have_text(["Feature", "Inbox Team", "Desk Pro", "Suite"])
    expect(table.get_by_role("rowheader").first).to_contain_text("Price (differs)")
    expect(table.get_by_role("row").nth(3)).to_contain_text("Not stated")
    scroller = page.get_by_role("region", name="Inbox Team and Desk Pro")
    scroller.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(400)
    assert scroller.evaluate("element => element.scrollLeft") > 0
    page.get_by_role("button", name="Wide view").click()
    expect(page.get_by_role("button", name="Normal view")).to_have_attribute("aria-pressed", "true")
    photograph(page, "widget-comparison")


def test_quote_shows_every_line_the_total_and_its_price_list(
    page: Page, photograph: Callable[[Page, str], None]
) -> None:
    open_chat(page)
    say(page, "show quote")
    table = page.get_by_role("table", name="Bright Inbox Team, 20 seats")
    expect(table.get_by_role("row")).to_contain_text(["Amount", "$440", "$160", "-$120", "$480"])
    expect(table).to_contain_text("per month")
    expect(page.locator(".quote")).to_contain_text("0123456789ab")
    expect(page.locator(".quote")).to_contain_text("December 21, 2026")
    photograph(page, "widget-quote")


def test_contact_form_asks_for_what_is_missing_and_sends_fields_and_consent(
    page: Page, conversations: FakeConversations, photograph: Callable[[Page, str], None]
) -> None:
    page.evaluate("addEventListener('milepost:lead', event => (window.lead = event.detail))")
    open_chat(page)
    say(page, "show contact_form")
    send = page.get_by_role("button", name="Send details")
    send.click()
    expect(page.get_by_label("Name")).to_be_focused()
    expect(page.get_by_label("E-mail")).to_have_attribute("aria-invalid", "true")
    photograph(page, "widget-form")
    page.get_by_label("Name").fill("Ada Lovelace")
    page.get_by_label("E-mail").fill("ada@example.com")
    expect(page.get_by_role("checkbox")).not_to_be_checked()
    page.get_by_role("checkbox").check()
    send.click()
    expect(page.get_by_text("You wrote: Ada Lovelace, ada@example.com")).to_be_visible()
    form = conversations.received[-1].form
    assert form is not None
    assert (dict(form.fields), form.consent) == ({"name": "Ada Lovelace", "email": "ada@example.com"}, True)
    assert form.consent_text.startswith("You may write to me")
    assert page.evaluate("window.lead") == {"fields": ["name", "email"], "consent": True}
    page.reload()
    expect(page.get_by_text("Details sent")).to_be_visible()


@pytest.mark.parametrize("kind", ["products", "steps", "code", "handoff"])
def test_block_is_drawn(page: Page, kind: str, photograph: Callable[[Page, str], None]) -> None:
    expected = {
        "products": "Covers your 20 people",
        "steps": "Invite your team",
        "code": "BRIGHT-4Q7X",
        "handoff": "will join here",
    }
    open_chat(page)
    say(page, f"show {kind}")
    expect(page.get_by_text(re.compile(expected[kind])).first).to_be_visible()
    photograph(page, f"widget-{kind}")


def test_a_rep_is_told_apart_from_the_bot(page: Page, conversations: FakeConversations) -> None:
    page.evaluate("addEventListener('milepost:handoff', event => (window.handoff = event.detail.state))")
    open_chat(page)
    say(page, "Hello")
    expect(page.get_by_text("You wrote: Hello")).to_be_visible()
    conversations.reply(conversations.received[0].conversation, "Grace here.", author="rep", name="Grace")
    expect(page.locator(".turn.rep .who")).to_contain_text("Grace")
    expect(page.locator(".who-is-there")).to_have_text("Grace · Person")
    assert page.evaluate("window.handoff") == "joined"


def test_consent_is_free_to_give(page: Page, conversations: FakeConversations) -> None:
    open_chat(page)
    say(page, "Hello")
    expect(page.get_by_text("You wrote: Hello")).to_be_visible()
    conversation = conversations.received[0].conversation
    conversations.reply(conversation, "Where to?", custom={"type": "contact_form", "fields": ["email"]})
    page.get_by_label("E-mail").fill("ada@example.com")
    page.get_by_role("button", name="Send details").click()
    expect(page.get_by_text("You wrote: ada@example.com")).to_be_visible()
    form = conversations.received[-1].form
    assert form
    assert form.consent is False
    assert form.consent_text.startswith("You may also write to me")


@pytest.mark.parametrize(
    ("state", "text"), [("joined", "Grace has joined"), ("ended", "You are talking to the automated assistant again")]
)
def test_notices_of_the_console_are_told_in_words(
    page: Page, conversations: FakeConversations, state: str, text: str
) -> None:
    open_chat(page)
    say(page, "Hello")
    expect(page.get_by_text("You wrote: Hello")).to_be_visible()
    custom = {"type": "handoff", "state": state, "name": "Grace"}
    conversations.reply(conversations.received[0].conversation, "", author="system", custom=custom)
    expect(page.locator(".notice")).to_contain_text(text)


def test_thumbs_and_comment_arrive(page: Page, conversations: FakeConversations) -> None:
    open_chat(page)
    say(page, "Hello")
    page.get_by_role("button", name="Not helpful").click()
    page.get_by_label("What was wrong?").fill("Too short")
    page.get_by_role("button", name="Send comment").click()
    expect(page.get_by_text("Thank you.")).to_be_visible()
    page.wait_for_timeout(300)
    assert [rating[1:] for rating in conversations.ratings] == [(2, False, ""), (2, False, "Too short")]


def test_replies_while_closed_are_counted_on_the_launcher(page: Page, conversations: FakeConversations) -> None:
    open_chat(page)
    say(page, "Hello")
    expect(page.get_by_text("You wrote: Hello")).to_be_visible()
    page.keyboard.press("Escape")
    conversation = conversations.received[0].conversation
    conversations.reply(conversation, "One more thing.")
    expect(page.get_by_role("button", name="Chat with us, 1 new message")).to_be_visible()
    conversations.reply(conversation, "And another.")
    expect(page.get_by_role("button", name="Chat with us, 2 new messages")).to_be_visible()
    page.get_by_role("button", name="Chat with us, 2 new messages").click()
    expect(page.get_by_text("And another.")).to_be_visible()
    expect(page.locator(".badge")).to_be_hidden()


def test_text_over_the_limit_stays_with_the_visitor(page: Page, conversations: FakeConversations) -> None:
    open_chat(page)
    say(page, "x" * 2001)
    expect(page.get_by_text("1 characters too many")).to_be_visible()
    expect(page.get_by_label("Your message")).to_have_value("x" * 2001)
    assert conversations.received == []


def test_the_log_is_live_before_text_comes_and_the_dots_stay_out_of_it(page: Page) -> None:
    open_chat(page)
    log = page.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "polite")
    assert log.locator(".typing").count() == 0
    expect(page.locator(".bubble[dir=auto]").first).to_be_visible()


def test_phone_gets_the_whole_screen(
    chromium: Browser, server: Server, photograph: Callable[[Page, str], None]
) -> None:
    phone = chromium.new_context(
        viewport={"width": 390, "height": 844}, device_scale_factor=2, has_touch=True, is_mobile=True
    )
    page = phone.new_page()
    page.goto(server.url)
    open_chat(page)
    assert page.get_by_role("dialog").bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    expect(page.locator(".launcher")).to_be_hidden()
    assert page.get_by_label("Your message").evaluate("element => getComputedStyle(element).fontSize") == "16px"
    say(page, "show products")
    expect(page.locator(".card").first).to_be_visible()
    photograph(page, "widget-phone")
    page.get_by_label("Your message").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Talk to a person")).to_be_focused()
    phone.close()


def test_launcher_never_covers_the_send_button(page: Page) -> None:
    for height in (520, 620, 800):
        page.set_viewport_size({"width": 1000, "height": height})
        if page.get_by_role("dialog").count() == 0 or page.get_by_role("dialog").is_hidden():
            open_chat(page)
        send, launcher = (page.locator(selector).bounding_box() for selector in (".send", ".launcher"))
        assert send
        assert launcher
        assert send["y"] + send["height"] < launcher["y"]


def test_right_to_left_page_mirrors_the_widget(visitor: BrowserContext, server: Server) -> None:
    page = visitor.new_page()
    page.goto(server.url)
    page.evaluate("document.documentElement.dir = 'rtl'")
    open_chat(page)
    box = page.get_by_role("dialog").bounding_box()
    assert box
    assert box["x"] < 100
