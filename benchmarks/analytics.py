"""What the analytics page stands on, for `benchmarks.leads`: conversations that came, went on, asked, compared, rated."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from milepost.store.catalogue_files import load_catalogue
from milepost.store.database import Database, Store
from milepost.web.console.reports.analytics import MOST_LISTED
from milepost.web.console.reports.figures import FIGURES, Period, behind

_BEGAN = datetime(2026, 1, 1, tzinfo=timezone.utc)
_CATALOGUE = Path(__file__).resolve().parent.parent / "catalogue"

# For every `each` of the leads one row; `n` counts the rows, `at` is when the conversation began.
_ROWS: dict[str, tuple[int, str, str]] = {
    "handoffs": (
        20,
        "id, conversation, reason, message, requested_at, outcome, skill",
        "'h' || l.i, 'c' || l.i, '', 'm' || l.i || '-1', {at}, '', ''",
    ),
    "touches": (
        5,
        "conversation, option, how, message, created_at",
        "'c' || l.i, 'plan:' || ((l.i / 5 + o.i) % 9), 'compared', 'm' || l.i || '-1', {at}",
    ),
    "quotes": (
        4,
        "id, conversation, plan, quantity, term, currency, total, lines, catalogue_version, message, state, created_at,"
        " valid_until, number, first_year",
        "'q' || l.i, 'c' || l.i, 'p' || (l.i % 7), 5, 'month', 'USD', CAST(l.i % 5000 AS TEXT), '[]', 'v', 'm' || l.i || '-1',"
        " CASE l.i % 16 WHEN 0 THEN 'accepted' ELSE 'open' END, {at}, {at}, 'Q-' || l.i, CAST(12 * (l.i % 5000) AS TEXT)",
    ),
    "objections": (
        10,
        "conversation, objection, message, created_at",
        "'c' || l.i, {said}, 'm' || l.i || '-1', {at}",
    ),
    "gaps": (
        10,
        "id, conversation, kind, words, message, state, created_at",
        "'g' || l.i, 'c' || l.i, CASE l.i % 4 WHEN 0 THEN 'nothing_fits' ELSE 'unanswered' END, {said},"
        " 'm' || l.i || '-1', 'open', {at}",
    ),
    "feedback": (
        50,
        "conversation, kind, words, message, created_at",
        "'c' || l.i, CASE l.i % 3 WHEN 0 THEN 'praise' ELSE 'complaint' END, '', 'm' || l.i || '-1', {at}",
    ),
}


def fill_talk(database: Database, *, leads: int) -> datetime:
    """What else became of the conversations that `leads.fill` made; the moment at which the last one began."""
    moment = (
        "datetime('2026-01-01', '+' || ({0}) || ' seconds') || '.000000'"
        if database.is_sqlite
        else "timestamptz '2026-01-01 00:00:00+00' + ({0}) * interval '1 second'"
    )
    at = moment.format("l.i * 60")
    with database._connected() as connection:
        run = connection.execute
        _sources(run)
        run(
            sa.text(
                "INSERT INTO stage_changes (conversation, message, stage, confidence, belief, cues, created_at,"
                " corrected_to) SELECT 'c' || l.i, 'm' || l.i || '-1', CASE (l.i % 7 + o.i) % 7 WHEN 0 THEN 'awareness'"
                " WHEN 1 THEN 'research' WHEN 2 THEN 'evaluation' WHEN 3 THEN 'purchase' ELSE 'research' END, 0.8,"
                """ '{"research": 0.8, "evaluation": 0.1, "purchase": 0.1}', '["team","price"]', """
                f"{at}, CASE WHEN o.i = 3 AND l.i % 50 = 0 THEN 'purchase' END"
                " FROM bench_lead l JOIN bench_line o ON o.i <= 3"
            )
        )
        said = "a.word || ' ' || b.word || ' for our ' || CASE l.i % 3 WHEN 0 THEN 'team' ELSE 'mail' END"
        for table, (each, columns, values) in _ROWS.items():
            chosen = f"FROM bench_lead l JOIN bench_line o ON o.i <= {3 if table == 'touches' else 1}"
            chosen += " JOIN bench_word a ON a.k = (l.i * 31) % 211 JOIN bench_word b ON b.k = (l.i * 17) % 97"
            row = values.format(at=at, said=said)
            run(sa.text(f"INSERT INTO {table} ({columns}) SELECT {row} {chosen} WHERE l.i % {each} = 0"))
        run(
            sa.text(
                "UPDATE messages SET author = 'rep' WHERE seq = 4 AND conversation IN (SELECT conversation FROM handoffs)"
            )
        )
        rated = "CASE WHEN length(conversation) % 2 = 0 THEN {0} ELSE {1} END"
        rated = rated.format("1", "0") if database.is_sqlite else rated.format("true", "false")
        run(sa.text(f"UPDATE messages SET helpful = {rated} WHERE seq = 2 AND id LIKE 'm%7-2'"))
    with database._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE" if database.is_sqlite else "VACUUM ANALYZE")
    return _BEGAN + timedelta(minutes=leads)


def questions(now: datetime) -> dict[str, Callable[[Store], Any]]:
    """Each figure and the whole page, of the last 30 days and of all; and opening the last line of each figure of all."""
    catalogue = load_catalogue(_CATALOGUE)
    asked: dict[str, Callable[[Store], Any]] = {}
    for name, since in (("30 days", now - timedelta(days=30)), ("all", None)):

        def one(store: Store, figure: str, since: datetime | None = since) -> Any:
            return FIGURES[figure](Period(store, since, catalogue))

        def page(store: Store, since: datetime | None = since) -> Any:
            period = Period(store, since, catalogue)
            return [figure(period) for figure in FIGURES.values()]

        for figure in FIGURES:
            asked[f"{figure}, {name}"] = lambda store, one=one, figure=figure: one(store, figure)
        asked[f"whole page, {name}"] = page
    for figure in FIGURES:
        asked[f"open {figure}, all"] = lambda store, figure=figure: _opened(Period(store, None, catalogue), figure)
    return asked


def _opened(period: Period, name: str) -> list[str]:
    figure = FIGURES[name](period)
    line = [line for line in figure.lines if line.behind][-1]
    found = behind(period, figure, line, limit=MOST_LISTED + 1)
    assert found, f"nothing is behind {line.label} of {name}"
    return found


def _sources(run: Callable[..., Any]) -> None:
    """Where they came from: six websites, four campaigns, or directly."""
    run(
        sa.text(
            "UPDATE conversations SET source = CASE length(id) * 7 % 3 + last_seq % 2 WHEN 0 THEN '{}' ELSE"
            """ '{"page":"/pricing","referrer":"https://www.site' || substr(id, 3, 1) || '.example/a/' || id || '"' ||"""
            """ CASE WHEN id LIKE '%3' THEN ',"campaign":"ads / cpc / q' || substr(id, 4, 1) || '"' ELSE '' END || '}'"""
            " END"
        )
    )
