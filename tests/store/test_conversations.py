from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest

from milepost.sales.conversations import (
    BuyingStage,
    Conversation,
    Earlier,
    Evidence,
    Fact,
    FactStatus,
    Handler,
    OtherPerson,
    StageChange,
    Touch,
)
from milepost.store.database import Database
from milepost.store.records.desk.corrections import Correction
from milepost.store.records.desk.merges import Merge
from milepost.store.records.follow_ups import ConsentRow, OnboardingRow
from milepost.store.records.gaps import FeedbackRow
from milepost.store.records.handoffs.meetings import MeetingRow
from milepost.store.records.memories import STAGES_KEPT, read_memory, write_memory
from milepost.store.tables import metadata
from tests.store.records import follow_up, gap, promise, quote, user

NOW = datetime(2026, 11, 21, 12, tzinfo=timezone.utc)


def add(database: Database, *ids: str, visitor: str = "v1", address: str | None = None) -> None:
    with database.begin() as store:
        for conversation in ids:
            store.conversations.add(Conversation(conversation), visitor=visitor, now=NOW, address=address, source={})


def full_memory() -> Conversation:
    conversation = Conversation("c1", channel="telegram", language="de", asked="budget", asked_before=["team_size"])
    conversation.facts["budget"] = Fact(
        "budget",
        {"max": Decimal("99.50")},
        FactStatus.CONTRADICTED,
        Evidence("m1", "99.50"),
        Earlier(90, Evidence("m0", "90")),
    )
    conversation.facts["timeline"] = Fact("timeline", None, FactStatus.REFUSED)
    conversation.stages.append(
        StageChange("m1", BuyingStage.EVALUATION, 0.75, {"evaluation": 0.75, "research": 0.25}, ("how much",))
    )
    conversation.touch("plan:team", Touch.PRICED, "m1")
    conversation.shown, conversation.quotes, conversation.objections = ["plan:team"], ["q1"], ["price"]
    conversation.bought, conversation.onboarding_step, conversation.value_given = "team", 2, True
    conversation.refused_offers, conversation.consents, conversation.misunderstandings = (
        ["contact"],
        {"follow_up": True},
        1,
    )
    conversation.handler = Handler.WAITING
    conversation.others = [OtherPerson("Ida Berg", "colleague", email="ida@fjord.example", message="m1", words="Ida")]
    return conversation


def test_a_memory_comes_back_as_it_was() -> None:
    assert read_memory(write_memory(full_memory())) == full_memory()


def test_a_memory_of_an_older_version_gets_defaults() -> None:
    assert read_memory({"id": "c1"}) == Conversation("c1")


def test_a_memory_does_not_grow_without_end() -> None:
    conversation = full_memory()
    for n in range(1000):
        conversation.stages.append(StageChange(f"m{n}", BuyingStage.RESEARCH, 0.5, {}, ()))
    kept = read_memory(write_memory(conversation))
    assert len(kept.stages) == STAGES_KEPT
    assert kept.stages[-1].message == "m999"


def test_a_memory_is_kept_in_the_database(database: Database) -> None:
    with database.begin() as store:
        store.conversations.add(full_memory(), visitor="v1", now=NOW, address="42", source={"campaign": "spring"})
    with database.begin() as store:
        assert store.conversations.memory("c1") == (full_memory(), 0)
        row = store.conversations.find("c1")
    assert (row.id, row.handler, row.stage, row.language) == ("c1", Handler.WAITING, "evaluation", "de")


def test_a_memory_that_somebody_changed_meanwhile_is_not_overwritten(database: Database) -> None:
    add(database, "c1")
    with database.begin() as store:
        memory, version = store.conversations.memory("c1")
    with database.begin() as store:
        assert store.conversations.set_handler("c1", Handler.REP)
    memory.asked = "budget"
    with database.begin() as store:
        assert not store.conversations.save_memory(memory, version)
        memory, version = store.conversations.memory("c1")
        assert (memory.handler, memory.asked) == (Handler.REP, None)
        assert store.conversations.save_memory(memory, version)


def test_only_one_of_two_reps_gets_a_conversation(database: Database) -> None:
    add(database, "c1")
    with database.begin() as store:
        assert store.conversations.set_handler("c1", Handler.REP, unless=Handler.REP)
        assert not store.conversations.set_handler("c1", Handler.REP, unless=Handler.REP)


def test_sequence_numbers_count_up_per_conversation(database: Database) -> None:
    add(database, "c1", "c2")
    with database.begin() as store:
        later = NOW + timedelta(minutes=1)
        assert [store.conversations.next_seq("c1", now=later, from_visitor=True) for _ in range(3)] == [1, 2, 3]
        assert store.conversations.next_seq("c2", now=NOW) == 1
        assert store.conversations.next_seq("nobody", now=NOW) == 0
        assert store.conversations.find("c1").last_visitor_at == later
        assert store.conversations.find("c2").last_visitor_at is None


@pytest.mark.parametrize("odd", ["", "UPPER", "a\x00", "x" * 300, "default one"])
def test_an_odd_id_is_never_kept(database: Database, odd: str) -> None:
    with database.begin() as store, pytest.raises(ValueError, match="an id is"):
        store.conversations.add(Conversation(odd), visitor="v1", now=NOW, address=None, source={})


def test_a_pushing_channels_address_has_one_conversation(database: Database) -> None:
    add(database, "c1", address="42")
    with pytest.raises(Exception, match=r"(?i)unique"):
        add(database, "c2", address="42")


def test_erase_removes_everything_of_the_visitor_and_nothing_of_others(database: Database) -> None:
    add(database, "c1", "c2")
    add(database, "other", visitor="v2")
    with database.begin() as store:
        for conversation in ("c1", "c2", "other"):
            fill(store, conversation)
    with database.begin() as store:
        assert store.conversations.erase("c1") == 2
    left = {table.name: 1 for table in metadata.tables.values() if hangs_on_a_conversation(table)}
    # Of the other visitor: a message, the internal note and the lead.
    assert counts(database) == {**left, "conversations": 1, "audit": 0, "presences": 0, "search_entries": 3}


def test_erase_of_nobody_is_nothing(database: Database) -> None:
    with database.begin() as store:
        assert store.conversations.erase("c1") == 0


def fill(store, conversation: str) -> None:
    """One row in every table that hangs on a conversation."""
    memory = full_memory()
    memory.id = conversation
    store.messages.add(conversation, 1, "visitor", "hello", channel="web", now=NOW)
    store.trackers.append(conversation, 0, [{"event": "user"}], {})
    store.leads.put(memory, now=NOW)
    store.leads.put_facts(conversation, [memory.facts["budget"]], now=NOW)
    store.leads.add_stage_changes(conversation, memory.stages, now=NOW)
    store.leads.add_touches(conversation, memory.touches, now=NOW)
    store.leads.add_objections(conversation, ["price"], message="m1", now=NOW)
    if store.users.find("u1") is None:
        store.users.add(user("u1"))
    store.leads.add_note(conversation, "u1", "call back", now=NOW)
    store.deals.add_tag(conversation, "spring", user="u1", now=NOW)
    store.gaps.add(gap(f"g-{conversation}", conversation))
    store.quotes.add(quote(f"q-{conversation}", conversation))
    store.handoffs.add(f"h-{conversation}", conversation, reason="asked", message="m1", now=NOW)
    store.follow_ups.add(follow_up(f"f-{conversation}", conversation))
    store.follow_ups.add_consent(conversation, ConsentRow("follow_up", True, "yes", "m1", "1", NOW))
    store.follow_ups.put_progress(conversation, OnboardingRow("helpdesk", 1, "m1", NOW))
    store.gaps.add_feedback(conversation, FeedbackRow("praise", "great", "m1", NOW))
    store.referrals.add_code(f"CODE-{conversation}", conversation, now=NOW)
    store.referrals.use("CODE-other" if conversation == "other" else f"CODE-{conversation}", conversation, now=NOW)
    store.corrections.put(
        Correction(f"k-{conversation}", conversation, "stage", "m1", "hello", "", "", "research", "none", "u1", NOW)
    )
    store.merges.add(Merge(f"e-{conversation}", conversation, conversation, "undone", "email", "v9", "u1", NOW, NOW))
    store.promises.add(promise(f"p-{conversation}", conversation, due=NOW))
    store.meetings.add(MeetingRow(f"t-{conversation}", conversation, NOW, 30, "wanted", None, None, NOW))
    store.jobs.add("x", {}, idempotency_key=conversation, due=NOW, now=NOW, conversation=conversation)


def hangs_on_a_conversation(table) -> bool:
    return any(key.column.table.name == "conversations" for key in table.foreign_keys)


def counts(database: Database) -> dict[str, int]:
    with database._connected() as connection:
        return {
            table.name: connection.exec_driver_sql(f"SELECT count(*) FROM {table.name}").scalar_one()
            for table in metadata.tables.values()
            if "conversation" in table.columns or table.name == "conversations"
        }
