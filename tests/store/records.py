"""Rows for tests of the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from milepost.store.records.follow_ups import FollowUpRow
from milepost.store.records.gaps import Gap
from milepost.store.records.handoffs.promises import PromiseRow
from milepost.store.records.quotes import QuoteRow
from milepost.store.records.users import User

NOW = datetime(2026, 11, 21, 12, tzinfo=timezone.utc)


def user(user_id: str, **changes: Any) -> User:
    """A rep called as their id."""
    values = {
        "id": user_id,
        "email": f"{user_id}@example.com",
        "name": user_id,
        "role": "rep",
        "password_hash": "x",
        "disabled": False,
        "failures": 0,
        "failed_at": None,
        "created_at": NOW,
    }
    return User(**{**values, **changes})


def gap(gap_id: str, conversation: str) -> Gap:
    """An open question."""
    return Gap(gap_id, conversation, "question", "do you have LDAP?", "m1", "open", NOW, None)


def quote(quote_id: str, conversation: str, **changes: Any) -> QuoteRow:
    """A quote over 240.10."""
    values = {
        "id": quote_id,
        "conversation": conversation,
        "plan": "team",
        "quantity": 10,
        "term": "year",
        "currency": "EUR",
        "total": Decimal("240.10"),
        "lines": [{"label": "10 seats", "amount": Decimal("240.10")}],
        "catalogue_version": "abc",
        "message": "m1",
        "state": "open",
        "created_at": NOW,
        "valid_until": NOW + timedelta(days=30),
        "number": f"Q-{quote_id.upper()}",
        "first_year": Decimal("240.10"),
    }
    return QuoteRow(**{**values, **changes})


def follow_up(follow_up_id: str, conversation: str, **changes: Any) -> FollowUpRow:
    """A reminder that is due in two days."""
    values = {
        "id": follow_up_id,
        "conversation": conversation,
        "rule": "quote-reminder",
        "trigger": "quote_unanswered",
        "about": "q1",
        "subject": "Your quote",
        "body": "Hello",
        "due": NOW + timedelta(days=2),
        "state": "scheduled",
        "ending": "",
        "created_at": NOW,
        "ended_at": None,
    }
    return FollowUpRow(**{**values, **changes})


def promise(promise_id: str, conversation: str, *, due: datetime, **changes: Any) -> PromiseRow:
    """An open wish for a call."""
    said = ("call", "call me", "", "visitor", f"{conversation}-m", None, due, "open", "", due, None)
    return replace(PromiseRow(promise_id, conversation, *said), **changes)
