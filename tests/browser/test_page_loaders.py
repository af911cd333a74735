"""The chat on pages whose loaders reorder, replace or shut off what they find."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import open_chat, say
from tests.browser.shop import Shop
from tests.web.doors import Server
from tests.web.fake_conversations import FakeConversations

Visit = Callable[[str], Page]

# What Turbo and Turbolinks do at a click on a link: keep a copy of the page, then put another body in its place.
REPLACE_BODY = """() => {
    window.kept = document.body.cloneNode(true);
    const body = document.createElement("body");
    body.append(Object.assign(document.createElement("h1"), { textContent: "Another page" }));
    document.documentElement.replaceChild(body, document.body);
}"""
RESTORE_BODY = "() => document.documentElement.replaceChild(window.kept, document.body)"
BLOCKED = {
    "shut at once": "window.WebSocket = class { constructor() { throw new Error('blocked'); } }",
    "never opened": "window.WebSocket = class { close() {} send() {} }",
    "opened and swallowed": """window.WebSocket = class {
        constructor() { setTimeout(() => this.onopen({}), 20); } close() {} send() {} }""",
}


@pytest.fixture
def open_shop(shop: Shop) -> Shop:
    """A shop without a policy, so that its own scripts run."""
    shop.policy = False
    return shop


def test_the_chat_stays_when_a_page_loader_replaces_the_body(visit: Visit, open_shop: Shop) -> None:
    page = visit(open_shop.server.url)
    open_chat(page)
    say(page, "before")
    expect(page.get_by_text("You wrote: before")).to_be_visible()
    page.evaluate(REPLACE_BODY)
    expect(page.get_by_text("You wrote: before")).to_be_visible()
    say(page, "after")
    expect(page.get_by_text("You wrote: after")).to_be_visible()
    page.evaluate(RESTORE_BODY)  # back: the copy has a chat of its own in it
    expect(page.get_by_text("You wrote: after")).to_be_visible()
    page.wait_for_timeout(200)
    expect(page.locator("milepost-chat")).to_have_count(1)
    expect(page.locator(".launcher")).to_have_count(1)


def test_the_chat_comes_back_where_the_page_sweeps_its_body(visit: Visit, open_shop: Shop) -> None:
    page = visit(open_shop.server.url)
    page.locator(".launcher").wait_for()
    page.evaluate("document.body.replaceChildren()")
    open_chat(page)
    expect(page.locator("milepost-chat")).to_have_count(1)


@pytest.mark.parametrize(
    "script",
    [
        '<script type="module" src="{chat}widget/loader.js" data-label="Ask us"></script>',
        '<script type="text/later" src="{chat}widget/loader.js" data-label="Ask us"></script>'
        "<script>fetch(document.querySelector('[type=\"text/later\"]').src).then(answer => answer.text())"
        ".then(text => (0, eval)(text))</script>",
        "<script>Milepost = [['options', {{ src: '{chat}widget/loader.js', label: 'Ask us' }}]];"
        "fetch('{chat}widget/loader.js').then(answer => answer.text()).then(text => (0, eval)(text))</script>",
    ],
    ids=["module", "loader that runs the text", "no tag at all"],
)
def test_the_chat_finds_its_tag_where_the_browser_names_none(visit: Visit, open_shop: Shop, script: str) -> None:
    open_shop.script = script
    page = visit(open_shop.server.url)
    page.get_by_role("button", name="Ask us").click()
    say(page, "Hello")
    expect(page.get_by_text("You wrote: Hello")).to_be_visible()


def test_a_tag_that_cannot_be_found_is_told_in_one_line(visitor: BrowserContext, open_shop: Shop) -> None:
    open_shop.script = (
        "<script>fetch('{chat}widget/loader.js').then(answer => answer.text()).then(text => (0, eval)(text))</script>"
    )
    told: list[str] = []
    page = visitor.new_page()
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(open_shop.server.url)
    page.wait_for_timeout(700)
    assert len(told) == 1
    assert "data-milepost" in told[0]


def test_two_tags_make_one_chat(visit: Visit, open_shop: Shop) -> None:
    open_shop.script = 2 * '<script src="{chat}widget/loader.js" async></script>'
    page = visit(open_shop.server.url)
    page.locator(".launcher").wait_for()
    page.wait_for_timeout(300)
    expect(page.locator("milepost-chat")).to_have_count(1)


def test_keys_typed_in_the_chat_do_not_reach_the_pages_shortcuts(visit: Visit, open_shop: Shop) -> None:
    page = visit(open_shop.server.url)
    page.locator(".launcher").wait_for()
    page.evaluate("""() => {
        window.heard = [];
        for (const type of ["keydown", "keypress", "keyup"])
            for (const [where, capture] of [[document, false], [document, true], [window, false]])
                where.addEventListener(type, event => {
                    window.heard.push(event.key);
                    event.preventDefault();
                }, capture);
    }""")
    open_chat(page)
    page.get_by_label("Your message").press_sequentially("/ jk?")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You wrote: / jk?")).to_be_visible()
    assert page.evaluate("window.heard") == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.locator("h1").click()
    page.keyboard.press("j")
    assert "j" in page.evaluate("window.heard"), "the page keeps its own keys"


def test_a_dialog_that_holds_the_focus_lets_the_visitor_write(visit: Visit, open_shop: Shop) -> None:
    page = visit(open_shop.server.url)
    page.locator(".launcher").wait_for()
    page.evaluate("""() => {
        const field = document.body.appendChild(document.createElement("input"));
        document.addEventListener("focusin", event => event.target !== field && field.focus());
    }""")
    open_chat(page)
    page.get_by_label("Your message").press_sequentially("Hello")
    expect(page.get_by_label("Your message")).to_have_value("Hello")


@pytest.mark.parametrize("how", ["keyCode: 229", "isComposing: true"])
def test_the_enter_that_ends_a_composition_does_not_send(
    page: Page, conversations: FakeConversations, how: str
) -> None:
    open_chat(page)
    page.get_by_label("Your message").fill("にほん")
    page.get_by_label("Your message").evaluate(
        f"""element => element.dispatchEvent(new KeyboardEvent("keydown",
            {{ key: "Enter", {how}, bubbles: true, composed: true, cancelable: true }}))"""
    )
    page.wait_for_timeout(300)
    expect(page.get_by_label("Your message")).to_have_value("にほん")
    assert conversations.received == []
    page.keyboard.press("Enter")
    expect(page.get_by_text("You wrote: にほん")).to_be_visible()


def test_transforms_and_bars_of_the_page_neither_move_nor_cover_it(visit: Visit, open_shop: Shop) -> None:
    open_shop.head = """<style>body { transform: translateY(40px) scale(.9); min-height: 3000px }
        .bar { position: fixed; inset: 0; background: #fdd; z-index: 2147483647 }</style>"""
    open_shop.body = '<div class="bar">Cookies!</div>'
    page = visit(open_shop.server.url)
    page.locator(".launcher").wait_for()
    page.evaluate("document.documentElement.append(Object.assign(document.createElement('div'), {className: 'bar'}))")
    box = page.locator(".launcher").bounding_box()
    assert box == {"x": 1200, "y": 720, "width": 60, "height": 60}
    open_chat(page)
    for selector in (".launcher", ".send", ".panel .person"):
        assert (
            page.locator(selector).evaluate("""element => {
            const box = element.getBoundingClientRect();
            const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
            return top.localName;
        }""")
            == "milepost-chat"
        )


@pytest.mark.parametrize(
    ("file", "greeting"),
    [
        (
            json.dumps({"greeting": "Shoes, socks or both?", "refused": {"empty": "Nothing there."}}),
            "Shoes, socks or both?",
        ),
        ("{ not a file", "Hello! Tell me what you need"),
        (json.dumps({"starters": None, "fields": "Name", "greeting": 7}), "Hello! Tell me what you need"),
    ],
    ids=["some words", "broken", "wrong kinds"],
)
def test_a_partial_or_broken_texts_file_leaves_our_words(
    visit: Visit, open_shop: Shop, file: str, greeting: str
) -> None:
    open_shop.files["words.json"] = ("application/json", file)
    open_shop.options = 'data-texts="/words.json"'
    page = visit(open_shop.server.url)
    open_chat(page)
    expect(page.get_by_text(greeting)).to_be_visible()
    expect(page.get_by_role("button", name="What do you offer?")).to_be_visible()
    say(page, "Hello")
    expect(page.get_by_text("You wrote: Hello")).to_be_visible()


@pytest.mark.parametrize("how", BLOCKED)
def test_where_websockets_are_blocked_the_first_answer_comes_soon(
    visitor: BrowserContext, server: Server, how: str
) -> None:
    page = visitor.new_page()
    page.add_init_script(BLOCKED[how])
    page.goto(server.url)
    open_chat(page)
    started = time.monotonic()
    say(page, "over events")
    expect(page.get_by_text("You wrote: over events")).to_be_visible()
    assert time.monotonic() - started < 3


def test_the_way_that_works_is_kept_for_the_next_page(visitor: BrowserContext, server: Server) -> None:
    tried = "window.tried = 0; window.WebSocket = class { constructor() { window.tried += 1; } close() {} send() {} }"
    page = visitor.new_page()
    page.add_init_script(tried)
    page.goto(server.url)
    open_chat(page)
    say(page, "over events")
    expect(page.get_by_text("You wrote: over events")).to_be_visible()
    assert page.evaluate("window.tried") == 1
    page.reload()
    say(page, "at once")
    expect(page.get_by_text("You wrote: at once")).to_be_visible()
    assert page.evaluate("window.tried") == 0


def test_the_socket_is_the_way_where_it_works(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_chat(page)
    say(page, "Hello")
    expect(page.get_by_text("You wrote: Hello")).to_be_visible()
    page.wait_for_timeout(1_200)
    assert not [url for url in asked if "/chat/events" in url or "/chat/messages" in url]
