"""The prices and forms of an imported good as the catalogue writes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from milepost.importing.feed import FeedProduct, FeedVariant, Prices
from milepost.importing.text import slug
from milepost.sales.catalogue import Availability


def plan_of(product: FeedProduct, product_id: str, name: str, currency: str) -> dict[str, Any]:
    """Goods sold by the piece; without a readable price a person gives it."""
    plan: dict[str, Any] = {"product": product_id, "name": name}
    prices = _base(product)
    if prices.regular is None:
        return {**plan, "custom_price": True}
    listed: dict[str, Any] = {
        "term": "one_time",
        "unit": "item",
        "tiers": [{"up_to": None, currency: _plain(prices.regular)}],
    }
    if prices.sale is not None:
        listed["sale"] = _sale(prices, currency)
    return {**plan, "prices": [listed]}


def forms_of(product: FeedProduct, currency: str) -> dict[str, Any]:
    """Its variants by id, each with its options, stock, what it adds to the price, and its own sale price."""
    base, variants = _base(product), _sold(product)
    found: dict[str, Any] = {}
    for variant in variants:
        entry: dict[str, Any] = {"options": dict(variant.options), **standing(variant.stock, variant.availability)}
        prices = variant.prices
        if prices.regular is not None and base.regular is not None and prices.regular > base.regular:
            entry["surcharge"] = {currency: _plain(prices.regular - base.regular)}
        if prices.sale is not None and base.sale is None:
            entry["sale"] = _sale(prices, currency)
        entry |= {key: value for key, value in (("sku", variant.sku), ("gtin", variant.gtin)) if value}
        found[slug(" ".join(variant.options.values()), found, otherwise=variant.sku or "form")] = entry
    return found


def standing(stock: int | None, availability: Availability | None) -> dict[str, Any]:
    """Pieces and availability; what is out of stock has no pieces."""
    if availability is Availability.OUT_OF_STOCK:
        return {"stock": 0}
    found: dict[str, Any] = {} if stock is None else {"stock": stock}
    if availability in (Availability.PREORDER, Availability.BACKORDER) or (availability and stock is None):
        found["availability"] = availability.value
    return found


def _sold(product: FeedProduct) -> Sequence[FeedVariant]:
    """The variants whose price is known as well as the others'."""
    priced = [variant for variant in product.variants if variant.prices.regular is not None]
    return priced or product.variants


def _base(product: FeedProduct) -> Prices:
    """What the product costs from: of variants the lowest regular price, and the sale where it takes the same off each."""
    variants = _sold(product)
    regular = [variant.prices.regular for variant in variants if variant.prices.regular is not None]
    if not regular:
        return product.prices
    lowest = min(regular)
    sales = {_shifted(variant.prices, lowest) for variant in variants}
    (only,) = sales if len(sales) == 1 else (Prices(),)
    return replace(only, regular=lowest)


def _shifted(prices: Prices, lowest: Decimal) -> Prices:
    """The sale of a variant less what the variant adds to the lowest price."""
    if prices.sale is None or prices.regular is None:
        return Prices()
    return replace(prices, regular=None, sale=prices.sale - (prices.regular - lowest))


def _sale(prices: Prices, currency: str) -> dict[str, Any]:
    assert prices.sale is not None  # called where there is one
    days = {"valid_from": prices.sale_from, "valid_until": prices.sale_until}
    return {currency: _plain(prices.sale), **{key: day for key, day in days.items() if day}}


def _plain(amount: Decimal) -> Decimal:
    """Without noughts that say nothing: 12.990000 is 12.99."""
    least = amount.normalize()
    exponent = least.as_tuple().exponent
    return least.quantize(Decimal("0.01")) if isinstance(exponent, int) and -2 < exponent < 0 else Decimal(f"{least:f}")
