"""A product feed turned into a catalogue folder that the bot can sell from at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from milepost.errors import CatalogueError, Problem
from milepost.importing.feed import Feed
from milepost.importing.reading.currency import Ask
from milepost.importing.reading.files import read_feed, read_text
from milepost.importing.report import ImportReport, report_of
from milepost.importing.text import category_of
from milepost.importing.understanding.guide import Guide
from milepost.importing.understanding.shelves import Understanding, understand
from milepost.importing.updating.state import ImportState
from milepost.importing.writing.files import as_files, wording
from milepost.importing.writing.pages import pages
from milepost.store.catalogue_files import FILES
from milepost.store.catalogue_versions import STATE, put_in_force
from milepost.store.collecting import without_collector


@dataclass(frozen=True)
class Wanted:
    """What is imported, and what its owner says of it: the currency and the category where the feed does not say them."""

    feed: Path | str
    guide: Path | None = None
    currency: str = ""
    category: str = ""


def import_feed(
    feed: Path | str,
    guide: Path | None,
    to: Path,
    *,
    currency: str = "",
    category: str = "",
    language: str = "en",
    ask: Ask | None = None,
    progress: Callable[[str], None] | None = None,
) -> ImportReport:
    """Writes the four files to `to`, which must not hold a catalogue yet. Raises CatalogueError with file and line.

    `feed` and `guide` may be folders: then a guide belongs to the feed of its name; `feed` may be an https address. Where the
    feed does not say its currency and none is given, `ask` is; without it that is an error. `language` is the one of the questions
    and other sentences that the import adds. Nothing is written unless the
    whole passes the check.
    """
    existing = next((to / name for name in FILES if (to / name).exists()), None)
    if existing is not None:
        told = "there is a catalogue already: add --update to bring it up to date, or name an empty folder"
        raise CatalogueError([Problem(existing.as_posix(), 1, told)])
    wanted = Wanted(feed, guide, currency, category)
    with without_collector():
        found = read_and_understand(wanted, ask=ask, progress=progress)
        made, ids = pages(found, wording(language))
        state = ImportState.of(feed, found.feed.currency, made, ids, guide=guide, category=category, language=language)
        contents = {**as_files(made), STATE: state.packed()}
        del made, state
        if progress:
            progress("checking the catalogue")
        return report_of(found, put_in_force(to, contents, why="the first import"))


def read_and_understand(
    wanted: Wanted, *, ask: Ask | None = None, progress: Callable[[str], None] | None = None
) -> Understanding:
    """The feed with all that was made of it. Raises CatalogueError."""
    feed: Feed = read_feed(wanted.feed, currency=wanted.currency, category=wanted.category, ask=ask, progress=progress)
    return understand(feed, _guides(wanted.guide), progress)


def _guides(guide: Path | None) -> dict[str, Guide]:
    if guide is None:
        return {}
    if guide.is_dir():
        return {
            category_of(file.stem): Guide(read_text(file))
            for file in sorted(guide.glob("*.txt")) + sorted(guide.glob("*.md"))
        }
    return {"": Guide(read_text(guide))}
