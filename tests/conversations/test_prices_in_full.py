"""Prices with everything that goes with them: add-ons, forms of a good, kinds of customer, earlier quotes, haggling."""

from __future__ import annotations

import pytest

from milepost.sales import wording
from milepost.sales.catalogue import Term
from milepost.sales.pricing import price
from milepost.services import catalogues
from milepost.store.columns import utc_now
from tests.conversations.visitors import Visitor

SHOP = pytest.mark.parametrize("company", ["examples/shop"], indirect=True)


def total(plan: str, quantity: int, term: Term = Term.MONTH, **case) -> str:
    catalogue = catalogues.in_force()
    currency = case.pop("currency", catalogue.company.currencies[0])
    return wording.money(price(catalogue, plan, quantity, term, currency, today=utc_now().date(), **case).total)


def test_an_add_on_is_priced_kept_and_taken_off_again(visitor: Visitor) -> None:
    visitor.say("how much is Lantern Inbox Team for 10 seats with the priority support add-on?")
    assert visitor.block("quote")["total"] == total("inbox-team", 10, add_ons=["priority-support"])
    visitor.say("add extra storage to that")
    assert visitor.block("quote")["total"] == total("inbox-team", 10, add_ons=["priority-support", "extra-storage"])
    visitor.say("without priority support please")
    assert visitor.block("quote")["total"] == total("inbox-team", 10, add_ons=["extra-storage"])


def test_an_add_on_that_does_not_go_with_a_plan_is_said_so(visitor: Visitor) -> None:
    visitor.say("how much is Lantern Inbox Growth for 5 with the minute bundle")
    assert "Minute Bundle" in visitor.last["replies"][0]["text"]
    assert visitor.block("quote")["total"] == total("inbox-growth", 5)


def test_a_price_is_worked_out_again_in_another_term(visitor: Visitor) -> None:
    visitor.say("how much is Lantern Inbox Team for 10 seats?")
    visitor.say("and yearly?")
    assert visitor.block("quote")["total"] == total("inbox-team", 10, Term.YEAR)


def test_a_term_that_there_is_not_is_priced_in_one_that_there_is(visitor: Visitor) -> None:
    visitor.say("how much is Lantern Inbox Team weekly for 4 seats?")
    assert visitor.block("quote")["total"] == total("inbox-team", 4)


def test_who_needs_more_than_a_plan_takes_is_shown_the_next(visitor: Visitor) -> None:
    visitor.say("how much is Lantern Inbox Spark for 8 people?")
    said, priced = visitor.last["replies"][:2]
    assert all(name in said["text"] for name in ("Lantern Inbox Spark", "Lantern Inbox Team"))
    assert priced["text"].startswith("Lantern Inbox Team, 8 seats")
    assert visitor.block("quote")["total"] == total("inbox-team", 8)


def test_a_reduction_for_a_kind_of_customer_is_asked_about_once_and_applied(visitor: Visitor) -> None:
    visitor.say("how much is Lantern Inbox Team for 10 seats?")
    assert "Non-profit organisations" not in visitor.heard()  # who weighs has their answer and nothing else
    visitor.say("compare Lantern Inbox Team and Lantern Inbox Growth")
    visitor.say("ok we go with the first one")
    assert "Non-profit organisations" in visitor.heard()
    visitor.press("Non-profit organisations")
    assert visitor.block("quote")["total"] == total("inbox-team", 10, customer_kind="nonprofit")
    visitor.say("how much is Relay Chat Team for 5 seats?")
    assert visitor.block("quote")["total"] == total("chat-team", 5, customer_kind="nonprofit")
    assert "reductions may apply" not in visitor.heard()


def test_a_quote_is_found_again_by_its_day_its_number_and_as_the_same(visitor: Visitor) -> None:
    visitor.say("send me a quote for Lantern Inbox Team for 5 seats")
    with visitor.brain.database.begin() as store:
        first = store.quotes.of(visitor.conversation)[0]
    visitor.say("tell me about Relay Chat")
    visitor.say("please send me the same quote for 40 seats")
    assert visitor.block("quote")["total"] == total("inbox-team", 40)
    visitor.say(f"send me quote {first.number} again")
    assert first.number in visitor.heard()
    assert visitor.block("quote")["total"] == total("inbox-team", 5)


@pytest.mark.parametrize("text", ["give me 50% off or I go to a competitor", "you promised me 50 % off"])
def test_haggling_leads_to_a_person_and_never_to_a_number(visitor: Visitor, text: str) -> None:
    visitor.say("how much is Relay Chat Team for 5 seats?")
    visitor.say("no")
    visitor.say(text)
    assert "50%" not in visitor.heard()
    assert not any((reply["custom"] or {}).get("type") == "quote" for reply in visitor.last["replies"])
    assert visitor.last["offers_person"] or "person" in visitor.heard()


@SHOP
def test_stock_is_told_for_the_form_that_is_meant(visitor: Visitor) -> None:
    boot = catalogues.in_force().products["ridgeback"]
    visitor.say("do you have the Ridgeback Boot in stock in 43?")
    for variant in boot.variants:
        stands = f"{', '.join(variant.options.values())}: {variant.stock} in stock" in visitor.heard()
        assert stands is (variant.options["size"] == "43")
    visitor.say("do you have it in size 52?")
    assert "52" in visitor.heard()
    assert "45" in visitor.heard()


@SHOP
def test_the_price_of_a_form_has_its_surcharge(visitor: Visitor) -> None:
    catalogue = catalogues.in_force()
    plan, variant = next(
        (plan, variant)
        for plan in catalogue.plans.values()
        for variant in catalogue.products[plan.product].variants
        if variant.surcharge and plan.prices[0].term is Term.ONE_TIME
    )
    visitor.say(f"how much is the {plan.name} in {' '.join(variant.options.values())}?")
    wanted = total(plan.id, 1, plan.prices[0].term, variant=variant.id)
    assert visitor.block("quote")["total"] == wanted
