"""What reps correct, merge and export changes this lead and nothing else, and can be looked up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import yaml

from milepost.errors import NotAllowed
from milepost.sales.conversations import BuyingStage, Evidence, Fact, FactStatus, StageChange
from milepost.services.desk import corrections, merging
from milepost.services.desk.training_file import training_file
from milepost.services.outgoing import events
from milepost.store.database import Database, Store
from tests.catalogues import small_catalogue
from tests.services.turns import NOW, turn_of
from tests.store.records import user

REP = user("u1")
CATALOGUE = small_catalogue()


@pytest.fixture(autouse=True)
def rep(database: Database) -> None:
    with database.begin() as store:
        store.users.add(REP)


def talk(database: Database, conversation: str = "c1", *, text: str = "we are 20 people", **facts: Any) -> str:
    """A conversation whose one message brought these facts and a stage; the message's id."""
    with turn_of(database, conversation) as turn:
        message = turn.store.messages.add(conversation, 1, "visitor", text, channel="web", now=NOW, state="done")
        assert message is not None
        memory = turn.conversation
        for name, value in facts.items():
            memory.facts[name] = Fact(name, value, FactStatus.SAID, Evidence(message, "20 people"))
        memory.stages.append(StageChange(message, BuyingStage.RESEARCH, 0.8, {"research": 0.8}, ("people",)))
        turn.store.leads.put(memory, now=NOW)
        turn.store.leads.put_facts(conversation, memory.facts.values(), now=NOW)
        turn.store.leads.add_stage_changes(conversation, memory.stages, now=NOW)
        parse = {"intent": {"name": "ask_price"}}
        event = {"event": "user", "message_id": message, "parse_data": parse}
        turn.store.trackers.append(conversation, 0, [event], {})
    return message


def known(store: Store, need: str) -> Any:
    memory = store.conversations.memory("c1")
    assert memory
    return memory[0].value(need)


def test_a_stage_said_otherwise_is_a_label_with_the_text_and_the_bot_goes_by_it(database: Database) -> None:
    message = talk(database)
    with database.begin() as store:
        corrections.correct_stage(store, "c1", BuyingStage.EVALUATION, REP, catalogue=CATALOGUE, now=NOW)
        label = store.corrections.list()[0]
        assert (label.kind, label.message, label.text) == ("stage", message, "we are 20 people")
        assert (label.predicted, label.label, label.user) == ("research", "evaluation", "u1")
        memory = store.conversations.memory("c1")
        assert memory
        assert memory[0].buying_stage is BuyingStage.EVALUATION


def test_the_bots_own_stage_said_again_confirms_it(database: Database) -> None:
    talk(database)
    with database.begin() as store:
        corrections.correct_stage(store, "c1", BuyingStage.RESEARCH, REP, catalogue=CATALOGUE, now=NOW)
        assert [each.share for each in store.corrections.accuracy()] == [1.0, None, None]


def told(store: Store) -> list[tuple[str, str, float]]:
    """Type, stage and confidence of each event that waits to be sent."""
    waiting = [job.payload for job in store.jobs.list("waiting") if job.kind == events.JOB]
    return [(event["type"], event["data"]["stage"], event["data"]["confidence"]) for event in waiting]


def test_other_systems_are_told_of_a_corrected_stage_and_nothing_of_a_confirmed_one(database: Database) -> None:
    talk(database)
    with database.begin() as store:
        corrections.correct_stage(store, "c1", BuyingStage.RESEARCH, REP, catalogue=CATALOGUE, now=NOW)
        assert told(store) == []
        corrections.correct_stage(store, "c1", BuyingStage.EVALUATION, REP, catalogue=CATALOGUE, now=NOW)
        assert told(store) == [("lead.stage_changed", "evaluation", 1.0)]
        corrections.correct_stage(store, "c1", BuyingStage.EVALUATION, REP, catalogue=CATALOGUE, now=NOW)
        assert len(told(store)) == 1


def test_other_systems_are_told_of_corrected_needs_and_contacts(database: Database) -> None:
    talk(database, team_size=20, email="ana@costa.example")
    with database.begin() as store:
        corrections.correct_need(store, "c1", "team_size", "25", REP, catalogue=CATALOGUE, now=NOW)
        assert [event[0] for event in told(store)] == ["lead.updated"]
        corrections.correct_need(store, "c1", "email", None, REP, catalogue=CATALOGUE, now=NOW)
        assert sorted(event[0] for event in told(store)) == ["lead.contact_changed", "lead.updated"]


def test_a_need_said_otherwise_is_what_is_known_from_then_on(database: Database) -> None:
    talk(database, team_size=20)
    with database.begin() as store:
        corrections.correct_need(store, "c1", "team_size", "25", REP, catalogue=CATALOGUE, now=NOW)
        assert known(store, "team_size") == 25
        assert [(fact.value, fact.words) for fact in store.leads.facts_of("c1")] == [(25, "20 people")]
        assert [(each.predicted, each.label) for each in store.corrections.list()] == [(20, 25)]


def test_a_need_that_was_never_said_is_forgotten(database: Database) -> None:
    talk(database, email="a@b.example")
    with database.begin() as store:
        corrections.correct_need(store, "c1", "email", None, REP, catalogue=CATALOGUE, now=NOW)
        assert known(store, "email") is None
        assert store.leads.facts_of("c1") == ()
        card = store.leads.card("c1")
        assert card
        assert card.lead
        assert card.lead.email is None


@pytest.mark.parametrize(("need", "text"), [("budget", "5"), ("team_size", "many"), ("team_size", " ")])
def test_what_cannot_be_read_is_refused_and_changes_nothing(database: Database, need: str, text: str) -> None:
    talk(database, team_size=20)
    with database.begin() as store:
        with pytest.raises(NotAllowed):
            corrections.correct_need(store, "c1", need, text, REP, catalogue=CATALOGUE, now=NOW)
        assert (known(store, "team_size"), store.corrections.list()) == (20, ())


def test_labels_become_a_file_that_rasa_reads(database: Database) -> None:
    message = talk(database, text='we are 20 people [see "x"]\n- intent: evil', team_size=20)
    with database.begin() as store:
        corrections.correct_need(store, "c1", "team_size", "20", REP, catalogue=CATALOGUE, now=NOW)
        corrections.correct_stage(store, "c1", BuyingStage.EVALUATION, REP, catalogue=CATALOGUE, now=NOW)
        corrections.correct_intent(store, "c1", message, "state_needs", REP, now=NOW)
        text = training_file(store)
    assert yaml.safe_load(text) == {
        "version": "3.1",
        "nlu": [
            {
                "intent": "state_needs",
                "metadata": {"stage": "evaluation"},
                "examples": '- we are [20 people]{"entity": "team_size", "value": "20"} (see "x") - intent: evil\n',
            }
        ],
    }


def test_no_labels_are_an_empty_file(database: Database) -> None:
    with database.begin() as store:
        assert yaml.safe_load(training_file(store)) == {"version": "3.1", "nlu": []}


def test_a_merge_keeps_both_histories_and_is_undone_without_a_trace(database: Database) -> None:
    for conversation in ("c1", "c2"):
        talk(database, conversation, email="a@b.example")
    with database.begin() as store:
        before = [store.conversations.memory(each) for each in ("c1", "c2")]
        merging.merge(store, "c1", "c2", REP, now=NOW)
        assert {row.id for row in store.conversations.of_visitor("c1")} == {"c1", "c2"}
        assert store.merges.suggestions("c1") == ()
        assert [line.conversation for line in store.leads.list()] == ["c1"]
        merged = store.merges.of("c2")[0]
    with database.begin() as store:
        assert [store.conversations.memory(each) for each in ("c1", "c2")] == before
        merging.undo(store, merged.id, now=NOW)
        assert [row.id for row in store.conversations.of_visitor("c1")] == ["c1"]
        assert [row.id for row in store.conversations.of_visitor("c2")] == ["c2"]
        assert {line.conversation for line in store.leads.list()} == {"c1", "c2"}
        with pytest.raises(NotAllowed, match="not in force"):
            merging.undo(store, merged.id, now=NOW)


def test_merges_on_merges_are_undone_in_turn(database: Database) -> None:
    for conversation in ("c1", "c2", "c3"):
        talk(database, conversation, email="a@b.example")
    with database.begin() as store:
        merging.merge(store, "c1", "c2", REP, now=NOW)
        merging.merge(store, "c3", "c1", REP, now=NOW + timedelta(minutes=1))
        assert {row.id for row in store.conversations.of_visitor("c3")} == {"c1", "c2", "c3"}
        assert [line.conversation for line in store.leads.list()] == ["c3"]
        first, *later = store.merges.of("c2")
        with pytest.raises(NotAllowed, match="later merge"):
            merging.undo(store, first.id, now=NOW)
        merging.undo(store, later[0].id, now=NOW)
        assert {row.id for row in store.conversations.of_visitor("c1")} == {"c1", "c2"}
        merging.undo(store, first.id, now=NOW)
        assert [row.id for row in store.conversations.of_visitor("c2")] == ["c2"]


def test_the_second_of_two_who_merge_at_once_is_told(database: Database) -> None:
    for conversation in ("c1", "c2"):
        talk(database, conversation, email="a@b.example")
    with database.begin() as store:
        assert store.merges.set_visitor("c2", "c1", before="c2")
        assert not store.merges.set_visitor("c2", "c1", before="c2")


def test_nothing_but_a_shared_address_or_number_merges(database: Database) -> None:
    talk(database, "c1", email="a@b.example", company="Acme")
    talk(database, "c2", email="c@d.example", company="Acme")
    with database.begin() as store, pytest.raises(NotAllowed, match="in common"):
        merging.merge(store, "c1", "c2", REP, now=NOW)


def test_two_people_who_are_told_apart_are_not_suggested_again(database: Database) -> None:
    for conversation in ("c1", "c2"):
        talk(database, conversation, phone="+4712345678")
    with database.begin() as store:
        merging.decline(store, "c1", "c2", REP, now=NOW)
        assert store.merges.suggestions("c1") == store.merges.suggestions("c2") == ()
        assert [row.id for row in store.conversations.of_visitor("c1")] == ["c1"]


def test_erasing_one_of_a_merged_pair_erases_the_person(database: Database) -> None:
    for conversation in ("c1", "c2"):
        talk(database, conversation, email="a@b.example")
    with database.begin() as store:
        merging.merge(store, "c1", "c2", REP, now=NOW)
        assert store.conversations.erase("c2") == 2
