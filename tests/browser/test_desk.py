"""What people do with leads, in a real browser: correct, merge and undo, export, erase, and all of it by keyboard alone."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import test_console
from tests.browser.test_console import Enter, Office, violations

office, enter, patience = test_console.office, test_console.enter, test_console.patience
EMAIL = "ana@costafoods.example"


def twice(office: Office) -> None:
    """The keen buyer, and the same address in a second conversation."""
    office.keen()
    facts = [("email", EMAIL, EMAIL), ("contact_name", "Ana", "Ana"), ("industry", "food", "food")]
    office.house.visitor("web-again").says(f"me again: {EMAIL}, food", facts=facts, stage=("research", 0.7, ()))


def focused(page: Page) -> str:
    """What has the focus, as a screen reader would name it."""
    return str(
        page.evaluate(
            "() => { const e = document.activeElement;"
            " return e.labels?.[0]?.textContent.trim() || e.textContent.trim() || e.tagName }"
        )
    )


def tab_to(page: Page, name: str, most: int = 60) -> None:
    """Presses Tab until something of that name has the focus."""
    for _ in range(most):
        if focused(page) == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {name}")


def test_a_stage_is_corrected_and_the_card_says_so_live(office: Office, enter: Enter) -> None:
    office.keen()
    page, other = enter("Dana", "leads/web-keen"), enter("Sam", "leads/web-keen")
    page.get_by_text("Wrong? Correct it").click()
    page.get_by_label("The right stage").select_option("evaluation")
    assert violations(page) == []
    page.locator(".correct").get_by_role("button", name="Correct, or confirm").first.click()
    expect(page.locator(".moves")).to_contain_text("corrected to Evaluation")
    expect(other.locator(".moves")).to_contain_text("corrected to Evaluation")
    page.goto(f"{office.server.url}console/corrections")
    expect(page.get_by_role("row", name="Buying stage")).to_contain_text("0%")
    assert violations(page) == []


def test_a_need_is_corrected_beside_the_words_that_it_was_taken_from(office: Office, enter: Enter) -> None:
    office.keen()
    page = enter("Dana", "leads/web-keen")
    need = page.locator("#need-team_size")
    need.get_by_text("wrong?").click()
    need.get_by_label("The right Team size").fill("25")
    page.keyboard.press("Enter")
    expect(need.locator(".value").first).to_have_text("25")
    expect(need).to_contain_text("corrected")
    expect(need.locator("q")).to_contain_text("20 people")
    expect(page.locator(".sentence")).to_contain_text("25 people")


def test_two_conversations_of_one_person_are_merged_and_parted_again(
    office: Office, enter: Enter, photograph: Callable[[Page, str], None]
) -> None:
    twice(office)
    page = enter("Olga", "leads/web-keen")
    expect(page.locator(".alike")).to_contain_text("Same e-mail as Ana")
    assert violations(page) == []
    photograph(page, "console-merge")
    page.get_by_role("button", name="Merge", exact=True).click()
    expect(page.locator(".alike")).to_have_count(0)
    expect(page.get_by_role("heading", name="From earlier conversations")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollHeight") == 720
    page.get_by_text("History", exact=True).click()
    page.get_by_role("button", name="Undo merge").click()
    expect(page.locator(".alike")).to_contain_text("Same e-mail as Ana")
    page.goto(f"{office.server.url}console/leads?show=all")
    expect(page.locator("#lead-web-again")).to_be_visible()


def test_leads_are_taken_away_as_files(office: Office, enter: Enter) -> None:
    office.keen()
    page = enter("Olga", "leads?show=all")
    with page.expect_download() as told:
        page.get_by_role("link", name="CSV").click()
    with Path(told.value.path()).open(encoding="utf-8-sig", newline="") as file:
        assert [row["email"] for row in csv.DictReader(file)] == [EMAIL]
    page.goto(f"{office.server.url}console/leads/web-keen")
    page.get_by_text("Actions").click()
    with page.expect_download() as told:
        page.get_by_role("link", name="Export as JSON").click()
    assert json.loads(Path(told.value.path()).read_text())["lead"]["email"] == EMAIL


def test_a_lead_is_erased_for_good_and_the_trail_says_by_whom(office: Office, enter: Enter) -> None:
    office.keen()
    page = enter("Olga", "leads/web-keen")
    page.get_by_text("Actions").click()
    page.get_by_role("link", name="Erase").click()
    expect(page.get_by_role("heading", name="Erase everything of Ana Costa?")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_role("status").filter(has_text="erased for good")).to_be_visible()
    expect(page.locator("#lead-web-keen")).to_have_count(0)
    page.goto(f"{office.server.url}console/audit?action=erased")
    expect(page.get_by_role("row", name="Olga")).to_contain_text("erased")
    assert violations(page) == []


def test_the_list_and_the_card_are_worked_by_keyboard_alone(
    office: Office, enter: Enter, photograph: Callable[[Page, str], None]
) -> None:
    office.keen()
    page = enter("Dana")
    tab_to(page, "Stage")
    page.keyboard.press("p")  # the browser's own choosing by letter: Purchase
    expect(page.locator("#lead-web-keen")).to_be_visible()
    expect(page).to_have_url(re.compile("stage=purchase"))
    tab_to(page, "Ana Costa")
    page.keyboard.press("Enter")
    expect(page.locator("#card h1")).to_have_text("Ana Costa")
    tab_to(page, "Actions")
    page.keyboard.press("Enter")
    tab_to(page, "Assign to")
    page.keyboard.press("D")
    tab_to(page, "Assign")
    photograph(page, "console-actions")
    page.keyboard.press("Enter")
    expect(page.locator("#actions")).not_to_have_attribute("open", "")
    assert focused(page) == "Actions"
    page.keyboard.press("a")
    expect(page.locator("#actions")).to_have_attribute("open", "")
    assert focused(page) == "Assign to"
    assert violations(page) == []
    tab_to(page, "Reason")
    page.keyboard.type("signed today")
    tab_to(page, "Won")
    page.keyboard.press("Enter")
    expect(page.locator("#actions")).not_to_have_attribute("open", "")
    page.keyboard.press("a")
    expect(page.locator("#actions")).to_contain_text("Won: signed today")
    page.keyboard.press("Escape")
    assert focused(page) == "Actions"
    tab_to(page, "Wrong? Correct it")
    page.keyboard.press("Enter")
    tab_to(page, "The right stage")
    page.keyboard.press("E")
    tab_to(page, "Correct, or confirm")
    page.keyboard.press("Enter")
    expect(page.locator(".moves")).to_contain_text("corrected to Evaluation")
