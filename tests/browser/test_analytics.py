"""The figures in a real browser: seen as picture and table, followed to their conversations, and gaps answered on the spot."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import test_console
from tests.browser.conftest import ARTIFACTS, ask, open_chat
from tests.browser.test_console import Enter, Office, violations
from tests.browser.test_desk import focused, tab_to
from tests.browser.whole_product import served
from tests.web.console import conftest as console
from tests.web.console.conftest import ROOT
from tests.web.doors import Server

office, enter, patience, own_catalogue = (
    test_console.office,
    test_console.enter,
    test_console.patience,
    console.own_catalogue,
)
EVIL = "<img src=x onerror=document.title='owned'> do you have LDAP?"


def fill(office: Office) -> None:
    """The keen buyer, and somebody else's question that nobody could answer."""
    office.keen()
    visitor = office.house.visitor("web-jon", referrer="https://search.example/x", campaign="ads / cpc / autumn")
    visitor.says("we look for a shared inbox", stage=("research", 0.8, ()))
    visitor.says(EVIL, gap="unanswered", feedback="complaint")


def open_figures(page: Page, office: Office, query: str = "") -> None:
    page.goto(f"{office.server.url}console/analytics{query}")
    expect(page.get_by_role("heading", name="Analytics")).to_be_visible()
    expect(page.locator("#link-state")).to_have_text("Live")


def test_money_is_followed_to_its_leads_by_the_keyboard_and_read_on_a_phone(
    office: Office, enter: Enter, photograph: Callable[[Page, str], None]
) -> None:
    fill(office)
    page = enter("Olga")
    open_figures(page, office)
    stages = page.locator("#value_by_stage")
    expect(stages).to_contain_text("$5,400 open")
    stages.get_by_role("link", name="Purchase").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Open and won value by stage: Purchase")
    expect(page.get_by_role("link", name="Ana Costa")).to_be_visible()
    assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    open_figures(page, office)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert violations(page) == []
    photograph(page, "console-analytics-390")


def test_each_figure_is_a_picture_beside_its_table_and_leads_to_its_conversations(
    office: Office, enter: Enter, photograph: Callable[[Page, str], None]
) -> None:
    fill(office)
    page = enter("Olga")
    open_figures(page, office)
    funnel = page.locator("#funnel")
    bars, rows = funnel.locator("svg .number"), funnel.locator("tbody tr")
    assert rows.count() > 0
    assert bars.all_text_contents() == [row.locator("td").first.inner_text() for row in rows.all()]
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 1280
    assert "owned" not in page.title()
    page.screenshot(path=ARTIFACTS / "console-analytics-whole.png", full_page=True)
    photograph(page, "console-analytics")

    funnel.get_by_role("link", name="Purchase").click()
    expect(page.get_by_role("link", name="Ana Costa")).to_be_visible()
    expect(page.locator("[data-row]")).to_have_count(1)
    assert violations(page) == []
    page.get_by_role("link", name="Ana Costa").click()
    expect(page.locator("#card h1")).to_have_text("Ana Costa")


def test_a_figure_is_taken_away_as_csv_and_another_period_is_chosen(office: Office, enter: Enter) -> None:
    fill(office)
    page = enter("Dana")
    open_figures(page, office)
    with page.expect_download() as told:
        page.get_by_role("link", name="CSV of Conversion by source").click()
    with Path(told.value.path()).open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert len(lines) > 1
    page.get_by_role("navigation", name="Period").get_by_role("link", name="7 days").click()
    expect(page).to_have_url(re.compile("days=7"))
    expect(page.get_by_role("navigation", name="Period").locator("[aria-current]")).to_have_text("7 days")


def test_the_figures_are_used_by_keyboard_alone(office: Office, enter: Enter) -> None:
    fill(office)
    page = enter("Dana")
    tab_to(page, "Analytics")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Analytics")).to_be_visible()
    tab_to(page, "Purchase")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Ana Costa")).to_be_visible()
    page.keyboard.press("j")
    assert focused(page) == "Ana Costa"
    page.keyboard.press("Enter")
    expect(page.locator("#card h1")).to_have_text("Ana Costa")


def test_a_rep_sees_the_questions_and_is_told_who_may_answer_them(office: Office, enter: Enter) -> None:
    fill(office)
    page = enter("Dana")
    open_figures(page, office)
    expect(page.locator("#questions")).to_contain_text("do you have LDAP?")
    expect(page.get_by_text("Managers and owners can answer")).to_be_visible()
    expect(page.get_by_role("button", name="Add to the catalogue")).to_have_count(0)


def test_an_answer_that_cannot_be_used_keeps_what_was_typed(office: Office, enter: Enter, own_catalogue: Path) -> None:
    fill(office)
    page = enter("Olga")
    open_figures(page, office)
    (own_catalogue / "pricing.yml").write_text("plans: [")
    page.locator("#answer summary").filter(has_text="LDAP").first.click()
    page.get_by_label("Answer, in one to three short sentences").first.fill("Yes, on the Team plan.")
    page.get_by_role("button", name="Add to the catalogue").first.click()
    expect(page.get_by_role("alert").filter(has_text="pricing.yml:1")).to_be_visible()
    expect(page.get_by_label("Answer, in one to three short sentences").first).to_have_value("Yes, on the Team plan.")
    assert violations(page) == []


@pytest.fixture
def own_company(tmp_path: Path) -> Iterator[tuple[Server, str]]:
    """The whole product on a catalogue folder of its own: its server, and the owner's first password."""
    folder = Path(shutil.copytree(ROOT / "catalogue", tmp_path / "catalogue"))
    with served(tmp_path / "data", MILEPOST_CATALOGUE=str(folder)) as product:
        yield product


def test_a_question_asked_in_vain_is_answered_by_the_bot_once_the_owner_has_written_the_answer(
    own_company: tuple[Server, str], enter: Enter, chromium: Browser, photograph: Callable[[Page, str], None]
) -> None:
    server, password = own_company
    street = chromium.new_context(viewport={"width": 1280, "height": 800})
    visitor = street.new_page()
    visitor.goto(server.url)
    open_chat(visitor)
    question, answer = "does it work with a fax machine?", "Yes, our fax bridge turns each fax into an e-mail."

    assert answer not in ask(visitor, question)
    owner = enter("owner@milepost.example", server=server, password=password)
    owner.get_by_role("link", name="Analytics").click()
    owner.locator("#answer summary").filter(has_text="fax machine").click()
    owner.get_by_label("Answer, in one to three short sentences").fill(answer)
    photograph(owner, "console-add-the-answer")
    owner.get_by_role("button", name="Add to the catalogue").click()
    expect(owner.locator("#answer")).to_contain_text("No open question in this period")
    assert answer in ask(visitor, question)
    street.close()
