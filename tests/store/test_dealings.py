"""Quotes, hand-overs, follow-ups, consents, referrals, gaps and tracker events in the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from milepost.sales.conversations import Conversation
from milepost.store.database import Database
from milepost.store.records.follow_ups import ConsentRow, OnboardingRow
from milepost.store.records.gaps import FeedbackRow
from tests.store.records import NOW, follow_up, gap, quote, user


@pytest.fixture(autouse=True)
def conversation(database: Database) -> None:
    with database.begin() as store:
        store.conversations.add(Conversation("c1"), visitor="v1", now=NOW, address=None, source={})
        store.conversations.add(Conversation("c2"), visitor="v2", now=NOW, address=None, source={})


def test_a_quote_keeps_its_exact_figures(database: Database) -> None:
    with database.begin() as store:
        store.quotes.add(quote("q1", "c1"))
    with database.begin() as store:
        assert store.quotes.find("q1") == quote("q1", "c1")
        assert store.quotes.of("c1") == (quote("q1", "c1"),)
        assert store.quotes.find("q2") is None


def test_one_rep_claims_a_hand_over_and_it_ends_once(database: Database) -> None:
    with database.begin() as store:
        store.users.add(user("ann"))
        store.users.add(user("bob"))
        store.handoffs.add("h1", "c1", reason="wants a demo", message="m1", now=NOW)
        assert [h.id for h in store.handoffs.waiting()] == ["h1"]
        assert store.handoffs.claim("h1", "ann", now=NOW)
        assert not store.handoffs.claim("h1", "bob", now=NOW)
        assert store.handoffs.waiting() == ()
        assert store.handoffs.open_of("c1").rep_name == "ann"
        store.handoffs.give_to("h1", None, now=NOW)
        assert store.handoffs.claim("h1", "bob", now=NOW)
        store.handoffs.end("h1", outcome="demo booked", now=NOW)
        assert store.handoffs.open_of("c1") is None
        assert [h.outcome for h in store.handoffs.of("c1")] == ["demo booked"]


def test_a_follow_up_about_the_same_thing_is_kept_once(database: Database) -> None:
    with database.begin() as store:
        assert store.follow_ups.add(follow_up("f1", "c1"))
        assert not store.follow_ups.add(follow_up("f2", "c1"))
        assert store.follow_ups.add(follow_up("f3", "c1", about="q2"))
        assert store.follow_ups.add(follow_up("f4", "c2"))


def test_follow_ups_are_found_when_due_and_end_once(database: Database) -> None:
    with database.begin() as store:
        store.follow_ups.add(follow_up("f1", "c1"))
        store.follow_ups.add(follow_up("f2", "c1", about="q2"))
        assert store.follow_ups.scheduled(until=NOW) == ()
        assert len(store.follow_ups.scheduled(until=NOW + timedelta(days=3))) == 2
        assert store.follow_ups.end("f1", "sent", ending="", now=NOW)
        assert not store.follow_ups.end("f1", "failed", ending="", now=NOW)
        assert store.follow_ups.cancel_all("c1", ending="the visitor wrote", now=NOW)
        assert not store.follow_ups.cancel_all("c1", ending="the visitor wrote", now=NOW)
        assert [(f.id, f.state) for f in store.follow_ups.of("c1")] == [("f1", "sent"), ("f2", "cancelled")]
        assert store.follow_ups.find("f2").ending == "the visitor wrote"


def test_the_last_word_on_a_purpose_counts(database: Database) -> None:
    consent = ConsentRow("follow_up", True, "yes, write to me", "m1", "2026-11", NOW)
    with database.begin() as store:
        assert not store.follow_ups.allows("c1", "follow_up")
        store.follow_ups.add_consent("c1", consent)
        assert store.follow_ups.allows("c1", "follow_up")
        assert not store.follow_ups.allows("c1", "testimonial")
        store.follow_ups.add_consent("c1", replace(consent, given=False, words="stop"))
        assert not store.follow_ups.allows("c1", "follow_up")
        assert [c.words for c in store.follow_ups.consents_of("c1")] == ["yes, write to me", "stop"]


def test_the_last_word_on_a_products_onboarding_counts(database: Database) -> None:
    later = OnboardingRow("helpdesk", 2, "m2", NOW)
    with database.begin() as store:
        store.follow_ups.put_progress("c1", OnboardingRow("helpdesk", 1, "m1", NOW))
        store.follow_ups.put_progress("c1", later)
        assert store.follow_ups.progress_of("c1") == (later,)


def test_what_customers_say_of_us_is_kept_in_order(database: Database) -> None:
    with database.begin() as store:
        for kind in ("complaint", "praise"):
            store.gaps.add_feedback("c1", FeedbackRow(kind, "words", "m1", NOW))
        assert [said.kind for said in store.gaps.feedback_of("c1")] == ["complaint", "praise"]


def test_a_code_belongs_to_one_conversation_and_is_found_in_small_letters(database: Database) -> None:
    with database.begin() as store:
        assert store.referrals.add_code("BRIGHT-7", "c1", now=NOW)
        assert not store.referrals.add_code("BRIGHT-8", "c1", now=NOW)
        assert not store.referrals.add_code("BRIGHT-7", "c2", now=NOW)
        assert store.referrals.find(" bright-7 ").conversation == "c1"
        assert store.referrals.of("c2") is None


def test_a_conversation_is_attributed_once(database: Database) -> None:
    with database.begin() as store:
        store.referrals.add_code("BRIGHT-7", "c1", now=NOW)
        assert store.referrals.use("BRIGHT-7", "c2", now=NOW)
        assert not store.referrals.use("BRIGHT-7", "c2", now=NOW)
        assert store.referrals.find("BRIGHT-7").uses == 1
        assert store.referrals.used_by("c2") == "BRIGHT-7"


def test_gaps_wait_until_somebody_answers(database: Database) -> None:
    with database.begin() as store:
        store.gaps.add(gap("g1", "c1"))
        assert [g.id for g in store.gaps.list()] == ["g1"]
        store.gaps.close("g1", "answered", now=NOW)
        assert store.gaps.list() == ()
        assert [g.id for g in store.gaps.list(state="answered")] == ["g1"]


def test_only_the_last_events_of_a_long_conversation_are_read(database: Database) -> None:
    with database.begin() as store:
        store.trackers.append("c1", 0, [{"event": "action", "n": n} for n in range(150)], {"slots": {"a": 1}})
        store.trackers.append("c1", 150, [{"event": "user", "n": 150}], {"slots": {"a": 2}})
        tail = store.trackers.tail("c1", window=60)
        assert (len(tail.events), tail.total, tail.snapshot) == (60, 151, {"slots": {"a": 2}})
        assert (tail.events[0]["n"], tail.events[-1]["n"]) == (91, 150)
        assert store.trackers.tail("c2").events == ()
        assert store.trackers.tail("nobody").total == 0
