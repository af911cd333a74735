from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from milepost.sales.handoffs.routing import OnDuty, Wanted, route

NOON = datetime(2026, 11, 23, 12, tzinfo=timezone.utc)
DANA = OnDuty("dana", "Dana", languages=("en", "de"), skills=("contracts",), asked_at=NOON)
SAM = OnDuty("sam", "Sam", languages=("en",), products=("voice",), asked_at=NOON - timedelta(minutes=5))
ANA = OnDuty("ana", "Ana", languages=("es", "pt"), holds=1)
ALL = (DANA, SAM, ANA)


@pytest.mark.parametrize(
    ("wanted", "by", "passed", "asked"),
    [
        (Wanted("de"), ("language",), (), "dana"),
        (Wanted("es"), ("language",), (), "ana"),
        (Wanted("en", "contracts"), ("language", "skill"), (), "dana"),
        (Wanted("en", products=("voice",)), ("language", "product"), (), "sam"),
        (Wanted("es", "contracts"), ("skill", "language"), (), "dana"),
        (Wanted("es", "contracts"), ("language", "skill"), (), "ana"),
        # Nobody speaks French: somebody is better than nobody, and the one who was asked longest ago is next.
        (Wanted("fr"), ("language",), (), "sam"),
        (Wanted(), (), (), "sam"),
        (Wanted(), (), ("sam",), "dana"),
        (Wanted("de"), ("language",), ("dana",), "sam"),
        (Wanted(), (), ("sam", "dana"), "ana"),
        (Wanted(), (), ("sam", "dana", "ana"), None),
    ],
)
def test_who_is_asked_next(wanted: Wanted, by: tuple[str, ...], passed: tuple[str, ...], asked: str | None) -> None:
    found = route(wanted, ALL, by=by, passed=passed)
    assert (found.id if found else None) == asked


def test_nobody_on_duty_is_nobody() -> None:
    assert route(Wanted("en"), ()) is None


def test_requests_go_round() -> None:
    reps = {rep.id: OnDuty(rep.id, rep.name) for rep in ALL}
    order = []
    for minute in range(6):
        asked = route(Wanted(), tuple(reps.values()), by=())
        assert asked
        order.append(asked.id)
        reps[asked.id] = OnDuty(asked.id, asked.name, asked_at=NOON + timedelta(minutes=minute))
    assert order == ["ana", "dana", "sam"] * 2
