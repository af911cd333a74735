"""What one process counts and times of its own work; whoever shows it reads it from here."""

from __future__ import annotations

import threading
import time
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

# Upper bounds in seconds, as Prometheus wants them.
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
Labels = tuple[tuple[str, str], ...]


@dataclass
class Times:
    """How long something took: how often within each bound (and beyond the last), and in all."""

    within: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    seconds: float = 0.0


class Measures:
    """Counters and times of this process; any thread may call."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[tuple[str, Labels], int] = {}
        self._times: dict[tuple[str, Labels], Times] = {}

    def count(self, name: str, **labels: str) -> None:
        """One more."""
        key = name, tuple(sorted(labels.items()))
        with self._lock:
            self._counts[key] = self._counts.get(key, 0) + 1

    def answered(self, acts: Iterable[str], stage: str) -> None:
        """A turn has been answered: what it did, and the stage after it."""
        for act in acts:
            self.count("milepost_acts_total", act=act)
        self.count("milepost_turns_total", stage=stage)

    def took(self, name: str, seconds: float, **labels: str) -> None:
        """It took so long."""
        key = name, tuple(sorted(labels.items()))
        with self._lock:
            times = self._times.setdefault(key, Times())
            times.within[bisect_left(BOUNDS, seconds)] += 1
            times.seconds += seconds

    @contextmanager
    def timed(self, name: str, **labels: str) -> Iterator[None]:
        """Takes the time of the block, also where it raises."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.took(name, time.perf_counter() - began, **labels)

    def counts(self) -> Mapping[tuple[str, Labels], int]:
        """All counters as they are."""
        with self._lock:
            return dict(self._counts)

    def times(self) -> Mapping[tuple[str, Labels], Times]:
        """All times as they are."""
        with self._lock:
            return {key: Times(list(times.within), times.seconds) for key, times in self._times.items()}
