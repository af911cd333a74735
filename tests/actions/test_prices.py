"""What is said beside a price: the limit of a plan, other terms, a year month by month, what lies between two, extras."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal

import pytest

from actions.moves import Say
from actions.pricing import ActionQuotePrice
from milepost.dialogue.acts import Act, ActKind
from milepost.sales.cases import Case
from milepost.sales.catalogue import AddOn, Answer, Plan, Price, Term, Tier
from milepost.services.turns import Turn
from milepost.store.database import Database
from tests.actions.heard import hearing, names, said

TEAM, DESK = "plan:inbox-team", "plan:desk-piece"
PRICE = Act(ActKind.ASK_PRICE, (TEAM,), text="and the price", number=4)


def usd(amount: str) -> dict[str, Decimal]:
    return {"USD": Decimal(amount), "EUR": Decimal(amount)}


def plan(name: str, *prices: Price, **limits: int) -> Plan:
    return Plan(name, "desk", name.capitalize(), prices=prices, **limits)


@contextmanager
def pricing(database: Database, act: Act, *plans: Plan, case: Case | None = None) -> Iterator[Turn]:
    """A turn at this price, with plans beside those of the small catalogue."""
    with hearing(database, act) as turn:
        turn.catalogue = replace(turn.catalogue, plans={**turn.catalogue.plans, **{each.id: each for each in plans}})
        turn.conversation.case = case or Case()
        yield turn


def of(says: Sequence[Say], response: str) -> Say:
    """The one of these that says this response."""
    (found,) = [say for say in says if say.response == response]
    return found


def test_a_plan_that_is_sold_singly_is_priced_and_its_limit_told(sqlite_database: Database) -> None:
    single = plan("single", Price(Term.MONTH, tiers=(Tier(None, usd("9")),)), max_quantity=1)
    crew = plan("crew", Price(Term.MONTH, tiers=(Tier(None, usd("8")),)), min_quantity=2)
    act = replace(PRICE, options=("plan:single",), number=40)
    with pricing(sqlite_database, act) as turn:
        turn.catalogue = replace(turn.catalogue, plans={"single": single, "crew": crew})
        says = said(ActionQuotePrice(), turn)
        limit = of(says, "utter_price_sold_singly").values
        assert (limit["name"], limit["roomier"], limit["number"]) == ("Acorn Desk Single", "Acorn Desk Crew", "40")
        assert str(of(says, "utter_price_total").values["total"]).startswith("$9")


def test_who_asks_for_no_term_hears_the_others(sqlite_database: Database) -> None:
    both = plan("evening", Price(Term.MONTH, flat=usd("96")), Price(Term.ONE_TIME, flat=usd("259")))
    act = replace(PRICE, options=("plan:evening",), number=None)
    with pricing(sqlite_database, act, both) as turn:
        assert of(said(ActionQuotePrice(), turn), "utter_price_beside").values == {"prices": "$259 one-time"}
    with pricing(sqlite_database, replace(act, term="month"), both) as turn:
        assert "utter_price_beside" not in names(said(ActionQuotePrice(), turn))


@pytest.mark.parametrize(
    ("term", "difference", "response"),
    [
        (None, False, "utter_price_yearly_saves"),
        ("month", True, "utter_price_month_by_month"),
        ("month", False, None),
        ("year", True, "utter_price_saved"),
        ("year", False, None),
    ],
)
def test_a_year_is_held_against_its_months_for_who_asks_or_has_said_no_term(
    sqlite_database: Database, term: str | None, difference: bool, response: str | None
) -> None:
    with pricing(sqlite_database, replace(PRICE, term=term, difference=difference)) as turn:
        said_of_terms = [name for name in names(said(ActionQuotePrice(), turn)) if name != "utter_price_total"]
        assert said_of_terms == ([response] if response else [])


def test_what_lies_between_two_prices_is_told_alone_to_who_asks_for_it(sqlite_database: Database) -> None:
    pieces = [
        plan(name, Price(Term.ONE_TIME, "item", flat=usd(amount))) for name, amount in (("oak", "70"), ("fir", "45"))
    ]
    act = replace(PRICE, options=("plan:oak", "plan:fir"), number=None, difference=True)
    with pricing(sqlite_database, act, *pieces) as turn:
        says = said(ActionQuotePrice(), turn)
        assert of(says, "utter_price_difference").values == {"difference": "$25"}
        assert "utter_price_sum_and_difference" not in names(says)
    with pricing(sqlite_database, replace(act, difference=False), *pieces) as turn:
        assert of(said(ActionQuotePrice(), turn), "utter_price_sum_and_difference").values["total"] == "$115"


def test_an_extra_alone_is_multiplied_and_added_to_what_was_priced(sqlite_database: Database) -> None:
    act = Act(ActKind.ASK_PRICE, add_ons=("lamp",), text="and two lamps")
    lamp = AddOn(
        "lamp", "Lamp", plans=("desk-piece",), prices=(Price(Term.ONE_TIME, "lamp", tiers=(Tier(None, usd("30")),)),)
    )
    case = Case(basket={"desk-piece": 1}, extra_numbers={"lamp": 2})
    with pricing(sqlite_database, act, case=case) as turn:
        turn.catalogue = replace(turn.catalogue, add_ons={"lamp": lamp})
        says = said(ActionQuotePrice(), turn)
        assert of(says, "utter_price_total").values["total"] == "$60"
        assert of(says, "utter_price_sum").values == {"total": "$460"}
    with pricing(sqlite_database, act, case=replace(case, extra_numbers={})) as turn:
        turn.catalogue = replace(turn.catalogue, add_ons={"lamp": lamp})
        assert names(said(ActionQuotePrice(), turn)) == ["utter_product"]


def test_which_of_several_is_meant_is_asked_with_their_prices(sqlite_database: Database) -> None:
    act = Act(ActKind.ASK_PRICE, among=(TEAM, DESK, "plan:inbox-enterprise"), text="the plan is 25, right")
    with pricing(sqlite_database, act) as turn:
        (say,) = said(ActionQuotePrice(), turn)
        assert say.response == "utter_price_which"
        rows = str(say.values["prices"]).split("; ")
        assert rows[0].startswith("Acorn Inbox Team $25")
        assert rows[1].startswith("Acorn Desk $400")
        assert rows[2] == "Acorn Inbox Enterprise on request"
        assert say.buttons == ("Acorn Inbox Team", "Acorn Desk", "Acorn Inbox Enterprise")


SAILING = Answer("sailing", "Do you teach sailing?", answer="Yes, 40 USD an hour.", link="")


@pytest.mark.parametrize("options", [(), (DESK,)])
def test_a_price_that_the_owner_has_written_is_told_as_written(
    sqlite_database: Database, options: tuple[str, ...]
) -> None:
    act = Act(ActKind.ASK_PRICE, options, fact="answer:sailing", text="how much", by=None if options else "price")
    with pricing(sqlite_database, act) as turn:
        turn.catalogue = replace(turn.catalogue, answers={"sailing": SAILING})
        says = said(ActionQuotePrice(), turn)
        assert names(says)[-1] == "utter_answer"
        assert ("utter_price_total" in names(says)) is bool(options)
        assert "utter_price_overview" not in names(says)
