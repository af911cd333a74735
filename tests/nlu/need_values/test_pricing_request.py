"""What a price is asked for."""

from __future__ import annotations

from typing import Any

import pytest

from tests.nlu.need_values.tables import plain_reader

ASKED = [
    ("how much is it for 30 seats yearly", {"quantity": 30, "term": "year"}),
    ("price for 20 users per month", {"quantity": 20, "term": "month"}),
    ("what does it cost annually in euros", {"term": "year", "currency": "EUR"}),
    ("how much in GBP", {"currency": "GBP"}),
    ("monthly price?", {"term": "month"}),
    ("i'll take two of them", {"quantity": 2}),
    ("x3", {"quantity": 3}),
    ("10 sessions please", {"quantity": 10}),
    ("quote for 5 licences billed annually", {"quantity": 5, "term": "year"}),
    ("code SPRING10", {"code": "SPRING10"}),
    ('i have a voucher "WELCOME50"', {"code": "WELCOME50"}),
    ("my promo code is save-20", {"code": "SAVE-20"}),
    ("is there a one-time price", {"term": "one_time"}),
    ("we're 14 people", {"quantity": 14}),
    ("pricing in $?", {"currency": "USD"}),
]
NOT_ASKED = [
    "how much is it",
    "i bought it 3 years ago",
    "do you have a discount code",
    "is there a spring sale",
    "last year we were 10",
    "it took 2 hours",
    "the code does not work",
    "2 questions",
]


@pytest.mark.parametrize(("text", "request_"), ASKED)
def test_price_request_is_read_with_its_words(text: str, request_: dict[str, Any]) -> None:
    pricing = plain_reader().read(text).pricing
    assert {key: value for key, value in pricing.items() if value is not None and key != "words"} == request_
    assert set(pricing["words"]) == set(request_)
    assert all(words in text for words in pricing["words"].values())


@pytest.mark.parametrize("text", NOT_ASKED)
def test_nothing_is_asked_for_where_nothing_is_said(text: str) -> None:
    pricing = plain_reader().read(text).pricing
    assert [pricing[key] for key in ("quantity", "term", "currency", "code")] == [None] * 4
