"""Prices in one line, as `price: 18 EUR`, `price: 25 EUR per seat and month` or `price: on request`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from milepost.sales.catalogue import Plan, Price, Term, Tier
from milepost.store.catalogue_schema import values
from milepost.store.catalogue_schema.fields import Fields
from milepost.store.catalogue_schema.values import UnfitError

ON_REQUEST = "on request"
_AMOUNT = re.compile(
    r"(?:(?P<number>[0-9][0-9.,]*) ?(?P<code>[A-Za-z]{3})|(?P<code2>[A-Z]{3}) ?(?P<number2>[0-9][0-9.,]*))(?=\s|/|$)"
)
_PER = re.compile(r"(?:per|a|an|each)\s+(?P<what>[^\W\d_][\w -]*)", re.IGNORECASE)
_TERMS = {"week": Term.WEEK, "month": Term.MONTH, "year": Term.YEAR}
_AS = "as 18 EUR, 25 EUR per seat and month, or on request"


@dataclass(frozen=True)
class ShortPrice:
    """What one line says; `price` is None for what a person prices."""

    price: Price | None


def short_price(currencies: tuple[str, ...]) -> Callable[[str], ShortPrice]:
    """The parser of such a line for a company with these currencies, each of which must be given."""

    def parse(words: str) -> ShortPrice:
        plain = " ".join(words.split())
        if plain.casefold() == ON_REQUEST:
            return ShortPrice(None)
        amounts: dict[str, Decimal] = {}
        place = 0
        while match := _AMOUNT.match(plain, place):
            code = (match["code"] or match["code2"]).upper()
            if code in amounts:
                raise UnfitError(f"gives {code} twice")
            amounts[code] = values.amount(match["number"] or match["number2"])
            place = re.compile(r"\s*/?\s*").match(plain, match.end()).end()  # type: ignore[union-attr]
        if not amounts:
            raise UnfitError(f'must be written {_AS}, not "{words}"')
        missing = [code for code in currencies if code not in amounts]
        other = [code for code in amounts if code not in currencies]
        if currencies and (missing or other):
            raise UnfitError(
                f"has no amount in {missing[0]}: write it as {' / '.join(f'18 {code}' for code in currencies)}"
                if missing
                else f"is in {other[0]}, which is not among the company's currencies ({', '.join(currencies)})"
            )
        return ShortPrice(_price(amounts, plain[place:], words))

    return parse


def read_short_plan(plan_id: str, name: str, fields: Fields, currencies: tuple[str, ...]) -> Plan | None:
    """The plan that the key `price` of a product makes; None where it has none, or an unfit one."""
    found = fields.optional("price", short_price(currencies), None)
    if found is None:
        return None
    prices = (found.price,) if found.price else ()
    return Plan(plan_id, plan_id, name, prices=prices, custom_price=found.price is None)


def _price(amounts: dict[str, Decimal], rest: str, words: str) -> Price:
    """Per unit, per time, per both; without either it is a piece."""
    term, unit = Term.ONE_TIME, ""
    if rest:
        match = _PER.fullmatch(rest)
        if match is None:
            raise UnfitError(f'must be written {_AS}, not "{words}"')
        for part in re.split(r"\s+(?:and|per|a|an)\s+", match["what"].strip()):
            if part.casefold() in _TERMS and term is Term.ONE_TIME:
                term = _TERMS[part.casefold()]
            elif not unit:
                unit = part
            else:
                raise UnfitError(f'must be written {_AS}, not "{words}"')
    if not unit and term is not Term.ONE_TIME:
        return Price(term, flat=amounts)
    return Price(term, unit or "item", tiers=(Tier(None, amounts),))
