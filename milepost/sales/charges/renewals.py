"""When what is paid by the term is paid for again."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from milepost.sales.catalogue import Term

_MONTHS = {Term.MONTH: 1, Term.YEAR: 12}


def next_renewal(begun: date, term: Term, today: date) -> date | None:
    """The first day from `today` on at which a term that began then begins anew; None for what is paid once.

    A month or year that has no such day renews on its last one.
    """
    if term is Term.ONE_TIME:
        return None
    if term is Term.WEEK:
        weeks = max(1, -(-(today - begun).days // 7))
        return begun + timedelta(weeks=weeks)
    step = _MONTHS[term]
    passed = (today.year - begun.year) * 12 + today.month - begun.month
    count = max(1, passed // step)
    while (day := _later(begun, count * step)) < today:
        count += 1
    return day


def _later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
