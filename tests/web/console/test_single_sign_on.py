"""Signing in at a small issuer on loopback, and everything that must be turned away."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from pytest_httpserver import HTTPServer

from milepost.errors import SettingsError
from milepost.settings import Oidc, Settings
from tests.web.console.conftest import House, Rep
from tests.web.console.issuer import CLIENT, CLIENT_SECRET, Issuer

PUBLIC = "http://testserver"


@pytest.fixture
def issuer(httpserver: HTTPServer) -> Issuer:
    return Issuer(httpserver)


@pytest.fixture
def house(tmp_path: Path, issuer: Issuer) -> House:
    house = House(tmp_path, oidc=Oidc(issuer.url, CLIENT, CLIENT_SECRET, "Acorn"), public_url=PUBLIC)
    house.employ("Dana")
    return house


def leave_for(rep: Rep, wanted: str = "") -> str:
    """Where the issuer sends the browser back to."""
    away = rep.client.get("/console/sign-in/oidc", params={"next": wanted})
    assert away.status_code == 302, away.text
    back = httpx.get(away.headers["location"]).headers["location"]
    assert back.startswith(f"{PUBLIC}/console/sign-in/oidc/callback?")
    return back.removeprefix(PUBLIC)


def come_in(rep: Rep, wanted: str = "") -> Any:
    return rep.client.get(leave_for(rep, wanted))


def test_who_has_a_user_here_comes_in_and_goes_where_they_wanted(house: House) -> None:
    rep = Rep(house.app)
    page = rep.client.get("/console/sign-in", params={"next": "/console/board"}).text
    assert 'href="/console/sign-in/oidc?next=/console/board"' in page
    assert "Sign in with Acorn" in page
    assert come_in(rep, "/console/board").headers["location"] == "/console/board"
    assert "Dana" in rep.see("leads").text
    with house.database.begin() as store:
        assert [(each.action, each.detail) for each in store.audit.list()] == [("signed in", "Acorn")]


def test_without_a_provider_there_is_neither_button_nor_address(tmp_path: Path) -> None:
    rep = Rep(House(tmp_path).app)
    assert "Sign in with" not in rep.client.get("/console/sign-in").text
    assert rep.client.get("/console/sign-in/oidc").status_code == 404


@pytest.mark.parametrize(
    "person",
    [
        {"email": "stranger@acorn.example"},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": None},
        {"email": ""},
        {"email": None},
    ],
)
def test_nobody_comes_in_whom_we_do_not_know_by_a_verified_address(house: House, issuer: Issuer, person: Any) -> None:
    issuer.person |= person
    rep = Rep(house.app)
    answer = come_in(rep)
    assert (answer.status_code, "may not sign in here" in answer.text) == (403, True)
    assert rep.see("leads").status_code == 303


def test_somebody_kept_out_stays_out_and_is_told_the_same(house: House, issuer: Issuer) -> None:
    with house.database.begin() as store:
        store.users.set_disabled(store.users.find_by_email("dana@acorn.example").id, True)
    kept_out = come_in(Rep(house.app)).text
    issuer.person["email"] = "stranger@acorn.example"
    unknown = come_in(Rep(house.app)).text
    sentence = "Your account at Acorn may not sign in here."
    assert sentence in kept_out
    assert sentence in unknown


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"aud": "another"},
        {"iss": "https://another.example"},
        {"exp": int(time.time()) - 3600},
        {"exp": None},
    ],
)
def test_a_token_that_is_not_for_this_try_is_refused(house: House, issuer: Issuer, claims: Any) -> None:
    issuer.claims = claims
    rep = Rep(house.app)
    answer = come_in(rep)
    assert (answer.status_code, "did not work" in answer.text) == (401, True)
    assert rep.see("leads").status_code == 303


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_token_that_anybody_could_have_made_is_refused(house: House, issuer: Issuer, algorithm: str) -> None:
    issuer.algorithm = algorithm
    assert come_in(Rep(house.app)).status_code == 401


def test_a_token_signed_with_another_key_is_refused(house: House, issuer: Issuer) -> None:
    published = issuer.published
    issuer.new_key("first")
    issuer.published = published
    assert come_in(Rep(house.app)).status_code == 401


def test_keys_that_the_issuer_changes_are_read_anew(house: House, issuer: Issuer) -> None:
    assert come_in(Rep(house.app)).status_code == 303
    issuer.new_key("second")
    assert come_in(Rep(house.app)).status_code == 303
    assert issuer.key_reads == 2


def test_an_answer_belongs_to_the_browser_that_asked_and_works_once(house: House) -> None:
    rep, other = Rep(house.app), Rep(house.app)
    back = leave_for(rep)
    assert other.client.get(back).status_code == 401
    assert rep.client.get(back.replace("state=", "state=x")).status_code == 401
    back = leave_for(rep)
    assert rep.client.get(back).status_code == 303
    assert rep.client.get(back).status_code == 401


def test_the_issuers_refusal_is_told_and_not_shown_as_it_came(house: House) -> None:
    rep = Rep(house.app)
    state = leave_for(rep).partition("state=")[2]
    words = {"error": "access_denied", "error_description": "<b>no</b>", "state": state}
    answer = rep.client.get("/console/sign-in/oidc/callback", params=words)
    assert (answer.status_code, "<b>no</b>" in answer.text) == (401, False)


@pytest.mark.parametrize("wanted", ["https://evil.example", "//evil.example", "/console//evil.example", "/console\\x"])
def test_it_leads_nowhere_but_into_the_console(house: House, wanted: str) -> None:
    assert come_in(Rep(house.app), wanted).headers["location"] == "/console"


def test_while_the_issuer_is_away_a_password_still_works(tmp_path: Path) -> None:
    house = House(tmp_path, oidc=Oidc("http://127.0.0.1:9", CLIENT, CLIENT_SECRET, "Acorn"), public_url=PUBLIC)
    house.employ("Dana")
    rep = Rep(house.app)
    answer = rep.client.get("/console/sign-in/oidc")
    assert (answer.status_code, "Acorn cannot be reached just now" in answer.text) == (502, True)
    assert rep.sign_in("Dana").status_code == 303


def test_an_issuer_that_calls_itself_another_is_not_trusted(house: House, issuer: Issuer) -> None:
    issuer.issuer_name = "https://another.example"
    assert Rep(house.app).client.get("/console/sign-in/oidc").status_code == 502


def test_half_a_provider_is_an_error_that_names_the_rest() -> None:
    with pytest.raises(SettingsError, match="MILEPOST_OIDC_CLIENT_ID and MILEPOST_OIDC_CLIENT_SECRET must be set"):
        Settings.from_environment({"MILEPOST_OIDC_ISSUER": "https://login.example.com"})
    given = {"ISSUER": "https://login.example.com/", "CLIENT_ID": "a", "CLIENT_SECRET": "b"}
    oidc = Settings.from_environment({f"MILEPOST_OIDC_{name}": value for name, value in given.items()}).oidc
    assert oidc == Oidc("https://login.example.com", "a", "b", "login.example.com")
