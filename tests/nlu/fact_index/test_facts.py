"""Every fact of a catalogue, with the ways to ask for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from milepost.nlu.fact_index.facts import FactEntry, facts_of
from milepost.sales.catalogue import Attribute, AttributeType
from milepost.sales.journey import OpeningHours
from tests.catalogues import small_catalogue

CATALOGUE = small_catalogue()
FACTS = {fact.id: fact for fact in facts_of(CATALOGUE)}


def of(catalogue, fact_id: str) -> FactEntry:
    return {fact.id: fact for fact in facts_of(catalogue)}[fact_id]


@pytest.mark.parametrize(
    ("fact_id", "way"),
    [
        ("answer:refund-policy", "Can I get my money back?"),
        ("answer:refund-policy", "refunds"),
        ("article:fern", "Have you worked with software?"),
        ("attribute:storage", "How many GB is the file storage?"),
        ("attribute:storage", "disk space"),
        ("attribute:region", "data region: EU"),
        ("attribute:region", "Do you have US?"),
        ("attribute:sso", "Do you have single sign-on?"),
        ("attribute:integrations", "Does it work with Slack?"),
        ("product:inbox", "Is it good for teams that answer e-mail together?"),
        ("plan:inbox-team", "What is in Acorn Inbox Team?"),
        ("competitor:pinebox", "What do you know about Pinebox?"),
        ("add_on:ai-pack", "Can I add AI pack?"),
        ("discount:nonprofit", "Is there a discount for non-profit?"),
        ("discount:welcome", "Is the code WELCOME50 valid?"),
        ("trial", "Is there a free trial?"),
        ("company", "What does Acorn do?"),
        ("currencies", "Can I pay in another currency?"),
        ("contact", "How can I contact you?"),
        ("hours", "Are you open on Sunday?"),
        ("step:invite", "How do I invite your team?"),
        ("loyalty", "one month free"),
        ("referral", "What does my friend get?"),
        ("review", "Where can I leave a review?"),
        ("stories", "Do you have customer stories?"),
    ],
)
def test_each_fact_has_the_ways_to_ask_for_it(fact_id: str, way: str) -> None:
    assert way in FACTS[fact_id].ways


def test_every_fact_has_an_id_of_its_own_and_no_way_twice() -> None:
    listed = facts_of(CATALOGUE)
    assert len(FACTS) == len(listed)
    for fact in listed:
        assert fact.ways
        assert all(fact.ways)
        assert len(set(fact.ways)) == len(fact.ways)


def test_the_kind_of_a_fact_is_what_stands_before_its_id() -> None:
    assert (FACTS["answer:refund-policy"].kind, FACTS["hours"].kind) == ("answer", "hours")


@pytest.mark.parametrize(
    ("attribute", "known_of"),
    [
        ("storage", {"inbox", "inbox-team", "inbox-enterprise"}),
        ("sso", {"inbox", "inbox-team", "inbox-enterprise", "pinebox"}),
        ("support", set()),
    ],
)
def test_an_attribute_tells_of_what_it_is_known(attribute: str, known_of: set[str]) -> None:
    assert FACTS[f"attribute:{attribute}"].known_of == known_of


def test_an_answer_falls_into_its_sentences() -> None:
    answers = {"a": replace(CATALOGUE.answers["refund-policy"], id="a", answer="Yes. Within 30 days.")}
    assert of(replace(CATALOGUE, answers=answers), "answer:a").sentences == ("Yes.", "Within 30 days.")


@pytest.mark.parametrize(
    ("unit", "way"), [("days", "How many days battery life?"), ("GB", "How many GB is the battery life?")]
)
def test_a_figure_is_asked_for_by_its_unit(unit: str, way: str) -> None:
    figure = Attribute("battery", "Battery life", AttributeType.NUMBER, unit=unit)
    assert way in of(replace(CATALOGUE, attributes={"battery": figure}), "attribute:battery").ways


def test_what_there_is_not_is_no_fact() -> None:
    bare = replace(
        CATALOGUE,
        plans={},
        articles={},
        company=replace(CATALOGUE.company, email=""),
        journey=replace(CATALOGUE.journey, opening_hours=OpeningHours()),
    )
    ids = {fact.id for fact in facts_of(bare)}
    assert not ids & {"trial", "hours", "contact", "stories", "tax", "payment", "order_steps"}


def test_payment_taxes_and_orders_are_facts_where_the_owner_tells_them() -> None:
    company = replace(CATALOGUE.company, payment_methods=("card",), tax_note="Without VAT.", order_steps="Write to us.")
    told = replace(CATALOGUE, company=company)
    assert "Can I pay by card?" in of(told, "payment").ways
    assert (of(told, "tax").text, of(told, "order_steps").text) == ("Without VAT.", "Write to us.")
