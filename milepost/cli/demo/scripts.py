"""The scripted visitors: read from a file, and spread over a month, the same way every time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import yaml

from milepost.errors import MilepostError

MONTH = timedelta(days=30)


@dataclass(frozen=True)
class RepPart:
    """What a rep does after a person was promised; `ends`: won, lost or "" (handed back)."""

    minutes: float
    says: tuple[str, ...]
    ends: str = ""


@dataclass(frozen=True)
class Script:
    """One visitor's conversation: when it begins, and everything that is done in it."""

    begins: datetime
    turns: tuple[str, ...]
    channel: str = "web"
    source: Mapping[str, str] = field(default_factory=dict)
    rep: RepPart | None = None
    thumbs: str = ""


def read_scripts(file: Path, *, until: datetime, share: float = 1.0) -> list[Script]:
    """The visitors of the month before `until`, in the order in which they come; `share` of them.

    Raises MilepostError where the file cannot be read or a script lacks something.
    """
    try:
        told = yaml.safe_load(file.read_text(encoding="utf-8"))
        people, visitors = told["people"], told["visitors"]
        dice, scripts = Random(20261121), []
        for number, visitor in enumerate(each for each in visitors for _ in range(int(each.get("times", 1)))):
            begins = until - MONTH * dice.random() - timedelta(hours=1)
            scripts.append(_script(visitor, people[number % len(people)], begins.replace(microsecond=0)))
    except (OSError, yaml.YAMLError, LookupError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise MilepostError(f"{file} cannot be played: {type(error).__name__}: {error}") from error
    kept = dice.sample(scripts, max(round(len(scripts) * share), 1))
    return sorted(kept, key=lambda script: script.begins)


def _script(visitor: Mapping[str, Any], person: Mapping[str, Any], begins: datetime) -> Script:
    rep = visitor.get("rep")
    return Script(
        begins=begins,
        turns=tuple(turn.format_map(person) for turn in visitor["turns"]),
        channel=visitor.get("channel", "web"),
        source=visitor.get("source", {}),
        rep=RepPart(float(rep["minutes"]), tuple(rep["says"]), rep.get("ends", "")) if rep else None,
        thumbs=visitor.get("thumbs", ""),
    )
