"""The catalogue that the components read; under Rasa's own commands, which set none, the operator's."""

from __future__ import annotations

from milepost.errors import SettingsError
from milepost.sales.catalogue import Catalogue
from milepost.services import catalogues
from milepost.settings import Settings


def catalogue_in_use() -> Catalogue:
    """The catalogue in force; the first time in `rasa train`, `rasa test` or `rasa shell`, that of MILEPOST_CATALOGUE."""
    try:
        return catalogues.in_force()
    except SettingsError:
        return catalogues.use_folder(Settings.from_environment().catalogue)
