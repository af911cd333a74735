"""The catalogue that the components read; under Rasa's own commands, which set none, the operator's; what is made once of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from milepost.errors import SettingsError
from milepost.sales.catalogue import Catalogue
from milepost.services import catalogues
from milepost.settings import Settings

_Made = TypeVar("_Made")


def catalogue_in_use() -> Catalogue:
    """The catalogue in force; the first time in `rasa train`, `rasa test` or `rasa shell`, that of MILEPOST_CATALOGUE."""
    try:
        return catalogues.in_force()
    except SettingsError:
        return catalogues.use_folder(Settings.from_environment().catalogue)


class OncePerVersion(Generic[_Made]):
    """What is made of the catalogue in force, made again only when another version of it is."""

    def __init__(self, make: Callable[[Catalogue], _Made]) -> None:
        self._make = make
        self._kept: tuple[str, _Made] | None = None

    def of(self, catalogue: Catalogue) -> _Made:
        """What is made of that version."""
        if self._kept is None or self._kept[0] != catalogue.version:
            self._kept = (catalogue.version, self._make(catalogue))
        return self._kept[1]
