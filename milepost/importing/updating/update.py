"""A newer feed for a catalogue that an import made: the difference first, then in force as a whole."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from milepost.errors import CatalogueError, Problem
from milepost.importing.new_catalogue import Wanted, read_and_understand
from milepost.importing.report import ImportReport, report_of, some
from milepost.importing.understanding.shelves import Understanding
from milepost.importing.updating.difference import Difference, difference
from milepost.importing.updating.merging import Merged, merged, with_set_aside
from milepost.importing.updating.patching import patched
from milepost.importing.updating.state import ImportState
from milepost.importing.updating.values import normal, value_of
from milepost.importing.writing.files import wording
from milepost.importing.writing.pages import pages
from milepost.sales.catalogue import Catalogue
from milepost.store.catalogue_files import FILES, load_catalogue, read_version
from milepost.store.catalogue_schema.yaml_nodes import read_nodes
from milepost.store.catalogue_versions import STATE, checked, put_in_force
from milepost.store.collecting import without_collector

# An update that would take more than this share of the products out of the shop is refused unless it is confirmed.
MOST_LOST = 0.5


@dataclass(frozen=True)
class Update:
    """An update that is ready and has passed the check; `put_in_force` makes it so. `kept` are the owner's own values that
    stay although the feed has another one by now."""

    folder: Path
    contents: Mapping[str, bytes]
    difference: Difference
    report: ImportReport
    kept: tuple[str, ...]
    version: str

    def lines(self) -> list[str]:
        """What would change, and what of the owner's stays."""
        lines = self.difference.lines()
        if self.kept:
            lines.append(f"{len(self.kept)} of your own values stay although the feed has others: {some(self.kept)}")
        return lines

    def put_in_force(self) -> Catalogue:
        """Raises CatalogueError where the folder was changed since."""
        if read_version(self.folder) != self.version:
            told = "the catalogue was edited meanwhile: start the update again"
            raise CatalogueError([Problem(self.folder.as_posix(), 1, told)])
        return put_in_force(
            self.folder, self.contents, why=f"an import of {self.report.understood[1]}", known=self.report.catalogue
        )


def prepare_update(
    feed: Path | str | None,
    folder: Path,
    *,
    guide: Path | None = None,
    currency: str = "",
    category: str = "",
    progress: Callable[[str], None] | None = None,
) -> Update:
    """Reads the feed (None: the one of the last import) and works out the catalogue that would be; writes nothing.

    Raises CatalogueError where the folder was not made by an import, the feed cannot be read, or the result would not pass.
    """
    with without_collector():
        return _prepared(feed, folder, guide, currency, category, progress)


def _prepared(
    feed: Path | str | None,
    folder: Path,
    guide: Path | None,
    currency: str,
    category: str,
    progress: Callable[[str], None] | None,
) -> Update:
    state = ImportState.read(folder)
    if state is None:
        told = "this catalogue was not made by an import: nothing says which of its lines are your own"
        raise CatalogueError([Problem(folder.as_posix(), 1, told)])
    wanted = Wanted(
        feed or state.feed,
        guide or (Path(state.guide) if state.guide else None),
        currency or state.currency,
        category or state.category,
    )
    version = read_version(folder)
    found = read_and_understand(wanted, progress=progress)
    if progress:
        progress("comparing with what is in force")
    contents, kept = _made(found, folder, state, wanted)
    del state
    before, after = load_catalogue(folder), _checked(folder, contents)
    return Update(folder, contents, difference(before, after), report_of(found, after), kept, version)


def _made(
    found: Understanding, folder: Path, state: ImportState, wanted: Wanted
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The files as they are to be, with what the next import needs; and where the owner's own values stay."""
    made, ids = pages(found, wording(state.language), state.ids)
    new = normal(made)
    del made  # as large as what it was made from
    texts = {name: (folder / name).read_text(encoding="utf-8-sig") for name in FILES}
    current = {Path(name).stem: value_of(read_nodes(text, _unheard)) for name, text in texts.items()}
    result = merged(state.pages, current, new)
    left = ImportState(
        str(wanted.feed), found.feed.currency, str(wanted.guide or ""), wanted.category, {**state.ids, **ids},
        with_set_aside(new, result.pages, state.pages), state.language,
    )  # fmt: skip
    return {**_contents(texts, current, result), STATE: left.packed()}, tuple(result.kept)


def _contents(texts: Mapping[str, str], current: Mapping[str, Any], result: Merged) -> dict[str, bytes]:
    found = {}
    for name, text in texts.items():
        page = Path(name).stem
        is_same = result.pages[page] == current[page]
        found[name] = (text if is_same else patched(text, result.pages[page])).encode()
    return found


def _checked(folder: Path, contents: Mapping[str, bytes]) -> Catalogue:
    with tempfile.TemporaryDirectory(prefix="milepost-") as name:
        for file, content in contents.items():
            (Path(name) / file).write_bytes(content)
        return checked(Path(name), folder)


def _unheard(_line: int, _message: str) -> None:
    """The files have passed the check: there is nothing to tell."""
