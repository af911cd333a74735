"""Contact details: thanked for once, consent asked for once, other people's beside the visitor's own."""

from __future__ import annotations

import pytest

from actions.purchase import ActionSaveContact
from milepost.dialogue.acts import Act, ActKind
from milepost.sales.conversations import (
    BuyingStage,
    Evidence,
    Fact,
    FactStatus,
    OtherPerson,
    StageChange,
)
from milepost.services.turns import Turn
from milepost.store.database import Database
from tests.actions.heard import hearing, names, said

SHARES = Act(ActKind.SHARE_CONTACT, text="Per Lund, per@fjordline.example")
ASKS = "utter_consent_question"


def next_message(turn: Turn, message: str, **facts: str) -> list[str]:
    """What is said to a message that gives these details."""
    turn.message_id = message
    turn.told.clear()
    turn.conversation.stages.append(StageChange(message, BuyingStage.EVALUATION, 0.9, {}))
    turn.changed = [Fact(name, value, FactStatus.SAID, Evidence(message, value)) for name, value in facts.items()]
    turn.conversation.facts |= {fact.name: fact for fact in turn.changed}
    return names(said(ActionSaveContact(), turn))


def test_details_in_a_row_are_thanked_for_once_and_consent_is_asked_for_once(sqlite_database: Database) -> None:
    with hearing(sqlite_database, SHARES) as turn:
        assert next_message(turn, "m2", email="per@fjordline.example") == ["utter_contact_saved", ASKS]
        assert next_message(turn, "m3", contact_name="Per Lund") == ["utter_contact_added"]
        turn.conversation.offered = None  # something else came between
        turn.conversation.stages.append(StageChange("m4", BuyingStage.EVALUATION, 0.9, {}))
        assert next_message(turn, "m5", phone="0151 1111 222") == ["utter_contact_saved"]


def test_another_persons_address_is_said_back_and_does_not_ask_again(sqlite_database: Database) -> None:
    with hearing(sqlite_database, SHARES, email="per@fjordline.example") as turn:
        turn.conversation.others = [OtherPerson("Ida Berg", "colleague", email="ida@fjordline.example", message="m2")]
        turn.message_id = "m2"
        (say,) = said(ActionSaveContact(), turn)
        assert say.response == "utter_contact_saved"
        assert say.values == {"contact": "Ida Berg and ida@fjordline.example"}


@pytest.mark.parametrize(("company", "is_told"), [("Fjord Line", True), ("fjordline", False)])
def test_a_company_that_is_a_piece_of_the_address_is_not_said_back(
    sqlite_database: Database, company: str, is_told: bool
) -> None:
    with hearing(sqlite_database, SHARES, email="per@fjordline.example") as turn:
        turn.changed = [
            Fact(name, value, FactStatus.SAID, Evidence("m1", value))
            for name, value in (("email", "per@fjordline.example"), ("company", company))
        ]
        first = said(ActionSaveContact(), turn)[0]
        assert first.values["contact"] == " and ".join(["per@fjordline.example", *([company] if is_told else [])])


def test_the_name_comes_first(sqlite_database: Database) -> None:
    with hearing(sqlite_database, SHARES) as turn:
        details = {"phone": "0151 1111 222", "email": "per@fjordline.example", "contact_name": "Per Lund"}
        turn.changed = [Fact(name, each, FactStatus.SAID, Evidence("m1", each)) for name, each in details.items()]
        say = said(ActionSaveContact(), turn)[0]
        assert say.values == {"contact": "Per Lund, per@fjordline.example and 0151 1111 222"}
