from __future__ import annotations

from dataclasses import replace

import pytest

from milepost.errors import NotAllowed
from milepost.sales.conversations import (
    BuyingStage,
    Conversation,
    Fact,
    FactStatus,
    Handler,
    StageChange,
    Touch,
)
from milepost.services import conversations, leads
from milepost.store.database import Database
from tests.services.turns import NOW, remember
from tests.store.records import user


def begin(database: Database) -> Conversation:
    with database.begin() as store:
        conversations.start(store, "c1", channel="web", now=NOW)
        return store.conversations.memory("c1")[0]


def project(database: Database, before: leads.Before, conversation: Conversation) -> None:
    with database.begin() as store:
        leads.project(store, before, conversation, message="m1", now=NOW)


@pytest.mark.parametrize(
    "change",
    [
        lambda c: remember(c, team_size="20"),
        lambda c: c.touch("plan:team", Touch.MENTIONED, "m1"),
        lambda c: c.stages.append(StageChange("m1", BuyingStage.RESEARCH, 0.9, {})),
        lambda c: c.objections.append("price"),
        lambda c: setattr(c, "handler", Handler.WAITING),
        lambda c: setattr(c, "bought", "inbox"),
        lambda c: c.quotes.append("q1"),
    ],
)
def test_any_interest_makes_a_lead_even_without_an_address(change) -> None:
    conversation = Conversation("c1")
    assert not leads.has_interest(conversation)
    change(conversation)
    assert leads.has_interest(conversation)


def test_a_greeting_or_a_refusal_is_no_interest() -> None:
    conversation = Conversation("c1")
    conversation.stages.append(StageChange("m1", BuyingStage.AWARENESS, 0.9, {}))
    conversation.facts["budget"] = Fact("budget", None, FactStatus.REFUSED)
    assert not leads.has_interest(conversation)


def test_only_what_a_turn_has_changed_is_written(database: Database) -> None:
    conversation = begin(database)
    before = leads.before(conversation)
    remember(conversation, team_size="14", company="Acme")
    conversation.stages.append(StageChange("m1", BuyingStage.RESEARCH, 0.9, {BuyingStage.RESEARCH: 0.9}, ("compare",)))
    conversation.touch("plan:team", Touch.MENTIONED, "m1")
    conversation.objections.append("price")
    project(database, before, conversation)
    before = leads.before(conversation)
    conversation.facts["team_size"] = replace(conversation.facts["team_size"], value="40")
    del conversation.facts["company"]
    conversation.touch("plan:team", Touch.PRICED, "m2")
    project(database, before, conversation)
    with database.begin() as store:
        card = store.leads.card("c1")
    assert [(fact.need, fact.value) for fact in card.facts] == [("team_size", "40")]
    assert [(touch.option, touch.how) for touch in card.touches] == [
        ("plan:team", "mentioned"),
        ("plan:team", "priced"),
    ]
    assert [(stage.stage, dict(stage.belief)) for stage in card.stages] == [("research", {"research": 0.9})]
    assert [objection.objection for objection in card.objections] == ["price"]
    assert card.lead.company is None


def test_no_lead_is_made_of_a_greeting(database: Database) -> None:
    conversation = begin(database)
    project(database, leads.before(conversation), conversation)
    with database.begin() as store:
        assert not store.leads.exists("c1")


def test_a_reps_word_on_the_stage_is_a_label_and_the_bot_goes_by_it(database: Database) -> None:
    conversation = begin(database)
    before = leads.before(conversation)
    conversation.stages.append(StageChange("m1", BuyingStage.RESEARCH, 0.6, {"research": 0.6}))
    project(database, before, conversation)
    with database.begin() as store:
        store.conversations.save_memory(conversation, 0)
        leads.correct_stage(store, "c1", BuyingStage.PURCHASE, user("ann"), now=NOW)
        assert store.conversations.memory("c1")[0].buying_stage is BuyingStage.PURCHASE
        assert store.leads.card("c1").stages[-1].corrected_to == "purchase"
        with pytest.raises(NotAllowed):
            leads.correct_stage(store, "nobody", BuyingStage.PURCHASE, user("ann"), now=NOW)
