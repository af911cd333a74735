"""Values as they lie in columns: ids, clean text, UTC times, JSON and exact amounts."""

from __future__ import annotations

import json
import re
import uuid
from datetime import datetime, timezone
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import sqlalchemy as sa

_ID = re.compile(r"[a-z0-9-]{1,64}")
_DECIMAL = "$decimal"
# JSON's spelling of a NUL byte, but not a backslash that is followed by u0000.
_ESCAPED_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


def new_id() -> str:
    """An id that nobody can guess."""
    return uuid.uuid4().hex


def is_id(text: str) -> bool:
    """Whether a text can be an id: 1 to 64 of a-z, 0-9 and hyphen."""
    return _ID.fullmatch(text) is not None


def utc_now() -> datetime:
    """Now, timezone-aware."""
    return datetime.now(timezone.utc)


def storable(text: str) -> str:
    """Text that every database takes: no NUL bytes, no lone surrogates."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def dump_json(value: Any) -> str:
    """Compact JSON; Decimals survive, tuples become lists."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, default=_encode)


def load_json(text: str) -> Any:
    """What `dump_json` wrote."""
    return json.loads(text, object_hook=_decode)


def _encode(value: Any) -> Any:
    if isinstance(value, Decimal):
        return {_DECIMAL: str(value)}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} cannot be kept as JSON")


def _decode(value: dict[str, Any]) -> Any:
    return Decimal(value[_DECIMAL]) if value.keys() == {_DECIMAL} else value


class CleanText(sa.types.TypeDecorator):
    """Text without what a database refuses."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        return None if value is None else storable(value)


class Moment(sa.types.TypeDecorator):
    """A point in time: timezone-aware UTC in code."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a timezone cannot be kept")
        moment = value.astimezone(timezone.utc)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)


class Json(sa.types.TypeDecorator):
    """A JSON value in a text column, compact."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        return None if value is None else storable(_ESCAPED_NUL.sub(r"\1", dump_json(value)))

    def process_result_value(self, value: str | None, dialect: Any) -> Any:
        return None if value is None else load_json(value)


class Hundredths(sa.types.TypeDecorator):
    """An amount of money to the hundredth, kept as a whole number so that a database can order and add it."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Any) -> int | None:
        return None if value is None else int((value * 100).to_integral_value(ROUND_HALF_UP))

    def process_result_value(self, value: Any, dialect: Any) -> Decimal | None:
        return None if value is None else Decimal(int(value)) / 100


class Amount(sa.types.TypeDecorator):
    """An exact decimal number, kept as its text."""

    impl = sa.String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Any) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Any) -> Decimal | None:
        return None if value is None else Decimal(value)
