from __future__ import annotations

from datetime import timedelta

from milepost.sales.conversations import BuyingStage, StageChange, Touch
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


def test_a_journey_knows_its_furthest_stage_and_what_became_of_it(database: Database) -> None:
    fill(database)
    with database.begin() as store:
        store.leads.set_status("new", "won", reason="", now=NOW)
        new, old = sorted(store.figures.journeys(None), key=lambda journey: journey.conversation)
        assert [each.conversation for each in store.figures.journeys(NOW - timedelta(days=30))] == ["new"]
    assert (new.furthest, new.has_contact, new.is_won, old.is_won) == (BuyingStage.EVALUATION, True, True, False)


def test_each_kind_of_row_comes_with_its_conversation_and_only_of_the_period(database: Database) -> None:
    fill(database)
    since = NOW - timedelta(days=30)
    with database.begin() as store:
        store.users.add(user("u1"))
        store.leads.correct_stage("new", "purchase", user="u1", now=NOW)
        rows = store.figures
        assert rows.last_said(since) == {"new": "For how many?"}
        assert rows.corrections(since) == [("new", "research", "purchase")]
        assert [(each.conversation, each.kind, each.words) for each in rows.gaps(since)] == [
            ("new", "unanswered", "LDAP?")
        ]
        assert [each.words for each in rows.objections(since)] == ["too dear"]
        assert rows.compared(since) == [("new", "m1", "plan:a")]
        assert rows.ratings(since) == [("new", True)]
        assert rows.feedback(since) == [("new", "praise")]
        assert len(rows.gaps(None)) == 2


def test_the_wait_ends_with_the_first_words_of_a_rep_after_the_wish(database: Database) -> None:
    fill(database)
    with database.begin() as store:
        store.users.add(user("u1"))
        add_line(store, "new", "rep", "before", now=NOW - timedelta(minutes=5), rep="u1")
        store.handoffs.add("h1", "new", reason="", message="m1", now=NOW)
        store.handoffs.add("h2", "old", reason="", message="", now=NOW)
        assert store.figures.waits(None) == [("new", None)]
        for minutes in (9, 4):
            add_line(store, "new", "rep", "hello", now=NOW + timedelta(minutes=minutes), rep="u1")
        assert store.figures.waits(None) == [("new", 240.0)]
        assert store.figures.waits(NOW + timedelta(days=1)) == []
