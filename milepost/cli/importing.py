"""The commands that import a product feed: the questions they ask, the progress they show, what they print."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import typer

from milepost.errors import CatalogueError, Problem


@dataclass(frozen=True)
class Order:
    """What the command line says of an import."""

    feed: str | None
    to: Path
    guide: Path | None
    currency: str
    category: str


def first_import(order: Order) -> None:
    """Make a catalogue. Raises CatalogueError."""
    from milepost.importing.new_catalogue import import_feed

    if order.feed is None:
        raise CatalogueError([Problem(order.to.as_posix(), 1, "name the feed: a file, a folder or an https address")])
    report = import_feed(
        order.feed,
        order.guide,
        order.to,
        currency=order.currency,
        category=order.category,
        ask=ask_currency if sys.stdin.isatty() else None,
        progress=show,
    )
    print("\n".join(report.lines()))


def update(order: Order, *, dry_run: bool, yes: bool) -> None:
    """Show the difference and put it in force: on a terminal after asking, else at once. Raises CatalogueError."""
    from milepost.importing.updating.update import MOST_LOST, prepare_update

    ready = prepare_update(
        order.feed, order.to, guide=order.guide, currency=order.currency, category=order.category, progress=show
    )
    print("\n".join([*ready.report.lines(), "", "what changes:", *(f"  {line}" for line in ready.lines())]))
    if dry_run or ready.difference.is_empty:
        print("nothing was written")
        return
    if not yes and ready.difference.losing > MOST_LOST and not sys.stdin.isatty():
        told = f"{ready.difference.losing:.0%} of the products would no longer be sold: add --yes if that is right"
        raise CatalogueError([Problem(order.to.as_posix(), 1, told)])
    if not yes and sys.stdin.isatty() and not typer.confirm("put this in force?"):
        print("nothing was written")
        return
    catalogue = ready.put_in_force()
    print(f"in force: version {catalogue.version}; milepost catalogue take-back {order.to} takes it back")


def list_versions(folder: Path) -> None:
    """The versions that can be taken back."""
    from milepost.store.catalogue_versions import versions

    known = versions(folder)
    for each in known:
        print(f"{each.number}: {each.version}, until {each.replaced_at:%Y-%m-%d %H:%M} UTC, replaced by {each.why}")
    if not known:
        print("no version was replaced yet")


def take_back(folder: Path, number: int | None) -> None:
    """Put a version in force again. Raises CatalogueError."""
    from milepost.store.catalogue_versions import take_back as back

    version, catalogue = back(folder, number)
    print(f"version {version.number} is in force again, now {catalogue.version}")


def ask_currency(question: str) -> str:
    """Puts the question on the terminal."""
    return str(typer.prompt(question))


def show(words: str) -> None:
    """Progress, beside what is printed."""
    if sys.stderr.isatty():
        print(f"\r\033[K{words[:110]}", end="", file=sys.stderr, flush=True)
    else:
        print(words, file=sys.stderr)
