"""Budgets as visitors write them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.nlu.need_values.tables import is_right, said


def money(
    amount: float | None = None, currency: str | None = None, period: str | None = None, **more: Any
) -> dict[str, Any]:
    return {"amount": amount, "currency": currency, "period": period, **more}


STATED = [
    ("our budget is 500", money(500)),
    ("budget $500", money(500, "USD")),
    ("Budget: 1500 - 2000 EUR", money(None, "EUR", min=1500, max=2000)),
    ("budget is around 5k", money(5000, bound="approx")),
    ("not more than 2k a month", money(2000, None, "month", bound="max")),
    ("under $300 pls", money(300, "USD", bound="max")),
    ("looking for a laptop under 1000", money(1000, bound="max")),
    ("something for less than 50 quid", money(50, "GBP", bound="max")),
    ("max 200 bucks", money(200, "USD", bound="max")),
    ("we can spend up to €10k per year", money(10000, "EUR", "year", bound="max")),
    ("i'd like to pay 40 euros a month max", money(40, "EUR", "month", bound="max")),
    ("€40/user/month tops", money(40, "EUR", "month", bound="max", per="user")),
    ("around 15 dollars per seat per month", money(15, "USD", "month", bound="approx", per="user")),
    ("$20 pp a month is what we can do", money(20, "USD", "month", per="user")),
    ("between $800 and $1,200", money(None, "USD", min=800, max=1200)),
    ("300-400$ range", money(None, "USD", min=300, max=400)),
    ("price range 2-3k", money(None, min=2000, max=3000)),
    ("i dont want to spend more then 600", money(600, bound="max")),
    ("can't go over 1500", money(1500, bound="max")),
    ("i have about 700 pounds to spend", money(700, "GBP", bound="approx")),
    ("I've got £250 for this", money(250, "GBP")),
    ("my max is 900 dollars", money(900, "USD", bound="max")),
    ("5k is our limit", money(5000, bound="max")),
    ("no budget limit", money(None, bound="none")),
    ("money is no object", money(None, bound="none")),
    ("a couple hundred bucks", money(200, "USD", bound="approx")),
    ("at least 1000 euros is fine", money(1000, "EUR", bound="min")),
    ("a grand tops", money(1000, bound="max")),
    ("2 grand", money(2000)),
    ("annual budget of 12,000 GBP", money(12000, "GBP", "year")),
    ("monthly budget is 300", money(300, None, "month")),
    ("we've set aside 1.5m usd for the whole project", money(1500000, "USD")),
    ("around CHF 80 monthly", money(80, "CHF", "month", bound="approx")),
    ("need a sofa, 500 euros", money(500, "EUR")),
    ("₹20000 phone suggest", money(20000, "INR")),
    ("1.000€ maximum", money(1000, "EUR", bound="max")),
    ("my budgt is 350 usd", money(350, "USD")),
    ("we could stretch to 60k", money(60000, bound="max")),
    ("willing to pay 25 a month", money(25, None, "month")),
    ("somewhere in the region of 4000 pounds", money(4000, "GBP", bound="approx")),
    ("keep it below 100 a month please", money(100, None, "month", bound="max")),
    ("one-off budget of 900 EUR", money(900, "EUR", "one_time")),
    ("30 bucks a week", money(30, "USD", "week")),
    ("A$450 or less", money(450, "AUD", bound="max")),
    ("less than a hundred dollars", money(100, "USD", bound="max")),
    ("I need a mattress for my bad back, about $900, queen size", money(900, "USD", bound="approx")),
]
SPOKEN = [
    ("we have got 5k to burn", money(5000)),
    ("the most i'd pay is 75", money(75, bound="max")),
    ("i'd be happy paying 40-50 a month", money(None, None, "month", min=40, max=50)),
    ("had 350 in mind", money(350)),
    ("about 2 to 3 hundred dollars", money(None, "USD", min=200, max=300)),
    ("five euros per user and month", money(5, "EUR", "month", per="user")),
    ("we allotted 12000 for the year", money(12000)),
    ("sub 500", money(500, bound="max")),
    ("max. 250,-", money(250, bound="max")),
    ("we have a max spend of 3k", money(3000, bound="max")),
    ("EUR 500 budget per month", money(500, "EUR", "month")),
    ("at 25/user we're out, 15 is our limit", money(15, bound="max")),
    ("not a huge budget. maybe 150", money(150, bound="approx")),
    ("our cfo capped it at 12k a year", money(12000, None, "year", bound="max")),
    ("1 500 € max", money(1500, "EUR", bound="max")),
]
ANSWERS = [
    ("500", money(500)),
    ("about 500", money(500, bound="approx")),
    ("2k", money(2000)),
    ("under 300", money(300, bound="max")),
    ("$20", money(20, "USD")),
    ("200-300", money(None, min=200, max=300)),
    ("100 to 500", money(None, min=100, max=500)),
    ("twenty a month", money(20, None, "month")),
    ("up to 1000 eur", money(1000, "EUR", bound="max")),
    ("no limit", money(None, bound="none")),
    ("15 per user", money(15, per="user")),
    ("maybe a thousand", money(1000, bound="approx")),
]
NOT_STATED = [
    "we were charged $49 twice",
    "why is it $99?",
    "i paid 300 for the last one",
    "your competitor charges $30 per user",
    "we pay $400 a month for our current tool",
    "the site says $1,299, is that right?",
    "i want a refund of $50",
    "is there a discount on the $49 plan",
    "our revenue is about $2m",
    "it went up from $10 to $15",
    "my phone number is 5550100",
    "order 88213 cost me 120",
    "a laptop under 2 kg",
    "delivery under 10 minutes",
    "up to 20 people",
    "we get about 500 a month",
    "20% off",
    "would you take $150 for it",
    "i was billed 79.99 yesterday",
    "got a $25 gift card",
    "at least 512 gb",
    "shipping was 15 dollars",
    "max 3 locations",
    "does the $20 one have a warranty",
    "the 2024 model",
    "zip code 90210",
    "i make 3000 a month",
    "is it 500mb or 1gb",
    "how much is 30 seats a year",
    "you owe me 40 euros",
]


@pytest.mark.parametrize(("text", "budget"), STATED + SPOKEN)
def test_budget_is_read_from_free_text(text: str, budget: Any) -> None:
    assert is_right("budget", budget, said(text).get("budget")), said(text)


@pytest.mark.parametrize(("text", "budget"), ANSWERS)
def test_bare_answer_to_the_question_is_a_budget(text: str, budget: Any) -> None:
    assert is_right("budget", budget, said(text, "budget").get("budget")), said(text, "budget")


@pytest.mark.parametrize("text", NOT_STATED)
def test_other_amounts_are_no_budget(text: str) -> None:
    assert "budget" not in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "last spring there were 30 of us but the neighbours came along then",
        "the kids are 9 and 12 and both hate waiting in the car",
    ],
)
def test_a_number_in_a_sentence_is_no_answer_to_the_question_of_money(text: str) -> None:
    assert said(text, asked="budget").get("budget") is None


def test_a_sum_in_a_sentence_is_one() -> None:
    assert (
        said("well my brother in law thinks we could go up to £300 for it", asked="budget")["budget"]["amount"] == 300
    )
