"""How long the console's list, board, search and figures take with many leads, and by which query plans, on SQLite or
PostgreSQL.

    python -m benchmarks.leads [--leads 100000] [--messages 10] [--url postgresql://…]

Without --url a SQLite file is made and thrown away; a PostgreSQL database must be empty.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from benchmarks import analytics
from milepost.store.columns import utc_now
from milepost.store.database import Database, Store
from milepost.store.records.customers import CustomerFilter
from milepost.store.records.lead_cards import LeadFilter

REPEATS = 15
_STAGES = ("awareness", "research", "evaluation", "purchase", "onboarding", "retention", "advocacy")
_COMMON = ("price", "team", "plan", "support", "mail", "web", "chat", "need", "works", "our", "please", "for", "can")
_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "xo", "zu")

Ask = Callable[[Store], Any]

QUESTIONS: dict[str, Ask] = {
    "list, open": lambda store: store.leads.list(LeadFilter(status="open", limit=51)),
    "list, one stage": lambda store: store.leads.list(LeadFilter(status="open", stage="purchase", limit=51)),
    "list, won": lambda store: store.leads.list(LeadFilter(status="won", limit=51)),
    "list, page 100": lambda store: store.leads.list(LeadFilter(status="open", limit=51, offset=5000)),
    "list, who waits": lambda store: store.leads.list(LeadFilter(needs_person=True, limit=200)),
    "board": lambda store: store.leads.board(LeadFilter(status="open", limit=61)),
    "search, in one lead": lambda store: store.leads.list(LeadFilter(status="open", words="needle777", limit=51)),
    "search, rare word": lambda store: store.leads.list(LeadFilter(status="open", words="bacedi", limit=51)),
    "search, common word": lambda store: store.leads.list(LeadFilter(status="open", words="price", limit=51)),
    "search, two words": lambda store: store.leads.list(LeadFilter(words="price bacedi", limit=51)),
    "search, begun word": lambda store: store.leads.list(LeadFilter(status="open", words="ba", limit=51)),
    "search, company": lambda store: store.leads.list(LeadFilter(status="open", words="firm4321", limit=51)),
    "search, nothing": lambda store: store.leads.list(LeadFilter(status="open", words="qqqq", limit=51)),
    "list, owed something": lambda store: store.leads.list(LeadFilter(status="open", owed=True, limit=51)),
    "customers": lambda store: store.customers.lines(CustomerFilter(limit=51)),
    "customers, something open": lambda store: store.customers.lines(CustomerFilter(with_problems=True, limit=51)),
    "mark of the list": lambda store: store.leads.mark(utc_now()),
}


def fill(database: Database, *, leads: int, messages: int) -> None:
    """Leads `c1`, `c2` … with so many messages each, written by the database itself."""
    is_sqlite = database.is_sqlite
    moment = (
        "datetime('2026-01-01', '+' || ({0}) || ' seconds') || '.000000'"
        if is_sqlite
        else "timestamptz '2026-01-01 00:00:00+00' + ({0}) * interval '1 second'"
    )
    at = moment.format("l.i * 60")
    with database._connected() as connection:
        run = connection.execute
        run(sa.text("CREATE TEMPORARY TABLE bench_word (k INTEGER PRIMARY KEY, word TEXT)"))
        rare = [a + b + c for a in _SYLLABLES for b in _SYLLABLES for c in _SYLLABLES]
        run(sa.text("INSERT INTO bench_word VALUES (:k, :word)"), [{"k": k, "word": w} for k, w in enumerate(rare)])
        _numbers(run, "bench_lead", leads)
        _numbers(run, "bench_line", messages)
        stage = " ".join(f"WHEN {place} THEN '{name}'" for place, name in enumerate(_STAGES))
        stage = f"CASE l.i % {len(_STAGES)} {stage} END"
        run(
            sa.text(
                "INSERT INTO conversations (id, channel, visitor, handler, stage, language, memory, version, source,"
                " last_seq, last_event, created_at, last_message_at)"
                f" SELECT 'c' || l.i, 'web', 'c' || l.i, CASE l.i % 5000 WHEN 0 THEN 'waiting' ELSE 'bot' END, {stage},"
                f" 'en', '{{}}', 1, '{{}}', {messages}, 0, {at}, {at} FROM bench_lead l"
            )
        )
        run(
            sa.text(
                "INSERT INTO leads (conversation, status, reason, name, email, company, stage, confidence, created_at,"
                " updated_at) SELECT 'c' || l.i, CASE l.i % 20 WHEN 0 THEN 'won' WHEN 1 THEN 'lost' ELSE 'open' END, '',"
                " 'Person ' || w.word, w.word || l.i || '@firm' || l.i || '.example', 'Firm' || l.i,"
                f" {stage}, 0.8, {at}, {at} FROM bench_lead l JOIN bench_word w ON w.k = (l.i * 7) % {len(rare)}"
            )
        )
        common = " ".join(f"WHEN {place} THEN '{word}'" for place, word in enumerate(_COMMON))
        said = " || ' ' || ".join(f"CASE (l.i * {a} + n.i * {b}) % {len(_COMMON)} {common} END" for a, b in _STEPS)
        said += " || ' ' || w.word || CASE WHEN l.i = 777 AND n.i = 1 THEN ' needle777' ELSE '' END"
        run(
            sa.text(
                "INSERT INTO messages (id, conversation, seq, author, text, payload, created_at, channel, state, tries)"
                " SELECT 'm' || l.i || '-' || n.i, 'c' || l.i, n.i, CASE n.i % 2 WHEN 1 THEN 'visitor' ELSE 'bot' END,"
                f" {said}, '{{}}', {moment.format('l.i * 60 + n.i')}, 'web', 'done', 0 FROM bench_lead l"
                f" CROSS JOIN bench_line n JOIN bench_word w ON w.k = (l.i * 13 + n.i * 29) % {len(rare)}"
            )
        )
    with database._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE" if is_sqlite else "VACUUM ANALYZE")


_STEPS = ((3, 1), (5, 7), (11, 3), (2, 13), (17, 5), (7, 11), (13, 2))


def _numbers(run: Callable[..., Any], name: str, count: int) -> None:
    run(
        sa.text(
            f"CREATE TEMPORARY TABLE {name} AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE"
            f" i < {count}) SELECT i FROM n"
        )
    )


@contextmanager
def recorded(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """The statements that are sent meanwhile, with their parameters."""
    sent: list[tuple[str, Any]] = []

    def keep(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        sent.append((statement, parameters))

    sa.event.listen(database._engine, "before_cursor_execute", keep)
    try:
        yield sent
    finally:
        sa.event.remove(database._engine, "before_cursor_execute", keep)


def plan_of(database: Database, ask: Ask) -> str:
    """How the database answers each statement of a question."""
    with recorded(database) as sent, database.begin() as store:
        ask(store)
    explain = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) "
    lines = []
    with database._connected() as connection:
        for statement, parameters in [each for each in sent if each[0].lstrip().upper().startswith("SELECT")]:
            rows = connection.exec_driver_sql(explain + statement, parameters)
            lines += [str(row[-1]) for row in rows]
    return "\n".join(lines)


def peak_of(database: Database, ask: Ask) -> float:
    """Megabytes that Python holds at most while it asks."""
    tracemalloc.start()
    with database.begin() as store:
        ask(store)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def timed(database: Database, ask: Ask, *, repeats: int = REPEATS) -> list[float]:
    """Milliseconds of each repeat; the first one, which warms up, is left out."""
    times = []
    for _ in range(repeats + 1):
        start = time.perf_counter()
        with database.begin() as store:
            ask(store)
        times.append((time.perf_counter() - start) * 1000)
    return sorted(times[1:])


def main() -> None:
    """Fills, asks, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--leads", type=int, default=100_000)
    parser.add_argument("--messages", type=int, default=10, help="of each lead")
    parser.add_argument("--url", default="")
    parser.add_argument("--plans", action="store_true", help="print the query plans too")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="milepost-bench-") as folder:
        database = Database(given.url or f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
        database.upgrade()
        start = time.perf_counter()
        fill(database, leads=given.leads, messages=given.messages)
        last = analytics.fill_talk(database, leads=given.leads)
        kind = "SQLite" if database.is_sqlite else "PostgreSQL"
        count = given.leads * given.messages
        print(f"{kind}: {given.leads:,} leads, {count:,} messages, filled in {time.perf_counter() - start:.0f} s")
        print(f"{'question':<24}{'median ms':>10}{'slowest':>10}")
        for name, ask in QUESTIONS.items():
            times = timed(database, ask)
            print(f"{name:<24}{statistics.median(times):>10.1f}{times[-1]:>10.1f}", flush=True)
        print(f"\n{'figure':<24}{'median ms':>10}{'slowest':>10}{'peak MB':>10}")
        figures = analytics.questions(last)
        for name, ask in figures.items():
            times = timed(database, ask, repeats=3)
            print(
                f"{name:<24}{statistics.median(times):>10.1f}{times[-1]:>10.1f}{peak_of(database, ask):>10.1f}",
                flush=True,
            )
        for name, ask in {**QUESTIONS, **figures}.items() if given.plans else ():
            print(f"\n== {name}\n{plan_of(database, ask)}")
        database.close()


if __name__ == "__main__":
    main()
