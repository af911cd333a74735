"""A parse as a typed reading, and which of its words carry content of their own."""

from __future__ import annotations

from typing import Any

import pytest

from milepost.dialogue.reading import Counted, FoundFact, Order, reading_of, readings_of
from milepost.dialogue.words import content_words, stem, stems_of

TEXT = "how much is Team for 12 people, and does it fly?"
PARSE: dict[str, Any] = {
    "text": TEXT,
    "question": "how_much",
    "language": {"name": "de", "confidence": 0.9},
    "intent_ranking": [{"name": "ask_price", "confidence": 0.6}, {"name": "ask_product", "confidence": 0.3}],
    "act_evidence": {"ask_price": 0.7},
    "facts": [{"id": "answer:fly", "score": 0.4, "says": "It does not.", "evidence": {"way": 0.5}}],
    "mentions": [
        {"kind": "plan", "ids": ["team"], "start": 12, "end": 16, "words": "Team"},
        {"kind": "reference", "ids": [], "start": 41, "end": 43, "words": "it", "reference": "it"},
    ],
    "case": {
        "counts": [{"number": 12, "low": None, "people": True, "option": None, "more": False}],
        "span": [3, "month"],
        "forms": {"values": {"size": ["XL"]}, "missing": "52", "of_stock": True},
        "superlative": {"by": "price", "highest": False},
        "places": [[21, 23]],
        "days": ["sat"],
    },
    "set_phrases": [{"kind": "theirs"}],
    "needs": [{"name": "email", "value": "a@b.c"}, {"name": "team_size", "value": 12}],
    "topics": ["bargain"],
    "doubt": "price",
}


def test_a_parse_is_read_into_types_once() -> None:
    read = reading_of(PARSE)
    assert (read.text, read.question, read.language, read.asks) == (TEXT, "how_much", "de", True)
    assert (read.intent("ask_price"), read.intent("ask_price", "ask_product")) == (0.6, pytest.approx(0.9))
    assert read.facts == (FoundFact("answer:fly", 0.4, "It does not.", {"way": 0.5}),)
    assert (read.counts, read.count) == ((Counted(12, None, True, None, False),), Counted(12, None, True, None, False))
    assert (read.span, read.order, read.days) == ((3, "month"), Order("price", highest=False), ("sat",))
    assert (read.forms, read.missing_form, read.of_stock) == ({"size": ("XL",)}, "52", True)
    assert (read.reference, read.phrases, read.doubt) == ("it", {"theirs"}, "price")
    assert (read.contact, read.topics) == ({"email": "a@b.c"}, {"bargain"})
    assert [(one.kind, one.ids) for one in read.of("plan")] == [("plan", ("team",))]
    assert read.rest == ("fly",)


@pytest.mark.parametrize("parse", [{}, {"text": None}, {"text": "hi", "intent": {"name": "greet", "confidence": 1.0}}])
def test_a_parse_without_our_evidence_is_read_as_far_as_it_goes(parse: dict[str, Any]) -> None:
    read = reading_of(parse)
    assert (read.named, read.count, read.order, read.reference, read.contact) == ((), None, None, None, {})
    assert read.intent("greet") == (1.0 if parse.get("intent") else 0.0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("and what about the one for 10?", ()),
        ("do you have whiteboards", ("whiteboards",)),
        ("¿cuánto cuesta la pizarra?", ("pizarra",)),
        ("was kostet das Brett für uns", ("brett",)),
        ("dont you ship?", ("ship",)),
        ("x", ()),
    ],
)
def test_words_that_lead_link_or_ask_carry_nothing(text: str, words: tuple[str, ...]) -> None:
    assert content_words(text, []) == words


def test_words_that_are_explained_already_are_left_out() -> None:
    assert content_words("team for tickets", [(0, 4)]) == ("tickets",)


@pytest.mark.parametrize(
    ("one", "other"),
    [("refunds", "refund"), ("shipping", "shipped"), ("integrations", "integrate"), ("batteries", "battery")],
)
def test_forms_of_a_word_meet_in_their_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_a_text_has_its_stems_in_order() -> None:
    assert stems_of("The day's passes") == ["the", stem("day"), stem("passes")]


def test_each_part_of_a_message_knows_where_it_stands() -> None:
    assert [one.place for one in readings_of([PARSE])] == ["only"]
    assert [one.place for one in readings_of([PARSE] * 4)] == ["first", "middle", "middle", "last"]
