"""Turns for `rasa run actions`, where no brain is at hand: the same moves on the operator's database and catalogue."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from milepost.errors import SettingsError
from milepost.services import catalogues
from milepost.services.turns import StandAlone, Turn, current_turn, stand_in_with, turn_in_progress
from milepost.settings import Settings
from milepost.store.database import Database

_RULES = Path(__file__).resolve().parents[2] / "data" / "rules.yml"
_made: list[StandAlone] = []


def turn_for(tracker: Any) -> Turn:
    """The turn in progress; under Rasa's own action server, one that is kept in the database of MILEPOST_DATABASE_URL."""
    if turn_in_progress() is None and not _made:
        settings = Settings.from_environment()
        database = Database(settings.database_url)
        database.upgrade()
        try:
            catalogues.in_force()
        except SettingsError:
            catalogues.use_folder(settings.catalogue)
        _made.append(StandAlone(database, catalogues.in_force))
        stand_in_with(_made[0].turn)
    return current_turn(tracker)


def is_standing_alone() -> bool:
    """Whether Rasa's own policies call the moves: they know the one intent of a message, not all that it does."""
    return turn_in_progress() is None


@lru_cache(maxsize=1)
def moves_by_act() -> dict[str, str]:
    """The move that data/rules.yml gives each act."""
    found = {}
    for rule in yaml.safe_load(_RULES.read_text(encoding="utf-8"))["rules"]:
        first, then = rule["steps"][:2]
        for choice in first.get("or") or (first,):
            found[str(choice["intent"])] = str(then["action"])
    return found
