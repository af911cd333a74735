"""The command that reads questions and answers: what it shows and asks before they are in force."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import typer

from milepost.cli.importing import show
from milepost.errors import CatalogueError, Problem
from milepost.importing.answers.duplicates import Alike


@dataclass(frozen=True)
class AnswersOrder:
    """What the command line says."""

    source: str | None
    to: Path
    update: bool
    pages: int
    dry_run: bool
    yes: bool


def read_answers(order: AnswersOrder, models: Path) -> None:
    """Shows what was understood and what changes, and puts it in force. Raises CatalogueError."""
    from milepost.importing.answers.refresh import prepare_answers
    from milepost.importing.updating.update import MOST_LOST

    ready = prepare_answers(
        order.source, order.to, update=order.update, pages=order.pages, alike=_alike(models), progress=show
    )
    print("\n".join(ready.lines()))
    if order.dry_run or (ready.changes.is_empty and order.update):
        print("nothing was written")
        return
    if not order.yes and ready.changes.losing > MOST_LOST and not sys.stdin.isatty():
        told = f"{ready.changes.losing:.0%} of the answers are no longer there: add --yes if that is right"
        raise CatalogueError([Problem(order.to.as_posix(), 1, told)])
    if order.update and not order.yes and sys.stdin.isatty() and not typer.confirm("put this in force?"):
        print("nothing was written")
        return
    catalogue = ready.put_in_force()
    print(f"in force: version {catalogue.version}; milepost catalogue take-back {order.to} takes it back")


def _alike(models: Path) -> Alike | None:
    """Nearness by meaning, where the encoders were prepared already."""
    from milepost.cli.likeness import prepared_likeness

    return prepared_likeness(models)
