"""What a turn costs, station by station, in the whole bot on conversations with a shipped company: CPU milliseconds a turn.

    python -m benchmarks.stations                            data/conversations/validation, the shipped companies
    python -m benchmarks.stations --page docs/quality.md     and puts the table into the page

The message is parsed as a whole, then part by part where it falls apart; the parts are interpreted; actions answer; the store reads
and writes what stands before and after. CPU of all threads of this process, so a thread that spins beside the work is counted too.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from milepost.brain.rasa_light import make_light

make_light()

from milepost.brain.session import Brain  # noqa: E402
from milepost.brain.turns import TurnRunner  # noqa: E402
from milepost.cli.loading import ready_processor  # noqa: E402
from milepost.learning.conversations import AnnotatedConversation, read_conversations  # noqa: E402
from milepost.learning.report import Table, fill_page  # noqa: E402
from milepost.services import catalogues  # noqa: E402
from milepost.settings import Settings  # noqa: E402
from milepost.store.catalogue_files import load_catalogue  # noqa: E402

PROJECT = Path(__file__).resolve().parents[1]
FILES = sorted((PROJECT / "data" / "conversations" / "validation").glob("*.jsonl"))
SHIPPED = ("catalogue", "examples/shop", "examples/services")
STATIONS = ("parse whole", "parse parts", "interpret", "actions", "store and the rest", "whole turn")


class Clock:
    """The CPU that each station of the turn under way took, in ms."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    def add(self, station: str, began: float) -> None:
        self.spent[station] = self.spent.get(station, 0.0) + 1000 * (time.process_time() - began)


class TimedProcessor:
    """A processor that times what it is asked for; the first parse of a turn is that of the whole message."""

    def __init__(self, processor: Any, clock: Clock) -> None:
        self._processor, self._clock = processor, clock

    def __getattr__(self, name: str) -> Any:
        return getattr(self._processor, name)

    async def parse_message(self, *args: Any, **kwargs: Any) -> Any:
        """As the processor's."""
        station, began = "parse parts" if "parse whole" in self._clock.spent else "parse whole", time.process_time()
        try:
            return await self._processor.parse_message(*args, **kwargs)
        finally:
            self._clock.add(station, began)

    async def handle_acts(self, *args: Any, **kwargs: Any) -> Any:
        """As the processor's."""
        began = time.process_time()
        try:
            return await self._processor.handle_acts(*args, **kwargs)
        finally:
            self._clock.add("actions", began)


class TimedRunner(TurnRunner):
    """A runner that times its interpreting; the parts parsed within are taken off afterwards."""

    clock: Clock

    async def _interpret(self, *args: Any) -> None:
        began = time.process_time()
        try:
            await super()._interpret(*args)
        finally:
            self.clock.add("interpret", began)


def main() -> None:
    """Prints the table, and puts it into a page if one is named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=FILES)
    parser.add_argument("--page", type=Path, help="a Markdown page with a place for the figures")
    given = parser.parse_args()
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    from rich.console import Console

    processor = ready_processor(Settings.from_environment())
    conversations = [each for each in read_conversations(given.files) if each.company in SHIPPED]
    turns = [turn for company in SHIPPED for turn in timed(processor, company, conversations)]
    found = table(turns)
    found.draw(Console())
    if given.page:
        fill_page(given.page, "cost of a turn", [found])


def timed(processor: Any, company: str, conversations: Iterable[AnnotatedConversation]) -> list[dict[str, float]]:
    """What each turn with a company cost; its first message warms up and does not count."""
    clock = Clock()
    catalogues.put_in_force(load_catalogue(PROJECT / company))
    found: list[dict[str, float]] = []
    with Brain(processor) as brain:
        brain.runner = TimedRunner(brain.database, TimedProcessor(processor, clock), catalogues.in_force)  # type: ignore[arg-type]
        brain.runner.clock = clock
        brain.say("warm-up", "Hello! What do you have, and what does it cost?")
        for conversation in conversations:
            if conversation.company == company:
                found += [said(brain, clock, conversation.id, turn.text) for turn in conversation.turns]
    return found


def said(brain: Brain, clock: Clock, conversation: str, text: str) -> dict[str, float]:
    """What one turn cost."""
    clock.spent = {}
    began = time.process_time()
    brain.say(f"x-{conversation}", text)
    whole = 1000 * (time.process_time() - began)
    spent = dict(clock.spent)
    spent["interpret"] = spent.get("interpret", 0.0) - spent.get("parse parts", 0.0)
    return {**spent, "store and the rest": whole - sum(spent.values()), "whole turn": whole}


def table(turns: list[Mapping[str, float]] | list[dict[str, float]]) -> Table:
    """Median, mean and 95th of a hundred, station by station."""
    rows = [["CPU ms a turn", "median", "mean", "p95"]]
    for station in STATIONS:
        spent = sorted(turn.get(station, 0.0) for turn in turns)
        high = spent[min(len(spent) - 1, int(0.95 * len(spent)))]
        rows.append([station, *(f"{value:.1f}" for value in (statistics.median(spent), statistics.fmean(spent), high))])
    return Table(f"Cost of a turn ({len(turns)} turns with the shipped companies)", rows)


if __name__ == "__main__":
    main()
