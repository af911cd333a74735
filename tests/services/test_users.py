from __future__ import annotations

import time
from datetime import timedelta

import pytest

from milepost.errors import NotAllowed
from milepost.services import users
from milepost.store.database import Database
from tests.services.turns import NOW

PASSWORD = "a long password"


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    with sqlite_database.begin() as store:
        users.add(store, email=" Ann@Example.com ", name="Ann", role="rep", password=PASSWORD, now=NOW)
    return sqlite_database


def sign_in(database: Database, password: str = PASSWORD, *, email: str = "ann@example.com", seconds: float = 0):
    with database.begin() as store:
        return users.verify(store, email, password, now=NOW + timedelta(seconds=seconds))


def test_the_right_password_signs_in_and_is_kept_as_argon2(database: Database) -> None:
    assert sign_in(database, email="ANN@example.com ").user.name == "Ann"
    with database.begin() as store:
        assert store.users.find_by_email("ann@example.com").password_hash.startswith("$argon2id$")


def test_wrong_passwords_slow_the_next_tries_down_more_and_more(database: Database) -> None:
    waits = [sign_in(database, "wrong").retry_after for _ in range(3)]
    assert waits == [0, 0, 1.0]
    assert sign_in(database).user is None
    assert sign_in(database, "wrong", seconds=1).retry_after == 2.0
    assert sign_in(database, seconds=2).retry_after == 1.0
    assert sign_in(database, seconds=3).user is not None
    assert sign_in(database, "wrong", seconds=4).retry_after == 0


def test_the_wait_has_an_end(database: Database) -> None:
    with database.begin() as store:
        store.users.set_tries(users.address_hash("ann@example.com"), 500, at=NOW)
    assert sign_in(database).retry_after == 15 * 60


def test_no_answer_tells_whether_an_address_has_a_user(database: Database) -> None:
    with database.begin() as store:
        users.add(store, email="out@example.com", name="Out", role="rep", password=PASSWORD, now=NOW)
        store.users.set_disabled(store.users.find_by_email("out@example.com").id, True)
    tries = {
        email: [sign_in(database, email=email, password="wrong password") for _ in range(5)]
        for email in ("ann@example.com", "nobody@example.com", "out@example.com")
    }
    tries["right but kept out"] = [sign_in(database, email="OUT@example.com") for _ in range(1)]
    known, unknown, kept_out, _ = tries.values()
    assert known == unknown == kept_out
    assert [bool(each.retry_after) for each in known] == [False, False, True, True, True]
    assert tries["right but kept out"][0].user is None


def test_no_delay_tells_whether_an_address_has_a_user(database: Database) -> None:
    def work(email: str) -> float:
        before = time.process_time()
        sign_in(database, email=email, password="wrong password")
        return time.process_time() - before

    work("warm@example.com")
    known, unknown = work("ann@example.com"), work("nobody@example.com")
    assert 0.4 < known / unknown < 2.5


def test_a_new_password_ends_the_wait(database: Database) -> None:
    for _ in range(4):
        sign_in(database, password="wrong password")
    assert sign_in(database).retry_after
    with database.begin() as store:
        users.set_password(store, store.users.find_by_email("ann@example.com"), PASSWORD)
    assert sign_in(database).user


def test_an_unknown_or_disabled_user_does_not_get_in(database: Database) -> None:
    assert sign_in(database, email="bob@example.com") == users.SignIn(None)
    with database.begin() as store:
        store.users.set_disabled(store.users.find_by_email("ann@example.com").id, True)
    assert sign_in(database).user is None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"email": "nobody"}, "not an e-mail address"),
        ({"role": "king"}, "rep or manager or owner"),
        ({"password": "short"}, "at least 10"),
        ({"email": "ANN@example.com"}, "has a user already"),
    ],
)
def test_a_user_that_cannot_be_is_refused_in_words(database: Database, change: dict, reason: str) -> None:
    values = {"email": "bob@example.com", "name": "Bob", "role": "rep", "password": PASSWORD, **change}
    with database.begin() as store, pytest.raises(NotAllowed, match=reason):
        users.add(store, now=NOW, **values)


def test_a_session_is_a_token_that_we_keep_only_as_a_hash(database: Database) -> None:
    ann = sign_in(database).user
    with database.begin() as store:
        token = users.open_session(store, ann, now=NOW)
        assert users.signed_in(store, token, now=NOW).id == ann.id
        assert users.signed_in(store, token, now=NOW + users.IDLE) is None
        assert users.signed_in(store, token + "x", now=NOW) is None
        assert store.users.of_session(token, now=NOW) is None
        users.close_session(store, token)
        assert users.signed_in(store, token, now=NOW) is None


def test_a_session_lasts_while_something_is_done_but_not_for_ever(database: Database) -> None:
    ann = sign_in(database).user
    with database.begin() as store:
        token = users.open_session(store, ann, now=NOW)
        moment = NOW
        while moment < NOW + users.LONGEST_SESSION:
            assert users.signed_in(store, token, now=moment) is not None
            moment += users.IDLE / 2
        assert users.signed_in(store, token, now=moment) is None


def test_a_new_password_signs_everybody_out(database: Database) -> None:
    ann = sign_in(database).user
    with database.begin() as store:
        token = users.open_session(store, ann, now=NOW)
        users.set_password(store, ann, "another long one")
        assert users.signed_in(store, token, now=NOW) is None
    assert sign_in(database, "another long one").user is not None
