"""The desk's own work: what reps write in, what deals are worth, tags, saved views, quiet hours, notes in the search."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from milepost.store.columns import CleanText, Hundredths, Json, Moment

revision = "0011"
down_revision = "0010"

_ADDED: dict[str, tuple[tuple[str, object], ...]] = {
    "leads": (
        ("value", Hundredths),
        ("currency", sa.String(3)),
        ("value_by", sa.String(64)),
        ("value_at", Moment),
        ("next_due", Moment),
    ),
    "facts": (("entered_by", sa.String(64)), ("entered_at", Moment)),
    "merges": (("lead_before", Json),),
}
_INDEXES = (
    ("ix_leads_next_due", ("next_due",)),
    ("ix_leads_value", ("value",)),
    ("ix_leads_sums", ("status", "stage", "currency", "value", "snoozed_until", "conversation", "closed_at")),
    ("ix_leads_status_assigned_to_updated_at", ("status", "assigned_to", "updated_at")),
    ("ix_leads_status_closed_at", ("status", "closed_at")),
    ("ix_leads_email", ("email",)),
    ("ix_leads_phone", ("phone",)),
)
_SQLITE = (
    """CREATE TRIGGER search_note AFTER INSERT ON notes WHEN new.text <> '' BEGIN
         INSERT INTO search_entries (conversation, about) VALUES (new.conversation, new.id);
         INSERT INTO search_words (rowid, words)
           SELECT id, new.text FROM search_entries WHERE conversation = new.conversation AND about = new.id;
       END""",
    "INSERT INTO search_entries (conversation, about) SELECT conversation, id FROM notes WHERE text <> ''",
    """INSERT INTO search_words (rowid, words)
         SELECT e.id, n.text FROM search_entries e JOIN notes n ON n.id = e.about""",
)
_POSTGRESQL = (
    """CREATE TRIGGER search_note AFTER INSERT ON notes FOR EACH ROW WHEN (NEW.text <> '')
         EXECUTE FUNCTION search_message()""",
    """INSERT INTO search_entries (conversation, about, words)
         SELECT conversation, id, search_words(text) FROM notes WHERE text <> '' ORDER BY created_at""",
)
# What the latest quote of a lead came to, for those that were quoted before.
_QUOTED = """UPDATE leads SET currency = (SELECT q.currency FROM quotes q WHERE q.conversation = leads.conversation
      ORDER BY q.created_at DESC LIMIT 1),
    value = (SELECT CAST(ROUND(CAST(q.total AS NUMERIC) * 100) AS BIGINT) FROM quotes q
      WHERE q.conversation = leads.conversation ORDER BY q.created_at DESC LIMIT 1),
    value_at = (SELECT q.created_at FROM quotes q WHERE q.conversation = leads.conversation
      ORDER BY q.created_at DESC LIMIT 1)
  WHERE EXISTS (SELECT 1 FROM quotes q WHERE q.conversation = leads.conversation)"""


def upgrade() -> None:
    """Add columns, tables and indexes; find the words of notes."""
    for table, columns in _ADDED.items():
        for name, kind in columns:
            op.add_column(table, sa.Column(name, kind))
    _tables()
    for name, names in _INDEXES:
        op.create_index(name, "leads", list(names))
    connection = op.get_bind()
    for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL:
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(_QUOTED)


def _tables() -> None:
    op.create_table(
        "tags",
        _of("conversation", "conversations", "tags", primary_key=True),
        sa.Column("tag", sa.String(40), primary_key=True),
        sa.Column("user", sa.String(64)),
        sa.Column("at", Moment, nullable=False),
    )
    op.create_index("ix_tags_tag", "tags", ["tag"])
    op.create_table(
        "saved_views",
        sa.Column("id", sa.String(64), primary_key=True),
        _of("user", "users", "saved_views", nullable=False),
        sa.Column("name", CleanText, nullable=False, server_default=""),
        sa.Column("query", CleanText, nullable=False, server_default=""),
    )
    op.create_index("ix_saved_views_user", "saved_views", ["user"])
    op.create_table(
        "quiet_hours",
        _of("user", "users", "quiet_hours", primary_key=True),
        sa.Column("begins", sa.Integer, nullable=False),
        sa.Column("ends", sa.Integer, nullable=False),
    )
    op.create_table(
        "lead_files",
        sa.Column("id", sa.String(64), primary_key=True),
        _of("user", "users", "lead_files", nullable=False),
        sa.Column("name", CleanText, nullable=False, server_default=""),
        sa.Column("text", CleanText, nullable=False, server_default=""),
        sa.Column("at", Moment, nullable=False),
    )
    op.create_index("ix_lead_files_user", "lead_files", ["user"])
    op.create_index("ix_lead_files_at", "lead_files", ["at"])


def _of(column: str, table: str, where: str, **options: bool) -> sa.Column:
    target = sa.ForeignKey(f"{table}.id", ondelete="CASCADE", name=f"fk_{where}_{column}")
    return sa.Column(column, sa.String(64), target, **options)
