from __future__ import annotations

from datetime import timedelta

import pytest

from milepost.sales.analytics.journeys import Journey, campaign_of, source_of
from milepost.sales.conversations import BuyingStage, Conversation, StageChange, Touch
from milepost.services import feedback, gaps, leads
from milepost.services.conversations import add_line
from milepost.store.database import Database
from tests.services.turns import NOW, turn_of
from tests.store.records import user


def fill(database: Database) -> None:
    for name, now in (("old", NOW - timedelta(days=40)), ("new", NOW)):
        with turn_of(database, name, now=now, email=f"{name}@example.com") as turn:
            before = leads.Before({}, 0, 0, 0)
            for stage in ("research", "evaluation", "research"):
                turn.conversation.stages.append(StageChange("m1", BuyingStage(stage), 0.9, {stage: 0.9}))
            turn.conversation.touch("plan:a", Touch.COMPARED, "m1")
            turn.conversation.touch("plan:b", Touch.MENTIONED, "m1")
            turn.conversation.objections.append("too dear")
            gaps.record(turn, "unanswered", "LDAP?")
            feedback.record(turn, "praise")
            leads.project(turn.store, before, turn.conversation, message="m1", now=now)
            seq = add_line(turn.store, name, "bot", "For how many?", now=now)
            turn.store.messages.rate(name, seq, helpful=True, comment="")
            add_line(turn.store, name, "bot", "", custom={"type": "x"}, now=now)
            end = add_line(turn.store, name, "system", "", custom={"type": "rating"}, now=now)
            turn.store.messages.rate(name, end, helpful=False, comment="")


def test_a_journey_knows_its_furthest_stage_and_what_became_of_it(database: Database) -> None:
    fill(database)
    with database.begin() as store:
        store.leads.set_status("new", "won", reason="", now=NOW)
        new, old = sorted(store.figures.journeys(None), key=lambda journey: not journey.is_won)
        assert [each.is_won for each in store.figures.journeys(NOW - timedelta(days=30))] == [True]
    assert (new.furthest, new.has_contact, new.is_lead, new.count) == (BuyingStage.EVALUATION, True, True, 1)
    assert (old.furthest, old.is_won) == (BuyingStage.EVALUATION, False)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ({}, "direct"),
        ({"referrer": "https://www.search.example/x?a=b"}, "search.example"),
        ({"referrer": "https://search.example"}, "search.example"),
        ({"referrer": "app"}, "app"),
        ({"referrer": "https:///x"}, "https:///x"),
        ({"referrer": "https://ü.example/é", "campaign": "herbst"}, "ü.example"),
        ({"campaign": "ads / cpc / q4", "referrer": "https://x.example/"}, "ads"),
        ({"page": '"} \\u0000 %'}, "direct"),
    ],
)
def test_the_database_reads_a_source_as_the_definition_does(
    database: Database, source: dict[str, str], name: str
) -> None:
    with database.begin() as store:
        for number in range(2):
            memory = Conversation(f"c{number}")
            store.conversations.add(memory, visitor="v", now=NOW - timedelta(days=number), address=None, source=source)
        (journey,) = store.figures.journeys(None)
        assert journey.count == 2
        assert source_of(journey) == source_of(Journey(source=source)) == name
        assert (campaign_of(journey), journey.furthest) == (source.get("campaign", "none"), BuyingStage.NONE)
        assert store.figures.behind.source(None, lambda each: source_of(each) == name, limit=5) == ["c0", "c1"]
        assert store.figures.behind.source(None, lambda each: source_of(each) == name, limit=1) == ["c0"]
        assert store.figures.behind.source(None, lambda each: source_of(each) != name, limit=5) == []


def test_each_figure_is_counted_only_of_its_period(database: Database) -> None:
    fill(database)
    since = NOW - timedelta(days=30)
    with database.begin() as store:
        store.users.add(user("u1"))
        store.leads.correct_stage("new", "purchase", user="u1", now=NOW)
        counts = store.figures
        assert counts.last_said(since) == {BuyingStage.EVALUATION: ("For how many?", 1)}
        assert counts.last_said(None) == {BuyingStage.EVALUATION: ("For how many?", 2)}
        assert counts.corrections(since) == [("research", "purchase", 1)]
        assert (counts.corrected(since), counts.corrected(NOW + timedelta(days=1))) == (1, 0)
        assert (counts.gaps(since), counts.gaps(None)) == ({"unanswered": 1}, {"unanswered": 2})
        assert (counts.objected(since), counts.objected(None)) == (1, 2)
        assert (counts.ratings(since), counts.ratings(None)) == ({True: 1}, {True: 2})
        assert counts.ratings(since, of_conversations=True) == {False: 1}
        behind = [counts.behind.rating(since, helpful=False, of_conversations=each, limit=9) for each in (True, False)]
        assert behind == [["new"], []]
        assert (counts.feedback(since), counts.feedback(None)) == ({"praise": 1}, {"praise": 2})


def test_of_what_is_grouped_by_words_the_newest_are_read_oldest_first(database: Database) -> None:
    fill(database)
    kinds = ("unanswered", "not_understood")
    with database.begin() as store:
        counts = store.figures
        assert [each.conversation for each in counts.questions(None, kinds, limit=2)] == ["old", "new"]
        assert [(each.conversation, each.words) for each in counts.questions(None, kinds, limit=1)] == [
            ("new", "LDAP?")
        ]
        assert counts.questions(None, ("nothing_fits",), limit=5) == []
        assert [each.words for each in counts.objections(None, limit=1)] == ["too dear"]
        assert [each.conversation for each in counts.objections(NOW - timedelta(days=30), limit=9)] == ["new"]


def test_pairs_are_those_of_one_message_whatever_their_order_and_however_often(database: Database) -> None:
    said = {"c1": ("m1 b", "m1 a", "m1 a"), "c2": ("m1 a", "m2 b"), "c3": ("m1 a", "m1 b", "m1 C")}
    for name, options in said.items():
        with turn_of(database, name, now=NOW) as turn:
            for words in options:
                message, option = words.split()
                turn.conversation.touch(option, Touch.COMPARED, message)
            turn.conversation.touch("z", Touch.MENTIONED, "m1")
            leads.project(turn.store, leads.Before({}, 0, 0, 0), turn.conversation, message="m1", now=NOW)
    with database.begin() as store:
        assert sorted(store.figures.compared(None)) == [("C", "a", 1), ("C", "b", 1), ("a", "b", 2)]
        assert sorted(store.figures.behind.pair(None, "a", "b", limit=9)) == ["c1", "c3"]
        assert store.figures.behind.pair(None, "a", "z", limit=9) == []


def test_behind_a_line_are_its_conversations_the_newest_first(database: Database) -> None:
    fill(database)
    since = NOW - timedelta(days=30)
    with database.begin() as store:
        store.users.add(user("u1"))
        store.leads.correct_stage("new", "purchase", user="u1", now=NOW)
        lists = store.figures.behind
        assert lists.stage(None, BuyingStage.EVALUATION, limit=9) == ["new", "old"]
        assert lists.stage(None, BuyingStage.EVALUATION, limit=1) == ["new"]
        assert lists.stage(since, BuyingStage.EVALUATION, limit=9) == ["new"]
        assert lists.stage(None, BuyingStage.PURCHASE, limit=9) == []
        assert lists.gap(None, "unanswered", limit=9) == ["new", "old"]
        assert lists.rating(None, helpful=True, of_conversations=False, limit=9) == ["new", "old"]
        assert lists.rating(None, helpful=False, of_conversations=False, limit=9) == []
        assert lists.feedback(since, "praise", limit=9) == ["new"]
        assert lists.correction(None, "research", "purchase", limit=9) == ["new"]
        assert lists.newest(["old", "new", "nobody"], limit=9) == ["new", "old"]


def test_the_wait_ends_with_the_first_words_of_a_rep_after_the_wish(database: Database) -> None:
    fill(database)
    with database.begin() as store:
        store.users.add(user("u1"))
        add_line(store, "new", "rep", "before", now=NOW - timedelta(minutes=5), rep="u1")
        store.handoffs.add("h1", "new", reason="", message="m1", now=NOW)
        store.handoffs.add("h2", "old", reason="", message="", now=NOW)
        assert list(store.figures.waits(None)) == [("new", None)]
        for minutes in (9, 4):
            add_line(store, "new", "rep", "hello", now=NOW + timedelta(minutes=minutes), rep="u1")
        assert list(store.figures.waits(None)) == [("new", 240.0)]
        assert list(store.figures.waits(NOW + timedelta(days=1))) == []
