"""Money is exact until it is charged, and charged as its currency is."""

from __future__ import annotations

from decimal import Decimal

import pytest

from milepost.sales.money import Money, minor_units


def usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


@pytest.mark.parametrize(
    ("currency", "places"), [("USD", 2), ("EUR", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3), ("TND", 3)]
)
def test_each_currency_has_its_own_smallest_unit(currency: str, places: int) -> None:
    assert minor_units(currency) == places


@pytest.mark.parametrize(
    ("amount", "currency", "charged"),
    [
        ("10.005", "USD", "10.01"),
        ("10.0049", "USD", "10.00"),
        ("-10.005", "USD", "-10.01"),
        ("0.5", "JPY", "1"),
        ("99.4", "JPY", "99"),
        ("1.2345", "KWD", "1.235"),
        ("7", "EUR", "7.00"),
    ],
)
def test_rounding_goes_half_up_to_the_smallest_unit(amount: str, currency: str, charged: str) -> None:
    assert str(Money(Decimal(amount), currency).rounded().amount) == charged


def test_sums_are_exact_where_binary_fractions_would_not_be() -> None:
    assert sum((usd("0.10") for _ in range(9)), usd("0.10")) == usd("1.00")


def test_a_third_is_kept_until_it_is_rounded() -> None:
    assert (usd("100") * (Decimal(1) / 3) * 3).rounded() == usd("100.00")


def test_arithmetic_keeps_the_currency() -> None:
    assert usd("5") + usd("2.50") == usd("7.50")
    assert usd("5") - usd("7") == usd("-2")
    assert usd("2.50") * 4 == usd("10")
    assert -usd("3") == usd("-3")


def test_money_of_one_currency_has_an_order() -> None:
    assert usd("1") < usd("1.01")
    assert usd("1") <= usd("1.00")
    assert max(usd("3"), usd("20")) == usd("20")


@pytest.mark.parametrize(
    "mix",
    [
        lambda one, other: one + other,
        lambda one, other: one - other,
        lambda one, other: one < other,
        lambda one, other: one <= other,
    ],
    ids=["sum", "difference", "less", "at most"],
)
def test_two_currencies_do_not_mix(mix) -> None:
    with pytest.raises(ValueError, match="USD and EUR do not mix"):
        mix(usd("1"), Money(Decimal(1), "EUR"))


def test_the_same_amount_in_another_currency_is_another_price() -> None:
    assert usd("1") != Money(Decimal(1), "EUR")
