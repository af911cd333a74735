"""What a visitor tells is answered with something of value; a wish for an order is taken up."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from actions.needs import ActionAcknowledgeNeeds
from milepost.dialogue.acts import Act, ActKind
from milepost.dialogue.reading import Reading
from milepost.sales.catalogue import Discount
from milepost.sales.conversations import BuyingStage, Evidence, Fact, FactStatus, Handler, Touch
from milepost.sales.journey import NeedDefinition
from milepost.services.conversations import add_lines
from milepost.services.turns import Turn
from milepost.store.database import Database
from tests.actions.heard import CLOSING, hearing, names, said
from tests.dialogue.readings import fact

TELLS = Act(ActKind.STATE_NEED, text="my son wants to come after school")


def learns(turn: Turn, name: str, value: object) -> None:
    turn.changed = [Fact(name, value, FactStatus.SAID, Evidence("m1", str(value)))]
    turn.conversation.facts[name] = turn.changed[0]


def test_what_is_told_is_answered_by_what_is_written_near_it(sqlite_database: Database) -> None:
    with hearing(sqlite_database, TELLS, Reading(TELLS.text, facts=(fact("answer:closing", 0.7),))) as turn:
        says = said(ActionAcknowledgeNeeds(), turn)
        assert names(says) == ["utter_heard", "utter_perhaps", "utter_answer"]
        assert says[-1].values == {"answer": CLOSING.answer}


def test_a_need_that_is_noted_leaves_room_for_it(sqlite_database: Database) -> None:
    with hearing(sqlite_database, TELLS, Reading(TELLS.text, facts=(fact("answer:closing", 0.7),))) as turn:
        learns(turn, "team_size", 12)
        assert names(said(ActionAcknowledgeNeeds(), turn)) == ["utter_noted", "utter_perhaps", "utter_answer"]


@pytest.mark.parametrize(
    ("stage", "days", "told", "is_wish"),
    [
        (BuyingStage.PURCHASE, ("wed",), None, True),
        (BuyingStage.PURCHASE, (), "region", True),
        (BuyingStage.PURCHASE, (), "team_size", False),
        (BuyingStage.EVALUATION, ("wed",), "region", True),
        (BuyingStage.EVALUATION, ("wed",), None, False),
        (BuyingStage.EVALUATION, (), "region", False),
        (BuyingStage.RETENTION, ("wed",), "region", False),
    ],
)
def test_a_day_or_a_place_told_for_an_order_is_taken_up(
    sqlite_database: Database, stage: BuyingStage, days: tuple[str, ...], told: str | None, is_wish: bool
) -> None:
    act = replace(TELLS, text="wednesday then")
    with hearing(sqlite_database, act, Reading(act.text, days=days), stage=stage) as turn:
        place = NeedDefinition("region", "attribute", "Where?", "So that it is near.", attribute="region")
        journey = replace(turn.catalogue.journey, needs={**turn.catalogue.journey.needs, "region": place})
        turn.catalogue = replace(turn.catalogue, journey=journey)
        if told:
            learns(turn, told, 12 if told == "team_size" else "EU")
        heard = names(said(ActionAcknowledgeNeeds(), turn))
        assert (heard == ["utter_wish_noted", "utter_order_contact"]) is is_wish


def test_a_number_told_after_a_price_is_priced(sqlite_database: Database) -> None:
    before = Act(ActKind.ASK_PRICE, ("plan:inbox-team",), number=20, text="for 20?")
    act = replace(TELLS, text="no, we stay at 12")
    with hearing(sqlite_database, act, before=[before]) as turn:
        learns(turn, "team_size", 12)
        turn.conversation.case = turn.conversation.case.changed(number=12)
        says = said(ActionAcknowledgeNeeds(), turn)
        total = next(say for say in says if say.response == "utter_price_total")
        assert "$270" in total.values["total"]


CHARITIES = Discount("charities", "Charities", percent=Decimal(20), customer_kind="nonprofit")


def test_a_kind_of_customer_told_after_a_price_is_priced(sqlite_database: Database) -> None:
    before = Act(ActKind.ASK_PRICE, ("plan:inbox-team",), number=20, term="month", text="for 20?")
    with hearing(sqlite_database, replace(TELLS, text="we're a charity"), before=[before]) as turn:
        learns(turn, "customer_kind", "nonprofit")
        turn.conversation.case = turn.conversation.case.changed(number=20, term="month", customer_kind="nonprofit")
        turn.catalogue = replace(turn.catalogue, discounts={CHARITIES.id: CHARITIES})
        total = next(say for say in said(ActionAcknowledgeNeeds(), turn) if say.block)
        assert [line["label"] for line in total.block["lines"]][1:] == [CHARITIES.name]


def test_who_waits_hears_that_it_is_passed_on(sqlite_database: Database) -> None:
    with hearing(sqlite_database, TELLS) as turn:
        turn.conversation.handler = Handler.WAITING
        assert names(said(ActionAcknowledgeNeeds(), turn)) == ["utter_noted_for_colleague"]


def test_who_waits_is_told_only_what_is_very_near_and_is_asked_nothing(sqlite_database: Database) -> None:
    with hearing(sqlite_database, TELLS, Reading(TELLS.text, facts=(fact("answer:closing", 0.7),))) as turn:
        turn.conversation.handler = Handler.WAITING
        assert names(said(ActionAcknowledgeNeeds(), turn)) == ["utter_noted_for_colleague"]
        learns(turn, "team_size", 12)
        turn.has_asked = False
        assert names(said(ActionAcknowledgeNeeds(), turn)) == ["utter_noted"]
        assert turn.has_asked


def test_what_was_told_just_now_is_not_told_again(sqlite_database: Database) -> None:
    with hearing(sqlite_database, TELLS, Reading(TELLS.text, facts=(fact("answer:closing", 0.7),))) as turn:
        turn.conversation.quiet = True
        line = {"text": f"{CLOSING.answer} More: https://acorn.example", "buttons": [], "custom": None}
        add_lines(turn.store, turn.conversation.id, "bot", [line], now=turn.now)
        assert names(said(ActionAcknowledgeNeeds(), turn)) == ["utter_heard"]


def test_a_customer_is_asked_for_no_wishes_and_offered_a_person_once(sqlite_database: Database) -> None:
    with hearing(sqlite_database, TELLS, stage=BuyingStage.RETENTION) as turn:
        says = said(ActionAcknowledgeNeeds(), turn)
        assert names(says) == ["utter_heard", "utter_offer_person"]
        assert names(said(ActionAcknowledgeNeeds(), turn)) == ["utter_heard"]


def near(*options: str) -> Act:
    return replace(TELLS, likely=options, text="we answer a lot of mail")


def test_the_plan_that_the_size_of_the_team_asks_for_is_named(sqlite_database: Database) -> None:
    with hearing(sqlite_database, near("product:inbox"), team_size=12) as turn:
        says = said(ActionAcknowledgeNeeds(), turn)
        assert names(says) == ["utter_likely"]
        assert turn.conversation.focus == ["plan:inbox-team"]


def test_a_product_is_named_as_itself_where_nothing_known_tells_its_plans_apart(sqlite_database: Database) -> None:
    with hearing(sqlite_database, near("product:inbox")) as turn:
        said(ActionAcknowledgeNeeds(), turn)
        assert turn.conversation.focus == ["product:inbox"]


def test_what_goes_against_what_was_told_is_not_named_though_its_words_come_near(sqlite_database: Database) -> None:
    with hearing(sqlite_database, near("product:inbox"), data_region="US") as turn:
        says = said(ActionAcknowledgeNeeds(), turn)
        assert not any("Acorn Inbox" in value for say in says for value in say.values.values())


def test_what_was_recommended_as_a_plan_is_not_suggested_again_as_its_product(sqlite_database: Database) -> None:
    with hearing(sqlite_database, near("product:inbox")) as turn:
        turn.conversation.touch("plan:inbox-team", Touch.RECOMMENDED, "m0")
        assert names(said(ActionAcknowledgeNeeds(), turn)) == ["utter_heard_problem"]


TELLS_OF_A_TEAM = replace(TELLS, text="good morning, there are six of us on one mailbox")


def test_a_first_message_that_greets_is_greeted_back(sqlite_database: Database) -> None:
    with hearing(sqlite_database, TELLS_OF_A_TEAM) as turn:
        hello = (Reading("good morning"), Act(ActKind.GREET, text="good morning"))
        assert turn.interpretation is not None
        turn.interpretation = replace(turn.interpretation, readings=(hello, *turn.interpretation.readings))
        assert names(said(ActionAcknowledgeNeeds(), turn))[0] == "utter_greet_back"
        turn.conversation.stages.append(turn.conversation.stages[-1])
        assert names(said(ActionAcknowledgeNeeds(), turn))[0] != "utter_greet_back"


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("no idea", "utter_skipped"),
        ("the lamp blinks twice and whatever that means it stays red", "utter_heard_problem"),
    ],
)
def test_what_is_told_in_place_of_an_answer_is_heard(sqlite_database: Database, text: str, heard: str) -> None:
    with hearing(sqlite_database, replace(TELLS, text=text)) as turn:
        turn.asked, turn.changed = "team_size", [Fact("team_size", None, FactStatus.REFUSED)]
        assert names(said(ActionAcknowledgeNeeds(), turn))[0] == heard


def test_who_declines_what_nobody_asked_is_not_said_to_have_been_asked(sqlite_database: Database) -> None:
    act = Act(ActKind.REFUSE_TO_SAY, text="just tell me, will you")
    with hearing(sqlite_database, act) as turn:
        assert names(said(ActionAcknowledgeNeeds(), turn)) == ["utter_no_problem"]


def test_who_gives_no_address_hears_where_to_write(sqlite_database: Database) -> None:
    act = Act(ActKind.REFUSE_TO_SAY, text="I'd rather keep my address to myself")
    with hearing(sqlite_database, act) as turn:
        turn.asked = "email"
        says = said(ActionAcknowledgeNeeds(), turn)
        assert names(says) == ["utter_contact_refused", "utter_contact_write"]
        assert says[-1].values == {"email": turn.catalogue.company.email}


def test_how_the_owner_opens_a_stage_is_said_when_it_begins(sqlite_database: Database) -> None:
    with hearing(sqlite_database, TELLS) as turn:
        first = said(ActionAcknowledgeNeeds(), turn)[0]
        turn.conversation.stages.append(turn.conversation.stages[-1])
        then = said(ActionAcknowledgeNeeds(), turn)[0]
        assert (first.response, then.response) == ("utter_heard_problem", "utter_heard")
        assert first.values["wording"]


def test_what_opens_a_stage_is_not_said_where_nothing_comes_of_it(sqlite_database: Database) -> None:
    with hearing(sqlite_database, TELLS) as turn:
        turn.conversation.quiet = True  # no question follows
        assert names(said(ActionAcknowledgeNeeds(), turn)) == ["utter_heard"]
