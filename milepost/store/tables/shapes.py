"""The columns that tables share, and the names that constraints get."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, MetaData, String

from milepost.store.columns import CleanText, Moment

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def key(name: str = "id") -> Column:
    return Column(name, String(64), primary_key=True)


def word(name: str, **options: Any) -> Column:
    return Column(name, String(64), **{"nullable": False, **options})


def long_text(name: str, **options: Any) -> Column:
    return Column(name, CleanText, **{"nullable": False, "server_default": "", **options})


def moment(name: str, **options: Any) -> Column:
    return Column(name, Moment, **{"nullable": False, **options})


def count(name: str) -> Column:
    return Column(name, Integer, nullable=False, server_default="0")


def flag(name: str) -> Column:
    return Column(name, Boolean, nullable=False)


def of_conversation(**options: Any) -> Column:
    target = ForeignKey("conversations.id", ondelete="CASCADE")
    return Column("conversation", String(64), target, **{"nullable": False, **options})


def serial() -> Column:
    return Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
