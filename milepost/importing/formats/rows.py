"""What every kind of file is read into: rows of cells by their header, and what is said where one cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class UnreadableFeed(Exception):
    """What is wrong, in which line and, where known, in which column (from 1)."""

    def __init__(self, line: int, message: str, column: int | None = None) -> None:
        self.line = line
        super().__init__(f"{message} (column {column})" if column else message)


@dataclass(frozen=True)
class Row:
    """One row, or one object, as it stands in a file. `hint` names the export that the file says it is."""

    values: dict[str, Any]
    line: int
    category: str = ""
    hint: str = ""
