"""What other systems did not take, in a real browser: seen on the card and on its page, and sent again from both."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Page, expect
from pytest_httpserver import HTTPServer

from milepost.services.outgoing.webhook import WebhookDestination
from milepost.store.columns import utc_now
from tests.browser import test_console
from tests.browser.test_console import Enter, Office, violations
from tests.browser.test_desk import tab_to
from tests.services.outgoing import office as outgoing

office, enter, patience = test_console.office, test_console.enter, test_console.patience


def work(crm: outgoing.Office) -> None:
    """Does the jobs that are due now, beside the loop that Playwright keeps in this thread."""
    crm.now = utc_now()
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, crm.work()).result()


@pytest.fixture
def crm(office: Office, httpserver: HTTPServer) -> outgoing.Office:
    """A lead event that a CRM has refused for good."""
    httpserver.expect_request("/crm").respond_with_data("", status=410)
    destination = WebhookDestination(httpserver.url_for("/crm"), (outgoing.SECRET,), "https://chat.example.com")
    crm = outgoing.Office(office.house.database, [destination])
    crm.now = utc_now()
    crm.tell(contact_name="Ana Costa")
    work(crm)
    assert crm.sent()[0][1] == "dead"
    httpserver.clear()
    httpserver.expect_request("/crm").respond_with_data("ok")
    return crm


def test_what_was_given_up_is_on_the_card_and_is_sent_again_from_there(
    office: Office, enter: Enter, crm: outgoing.Office, photograph: Callable[[Page, str], None]
) -> None:
    page = enter("Dana", "leads/c1")
    sent = page.get_by_role("region", name="Sent to other systems")
    expect(sent).to_contain_text("given up")
    expect(sent).to_contain_text("localhost answered 410 (1 try)")
    sent.scroll_into_view_if_needed()
    assert violations(page) == []
    photograph(page, "console-card-delivery")
    sent.get_by_role("button", name="Send again").click()
    expect(sent).to_contain_text("to be sent")
    work(crm)
    expect(sent.locator(".tag")).to_have_text("sent")
    expect(sent.get_by_role("button", name="Send again")).to_have_count(0)


def test_the_page_of_failures_is_worked_by_keyboard_and_empties_itself(
    office: Office, enter: Enter, crm: outgoing.Office, photograph: Callable[[Page, str], None]
) -> None:
    page = enter("Dana")
    tab_to(page, "Deliveries")
    page.keyboard.press("Enter")
    row = page.get_by_role("row", name="webhook")
    for shown in ("lead.created", "Ana Costa", "given up", "localhost answered 410", "1 try"):
        expect(row).to_contain_text(shown)
    assert violations(page) == []
    photograph(page, "console-deliveries")
    tab_to(page, "Send all that were given up again")
    page.keyboard.press("Enter")
    expect(row).to_contain_text("to be tried again")
    work(crm)
    expect(page.get_by_text("Everything that was to be sent has been taken")).to_be_visible()
    assert violations(page) == []
