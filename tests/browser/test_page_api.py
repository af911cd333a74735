"""What the page can say to the chat and hear from it: by attributes, by calls, by events."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import open_chat, say
from tests.browser.shop import Shop
from tests.web.fake_conversations import FakeConversations

Visit = Callable[[str], Page]
EVENTS = ["ready", "open", "close", "message", "lead", "handoff", "unread", "teaser"]


@pytest.fixture
def open_shop(shop: Shop) -> Shop:
    shop.policy = False
    return shop


def test_the_page_opens_and_closes_the_chat(visit: Visit, shop: Shop) -> None:
    page = visit(shop.server.url)
    page.locator(".launcher").wait_for()
    page.evaluate("Milepost.open()")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.evaluate("Milepost.close()")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator(".launcher")).to_have_attribute("aria-expanded", "false")


def test_what_the_page_says_before_the_script_comes_is_made_up_for(visit: Visit, open_shop: Shop) -> None:
    open_shop.head = """<script>
        heard = [];
        Milepost = [["on", "ready", () => heard.push("ready")], ["on", "open", () => heard.push("open")],
            ["options", { label: "Ask us" }], ["setContext", { product: "Boots" }], ["open"]];
        </script>"""
    page = visit(open_shop.server.url)
    expect(page.get_by_label("Your message")).to_be_visible()
    page.wait_for_function("heard.includes('open')")
    assert page.evaluate("heard") == ["ready", "open"]


def test_every_event_is_heard_until_the_page_no_longer_listens(
    visit: Visit, shop: Shop, conversations: FakeConversations
) -> None:
    shop.options = 'data-teaser="Questions?"'
    page = visit(shop.server.url)
    page.locator(".launcher").wait_for()
    page.evaluate(
        "names => { window.heard = []; window.off = names.map(name => Milepost.on(name, detail => heard.push(name))) }",
        EVENTS,
    )
    page.get_by_role("button", name="Questions?").click()
    page.get_by_label("Your message").wait_for()
    say(page, "show contact_form")
    page.get_by_label("Name").fill("Ada")
    page.get_by_label("E-mail").fill("ada@example.com")
    page.get_by_role("button", name="Send details").click()
    expect(page.get_by_text("You wrote: Ada, ada@example.com")).to_be_visible()
    conversation = conversations.received[0].conversation
    conversations.reply(conversation, "Grace here.", author="rep", name="Grace")
    expect(page.get_by_text("Grace here.")).to_be_visible()
    page.keyboard.press("Escape")
    conversations.reply(conversation, "Still there?", author="rep", name="Grace")
    page.wait_for_function("heard.includes('unread')")
    assert set(page.evaluate("heard")) == {*EVENTS}
    page.evaluate("() => { off.forEach(each => each()); heard = []; Milepost.open() }")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.evaluate("heard") == []


def test_the_rep_is_told_the_page_and_what_is_on_it(
    visit: Visit, open_shop: Shop, conversations: FakeConversations
) -> None:
    open_shop.options = 'data-product="Boots" data-campaign="Winter"'
    page = visit(f"{open_shop.server.url}boots?size=9")
    open_chat(page)
    say(page, "Hello")
    expect(page.get_by_text("You wrote: Hello")).to_be_visible()
    page.evaluate("""() => {
        history.pushState({}, "", "/checkout");
        document.title = "Checkout";
        Milepost.setContext({ product: "", cart: { items: 2, total: "€180" } });
    }""")
    say(page, "And now?")
    expect(page.get_by_text("You wrote: And now?")).to_be_visible()
    first, second = (message.source for message in conversations.received)
    assert (first["page"], first["product"], first["campaign"]) == (
        f"{open_shop.server.url}boots", "Boots", "Winter"
    )  # fmt: skip
    assert (second["page"], second["title"]) == (f"{open_shop.server.url}checkout", "Checkout")
    assert second["cart"] == '{"items":2,"total":"€180"}'
    assert "product" not in second


@pytest.mark.parametrize(
    ("lang", "language", "launcher", "greeting"),
    [
        ("de-AT", "en-US", "Chat öffnen", "Guten Tag!"),
        ("ja", "fr-CA", "Discuter avec nous", "Bonjour !"),
        ("ja", "ja-JP", "Chat with us", "Hello!"),
        ("es", "es-ES", "Chatee con nosotros", "¡Hola!"),
        ("pt-BR", "pt-BR", "Fale conosco", "Olá!"),
    ],
    ids=["the page's", "else the visitor's", "else English", "es", "pt"],
)
def test_the_chat_speaks_the_pages_or_the_visitors_language(
    chromium, shop: Shop, lang: str, language: str, launcher: str, greeting: str
) -> None:
    shop.lang = lang
    context = chromium.new_context(locale=language)
    page = context.new_page()
    page.goto(shop.server.url)
    page.get_by_role("button", name=launcher).click()
    expect(page.get_by_text(greeting)).to_be_visible()
    assert page.locator(".milepost").get_attribute("lang") in launcher_language(launcher)
    context.close()


def launcher_language(launcher: str) -> str:
    return {"Chat öffnen": "de", "Discuter avec nous": "fr", "Chat with us": "en", "Fale conosco": "pt"}.get(
        launcher, "es"
    )


def test_consent_is_kept_in_the_words_that_were_shown(
    visit: Visit, shop: Shop, conversations: FakeConversations
) -> None:
    shop.options = 'data-lang="de"'
    page = visit(shop.server.url)
    page.locator(".launcher").click()
    page.get_by_label("Ihre Nachricht").fill("Hallo")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You wrote: Hallo")).to_be_visible()
    block = {"type": "contact_form", "fields": ["email"]}
    conversations.reply(conversations.received[0].conversation, "", custom=block)
    page.get_by_label("E-Mail").fill("ada@example.com")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Angaben senden").click()
    expect(page.get_by_text("Angaben gesendet")).to_be_visible()
    expect(page.get_by_text("You wrote: ada@example.com")).to_be_visible()
    form = conversations.received[-1].form
    assert form
    assert form.consent_text.startswith("Sie dürfen mir")


def test_a_teaser_waits_for_its_page_its_time_its_scroll_or_the_way_out(visit: Visit, open_shop: Shop) -> None:
    open_shop.head = "<style>main { min-height: 4000px }</style>"
    teaser = "Questions about prices?"
    open_shop.options = f'data-teaser="{teaser}" data-teaser-page="/pricing"'
    page = visit(open_shop.server.url)
    page.locator(".launcher").wait_for()
    page.wait_for_timeout(200)
    expect(page.get_by_text(teaser)).to_have_count(0)
    page.goto(f"{open_shop.server.url}pricing")
    expect(page.get_by_text(teaser)).to_be_visible()
    open_shop.options = f'data-teaser="{teaser}" data-teaser-delay="1"'
    page.reload()
    page.locator(".launcher").wait_for()
    expect(page.get_by_text(teaser)).to_have_count(0)
    expect(page.get_by_text(teaser)).to_be_visible(timeout=3_000)
    open_shop.options = f'data-teaser="{teaser}" data-teaser-scroll="50"'
    page.reload()
    page.locator(".launcher").wait_for()
    page.wait_for_timeout(200)
    expect(page.get_by_text(teaser)).to_have_count(0)
    page.evaluate("scrollTo(0, 3000)")
    expect(page.get_by_text(teaser)).to_be_visible()
    open_shop.options = f'data-teaser="{teaser}" data-teaser-exit="true"'
    page.reload()
    page.locator(".launcher").wait_for()
    expect(page.get_by_text(teaser)).to_have_count(0)
    page.evaluate("document.documentElement.dispatchEvent(new MouseEvent('mouseleave', { clientY: -1 }))")
    expect(page.get_by_text(teaser)).to_be_visible()


def test_a_teaser_that_is_pressed_opens_the_chat_and_never_comes_back(visit: Visit, shop: Shop) -> None:
    shop.options = 'data-teaser="Questions about sizes?"'
    page = visit(shop.server.url)
    page.get_by_role("button", name="Questions about sizes?").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.reload()
    page.locator(".launcher").wait_for()
    page.wait_for_timeout(300)
    expect(page.get_by_text("Questions about sizes?")).to_have_count(0)


def test_a_logo_takes_the_place_of_the_mark(visit: Visit, open_shop: Shop) -> None:
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><circle r="20" cx="20" cy="20"/></svg>'
    open_shop.files["logo.svg"] = ("image/svg+xml", picture)
    open_shop.options = 'data-logo="/logo.svg"'
    page = visit(open_shop.server.url)
    open_chat(page)
    assert page.locator(".mark img").evaluate("image => image.naturalWidth") == 40


def test_options_can_be_changed_while_the_page_stands(visit: Visit, shop: Shop) -> None:
    page = visit(shop.server.url)
    open_chat(page)
    page.evaluate(
        "Milepost.options({ title: 'Shoe help', accent: '#0f766e', position: 'start', theme: 'dark', label: 'Ask us' })"
    )
    expect(page.get_by_role("dialog", name="Shoe help")).to_be_visible()
    assert page.locator(".send").evaluate("element => getComputedStyle(element).backgroundColor") == "rgb(15, 118, 110)"
    box = page.get_by_role("dialog").bounding_box()
    assert box
    assert box["x"] < 60
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Ask us")).to_be_visible()
