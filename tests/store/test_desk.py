"""The audit trail, labels and merges."""

from __future__ import annotations

from datetime import timedelta

from milepost.sales.conversations import Conversation, Evidence, Fact, FactStatus
from milepost.store.database import Database
from milepost.store.records.desk.audit import AuditFilter, AuditLine
from milepost.store.records.desk.corrections import Accuracy, Correction
from milepost.store.records.desk.merges import DECLINED, Merge
from tests.store.records import NOW, user


def add(database: Database, *conversations: str, visitor: str = "v1") -> None:
    with database.begin() as store:
        for each in conversations:
            assert store.conversations.add(Conversation(each), visitor=visitor, now=NOW, address=None, source={})


def line(action: str, *, who: str = "u1", conversation: str | None = "c1", minutes: int = 0) -> AuditLine:
    return AuditLine(NOW + timedelta(minutes=minutes), who, who.upper(), action, conversation, "")


def label(number: int, kind: str, predicted: object, right: object, *, need: str = "") -> Correction:
    return Correction(f"k{number}", "c1", kind, f"m{number}", "the text", need, "", predicted, right, "u1", NOW)


def gives(store, conversation: str, **known: str) -> None:
    given = [Fact(name, value, FactStatus.SAID, Evidence("m1", value)) for name, value in known.items()]
    store.leads.put_facts(conversation, given, now=NOW)


def test_the_trail_lists_the_newest_first_and_filters(database: Database) -> None:
    with database.begin() as store:
        for each in (line("saw"), line("exported", who="u2"), line("saw", conversation="c2", minutes=1)):
            store.audit.add(each)
        assert [each.conversation for each in store.audit.list()] == ["c2", "c1", "c1"]
        assert [each.user for each in store.audit.list(AuditFilter(action="exported"))] == ["u2"]
        assert len(store.audit.list(AuditFilter(user="u1", conversation="c1"))) == 1
        assert len(store.audit.list(AuditFilter(limit=1, offset=1))) == 1
        assert store.audit.actions() == ("exported", "saw")


def test_the_same_look_is_one_look(database: Database) -> None:
    with database.begin() as store:
        store.audit.add(line("saw"))
        assert store.audit.saw_lately("u1", "c1", now=NOW + timedelta(minutes=9))
        assert not store.audit.saw_lately("u1", "c1", now=NOW + timedelta(minutes=11))
        assert not store.audit.saw_lately("u2", "c1", now=NOW)


def test_the_trail_outlives_the_lead(database: Database) -> None:
    add(database, "c1")
    with database.begin() as store:
        store.audit.add(line("erased"))
        store.conversations.erase("c1")
    with database.begin() as store:
        assert [each.action for each in store.audit.list()] == ["erased"]


def test_accuracy_counts_what_somebody_looked_at(database: Database) -> None:
    add(database, "c1")
    with database.begin() as store:
        store.users.add(user("u1"))
        store.corrections.put(label(1, "stage", "research", "evaluation"))
        store.corrections.put(label(2, "stage", "research", "research"))
        store.corrections.put(label(3, "need", {"amount": 5}, None, need="budget"))
        assert store.corrections.accuracy() == (
            Accuracy("stage", 2, 1),
            Accuracy("need", 1, 0),
            Accuracy("intent", 0, 0),
        )
        assert store.corrections.accuracy()[2].share is None


def test_a_second_word_on_the_same_message_takes_the_place_of_the_first(database: Database) -> None:
    add(database, "c1")
    with database.begin() as store:
        store.users.add(user("u1"))
        store.corrections.put(label(1, "stage", "research", "evaluation"))
        store.corrections.put(label(1, "stage", "evaluation", "purchase"))
        assert [(each.predicted, each.label) for each in store.corrections.list()] == [("research", "purchase")]


def test_the_same_address_or_number_suggests_a_merge(database: Database) -> None:
    for number in (1, 2, 3, 4):
        add(database, f"c{number}", visitor=f"v{number}")
    with database.begin() as store:
        gives(store, "c1", email="a@b.example", phone="+4712345678")
        gives(store, "c2", email="a@b.example")
        gives(store, "c3", phone="+4712345678")
        gives(store, "c4", email="other@b.example", company="B")
        assert {(each.conversation, each.by_what) for each in store.merges.suggestions("c1")} == {
            ("c2", "email"),
            ("c3", "phone"),
        }
        assert store.merges.suggestions("c4") == ()


def test_what_was_only_concluded_suggests_nothing(database: Database) -> None:
    for number in (1, 2):
        add(database, f"c{number}", visitor=f"v{number}")
    with database.begin() as store:
        gives(store, "c1", email="a@b.example")
        guessed = Fact("email", "a@b.example", FactStatus.INFERRED, Evidence("m1", "a@b.example"))
        store.leads.put_facts("c2", [guessed], now=NOW)
        assert store.merges.suggestions("c1") == store.merges.suggestions("c2") == ()


def test_one_visitor_and_a_declined_pair_are_not_suggested(database: Database) -> None:
    add(database, "c1", "c2", visitor="v1")
    add(database, "c3", visitor="v3")
    with database.begin() as store:
        store.users.add(user("u1"))
        for conversation in ("c1", "c2", "c3"):
            gives(store, conversation, email="a@b.example")
        assert [each.conversation for each in store.merges.suggestions("c1")] == ["c3"]
        store.merges.add(Merge("e1", "c1", "c3", DECLINED, "email", "v3", "u1", NOW, NOW))
        assert store.merges.suggestions("c1") == ()
        assert [each.conversation for each in store.merges.suggestions("c3")] == ["c2"]
