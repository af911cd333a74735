"""Who wants to hear no more of us is left alone, at once and without a question."""

from __future__ import annotations

from typing import Any

import pytest

from actions.moves import Say
from actions.purchase import ActionWithdrawConsent
from milepost.sales.conversations import Handler
from milepost.services import consents, follow_ups, quotes
from milepost.services.turns import Turn
from milepost.store.database import Database
from tests.services.turns import turn_of


def withdrawal(*wishes: str) -> dict[str, Any]:
    return {"kind": "withdraw_consent", "start": 0, "end": 4, "wishes": list(wishes)}


def withdraw(turn: Turn, *said: dict[str, Any]) -> list[Say]:
    turn.parse = {"set_phrases": [{"kind": "laugh", "start": 0, "end": 3}, *said]}
    move = ActionWithdrawConsent()
    move.begin(turn)
    return list(move.answer(turn))


@pytest.mark.parametrize(
    ("said", "ways", "response"),
    [
        ([withdrawal()], ["mail", "call"], "utter_withdrawn"),
        ([], ["mail", "call"], "utter_withdrawn"),
        ([withdrawal("mail")], ["mail"], "utter_withdrawn_mail"),
        ([withdrawal("call")], ["call"], "utter_withdrawn_calls"),
        ([withdrawal("call"), withdrawal("mail")], ["mail", "call"], "utter_withdrawn"),
        ([withdrawal("call"), withdrawal()], ["mail", "call"], "utter_withdrawn"),
    ],
)
def test_a_withdrawal_is_kept_and_confirmed_in_one_sentence(
    sqlite_database: Database, said: list[dict[str, Any]], ways: list[str], response: str
) -> None:
    with turn_of(sqlite_database, email="dana@acme.example") as turn:
        says = withdraw(turn, *said)
        assert [say.response for say in says] == [response]
        assert turn.has_asked
        assert turn.conversation.do_not_contact == ways
        assert turn.conversation.handler is Handler.BOT
        assert turn.conversation.consents == ({} if ways == ["call"] else {"follow_up": False})
    with sqlite_database.begin() as store:
        kept = store.conversations.memory("c1")
        assert kept is not None
        assert kept[0].do_not_contact == ways
        refused = [(each.purpose, each.given, each.words) for each in store.follow_ups.consents_of("c1")]
        assert refused == ([] if ways == ["call"] else [("follow_up", False, "the words")])


def test_every_purpose_that_was_allowed_is_withdrawn(sqlite_database: Database) -> None:
    with turn_of(sqlite_database) as turn:
        for purpose in ("follow_up", "transcript"):
            consents.record(turn, purpose, given=True, words="yes")
        withdraw(turn, withdrawal())
        assert not turn.store.follow_ups.allows("c1", "follow_up")
        assert not turn.store.follow_ups.allows("c1", "transcript")


def test_what_was_to_be_written_is_cancelled(sqlite_database: Database) -> None:
    with turn_of(sqlite_database, email="dana@acme.example") as turn:
        consents.record(turn, "follow_up", given=True, words="yes")
        assert follow_ups.schedule(turn, "quote_unanswered", quote="q1")
        withdraw(turn, withdrawal("mail"))
        assert [row.state for row in turn.store.follow_ups.of("c1")] == ["cancelled"]
        assert quotes.find(turn, "q1") is None


def test_who_wants_no_calls_may_still_be_written_to(sqlite_database: Database) -> None:
    with turn_of(sqlite_database, email="dana@acme.example") as turn:
        turn.text = "dont ring me, email is fine"
        consents.record(turn, "follow_up", given=True, words="yes")
        assert follow_ups.schedule(turn, "quote_unanswered", quote="q1")
        assert [say.response for say in withdraw(turn, withdrawal("call", "mail"))] == ["utter_withdrawn_calls"]
        assert turn.conversation.do_not_contact == ["call"]
        assert turn.conversation.refused_offers == []
        assert [row.state for row in turn.store.follow_ups.of("c1")] == ["scheduled"]


def test_who_wants_their_data_erased_is_told_that_a_person_has_the_wish(sqlite_database: Database) -> None:
    with turn_of(sqlite_database) as turn:
        assert [say.response for say in withdraw(turn, withdrawal("mail", "erase"))] == ["utter_erasure_passed"]
        assert turn.conversation.do_not_contact == ["mail", "call"]
        request = turn.store.handoffs.open_of("c1")
        assert request is not None
        assert request.reason == "wants their data erased"
        assert turn.has_asked


def test_nothing_that_was_open_is_taken_up_again(sqlite_database: Database) -> None:
    with turn_of(sqlite_database) as turn:
        turn.conversation.asked, turn.conversation.offered, turn.conversation.pending = "email", "consent", "x"
        withdraw(turn, withdrawal())
        assert (turn.conversation.asked, turn.conversation.offered, turn.conversation.pending) == (None, None, None)
        assert turn.conversation.refused_offers == ["contact"]


def test_a_later_yes_lifts_the_wish_for_no_mail(sqlite_database: Database) -> None:
    with turn_of(sqlite_database) as turn:
        withdraw(turn, withdrawal())
        consents.record(turn, "follow_up", given=True, words="yes, you may")
        assert turn.conversation.do_not_contact == ["call"]
