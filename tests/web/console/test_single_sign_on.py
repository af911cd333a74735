"""Signing in at a small issuer on loopback, and everything that must be turned away."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from itsdangerous import TimestampSigner
from pytest_httpserver import HTTPServer
from werkzeug import Response

from milepost.errors import SettingsError
from milepost.settings import Oidc, Settings
from tests.web.console.conftest import House, Rep
from tests.web.console.issuer import CLIENT, CLIENT_SECRET, Issuer
from tests.web.doors import SECRET

PUBLIC = "http://testserver"


@pytest.fixture
def issuer(httpserver: HTTPServer) -> Issuer:
    return Issuer(httpserver)


def house_at(folder: Path, url: str, **options: Any) -> House:
    house = House(folder, oidc=Oidc(url, CLIENT, CLIENT_SECRET, "Acorn", **options), public_url=PUBLIC)
    house.employ("Dana")
    return house


@pytest.fixture
def house(tmp_path: Path, issuer: Issuer) -> Iterator[House]:
    house = house_at(tmp_path, issuer.url)
    yield house
    house.database.close()


@pytest.fixture
def open_house(tmp_path: Path, issuer: Issuer) -> Iterator[House]:
    """Lets everybody of acorn.example in, as a manager."""
    house = house_at(tmp_path, issuer.url, domains=("acorn.example",), first_role="manager")
    yield house
    house.database.close()


def leave_for(rep: Rep, wanted: str = "") -> str:
    """Where the issuer sends the browser back to."""
    away = rep.client.get("/console/sign-in/oidc", params={"next": wanted})
    assert away.status_code == 302, away.text
    back = httpx.get(away.headers["location"]).headers["location"]
    assert back.startswith(f"{PUBLIC}/console/sign-in/oidc/callback?")
    return back.removeprefix(PUBLIC)


def come_in(rep: Rep, wanted: str = "") -> Any:
    return rep.client.get(leave_for(rep, wanted))


def deeds(house: House) -> list[tuple[str, str]]:
    with house.database.begin() as store:
        return [(each.action, each.detail) for each in reversed(store.audit.list())]


class AgedSigner(TimestampSigner):
    """Signs as if it had done so long ago."""

    age = 0

    def get_timestamp(self) -> int:
        return super().get_timestamp() - self.age

    def sign(self, value: Any, age: int = 0) -> bytes:
        self.age = age
        return super().sign(value)


def test_who_has_a_user_here_comes_in_and_goes_where_they_wanted(house: House) -> None:
    rep = Rep(house.app)
    page = rep.client.get("/console/sign-in", params={"next": "/console/board"}).text
    assert 'href="/console/sign-in/oidc?next=/console/board"' in page
    assert "Sign in with Acorn" in page
    assert come_in(rep, "/console/board").headers["location"] == "/console/board"
    assert "Dana" in rep.see("leads").text
    assert deeds(house) == [("signed in", "Acorn")]


def test_the_session_is_a_new_one_with_the_limits_of_any_other(house: House) -> None:
    rep = Rep(house.app, "Dana")
    before = rep.client.cookies["milepost_session"]
    assert come_in(rep).status_code == 303
    assert rep.client.cookies["milepost_session"] != before
    house.wait(hours=1, minutes=59)
    assert rep.see("leads").status_code == 200
    house.wait(hours=2)
    assert rep.see("leads").status_code == 303
    come_in(rep)
    for _ in range(11):
        house.wait(hours=1)
        assert rep.see("leads").status_code == 200
    house.wait(hours=1)
    assert rep.see("leads").status_code == 303


@pytest.mark.parametrize("https", [False, True])
def test_the_cookie_of_a_try_is_signed_short_lived_and_out_of_reach_of_scripts(
    tmp_path: Path, issuer: Issuer, https: bool
) -> None:
    oidc = Oidc(issuer.url, CLIENT, CLIENT_SECRET, "Acorn")
    house = House(tmp_path, oidc=oidc, public_url="https://acorn.example/chat", https=https)
    away = Rep(house.app).client.get("/console/sign-in/oidc")
    assert "redirect_uri=https%3A%2F%2Facorn.example%2Fchat%2Fconsole%2Fsign-in%2Foidc%2Fcallback" in str(away.headers)
    (cookie,) = (each.lower() for each in away.headers.get_list("set-cookie") if each.startswith("milepost_oidc="))
    for promise in ("httponly", "samesite=lax", "max-age=600", "path=/chat/console/sign-in/oidc;"):
        assert promise in cookie
    assert ("secure" in cookie) is https


def test_a_cookie_that_was_changed_or_signed_elsewhere_is_worth_nothing(house: House) -> None:
    rep = Rep(house.app)
    back = leave_for(rep)
    kept = rep.client.cookies["milepost_oidc"]
    rep.client.cookies.clear()
    rep.client.cookies.set("milepost_oidc", f"x{kept[1:]}")
    assert rep.client.get(back).status_code == 401


def test_a_try_that_was_left_lying_is_over(house: House) -> None:
    for age, status in ((595, 303), (605, 401)):
        rep = Rep(house.app)
        back = leave_for(rep)
        signer = AgedSigner(f"oidc {SECRET}")
        aged = signer.sign(signer.unsign(rep.client.cookies["milepost_oidc"]), age).decode()
        rep.client.cookies.clear()
        assert rep.client.get(back, headers={"cookie": f"milepost_oidc={aged}"}).status_code == status


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


def test_a_new_person_of_a_domain_that_is_let_in_gets_a_user_once(open_house: House, issuer: Issuer) -> None:
    issuer.person |= {"email": "Nora@Acorn.example", "name": "Nora N."}
    assert [come_in(Rep(open_house.app)).status_code for _ in range(2)] == [303, 303]
    with open_house.database.begin() as store:
        nora = store.users.find_by_email("nora@acorn.example")
    assert nora
    assert (nora.name, nora.role, nora.disabled) == ("Nora N.", "manager", False)
    assert deeds(open_house) == [("joined", "as manager, by Acorn"), ("signed in", "Acorn"), ("signed in", "Acorn")]
    assert Rep(open_house.app).sign_in("Nora", "").status_code == 401


def test_whoever_is_known_keeps_their_role_where_a_domain_is_let_in(open_house: House) -> None:
    assert come_in(Rep(open_house.app)).status_code == 303
    with open_house.database.begin() as store:
        assert [user.role for user in store.users.list()] == ["rep"]


@pytest.mark.parametrize(
    "person",
    [
        {"email": "nora@evil.example"},
        {"email": "nora@sub.acorn.example"},
        {"email": "nora@notacorn.example"},
        {"email": "nora@acorn.example.evil.example"},
        {"email": "nora@acorn.example", "email_verified": False},
        {"email": "acorn.example"},
        {"email": "@acorn.example"},
        {"email": "nora@evil.example @acorn.example"},
        {"email": ["nora@acorn.example"]},
    ],
)
def test_a_domain_lets_in_nobody_else(open_house: House, issuer: Issuer, person: Any) -> None:
    issuer.person |= person
    assert come_in(Rep(open_house.app)).status_code == 403
    with open_house.database.begin() as store:
        assert [user.name for user in store.users.list()] == ["Dana"]


def test_what_the_token_leaves_out_is_asked_for(house: House, issuer: Issuer) -> None:
    issuer.person, issuer.metadata = {"sub": "1"}, {"userinfo_endpoint": f"{issuer.url}/me"}
    issuer.user_info = {"sub": "1", "email": "dana@acorn.example", "email_verified": True}
    assert come_in(Rep(house.app)).status_code == 303
    issuer.user_info["sub"] = "2"
    assert come_in(Rep(house.app)).status_code == 401


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


def test_a_key_that_nobody_publishes_is_looked_for_once(house: House, issuer: Issuer) -> None:
    published = issuer.published
    issuer.new_key("foreign")
    issuer.published = published
    assert come_in(Rep(house.app)).status_code == 401
    assert issuer.key_reads == 2


def test_a_key_that_the_issuer_took_back_is_trusted_for_an_hour_at_most(house: House, issuer: Issuer) -> None:
    assert come_in(Rep(house.app)).status_code == 303
    stolen = issuer.key
    issuer.new_key("second")
    issuer.key = stolen
    house.wait(hours=1, seconds=1)
    assert come_in(Rep(house.app)).status_code == 401


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
    house = house_at(tmp_path, "http://127.0.0.1:9")
    rep = Rep(house.app)
    answer = rep.client.get("/console/sign-in/oidc", params={"next": "/console/board"})
    assert (answer.status_code, "Acorn cannot be reached just now" in answer.text) == (502, True)
    assert 'name="next" value="/console/board"' in answer.text
    assert rep.sign_in("Dana").status_code == 303


@pytest.mark.parametrize("address", ["/token", "/keys"])
@pytest.mark.parametrize(
    ("answer", "status"),
    [(Response("<b>down</b>", 503), 502), (Response("<b>odd</b>", 200), 401), (Response('["odd"]', 200), 401)],
)
def test_an_issuer_that_fails_halfway_is_told_in_a_sentence(
    house: House, issuer: Issuer, httpserver: HTTPServer, address: str, answer: Response, status: int
) -> None:
    rep = Rep(house.app)
    back = leave_for(rep, "/console/board")
    httpserver.expect_oneshot_request(address).respond_with_response(answer)
    told = rep.client.get(back)
    assert (told.status_code, "<b>" in told.text, 'role="alert"' in told.text) == (status, False, True)
    assert 'value="/console/board"' in told.text


@pytest.mark.parametrize("metadata", ["[]", "no", '{"issuer": 5}', '{"id_token_signing_alg_values_supported": 5}'])
def test_an_issuer_that_talks_nonsense_counts_as_away(
    house: House, issuer: Issuer, httpserver: HTTPServer, metadata: str
) -> None:
    answer = Response(metadata, content_type="application/json")
    httpserver.expect_oneshot_request("/.well-known/openid-configuration").respond_with_response(answer)
    rep = Rep(house.app)
    assert rep.client.get("/console/sign-in/oidc").status_code == 502
    assert come_in(rep).status_code == 303


def test_a_refusal_is_logged_by_its_kind_without_code_token_or_person(
    house: House, issuer: Issuer, caplog: pytest.LogCaptureFixture
) -> None:
    issuer.claims = {"aud": "another"}
    come_in(Rep(house.app))
    issuer.claims, issuer.person["email"] = {}, "stranger@acorn.example"
    come_in(Rep(house.app))
    words = {"error": "access_denied", "error_description": "secret words"}
    Rep(house.app).client.get("/console/sign-in/oidc/callback", params=words)
    Rep(house.app).client.get("/console/sign-in/oidc/callback", params={"error": "forged\nline"})
    said = [each.getMessage() for each in caplog.records if each.name == "milepost.web.console.single_sign_on"]
    start = f"signing in at {issuer.url} was refused: "
    assert [each.removeprefix(start) for each in said] == [
        "InvalidClaimError: invalid_claim",
        "nobody here has that e-mail address",
        "OAuthError: access_denied",
        "OAuthError",
    ]


def test_an_issuer_that_calls_itself_another_is_not_trusted(house: House, issuer: Issuer) -> None:
    issuer.issuer_name = "https://another.example"
    assert Rep(house.app).client.get("/console/sign-in/oidc").status_code == 502


GIVEN = {"ISSUER": "https://login.example.com/", "CLIENT_ID": "a", "CLIENT_SECRET": "b"}


def oidc_of(**given: str) -> Oidc | None:
    return Settings.from_environment({f"MILEPOST_OIDC_{name}": value for name, value in given.items()}).oidc


def test_the_settings_are_read_and_nobody_is_let_in_by_themselves() -> None:
    assert oidc_of() is None
    assert oidc_of(**GIVEN) == Oidc("https://login.example.com", "a", "b", "login.example.com")
    more = {"NAME": "Acorn", "DOMAINS": "Acorn.example, acorn-shop.example", "ROLE": "Manager"}
    domains = ("acorn.example", "acorn-shop.example")
    assert oidc_of(**GIVEN, **more) == Oidc("https://login.example.com", "a", "b", "Acorn", domains, "manager")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"ISSUER": GIVEN["ISSUER"]}, "MILEPOST_OIDC_CLIENT_ID and MILEPOST_OIDC_CLIENT_SECRET must be set"),
        ({"DOMAINS": "acorn.example"}, "MILEPOST_OIDC_ISSUER and .* must be set"),
        ({**GIVEN, "ISSUER": "http://login.example.com"}, "MILEPOST_OIDC_ISSUER must be an https:// address"),
        ({**GIVEN, "DOMAINS": "dana@acorn.example"}, 'not "dana@acorn.example"'),
        ({**GIVEN, "DOMAINS": "*"}, "MILEPOST_OIDC_DOMAINS are names such as example.com"),
        ({**GIVEN, "ROLE": "owner"}, "MILEPOST_OIDC_ROLE is rep or manager, not owner"),
    ],
)
def test_half_a_provider_or_a_wrong_one_is_an_error_that_says_so(given: dict[str, str], sentence: str) -> None:
    with pytest.raises(SettingsError, match=sentence):
        oidc_of(**given)
