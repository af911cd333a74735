from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from milepost.sales.conversations import BuyingStage, Conversation, Evidence, Fact, FactStatus, Handler, StageChange
from milepost.store.database import Database
from milepost.store.records.follow_ups import OnboardingRow
from milepost.store.records.gaps import FeedbackRow
from milepost.store.records.handoffs.meetings import MeetingRow
from milepost.store.records.lead_cards import LeadFilter
from tests.store.records import NOW, follow_up, gap, promise, quote, user


def lead(
    database: Database, conversation_id: str, stage: BuyingStage = BuyingStage.RESEARCH, **facts: str
) -> Conversation:
    conversation = Conversation(conversation_id)
    conversation.stages.append(StageChange(f"{conversation_id}-m", stage, 0.8, {stage.value: 0.8}, ("how much",)))
    for name, value in facts.items():
        conversation.facts[name] = Fact(name, value, FactStatus.SAID, Evidence(f"{conversation_id}-m", f"my {value}"))
    with database.begin() as store:
        store.conversations.add(
            conversation, visitor=f"v-{conversation_id}", now=NOW, address=None, source={"page": "/"}
        )
        seq = store.conversations.next_seq(conversation_id, now=NOW, from_visitor=True)
        text = f"hello from {conversation_id}"
        store.messages.add(
            conversation_id, seq, "visitor", text, channel="web", now=NOW, message_id=f"{conversation_id}-m"
        )
        store.leads.put(conversation, now=NOW)
        store.leads.put_facts(conversation_id, conversation.facts.values(), now=NOW)
        store.leads.add_stage_changes(conversation_id, conversation.stages, now=NOW)
    return conversation


def names(database: Database, **wanted: object) -> list[str]:
    with database.begin() as store:
        return [line.conversation for line in store.leads.list(LeadFilter(**wanted))]


def test_a_line_tells_who_it_is_and_what_they_said_last(database: Database) -> None:
    lead(database, "c1", contact_name="Jane", email="jane@example.com", company="Acme", phone="+15550100")
    with database.begin() as store:
        (line,) = store.leads.list()
    assert (line.name, line.email, line.phone, line.company) == ("Jane", "jane@example.com", "+15550100", "Acme")
    assert (line.stage, line.confidence, line.status, line.handler) == ("research", 0.8, "open", "bot")
    assert (line.last_words, line.source) == ("hello from c1", {"page": "/"})


def test_filters_let_through_what_they_say(database: Database) -> None:
    lead(database, "c1", company="Acme")
    lead(database, "c2", BuyingStage.PURCHASE, email="bob@other.example")
    with database.begin() as store:
        store.users.add(user("ann"))
        store.leads.assign("c1", "ann", now=NOW + timedelta(minutes=1))
        store.leads.set_status("c2", "won", reason="signed", now=NOW)
        store.conversations.set_handler("c2", Handler.WAITING)
    assert names(database) == ["c1", "c2"]
    assert names(database, status="won") == ["c2"]
    assert names(database, stage="research") == ["c1"]
    assert names(database, assigned_to="ann") == ["c1"]
    assert names(database, needs_person=True) == ["c2"]
    assert names(database, words="acme") == ["c1"]
    assert names(database, words="FROM C2") == ["c2"]
    assert names(database, words="100%") == []
    assert names(database, channel="telegram") == []
    assert names(database, limit=1, offset=1) == ["c2"]


def test_the_board_shows_open_leads_by_stage(database: Database) -> None:
    for conversation, stage in (
        ("c1", BuyingStage.RESEARCH),
        ("c2", BuyingStage.PURCHASE),
        ("c3", BuyingStage.PURCHASE),
    ):
        lead(database, conversation, stage)
    with database.begin() as store:
        store.leads.set_status("c3", "lost", reason="price", now=NOW)
        board = store.leads.board()
    assert {stage: [line.conversation for line in lines] for stage, lines in board.items()} == {
        "research": ["c1"],
        "purchase": ["c2"],
    }


def test_the_card_holds_everything_with_its_evidence(database: Database) -> None:
    conversation = lead(database, "c1", team_size="20")
    lead(database, "other", team_size="3")
    with database.begin() as store:
        store.users.add(user("ann"))
        store.leads.add_objections("c1", ["too expensive"], message="c1-m", now=NOW)
        store.leads.add_note("c1", "ann", "call on Monday", now=NOW)
        store.gaps.add(gap("g1", "c1"))
        store.quotes.add(quote("q1", "c1"))
        store.handoffs.add("h1", "c1", reason="asked", message="c1-m", now=NOW)
        store.handoffs.claim("h1", "ann", now=NOW)
        store.follow_ups.add(follow_up("f1", "c1"))
        store.follow_ups.put_progress("c1", OnboardingRow("helpdesk", 2, "c1-m", NOW))
        store.gaps.add_feedback("c1", FeedbackRow("praise", "great", "c1-m", NOW))
        store.referrals.add_code("BRIGHT-1", "c1", now=NOW)
        store.referrals.use("BRIGHT-1", "other", now=NOW)
        card, other = store.leads.card("c1"), store.leads.card("other")
    (fact,) = card.facts
    assert (fact.need, fact.value, fact.status, fact.words, fact.message, fact.seq) == (
        "team_size", "20", "said", "my 20", "c1-m", 1,
    )  # fmt: skip
    assert (card.stages[0].stage, card.stages[0].cues) == ("research", ("how much",))
    assert [note.author for note in card.notes] == ["ann"]
    assert [objection.objection for objection in card.objections] == ["too expensive"]
    assert [handoff.rep_name for handoff in card.handoffs] == ["ann"]
    assert (card.quotes[0].total, card.quotes[0].lines[0]["amount"]) == (quote("q", "c").total, quote("q", "c").total)
    assert [line.text for line in card.transcript] == ["hello from c1"]
    assert (card.referral.uses, other.came_by) == (1, "BRIGHT-1")
    assert [g.id for g in card.gaps] == ["g1"]
    assert [f.id for f in card.follow_ups] == ["f1"]
    assert [(progress.product, progress.steps_done) for progress in card.onboarding] == [("helpdesk", 2)]
    assert [said.kind for said in card.feedback] == ["praise"]
    assert card.lead.conversation == conversation.id
    assert other.facts[0].value == "3"


def test_a_conversation_without_notes_has_a_card_too(database: Database) -> None:
    with database.begin() as store:
        store.conversations.add(Conversation("c1"), visitor="v1", now=NOW, address=None, source={})
        store.conversations.add(Conversation("c2"), visitor="v1", now=NOW, address=None, source={})
        card = store.leads.card("c1")
        assert store.leads.card("nobody") is None
        assert not store.leads.exists("c1")
    assert card.lead is None
    assert [earlier.id for earlier in card.earlier] == ["c2"]


def test_a_fact_that_changes_is_replaced_and_one_taken_back_is_gone(database: Database) -> None:
    conversation = lead(database, "c1", team_size="14", company="Acme")
    fact = replace(conversation.facts["team_size"], value="40", evidence=Evidence("c1-m", "actually 40"))
    with database.begin() as store:
        store.leads.put_facts("c1", [fact], now=NOW)
        store.leads.remove_facts("c1", ["company"])
        (kept,) = store.leads.card("c1").facts
    assert (kept.value, kept.words) == ("40", "actually 40")


def test_a_reps_word_on_the_stage_is_kept_as_a_label_beside_the_guess(database: Database) -> None:
    lead(database, "c1")
    with database.begin() as store:
        store.leads.correct_stage("c1", "purchase", user="ann", now=NOW)
        card = store.leads.card("c1")
    assert (card.stages[-1].stage, card.stages[-1].corrected_to, card.stages[-1].corrected_by) == (
        "research",
        "purchase",
        "ann",
    )
    assert card.lead.stage == "purchase"


def test_snooze_and_status_can_be_undone(database: Database) -> None:
    lead(database, "c1")
    with database.begin() as store:
        store.leads.snooze("c1", NOW, now=NOW)
        store.leads.set_status("c1", "lost", reason="no budget", now=NOW)
        assert store.leads.card("c1").reason == "no budget"
        store.leads.snooze("c1", None, now=NOW)
        store.leads.set_status("c1", "open", reason="", now=NOW)
        line = store.leads.card("c1").lead
    assert (line.status, line.snoozed_until) == ("open", None)


def test_the_marks_change_with_everything_that_a_page_shows(database: Database) -> None:
    lead(database, "c1")
    lead(database, "c2")
    with database.begin() as store:
        store.users.add(user("ann"))
        all_of_them, one, other = store.leads.mark(), store.leads.mark_of("c1"), store.leads.mark_of("c2")
        assert store.leads.mark_of("nobody") == ""
        changes = (
            lambda: store.leads.add_note("c1", "ann", "call back", now=NOW),
            lambda: store.quotes.add(quote("q1", "c1")),
            lambda: store.follow_ups.add(follow_up("f1", "c1")),
            lambda: store.follow_ups.end("f1", "sent", ending="", now=NOW),
            lambda: store.gaps.add(gap("g1", "c1")),
            lambda: store.gaps.close("g1", "answered", now=NOW),
            lambda: store.conversations.set_handler("c1", Handler.REP),
            lambda: store.leads.assign("c1", "ann", now=NOW + timedelta(minutes=1)),
        )
        for change in changes:
            change()
            assert store.leads.mark_of("c1") != one
            one = store.leads.mark_of("c1")
        assert store.leads.mark_of("c2") == other
        assert store.leads.mark() != all_of_them


def test_the_mark_of_a_card_changes_with_everything_that_becomes_of_a_hand_over(database: Database) -> None:
    lead(database, "c1")
    lead(database, "c2")
    with database.begin() as store:
        store.users.add(user("ann"))
        store.handoffs.add("h1", "c1", reason="asked_for", message="c1-m", now=NOW)
        row = store.handoffs.find("h1")
        one, other = store.leads.mark_of("c1"), store.leads.mark_of("c2")
        later = NOW + timedelta(minutes=5)
        meeting = MeetingRow("t1", "c1", later, 30, "wanted", None, "ann", NOW)
        changes = (
            lambda: store.handoffs.ask(row, "ann", now=NOW),
            lambda: store.handoffs.pass_over(row, now=later),
            lambda: store.handoffs.mark("h1", now=later, escalated=True),
            lambda: store.handoffs.mark("h1", now=later, owed=True),
            lambda: store.handoffs.mark("h1", now=later, late=True),
            lambda: store.handoffs.mark("h1", now=later, given_up=True),
            lambda: store.handoffs.mark("h1", now=None, late=True),
            lambda: store.meetings.add(meeting),
            lambda: store.promises.add(promise("p1", "c1", due=later)),
            lambda: store.promises.end(["p1"], state="kept", ending="done", now=later),
        )
        for place, change in enumerate(changes):
            change()
            assert store.leads.mark_of("c1") != one, place
            one = store.leads.mark_of("c1")
        assert store.leads.mark_of("c2") == other


def test_the_mark_of_all_changes_when_a_promise_is_made_falls_due_and_ends(database: Database) -> None:
    lead(database, "c1")
    later = NOW + timedelta(minutes=5)
    with database.begin() as store:
        marks = [store.leads.mark(NOW)]
        store.promises.add(promise("p1", "c1", due=later))
        marks += [store.leads.mark(NOW), store.leads.mark(later)]
        store.promises.end(["p1"], state="kept", ending="done", now=later)
        marks.append(store.leads.mark(NOW))
    assert len({*marks[:3]}) == 3
    assert marks[3] != marks[1]


def test_open_promises_are_owed_and_due(database: Database) -> None:
    for name in ("c1", "c2"):
        lead(database, name)
    with database.begin() as store:
        store.promises.add(promise("p1", "c1", due=NOW + timedelta(days=2)))
        store.promises.add(promise("p2", "c2", due=NOW + timedelta(hours=1)))

        def listed(**wanted: Any) -> set[str]:
            return {line.conversation for line in store.leads.list(LeadFilter(**wanted))}

        assert listed(owed=True) == {"c1", "c2"}
        assert listed(due_at=NOW + timedelta(days=1)) == {"c2"}
        assert [row.id for row in store.promises.due_by(NOW + timedelta(days=1))] == ["p2"]
        store.promises.end(["p2"], state="dropped", ending="not needed", now=NOW)
        assert listed(owed=True) == {"c1"}
        assert listed(due_at=NOW + timedelta(days=1)) == set()
