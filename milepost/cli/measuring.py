"""`milepost evaluate`: the trained model on labelled files, and the whole bot on annotated conversations."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from milepost.cli.learning import parser, watched
from milepost.cli.loading import ready_processor
from milepost.errors import MilepostError, SettingsError
from milepost.sales.catalogue import Catalogue
from milepost.settings import Settings

if TYPE_CHECKING:
    from milepost.brain.processor import TurnProcessor
    from milepost.learning.measuring import Heard, Judged, Say
    from milepost.nlu.evaluation import Figure

# The day on which the conversations were written: their prices, codes and opening hours are those of that day.
WRITTEN_AT = datetime(2026, 11, 29, 12, tzinfo=timezone.utc)
_WIDE = 110  # columns of the widest table


@dataclass(frozen=True)
class Wanted:
    """What to measure on, and where to write what: an HTML page, a Markdown page with places for figures, failed turns."""

    held_out: Path
    conversations: Sequence[Path] = ()
    html: Path | None = None
    page: Path | None = None
    failed: Path | None = None


def evaluate(settings: Settings, wanted: Wanted) -> None:
    """Prints the report, and writes the pages that are wanted. Named conversations are measured alone, else all.

    Raises SettingsError where there are no labelled files, and MilepostError for a bad conversation.
    """
    if not wanted.conversations and not wanted.held_out.is_dir():
        raise SettingsError(f"there is no folder {wanted.held_out} with labelled files")
    files = list(_files(wanted.conversations)) or sorted((wanted.held_out / "conversations").glob("*.jsonl"))
    if wanted.failed:
        refuse_held_out(settings.project, files)
    processor = ready_processor(settings)
    if not wanted.conversations:
        _write_messages(wanted.page, evaluate_messages(settings, processor, wanted))
    if files:
        judged = evaluate_conversations(settings, processor, files)
        _write_conversations(wanted, judged)


def evaluate_messages(settings: Settings, processor: TurnProcessor, wanted: Wanted) -> list[Figure]:
    """Prints the figures of single messages."""
    from milepost.nlu.evaluation import evaluate as report
    from milepost.nlu.evaluation.overlap import Learnt

    learnt = Learnt.from_folder(settings.project / "data" / "nlu")
    return report(parser(processor), wanted.held_out, wanted.html, learnt=learnt)


def evaluate_conversations(settings: Settings, processor: TurnProcessor, files: Sequence[Path]) -> list[Judged]:
    """Has every conversation with the bot; prints figures, never a word of what visitors wrote."""
    from rich.console import Console

    from milepost.learning.contexts import Companies
    from milepost.learning.conversations import read_conversations
    from milepost.learning.measuring import measured
    from milepost.learning.report import conversation_tables

    conversations = read_conversations(files)
    console = Console(width=max(Console().width, _WIDE))
    judged = measured(
        conversations,
        Companies(settings.project),
        lambda catalogue: bot_for(processor, catalogue),
        watch=watched("Having conversations"),
    )
    for table in conversation_tables(judged):
        table.draw(console)
    return judged


@contextmanager
def bot_for(processor: TurnProcessor, catalogue: Catalogue) -> Iterator[Say]:
    """The whole bot for a company, on the day on which the conversations were written."""
    from milepost.brain.session import Brain
    from milepost.learning.measuring import heard
    from milepost.services import catalogues

    catalogues.put_in_force(catalogue)
    with Brain(processor, clock=lambda: WRITTEN_AT) as brain:

        def say(conversation: str, text: str) -> Heard:
            result = brain.say(f"x-{conversation}", text)
            return heard(text, result.replies, result.memory, failed=result.error is not None)

        yield say


def refuse_held_out(project: Path, files: Sequence[Path]) -> None:
    """Raises MilepostError where one of the files is held out: who reads its failures fits the bot to them."""
    folder = (project / "tests" / "held_out").resolve()
    for file in files:
        if folder in file.resolve().parents:
            raise MilepostError(f"{file} is held out: its failures are not written, only its figures are printed")


def _files(named: Sequence[Path]) -> Iterator[Path]:
    """The files named, and those of folders named."""
    for path in named:
        yield from sorted(path.glob("*.jsonl")) if path.is_dir() else (path,)


def _write_messages(page: Path | None, found: Sequence[Figure]) -> None:
    from milepost.learning.report import Table, fill_page

    if page:
        rows = [("part", "figure", "value", "to reach"), *((one.part, one.what, one.value, one.goal) for one in found)]
        fill_page(page, "messages", [Table("Single messages", rows)])


def _write_conversations(wanted: Wanted, judged: Sequence[Judged]) -> None:
    from milepost.learning.measuring import failures
    from milepost.learning.report import conversation_tables, fill_page

    if wanted.page:
        fill_page(wanted.page, "conversations", list(conversation_tables(judged)))
    if wanted.failed:
        lines = [json.dumps(record, ensure_ascii=False) + "\n" for record in failures(judged)]
        wanted.failed.write_text("".join(lines), encoding="utf-8")
        print(f"{len(lines)} failed turns: {wanted.failed}")
