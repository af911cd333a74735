"""A real browser and a real server for the widget's promises."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from milepost.channels.port import InboundMessage
from tests.browser.shop import Shop
from tests.web.blocks import EVERY_BLOCK
from tests.web.doors import Server, app_with
from tests.web.fake_conversations import FakeConversations

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
STILL_WORKING = "It is taking me longer than usual."
ARTIFACTS = Path(__file__).resolve().parents[2] / "artifacts"


def answers(message: InboundMessage) -> Sequence[dict[str, Any]]:
    """A bot for tests: "show quote" draws a quote, "choose" gives quick replies, all else is repeated."""
    if message.text.startswith("show "):
        kind = message.text.removeprefix("show ")
        return [{"text": f"Here is the {kind}.", "custom": EVERY_BLOCK[kind]}]
    if message.text == "choose":
        return [{"text": "Which one?", "buttons": [("Small", "/pick_small"), ("Large", "/pick_large")]}]
    return [{"text": f"You wrote: {message.text}"}]


# Longer than Playwright's five seconds: a machine that is busy beside the tests is slow, not wrong.
PATIENCE = 15_000
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium; without one the browser tests are skipped."""
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    if not executable:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def conversations() -> FakeConversations:
    return FakeConversations(answers)


@pytest.fixture
def server(conversations: FakeConversations, tmp_path: Path) -> Iterator[Server]:
    server = Server(app_with(conversations, tmp_path))
    yield server
    server.stop()


@pytest.fixture
def shop(conversations: FakeConversations, tmp_path: Path) -> Iterator[Shop]:
    """A shop that is allowed to embed the chat."""
    shop = Shop()
    chat = Server(app_with(conversations, tmp_path, environment={"MILEPOST_ALLOWED_ORIGINS": shop.server.url}))
    shop.chat = chat.url
    yield shop
    shop.server.stop()
    chat.stop()


@pytest.fixture
def visitor(chromium: Browser) -> Iterator[BrowserContext]:
    """One visitor's browser, with nothing in it."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def visit(visitor: BrowserContext) -> Iterator[Callable[[str], Page]]:
    """Opens a page; what its scripts raise, or what a policy blocks, fails the test at its end."""
    problems: list[str] = []

    def watched(url: str) -> Page:
        page = visitor.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: problems.append(message.text) if is_about_policy(message.text) else None)
        page.goto(url)
        return page

    yield watched
    assert problems == []


@pytest.fixture
def page(visit: Callable[[str], Page], server: Server) -> Page:
    """The demo page, widget closed."""
    return visit(server.url)


def is_about_policy(text: str) -> bool:
    return any(word in text for word in ("Content Security Policy", "TrustedHTML", "TrustedScript"))


@pytest.fixture
def photograph() -> Callable[[Page, str], None]:
    """Keeps a screenshot for people to look at."""
    ARTIFACTS.mkdir(exist_ok=True)
    return lambda page, name: page.screenshot(path=ARTIFACTS / f"{name}.png") and None


def open_chat(page: Page) -> None:
    page.get_by_role("button", name="Chat with us").click()
    page.get_by_label("Your message").wait_for()


def say(page: Page, text: str) -> None:
    page.get_by_label("Your message").fill(text)
    page.keyboard.press("Enter")


def ask(page: Page, text: str) -> str:
    """What the bot answers: its lines behind this one. The greeting may come into the page only after the box is open, and a
    loaded machine says first that it takes longer."""
    own = page.locator(".turn.visitor")
    before = own.count()
    say(page, text)
    expect(own).to_have_count(before + 1)
    answer = own.last.locator("xpath=following-sibling::*[contains(concat(' ', @class, ' '), ' bot ')]")
    expect(answer.filter(has_not_text=STILL_WORKING)).not_to_have_count(0, timeout=60_000)
    page.wait_for_timeout(500)
    return " ".join(answer.all_inner_texts())


def key_of(page: Page) -> str:
    """What the names of everything that the chat stores begin with."""
    return str(page.evaluate("Object.keys(localStorage).find(key => key.endsWith(':token'))")).removesuffix("token")
