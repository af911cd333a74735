"""Referral codes, who came by them, what became of them, and who got their reward."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from milepost.sales.conversations import CUSTOMER_STAGES
from milepost.store.search import conversations_with
from milepost.store.tables import leads, quotes, referral_codes, referral_uses


@dataclass(frozen=True)
class ReferralCode:
    """A code, whose it is, and how many conversations came by it."""

    code: str
    conversation: str
    uses: int
    created_at: datetime


@dataclass(frozen=True)
class Friend:
    """Somebody who came by a code. `has_bought`: won, a customer by their words, or by an accepted quote. `names` are what is
    known of them: name, company, e-mail."""

    conversation: str
    names: tuple[str | None, str | None, str | None]
    came_at: datetime
    stage: str
    status: str
    has_bought: bool
    rewarded_at: datetime | None


@dataclass(frozen=True)
class ReferralLine:
    """A code with whose it is and everybody who came by it, the last first."""

    code: ReferralCode
    names: tuple[str | None, str | None, str | None]
    friends: tuple[Friend, ...]


@dataclass(frozen=True)
class ReferralFilter:
    """Which codes to list. `show`: "due" (a reward is), "used", "unused", or "" for all; `words`: a code, or words of whose it
    is or of who came; `seen_by`: only those of leads that nobody or that user has."""

    show: str = ""
    words: str = ""
    seen_by: str | None = None
    limit: int = 50
    offset: int = 0


_CUSTOMERS = [stage.value for stage in CUSTOMER_STAGES]
_NAMES = [leads.c[name] for name in ("name", "company", "email")]
_AT_A_TIME = 400
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

    def lines(self, wanted: ReferralFilter) -> tuple[ReferralLine, ...]:
        """The codes that a filter lets through, the newest first."""
        query = sa.select(*_CODE, *_NAMES).select_from(
            referral_codes.outerjoin(leads, leads.c.conversation == referral_codes.c.conversation)
        )
        query = query.where(*self._conditions(wanted)).order_by(
            referral_codes.c.created_at.desc(), referral_codes.c.code
        )
        query = query.limit(wanted.limit).offset(wanted.offset)
        rows = self._connection.execute(query).all()
        friends = self._friends([row.code for row in rows], wanted.seen_by)
        return tuple(
            ReferralLine(
                ReferralCode(*(row._mapping[name] for name in ReferralCode.__dataclass_fields__)),
                (row.name, row.company, row.email),
                tuple(friends[row.code]),
            )
            for row in rows
        )

    def reward(self, conversation: str, *, now: datetime) -> bool:
        """Keep that whoever brought this one got their reward; False if they had it, or nobody brought them."""
        due = [referral_uses.c.conversation == conversation, referral_uses.c.rewarded_at.is_(None)]
        return bool(self._connection.execute(referral_uses.update().where(*due).values(rewarded_at=now)).rowcount)

    def _conditions(self, wanted: ReferralFilter) -> list[Any]:
        conditions: list[Any] = []
        if wanted.seen_by:
            conditions.append(sa.or_(leads.c.assigned_to.is_(None), leads.c.assigned_to == wanted.seen_by))
        if wanted.show in ("used", "unused"):
            conditions.append(referral_codes.c.uses > 0 if wanted.show == "used" else referral_codes.c.uses == 0)
        if wanted.show == "due":
            friend = leads.alias()
            joined = referral_uses.outerjoin(friend, friend.c.conversation == referral_uses.c.conversation)
            due = sa.select(referral_uses.c.code).select_from(joined)
            conditions.append(
                referral_codes.c.code.in_(due.where(_has_bought(friend), referral_uses.c.rewarded_at.is_(None)))
            )
        if wanted.words.strip():
            found = conversations_with(self._connection, wanted.words)
            came = sa.select(referral_uses.c.code).where(referral_uses.c.conversation.in_(found))
            own = referral_codes.c.conversation.in_(found)
            same = referral_codes.c.code == wanted.words.strip().upper()
            conditions.append(sa.or_(own, same, referral_codes.c.code.in_(came)))
        return conditions

    def _friends(self, codes: Collection[str], seen_by: str | None) -> Mapping[str, list[Friend]]:
        accepted = sa.exists().where(
            quotes.c.conversation == referral_uses.c.conversation, quotes.c.state == "accepted"
        )
        bought = sa.or_(leads.c.status == "won", leads.c.stage.in_(_CUSTOMERS), accepted)
        columns = [
            *referral_uses.c,
            *_NAMES,
            leads.c.stage,
            leads.c.status,
            leads.c.assigned_to,
            bought.label("bought"),
        ]
        joined = referral_uses.outerjoin(leads, leads.c.conversation == referral_uses.c.conversation)
        found: dict[str, list[Friend]] = defaultdict(list)
        for start in range(0, len(codes), _AT_A_TIME):
            some = list(codes)[start : start + _AT_A_TIME]
            query = sa.select(*columns).select_from(joined).where(referral_uses.c.code.in_(some))
            for row in self._connection.execute(query.order_by(referral_uses.c.created_at.desc())):
                is_shown = seen_by is None or row.assigned_to in (None, seen_by)
                found[row.code].append(
                    Friend(
                        conversation=row.conversation if is_shown else "",
                        names=(row.name, row.company, row.email) if is_shown else (None, None, None),
                        came_at=row.created_at,
                        stage=row.stage or "none",
                        status=row.status or "",
                        has_bought=bool(row.bought),
                        rewarded_at=row.rewarded_at,
                    )
                )
        return found

    def _one(self, condition: object) -> ReferralCode | None:
        row = self._connection.execute(sa.select(*_CODE).where(condition)).one_or_none()
        return None if row is None else ReferralCode(**row._mapping)


def _has_bought(of: sa.Table = leads) -> Any:
    """Whether a friend, with this row of leads, has bought."""
    accepted = sa.exists().where(quotes.c.conversation == referral_uses.c.conversation, quotes.c.state == "accepted")
    return sa.or_(of.c.status == "won", of.c.stage.in_(_CUSTOMERS), accepted)
