"""Corrections: what reps said of what the bot made of a message, kept as labels beside the message's text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.store.tables import corrections


@dataclass(frozen=True)
class Correction:
    """A label. `kind` is stage, need or intent; `need` names the need; `label` is None where the visitor did not say it.

    `text` is the whole message, `words` the stretch that the bot had taken for a need.
    """

    id: str
    conversation: str
    kind: str
    message: str
    text: str
    need: str
    words: str
    predicted: Any
    label: Any
    user: str | None
    at: datetime

    @property
    def is_confirmed(self) -> bool:
        """Whether the bot was right."""
        return bool(self.predicted == self.label)


@dataclass(frozen=True)
class Accuracy:
    """How many labels of a kind there are, and with how many of them the bot agreed."""

    kind: str
    labels: int
    right: int

    @property
    def share(self) -> float | None:
        """From 0 to 1; None without labels."""
        return self.right / self.labels if self.labels else None


KINDS = ("stage", "need", "intent")


class Corrections:
    """The corrections of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, correction: Correction) -> None:
        """Keep a label; a later word on the same thing of the same message takes its place, against the first prediction."""
        same = sa.and_(
            corrections.c.conversation == correction.conversation,
            corrections.c.kind == correction.kind,
            corrections.c.message == correction.message,
            corrections.c.need == correction.need,
        )
        before = self._connection.execute(sa.select(corrections.c.id).where(same)).scalar_one_or_none()
        values = {name: getattr(correction, name) for name in Correction.__dataclass_fields__}
        if before is None:
            self._connection.execute(corrections.insert().values(**values))
            return
        for name in ("id", "predicted", "words"):
            del values[name]
        self._connection.execute(corrections.update().where(corrections.c.id == before).values(**values))

    def of(self, conversation: str) -> tuple[Correction, ...]:
        """The labels of one conversation, oldest first."""
        return self._all(corrections.c.conversation == conversation)

    def list(self) -> tuple[Correction, ...]:
        """Every label, oldest first."""
        return self._all()

    def accuracy(self) -> tuple[Accuracy, ...]:
        """By kind, how often the bot was right where somebody looked."""
        agreed = sa.func.sum(sa.case((corrections.c.predicted == corrections.c.label, 1), else_=0))
        query = sa.select(corrections.c.kind, sa.func.count().label("labels"), agreed.label("right"))
        found = {row.kind: row for row in self._connection.execute(query.group_by(corrections.c.kind))}
        return tuple(
            Accuracy(kind, found[kind].labels, found[kind].right) if kind in found else Accuracy(kind, 0, 0)
            for kind in KINDS
        )

    def _all(self, *conditions: Any) -> tuple[Correction, ...]:
        query = sa.select(*(corrections.c[name] for name in Correction.__dataclass_fields__)).where(*conditions)
        rows = self._connection.execute(query.order_by(corrections.c.at, corrections.c.id))
        return tuple(Correction(**row._mapping) for row in rows)
