from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from milepost.sales.catalogue import Term
from milepost.sales.pricing import PriceBreakdown, price
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
    assert row.valid_until == NOW + timedelta(days=small_catalogue().company.quote_valid_days)
    assert memory.quotes == [quote.id]
    assert quote.number.startswith("Q-")


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
