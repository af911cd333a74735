"""What comes near to what is told is named, one of what is being weighed first; to who waits or has bought nothing is suggested."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from actions.needs import ActionAcknowledgeNeeds
from actions.research import ActionRecommendProducts
from milepost.dialogue.acts import Act, ActKind
from milepost.dialogue.reading import Reading
from milepost.sales.catalogue import Product
from milepost.sales.conversations import BuyingStage, Handler, Touch
from milepost.sales.next_best_action import Answered
from milepost.services.turns import Turn
from milepost.store.database import Database
from tests.actions.heard import hearing, names, said
from tests.actions.test_needs import learns
from tests.dialogue.readings import fact

TENT = Act(ActKind.STATE_NEED, text="two nights on the beach with my brother")
INBOX, DESK = "product:inbox", "product:desk"
TEAM, ENTERPRISE = "plan:inbox-team", "plan:inbox-enterprise"


def near(**scores: float) -> Reading:
    return Reading(TENT.text, facts=tuple(fact(f"product:{name}", score) for name, score in scores.items()))


def weighs(turn: Turn, *options: str) -> None:
    turn.conversation.focus = turn.conversation.shown = list(options)


def test_what_is_told_speaks_for_one_of_what_is_being_weighed(sqlite_database: Database) -> None:
    with hearing(sqlite_database, TENT, near(desk=0.6, inbox=0.4)) as turn:
        weighs(turn, INBOX, DESK)
        says = said(ActionAcknowledgeNeeds(), turn)
        assert names(says) == ["utter_still_fits"]
        assert says[0].values == {"first": "Acorn Desk", "because": "A desk that stands up"}
        assert turn.conversation.focus == [DESK]
        assert turn.answered is Answered.RECOMMENDED


def test_of_what_is_being_weighed_the_one_is_named_that_has_what_is_wanted(sqlite_database: Database) -> None:
    with hearing(sqlite_database, TENT) as turn:
        weighs(turn, INBOX, DESK)
        learns(turn, "data_region", "EU")
        says = said(ActionAcknowledgeNeeds(), turn)
        assert names(says) == ["utter_noted", "utter_still_fits"]
        assert says[1].values == {"first": "Acorn Inbox", "because": "Data region EU"}


@pytest.mark.parametrize(
    ("table", "scores"),
    [
        ((INBOX, DESK), {"desk": 0.6, "inbox": 0.59}),  # no nearer to one than to the other
        ((INBOX, DESK), {"desk": 0.3}),  # far from both
        ((DESK,), {"desk": 0.6}),  # nothing to weigh
    ],
)
def test_nothing_is_said_to_be_the_one_that_is_not_plainly_so(
    sqlite_database: Database, table: tuple[str, ...], scores: dict[str, float]
) -> None:
    with hearing(sqlite_database, TENT, near(**scores)) as turn:
        weighs(turn, *table)
        assert "utter_still_fits" not in names(said(ActionAcknowledgeNeeds(), turn))


@pytest.mark.parametrize(
    ("stage", "handler"),
    [(BuyingStage.EVALUATION, Handler.WAITING), (BuyingStage.RETENTION, Handler.BOT)],
)
def test_who_waits_or_has_bought_is_suggested_nothing(
    sqlite_database: Database, stage: BuyingStage, handler: Handler
) -> None:
    act = replace(TENT, likely=(DESK,))
    with hearing(sqlite_database, act, near(desk=0.9), stage=stage) as turn:
        turn.conversation.handler = handler
        weighs(turn, INBOX, DESK)
        heard = names(said(ActionAcknowledgeNeeds(), turn))
        assert not {"utter_still_fits", "utter_likely", "utter_would_help"} & set(heard)


@pytest.mark.parametrize(("scores", "heard"), [({"desk": 0.6}, True), ({"desk": 0.4}, False)])
def test_the_product_that_the_words_come_near_to_is_named(
    sqlite_database: Database, scores: dict[str, float], heard: bool
) -> None:
    with hearing(sqlite_database, TENT, near(**scores)) as turn:
        says = said(ActionAcknowledgeNeeds(), turn)
        assert ("utter_likely" in names(says)) is heard


def test_where_many_come_near_none_is_named(sqlite_database: Database) -> None:
    with hearing(sqlite_database, TENT, near(desk=0.6, inbox=0.59, lamp=0.58)) as turn:
        lamp = Product("lamp", "Acorn Lamp", "lamp", "A lamp for the desk.")
        turn.catalogue = replace(turn.catalogue, products={**turn.catalogue.products, "lamp": lamp})
        assert "utter_likely" not in names(said(ActionAcknowledgeNeeds(), turn))


def test_of_the_plans_of_a_product_the_one_that_the_words_come_near_to_is_named(sqlite_database: Database) -> None:
    act = replace(TENT, likely=(INBOX,))
    read = Reading(act.text, facts=(fact(ENTERPRISE, 0.6), fact(TEAM, 0.4)))
    with hearing(sqlite_database, act, read) as turn:
        said(ActionAcknowledgeNeeds(), turn)
        assert turn.conversation.focus == [ENTERPRISE]


def test_what_all_plans_have_alike_chooses_none_of_them(sqlite_database: Database) -> None:
    with hearing(sqlite_database, replace(TENT, likely=(INBOX,))) as turn:
        plans = {
            key: replace(plan, attributes={"storage": Decimal(50), "region": "EU"})
            for key, plan in turn.catalogue.plans.items()
        }
        turn.catalogue = replace(turn.catalogue, plans=plans)
        learns(turn, "data_region", "EU")
        said(ActionAcknowledgeNeeds(), turn)
        assert turn.conversation.focus == [INBOX]


def test_what_is_named_is_told_of(sqlite_database: Database) -> None:
    act = Act(ActKind.STATE_NEED, (DESK,), text="we talked last week, of the standing one")
    with hearing(sqlite_database, act, stage=BuyingStage.RESEARCH) as turn:
        says = said(ActionAcknowledgeNeeds(), turn)
        assert names(says) == ["utter_would_help"]
        assert says[0].values["name"] == "Acorn Desk"


def test_who_asks_again_which_one_hears_its_plans_and_not_the_same_words(sqlite_database: Database) -> None:
    act = Act(ActKind.ASK_RECOMMENDATION, likely=(INBOX,), text="sorry, which one is that")
    with hearing(sqlite_database, act) as turn:
        assert names(said(ActionRecommendProducts(), turn)) == ["utter_likely"]
        assert names(said(ActionRecommendProducts(), turn)) == ["utter_offer_of_product"]
        assert any(touch.how is Touch.RECOMMENDED for touch in turn.conversation.touches)
