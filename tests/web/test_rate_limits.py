"""Token buckets."""

from __future__ import annotations

import pytest

from milepost.web.rate_limits import RateLimit


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_is_free_then_one_at_a_time() -> None:
    clock = Clock()
    limit = RateLimit(burst=2, per_minute=60, clock=clock)
    assert [limit.seconds_to_wait("ada") for _ in range(3)] == [0.0, 0.0, 1.0]
    clock.now = 0.5
    assert limit.seconds_to_wait("ada") == pytest.approx(0.5)
    clock.now = 1.0
    assert limit.seconds_to_wait("ada") == 0.0


def test_visitors_do_not_share_a_bucket() -> None:
    limit = RateLimit(burst=1, per_minute=1, clock=Clock())
    assert [limit.seconds_to_wait(key) for key in ("ada", "grace")] == [0.0, 0.0]


def test_memory_stays_bounded() -> None:
    limit = RateLimit(burst=1, per_minute=1, clock=Clock())
    for number in range(25_000):
        limit.seconds_to_wait(str(number))
    assert limit.seconds_to_wait("0") == 0.0
    assert limit.seconds_to_wait("24999") > 0
