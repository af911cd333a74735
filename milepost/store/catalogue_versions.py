"""A catalogue folder replaced as a whole: checked before, in force at once, the versions before kept to be taken back.

What is about to come into force stands complete in the folder `.next` before one file of the catalogue is touched; who reads
the folder reads from there first. A process that dies on the way leaves either the old version or the new one in force.
"""

from __future__ import annotations

import fcntl
import gzip
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from milepost.errors import CatalogueError, Problem
from milepost.sales.catalogue import Catalogue
from milepost.store.catalogue_files import FILES, NEXT, load_catalogue, read_version

HISTORY = ".history"
STATE = ".import.json.gz"
"""What the last import left for the next one; it belongs to a version as its four files do."""

ANSWERS_STATE = ".answers.json.gz"
"""The same for questions and answers that were read from files and pages; empty counts as none."""

_STATES = (STATE, ANSWERS_STATE)
_WRITING = ".writing-"
_LOCK = ".lock"
_ABOUT = "about.txt"
_KEPT = 20


@dataclass(frozen=True)
class Version:
    """A version that was in force before: its number in the history, the catalogue's version, when and why it was replaced."""

    number: int
    version: str
    replaced_at: datetime
    why: str
    folder: Path


def put_in_force(folder: Path, contents: Mapping[str, bytes], *, why: str, known: Catalogue | None = None) -> Catalogue:
    """Replaces the four files (and STATE or ANSWERS_STATE where given) by these. Raises CatalogueError with every problem of
    what would be; the folder is then as it was. What was in force is kept in the history, with `why` it was replaced. `known` is
    what these very files were read into before, if they were: they are not read again."""
    is_new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder):
            finish(folder)
            staging = Path(tempfile.mkdtemp(dir=folder, prefix=_WRITING))
            try:
                for name, content in contents.items():
                    _write(staging / name, content)
                is_known = known is not None and known.version == read_version(staging)
                catalogue = known if known is not None and is_known else checked(staging, folder)
                _keep(folder, why)
                os.rename(staging, folder / NEXT)
            finally:
                shutil.rmtree(staging, ignore_errors=True)
            finish(folder)
        return catalogue
    except OSError as error:
        message = f"the catalogue cannot be written: {error.strerror}"
        raise CatalogueError([Problem(folder.as_posix(), 1, message)]) from error
    finally:
        if is_new and not _holds_anything(folder):
            shutil.rmtree(folder, ignore_errors=True)


def checked(staging: Path, folder: Path) -> Catalogue:
    """The catalogue that the files in `staging` are. Raises CatalogueError as if they stood in `folder`."""
    try:
        return load_catalogue(staging)
    except CatalogueError as error:
        told = [Problem((folder / Path(each.file).name).as_posix(), each.line, each.message) for each in error.problems]
        raise CatalogueError(told) from error


def finish(folder: Path) -> None:
    """Brings a replacement to its end that another process began, and clears what was never in force."""
    pending = folder / NEXT
    if pending.is_dir():
        for name in (*FILES, *_STATES):
            if (pending / name).exists():
                os.replace(pending / name, folder / name)
        shutil.rmtree(pending, ignore_errors=True)
    for left in folder.glob(f"{_WRITING}*"):
        shutil.rmtree(left, ignore_errors=True)


def versions(folder: Path) -> list[Version]:
    """The versions that can be taken back, the newest first."""
    found = []
    for path in folder.glob(f"{HISTORY}/*/{_ABOUT}"):
        number, _, version = path.parent.name.partition("-")
        when, _, why = path.read_text(encoding="utf-8").partition("\n")
        if number.isdigit():
            found.append(Version(int(number), version, datetime.fromisoformat(when), why.strip(), path.parent))
    return sorted(found, key=lambda each: -each.number)


def take_back(folder: Path, number: int | None = None) -> tuple[Version, Catalogue]:
    """Puts a version of the history in force again, the last one if none is named; what was in force is kept as well.

    Raises CatalogueError where there is no such version.
    """
    known = versions(folder)
    wanted = next((each for each in known if number in (None, each.number)), None)
    if wanted is None:
        what = f"no version {number}" if number else "no version before this one"
        raise CatalogueError([Problem(folder.as_posix(), 1, f"there is {what} to be taken back")])
    contents = {
        path.name.removesuffix(".gz"): gzip.decompress(path.read_bytes()) for path in sorted(wanted.folder.glob("*.gz"))
    }
    if (folder / ANSWERS_STATE).exists():
        contents.setdefault(ANSWERS_STATE, b"")
    return wanted, put_in_force(folder, contents, why=f"version {wanted.number} was taken back")


def _keep(folder: Path, why: str) -> None:
    """What is in force now, packed, as the newest of the history."""
    names = [name for name in (*FILES, *_STATES) if (folder / name).exists()]
    if not set(FILES) & set(names):
        return
    known = versions(folder)
    number = known[0].number + 1 if known else 1
    kept = Path(tempfile.mkdtemp(dir=folder, prefix=_WRITING))
    for name in names:
        _write(kept / f"{name}.gz", gzip.compress((folder / name).read_bytes(), compresslevel=4))
    now = datetime.now(timezone.utc).replace(microsecond=0)
    _write(kept / _ABOUT, f"{now.isoformat()}\n{why}\n".encode())
    history = folder / HISTORY
    history.mkdir(exist_ok=True)
    os.rename(kept, history / f"{number:04d}-{read_version(folder)}")
    for old in known[_KEPT - 1 :]:
        shutil.rmtree(old.folder, ignore_errors=True)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One writer at a time; a process that dies lets go. Raises CatalogueError while another one writes."""
    with (folder / _LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            told = Problem(folder.as_posix(), 1, "another import is writing this catalogue: wait until it is done")
            raise CatalogueError([told]) from None
        yield


def _holds_anything(folder: Path) -> bool:
    return folder.exists() and any(path.name != _LOCK for path in folder.iterdir())
