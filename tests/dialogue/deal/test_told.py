"""What messages tell of the deal."""

from __future__ import annotations

import pytest

from milepost.dialogue.deal.told import (
    deal_told,
    first_words,
    is_term,
    of_another,
    questions_asked,
    tells_of_people,
)
from milepost.sales.notes.deal import Topic
from tests.sales.shelf import shelf

SHELF = shelf()


def told(*texts: str) -> list[tuple[str, str, str]]:
    said = [(f"m{place}", text) for place, text in enumerate(texts, 1)]
    return [(each.topic.value, each.label, each.words) for each in deal_told(SHELF, said)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("there'll be three of us, our CTO Marek decides in the end", "our CTO Marek decides in the end"),
        ("sounds good but I need to check with our CFO first", "sounds good but I need to check with our CFO first"),
        ("it all sounds good, but I need to check with our CFO", "but I need to check with our CFO"),
        ("the bursar pays for it", "the bursar pays for it"),
        ("HR decides, that's Maeve Kelly", "HR decides, that's Maeve Kelly"),
        ("my boss has to sign off", "my boss has to sign off"),
        ("I'm the founder btw", "I'm the founder btw"),
        ("mein Chef entscheidet das am Ende", "mein Chef entscheidet das am Ende"),
        ("c'est moi qui décide", "c'est moi qui décide"),
    ],
)
def test_who_decides_is_told_in_a_whole_clause(text: str, words: str) -> None:
    assert words in [each for topic, _, each in told(text) if topic == Topic.DECIDES.value]


@pytest.mark.parametrize(
    "text",
    ["my boss told me about you", "we need a team inbox", "who is the owner of this site?", "is it my decision?"],
)
def test_other_talk_of_people_says_nothing_of_who_decides(text: str) -> None:
    assert Topic.DECIDES.value not in [topic for topic, _, _ in told(text)]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("we need a PO number on the invoice", {"PO number", "invoice"}),
        ("payment by bank transfer, 30 days", {"payment terms"}),
        ("can you get us 15% off?", {"discount"}),
        ("we need a written contract", {"contract"}),
        ("the bursar pays, on account with our PO", {"PO number", "invoice"}),
        ("can you do better than list?", {"discount"}),
        ("invoice INV-2231 is wrong", set()),
        ("my order number is 88213", set()),
        ("how do I send an invoice from it?", set()),
        ("does it do contracts?", set()),
    ],
)
def test_terms_that_are_asked_for(text: str, labels: set[str]) -> None:
    assert {label for topic, label, _ in told(text) if topic == Topic.TERMS.value} == labels


def test_a_customer_has_adds_gives_up_and_may_leave_for_a_competitor() -> None:
    found = told(
        "we've been customers for two years",
        "we want to add 5 seats and drop the phone add-on",
        "Deskhero has offered us 30% less, if you cant match we leave at renewal",
    )
    assert {topic: words for topic, _, words in found if topic != "terms"} == {
        "has": "we've been customers for two years",
        "adds": "we want to add 5 seats and drop the phone add-on",
        "leaves": "we want to add 5 seats and drop the phone add-on",
        "rival": "Deskhero has offered us 30% less",
        "threat": "if you cant match we leave at renewal",
    }


def test_what_is_said_twice_stands_once_and_the_first_message_is_named() -> None:
    [only] = deal_told(SHELF, [("m1", "my boss decides"), ("m2", "My boss decides")])
    assert only.message == "m1"


def test_questions_are_quoted_and_wishes_for_a_person_are_none() -> None:
    said = [
        ("m1", "hi. does it do LDAP?"),
        ("m2", "can someone call me before 4?"),
        ("m3", "my knee hurts, who should i see"),
    ]
    assert [(each.words, each.message) for each in questions_asked(said)] == [
        ("does it do LDAP?", "m1"),
        ("my knee hurts, who should i see", "m3"),
    ]


def test_the_first_words_that_say_something() -> None:
    said = [("m1", "hello"), ("m2", "call me please"), ("m3", "our old tool is a mess now")]
    found = first_words(said)
    assert found is not None
    assert (found.words, found.message) == ("our old tool is a mess now", "m3")
    assert first_words([("m1", "hi there")]) is None


def test_what_is_of_somebody_else_and_what_is_of_paper() -> None:
    assert of_another("HR decides, that's Maeve Kelly", "Maeve Kelly")
    assert not of_another("I'm Maeve Kelly, I decide", "Maeve Kelly")
    assert is_term("PO number")
    assert not is_term("shared inbox")
    assert tells_of_people("our finance director has to sign off")
    assert not tells_of_people("does our director have to sign?")
