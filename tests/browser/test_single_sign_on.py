"""Signing in at an identity provider in a real browser: the console's strict policy lets one go there and come back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_httpserver import HTTPServer

from milepost.settings import Oidc
from milepost.store.columns import utc_now
from tests.browser.test_console import violations
from tests.web.console.conftest import PASSWORD, House
from tests.web.console.issuer import CLIENT, CLIENT_SECRET, Issuer
from tests.web.doors import Server, free_port

Visit = Callable[[str], Page]


@pytest.fixture
def issuer(httpserver: HTTPServer) -> Issuer:
    return Issuer(httpserver)


@pytest.fixture
def console(issuer: Issuer, tmp_path: Path) -> Iterator[Server]:
    """A console at which Dana may sign in, with a password or at the issuer."""
    oidc, port = Oidc(issuer.url, CLIENT, CLIENT_SECRET, "Acorn"), free_port()
    house = House(tmp_path, clock=utc_now, oidc=oidc, public_url=f"http://127.0.0.1:{port}")
    house.employ("Dana")
    server = Server(house.app, port)
    yield server
    server.stop()
    house.database.close()


def test_a_rep_goes_to_the_issuer_and_comes_back_signed_in(
    console: Server, issuer: Issuer, visit: Visit, photograph: Callable[[Page, str], None]
) -> None:
    page = visit(f"{console.url}console/board")
    link = page.get_by_role("link", name="Sign in with Acorn")
    expect(link).to_be_visible()
    assert violations(page) == []
    photograph(page, "console-sign-in-elsewhere")
    # Another site than ours, so that only cookies which survive the way back count.
    assert issuer.url.startswith("http://localhost:")
    link.click()
    expect(page).to_have_url(f"{console.url}console/board")
    expect(page.get_by_text("Dana").first).to_be_visible()
    kept = {each["name"]: each for each in page.context.cookies()}
    assert kept.keys() == {"milepost_session"}
    assert (kept["milepost_session"]["httpOnly"], kept["milepost_session"]["sameSite"]) == (True, "Lax")


def test_somebody_who_may_not_enter_reads_why_and_can_take_the_password(
    console: Server, issuer: Issuer, visit: Visit, photograph: Callable[[Page, str], None]
) -> None:
    issuer.person["email"] = "stranger@acorn.example"
    page = visit(f"{console.url}console/board")
    page.get_by_role("link", name="Sign in with Acorn").click()
    expect(page.get_by_role("alert")).to_have_text(
        "Your account at Acorn may not sign in here. Whoever runs the console can add you."
    )
    assert violations(page) == []
    photograph(page, "console-sign-in-elsewhere-refused")
    page.get_by_label("E-mail").fill("dana@acorn.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{console.url}console/board")
