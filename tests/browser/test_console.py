"""What reps see and do in the console, in real browsers, beside a visitor with the real widget."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, expect

from milepost.store.columns import utc_now
from tests.browser.conftest import PATIENCE, ask, is_about_policy, open_chat, say
from tests.browser.whole_product import served
from tests.web.console.conftest import PASSWORD, House
from tests.web.console.visitors import keen_buyer
from tests.web.doors import Server

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVIL = "<img src=x onerror=document.title='owned'><script>document.title='owned'</script>"

Enter = Callable[..., Page]


class Office:
    """A running console with a lead in it."""

    def __init__(self, folder: Path) -> None:
        self.house = House(folder, clock=utc_now)
        self.house.now = utc_now() - timedelta(minutes=7)
        for name, role in (("Dana", "rep"), ("Sam", "rep"), ("Olga", "owner")):
            self.house.employ(name, role)
        self.server = Server(self.house.app)

    def keen(self) -> None:
        keen_buyer(self.house.database, self.house.catalogue, now=self.house.now)

    def writes(self, text: str, number: int = 1) -> None:
        """A message of the keen buyer, announced as a door does."""
        visitor = self.house.visitor("web-keen")
        visitor._count, visitor.now = 100 + number, utc_now()
        visitor.writes(text)
        self.house.broadcaster.wake("web-keen")


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """Two browsers and a server on a busy machine take their time."""
    expect.set_options(timeout=20_000)
    yield
    expect.set_options(timeout=PATIENCE)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    yield office
    office.server.stop()
    office.house.database.close()


@pytest.fixture
def enter(chromium: Browser, office: Office) -> Iterator[Enter]:
    """Opens a page of the console in a browser of its own, signed in; what a policy blocks fails the test at its end."""
    contexts, problems = [], []

    def signed_in(
        name: str, address: str = "leads", *, server: Server = office.server, password: str = PASSWORD
    ) -> Page:
        context = chromium.new_context(viewport={"width": 1280, "height": 720})
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: problems.append(message.text) if is_about_policy(message.text) else None)
        page.goto(f"{server.url}console/{address}")
        page.get_by_label("E-mail").fill(name if "@" in name else f"{name.lower()}@acorn.example")
        page.get_by_label("Password").fill(password)
        page.keyboard.press("Enter")
        expect(page.locator("#link-state")).to_have_text("Live")
        return page

    yield signed_in
    for context in contexts:
        context.close()
    assert problems == []


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("standards => axe.run(document, {runOnly: standards})", STANDARDS)["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]


def test_a_visitor_asks_for_a_person_and_a_rep_comes_replies_and_hands_back(
    office: Office, enter: Enter, chromium: Browser, photograph: Callable[[Page, str], None]
) -> None:
    rep = enter("Dana")
    expect(rep.get_by_text("No leads yet")).to_be_visible()
    street = chromium.new_context(viewport={"width": 1280, "height": 800})
    visitor = street.new_page()
    visitor.goto(office.server.url)
    open_chat(visitor)
    say(visitor, "I want to talk about 20 seats")
    expect(visitor.locator(".turn.visitor .state")).to_have_text("Delivered")
    conversation = answer_as_bot(office)

    expect(rep.locator("#waiting")).to_contain_text("1 person waits")
    expect(rep).to_have_title(re.compile(r"^\(1\) "))
    rep.locator("[data-row] .open").first.focus()
    rep.keyboard.press("t")
    expect(rep.locator(".who")).to_contain_text("Dana answers")
    expect(rep.get_by_label("Reply to visitor", exact=True).and_(rep.locator("textarea"))).to_be_focused()
    expect(visitor.get_by_text("Dana").first).to_be_visible()

    rep.keyboard.type("Hello, Dana here. Which plan?")
    rep.keyboard.press("Control+Enter")
    expect(visitor.get_by_text("Hello, Dana here. Which plan?")).to_be_visible()
    say(visitor, "The Team one")
    expect(rep.locator("#transcript")).to_contain_text("The Team one")
    photograph(rep, "console-live-chat")
    with office.house.database.begin() as store:
        assert store.messages.take_oldest_open(now=utc_now(), seconds=1) is None, "the bot is silent"

    rep.keyboard.press("Escape")
    rep.get_by_role("button", name="Hand back to the bot").click()
    expect(rep.locator(".who")).to_contain_text("Bot answers")
    say(visitor, "thanks")
    expect(rep.locator("#transcript")).to_contain_text("waits for the bot")
    with office.house.database.begin() as store:
        lease = store.messages.take_oldest_open(now=utc_now(), seconds=1)
    assert lease
    assert (lease.message.conversation, lease.message.text) == (conversation, "thanks")
    street.close()


def answer_as_bot(office: Office) -> str:
    """A turn of the bot that learns the team's size and asks for a person; the conversation."""
    with office.house.database.begin() as store:
        lease = store.messages.take_oldest_open(now=utc_now(), seconds=30)
        assert lease
        store.messages.give_back(lease)
    visitor = office.house.visitor(lease.message.conversation)
    visitor.now = utc_now()
    visitor.answers(
        lease.message.id,
        lease.message.text,
        answer="A colleague has been told.",
        facts=[("team_size", 20, "20 seats")],
        stage=("evaluation", 0.8, ("20 seats",)),
        person="asked for a person",
    )
    office.house.broadcaster.wake(lease.message.conversation)
    return lease.message.conversation


@pytest.fixture
def open_company(tmp_path: Path) -> Iterator[tuple[Server, str]]:
    """The whole product: its server, and the owner's first password."""
    with served(tmp_path) as product:
        yield product


def test_what_the_bot_learned_of_a_visitor_is_on_the_lead_card(
    open_company: tuple[Server, str], enter: Enter, chromium: Browser, photograph: Callable[[Page, str], None]
) -> None:
    server, password = open_company
    street = chromium.new_context(viewport={"width": 1280, "height": 800})
    visitor = street.new_page()
    visitor.goto(server.url)
    open_chat(visitor)
    said = ("we are 14 people drowning in support e-mail", "how much is the Inbox Team plan for 14 people a month?")
    for text in (*said, "can I talk to a person please"):
        ask(visitor, text)
    rep = enter("owner@milepost.example", server=server, password=password)
    expect(rep.locator("#waiting")).to_contain_text("1 person waits", timeout=60_000)
    rep.locator("[data-row] .open").first.click()
    expect(rep.get_by_role("region", name="Needs")).to_contain_text("14")
    expect(rep.locator(".quotes")).to_contain_text("per month")
    expect(rep.locator("#transcript mark").first).to_be_visible()
    expect(rep.locator(".who")).to_contain_text("Needs a person")
    photograph(rep, "console-with-the-bot")
    rep.keyboard.press("t")
    expect(rep.locator("#reply-text")).to_be_focused()
    expect(visitor.get_by_text("Owner").first).to_be_visible()
    bot_lines = visitor.locator(".turn.bot").count()
    say(visitor, "how much is it for 20 people?")
    expect(rep.locator("#transcript")).to_contain_text("how much is it for 20 people?")
    rep.keyboard.type("One moment, I look it up")
    rep.keyboard.press("Control+Enter")
    expect(visitor.get_by_text("One moment, I look it up")).to_be_visible()
    assert visitor.locator(".turn.bot").count() == bot_lines, "the bot is silent"
    rep.keyboard.press("Escape")
    rep.keyboard.press("h")
    expect(rep.locator(".who")).to_contain_text("Bot answers")
    say(visitor, "how much is it for 30 people?")
    expect(visitor.locator(".turn.bot")).not_to_have_count(bot_lines, timeout=60_000)
    street.close()


def test_a_new_lead_arrives_on_every_open_page_by_itself(office: Office, enter: Enter) -> None:
    dana, sam = enter("Dana"), enter("Sam", "board")
    office.keen()
    office.house.broadcaster.wake("web-keen")
    for page in (dana, sam):
        expect(page.get_by_role("link", name="Ana Costa").first).to_be_visible()
        expect(page.locator("#waiting")).to_have_attribute("data-count", "1")
    expect(dana).to_have_title("(1) Leads · Acorn")
    expect(dana.locator("#said")).to_have_text(re.compile("1 person waits|You are asked to join"))


def test_a_half_written_reply_outlives_news_and_a_reload(office: Office, enter: Enter) -> None:
    office.keen()
    page = enter("Dana", "leads/web-keen")
    page.keyboard.press("t")
    reply = page.locator("#reply-text")
    expect(reply).to_be_focused()
    page.keyboard.type("Dear Ana, about")
    office.writes("are you there?")
    expect(page.locator("#transcript")).to_contain_text("are you there?")
    expect(reply).to_have_value("Dear Ana, about")
    expect(reply).to_be_focused()
    page.keyboard.type(" LDAP")
    page.reload()
    expect(reply).to_have_value("Dear Ana, about LDAP")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#transcript .rep")).to_contain_text("Dear Ana, about LDAP")
    expect(reply).to_have_value("")
    page.reload()
    expect(reply).to_have_value("")


def test_what_a_colleague_does_is_seen_at_once(office: Office, enter: Enter) -> None:
    office.keen()
    dana, sam = enter("Dana", "leads/web-keen"), enter("Sam", "leads/web-keen")
    dana.get_by_role("button", name="Take over Ana Costa").click()
    expect(sam.locator(".who")).to_contain_text("Dana answers")
    expect(sam.get_by_role("button", name="Send")).to_be_disabled()
    expect(sam.get_by_role("button", name="Take over")).to_have_count(0)
    sam.keyboard.press("n")
    sam.keyboard.type("I know her from last year")
    sam.keyboard.press("Control+Enter")
    expect(dana.get_by_text("I know her from last year")).to_be_visible()


def test_a_rep_who_comes_too_late_is_told_who_was_faster(office: Office, enter: Enter) -> None:
    office.keen()
    dana, sam = enter("Dana", "leads/web-keen"), enter("Sam", "leads/web-keen")
    # Sam's page has not heard yet.
    sam.evaluate("document.querySelector('#live').remove()")
    dana.get_by_role("button", name="Take over Ana Costa").click()
    expect(dana.locator(".who")).to_contain_text("Dana answers")
    sam.get_by_role("button", name="Take over Ana Costa").click()
    expect(sam.get_by_role("alert").filter(has_text="Dana was faster")).to_be_visible()


def test_a_link_to_the_evidence_shows_the_message(office: Office, enter: Enter) -> None:
    office.keen()
    page = enter("Dana", "leads/web-keen")
    page.locator(".sentence").get_by_role("link", name="20 people").click()
    target = page.locator("#transcript li:target")
    expect(target).to_contain_text("Hi, we are 20 people")
    expect(target).to_be_in_viewport()


def test_the_console_is_used_by_keyboard_alone(office: Office, enter: Enter) -> None:
    office.keen()
    page = enter("Olga")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.get_by_label("Search")).to_be_focused()
    page.keyboard.type("costa")
    expect(page).to_have_url(re.compile("q=costa"))
    expect(page.get_by_label("Search")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator("[data-row] .open").first).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("[data-row] .open").nth(1)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ana Costa")).to_be_visible()
    page.keyboard.press("t")
    expect(page.locator("#reply-text")).to_be_focused()
    page.keyboard.type("thnrjk is only text here")
    expect(page.locator("#reply-text")).to_have_value("thnrjk is only text here")
    page.keyboard.press("Escape")
    page.keyboard.press("h")
    expect(page.locator(".who")).to_contain_text("Bot answers")
    page.keyboard.press("u")
    expect(page.locator("#leads")).to_be_visible()


def test_single_keys_can_be_switched_off(office: Office, enter: Enter) -> None:
    office.keen()
    page = enter("Dana", "leads/web-keen")
    page.get_by_role("button", name="Shortcuts").click()
    page.get_by_label("Single-key shortcuts are on").uncheck()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("t")
    page.keyboard.press("n")
    page.wait_for_timeout(300)
    expect(page.locator(".who")).to_contain_text("Needs a person")
    expect(page.locator("#note-text")).not_to_be_focused()


def test_a_hostile_visitor_stays_text(office: Office, enter: Enter) -> None:
    visitor = office.house.visitor("web-evil")
    facts = [("company", EVIL, EVIL), ("contact_name", EVIL, EVIL)]
    visitor.says(EVIL, facts=facts, stage=("research", 0.9, (EVIL,)), person=EVIL, answer=EVIL)
    page = enter("Dana", "leads/web-evil")
    expect(page.get_by_role("heading", level=1)).to_have_text(EVIL)
    page.keyboard.press("t")
    expect(page.locator("#reply-text")).to_be_focused()
    for address in ("leads", "board"):
        page.goto(f"{office.server.url}console/{address}")
        expect(page.get_by_role("link", name=EVIL).first).to_be_visible()
        assert page.locator("main img, main script").count() == 0
        assert "owned" not in page.title()


def test_a_server_that_is_away_loses_no_word(office: Office, enter: Enter) -> None:
    office.keen()
    page = enter("Dana", "leads/web-keen")
    page.keyboard.press("t")
    expect(page.locator("#reply-text")).to_be_focused()
    page.keyboard.type("You will get this")
    office.server.stop()
    expect(page.locator("#link-state")).to_have_text("Reconnecting")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert").filter(has_text="Nothing was sent")).to_be_visible()
    expect(page.locator("#reply-text")).to_have_value("You will get this")
    office.server.start()
    expect(page.locator("#link-state")).to_have_text("Live", timeout=15_000)
    office.writes("back again?")
    expect(page.locator("#transcript")).to_contain_text("back again?")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#transcript .rep")).to_contain_text("You will get this")


def test_a_session_that_ends_leads_to_the_sign_in_and_keeps_the_draft(office: Office, enter: Enter) -> None:
    office.keen()
    page = enter("Dana", "leads/web-keen")
    page.keyboard.press("r")
    page.keyboard.type("Dear Ana")
    with office.house.database.begin() as store:
        for user in store.users.list():
            store.users.end_sessions(user.id)
    expect(page.get_by_role("heading", name="Sign in to the rep console")).to_be_visible()
    page.get_by_label("E-mail").fill("dana@acorn.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#reply-text")).to_have_value("Dear Ana")


def test_every_page_is_accessible_and_the_card_fits_one_screen(
    office: Office, enter: Enter, photograph: Callable[[Page, str], None]
) -> None:
    office.keen()
    page = enter("Olga")
    for address in ("leads", "leads?show=waiting", "leads?show=won", "board", "people", "leads/web-keen"):
        page.goto(f"{office.server.url}console/{address}")
        expect(page.locator("#link-state")).to_have_text("Live")
        assert violations(page) == [], address
        photograph(page, f"console-{re.sub('[^a-z]+', '-', address)}")
        assert page.evaluate("document.documentElement.scrollWidth") == 1280
    assert page.evaluate("document.documentElement.scrollHeight") == 720
    for part in ("Buying stage", "Products", "Prices quoted", "Needs", "Contact"):
        expect(page.get_by_role("heading", name=part, exact=True)).to_be_in_viewport()
    page.keyboard.press("t")
    expect(page.locator("#reply-text")).to_be_focused()
    page.locator("label[for=mode-note]").click()
    page.locator("#note-text").fill("Call her on Monday")
    page.get_by_role("button", name="Keep note").click()
    expect(page.get_by_text("Call her on Monday")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert violations(page) == []


def test_the_sign_in_page_is_accessible(chromium: Browser, office: Office) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.goto(f"{office.server.url}console")
    assert violations(page) == []
    page.get_by_label("E-mail").fill("dana@acorn.example")
    page.get_by_label("Password").fill("wrong password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("do not match")
    assert violations(page) == []
    context.close()
