from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

from milepost.cli.demo.playing import fill
from milepost.cli.demo.scripts import RepPart, Script
from milepost.services import catalogues
from milepost.services.quotes.links import QuoteLinks
from milepost.store.catalogue_files import load_catalogue
from milepost.store.database import Database
from milepost.store.records.lead_cards import LeadFilter
from tests.conversations.visitors import PROJECT

THEN = datetime(2026, 10, 30, 9, tzinfo=timezone.utc)


def test_scripted_visitors_are_answered_by_the_real_bot_at_their_own_time(processor, tmp_path: Path) -> None:
    catalogues.put_in_force(load_catalogue(PROJECT / "catalogue"))
    database = Database(f"sqlite:///{tmp_path / 'demo.sqlite3'}")
    database.upgrade()
    rep = RepPart(12, ("Hello, this is me.",), "won")
    source = {"page": "/pricing", "referrer": "https://search.example/"}
    turns = ("Hi, I'm Ana Costa of Costa Foods, we are 20 people", "I want to talk to a person from sales, please")
    scripts = [
        Script(THEN, turns, source=source, rep=rep, thumbs="up"),
        Script(THEN + timedelta(days=3), ("how much is Lantern Inbox Team for 8 people?",), channel="telegram"),
    ]
    links = QuoteLinks("http://demo.example", "a-secret")
    assert fill(database, processor, scripts, links) == 2
    with database.begin() as store:
        won, *_ = store.leads.list(LeadFilter(status="won"))
        card = store.leads.card(won.conversation)
        figures = store.figures
        assert sum(journey.count for journey in figures.journeys(None)) == 2
        assert list(figures.waits(None)) == [(won.conversation, 12 * 60 + 20)]
        assert figures.ratings(None) == {True: 1}
        priced = next(line.conversation for line in store.leads.list() if line.channel == "telegram")
        (quote,) = store.quotes.of(priced)
        blocks = [line.payload.get("custom") or {} for line in store.leads.card(priced).transcript]
        assert [block["url"] for block in blocks if block.get("type") == "quote"] == [links.to(quote.id)]
    assert won.company == "Costa Foods"
    assert won.source["referrer"] == "https://search.example/"
    assert THEN <= card.conversation.created_at < THEN + timedelta(hours=1)
    assert all(THEN <= line.created_at < THEN + timedelta(hours=2) for line in card.transcript)
    assert {line.author for line in card.transcript} == {"visitor", "bot", "rep", "system"}
    database.close()
