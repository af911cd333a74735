"""Customers and referrals in a real browser: nothing that axe objects to, on a desk and on a phone, and by the keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import test_console
from tests.browser.test_console import Enter, Office, violations
from tests.browser.test_desk import tab_to
from tests.web.console.after_sale.test_customers import customer
from tests.web.console.after_sale.test_referrals import brought

office, enter, patience = test_console.office, test_console.enter, test_console.patience


@pytest.mark.parametrize("page_name", ["customers", "referrals"])
def test_the_pages_after_the_sale_are_readable_on_a_desk_and_on_a_phone(
    office: Office, enter: Enter, photograph: Callable[[Page, str], None], page_name: str
) -> None:
    brought(office.house) if page_name == "referrals" else customer(office.house)
    page = enter("Olga", page_name)
    for width, height in ((1280, 720), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
        photograph(page, f"console-{page_name}-{width}")


def test_a_customers_problem_is_found_and_opened_by_the_keyboard(office: Office, enter: Enter) -> None:
    visitor = customer(office.house)
    page = enter("Olga", "customers")
    page.get_by_label("Show").focus()
    page.keyboard.type("with")
    tab_to(page, "Apply")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Show")).to_have_value("problems")
    page.get_by_role("link", name="Ana Costa").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{office.server.url}console/leads/{visitor.id}")


def test_a_reward_is_marked_as_given(office: Office, enter: Enter) -> None:
    brought(office.house)
    page = enter("Olga", "referrals")
    page.get_by_role("button", name="Given for Ben").click()
    expect(page.get_by_role("button", name="Given for Ben")).to_have_count(0)
    expect(page.get_by_role("row", name="Ben")).to_contain_text("given")
