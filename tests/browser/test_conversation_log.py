"""What is new is seen: the log follows, stands in order, and says when something is below."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import open_chat, say
from tests.web.doors import Server
from tests.web.fake_conversations import FakeConversations

LONG = "\n".join(f"Line {number} of a long answer that fills the log." for number in range(30))


def talk(page: Page, times: int) -> None:
    """A conversation longer than the log."""
    open_chat(page)
    for number in range(times):
        say(page, f"question {number}")
        expect(page.get_by_text(f"You wrote: question {number}", exact=True)).to_be_visible()


def is_in_view(page: Page, text: str) -> bool:
    """Whether a line stands within the log's own edges, not only in the page."""
    return bool(
        page.get_by_text(text, exact=True).last.evaluate(
            """element => {
                const line = element.getBoundingClientRect(), log = element.closest(".log").getBoundingClientRect();
                return line.top >= log.top - 1 && line.bottom <= log.bottom + 1;
            }"""
        )
    )


def texts(page: Page) -> list[str]:
    return page.locator(".turn .bubble").all_inner_texts()[1:]  # without the greeting


def test_the_log_follows_what_a_person_writes(page: Page, conversations: FakeConversations) -> None:
    talk(page, 8)
    conversation = conversations.received[0].conversation
    for number in range(8):
        conversations.reply(conversation, f"Grace says {number}.", author="rep", name="Grace")
        expect(page.get_by_text(f"Grace says {number}.")).to_be_visible()
        page.wait_for_timeout(150)
        assert is_in_view(page, f"Grace says {number}.")
    expect(page.get_by_role("button", name="New messages")).to_be_hidden()


def test_a_person_who_writes_while_a_long_answer_is_read_is_seen(page: Page, conversations: FakeConversations) -> None:
    talk(page, 2)
    conversation = conversations.received[0].conversation
    conversations.reply(conversation, LONG)
    expect(page.get_by_text("Line 29")).to_be_visible()
    conversations.reply(conversation, "Grace is here.", author="rep", name="Grace")
    expect(page.get_by_text("Grace is here.")).to_be_visible()
    page.wait_for_timeout(150)
    assert is_in_view(page, "Grace is here.")


def test_a_long_answer_is_read_from_its_question(page: Page, conversations: FakeConversations) -> None:
    talk(page, 6)
    say(page, LONG)
    page.wait_for_timeout(400)
    top = page.locator(".turn.visitor").last.evaluate(
        "element => element.getBoundingClientRect().top - element.closest('.log').getBoundingClientRect().top"
    )
    assert 0 <= top < 40


def test_new_messages_leads_to_the_newest_line(page: Page, conversations: FakeConversations) -> None:
    talk(page, 8)
    log = page.get_by_role("log")
    log.hover()
    page.mouse.wheel(0, -2_000)
    page.wait_for_timeout(300)
    for text in (LONG, "Far below."):
        conversations.reply(conversations.received[0].conversation, text, author="rep", name="Grace")
    below = page.get_by_role("button", name="New messages")
    expect(below).to_be_visible()
    assert not is_in_view(page, "Far below."), "who has scrolled away is left where they are"
    below.click()
    expect(below).to_be_hidden()
    assert is_in_view(page, "Far below.")
    conversations.reply(conversations.received[0].conversation, "And one more.", author="rep", name="Grace")
    expect(page.get_by_text("And one more.")).to_be_visible()
    page.wait_for_timeout(150)
    assert is_in_view(page, "And one more.")


def test_what_waits_stands_below_the_older_history_after_a_reload(
    visitor: BrowserContext, server: Server, conversations: FakeConversations
) -> None:
    page = visitor.new_page()
    page.goto(server.url)
    talk(page, 2)
    server.stop()
    say(page, "typed while it was down")
    expect(page.get_by_text("Waiting for connection")).to_be_visible()
    page.close()
    conversations.is_down = True  # the history can be read late, the message is not taken at all
    server.start()
    later = visitor.new_page()
    later.goto(server.url)
    later.get_by_role("button", name="Chat with us").click()
    expect(later.get_by_text("typed while it was down")).to_be_visible()
    conversations.is_down = False
    expect(later.get_by_text("You wrote: typed while it was down")).to_be_visible(timeout=20_000)
    assert texts(later) == [
        "question 0",
        "You wrote: question 0",
        "question 1",
        "You wrote: question 1",
        "typed while it was down",
        "You wrote: typed while it was down",
    ]


def test_the_newest_stays_in_view_when_the_log_gets_smaller(page: Page, conversations: FakeConversations) -> None:
    talk(page, 8)
    page.set_viewport_size({"width": 1280, "height": 420})  # as when a keyboard comes up
    page.wait_for_timeout(200)
    assert is_in_view(page, "You wrote: question 7")
