"""What of the chat is seen, heard and reached: small and turned screens, both directions of writing, colours, speech."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import open_chat, say
from tests.browser.shop import Shop
from tests.browser.test_embedding import AXE
from tests.web.blocks import EVERY_BLOCK
from tests.web.doors import Server
from tests.web.fake_conversations import FakeConversations

Visit = Callable[[str], Page]

# The contrast of an element's words with the nearest ground that is not see-through (WCAG 2.2, 1.4.3).
CONTRAST = """target => {
    const path = [target].flat(2);
    let element = document;
    for (const step of path) element = (element.shadowRoot || element).querySelector(step);
    const parts = colour => colour.match(/[\\d.]+/g).map(Number);
    const light = ([r, g, b]) => [r, g, b].map(each => each / 255)
        .map(each => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4)
        .reduce((sum, each, at) => sum + each * [0.2126, 0.7152, 0.0722][at], 0);
    let ground = element;
    while ((parts(getComputedStyle(ground).backgroundColor)[3] ?? 1) === 0) ground = ground.parentElement;
    const both = [getComputedStyle(element).color, getComputedStyle(ground).backgroundColor].map(parts).map(light);
    return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
}"""
# Every text that a screen reader is given by a live region that is on, as it is given.
LISTEN = """() => {
    window.spoken = [];
    const root = document.querySelector("milepost-chat").shadowRoot;
    const isLive = element => {
        const region = element.closest("[aria-live], [role=log], [role=status]");
        if (!region || element.closest("[aria-hidden=true], [hidden]")) return false;
        return (region.getAttribute("aria-live") || "polite") !== "off";
    };
    new MutationObserver(changes => {
        for (const change of changes) for (const node of change.addedNodes) {
            const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
            if (element && isLive(element) && node.textContent.trim()) window.spoken.push(node.textContent.trim());
        }
    }).observe(root, { childList: true, subtree: true });
}"""


def show_everything(page: Page) -> None:
    """A conversation with every block in it."""
    open_chat(page)
    for kind in EVERY_BLOCK:
        say(page, f"show {kind}")
        page.get_by_text("will join here" if kind == "handoff" else f"Here is the {kind}.").wait_for()
    page.get_by_text("BRIGHT-4Q7X").first.wait_for()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_and_what_it_cannot_decide_holds_as_well(visit: Visit, shop: Shop, theme: str) -> None:
    shop.policy, shop.options = False, f'data-theme="{theme}"'
    page = visit(shop.server.url)
    show_everything(page)
    page.wait_for_timeout(400)
    page.evaluate(AXE)
    report = page.evaluate("axe.run(document)")
    assert report["violations"] == []
    for each in report["incomplete"]:  # words that scroll out of the log, or stand close to an edge
        assert each["id"] == "color-contrast", each
        for node in each["nodes"]:
            assert page.evaluate(CONTRAST, node["target"]) >= 4.5, node["html"]
    page.get_by_role("button", name="Menu").click()
    assert page.evaluate("axe.run(document)")["violations"] == []


@pytest.mark.parametrize(("width", "height"), [(390, 844), (320, 568)])
def test_on_a_narrow_screen_nothing_scrolls_sideways(
    chromium: Browser, server: Server, width: int, height: int, photograph: Callable[[Page, str], None]
) -> None:
    page = chromium.new_context(viewport={"width": width, "height": height}, has_touch=True).new_page()
    page.goto(server.url)
    show_everything(page)
    log = page.get_by_role("log")
    assert log.evaluate("log => log.scrollWidth - log.clientWidth") == 0
    for part in (".header", ".composer", ".turn", ".card", ".quote", "form.contact", ".code", ".steps"):
        for box in page.locator(part).evaluate_all("all => all.map(each => each.getBoundingClientRect().toJSON())"):
            assert box["left"] >= 0, part
            assert box["right"] <= width, part
    photograph(page, f"widget-{width}")
    page.context.close()


def test_in_landscape_with_a_keyboard_open_one_can_write_and_read(
    chromium: Browser, server: Server, photograph: Callable[[Page, str], None]
) -> None:
    page = chromium.new_context(viewport={"width": 844, "height": 390}, has_touch=True).new_page()
    page.goto(server.url)
    open_chat(page)
    say(page, "Hello")
    expect(page.get_by_text("You wrote: Hello")).to_be_visible()
    page.set_viewport_size({"width": 844, "height": 200})
    page.wait_for_timeout(300)
    for part in (page.get_by_label("Your message"), page.get_by_text("You wrote: Hello"), page.locator(".send")):
        box = part.bounding_box()
        assert box
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 200
    photograph(page, "widget-landscape-keyboard")
    page.context.close()


def test_from_right_to_left_arrows_point_the_other_way(visitor: BrowserContext, server: Server) -> None:
    page = visitor.new_page()
    page.goto(server.url)
    open_chat(page)
    say(page, "show products")
    expect(page.locator(".away").first).to_be_visible()
    turned = "element => getComputedStyle(element).transform"
    assert page.locator(".send svg").evaluate(turned) == "none"
    page.evaluate("document.documentElement.dir = 'rtl'")
    for sign in (".send svg", ".away svg"):
        assert page.locator(sign).first.evaluate(turned) == "matrix(-1, 0, 0, 1, 0, 0)"
    assert page.locator(".panel .icon svg").first.evaluate(turned) == "none", "what points nowhere stays"
    price = page.locator(".card .price").first
    assert price.evaluate("element => getComputedStyle(element).direction") == "ltr", "$22 stays in front"


def test_the_launchers_sign_is_drawn_in_lines(page: Page) -> None:
    sign = page.locator(".launcher svg")
    box = sign.bounding_box()
    assert box
    assert (box["width"], box["height"]) == (28, 28)
    assert sign.evaluate("element => getComputedStyle(element).fill") == "none"


@pytest.mark.parametrize(("scheme", "surface"), [("dark", "rgb(21, 29, 40)"), ("light", "rgb(255, 255, 255)")])
def test_the_automatic_theme_follows_the_visitors_setting(
    chromium: Browser, shop: Shop, scheme: str, surface: str
) -> None:
    shop.options = 'data-theme="auto"'
    page = chromium.new_context(color_scheme="dark" if scheme == "dark" else "light").new_page()
    page.goto(shop.server.url)
    open_chat(page)
    assert page.get_by_role("dialog").evaluate("element => getComputedStyle(element).backgroundColor") == surface
    page.context.close()


def test_an_answer_is_spoken_once_and_the_dots_never(page: Page, conversations: FakeConversations) -> None:
    open_chat(page)
    expect(page.get_by_role("log")).to_have_attribute("aria-live", "polite")
    page.evaluate(LISTEN)
    say(page, "Hello")
    expect(page.get_by_text("You wrote: Hello")).to_be_visible()
    page.wait_for_timeout(300)
    spoken = page.evaluate("window.spoken")
    assert sum("You wrote: Hello" in text for text in spoken) == 1
    assert not any("Delivered" in text or "Writing" in text for text in spoken)


def test_the_history_is_not_read_out_again_after_a_reload(page: Page) -> None:
    open_chat(page)
    say(page, "Hello")
    expect(page.get_by_text("You wrote: Hello")).to_be_visible()
    page.evaluate("sessionStorage.clear()")  # the chat was closed
    page.reload()
    page.locator(".panel").wait_for(state="attached")
    page.evaluate(LISTEN)
    open_chat(page)
    expect(page.get_by_text("You wrote: Hello")).to_be_visible()
    page.wait_for_timeout(300)
    assert not any("You wrote: Hello" in text for text in page.evaluate("window.spoken"))


def test_the_menu_works_by_keyboard_alone(page: Page) -> None:
    open_chat(page)
    menu = page.get_by_role("button", name="Menu")
    menu.focus()
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="New conversation")).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(menu).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("dialog")).to_be_visible()
