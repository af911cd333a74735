"""Catalogue files written for their owner: plain YAML with a word on what each is for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from milepost.importing.updating.values import Plain
from milepost.store.catalogue_schema.stages import default_stages

_HEADS = {
    "products": "What we sell: read from a product feed. Yes, no and figures are as the feed's texts say; correct them here.",
    "pricing": "What it costs, as the feed says.",
    "knowledge": "Questions and answers, from the buying guide.",
    "journey": "What is asked and why, in which stage, and how many questions at most. weight: 0 to 1.",
}


LANGUAGES = ("en", "de", "es", "fr", "pt")
"""The languages that a catalogue's own sentences can be in."""


@lru_cache(maxsize=len(LANGUAGES))
def wording(language: str = "en") -> Mapping[str, Any]:
    """The sentences of an imported catalogue; what it does in each stage is what stands where an owner says nothing."""
    name = "wording.yml" if language == "en" else f"wording_{language}.yml"
    told = yaml.safe_load(files("milepost.importing.writing").joinpath(name).read_text(encoding="utf-8"))
    said = told["journey"].get("stages", {})
    stages = {stage: {**plan, **said.get(stage, {})} for stage, plan in default_stages().items()}
    return {**told, "language": language, "journey": {**told["journey"], "stages": stages}}


def as_files(pages: Mapping[str, Mapping[str, Any]]) -> dict[str, bytes]:
    """The four files by their names, as their owner reads them."""
    return {f"{name}.yml": f"# {_HEADS[name]}\n\n{_body(page)}".encode() for name, page in pages.items()}


def _body(page: Mapping[str, Any]) -> str:
    """A page, a long section a few entries at a time: as a whole it would take ten times its size in memory."""
    parts: list[str] = []
    for key, section in page.items():
        if not isinstance(section, Mapping) or len(section) <= _AT_ONCE:
            parts.append(as_yaml({key: section}))
            continue
        parts.append(f"{key}:\n")
        entries = list(section.items())
        for start in range(0, len(entries), _AT_ONCE):
            text = as_yaml(dict(entries[start : start + _AT_ONCE]))
            parts += [f"  {line}\n" if line else "\n" for line in text.splitlines()]
    return "".join(parts) or EMPTY


_AT_ONCE = 50
EMPTY = "{}\n"


def as_yaml(value: object) -> str:
    """Keys and values as YAML without references, in the order given."""
    text = yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
    return _ESCAPED.sub(lambda match: match[1] + chr(int(match[2], 16)), text) if "\\U000" in text else text


# libyaml writes signs beyond the first 65,536 as escapes; YAML may hold them as they are.
_ESCAPED = re.compile(r"(?<!\\)((?:\\\\)*)\\U(000[1-9A-F][0-9A-F]{4}|0010[0-9A-F]{4})")
_BASE = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _Dumper(_BASE):  # type: ignore[valid-type,misc]
    """YAML with exact decimals, yes and no, and no anchors."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _number(dumper: yaml.SafeDumper, value: Decimal) -> yaml.ScalarNode:
    text = f"{value:f}"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in text else 'int'}", text)


def _plain(dumper: yaml.SafeDumper, value: Plain) -> yaml.ScalarNode:
    """As it was written: a figure, yes or no without quotes."""
    tag: str = dumper.resolve(yaml.ScalarNode, str(value), (True, False))  # type: ignore[no-untyped-call]
    return dumper.represent_scalar(tag, str(value))


_Dumper.add_representer(Plain, _plain)
_Dumper.add_representer(Decimal, _number)
_Dumper.add_representer(
    bool, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:bool", "yes" if value else "no")
)
