"""What a rep does in a live chat besides writing, by the forms of the card."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from milepost.channels.port import FilledForm, InboundMessage
from milepost.services.conversations import ConversationService
from milepost.services.handoffs import transcripts
from milepost.services.jobs import JobRunner
from milepost.store.records.handoffs.duty import DutyRow
from tests.web.console.conftest import House, Rep
from tests.web.console.visitors import keen_buyer

LEAD = "leads/web-keen"
CHOICE = {"plan": "inbox-team", "quantity": "20", "term": "month", "currency": "USD"}


def held(house: House, rep: Rep) -> None:
    keen_buyer(house.database, house.catalogue, now=house.now)
    rep.do(f"{LEAD}/take-over")


def last_block(house: House) -> dict:
    with house.database.begin() as store:
        return dict(store.messages.after("web-keen", 0)[-1].payload.get("custom") or {})


def test_a_price_from_the_catalogue_is_kept_as_a_quote_and_shown_to_the_visitor(house: House, dana: Rep) -> None:
    held(house, dana)
    shown = dana.see(f"{LEAD}/price?plan=inbox-team&quantity=21&term=month&currency=USD", fragment=True)
    assert "Total" in shown.text
    assert dana.do(f"{LEAD}/price", **{**CHOICE, "quantity": "21"}).status_code == 303
    block = last_block(house)
    assert (block["type"], block["term"], block["catalogue_version"]) == ("quote", "per month", house.catalogue.version)
    with house.database.begin() as store:
        assert sorted(quote.quantity for quote in store.quotes.of("web-keen")) == [20, 21]


def test_what_the_catalogue_does_not_give_is_refused_with_a_sentence(house: House, dana: Rep) -> None:
    held(house, dana)
    for change, sentence in (
        ({"quantity": "many"}, "Give a whole number"),
        ({"plan": "nothing"}, "no such plan"),
        ({"currency": "XXX"}, "currency of the catalogue"),
        ({"code": "NOPE"}, "This code does not hold"),
    ):
        answer = dana.do(f"{LEAD}/price", fragment=True, **{**CHOICE, **change})
        assert answer.status_code == 409
        assert sentence in answer.text


def test_only_whoever_has_the_conversation_sends_prices_meetings_and_transcripts(
    house: House, dana: Rep, sam: Rep
) -> None:
    held(house, dana)
    with house.database.begin() as store:
        before = len(store.messages.after("web-keen", 0))
    sam.do(f"{LEAD}/price", **CHOICE)
    sam.do(f"{LEAD}/meeting", starts="2026-12-01T10:00", minutes="30")
    sam.do(f"{LEAD}/transcript", agreed="yes")
    with house.database.begin() as store:
        assert len(store.messages.after("web-keen", 0)) == before


def test_a_meeting_is_proposed_and_the_invitation_goes_to_the_known_address(house: House, dana: Rep) -> None:
    held(house, dana)
    assert dana.do(f"{LEAD}/meeting", starts="2026-12-01T10:00", minutes="45").status_code == 303
    assert last_block(house)["type"] == "meeting"
    with house.database.begin() as store:
        mails = [job.payload for job in store.jobs.list("waiting") if job.kind == "mail"]
    assert "ana@costafoods.example" in [mail["to"] for mail in mails]
    assert "BEGIN:VEVENT" in mails[0]["calendar"]
    past = dana.do(f"{LEAD}/meeting", fragment=True, starts="2026-11-01T10:00", minutes="45")
    assert past.status_code == 409


def test_the_transcript_goes_out_with_the_visitors_consent_only(house: House, dana: Rep) -> None:
    held(house, dana)
    dana.do(f"{LEAD}/transcript")
    assert last_block(house) == {"type": "contact_form", "fields": ["email"], "purpose": "transcript"}
    form = FilledForm({"email": "ana@home.example"}, True, "Yes, send me this conversation.", "transcript")
    service = ConversationService(house.database, clock=lambda: house.now)
    receipt = service.receive(InboundMessage("web", "web-keen", "form-0001", "ana@home.example", form=form))
    assert not receipt.bot_answers
    work = {transcripts.TRANSCRIPT: transcripts.transcript_handler(house.database, lambda: house.catalogue)}
    runner = JobRunner(house.database, work, clock=lambda: house.now)
    with house.database.begin() as store:
        others = [job for job in store.jobs.list("waiting") if job.kind != transcripts.TRANSCRIPT]
        assert [job.payload["to"] for job in store.jobs.list("waiting") if job.kind == transcripts.TRANSCRIPT] == [
            "ana@home.example"
        ]
        for job in others:
            store.jobs.cancel(job.idempotency_key)
    asyncio.run(runner.run_next())
    with house.database.begin() as store:
        mail = next(job.payload for job in store.jobs.list("waiting") if job.kind == "mail")
        consent = store.follow_ups.consents_of("web-keen")[-1]
    assert mail["to"] == "ana@home.example"
    assert "we are 20 people" in mail["values"]["lines"]
    assert (consent.purpose, consent.given, consent.words) == ("transcript", True, "Yes, send me this conversation.")


def test_while_a_colleague_writes_a_reply_is_not_sent_and_not_lost(house: House, dana: Rep, sam: Rep) -> None:
    held(house, dana)
    assert sam.do(f"{LEAD}/typing", on="yes").json() == {"writes": None}
    assert dana.do(f"{LEAD}/typing", on="yes").json() == {"writes": "Sam"}
    refused = dana.do(f"{LEAD}/reply", fragment=True, text="Hello")
    assert refused.status_code == 409
    assert "A colleague is writing" in refused.text
    house.wait(seconds=20)
    assert dana.do(f"{LEAD}/reply", text="Hello").status_code == 303


def test_a_request_answered_by_telephone_is_settled(house: House, dana: Rep) -> None:
    keen_buyer(house.database, house.catalogue, now=house.now)
    assert dana.do(f"{LEAD}/settle", text="called back").status_code == 303
    with house.database.begin() as store:
        assert store.handoffs.open_of("web-keen") is None
        assert store.handoffs.of("web-keen")[-1].outcome == "called back"


def test_a_rep_may_be_away_and_keeps_what_they_are_good_at(house: House, dana: Rep) -> None:
    with house.database.begin() as store:
        user = store.users.find_by_email("dana@acorn.example")
        store.duty.put(user.id, DutyRow(("de",)))
    dana.do("away", away="yes")
    with house.database.begin() as store:
        assert store.duty.of(user.id) == DutyRow(("de",), away=True)


def test_a_visitor_left_without_an_answer_may_be_taken_over_by_anybody(house: House, dana: Rep, sam: Rep) -> None:
    held(house, dana)
    sam.do(f"{LEAD}/take-over")
    with house.database.begin() as store:
        row = store.handoffs.open_of("web-keen")
        assert row.rep_name == "Dana"
        store.handoffs.mark(row.id, now=house.now + timedelta(minutes=9), late=True)
    sam.do(f"{LEAD}/take-over")
    with house.database.begin() as store:
        row = store.handoffs.open_of("web-keen")
    assert (row.rep_name, row.late_at) == ("Sam", None)
