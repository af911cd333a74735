"""What a visitor pays today is no budget; what they can pay is, also beside it."""

from __future__ import annotations

import pytest

from tests.nlu.need_values.tables import said


@pytest.mark.parametrize(
    "text",
    [
        "we pay $400 a month for our current tool",
        "we currently pay 25 per seat",
        "we're paying 400 a month right now",
        "we are spending $300 a month on deskhero",
        "our current tool costs us 500 a month",
        "they charge us $30 per user",
        "we used to pay 200 a month",
        "it costs me 80 a month today",
    ],
)
def test_what_is_paid_today_is_no_budget(text: str) -> None:
    assert "budget" not in said(text)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("we pay 400 a month now, our budget is 500", 500),
        ("they charge us $30, we can spend $20", 20),
        ("it costs us 300 today and we can't go over 250", 250),
    ],
)
def test_a_budget_beside_what_is_paid_today_is_the_budget(text: str, amount: int) -> None:
    budget = said(text).get("budget")
    assert budget is not None
    assert budget.get("amount", budget.get("max")) == amount
