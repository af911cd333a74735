"""A quote in a real browser: read on a phone, accepted by a click and by the keyboard, and seen by the rep at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from milepost.services.quotes import accepting
from tests.browser import test_console
from tests.browser.conftest import is_about_policy
from tests.browser.test_console import Enter, Office, violations
from tests.browser.test_desk import tab_to
from tests.web.quotes.customers import Customer

office, enter, patience = test_console.office, test_console.enter, test_console.patience


@pytest.fixture
def customer(office: Office) -> Customer:
    return Customer(office.house)


@pytest.fixture
def phone(chromium: Browser, office: Office) -> Iterator[Page]:
    """A phone of whoever was sent the link; what a policy blocks fails the test."""
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if is_about_policy(message.text) else None)
    yield page
    context.close()
    assert problems == []


def open_quote(page: Page, office: Office, customer: Customer) -> None:
    page.goto(f"{office.server.url.rstrip('/')}{customer.path}")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Quote {customer.quote.number}")


def test_a_quote_is_read_on_a_phone_and_accepted_by_a_click(
    office: Office, customer: Customer, phone: Page, photograph: Callable[[Page, str], None]
) -> None:
    open_quote(phone, office, customer)
    assert violations(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    photograph(phone, "quote-phone")
    phone.get_by_role("button", name="Accept this quote").click()
    expect(phone.get_by_role("heading", name="This quote is accepted")).to_be_visible()
    expect(phone.get_by_role("button")).to_have_count(0)
    assert violations(phone) == []
    assert customer.quote.state == "accepted"


def test_a_quote_is_accepted_by_the_keyboard_and_the_rep_sees_it_at_once(
    office: Office, customer: Customer, phone: Page, enter: Enter, photograph: Callable[[Page, str], None]
) -> None:
    rep = enter("Olga")
    rep.goto(f"{office.server.url}console/leads/{customer.visitor.id}")
    expect(rep.locator("#link-state")).to_have_text("Live")
    phone.set_viewport_size({"width": 1280, "height": 900})
    open_quote(phone, office, customer)
    photograph(phone, "quote")
    tab_to(phone, "Accept this quote")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("status")).to_contain_text("Thank you! Acorn has been told")
    quoted = rep.locator(".quotes")
    expect(quoted).to_contain_text("accepted")
    expect(rep.get_by_role("button", name="Withdraw")).to_have_count(0)
    assert violations(rep) == []
    photograph(rep, "quote-accepted-card")


def test_the_pdf_is_offered_and_a_withdrawn_quote_says_so_kindly(
    office: Office, customer: Customer, phone: Page, photograph: Callable[[Page, str], None]
) -> None:
    open_quote(phone, office, customer)
    address = phone.get_by_role("link", name="Save as PDF").get_attribute("href")
    answer = phone.request.get(f"{office.server.url.rstrip('/')}{address}")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")
    with office.house.database.begin() as store:
        assert accepting.withdraw(store, customer.visitor.id, customer.quote.id, now=office.house.now)
    phone.get_by_role("button", name="Accept this quote").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("This quote has been withdrawn")
    assert violations(phone) == []
    photograph(phone, "quote-withdrawn")
    assert customer.quote.state == "withdrawn"
