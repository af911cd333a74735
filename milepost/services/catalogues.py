"""The catalogue in force: one for the whole process, replaced as a whole when its files change."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from milepost.errors import CatalogueError, SettingsError
from milepost.sales.catalogue import Catalogue
from milepost.store.catalogue_files import FILES, load_catalogue, read_version

_CHECK_EVERY = 1.0  # seconds; a look at the disk costs less than a message, an edit need not be seen sooner

log = logging.getLogger(__name__)

_Look = tuple[tuple[int, int, int] | None, ...]


class CatalogueHolder:
    """Holds a catalogue and follows its folder. Safe to use from several threads; readers never wait for a reload."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._catalogue: Catalogue | None = None
        self._folder: Path | None = None
        self._checked_at = 0.0
        self._seen: _Look = ()
        self._tried = ""
        self._error: CatalogueError | None = None

    def in_force(self) -> Catalogue:
        """The catalogue that holds now. Raises SettingsError where none was ever named."""
        catalogue = self._catalogue
        if catalogue is None:
            raise SettingsError(
                "no catalogue is in use: the program must name its folder (MILEPOST_CATALOGUE) at its start"
            )
        return catalogue

    def put_in_force(self, catalogue: Catalogue) -> None:
        """Use this one and follow no folder."""
        with self._lock:
            self._catalogue, self._folder, self._error = catalogue, None, None

    def use_folder(self, folder: Path) -> Catalogue:
        """Load a folder and follow it from now on. Raises CatalogueError; what was in force then stays so."""
        with self._lock:
            seen = _look(folder)
            catalogue = load_catalogue(folder)
            self._catalogue, self._folder, self._error = catalogue, folder, None
            self._seen, self._tried, self._checked_at = seen, catalogue.version, self._clock()
            return catalogue

    def reload_if_changed(self) -> bool:
        """Take over an edit of the folder, if there is one; True where a new version came into force.

        Looks at most once a second. A broken edit is logged once, and what was in force stays.
        """
        if not self._lock.acquire(blocking=False):
            return False
        try:
            return self._folder is not None and self._is_due() and self._take_over(self._folder)
        finally:
            self._lock.release()

    def folder(self) -> Path | None:
        """The folder that is followed, if one is."""
        return self._folder

    def reload(self) -> Catalogue:
        """Take over the folder as it is now, without waiting for the next look. Raises CatalogueError."""
        if self._folder is None:
            return self.in_force()
        return self.use_folder(self._folder)

    def last_error(self) -> CatalogueError | None:
        """Why the folder as it is now is not in force; None where it is."""
        return self._error

    def _is_due(self) -> bool:
        now = self._clock()
        if now - self._checked_at < _CHECK_EVERY:
            return False
        self._checked_at = now
        return True

    def _take_over(self, folder: Path) -> bool:
        seen = _look(folder)
        if seen == self._seen:
            return False
        self._seen = seen
        before = self.in_force().version
        version = read_version(folder)
        if version == self._tried:
            return False
        self._tried = version
        try:
            catalogue = self.in_force() if version == before else load_catalogue(folder)
        except CatalogueError as error:
            self._keep(error, before)
            return False
        self._catalogue, self._error = catalogue, None
        log.info("catalogue %s is in force", catalogue.version)
        return catalogue.version != before

    def _keep(self, error: CatalogueError, version: str) -> None:
        if self._error is None or error.problems != self._error.problems:
            for problem in error.problems:
                log.error("%s", problem)
            log.error("the catalogue was edited and cannot be used: version %s stays in force", version)
        self._error = error


def _look(folder: Path) -> _Look:
    """When each file was changed, and its size, None for one that is not there."""
    found: list[tuple[int, int, int] | None] = []
    for name in FILES:
        try:
            stat = (folder / name).stat()
        except OSError:
            found.append(None)
        else:
            found.append((stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size))
    return tuple(found)


_holder = CatalogueHolder()

in_force = _holder.in_force
put_in_force = _holder.put_in_force
use_folder = _holder.use_folder
reload_if_changed = _holder.reload_if_changed
last_error = _holder.last_error
folder = _holder.folder
reload = _holder.reload


def summary(catalogue: Catalogue) -> list[str]:
    """What a catalogue holds, a line each, for who has just checked it."""
    counts = {
        "products": catalogue.products,
        "plans": catalogue.plans,
        "add-ons": catalogue.add_ons,
        "discounts": catalogue.discounts,
        "attributes": catalogue.attributes,
        "competitors": catalogue.competitors,
        "answers": catalogue.answers,
        "articles": catalogue.articles,
        "needs": catalogue.journey.needs,
        "follow-ups": catalogue.journey.follow_ups,
    }
    heading = [f"company: {catalogue.company.name}", f"version: {catalogue.version}"]
    return heading + [f"{noun}: {len(things)}" for noun, things in counts.items()]
