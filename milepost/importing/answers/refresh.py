"""Questions and answers brought into knowledge.yml, or up to date there: the owner's edits stay, what vanished is set aside."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from milepost.errors import CatalogueError, Problem
from milepost.importing.answers.duplicates import Alike, Sorted, Written, match, sort_out
from milepost.importing.answers.entries import QuestionAnswer
from milepost.importing.answers.reading import Progress, Read, read_answers
from milepost.importing.answers.site import MOST_PAGES
from milepost.importing.answers.state import Entry, SourceState, packed, read_state
from milepost.importing.report import counted, some
from milepost.importing.text import slug
from milepost.importing.updating.patching import patched
from milepost.importing.updating.values import Plain, normal, value_of
from milepost.sales.catalogue import Catalogue
from milepost.store.catalogue_files import FILES, KNOWLEDGE, load_catalogue, read_version
from milepost.store.catalogue_schema.yaml_nodes import read_nodes
from milepost.store.catalogue_versions import ANSWERS_STATE, checked, put_in_force

_ASIDE = "set_aside"
_EXAMPLES = 4


@dataclass
class Changes:
    """What would change, by kind, each by its question; `losing` is the share of a source's answers that it has no longer."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    back: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    losing: float = 0.0

    @property
    def is_empty(self) -> bool:
        """Whether knowledge.yml stays as it is."""
        return not (self.new or self.changed or self.aside or self.back)

    def lines(self) -> list[str]:
        """A line for each kind, the first few by name."""
        kinds = {
            "new": self.new,
            "with another text": self.changed,
            "set aside, as they are no longer there": self.aside,
            "there again": self.back,
            "no longer there, but edited by you: they stay": self.edited,
            "of your own edits stay although the source has changed": self.kept,
        }
        told = [f"{len(each)} {kind}: {some(each, _EXAMPLES)}" for kind, each in kinds.items() if each]
        return told or ["nothing changes"]


@dataclass(frozen=True)
class AnswersUpdate:
    """Answers that are ready and have passed the check; `put_in_force` makes them so."""

    folder: Path
    contents: Mapping[str, bytes]
    changes: Changes
    understood: tuple[str, ...]
    please_check: tuple[str, ...]
    version: str
    source: str

    def lines(self) -> list[str]:
        """What was understood, what the owner should look at, and what changes."""
        told = [*self.understood, *(f"please check: {each}" for each in self.please_check)]
        return [*told, "", "what changes:", *(f"  {line}" for line in self.changes.lines())]

    def put_in_force(self) -> Catalogue:
        """Raises CatalogueError where the folder was changed since."""
        if read_version(self.folder) != self.version:
            told = "the catalogue was edited meanwhile: start again"
            raise CatalogueError([Problem(self.folder.as_posix(), 1, told)])
        return put_in_force(self.folder, self.contents, why=f"answers from {self.source}")


def prepare_answers(
    source: Path | str | None,
    folder: Path,
    *,
    update: bool = False,
    pages: int = 0,
    alike: Alike | None = None,
    progress: Progress | None = None,
) -> AnswersUpdate:
    """Reads a source (with `update` and None: every one that was read before) and works out the knowledge.yml that would be;
    writes nothing. `pages` is how many pages of a site are read at most (0: as last time, at first 100).

    Raises CatalogueError where the folder holds no catalogue, a source cannot be read, or the result would not pass.
    """
    load_catalogue(folder)
    version, state = read_version(folder), read_state(folder)
    wanted = _wanted(source, folder, state, update)
    texts = {name: (folder / name).read_text(encoding="utf-8-sig") for name in FILES}
    page = value_of(read_nodes(texts[KNOWLEDGE], lambda _line, _message: None))
    answers: dict[str, Any] = dict(page.get("answers") or {}) if isinstance(page.get("answers"), Mapping) else {}
    changes, understood, please_check = Changes(), list[str](), list[str]()
    for name in wanted:
        own = state.setdefault(name, SourceState())
        own.pages = pages or own.pages or MOST_PAGES
        known = sorted({str(entry.get("source", "")) for entry in own.entries.values()})
        read = read_answers(name, pages=own.pages, known=known, progress=progress)
        found = sort_out(read.entries, _written(answers, own), alike)
        understood += [*read.understood, *found.lines(some)]
        please_check += counted(read.remarks)
        _follow(own, answers, found, read, changes, {key for each in state.values() for key in each.entries})
    contents = {name: text.encode() for name, text in texts.items()}
    if not changes.is_empty:
        contents[KNOWLEDGE] = patched(texts[KNOWLEDGE], {**page, "answers": answers}).encode()
    contents[ANSWERS_STATE] = packed(state)
    _check(folder, contents)
    return AnswersUpdate(
        folder, contents, changes, tuple(understood), tuple(please_check), version, some([*wanted], 2, ", ")
    )


def _wanted(source: Path | str | None, folder: Path, state: Mapping[str, SourceState], update: bool) -> list[str]:
    where = (folder / KNOWLEDGE).as_posix()
    if source is None:
        if update and state:
            return list(state)
        told = "no answers were read into this catalogue yet: name the file, folder or address"
        raise CatalogueError(
            [Problem(where, 1, told if update else "name the file, folder or address with the answers")]
        )
    name = str(source)
    if name in state and not update:
        raise CatalogueError(
            [Problem(where, 1, f"{name} was read before: add --update to bring its answers up to date")]
        )
    if update and name not in state:
        known = f", only {some(list(state), 3, ', ')}" if state else ""
        raise CatalogueError(
            [Problem(where, 1, f"{name} was not read into this catalogue before{known}: leave --update out")]
        )
    return [name]


def _written(answers: Mapping[str, Any], own: SourceState) -> list[Written]:
    """What the catalogue answers besides this source, in the owner's words or another's."""
    return [
        Written(
            key, str(each.get("question", "")), str(each.get("answer", "")), tuple(map(str, each.get("also") or ()))
        )
        for key, each in answers.items()
        if key not in own.entries and isinstance(each, Mapping)
    ]


def _follow(
    own: SourceState, answers: dict[str, Any], found: Sorted, read: Read, changes: Changes, taken: set[str]
) -> None:
    """Brings the answers of one source up to date, in `answers` and in what is remembered of it."""
    before = own.entries
    ids = match(found.entries, before)
    after: dict[str, Entry] = {}
    for place, entry in enumerate(found.entries):
        key, theirs = ids.get(place), _entry(entry)
        if key is None:
            key = slug(entry.question, {*answers, *taken, *after}, otherwise="answer")
            answers[key] = theirs
            changes.new.append(entry.question)
        elif key in answers:
            answers[key] = _merged(before[key], answers[key], theirs, changes)
        after[key] = theirs
    gone = 0
    for key, old in before.items():
        if key in after:
            continue
        if old.get("source") in read.unread:
            after[key] = old
        elif key in answers:
            after[key] = _set_aside(old, answers, key, changes)
            gone += after[key] != old
    changes.losing = max(changes.losing, gone / max(1, len(before)))
    own.entries = after


def _set_aside(entry: Entry, answers: dict[str, Any], key: str, changes: Changes) -> Entry:
    """An answer that its source has no longer: not said any more, unless its owner made it his own."""
    mine = answers[key]
    if mine != entry:
        changes.edited.append(str(mine.get("question", key)))
        return entry
    if entry.get(_ASIDE) != "yes":
        changes.aside.append(str(mine.get("question", key)))
    answers[key] = {**mine, _ASIDE: Plain("yes")}
    return {**entry, _ASIDE: Plain("yes")}


def _merged(before: Entry, mine: Any, theirs: Entry, changes: Changes) -> Any:
    """Key by key: the source's newer text where the owner left the old one alone."""
    if not isinstance(mine, Mapping):
        return mine
    result: dict[str, Any] = {}
    is_kept = False
    for key in [*mine, *(key for key in theirs if key not in mine)]:
        old, own, new = before.get(key), mine.get(key), theirs.get(key)
        value = new if own == old else own
        is_kept = is_kept or (own != old and new not in (old, own))
        if value is not None:
            result[key] = value
    question = str(result.get("question", ""))
    if is_kept:
        changes.kept.append(question)
    if _ASIDE in mine and _ASIDE not in result:
        changes.back.append(question)
    elif result != mine:
        changes.changed.append(question)
    return result


def _entry(entry: QuestionAnswer) -> Entry:
    """As it is written into knowledge.yml."""
    made = {
        "question": entry.question,
        "also": list(entry.also),
        "answer": entry.answer,
        "topic": entry.topic,
        "link": entry.link,
        "source": entry.source,
    }
    kept: Sequence[tuple[str, Any]] = [(key, value) for key, value in made.items() if value]
    return dict(normal(dict(kept)))


def _check(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Raises CatalogueError where the catalogue could not be used with these files."""
    with tempfile.TemporaryDirectory(prefix="milepost-") as name:
        for file, content in contents.items():
            (Path(name) / file).write_bytes(content)
        checked(Path(name), folder)
