"""Promises are kept in mind until a deed or a hand ends them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from milepost.channels.port import InboundMessage
from milepost.errors import NotAllowed
from milepost.sales.handoffs.promised import Deed
from milepost.services import handoffs
from milepost.services.conversations import NOTE_READING, ConversationService
from milepost.services.handoffs import promised, replies
from milepost.services.outgoing import events
from milepost.services.outgoing.notices import values_of
from milepost.services.turns import Turn
from milepost.store.database import Database
from tests.catalogues import small_catalogue
from tests.services.turns import NOW, turn_of
from tests.store.records import user


def says(database: Database, text: str, **parse: object) -> list[tuple[str, str, str]]:
    """What a message newly promises: kind, words, and by when it is due."""
    with turn_of(database) as turn:
        turn.text, turn.parse = text, parse
        return [(row.kind, row.words, f"{row.due:%d %H:%M}") for row in promised.keep(turn)]


def states(database: Database) -> list[tuple[str, str, str]]:
    with database.begin() as store:
        return [(row.kind, row.state, row.ending) for row in store.promises.of("c1")]


def taken(database: Database) -> None:
    with database.begin() as store:
        store.users.add(user("ann"))
        handoffs.claim(store, "c1", user("ann"), now=NOW)


def writes(database: Database, text: str) -> None:
    with database.begin() as store:
        replies.write(store, small_catalogue(), "c1", user("ann"), text, now=NOW)


def test_a_wish_is_kept_with_its_words_and_its_time(database: Database) -> None:
    assert says(database, "call me tomorrow afternoon, +1 415 555 0134") == [
        ("call", "call me tomorrow afternoon, +1 415 555 0134", "22 17:00")
    ]
    with database.begin() as store:
        [row] = store.promises.open_of("c1")
    assert (row.when_words, row.made_by, row.owner, row.message) == ("tomorrow afternoon", "visitor", None, "m1")


def test_another_time_takes_the_place_of_the_first_and_a_complaint_keeps_its_first_words(database: Database) -> None:
    says(database, "call me tomorrow afternoon")
    says(database, "no, call me on monday at 10")
    says(database, "nobody answered my mail")
    says(database, "nobody has replied to me!")
    with database.begin() as store:
        kept = [(row.kind, row.words) for row in store.promises.open_of("c1")]
    assert sorted(kept) == [("answer", "nobody answered my mail"), ("call", "no, call me on monday at 10")]
    assert ("call", "dropped", "another time was wished") in states(database)


def test_a_button_of_ours_promises_nothing(database: Database) -> None:
    assert says(database, "call me tomorrow", is_pressed=True) == []


def test_who_wants_no_calls_is_promised_none_and_a_later_wish_lifts_it(database: Database) -> None:
    says(database, "call me tomorrow")
    with turn_of(database) as turn:
        turn.text = "don't call me, mail only"
        assert promised.keep(turn) == ()
        assert turn.conversation.do_not_contact == ["call"]
    assert states(database) == [("call", "dropped", "they want no calls")]
    with turn_of(database) as turn:
        turn.text = "ok, call me on monday"
        assert [row.kind for row in promised.keep(turn)] == ["call"]
        assert turn.conversation.do_not_contact == []


def test_a_quote_that_went_out_in_the_turn_is_no_promise(database: Database) -> None:
    with turn_of(database) as turn:
        turn.text = "send me the offer please"
        turn.deeds.add(Deed.SENT_QUOTE)
        assert promised.keep(turn) == ()


def test_a_reps_own_word_is_theirs_and_takes_up_what_was_wished(database: Database) -> None:
    says(database, "can you send us an offer by monday?")
    taken(database)
    writes(database, "Of course. I'll send it to you.")
    with database.begin() as store:
        [row] = store.promises.open_of("c1")
    assert (row.words, row.made_by, row.owner_name) == ("I'll send it to you.", "rep", "ann")
    assert f"{row.due:%d %H:%M}" == "23 17:30"  # as the visitor had wished
    assert ("send", "dropped", "taken up by ann") in states(database)


def test_a_reply_keeps_an_answer_that_was_owed_but_no_word_of_a_reps_own(database: Database) -> None:
    says(database, "I wrote last week and nobody answered")
    taken(database)
    writes(database, "Sorry! I'll get back to you tomorrow")
    writes(database, "Anything else?")
    assert sorted(states(database)) == [
        ("answer", "kept", Deed.REPLIED.value),
        ("answer", "open", ""),
    ]


def test_a_reply_keeps_an_answer_that_was_owed(database: Database) -> None:
    says(database, "I wrote last week and nobody answered")
    taken(database)
    writes(database, "Sorry for that! What was it about?")
    assert states(database) == [("answer", "kept", Deed.REPLIED.value)]


@pytest.mark.parametrize(
    ("text", "deed", "state"),
    [
        ("send me an offer", Deed.SENT_PRICE, "kept"),
        ("send me an offer", Deed.SET_MEETING, "open"),
        ("we'd like a demo on monday at 10", Deed.SET_MEETING, "kept"),
        ("call me tomorrow", Deed.SETTLED, "kept"),
        ("I was promised a refund", Deed.SETTLED, "open"),
    ],
)
def test_the_deed_that_was_promised_ends_it(database: Database, text: str, deed: Deed, state: str) -> None:
    says(database, text)
    with database.begin() as store:
        promised.done(store, "c1", deed, now=NOW)
    assert [each[1] for each in states(database)] == [state]


def test_a_promise_is_closed_by_hand_in_its_own_conversation_alone(database: Database) -> None:
    says(database, "call me tomorrow")
    with database.begin() as store:
        [row] = store.promises.of("c1")
        with pytest.raises(NotAllowed):
            promised.close(store, "c2", row.id, user("ann"), kept=True, now=NOW)
        promised.close(store, "c1", row.id, user("ann"), kept=False, now=NOW)
        promised.close(store, "c1", row.id, user("ann"), kept=True, now=NOW)  # once ended it stays so
    assert states(database) == [("call", "dropped", "not needed, says ann")]


def test_what_is_promised_is_a_notice_with_the_words_and_the_ban(database: Database) -> None:
    with turn_of(database) as turn:
        held = _held(turn)
        turn.text = "send us an offer by monday. no calls please"
        events.after_turn(turn, held, promised.keep(turn))
    with database.begin() as store:
        jobs = []
        while job := store.jobs.take_due(now=NOW + timedelta(minutes=1), seconds=60):
            jobs.append(job)
    [notice] = [job.payload for job in jobs if job.payload.get("type") == "lead.promised"]
    values = values_of(notice, "https://chat.example")
    assert values["heading"] == "A promise to keep"
    assert "send us an offer by monday" in values["reason"]
    assert "wants no calls" in values["sentence"].lower()
    assert notice["data"]["do_not_contact"] == ["call"]
    assert [each["kind"] for each in notice["data"]["promises"]] == ["send"]


def _held(turn: Turn):  # type: ignore[no-untyped-def]
    from milepost.services import leads

    return leads.before(turn.conversation)


def test_what_is_written_to_a_rep_is_to_be_read_for_the_note(database: Database) -> None:
    says(database, "hello")
    taken(database)
    service = ConversationService(database, clock=lambda: NOW)
    receipt = service.receive(InboundMessage("web", "c1", "client-0001", "our budget is 900 a month"))
    assert not receipt.bot_answers
    with database.begin() as store:
        kinds = set()
        while job := store.jobs.take_due(now=NOW + timedelta(hours=1), seconds=60):
            kinds.add(job.kind)
            store.jobs.finish(job, now=NOW)
    assert NOTE_READING in kinds
