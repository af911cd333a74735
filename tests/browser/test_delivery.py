"""Nothing that a visitor writes is lost, nothing arrives twice."""

from __future__ import annotations

import time

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import key_of, open_chat, say
from tests.web.doors import Server
from tests.web.fake_conversations import FakeConversations

BACK = 30_000


def texts(conversations: FakeConversations) -> list[str]:
    return [message.text for message in conversations.received]


def test_what_is_typed_while_the_server_is_down_arrives_once_and_in_order(
    page: Page, server: Server, conversations: FakeConversations
) -> None:
    open_chat(page)
    say(page, "before")
    expect(page.get_by_text("You wrote: before")).to_be_visible()
    server.stop()
    say(page, "first")
    say(page, "second")
    expect(page.get_by_text("Waiting for connection")).to_have_count(2)
    expect(page.get_by_text("No connection.")).to_be_visible()
    server.start()
    expect(page.get_by_text("You wrote: second")).to_be_visible(timeout=BACK)
    assert texts(conversations) == ["before", "first", "second"]
    assert page.locator(".turn.visitor").count() == 3
    assert page.evaluate("Object.keys(localStorage).filter(key => key.includes(':out:'))") == []


def test_what_waits_survives_a_closed_page(
    visitor: BrowserContext, server: Server, conversations: FakeConversations
) -> None:
    page = visitor.new_page()
    page.goto(server.url)
    open_chat(page)
    say(page, "before")
    expect(page.get_by_text("You wrote: before")).to_be_visible()
    server.stop()
    say(page, "typed and left")
    expect(page.get_by_text("Waiting for connection")).to_be_visible()
    page.close()
    server.start()
    later = visitor.new_page()
    later.goto(server.url)
    later.get_by_role("button", name="Chat with us").click()
    expect(later.get_by_text("You wrote: typed and left")).to_be_visible(timeout=BACK)
    assert texts(conversations) == ["before", "typed and left"]


def test_a_message_whose_answer_was_lost_is_not_doubled(
    page: Page, server: Server, conversations: FakeConversations
) -> None:
    open_chat(page)
    say(page, "hello")
    expect(page.get_by_text("You wrote: hello")).to_be_visible()
    kept = {"type": "say", "id": conversations.received[0].message_id, "text": "hello"}
    page.evaluate(
        "([key, frame]) => localStorage.setItem(key, JSON.stringify(frame))",
        [key_of(page) + "out:1:" + kept["id"], kept],
    )
    page.reload()
    expect(page.get_by_text("You wrote: hello")).to_be_visible()
    page.wait_for_timeout(500)
    assert texts(conversations) == ["hello"]
    assert page.locator(".turn.visitor").count() == 1


def test_history_survives_reload_and_the_panel_stays_open(page: Page) -> None:
    open_chat(page)
    say(page, "remember me")
    expect(page.get_by_text("You wrote: remember me")).to_be_visible()
    page.reload()
    expect(page.get_by_text("You wrote: remember me")).to_be_visible()
    assert page.locator(".turn.visitor").count() == 1


def test_an_unsent_draft_survives_reload(page: Page) -> None:
    open_chat(page)
    page.get_by_label("Your message").fill("half a thou")
    page.reload()
    expect(page.get_by_label("Your message")).to_have_value("half a thou")


def test_two_pages_of_one_visitor_show_one_conversation(
    visitor: BrowserContext, page: Page, server: Server, conversations: FakeConversations
) -> None:
    open_chat(page)
    say(page, "from the first")
    expect(page.get_by_text("You wrote: from the first")).to_be_visible()
    other = visitor.new_page()
    other.goto(server.url)
    open_chat(other)
    say(other, "from the second")
    expect(page.get_by_text("You wrote: from the second")).to_be_visible()
    assert len({message.conversation for message in conversations.received}) == 1


def test_a_store_outage_delays_and_loses_nothing(page: Page, conversations: FakeConversations) -> None:
    open_chat(page)
    say(page, "before")
    expect(page.get_by_text("You wrote: before")).to_be_visible()
    conversations.is_down = True
    say(page, "meanwhile")
    page.wait_for_timeout(800)
    conversations.is_down = False
    expect(page.get_by_text("You wrote: meanwhile")).to_be_visible(timeout=BACK)
    assert texts(conversations) == ["before", "meanwhile"]


def test_where_websockets_are_blocked_events_carry_the_chat(visitor: BrowserContext, server: Server) -> None:
    page = visitor.new_page()
    page.add_init_script("window.WebSocket = class { constructor() { throw new Error('blocked'); } }")
    page.goto(server.url)
    open_chat(page)
    say(page, "over events")
    expect(page.get_by_text("You wrote: over events")).to_be_visible(timeout=BACK)
    say(page, "and again")
    expect(page.get_by_text("You wrote: and again")).to_be_visible()
    expect(page.locator(".turn.visitor.latest .state")).to_have_text("Delivered")


def test_a_half_open_socket_is_noticed(
    visitor: BrowserContext, server: Server, conversations: FakeConversations
) -> None:
    page = visitor.new_page()
    page.clock.install()
    page.add_init_script("""
        window.sockets = 0;
        const Real = WebSocket;
        window.WebSocket = class extends Real {
          constructor(address) { super(address); window.sockets += 1; this.number = window.sockets; }
          send(data) { if (this.number > 1 || !window.dead) super.send(data); }
        };""")
    page.goto(server.url)
    page.clock.resume()
    open_chat(page)
    say(page, "hello")
    expect(page.get_by_text("You wrote: hello")).to_be_visible()
    page.evaluate("window.dead = true")
    started = time.monotonic()
    for _ in range(30):
        page.clock.fast_forward(2_000)
        page.wait_for_timeout(50)
        if page.evaluate("window.sockets") > 1:
            break
    assert page.evaluate("window.sockets") > 1, f"no new connection after {time.monotonic() - started:.0f} s"
    say(page, "still there")
    expect(page.get_by_text("You wrote: still there")).to_be_visible()


def test_a_visitor_whose_token_is_no_longer_known_goes_on_in_a_new_conversation(
    page: Page, conversations: FakeConversations
) -> None:
    open_chat(page)
    say(page, "old")
    expect(page.get_by_text("You wrote: old")).to_be_visible()
    page.evaluate("key => localStorage.setItem(key, 'not-a-token')", key_of(page) + "token")
    page.reload()
    page.get_by_label("Your message").wait_for()
    say(page, "new")
    expect(page.get_by_text("You wrote: new")).to_be_visible(timeout=BACK)
    assert len({message.conversation for message in conversations.received}) == 2
