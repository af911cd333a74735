"""The tables of set phrases, one file per language: lists of words first, then the phrases of each kind."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "languages"


@dataclass(frozen=True)
class Table:
    """What one language says. `lists` are words by name, for use in phrases; `phrases` are lines by kind."""

    language: str
    lists: dict[str, str]
    phrases: dict[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def tables() -> tuple[Table, ...]:
    """Every language's table."""
    return tuple(_read(path) for path in sorted(_FOLDER.glob("*.txt")))


def listed(name: str) -> dict[str, str]:
    """The list of that name, of all languages together, under the name "all"."""
    return {"all": "|".join(table.lists[name] for table in tables())}


def _read(path: Path) -> Table:
    """`{name}` begins a list, whose indented lines belong together; `[kind]` begins the phrases of a kind, one a line."""
    lists: dict[str, list[str]] = {}
    phrases: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith("{") and line.endswith("}") and line[1:-1].isidentifier():
            lines = lists.setdefault(line[1:-1], [])
        elif line.startswith("[") and line.endswith("]") and line[1:-1].isidentifier():
            lines = phrases.setdefault(line[1:-1], [])
        else:
            lines.append(line)
    return Table(
        path.stem,
        {name: "".join(line.removeprefix("  ") for line in each) for name, each in lists.items()},
        {kind: tuple(each) for kind, each in phrases.items()},
    )
