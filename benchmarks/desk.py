"""How long the pages that reps work in take with many leads: list, board, the day, search; whole pages, rendered, signed in. Beside
the time that passes stands the time of the processor, which says more on a machine that does other things as well.

    python -m benchmarks.desk [--leads 100000] [--messages 10] [--only sqlite|postgresql]

A SQLite file and a PostgreSQL database are made and thrown away; the server is that of MILEPOST_TEST_POSTGRESQL, else the one on
this machine. Without one, PostgreSQL is left out and said to be.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg2
import sqlalchemy as sa
from starlette.applications import Starlette
from starlette.testclient import TestClient

from benchmarks import leads
from milepost.sales.buying_stages import corrected
from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import BuyingStage, Conversation, Evidence, Fact, FactStatus
from milepost.services import users
from milepost.store.catalogue_files import load_catalogue
from milepost.store.columns import dump_json, utc_now
from milepost.store.database import Database
from milepost.store.records.memories import write_memory
from milepost.web.broadcast import Broadcaster
from milepost.web.console.access import COOKIE
from milepost.web.console.routes import console_routes

REPEATS = 9
WANTED = 200.0
"""Milliseconds within which each page is to come."""
SERVER = os.environ.get("MILEPOST_TEST_POSTGRESQL", "postgresql://root@127.0.0.1:5432/test")
PAGES = {
    "list": "leads",
    "list, all": "leads?show=all",
    "list, one stage": "leads?stage=purchase",
    "list, by due": "leads?sort=due",
    "list, by value": "leads?sort=value",
    "list, by owner": "leads?sort=owner",
    "list, who waits first": "leads?sort=waiting",
    "list, all by value": "leads?show=all&sort=value",
    "list, page 100 by due": "leads?sort=due&page=100",
    "list, one tag": "leads?tag=spring",
    "list, won": "leads?show=won",
    "list, owed": "leads?show=owed",
    "board": "board",
    "today, mine": "today?whose=mine",
    "today, everybody's": "today?whose=all",
    "search, a name": "leads?q=firm4321",
    "search, common word": "leads?q=price",
    "search, in notes": "leads?q=zeppelin",
    "card": "leads/c500",
}


def fill(database: Database, *, count: int, messages: int, owners: list[str]) -> None:
    """Leads as `benchmarks.leads` makes them, with what reps and the bot add: memory, worth, owners, dues, notes, promises."""
    leads.fill(database, leads=count, messages=messages)
    is_sqlite = database.is_sqlite
    number = "CAST(substr({0}, 2) AS INTEGER)"
    minutes = (
        "datetime('now', '{0}' || ({1}) || ' minutes') || '.000000'"
        if is_sqlite
        else "now() {0} ({1}) * interval '1 minute'"
    )
    n = number.format("conversation")
    owner = " ".join(f"WHEN {place} THEN '{user}'" for place, user in enumerate(owners))
    quote_id = f"printf('%032x', {n})" if is_sqlite else f"lpad(to_hex({n}), 32, '0')"
    of_lead = "FROM leads WHERE " + n
    with database._connected() as connection:
        run = lambda text, **values: connection.execute(sa.text(text), values)  # noqa: E731
        for stage in BuyingStage:
            memory = dump_json(write_memory(_memory(stage)))
            run("UPDATE conversations SET memory = :memory WHERE stage = :stage", memory=memory, stage=stage.value)
        run(
            f"UPDATE leads SET value = ({n} % 900 + 1) * 1000, currency = CASE {n} % 10 WHEN 0 THEN 'EUR' ELSE 'USD' END,"
            f" value_at = updated_at WHERE {n} % 3 <> 0"
        )
        run("UPDATE messages SET reading = :reading WHERE author = 'visitor'", reading=dump_json(_READING))
        run(f"UPDATE leads SET assigned_to = CASE {n} % {len(owners) + 2} {owner} END")
        run(f"UPDATE leads SET next_due = {minutes.format('+', f'{n} % 20000 - 5000')} WHERE {n} % 4 <> 0")
        run(f"UPDATE leads SET closed_at = {minutes.format('-', f'{n} % 525600')} WHERE status <> 'open'")
        run(
            "INSERT INTO quotes (id, conversation, plan, quantity, term, currency, total, lines, catalogue_version, message,"
            f" state, created_at, valid_until) SELECT {quote_id}, conversation, 'team', 5, 'month', 'USD', '100', '[]',"
            f" 'x', 'm', 'open', {minutes.format('-', f'{n} % 40000')}, {minutes.format('+', f'{n} % 43200')} {of_lead} % 4 = 0"
        )
        run(
            "INSERT INTO gaps (id, conversation, kind, words, message, state, created_at) SELECT 'g' || conversation,"
            f" conversation, 'unanswered', 'do you have it?', 'm', 'open', {minutes.format('-', f'{n} % 50000')} {of_lead} % 50 = 0"
        )
        run(
            "INSERT INTO follow_ups (id, conversation, rule, trigger, about, subject, body, due, state, ending, created_at)"
            " SELECT 'f' || conversation, conversation, 'r', 't', 'a', 'Your quote', '', "
            f"{minutes.format('+', f'{n} % 30000')}, 'scheduled', '', updated_at {of_lead} % 20 = 0"
        )
        run(
            "INSERT INTO feedback (conversation, kind, words, message, created_at) SELECT conversation, 'complaint', 'bad',"
            f" 'm', {minutes.format('-', f'{n} % 40000')} {of_lead} % 60 = 0"
        )
        run(
            "INSERT INTO handoffs (id, conversation, reason, message, requested_at, outcome, skill, owed_at) SELECT"
            f" 'h' || conversation, conversation, 'asked', 'm', {minutes.format('-', n + ' % 600')}, '', '',"
            f" {minutes.format('-', n + ' % 500')} {of_lead} % 5000 = 0"
        )
        run(
            "INSERT INTO notes (id, conversation, author, text, created_at) SELECT 'n' || conversation, conversation,"
            f" '{owners[0]}', 'talked to them' || CASE WHEN {n} % 9999 = 0 THEN ' about a zeppelin' ELSE '' END, updated_at"
            f" {of_lead} % 3 = 0"
        )
        tagged = f"SELECT conversation, 'spring', '{owners[0]}', updated_at {of_lead} % 30 = 0"
        run(f'INSERT INTO tags (conversation, tag, "user", at) {tagged}')
        run(
            'INSERT INTO audit (at, "user", user_name, action, conversation, detail) SELECT '
            f"{minutes.format('-', f'{n} % 20000')}, '{owners[0]}', 'Rep 0', 'replied', conversation, '' {of_lead} % 2 = 0"
        )
    with database._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE" if is_sqlite else "VACUUM ANALYZE")


# Of the size that a message of two clauses has.
_READING = {
    "clauses": [
        ["we are 14 people and need a shared inbox for two offices", "", {"situation": 0.71, "wish": 0.12}],
        ["what would that be a month", "", {"asks": 0.96}],
    ],
    "acts": [
        {"act": "state_need", "text": "we are 14 people and need a shared inbox for two offices", "confidence": 0.9},
        {"act": "ask_price", "options": ["plan:inbox-team"], "text": "what would that be a month", "confidence": 0.93},
    ],
    "counts": [14],
    "stage": {"cues": ["what would that be"], "words": {"evaluation": 0.8}},
}


def _memory(stage: BuyingStage) -> Conversation:
    said = {"team_size": 14, "use_case": "shared email", "timeline": {"text": "this quarter", "horizon": None}}
    said |= {"contact_name": "Ana Costa", "company": "Costa Foods", "email": "ana@costafoods.example"}
    facts = {need: Fact(need, value, FactStatus.SAID, Evidence("m", "words")) for need, value in said.items()}
    memory = Conversation("c", facts=facts)
    if stage is not BuyingStage.NONE:
        memory.stages = [corrected(stage, "m")] * 6
    return memory


def measure(database: Database, catalogue: Catalogue) -> Iterator[tuple[str, float, float, float, float]]:
    """Of each page: its name, the quickest, the median and the slowest of the repeats, and the median of this process's processor
    time, in milliseconds."""
    routes = console_routes(database, lambda: catalogue, Broadcaster(), secret="benchmark")
    client = TestClient(Starlette(routes=routes), base_url="http://testserver", follow_redirects=False)
    with database.begin() as store:
        owner = store.users.find_by_email("rep0@bench.example")
        assert owner
        store.users.set_disabled(owner.id, False)
        client.cookies.set(COOKIE, users.open_session(store, owner, now=utc_now()))
    for name, address in PAGES.items():
        times, worked = [], []
        for _ in range(REPEATS + 1):
            start, begun = time.perf_counter(), time.process_time()
            answer = client.get(f"/console/{address}")
            times.append((time.perf_counter() - start) * 1000)
            worked.append((time.process_time() - begun) * 1000)
            assert answer.status_code == 200, f"{address}: {answer.status_code}"
        times = sorted(times[1:])
        yield name, times[0], statistics.median(times), times[-1], statistics.median(worked[1:])


@contextmanager
def databases(only: str) -> Iterator[list[tuple[str, str]]]:
    """Names and URLs of what there is to measure on."""
    name = f"milepost_bench_{uuid.uuid4().hex[:8]}"
    with tempfile.TemporaryDirectory(prefix="milepost-bench-") as folder:
        found = [("SQLite", f"sqlite:///{Path(folder) / 'bench.sqlite3'}")] if only != "postgresql" else []
        try:
            server = psycopg2.connect(SERVER, connect_timeout=3) if only != "sqlite" else None
        except psycopg2.OperationalError as error:
            print(f"PostgreSQL is left out: {str(error).strip().splitlines()[0]}")
            server = None
        if server is None:
            yield found
            return
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
        try:
            yield [*found, ("PostgreSQL", SERVER.rsplit("/", 1)[0] + f"/{name}")]
        finally:
            with server.cursor() as cursor:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
            server.close()


def main() -> None:
    """Fills, asks for each page, prints."""
    warnings.simplefilter("ignore")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--leads", type=int, default=100_000)
    parser.add_argument("--messages", type=int, default=10, help="of each lead")
    parser.add_argument("--only", choices=("sqlite", "postgresql"), default="")
    given: Any = parser.parse_args()
    catalogue = load_catalogue(Path(__file__).resolve().parent.parent / "catalogue")
    with databases(given.only) as found:
        for kind, url in found:
            database = Database(url)
            database.upgrade()
            with database.begin() as store:
                people = [
                    users.add(
                        store,
                        email=f"rep{place}@bench.example",
                        name=f"Rep {place}",
                        role="rep",
                        password="a long one, for once",
                        now=utc_now() - timedelta(days=1),
                    )
                    for place in range(5)
                ]
            start = time.perf_counter()
            fill(database, count=given.leads, messages=given.messages, owners=[each.id for each in people])
            print(f"\n{kind}: {given.leads:,} leads, filled in {time.perf_counter() - start:.0f} s")
            print(f"{'page':<26}{'quickest':>10}{'median ms':>10}{'slowest':>10}{'processor':>11}")
            for name, quickest, median, slowest, worked in measure(database, catalogue):
                over = "" if median <= WANTED else "  over"
                print(
                    f"{name:<26}{quickest:>10.0f}{median:>10.0f}{slowest:>10.0f}{worked:>11.0f}{over}",
                    flush=True,
                )
            database.close()


if __name__ == "__main__":
    main()
