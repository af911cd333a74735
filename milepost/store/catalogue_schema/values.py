"""What a single value may be: each parser gives the value of a text or raises UnfitError with the end of a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from string import Formatter
from typing import TypeVar
from zoneinfo import ZoneInfo, available_timezones

from milepost.store.catalogue_schema.ledger import suggestion

T = TypeVar("T")
E = TypeVar("E", bound=Enum)
Parser = Callable[[str], T]

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00")
_LINK = re.compile(r"(https?://[^\s/]|/)\S*", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_CURRENCY = re.compile(r"[A-Z]{3}")
_ID = re.compile(r"[a-z0-9_-]+")
_PLACEHOLDER = re.compile(r"[a-z_]+")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_TRUTH = {"yes": True, "true": True, "no": False, "false": False}
_MOST_DIGITS = 15


class UnfitError(ValueError):
    """A value that its key does not take; the message follows '"key" of plan "Pro" '."""


def text(words: str) -> str:
    """Words, without the spaces around them."""
    if _UNPRINTABLE.search(words):
        raise UnfitError("has a character that cannot be shown: delete it")
    return words.strip()


def boolean(words: str) -> bool:
    """yes, no, true or false."""
    truth = _TRUTH.get(words.strip().casefold())
    if truth is None:
        raise UnfitError(f'must be yes or no, not "{words}"')
    return truth


def number(words: str, *, least: int | None = None, most: int | None = None) -> Decimal:
    """An exact number, from the digits as they are written."""
    if not _NUMBER.fullmatch(words):
        raise UnfitError(f'must be a number as 1200 or 12.50, not "{words}"')
    if sum(sign.isdigit() for sign in words) > _MOST_DIGITS:
        raise UnfitError(f"has more than {_MOST_DIGITS} digits")
    value = Decimal(words)
    if least is not None and value < least:
        raise UnfitError(f"must not be less than {least}, it is {words}")
    if most is not None and value > most:
        raise UnfitError(f"must not be more than {most}, it is {words}")
    return value


def amount(words: str) -> Decimal:
    """Money in a currency's main unit, not negative."""
    if _NUMBER.fullmatch(words) and words.startswith("-"):
        raise UnfitError(f"must not be negative, it is {words}")
    return number(words)


def percent(words: str) -> Decimal:
    """More than 0, at most 100."""
    value = number(words.removesuffix("%").rstrip(), most=100)
    if value <= 0:
        raise UnfitError(f"must be more than 0, it is {words}")
    return value


def positive(words: str) -> Decimal:
    """A number above 0."""
    value = number(words)
    if value <= 0:
        raise UnfitError(f"must be more than 0, it is {words}")
    return value


def share(words: str) -> Decimal:
    """A number from 0 to 1."""
    return number(words, least=0, most=1)


def whole(least: int) -> Parser[int]:
    """Whole numbers from `least`."""

    def parse(words: str) -> int:
        value = number(words, least=least, most=10**9)
        if value != int(value):
            raise UnfitError(f"must be a whole number, not {words}")
        return int(value)

    return parse


def one_of(known: Sequence[str]) -> Parser[str]:
    """One of these words, as they are written."""

    def parse(words: str) -> str:
        if words in known:
            return words
        raise UnfitError(f'must be one of {", ".join(known)}, not "{words}"{suggestion(words, known)}')

    return parse


def member(kind: type[E]) -> Parser[E]:
    """A member of a closed list, by its value."""
    parse = one_of([choice.value for choice in kind])
    return lambda words: kind(parse(words))


def iso_date(words: str) -> str:
    """A day that exists, as 2026-12-31."""
    try:
        return date.fromisoformat(words).isoformat()
    except ValueError:
        raise UnfitError(f'must be a date as 2026-12-31, not "{words}"') from None


def clock(words: str) -> str:
    """A time of day, as 09:00; 24:00 is the end of the day."""
    if not _CLOCK.fullmatch(words):
        raise UnfitError(f'must be a time as "09:00", not "{words}"')
    return words


def timezone(words: str) -> str:
    """A name of the IANA time zone database."""
    try:
        ZoneInfo(words)
    except (LookupError, ValueError, OSError):  # OSError: the name of a folder of zones, or one too long for a file
        hint = suggestion(words, available_timezones(), least=80)
        raise UnfitError(f'must be a time zone as Europe/Dublin, not "{words}"{hint}') from None
    return words


def link(words: str) -> str:
    """A web address, or a path on the same site."""
    if not _LINK.fullmatch(words):
        raise UnfitError(f'must be a link that begins with https:// or /, not "{words}"')
    return words


def email(words: str) -> str:
    """An e-mail address, by its look."""
    if not _EMAIL.fullmatch(words):
        raise UnfitError(f'must be an e-mail address, not "{words}"')
    return words


def currency(words: str) -> str:
    """An ISO 4217 code, by its look."""
    if not _CURRENCY.fullmatch(words):
        raise UnfitError(f'must be a currency code of three capital letters as EUR, not "{words}"')
    return words


def identifier(words: str) -> str:
    """What the files call a thing: small letters, digits, - and _."""
    if not _ID.fullmatch(words):
        raise UnfitError("is not an id: use small letters, digits, - and _")
    return words


def template(words: str) -> str:
    """A text with placeholders in braces, as {name}."""
    try:
        fields = [(name, layout, conversion) for _, name, layout, conversion in Formatter().parse(words)]
    except ValueError:
        raise UnfitError("has a brace { or } that is not part of a placeholder as {name}") from None
    for name, layout, conversion in fields:
        if name is not None and (layout or conversion or not _PLACEHOLDER.fullmatch(name)):
            raise UnfitError(f'has a placeholder "{{{name}}}" that is not one word')
    return text(words)


def places(words: str) -> tuple[str, ...]:
    """The names of a template's placeholders."""
    return tuple(name for _, name, _, _ in Formatter().parse(words) if name)
