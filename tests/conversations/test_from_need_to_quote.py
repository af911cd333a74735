"""A visitor with a need: is heard, asked, shown what exists, compared, priced, quoted, all from the catalogue."""

from __future__ import annotations

from decimal import Decimal

from milepost.sales import wording
from milepost.sales.catalogue import Term
from milepost.sales.pricing import price
from milepost.services import catalogues
from tests.conversations.visitors import Visitor


def total(plan: str, quantity: int, term: Term) -> str:
    catalogue = catalogues.in_force()
    return wording.money(price(catalogue, plan, quantity, term, "USD", today=None).total)


def test_a_stated_need_is_kept_with_the_visitors_words(visitor: Visitor) -> None:
    line = visitor.say("we are a team of 14 and need something for shared email")
    assert line["needs"]["team_size"] == {"value": 14, "status": "said", "words": line["needs"]["team_size"]["words"]}
    assert line["needs"]["team_size"]["words"] in "we are a team of 14 and need something for shared email"
    assert "14" in visitor.heard()


def test_who_is_only_finding_out_gets_no_pitch_and_no_contact_question(visitor: Visitor) -> None:
    visitor.say("hi")
    visitor.say("our customers wait days for an answer and it is getting embarrassing")
    assert visitor.last["asked"] != "email"
    assert not any(
        (reply["custom"] or {}).get("type") in ("products", "contact_form") for reply in visitor.last["replies"]
    )


def test_what_exists_is_every_product_of_the_catalogue(visitor: Visitor) -> None:
    visitor.say("what do you offer?")
    shown = {item["name"] for item in visitor.block("products")["items"]}
    assert shown == {product.name for product in catalogues.in_force().products.values()}


def test_two_products_are_compared_in_a_table(visitor: Visitor) -> None:
    visitor.say("compare Lantern Inbox and Relay Chat")
    assert visitor.block("comparison")["columns"] == ["Lantern Inbox", "Relay Chat"]
    assert any(row["differs"] for row in visitor.block("comparison")["rows"])


def test_a_price_for_seats_and_term_is_exact(visitor: Visitor) -> None:
    visitor.say("how much is Lantern Inbox Growth for 30 seats, paid yearly?")
    block = visitor.block("quote")
    catalogue = catalogues.in_force()
    plan = next(p for p in catalogue.plans.values() if p.name == "Growth" and p.product == "inbox")
    assert block["total"] == total(plan.id, 30, Term.YEAR)
    assert block["catalogue_version"] == catalogue.version
    assert block["total"] in visitor.heard()


def test_a_price_question_is_not_an_answer_about_the_team(visitor: Visitor) -> None:
    visitor.say("we are 14 people")
    visitor.say("how much is Lantern Inbox Growth for 30 seats?")
    assert visitor.last["needs"]["team_size"]["value"] == 14


def test_the_price_of_something_just_spoken_of_needs_no_name(visitor: Visitor) -> None:
    visitor.say("tell me about Lantern Inbox Growth")
    visitor.say("what does it cost for 20 seats?")
    assert visitor.block("quote")["title"] == "Lantern Inbox Growth"


def test_a_quote_waits_for_the_plan_and_the_number(visitor: Visitor) -> None:
    visitor.say("please send me a quote")
    visitor.say("Lantern Inbox Growth")
    visitor.say("12")
    catalogue = catalogues.in_force()
    plan = next(p for p in catalogue.plans.values() if p.name == "Growth" and p.product == "inbox")
    assert visitor.block("quote")["total"] == total(plan.id, 12, Term.MONTH)
    with visitor.brain.database.begin() as store:
        kept = store.quotes.of(visitor.conversation)[0]
    assert (kept.plan, kept.quantity, kept.catalogue_version) == (plan.id, 12, catalogue.version)
    assert sum((Decimal(str(line["amount"])) for line in kept.lines), Decimal(0)) == kept.total


def test_an_invented_code_is_refused_and_a_real_one_works(visitor: Visitor) -> None:
    visitor.say("how much is Lantern Inbox Growth for 5 seats, paid yearly?")
    visitor.say("do you take the promo code FREE4EVER99?")
    assert "FREE4EVER99" in visitor.heard()
    assert not any((reply["custom"] or {}).get("type") == "products" for reply in visitor.last["replies"])
    catalogue = catalogues.in_force()
    assert "FREE4EVER99" not in {discount.code for discount in catalogue.discounts.values()}
    visitor.say("how much is Lantern Inbox Growth for 5 seats, paid yearly, with the code WELCOME50?")
    lines = visitor.block("quote")["lines"]
    assert any(line["label"] == catalogue.discounts["welcome"].name and line["amount"] == "-$50" for line in lines)


def test_haggling_never_makes_a_number_up(visitor: Visitor) -> None:
    visitor.say("tell me about Lantern Inbox Growth")
    visitor.say("give me 37% off and I sign today")
    assert "37" not in visitor.heard()


def test_an_unknown_question_is_admitted_and_kept_for_the_owner(visitor: Visitor) -> None:
    visitor.say("can it steer a tractor and milk cows?")
    said = visitor.last["replies"]
    assert len(said) == 1, "nothing near is told of what nothing is known of"
    assert catalogues.in_force().company.email in said[0]["text"]
    with visitor.brain.database.begin() as store:
        assert [gap.words for gap in store.gaps.of(visitor.conversation)] == ["can it steer a tractor and milk cows?"]


def test_nothing_asked_is_asked_twice_after_an_answer(visitor: Visitor) -> None:
    asked: list[str] = []
    for text in (
        "which one suits us?",
        "15 people",
        "about 400 dollars a month",
        "next month",
        "email mostly",
        "no idea",
    ):
        line = visitor.say(text)
        known = {n for n, f in line["needs"].items() if f["status"] in ("said", "inferred", "refused")}
        assert line["asked"] not in known
        asked.append(line["asked"])
