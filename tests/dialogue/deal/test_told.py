"""What messages tell of the deal."""

from __future__ import annotations

import pytest

from milepost.dialogue.deal.lines import Line
from milepost.dialogue.deal.says import Says
from milepost.dialogue.deal.told import (
    deal_told,
    first_words,
    is_term,
    of_another,
    questions_asked,
    tells_of_people,
)
from milepost.sales.notes.deal import ASKS_FIRST, THEMSELVES, Topic
from tests.dialogue.deal.lines import read, unread
from tests.sales.shelf import shelf

SHELF = shelf()


def told(*texts: str) -> list[tuple[str, str, str]]:
    return told_by(*unread(*texts))


def told_by(*lines: Line) -> list[tuple[str, str, str]]:
    return [(each.topic.value, each.label, each.words) for each in deal_told(SHELF, lines)]


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


@pytest.mark.parametrize(
    ("text", "says", "told"),
    [
        ("we've been customers for two years", (Says.HAS, 0.5), [("has", "")]),
        ("there are 43 members on paper", (Says.SITUATION, 0.9), []),
        ("we want five more of them on ours", (Says.ADDS, 0.9), [("adds", "")]),
        ("take two off again", (Says.LEAVES, 0.8), [("leaves", "")]),
        ("else we go in autumn", (Says.THREAT, 0.8), [("threat", "")]),
        ("I leave for the Dales on Sunday", (Says.LEAVES, 0.5), []),
        ("Deskhero has offered us 30% less", (Says.RIVAL, 0.3), [("rival", "")]),
        ("Deskhero is what my brother had", (Says.REMARK, 0.8), []),
        ("the treasurer has the last word", (Says.DECIDES, 0.6), [("decides", "")]),
        ("it is me who picks the tools here", (Says.DECIDES_SELF, 0.7), [("decides", THEMSELVES)]),
        ("I need to check with our CFO first", (Says.DECIDES, 0.6), [("decides", ASKS_FIRST)]),
        ("so I can't sign for three years, never again", (Says.REMARK, 0.6), []),
        ("invoice please, at 30 days", (Says.TERMS, 0.9), [("terms", "invoice")]),
        ("somebody opened an invoice that was none", (Says.TROUBLE, 0.9), []),
        ("their contract runs until May", (Says.USES, 0.7), []),
        ("it has to be in before the 8th", (Says.DEADLINE, 0.9), [("deadline", "")]),
        ("they came in before March", (Says.REMARK, 0.7), []),
    ],
)
def test_what_was_read_decides_and_set_words_alone_do_not(
    text: str, says: tuple[Says, float], told: list[tuple[str, str]]
) -> None:
    assert [(topic, label) for topic, label, _ in told_by(read(text, says))] == told


def test_what_is_said_twice_stands_once_and_the_first_message_is_named() -> None:
    [only] = deal_told(SHELF, unread("my boss decides", "My boss decides"))
    assert only.message == "m1"


def test_questions_are_quoted_and_wishes_for_a_person_are_none() -> None:
    said = unread("hi. does it do LDAP?", "can someone call me before 4?", "my knee hurts, who should i see")
    assert [(each.words, each.message) for each in questions_asked(said)] == [
        ("does it do LDAP?", "m1"),
        ("my knee hurts, who should i see", "m3"),
    ]


def test_the_first_words_that_say_something() -> None:
    found = first_words(unread("hello", "call me please", "our old tool is a mess now"))
    assert found is not None
    assert (found.words, found.message) == ("our old tool is a mess now", "m3")
    assert first_words(unread("hi there")) is None


def test_what_is_of_somebody_else_and_what_is_of_paper() -> None:
    assert of_another("HR decides, that's Maeve Kelly", "Maeve Kelly")
    assert not of_another("I'm Maeve Kelly, I decide", "Maeve Kelly")
    assert is_term("PO number")
    assert not is_term("shared inbox")
    assert tells_of_people("our finance director has to sign off")
    assert not tells_of_people("does our director have to sign?")
