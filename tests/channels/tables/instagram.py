"""Instagram for the shared checks."""

from __future__ import annotations

from tests.channels.tables.messenger import Messenger


class Instagram(Messenger):
    name = "instagram"
    network = "instagram"


TABLE = Instagram()
