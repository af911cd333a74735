"""The widget on other people's pages: strict policies, strict privacy, odd styles, and everybody's senses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import answers, open_chat, say
from tests.browser.shop import Shop
from tests.web.doors import Server, app_with
from tests.web.fake_conversations import FakeConversations

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
Visit = Callable[[str], Page]


def test_a_page_with_a_strict_policy_and_trusted_types_embeds_it(visit: Visit, shop: Shop) -> None:
    page = visit(shop.server.url)
    open_chat(page)
    for kind in ("comparison", "quote", "contact_form", "products", "steps", "code"):
        say(page, f"show {kind}")
        expect(page.get_by_text(f"Here is the {kind}.")).to_be_visible()
    assert page.get_by_role("dialog").evaluate("element => getComputedStyle(element).position") == "fixed"


def test_a_website_that_is_not_listed_gets_no_chat(visitor: BrowserContext, tmp_path: Path) -> None:
    shop = Shop()
    chat = Server(app_with(FakeConversations(answers), tmp_path))
    shop.chat = chat.url
    page = visitor.new_page()
    page.goto(shop.server.url)
    with page.expect_response(lambda response: response.url.endswith("/chat/session")) as refused:
        page.get_by_role("button", name="Chat with us").click()
    assert refused.value.status == 403
    expect(page.get_by_text("The chat is not available on this website.")).to_be_visible()
    shop.server.stop()
    chat.stop()


def test_before_the_first_opening_nothing_is_stored_and_nothing_is_asked(visitor: BrowserContext, shop: Shop) -> None:
    asked: list[str] = []
    page = visitor.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(shop.server.url)
    page.get_by_role("button", name="Chat with us").wait_for()
    page.wait_for_timeout(1_000)
    assert asked == [shop.server.url, f"{shop.chat}widget/loader.js"]
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert visitor.cookies() == []
    open_chat(page)
    page.wait_for_timeout(300)
    assert visitor.cookies() == []


def test_styles_of_the_page_stay_out(visit: Visit, shop: Shop, photograph: Callable[[Page, str], None]) -> None:
    shop.policy = False
    shop.head = """<style>* { letter-spacing: 5px !important; color: red !important; font-family: serif !important;
        text-transform: uppercase !important; line-height: 3 !important; }
        button { background: lime !important; width: 300px !important } p { margin: 50px !important }</style>"""
    page = visit(shop.server.url)
    open_chat(page)
    styles = page.locator(".bot .bubble").first.evaluate(
        """element => {
            const s = getComputedStyle(element);
            return [s.letterSpacing, s.textTransform, s.color, s.lineHeight];
        }"""
    )
    assert styles == ["normal", "none", "rgb(20, 32, 46)", "22.5px"]
    assert page.locator(".launcher").bounding_box()["width"] == 60  # type: ignore[index]
    photograph(page, "widget-hostile-styles")


def test_options_of_the_script_tag_are_kept(visit: Visit, shop: Shop) -> None:
    shop.options = (
        'data-label="Ask us" data-title="Shoe help" data-position="start" data-accent="#0f766e" data-theme="dark"'
    )
    page = visit(shop.server.url)
    page.get_by_role("button", name="Ask us").click()
    expect(page.get_by_role("dialog", name="Shoe help")).to_be_visible()
    box = page.get_by_role("dialog").bounding_box()
    assert box
    assert box["x"] < 60
    assert page.locator(".send").evaluate("element => getComputedStyle(element).backgroundColor") == "rgb(15, 118, 110)"


def test_a_teaser_shows_once_dismissed_it_stays_away(visit: Visit, shop: Shop) -> None:
    shop.options = 'data-teaser="Questions about sizes?"'
    page = visit(shop.server.url)
    expect(page.get_by_text("Questions about sizes?")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0
    page.get_by_role("button", name="Dismiss").click()
    page.reload()
    page.get_by_role("button", name="Chat with us").wait_for()
    expect(page.get_by_text("Questions about sizes?")).to_have_count(0)


def test_events_tell_the_page_what_happens_and_carry_no_words(visit: Visit, shop: Shop) -> None:
    shop.policy = True
    page = visit(shop.server.url)
    page.evaluate("""() => { window.heard = []; for (const name of ["open", "message", "lead", "handoff"])
        document.addEventListener(`milepost:${name}`, event => window.heard.push([name, event.detail])); }""")
    open_chat(page)
    say(page, "my secret")
    expect(page.get_by_text("You wrote: my secret")).to_be_visible()
    heard = page.evaluate("window.heard")
    assert heard == [["open", {}], ["message", {"author": "visitor"}], ["message", {"author": "bot", "seq": 2}]]


def test_a_chat_that_cannot_be_loaded_says_so_and_can_be_tried_again(visitor: BrowserContext, shop: Shop) -> None:
    page = visitor.new_page()
    page.route("**/widget/widget.js", lambda route: route.abort())
    page.goto(shop.server.url)
    page.get_by_role("button", name="Chat with us").click()
    expect(page.get_by_text("The chat cannot be loaded right now.")).to_be_visible()
    expect(page.get_by_role("button", name="Chat with us")).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(visit: Visit, shop: Shop, theme: str, photograph: Callable[[Page, str], None]) -> None:
    shop.options = f'data-theme="{theme}"'
    shop.policy = False
    page = visit(shop.server.url)
    page.evaluate(AXE)
    assert violations(page) == []
    open_chat(page)
    page.wait_for_timeout(400)  # until it has faded in
    assert violations(page) == []
    for kind in ("products", "comparison", "quote", "contact_form", "steps", "code", "handoff"):
        say(page, f"show {kind}")
        page.get_by_text("will join here" if kind == "handoff" else f"Here is the {kind}.").wait_for()
        if kind == "contact_form":
            page.get_by_role("button", name="Send details").click()
        page.wait_for_timeout(100)
        assert violations(page) == []
        photograph(page, f"widget-{theme}-{kind}")


def violations(page: Page) -> list[str]:
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    return [f"{v['id']}: {node['html'][:120]} {node['failureSummary'][:300]}" for v in found for node in v["nodes"]]


def test_reduced_motion_stops_the_movement(visit: Visit, shop: Shop) -> None:
    page = visit(shop.server.url)
    page.emulate_media(reduced_motion="reduce")
    open_chat(page)
    assert page.get_by_role("dialog").evaluate("element => getComputedStyle(element).animationName") == "none"


def test_forced_colours_keep_the_edges(visit: Visit, shop: Shop, photograph: Callable[[Page, str], None]) -> None:
    page = visit(shop.server.url)
    page.emulate_media(forced_colors="active")
    open_chat(page)
    assert page.locator(".send").evaluate("element => getComputedStyle(element).borderTopStyle") == "solid"
    photograph(page, "widget-forced-colours")


def test_at_twice_the_size_everything_is_still_reached(
    visit: Visit, shop: Shop, photograph: Callable[[Page, str], None]
) -> None:
    page = visit(shop.server.url)
    page.set_viewport_size({"width": 640, "height": 400})
    open_chat(page)
    for control in (".send", ".person", ".panel .icon"):
        box = page.locator(control).first.bounding_box()
        assert box
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 400
        assert min(box["width"], box["height"]) >= 24
    photograph(page, "widget-zoomed")
