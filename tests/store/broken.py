"""What owners get wrong: an edit of the small catalogue, and what it must lead to."""

from __future__ import annotations

from typing import NamedTuple


class Broken(NamedTuple):
    """In `file`, `was` is replaced by `now`; the line that holds `there` is then told `says`."""

    file: str
    was: str
    now: str
    there: str
    says: str
