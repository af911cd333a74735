"""What a promise asks of a rep, and how it is told."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from milepost.sales.handoffs.promised import TO_DO, Kind, to_do, told_promise

DUE = datetime(2026, 11, 26, 17, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("kind", "done", "told"),
    [
        ("call", "call them", "call them by 26 Nov 17:00: “tomorrow at five”"),
        ("other", "“tomorrow at five”", "“tomorrow at five” by 26 Nov 17:00"),
    ],
)
def test_a_promise_of_no_usual_kind_is_told_in_its_own_words(kind: str, done: str, told: str) -> None:
    assert to_do(kind, "tomorrow at five") == done
    assert told_promise(kind, "tomorrow at five", DUE) == told


def test_every_kind_says_what_is_to_be_done() -> None:
    assert set(TO_DO) == set(Kind)
