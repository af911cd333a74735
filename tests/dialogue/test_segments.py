"""Where a message falls apart into what it says one after the other."""

from __future__ import annotations

import pytest

from milepost.dialogue.segments import MOST, segments_of


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        (
            "how does A compare to B, and what's 30 seats yearly?",
            ["how does A compare to B", "and what's 30 seats yearly?"],
        ),
        ("Do you have SSO? Where is the data stored?", ["Do you have SSO?", "Where is the data stored?"]),
        ("what does it cost and how do i order", ["what does it cost", "and how do i order"]),
        ("nice, how much is it", ["nice", "how much is it"]),
        ("¿Cuánto cuesta A y qué diferencia hay con B?", ["¿Cuánto cuesta A", "y qué diferencia hay con B?"]),
        ("Was kostet A und wie bestelle ich?", ["Was kostet A", "und wie bestelle ich?"]),
        ("Combien coûte A et est-ce qu'il y a un essai ?", ["Combien coûte A", "et est-ce qu'il y a un essai ?"]),
        ("Quanto custa A e como faço o pedido?", ["Quanto custa A", "e como faço o pedido?"]),
        ("What is A? We are 14. How much is it?", ["What is A?", "We are 14.", "How much is it?"]),
        ("yes please, and how do I pay?", ["yes please", "and how do I pay?"]),
        ("stop writing to me. what does A cost?", ["stop writing to me.", "what does A cost?"]),
        ("hi\nwe are a school\n\nis there a discount", ["hi", "we are a school", "is there a discount"]),
        ("we are 12... how much", ["we are 12...", "how much"]),
        ("hello there just dreaming of the sea", ["hello there", "just dreaming of the sea"]),
        ("ab 15. Mai bitte. geht das?", ["ab 15. Mai bitte.", "geht das?"]),
        ("Guten Tag ich suche ein Zelt", ["Guten Tag", "ich suche ein Zelt"]),
        ("bonjour, vous avez des vélos ?", ["bonjour", "vous avez des vélos ?"]),
        ("olá preciso de ajuda", ["olá", "preciso de ajuda"]),
        ("we come with two dogs. is that ok?", ["we come with two dogs. is that ok?"]),
        ("we only pay in march, can you do that", ["we only pay in march, can you do that"]),
        ("Who pays the return? is it ok?", ["Who pays the return?", "is it ok?"]),
    ],
)
def test_a_message_falls_apart_where_something_else_begins(text: str, segments: list[str]) -> None:
    assert list(segments_of(text)) == segments


@pytest.mark.parametrize(
    "text",
    [
        "how much is A for 30 seats, paid yearly?",
        "we need something that is fast, is cheap and does not break",
        "compare A and B",
        "hello Bob",
        "history of your company",
        "its me again, was looking at A",
        "??? ?? ?",
        "what about e.g. the blue one",
        "is 14.5 inches the screen",
        "write to ann@acorn.example please",
        "hello",
    ],
)
def test_what_is_one_thing_stays_whole(text: str) -> None:
    assert segments_of(text) == (text,)


def test_every_word_of_a_message_stands_in_one_of_its_segments() -> None:
    text = "Hi! We are 14 people, what does A cost, and is B better? Also, can I pay by card. Thanks a lot!"
    words = [word.strip(",;") for segment in segments_of(text) for word in segment.split()]
    assert words == [word.strip(",;") for word in text.split()]


def test_what_comes_after_the_most_segments_stays_with_the_last() -> None:
    text = " ".join(f"Is it good for number {n}?" for n in range(9))
    segments = segments_of(text)
    assert len(segments) == MOST
    assert " ".join(segments) == text


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_nothing_said_is_one_empty_segment(text: str) -> None:
    assert segments_of(text) == ("",)
