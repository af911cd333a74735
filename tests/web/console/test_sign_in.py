from __future__ import annotations

import pytest

from milepost.services import users
from milepost.web.console.sign_in import safe_address
from tests.web.console.conftest import PASSWORD, House, Rep, token_in


def test_signing_in_opens_the_leads_and_signing_out_closes_them(house: House) -> None:
    house.employ("Dana")
    rep = Rep(house.app)
    turned_away = rep.see("leads")
    assert (turned_away.status_code, turned_away.headers["location"]) == (303, "/console/sign-in?next=/console/leads")
    assert rep.sign_in("Dana").headers["location"] == "/console"
    assert "Dana" in rep.see("leads").text
    assert rep.do("sign-out").headers["location"] == "/console/sign-in"
    assert rep.see("leads").status_code == 303


def test_a_session_that_was_signed_out_is_over_for_whoever_kept_its_cookie(house: House) -> None:
    house.employ("Dana")
    rep = Rep(house.app, "Dana")
    kept = rep.client.cookies["milepost_session"]
    rep.do("sign-out")
    rep.client.cookies.set("milepost_session", kept, path="/console")
    assert rep.see("leads").status_code == 303


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(tmp_path: object) -> None:
    for https in (False, True):
        folder = tmp_path / str(https)  # type: ignore[operator]
        folder.mkdir()
        house = House(folder, https=https)
        house.employ("Dana")
        rep = Rep(house.app)
        rep.client.base_url = "https://testserver"
        cookies = rep.sign_in("Dana").headers.get_list("set-cookie")
        session = next(each for each in cookies if each.startswith("milepost_session=")).lower()
        assert "httponly" in session
        assert "samesite=lax" in session
        assert "path=/console" in session
        assert ("secure" in session) == https


def test_a_wrong_password_an_unknown_address_and_a_kept_out_user_get_the_same_sentence(house: House) -> None:
    user = house.employ("Dana")
    rep = Rep(house.app)
    wrong = rep.sign_in("Dana", "wrong password")
    unknown = rep.sign_in("Nobody")
    with house.database.begin() as store:
        store.users.set_disabled(user.id, True)
    kept_out = rep.sign_in("Dana")
    for answer in (wrong, unknown, kept_out):
        assert answer.status_code == 401
        assert "do not match an active account" in answer.text
    assert PASSWORD not in wrong.text


def test_failed_tries_wait_longer_and_longer_even_with_the_right_password(house: House) -> None:
    house.employ("Dana")
    rep = Rep(house.app)
    waits = []
    for _ in range(6):
        answer = rep.sign_in("Dana", "wrong password")
        waits.append(int(answer.headers.get("retry-after", 0)))
        house.wait(seconds=waits[-1])
    assert waits == [0, 0, 1, 2, 4, 8]
    rep.sign_in("Dana", "wrong password")
    refused = rep.sign_in("Dana")
    assert refused.status_code == 429
    assert "Too many tries. Try again in 16 seconds." in refused.text
    house.wait(seconds=16)
    assert rep.sign_in("Dana").status_code == 303


def test_one_network_address_cannot_try_many_accounts(house: House) -> None:
    rep = Rep(house.app)
    statuses: list[int] = []
    while 429 not in statuses and len(statuses) < 60:
        statuses.append(rep.sign_in(f"guess{len(statuses)}").status_code)
    assert statuses[:20] == [401] * 20
    assert statuses[-1] == 429


def test_the_sign_in_form_wants_its_own_token(house: House) -> None:
    house.employ("Dana")
    rep = Rep(house.app)
    rep.client.get("/console/sign-in")
    foreign = rep.client.post(
        "/console/sign-in", data={"csrf": "0" * 64, "email": "dana@acorn.example", "password": PASSWORD}
    )
    assert foreign.status_code == 403
    assert "milepost_session" not in rep.client.cookies
    # Without the cookie that the page set, its token is worth nothing.
    token = token_in(Rep(house.app).client.get("/console/sign-in").text)
    bare = Rep(house.app).client.post(
        "/console/sign-in", data={"csrf": token, "email": "dana@acorn.example", "password": PASSWORD}
    )
    assert bare.status_code == 403


def test_a_session_ends_after_two_idle_hours_and_after_twelve_at_the_latest(house: House, dana: Rep) -> None:
    house.wait(hours=1, minutes=59)
    assert dana.see("leads").status_code == 200
    house.wait(hours=2)
    assert dana.see("leads").status_code == 303
    dana.sign_in("Dana")
    for _ in range(11):
        house.wait(hours=1)
        assert dana.see("leads").status_code == 200
    house.wait(hours=1)
    assert dana.see("leads").status_code == 303


def test_a_page_that_is_only_left_open_does_not_keep_the_session(house: House, dana: Rep) -> None:
    house.wait(hours=1, minutes=59)
    own_accord = {"hx-request": "true", "milepost-live": "1"}
    assert dana.client.get("/console/leads", headers=own_accord).status_code == 200
    house.wait(minutes=2)
    over = dana.client.get("/console/leads", headers=own_accord)
    assert (over.status_code, over.headers["hx-redirect"]) == (401, "/console/sign-in?next=/console")


def test_a_new_password_ends_every_session(house: House, dana: Rep) -> None:
    with house.database.begin() as store:
        user = store.users.find_by_email("dana@acorn.example")
        assert user
        users.set_password(store, user, "another long password")
    assert dana.see("leads").status_code == 303


@pytest.mark.parametrize(
    ("wanted", "address"),
    [
        ("/console/leads?show=mine", "/console/leads?show=mine"),
        ("/console", "/console"),
        ("https://evil.example", "/console"),
        ("//evil.example", "/console"),
        ("/console//evil.example", "/console"),
        ("/console/\\evil.example", "/console"),
        ("/consoles", "/console"),
        ("/console/\r\nx: y", "/console"),
        ("", "/console"),
    ],
)
def test_after_signing_in_one_stays_in_the_console(wanted: str, address: str) -> None:
    assert safe_address(wanted) == address
