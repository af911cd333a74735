"""The one currency of a feed: as its prices say, as the owner says, or as the owner is asked; never guessed in silence."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from milepost.importing.prices import Stated, currencies, currencies_of, usual_currency
from milepost.importing.reading.sources import problem

Ask = Callable[[str], str]
"""Puts a question to whoever runs the import and gives the answer."""


def settle_currency(texts: Iterable[str], shown: str, *, given: str = "", ask: Ask | None = None) -> tuple[str, str]:
    """The currency, and a sentence on how it is known. Raises CatalogueError where it is not."""
    stated = Stated.of(texts)
    code = _code(given, shown) if given else ""
    if code and stated.codes and code not in stated.codes:
        told = ", ".join(each for each, _ in stated.codes.most_common(3))
        raise problem(shown, 1, f"the prices say that they are in {told}: they cannot be imported as {code}")
    if code:
        return code, f"prices are in {code}, as you said"
    if stated.codes:
        (first, times), *others = stated.codes.most_common()
        rest = f"; {sum(count for _, count in others)} in another currency were left out" if others else ""
        return first, f"prices are in {first}, as {times} of them say{rest}"
    sign = stated.signs.most_common(1)[0][0] if stated.signs else ""
    usual = usual_currency(sign) if sign else None
    if usual:
        return usual, f'prices with "{sign}" were taken for {usual}: say --currency if it is another'
    candidates = f' ("{sign}" may be {", ".join(currencies_of(sign))})' if sign else ""
    question = f"which currency are the prices in?{candidates}"
    if ask is not None:
        return (answer := _code(ask(question), shown)), f"prices are in {answer}, as you said"
    raise problem(shown, 1, f"no price says its currency{candidates}: say it, as --currency EUR")


def _code(given: str, shown: str) -> str:
    code = given.strip().upper()
    if code not in currencies():
        raise problem(shown, 1, f'"{given}" is no currency: give its code of three letters, as EUR')
    return code
