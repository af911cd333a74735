"""The scripted visitors: read from a file, and spread over a month, the same way every time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from string import Formatter
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


Draw = Callable[[Random], Mapping[str, str]]
"""Draws what one visitor speaks of, by the names that scripts have in braces."""


def read_scripts(file: Path, *, until: datetime, share: float = 1.0, goods: Draw | None = None) -> list[Script]:
    """The visitors of the month before `until`, in the order in which they come; `share` of them.

    With `goods` visitors speak of these, and who would speak of what there is not does not come. Raises MilepostError where the
    file cannot be read or a script lacks something.
    """
    try:
        told = yaml.safe_load(file.read_text(encoding="utf-8"))
        people, visitors = told["people"], told["visitors"]
        dice, scripts = Random(20261121), []
        for number, visitor in enumerate(each for each in visitors for _ in range(int(each.get("times", 1)))):
            begins = until - MONTH * dice.random() - timedelta(hours=1)
            words = {**people[number % len(people)], **(goods(dice) if goods else {})}
            if goods is None or _speaks_of(visitor) <= words.keys():
                scripts.append(_script(visitor, words, begins.replace(microsecond=0)))
    except (OSError, yaml.YAMLError, LookupError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise MilepostError(f"{file} cannot be played: {type(error).__name__}: {error}") from error
    kept = dice.sample(scripts, max(round(len(scripts) * share), 1))
    return sorted(kept, key=lambda script: script.begins)


def _speaks_of(visitor: Mapping[str, Any]) -> set[str]:
    """The words in braces of everything that a visitor says."""
    return {name for turn in visitor["turns"] for _, name, _, _ in Formatter().parse(turn) if name}


def _script(visitor: Mapping[str, Any], words: Mapping[str, Any], begins: datetime) -> Script:
    rep = visitor.get("rep")
    ours = {**words, "rep": "{rep}"}
    return Script(
        begins=begins,
        turns=tuple(turn.format_map(words) for turn in visitor["turns"]),
        channel=visitor.get("channel", "web"),
        source=visitor.get("source", {}),
        rep=RepPart(float(rep["minutes"]), tuple(line.format_map(ours) for line in rep["says"]), rep.get("ends", ""))
        if rep
        else None,
        thumbs=visitor.get("thumbs", ""),
    )
