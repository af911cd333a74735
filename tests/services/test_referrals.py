from __future__ import annotations

from milepost.services import referrals
from milepost.services.referrals import Outcome
from milepost.store.database import Database
from tests.services.turns import turn_of


def issue(database: Database, conversation: str = "friend", **more: str) -> str:
    with turn_of(database, conversation, **more) as turn:
        return referrals.issue(turn)


def use(database: Database, code: str, conversation: str, **more: str) -> Outcome:
    with turn_of(database, conversation, **more) as turn:
        return referrals.use(turn, code)


def uses(database: Database, code: str) -> int:
    with database.begin() as store:
        return store.referrals.find(code).uses


def test_a_conversation_gets_one_code_with_the_companys_prefix(database: Database) -> None:
    code = issue(database)
    assert code.startswith("ACORN-")
    assert issue(database) == code
    assert issue(database, "another") != code


def test_a_code_counts_once_per_conversation_however_often_it_is_given(database: Database) -> None:
    code = issue(database)
    assert use(database, code.lower(), "new") is Outcome.ATTRIBUTED
    assert use(database, code, "new") is Outcome.ATTRIBUTED
    assert use(database, code, "newer") is Outcome.ATTRIBUTED
    assert uses(database, code) == 2


def test_a_second_code_changes_nothing(database: Database) -> None:
    first, second = issue(database), issue(database, "other-friend")
    use(database, first, "new")
    assert use(database, second, "new") is Outcome.ALREADY
    assert (uses(database, first), uses(database, second)) == (1, 0)


def test_nobody_refers_themselves(database: Database) -> None:
    code = issue(database, "mine", visitor="v1", email="jane@example.com")
    assert use(database, code, "mine") is Outcome.OWN_CODE
    assert use(database, code, "my-phone", visitor="v1") is Outcome.OWN_CODE
    assert use(database, code, "my-work", email="Jane@Example.com") is Outcome.OWN_CODE
    assert uses(database, code) == 0


def test_an_unknown_code_is_said_to_be_unknown(database: Database) -> None:
    assert use(database, "ACORN-NOPE", "new") is Outcome.UNKNOWN
