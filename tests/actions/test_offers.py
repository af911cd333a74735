"""What there is, and what comes off: what the words come near to first, and no code that the owner keeps for some."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from actions.comparison import figures
from actions.discounts import ActionAnswerDiscount
from actions.material.reductions import about_one, discount_text
from actions.research import ActionShowOffer
from milepost.dialogue.acts import CODE, Act, ActKind
from milepost.dialogue.reading import Reading
from milepost.sales.catalogue import Answer
from milepost.store.database import Database
from tests.actions.heard import hearing, names, said

OFFER = Act(ActKind.ASK_OFFER, text="have you something for a lot of mail", likely=("product:inbox",))
CODES = Act(ActKind.ASK_DISCOUNT, text="any codes?")


def test_what_the_words_come_near_to_is_shown_in_place_of_everything(sqlite_database: Database) -> None:
    with hearing(
        sqlite_database, OFFER, Reading(OFFER.text, goods={"product:inbox": 2.0, "product:desk": -1.0})
    ) as turn:
        assert names(said(ActionShowOffer(), turn)) == ["utter_likely"]


def test_what_was_told_long_before_does_not_narrow_the_offer(sqlite_database: Database) -> None:
    with hearing(
        sqlite_database,
        OFFER,
        Reading("which levels are there", goods={"product:inbox": 0.1, "product:desk": 0.0}),
    ) as turn:
        assert names(said(ActionShowOffer(), turn)) == ["utter_offer"]


def test_what_we_do_not_have_is_said_before_what_we_have_and_noted_for_the_owner(sqlite_database: Database) -> None:
    asked = Act(ActKind.ASK_OFFER, text="do you have a gym?", unlisted="gym")
    with hearing(sqlite_database, asked) as turn:
        assert names(said(ActionShowOffer(), turn)) == ["utter_offer_unlisted", "utter_offer"]
        assert [gap.kind for gap in turn.store.gaps.of(turn.conversation.id)] == ["unanswered"]


def test_a_code_is_told_where_the_owner_has_written_it_and_only_there(sqlite_database: Database) -> None:
    with hearing(sqlite_database, CODES) as turn:
        assert "WELCOME50" not in str([say.values for say in said(ActionAnswerDiscount(), turn)])
        written = Answer("codes", "Are there codes?", answer="WELCOME50 takes something off a first order.", link="")
        turn.catalogue = replace(turn.catalogue, answers={"codes": written})
        assert "WELCOME50" in str([say.values for say in said(ActionAnswerDiscount(), turn)])


def test_what_goes_with_what_is_meant_comes_first(sqlite_database: Database) -> None:
    act = replace(CODES, options=("plan:desk-piece",))
    with hearing(sqlite_database, act) as turn:
        nonprofit = turn.catalogue.discounts["nonprofit"]
        discounts = {
            "team": replace(nonprofit, id="team", name="Team only", customer_kind=None, plans=("inbox-team",)),
            "all": replace(nonprofit, id="all", name="Everything", customer_kind=None, terms=()),
        }
        turn.catalogue = replace(turn.catalogue, discounts=discounts)
        told = said(ActionAnswerDiscount(), turn)[0].values["discounts"]
        assert told.index("Everything") < told.index("Team only")


def test_plans_stand_in_place_of_a_product_that_differs_by_the_figure_and_of_no_other(
    sqlite_database: Database,
) -> None:
    with hearing(sqlite_database, CODES) as turn:
        inbox, desk = turn.catalogue.product("inbox"), turn.catalogue.product("desk")
        plans = {
            **turn.catalogue.plans,
            "inbox-enterprise": replace(turn.catalogue.plan("inbox-enterprise"), attributes={"storage": Decimal(90)}),
        }
        products = {
            "inbox": replace(inbox, attributes={}),
            "desk": replace(desk, attributes={"storage": Decimal(7)}),
            "shelf": replace(desk, id="shelf", attributes={"storage": Decimal(30)}),
        }
        turn.catalogue = replace(turn.catalogue, products=products, plans=plans)
        options = [f"product:{each}" for each in products]
        assert figures(turn, options, "storage") == {
            "plan:inbox-team": 50,
            "plan:inbox-enterprise": 90,
            "product:desk": 7,
            "product:shelf": 30,
        }


WELCOME = Answer("codes", "Are there codes?", answer="WELCOME50 takes something off a first order.", link="")


def test_a_reduction_that_is_not_for_what_is_meant_is_said_not_to_be(sqlite_database: Database) -> None:
    act = replace(
        CODES, text="does that go for the desk as well", fact="discount:welcome", options=("plan:desk-piece",)
    )
    with hearing(sqlite_database, act) as turn:
        turn.catalogue = replace(turn.catalogue, answers={"codes": WELCOME})
        (say,) = said(ActionAnswerDiscount(), turn)
        assert say.response == "utter_discount_not_for"
        assert say.values["name"] == "Acorn Desk"


def test_a_reduction_that_is_asked_about_is_said_to_be_there(sqlite_database: Database) -> None:
    act = replace(CODES, text="is there something for charities", customer_kind="nonprofit")
    with hearing(sqlite_database, act, Reading(act.text, question="yes_no")) as turn:
        (say,) = said(ActionAnswerDiscount(), turn)
        assert say.response == "utter_fact_yes"
        assert say.values["fact"].startswith("Non-profit: 20% off")


def test_a_code_that_is_asked_about_is_told_of_before_the_price_with_it(sqlite_database: Database) -> None:
    act = replace(CODES, text="how long is WELCOME50 good for", code="WELCOME50", options=("plan:inbox-team",))
    with hearing(sqlite_database, act) as turn:
        says = said(ActionAnswerDiscount(), turn)
        assert names(says)[:2] == ["utter_code_accepted", "utter_price_total"]
        assert "$50 off" in says[0].values["name"]


def test_who_asks_for_a_code_hears_of_those_that_the_owner_tells_to_all(sqlite_database: Database) -> None:
    act = replace(CODES, text="got a coupon?", by=CODE)
    with hearing(sqlite_database, act) as turn:
        assert "WELCOME50" not in str(said(ActionAnswerDiscount(), turn))
        turn.catalogue = replace(turn.catalogue, answers={"codes": WELCOME})
        (say,) = said(ActionAnswerDiscount(), turn)
        assert "WELCOME50" in str(say.values)
        assert "Non-profit" not in str(say.values)


def test_a_reduction_for_many_plans_names_a_few_and_says_that_there_are_more(sqlite_database: Database) -> None:
    with hearing(sqlite_database, CODES) as turn:
        many = replace(
            turn.catalogue.discounts["nonprofit"],
            plans=(*turn.catalogue.plans, "inbox-team", "desk-piece"),
            customer_kind=None,
        )
        assert "and others" in discount_text(turn, many)


def test_of_many_plans_the_one_that_is_meant_is_named(sqlite_database: Database) -> None:
    with hearing(sqlite_database, CODES) as turn:
        first = [f"inbox-{'team' if place else 'enterprise'}" for place in range(5)]
        many = replace(turn.catalogue.discounts["nonprofit"], plans=(*first, "desk-piece"))
        assert "Acorn Desk" not in discount_text(turn, many)
        assert "Acorn Desk" in str(about_one(turn, many, ["plan:desk-piece"]).values)
