"""Referral codes, and who came by them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from milepost.store.tables import referral_codes, referral_uses


@dataclass(frozen=True)
class ReferralCode:
    """A code, whose it is, and how many conversations came by it."""

    code: str
    conversation: str
    uses: int
    created_at: datetime


_CODE = [referral_codes.c[name] for name in ReferralCode.__dataclass_fields__]


class Referrals:
    """The referrals of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._insert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert

    def add_code(self, code: str, conversation: str, *, now: datetime) -> bool:
        """Keep a new code; False if the code is taken or the conversation has one."""
        statement = self._insert(referral_codes).values(code=code, conversation=conversation, created_at=now)
        return bool(self._connection.execute(statement.on_conflict_do_nothing()).rowcount)

    def find(self, code: str) -> ReferralCode | None:
        """The code, however it is written in capitals."""
        return self._one(referral_codes.c.code == code.strip().upper())

    def of(self, conversation: str) -> ReferralCode | None:
        """The code that a conversation was given."""
        return self._one(referral_codes.c.conversation == conversation)

    def used_by(self, conversation: str) -> str | None:
        """The code by which a conversation came."""
        query = sa.select(referral_uses.c.code).where(referral_uses.c.conversation == conversation)
        return self._connection.execute(query).scalar_one_or_none()

    def use(self, code: str, conversation: str, *, now: datetime) -> bool:
        """Attribute a conversation to a code, once and for all; False if it was attributed before."""
        statement = self._insert(referral_uses).values(code=code, conversation=conversation, created_at=now)
        if not self._connection.execute(statement.on_conflict_do_nothing()).rowcount:
            return False
        more = referral_codes.update().where(referral_codes.c.code == code).values(uses=referral_codes.c.uses + 1)
        self._connection.execute(more)
        return True

    def _one(self, condition: object) -> ReferralCode | None:
        row = self._connection.execute(sa.select(*_CODE).where(condition)).one_or_none()
        return None if row is None else ReferralCode(**row._mapping)
