"""Who orders hears what it comes to, unless that very sum was told before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.purchase import ActionHelpOrder
from milepost.dialogue.acts import Act, ActKind
from milepost.sales.cases import Case
from milepost.store.database import Database
from tests.actions.heard import hearing, names, said

TEAM = "plan:inbox-team"
ORDER = Act(ActKind.WANT_TO_BUY, (TEAM,), text="we take team for the 4 of us")


@pytest.mark.parametrize(
    ("case", "is_told"),
    [
        (Case(number=4, people=True), True),
        (Case(number=4, people=True, basket={"inbox-team": 4}), False),
        (Case(number=5, people=True, basket={"inbox-team": 4}), True),
    ],
)
def test_an_order_is_summed_up_once(sqlite_database: Database, case: Case, is_told: bool) -> None:
    with hearing(sqlite_database, ORDER) as turn:
        turn.conversation.case = case
        says = said(ActionHelpOrder(), turn)
        assert ("utter_price_total" in names(says)) is is_told
        assert "utter_order_option" in names(says)


def test_an_order_of_several_things_is_not_summed_up_as_one(sqlite_database: Database) -> None:
    both = replace(ORDER, options=(TEAM, "plan:desk-piece"))
    with hearing(sqlite_database, both) as turn:
        turn.conversation.case = Case(number=4, people=True)
        assert "utter_price_total" not in names(said(ActionHelpOrder(), turn))
