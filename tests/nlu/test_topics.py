"""What a message's words are about, and what a doubt is about, by table."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.training_data.message import Message

from milepost.nlu.topics import TopicFinder, doubt_of, topics_of
from milepost.sales.handoffs.policy import Topic


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("can you send us a contract and our PO number is 12", {Topic.CONTRACT}),
        ("we need net 60 and to pay by invoice", {Topic.CONTRACT, Topic.INVOICE}),
        ("can we pay by invoice?", {Topic.INVOICE}),
        ("give me 10% off and I sign today", {Topic.BARGAIN}),
        ("can you match their price?", {Topic.BARGAIN}),
        ("is there a discount for non-profits?", set()),
        ("are you GDPR compliant?", {Topic.LEGAL}),
        ("please sign our DPA", {Topic.LEGAL, Topic.LEGAL_DEMAND}),
        ("our legal team must look at the liability clause", {Topic.LEGAL, Topic.LEGAL_DEMAND}),
        ("fix it or we'll cancel", {Topic.LEAVING}),
        ("can I cancel at any time?", set()),
        ("you billed us twice", {Topic.MONEY_DISPUTE}),
        ("will you sign a DPA? we have a security questionnaire", {Topic.LEGAL, Topic.LEGAL_DEMAND}),
        ("Brauchen wir einen AVV nach DSGVO?", {Topic.LEGAL}),
        ("you charged me twice, I want a refund", {Topic.MONEY_DISPUTE}),
        ("then we cancel our subscription", {Topic.LEAVING}),
        ("ich kündige", {Topic.LEAVING}),
        ("how much is it for 20 people?", set()),
        ("do you integrate with Slack?", set()),
        ("I am lazy, apology accepted", set()),
    ],
)
def test_topics_of_a_message(text: str, topics: set[Topic]) -> None:
    assert topics_of(text) == topics


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("that's too expensive", "price"),
        ("Hm, pricey", "price"),
        ("es demasiado caro", "price"),
        ("das ist mir zu teuer", "price"),
        ("c'est trop cher", "price"),
        ("I'll think about it", "later"),
        ("maybe next quarter", "later"),
        ("I have to ask my boss first", "later"),
        ("später vielleicht", "later"),
        ("not sure that it holds in the rain", None),
        ("we use something else", None),
        ("we carve boats", None),
        ("", None),
    ],
)
def test_what_a_doubt_is_about(text: str, about: str | None) -> None:
    assert doubt_of(text) == about


def test_topics_and_doubt_are_left_in_the_parse() -> None:
    finder = TopicFinder.create({}, None, None, None)  # type: ignore[arg-type]  # it needs nothing of the graph
    messages = [Message({"text": "too expensive, give me 10% off"}), Message({"text": ""})]
    finder.process(messages)
    assert [(each.get("topics"), each.get("doubt")) for each in messages] == [(["bargain"], "price"), ([], None)]
