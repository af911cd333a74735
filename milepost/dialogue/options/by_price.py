"""An option pointed at by what it costs: "what's in the 38 one"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from milepost.sales.catalogue import Catalogue
from milepost.sales.options import plans_of

_MONEY = r"(?:euros?|eur|pounds?|quid|gbp|dollars?|usd|bucks?)"
_COSTING_SO = re.compile(
    rf"\b(?:the|that) (?:[€$£]\s?)?(?P<amount>\d+(?:[.,]\d\d)?)(?:\s?[€$£]|[- ]?{_MONEY})? "
    r"(?:one|option|plan|version|pass|package|offer|ticket|model)\b"
    rf"|\bthe (?:[€$£]\s?(?P<signed>\d+(?:[.,]\d\d)?)|(?P<named>\d+(?:[.,]\d\d)?)[- ]?{_MONEY})(?![\w%])",
    re.IGNORECASE,
)


def costing_so(catalogue: Catalogue, text: str, pools: Sequence[Sequence[str]]) -> str | None:
    """The one option of the first pool that has it whose list price a text points at; None where it points at none."""
    match = _COSTING_SO.search(text)
    if match is None:
        return None
    amount = Decimal(next(filter(None, match.groups())).replace(",", "."))
    for pool in pools:
        found = [option for option in pool if amount in _prices(catalogue, option)]
        if len(found) == 1:
            return found[0]
    return None


def _prices(catalogue: Catalogue, option: str) -> set[Decimal]:
    """Every amount that stands in an option's price list, in any currency and term."""
    prices = [price for plan in plans_of(catalogue, option) for price in plan.prices]
    lists = [price.flat for price in prices] + [tier.amounts for price in prices for tier in price.tiers]
    return {amount for amounts in lists for amount in amounts.values()}
