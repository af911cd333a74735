from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

from milepost.sales.analytics.money import Clock
from milepost.services.conversations import add_line
from milepost.store.columns import new_id
from milepost.store.database import Database, Store
from tests.services.turns import NOW, turn_of
from tests.store.records import quote, user

MONDAY = datetime(2026, 11, 16, tzinfo=timezone.utc)


def lead(database: Database, name: str, *, now: datetime = NOW, **amounts: str) -> None:
    """A lead with a quote for each of the states, worth so much."""
    with turn_of(database, name, now=now) as turn:
        turn.store.leads.put(turn.conversation, now=now)
        for minutes, (state, amount) in enumerate(amounts.items()):
            created = now + timedelta(minutes=minutes)
            kept = quote(new_id(), name, state=state.strip("_"), first_year=Decimal(amount), created_at=created)
            turn.store.quotes.add(kept)


def found(store: Store, since: datetime | None = None) -> set[tuple[str, str, int, bool]]:
    return {(each.state, str(each.amount), each.count, each.is_first) for each in store.figures.deals.worth(since)}


def test_a_lead_is_worth_its_accepted_quotes_else_its_last_one(database: Database) -> None:
    lead(database, "looks", open="10", open_="20.10")
    lead(database, "bought", open="1", accepted="30", accepted_="40")
    lead(database, "back", withdrawn="99")
    with database.begin() as store:
        assert found(store) == {("open", "20.10", 1, True), ("won", "40", 1, True), ("won", "30", 1, False)}


def test_a_lead_that_was_closed_counts_as_it_was_closed(database: Database) -> None:
    for name, status in (("w", "won"), ("l", "lost"), ("gone", "lost")):
        lead(database, name, open="10")
        with database.begin() as store:
            store.leads.set_status(name, status, reason=f"reason {name}", now=NOW)
    with database.begin() as store:
        assert found(store) == {("won", "10", 1, True), ("lost", "10", 2, True)}
        said, worth = store.figures.deals.lost(None, limit=9)
        assert {(each.conversation, each.words) for each in said} == {("l", "reason l"), ("gone", "reason gone")}
        assert worth["l"][0].amount == Decimal(10)
        assert len(store.figures.deals.lost(None, limit=1)[0]) == 1


def test_a_deal_knows_stage_plan_rep_source_and_week_and_leads_to_its_lead(database: Database) -> None:
    lead(database, "old", now=NOW - timedelta(days=40), open="5")
    lead(database, "new", open="10")
    with database.begin() as store:
        store.users.add(user("u1"))
        store.leads.assign("new", "u1", now=NOW)
        (deal,) = store.figures.deals.worth(NOW - timedelta(days=30))
        assert (deal.plan, deal.rep, deal.channel, deal.week) == ("team", "u1", "web", "2026-11-16")
        lists = store.figures.deals
        assert lists.of(None, lambda each: each.rep == "u1", limit=9) == ["new"]
        assert lists.of(None, lambda each: True, limit=9) == ["new", "old"]
        assert lists.of(None, lambda each: True, limit=1) == ["new"]
        assert lists.of(NOW - timedelta(days=30), lambda each: True, limit=9) == ["new"]
        assert lists.names()["u1"] == user("u1").name


def test_weeks_begin_on_monday_and_hold_what_began_in_them(database: Database) -> None:
    for name, now in (
        ("sunday", MONDAY - timedelta(seconds=1)),
        ("monday", MONDAY),
        ("late", MONDAY + timedelta(days=6, hours=23)),
    ):
        lead(database, name, now=now, open="10")
    lead(database, "bought", now=MONDAY + timedelta(days=1), accepted="10")
    with database.begin() as store:
        store.leads.set_status("monday", "lost", reason="x", now=NOW)
        counts = store.figures.deals
        weeks = {week.monday: (week.conversations, week.won, week.lost) for week in counts.weeks(None)}
        assert weeks == {date(2026, 11, 9): (1, 0, 0), date(2026, 11, 16): (3, 1, 1)}
        assert counts.in_week(None, MONDAY, limit=9) == ["late", "bought", "monday"]
        assert counts.in_week(None, MONDAY - timedelta(days=7), limit=9) == ["sunday"]


def test_clocks_run_for_the_rep_who_replied_and_the_one_who_came(database: Database) -> None:
    lead(database, "c1")
    with database.begin() as store:
        for name in ("u1", "u2"):
            store.users.add(user(name))
        store.handoffs.add("h1", "c1", reason="", message="m1", now=NOW)
        assert store.handoffs.claim("h1", "u1", now=NOW + timedelta(minutes=2))
        store.handoffs.mark("h1", now=NOW + timedelta(minutes=1), owed=True)
        add_line(store, "c1", "rep", "Hello", now=NOW + timedelta(minutes=3), rep="u2")
        add_line(store, "c1", "rep", "again", now=NOW + timedelta(minutes=9), rep="u1")
        store.handoffs.end("h1", outcome="", now=NOW + timedelta(minutes=11))
        assert sorted(store.figures.deals.clocks(None), key=lambda each: each.kind) == [
            Clock("came", "u1", "c1", 120.0),
            Clock("owed", "u1", "c1", 600.0),
            Clock("reply", "u2", "c1", 180.0),
        ]
        assert store.figures.deals.clocks(NOW + timedelta(days=1)) == []
