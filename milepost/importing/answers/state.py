"""What reading answers leaves for the next time: per source what was written of it, so that an owner's edits can be told."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from milepost.errors import CatalogueError, Problem
from milepost.store.catalogue_versions import ANSWERS_STATE

Entry = dict[str, Any]
"""An answer as knowledge.yml holds it, in the form of `updating.values.normal`."""


@dataclass
class SourceState:
    """One source: what was written of it by id, and how many pages it may have."""

    entries: dict[str, Entry] = field(default_factory=dict)
    pages: int = 0


def read_state(folder: Path) -> dict[str, SourceState]:
    """By source; empty where nothing was read yet. Raises CatalogueError where it is damaged."""
    path = folder / ANSWERS_STATE
    if not path.exists() or not path.stat().st_size:
        return {}
    try:
        found = json.loads(gzip.decompress(path.read_bytes()))
        return {source: SourceState(dict(each["entries"]), int(each["pages"])) for source, each in found.items()}
    except (OSError, EOFError, ValueError, TypeError, KeyError, AttributeError) as error:
        told = "what the last reading of answers left here is damaged: delete it, and what was read counts as your own"
        raise CatalogueError([Problem(path.as_posix(), 1, told)]) from error


def packed(state: Mapping[str, SourceState]) -> bytes:
    """As it is kept."""
    plain = {source: {"entries": each.entries, "pages": each.pages} for source, each in state.items()}
    return gzip.compress(json.dumps(plain, ensure_ascii=False).encode(), mtime=0)
