"""Quotes: the number that people call it by, what its page says besides the prices, when it was accepted or withdrawn; and
when whoever brought a friend got their reward."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from alembic import op

from milepost.store.columns import Amount, Json, Moment

revision = "0010"
down_revision = "0009"

_TERMS_A_YEAR = {"week": 52, "month": 12}
_AT_A_TIME = 500


def upgrade() -> None:
    """Add the columns; quotes that were given before keep the number that their mails name."""
    op.add_column("quotes", sa.Column("number", sa.String(64)))
    op.add_column("quotes", sa.Column("first_year", Amount))
    op.add_column("quotes", sa.Column("details", Json))
    op.add_column("quotes", sa.Column("accepted_at", Moment))
    op.add_column("quotes", sa.Column("withdrawn_at", Moment))
    op.create_table(
        "quote_numbers",
        sa.Column("year", sa.Integer, autoincrement=False),
        sa.Column("last", sa.Integer, nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("year", name="pk_quote_numbers"),
    )
    op.execute("UPDATE quotes SET number = 'Q-' || upper(substr(id, 1, 8))")
    # Of two that begin alike neither could be told by it: the later letters tell them apart.
    op.execute(
        "UPDATE quotes SET number = 'Q-' || upper(substr(id, 1, 32)) WHERE number IN"
        " (SELECT number FROM quotes GROUP BY number HAVING count(*) > 1)"
    )
    op.create_index("ix_quotes_number", "quotes", ["number"], unique=True)
    op.add_column("referral_uses", sa.Column("rewarded_at", Moment))
    _fill_first_years(op.get_bind())


def _fill_first_years(connection: Any) -> None:
    names = (sa.Column("id"), sa.Column("term"), sa.Column("total", Amount), sa.Column("lines", Json))
    quotes = sa.table("quotes", *names, sa.Column("first_year", Amount))
    rows = connection.execute(sa.select(*(quotes.c[each.name] for each in names))).all()
    update = quotes.update().where(quotes.c.id == sa.bindparam("of")).values(first_year=sa.bindparam("worth"))
    for start in range(0, len(rows), _AT_A_TIME):
        some = rows[start : start + _AT_A_TIME]
        values = [{"of": row.id, "worth": first_year(row.term, row.total, row.lines)} for row in some]
        connection.execute(update, values)


def first_year(term: str, total: Decimal, lines: Sequence[Any]) -> Decimal:
    """What a year of a quote comes to: what is paid once counts once."""
    once = sum((Decimal(str(line["amount"])) for line in lines if line.get("kind") == "one_time"), Decimal(0))
    return (total - once) * _TERMS_A_YEAR.get(term, 1) + once
