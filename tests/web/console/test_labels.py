"""How the console writes what it knows."""

from __future__ import annotations

from milepost.sales.catalogue import Catalogue
from milepost.web.console.labels import Labels
from tests.sales.shelf import shelf


def labels(catalogue: Catalogue) -> Labels:
    return Labels(catalogue)


def test_no_stage_is_said_to_be_wholly_sure() -> None:
    assert labels(shelf()).sureness(0.9997) == "99%"
    assert labels(shelf()).sureness(0.83) == "83%"
