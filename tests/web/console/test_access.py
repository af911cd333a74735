from __future__ import annotations

import pytest

from milepost.web.console.access import Role, role_of
from tests.store.records import user
from tests.web.console.conftest import House, Rep, token_in
from tests.web.console.visitors import keen_buyer

FORMS = ["take-over", "reply", "hand-back", "note", "stage"]


@pytest.mark.parametrize("form", FORMS)
def test_a_form_without_the_sessions_token_changes_nothing(house: House, dana: Rep, form: str) -> None:
    keen_buyer(house.database, house.catalogue, now=house.now)
    with house.database.begin() as store:
        before = store.leads.card("web-keen")
    for token in ("", "0" * 64, "ß"):
        answer = dana.do(f"leads/web-keen/{form}", csrf=token, text="hello", stage="awareness")
        assert answer.status_code == 403
        assert "nothing was done" in answer.text
    with house.database.begin() as store:
        assert store.leads.card("web-keen") == before


def test_another_sessions_token_does_not_count(house: House, dana: Rep, sam: Rep) -> None:
    keen_buyer(house.database, house.catalogue, now=house.now)
    foreign = Rep(house.app, "Sam").see("leads").text
    assert dana.do("leads/web-keen/take-over", csrf=token_in(foreign)).status_code == 403


@pytest.mark.parametrize("page", ["leads", "board", "leads/web-keen", "people", "events"])
def test_nobody_sees_a_page_without_signing_in(house: House, page: str) -> None:
    keen_buyer(house.database, house.catalogue, now=house.now)
    stranger = Rep(house.app)
    if page != "events":
        assert stranger.see(page).status_code == 303
        assert stranger.see(page, fragment=True).status_code == 401
    else:
        assert stranger.see(page).text == ": welcome\n\nevent: signed-out\ndata: {}\n\n"


@pytest.mark.parametrize(("role", "status"), [("rep", 403), ("manager", 403), ("owner", 200)])
def test_only_the_owner_sees_who_may_sign_in(house: House, role: str, status: int) -> None:
    house.employ("Dana", role)
    rep = Rep(house.app, "Dana")
    answer = rep.see("people")
    assert answer.status_code == status
    assert ("People" in rep.see("leads").text) == (role == "owner")
    assert rep.do("people", user="x", disabled="yes").status_code == (303 if role == "owner" else 403)


def test_a_role_that_nobody_knows_may_least() -> None:
    assert role_of(user("x", role="admin")) is Role.REP
    assert [role_of(user("x", role=role)) for role in ("rep", "manager", "owner")] == [
        Role.REP,
        Role.MANAGER,
        Role.OWNER,
    ]


def test_a_form_that_is_too_large_is_refused(dana: Rep) -> None:
    assert dana.do("leads/web-keen/note", text="x" * 70_000).status_code == 413


def test_pages_carry_a_policy_without_anything_inline_and_are_not_kept(house: House, dana: Rep) -> None:
    keen_buyer(house.database, house.catalogue, now=house.now)
    for page in ("sign-in", "leads", "board", "leads/web-keen"):
        answer = dana.see(page)
        policy = answer.headers["content-security-policy"]
        assert "script-src 'self';" in policy
        assert "style-src 'self';" in policy
        assert "unsafe" not in policy
        assert answer.headers["cache-control"] == "no-store"
        assert " style=" not in answer.text
        assert "<style" not in answer.text
        assert " onclick" not in answer.text
        assert "<script>" not in answer.text
