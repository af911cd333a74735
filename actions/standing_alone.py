"""Turns for `rasa run actions`, where no brain is at hand: the same moves on the operator's database and catalogue."""

from __future__ import annotations

from typing import Any

from milepost.errors import SettingsError
from milepost.services import catalogues
from milepost.services.turns import StandAlone, Turn, current_turn, stand_in_with, turn_in_progress
from milepost.settings import Settings
from milepost.store.database import Database

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
