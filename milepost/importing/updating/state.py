"""What an import leaves for the next one: what it wrote, so that an owner's edits can be told from it, and how it was called."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from milepost.errors import CatalogueError, Problem
from milepost.importing.updating.values import normal
from milepost.store.catalogue_versions import STATE


@dataclass(frozen=True)
class ImportState:
    """`pages` are the four files as they were written, by name without ending; `ids` the catalogue's ids by the feed's own.

    `feed`, `guide`, `currency`, `category` and `language` are what the import was told.
    """

    feed: str
    currency: str
    guide: str = ""
    category: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, Any] = field(default_factory=dict)
    language: str = "en"

    @classmethod
    def of(
        cls,
        feed: Path | str,
        currency: str,
        pages: Mapping[str, Any],
        ids: Mapping[str, str],
        *,
        guide: Path | None = None,
        category: str = "",
        language: str = "en",
    ) -> ImportState:
        """From what an import has made."""
        return cls(str(feed), currency, str(guide or ""), category, dict(ids), normal(pages), language)

    def packed(self) -> bytes:
        """As it is kept."""
        text = json.dumps(vars(self), ensure_ascii=False, separators=(",", ":"))
        return gzip.compress(text.encode(), compresslevel=4, mtime=0)

    @classmethod
    def read(cls, folder: Path) -> ImportState | None:
        """What the last import into a folder left; None where there was none. Raises CatalogueError where it is damaged."""
        path = folder / STATE
        if not path.exists():
            return None
        try:
            found = json.loads(gzip.decompress(path.read_bytes()))
            return cls(**found)
        except (OSError, EOFError, ValueError, TypeError) as error:
            told = "what the last import left here cannot be read: import into an empty folder instead"
            raise CatalogueError([Problem(path.as_posix(), 1, told)]) from error
