"""Search: the words of messages and leads in an index that the database keeps by itself, and indexes for list and board."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"

SERIAL = sa.BigInteger().with_variant(sa.Integer, "sqlite")

_LEAD = "coalesce({0}.name, '') || ' ' || coalesce({0}.email, '') || ' ' || coalesce({0}.company, '')"

# Every entry has its words in the full-text table under the same number. They go with it, whatever deletes it.
_SQLITE = (
    "CREATE VIRTUAL TABLE search_words USING fts5(words, tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3')",
    """CREATE TRIGGER search_forget AFTER DELETE ON search_entries BEGIN
         DELETE FROM search_words WHERE rowid = old.id;
       END""",
    """CREATE TRIGGER search_message AFTER INSERT ON messages WHEN new.text <> '' BEGIN
         INSERT INTO search_entries (conversation, about) VALUES (new.conversation, new.id);
         INSERT INTO search_words (rowid, words)
           SELECT id, new.text FROM search_entries WHERE conversation = new.conversation AND about = new.id;
       END""",
    f"""CREATE TRIGGER search_lead AFTER INSERT ON leads BEGIN
         INSERT INTO search_entries (conversation, about) VALUES (new.conversation, 'lead');
         INSERT INTO search_words (rowid, words) SELECT id, {_LEAD.format("new")}
           FROM search_entries WHERE conversation = new.conversation AND about = 'lead';
       END""",
    f"""CREATE TRIGGER search_lead_again AFTER UPDATE OF name, email, company ON leads
       WHEN old.name IS NOT new.name OR old.email IS NOT new.email OR old.company IS NOT new.company BEGIN
         UPDATE search_words SET words = {_LEAD.format("new")} WHERE rowid =
           (SELECT id FROM search_entries WHERE conversation = new.conversation AND about = 'lead');
       END""",
    "INSERT INTO search_entries (conversation, about) SELECT conversation, id FROM messages WHERE text <> ''",
    "INSERT INTO search_entries (conversation, about) SELECT conversation, 'lead' FROM leads",
    """INSERT INTO search_words (rowid, words)
         SELECT e.id, m.text FROM search_entries e JOIN messages m ON m.id = e.about""",
    f"""INSERT INTO search_words (rowid, words)
         SELECT e.id, {_LEAD.format("l")} FROM search_entries e JOIN leads l ON l.conversation = e.conversation
         WHERE e.about = 'lead'""",
)

# Signs that PostgreSQL would take for parts of an address or a number stand for blanks, as in SQLite.
_POSTGRESQL = (
    """CREATE FUNCTION search_words(said text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
         SELECT to_tsvector('simple', translate(said, '@._-/+:#&=?%~''', '              ')) $$""",
    """CREATE FUNCTION search_message() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         INSERT INTO search_entries (conversation, about, words)
           VALUES (NEW.conversation, NEW.id, search_words(NEW.text));
         RETURN NULL; END $$""",
    f"""CREATE FUNCTION search_lead() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         INSERT INTO search_entries (conversation, about, words)
           VALUES (NEW.conversation, 'lead', search_words({_LEAD.format("NEW")}))
           ON CONFLICT (conversation, about) DO UPDATE SET words = excluded.words;
         RETURN NULL; END $$""",
    """CREATE TRIGGER search_message AFTER INSERT ON messages FOR EACH ROW WHEN (NEW.text <> '')
         EXECUTE FUNCTION search_message()""",
    """CREATE TRIGGER search_lead AFTER INSERT OR UPDATE OF name, email, company ON leads FOR EACH ROW
         EXECUTE FUNCTION search_lead()""",
    """INSERT INTO search_entries (conversation, about, words)
         SELECT conversation, id, search_words(text) FROM messages WHERE text <> '' ORDER BY created_at""",
    f"""INSERT INTO search_entries (conversation, about, words)
         SELECT conversation, 'lead', search_words({_LEAD.format("leads")}) FROM leads""",
)


def upgrade() -> None:
    """Make the index, and fill it with what is there."""
    op.create_table(
        "search_entries",
        sa.Column("id", SERIAL, primary_key=True, autoincrement=True),
        sa.Column(
            "conversation",
            sa.String(64),
            sa.ForeignKey("conversations.id", ondelete="CASCADE", name="fk_search_entries_conversation"),
            nullable=False,
        ),
        sa.Column("about", sa.String(64), nullable=False),
        sa.Column("words", postgresql.TSVECTOR().with_variant(sa.Text, "sqlite")),
        sa.UniqueConstraint("conversation", "about", name="uq_search_entries_conversation_about"),
    )
    op.create_index(
        "ix_search_entries_words",
        "search_entries",
        ["words"],
        postgresql_using="gin",
        sqlite_where=sa.text("words IS NOT NULL"),
    )
    op.create_index("ix_leads_status_updated_at", "leads", ["status", "updated_at"])
    op.create_index("ix_leads_status_stage_updated_at", "leads", ["status", "stage", "updated_at"])
    op.create_index("ix_leads_snoozed_until", "leads", ["snoozed_until"])
    op.create_index("ix_conversations_created_at", "conversations", ["created_at"])
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _SQLITE if is_sqlite else _POSTGRESQL:
        op.get_bind().exec_driver_sql(statement.replace("%", "%%") if not is_sqlite else statement)
