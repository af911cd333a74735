"""Plays scripted visitors through the real bot, each at its own time, into a database; then serves the console on it."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from milepost.channels.port import InboundMessage
from milepost.cli.demo.goods import Goods
from milepost.cli.demo.scripts import Script, read_scripts
from milepost.cli.loading import ready_processor
from milepost.services import catalogues, handoffs, users
from milepost.services.conversations import ConversationService
from milepost.services.handoffs import replies
from milepost.services.outgoing import events
from milepost.services.outgoing.events import Event
from milepost.services.quotes.links import QuoteLinks
from milepost.settings import Settings
from milepost.store.catalogue_files import load_catalogue
from milepost.store.columns import new_id, utc_now
from milepost.store.database import Database, Store
from milepost.store.records.users import User

if TYPE_CHECKING:
    from milepost.brain.processor import TurnProcessor

REPS = ("Dana", "Sam")
_LEASE_SECONDS = 60


class Player:
    """A bot whose clock is set by each conversation that it is played."""

    def __init__(self, database: Database, processor: TurnProcessor, reps: list[User], links: QuoteLinks) -> None:
        from milepost.brain.turns import TurnRunner

        self._database, self._reps = database, reps
        self._now = utc_now()
        self._dice = Random(7)
        self._service = ConversationService(database, clock=self._clock)
        self._runner = TurnRunner(
            *(database, processor, catalogues.in_force), clock=self._clock, can_mail=False, links=links
        )
        self._loop = asyncio.new_event_loop()

    def play(self, script: Script) -> str:
        """One conversation from its first message to its end; its id."""
        conversation = f"{'web' if script.channel == 'web' else 'tg'}-{new_id()[:24]}"
        self._now = script.begins
        for text in script.turns:
            self._now += timedelta(seconds=self._dice.randint(8, 90))
            self._say(conversation, text, script)
        if script.thumbs:
            self._rate(conversation, script.thumbs == "up")
        with self._database.begin() as store:
            handoff = store.handoffs.open_of(conversation)
            if script.rep is not None and handoff is not None:
                self._now = handoff.requested_at + timedelta(minutes=script.rep.minutes)
                self._help(store, conversation, script)
        return conversation

    def close(self) -> None:
        """End the loop that the turns ran on."""
        self._loop.close()

    def _clock(self) -> datetime:
        return self._now

    def _say(self, conversation: str, text: str, script: Script) -> None:
        message = InboundMessage(script.channel, conversation, new_id(), text, source=script.source)
        if not self._service.receive(message).bot_answers:
            return
        with self._database.begin() as store:
            lease = store.messages.take_oldest_open(now=self._now, seconds=_LEASE_SECONDS)
        if lease is not None:
            self._loop.run_until_complete(self._runner.run(lease))

    def _rate(self, conversation: str, helpful: bool) -> None:
        with self._database.begin() as store:
            last = store.messages.latest_of_bot(conversation, limit=1)
        if last:
            self._service.rate(conversation, last[0].seq, helpful=helpful, comment="")

    def _help(self, store: Store, conversation: str, script: Script) -> None:
        """A rep comes, writes, and closes the lead or hands it back."""
        assert script.rep is not None
        rep = self._dice.choice(self._reps)
        handoffs.claim(store, conversation, rep, now=self._now)
        store.leads.assign(conversation, rep.id, now=self._now)
        for line in script.rep.says:
            self._now += timedelta(seconds=20)
            said = line.replace("{rep}", rep.name)
            replies.write(store, catalogues.in_force(), conversation, rep, said, now=self._now)
        self._now += timedelta(minutes=5)
        handoffs.give_back(store, conversation, outcome="handed back", now=self._now)
        if script.rep.ends:
            store.leads.set_status(conversation, script.rep.ends, reason="demo", now=self._now)
            event = Event.WON if script.rep.ends == "won" else Event.LOST
            events.tell(store, event, conversation, catalogues.in_force(), now=self._now, reason="demo")


def fill(database: Database, processor: TurnProcessor, scripts: Iterable[Script], links: QuoteLinks) -> int:
    """Play them all into a database, with two reps; how many conversations that were."""
    with database.begin() as store:
        reps = [
            users.add(
                store,
                email=f"{name.lower()}@milepost.example",
                name=name,
                role="rep",
                password=new_id(),
                now=utc_now(),
            )
            for name in REPS
        ]
    player = Player(database, processor, reps, links)
    try:
        return len([player.play(script) for script in scripts])
    finally:
        player.close()


def visitors_of(settings: Settings, share: float) -> list[Script]:
    """The visitors who fit a catalogue: those written for it (visitors.yml beside its files, or ours for the shipped one), else
    such as speak of what it sells. Raises CatalogueError and MilepostError."""
    folder, examples = settings.catalogue, settings.project / "examples" / "demo"
    own, now = folder / "visitors.yml", utc_now()
    if own.exists():
        return read_scripts(own, until=now, share=share)
    if folder.resolve() == (settings.project / "catalogue").resolve():
        return read_scripts(examples / "visitors.yml", until=now, share=share)
    goods = Goods(load_catalogue(folder), now.date())
    return read_scripts(examples / "any_company.yml", until=now, share=share, goods=goods.draw)


def demo(settings: Settings, *, share: float, serve: bool) -> None:
    """Fills a database that is thrown away, with a progress bar; then serves on it until stopped."""
    from rich.console import Console
    from rich.progress import track

    from milepost.cli import serving

    if serve:
        serving.check_port(settings.host, settings.port)
    scripts = visitors_of(settings, share)
    with tempfile.TemporaryDirectory(prefix="milepost-demo-") as folder:
        ours = replace(
            settings,
            database_url=f"sqlite:///{Path(folder) / 'demo.sqlite3'}",
            data_folder=Path(folder),
            outgoing=type(settings.outgoing)(),
        )
        database = Database(ours.database_url)
        database.upgrade()
        processor = ready_processor(ours)
        progress = track(scripts, description="A month of visitors", console=Console(stderr=True))
        sign_in = serving.first_sign_in(database)
        count = fill(database, processor, progress, QuoteLinks(ours.public_url, ours.signing_secret()))
        with database.begin() as store:
            leads = sum(journey.count for journey in store.figures.journeys(None) if journey.is_lead)
        database.close()
        print(f"{count} conversations, {leads} leads, in a database that is thrown away at the end.", flush=True)
        if serve and sign_in:
            print(f"Sign in to the console as {sign_in[0]} with the password {sign_in[1]}", flush=True)
            serving.serve(ours)
