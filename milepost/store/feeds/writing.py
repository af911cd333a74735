"""Catalogue files written for their owner: plain YAML with a word on what each is for."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from milepost.errors import CatalogueError, Problem

_HEADS = {
    "products": "What we sell: read from a product feed. Yes, no and figures are as the feed's texts say; correct them here.",
    "pricing": "What it costs, as the feed says.",
    "knowledge": "Questions and answers, from the buying guide.",
    "journey": "What is asked and why, in which stage, and how many questions at most. weight: 0 to 1.",
}


@lru_cache(maxsize=1)
def wording() -> Mapping[str, Any]:
    """The sentences of an imported catalogue."""
    text = files("milepost.store.feeds").joinpath("wording.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text)  # type: ignore[no-any-return]


def write_catalogue(folder: Path, pages: Mapping[str, Mapping[str, Any]]) -> None:
    """The four files in a folder, made if need be. Raises CatalogueError where they cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, page in pages.items():
            body = (
                yaml.dump(dict(page), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
                if page
                else "{}\n"
            )
            (folder / f"{name}.yml").write_text(f"# {_HEADS[name]}\n\n{body}", encoding="utf-8")
    except OSError as error:
        raise CatalogueError(
            [Problem(folder.as_posix(), 1, f"the catalogue cannot be written: {error.strerror}")]
        ) from error


class _Dumper(yaml.SafeDumper):
    """YAML with exact decimals, yes and no, and no anchors."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _number(dumper: yaml.SafeDumper, value: Decimal) -> yaml.ScalarNode:
    text = f"{value:f}"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in text else 'int'}", text)


_Dumper.add_representer(Decimal, _number)
_Dumper.add_representer(
    bool, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:bool", "yes" if value else "no")
)
