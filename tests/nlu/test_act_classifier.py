"""What teaches the heads that read acts from words."""

from __future__ import annotations

from milepost.nlu.act_classifier import Labelled, labelled_parts, read_text
from tests.learning.annotated import PROJECT


def said(text: str, *acts: str) -> dict[str, object]:
    return {"text": text, "acts": [{"act": act} for act in acts]}


def test_the_names_of_a_company_are_replaced_by_stand_ins() -> None:
    turns = [
        said("How much is Lantern Inbox for 8?", "ask_price"),
        said("Hi there! Send me a quote for Relay Chat.", "greet", "request_quote"),
        said("One. Two. Three.", "greet", "thank"),  # which part does what is not plain
    ]
    conversation = {"company": "catalogue", "language": "en", "turns": turns}
    assert list(labelled_parts([conversation], PROJECT)) == [
        Labelled("How much is ProductA for 8?", "ask_price"),
        Labelled("Hi there!", "greet"),
        Labelled("Send me a quote for ProductA.", "request_quote"),
    ]


def test_of_a_long_text_the_end_is_read() -> None:
    assert read_text("  much is said " * 100 + "how much is it? ").endswith("how much is it?")
    assert len(read_text("word " * 200)) <= 400
    assert read_text(None) == ""
