"""An answer added to knowledge.yml: its owner's comments stay, a broken result never replaces what is there."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from milepost.errors import CatalogueError, Problem
from milepost.store.catalogue_files import FILES, KNOWLEDGE, load_catalogue, read_version

# Where the file as it was before each addition is kept, by the catalogue's version then.
HISTORY = ".history"


def add_answer(folder: Path, question: str, answer: str, also: Sequence[str] = ()) -> str:
    """Write the answer into the folder's knowledge.yml; the new answer's id.

    Raises CatalogueError with every problem of the catalogue as it would be, or where it cannot be written; the files
    are then as they were.
    """
    path = folder / KNOWLEDGE
    try:
        before = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError([Problem(path.as_posix(), 1, "the file cannot be read")]) from error
    version = read_version(folder)
    answer_id = _new_id(question, set(load_catalogue(folder).answers))
    entry: dict[str, Any] = {"question": question, **({"also": list(also)} if also else {}), "answer": answer}
    text = _with_entry(before, answer_id, entry)
    _check(folder, text)
    try:
        history = folder / HISTORY
        history.mkdir(exist_ok=True)
        (history / f"knowledge-{version}.yml").write_text(before, encoding="utf-8")
        if read_version(folder) != version:
            raise CatalogueError([Problem(path.as_posix(), 1, "the file was changed at the same moment; try again")])
        _replace(path, text)
    except OSError as error:
        raise CatalogueError([Problem(path.as_posix(), 1, f"it cannot be written: {error.strerror}")]) from error
    return answer_id


def _with_entry(text: str, answer_id: str, entry: dict[str, Any]) -> str:
    """The file with one more entry at the top of its answers, indented as the others are."""
    found = re.search(r"^answers:[ \t]*(\{\}|~|null)?[ \t]*(#.*)?$", text, re.MULTILINE)
    rest = text[found.end() :] if found else ""
    first = re.search(r"^([ ]+)[^\s#]", rest, re.MULTILINE)
    indent = first[1] if first else "  "
    block = yaml.safe_dump({answer_id: entry}, sort_keys=False, allow_unicode=True, width=100)
    lines = "".join(f"{indent}{line}\n" if line else "\n" for line in block.splitlines())
    if found is None:
        return f"{text.rstrip()}\n\nanswers:\n{lines}"
    return f"{text[: found.start()]}answers:\n{lines.rstrip()}{rest}"


def _check(folder: Path, text: str) -> None:
    """Raises CatalogueError, naming the real files, where the catalogue could not be used with this text."""
    with tempfile.TemporaryDirectory(prefix="milepost-") as name:
        trial = Path(name)
        for file in FILES:
            if file != KNOWLEDGE and (folder / file).exists():
                shutil.copyfile(folder / file, trial / file)
        (trial / KNOWLEDGE).write_text(text, encoding="utf-8")
        try:
            load_catalogue(trial)
        except CatalogueError as error:
            real = [Problem((folder / Path(p.file).name).as_posix(), p.line, p.message) for p in error.problems]
            raise CatalogueError(real) from error


def _replace(path: Path, text: str) -> None:
    """At once and as a whole: who reads meanwhile reads the old file or the new one."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".knowledge-", suffix=".tmp")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        shutil.copymode(path, name)
        os.replace(name, path)
    except OSError:
        os.unlink(name)
        raise


def _new_id(question: str, taken: set[str]) -> str:
    words = "-".join(re.findall(r"[a-z0-9]+", question.casefold())[:6])[:48].strip("-")
    stem = words if words[:1].isalpha() else f"answer-{words}".rstrip("-")
    number = 1
    while (candidate := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return candidate
