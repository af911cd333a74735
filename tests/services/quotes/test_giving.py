from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest

from milepost.errors import StoreUnavailable
from milepost.sales import wording
from milepost.sales.catalogue import Term
from milepost.sales.pricing import PriceBreakdown, available_terms, price
from milepost.services import quotes
from milepost.services.turns import Turn
from milepost.store.database import Database
from tests.catalogues import small_catalogue
from tests.services.turns import NOW, turn_of


def breakdown(turn: Turn, quantity: int = 10) -> PriceBreakdown:
    plan = next(plan for plan in turn.catalogue.plans.values() if plan.prices and plan.prices[0].term is Term.MONTH)
    return price(turn.catalogue, plan.id, quantity, Term.MONTH, "EUR", today=NOW.date())


def test_a_quote_keeps_lines_total_version_and_validity(database: Database) -> None:
    with turn_of(database) as turn:
        quote = quotes.record(turn, breakdown(turn))
        total = breakdown(turn).total
    with database.begin() as store:
        row = store.quotes.find(quote.id)
        memory, _ = store.conversations.memory("c1")
    assert (quote.total, row.total, row.currency) == (total, total.amount, "EUR")
    assert sum(Decimal(line["amount"]) for line in row.lines) == total.amount
    assert row.catalogue_version == small_catalogue().version
    last_day = NOW + timedelta(days=small_catalogue().company.quote_valid_days)
    assert row.valid_until == last_day.replace(hour=23, minute=59, second=59)
    assert memory.quotes == [quote.id]
    assert quote.number == row.number == "Q-2026-0001"


def test_the_same_price_again_is_the_same_quote_and_another_price_another(database: Database) -> None:
    with turn_of(database) as turn:
        first, again, other = (quotes.record(turn, breakdown(turn, n)) for n in (10, 10, 12))
    assert first.id == again.id != other.id
    with turn_of(database, now=NOW + timedelta(days=400)) as turn:
        assert quotes.record(turn, breakdown(turn)).id != first.id


def test_a_conversation_finds_only_its_own_quotes(database: Database) -> None:
    with turn_of(database) as turn:
        quote = quotes.record(turn, breakdown(turn))
        assert quotes.find(turn, quote.id) == quote
        assert quotes.find(turn, "q-none") is None
    with turn_of(database, "c2") as turn:
        assert quotes.find(turn, quote.id) is None


def test_an_earlier_quote_is_found_by_number_by_day_and_as_the_one_before(database: Database) -> None:
    with turn_of(database, now=NOW - timedelta(days=1)) as turn:
        first = quotes.record(turn, breakdown(turn))
    with turn_of(database) as turn:
        second = quotes.record(turn, breakdown(turn, 12))
        days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
        assert quotes.earlier(turn, first.number) == first
        assert quotes.earlier(turn, days[(NOW - timedelta(days=1)).weekday()]) == first
        assert quotes.earlier(turn, quotes.AGAIN) == second
        assert quotes.earlier(turn, "Q-2026-0012") is None
        assert quotes.earlier(turn, days[(NOW + timedelta(days=2)).weekday()]) is None


def test_a_quote_is_drawn_as_it_was_given_whatever_the_catalogue_says_since(database: Database) -> None:
    with turn_of(database) as turn:
        given = breakdown(turn)
        quote = quotes.record(turn, given)
        drawn = quotes.block(quote, "Plan", "de", "https://chat.acorn.example/q/x")
    assert drawn["total"] == wording.money(given.total, "de")
    assert [line["amount"] for line in drawn["lines"]] == [wording.money(line.amount, "de") for line in given.lines]
    assert (drawn["number"], drawn["note"]) == ("Q-2026-0001", given.tax_note)
    assert drawn["url"] == "https://chat.acorn.example/q/x"
    with turn_of(database) as turn:
        assert quotes.block(quotes.find(turn, quote.id), "Plan", "de", drawn["url"]) == drawn


def test_quotes_are_numbered_one_after_the_other_and_anew_each_year(database: Database) -> None:
    numbers = []
    for conversation, now in (("c1", NOW), ("c2", NOW), ("c3", NOW + timedelta(days=60)), ("c4", NOW)):
        with turn_of(database, conversation, now=now) as turn:
            numbers.append(quotes.record(turn, breakdown(turn)).number)
    assert numbers == ["Q-2026-0001", "Q-2026-0002", "Q-2027-0001", "Q-2026-0003"]


def test_quotes_given_at_the_same_time_never_share_a_number(database: Database) -> None:
    def give(conversation: str) -> str:
        with turn_of(database, conversation) as turn:
            return quotes.record(turn, breakdown(turn)).number

    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(give, [f"c{n}" for n in range(12)]))
    assert sorted(numbers) == [f"Q-2026-{n:04d}" for n in range(1, 13)]


def test_a_quote_that_is_not_kept_takes_no_number(database: Database) -> None:
    def fail() -> None:
        with database.begin() as store:
            assert store.quotes.next_number(2026) == "Q-2026-0001"
            raise StoreUnavailable("away")

    with pytest.raises(StoreUnavailable):
        fail()
    with turn_of(database) as turn:
        assert quotes.record(turn, breakdown(turn)).number == "Q-2026-0001"


def test_a_discount_is_kept_with_what_it_is_for(sqlite_database: Database) -> None:
    with turn_of(sqlite_database) as turn:
        discounted = next(
            way
            for plan in turn.catalogue.plans.values()
            for discount in turn.catalogue.discounts.values()
            for term in available_terms(plan)
            if plan.prices and not plan.custom_price
            for way in [
                price(
                    *(turn.catalogue, plan.id, max(plan.min_quantity, 5), term, "EUR"),
                    codes=(discount.code or "",),
                    customer_kind=discount.customer_kind,
                    today=NOW.date(),
                )
            ]
            if way.discounts
        )
        quote = quotes.record(turn, discounted)
    (off,) = [line["off"] for line in quote.lines if line["kind"] == "discount"]
    assert Decimal(off["percent"]) == discounted.discounts[0].percent
    assert off.get("code") == discounted.discounts[0].code
