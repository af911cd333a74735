"""Search by words: those of names, addresses, companies and everything that was said."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.store.tables.search import search_entries, search_words

# A word that everybody says must not be looked up a million times: the latest of what it is found in count.
MOST_FOUND = 2_000
# Up to so many messages the index is rewritten within the erasing commit, in some 20 ms.
AT_ONCE = 20_000
# Of a step that others wait for, in pages of 4 KB: some 20 ms.
_STEP_PAGES = 250
_MOST_WORDS = 12


def conversations_with(connection: Connection, words: str) -> Any:
    """The conversations in which a message, or who the lead is, has all these words; the last one may be begun only.

    A subquery of ids. Of a word that is found more often, the latest MOST_FOUND places.
    """
    tokens = re.findall(r"[^\W_]+", words)[:_MOST_WORDS]
    if not tokens:
        return sa.select(search_entries.c.conversation).where(sa.false())
    if connection.dialect.name == "sqlite":
        wanted = " ".join(f'"{token}"*' for token in tokens)
        found = sa.select(search_words.c.rowid).where(search_words.c.search_words.op("MATCH")(wanted))
        found = found.order_by(search_words.c.rowid.desc()).limit(MOST_FOUND)
        return sa.select(search_entries.c.conversation).where(search_entries.c.id.in_(found))
    wanted = " & ".join(f"{token}:*" for token in tokens)
    query = sa.func.to_tsquery(sa.literal_column("'simple'"), wanted)
    latest = (
        sa.select(search_entries.c.conversation)
        .where(search_entries.c.words.op("@@")(query))
        .order_by(search_entries.c.id.desc())
        .limit(MOST_FOUND)
        .subquery()
    )
    return sa.select(latest.c.conversation)


def forget_erased(connection: Connection) -> None:
    """Let nothing of what was deleted stay in a small full-text index of SQLite's, which otherwise only marks it as gone.

    A large one is rewritten in steps (`forget_some`), because others cannot write meanwhile.
    """
    if connection.dialect.name == "sqlite":
        entries = connection.execute(sa.select(sa.func.max(search_entries.c.id))).scalar() or 0
        if entries <= AT_ONCE:
            connection.exec_driver_sql("INSERT INTO search_words(search_words) VALUES ('optimize')")


def forget_some(connection: Connection, *, begin: bool) -> bool:
    """Rewrite a part of SQLite's full-text index without what was deleted; whether there is more to do.

    The first step, `begin`, makes the whole index as it then is due. "Merge" as an optimisation in steps:
    https://www.sqlite.org/fts5.html#the_merge_command
    """
    if connection.dialect.name != "sqlite":
        return False
    if begin:
        # Without this, two parts would wait for others before they are made one.
        connection.exec_driver_sql("INSERT INTO search_words(search_words, rank) VALUES ('usermerge', 2)")
    raw: Any = connection.connection
    before = raw.total_changes
    pages = -_STEP_PAGES if begin else _STEP_PAGES
    connection.exec_driver_sql("INSERT INTO search_words(search_words, rank) VALUES ('merge', ?)", (pages,))
    # A step that changes less than it may has found nothing more to merge.
    return bool(raw.total_changes - before >= _STEP_PAGES)
