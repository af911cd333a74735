from __future__ import annotations

from datetime import date, timedelta

import pytest

from milepost.sales.catalogue import Term
from milepost.sales.charges.renewals import next_renewal

BEGUN = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("term", "today", "expected"),
    [
        (Term.MONTH, date(2026, 1, 31), date(2026, 2, 28)),
        (Term.MONTH, date(2026, 2, 28), date(2026, 2, 28)),
        (Term.MONTH, date(2026, 3, 1), date(2026, 3, 31)),
        (Term.MONTH, date(2027, 4, 30), date(2027, 4, 30)),
        (Term.YEAR, date(2026, 6, 1), date(2027, 1, 31)),
        (Term.YEAR, date(2028, 2, 1), date(2029, 1, 31)),
        (Term.WEEK, date(2026, 1, 31), date(2026, 2, 7)),
        (Term.WEEK, date(2026, 2, 8), date(2026, 2, 14)),
        (Term.ONE_TIME, date(2026, 6, 1), None),
    ],
)
def test_a_term_begins_anew_on_its_day(term: Term, today: date, expected: date | None) -> None:
    assert next_renewal(BEGUN, term, today) == expected


def test_who_began_on_the_29th_of_february_renews_on_the_28th() -> None:
    assert next_renewal(date(2028, 2, 29), Term.YEAR, date(2028, 3, 1)) == date(2029, 2, 28)


@pytest.mark.parametrize("term", [Term.WEEK, Term.MONTH, Term.YEAR])
def test_the_next_renewal_is_never_over_nor_more_than_one_term_away(term: Term) -> None:
    longest = {Term.WEEK: 7, Term.MONTH: 31, Term.YEAR: 366}[term]
    for days in range(800):
        today = BEGUN + timedelta(days=days)
        found = next_renewal(BEGUN, term, today)
        assert found is not None
        assert today <= found <= today + timedelta(days=longest)
