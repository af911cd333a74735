"""Which earlier quote a message speaks of: by its number, by its day, or as the one before."""

from __future__ import annotations

import re

from milepost.nlu.case_words.terms import days_in

AGAIN = "again"
_QUOTE = r"(?:quotes?|quotation|presupuesto|cotizaci[óo]n|angebot|devis|orçamento|cotação)"
_NUMBER = re.compile(r"(?<![\w-])q-(?:\d{4}-)?[0-9a-f]{3,12}(?![\w-])")
_SAME = re.compile(
    rf"(?:same|last|previous|earlier|mism[oa]|últim[oa]|anterior|gleiche[ns]?|letzte[ns]?|même|dernier|mesm[oa])\s{_QUOTE}|"
    rf"{_QUOTE}\s(?:again|once more|from before|de antes|otra vez|noch ?mal|encore|de novo|anterior|précédent)"
)
_OF_DAY = re.compile(
    rf"{_QUOTE}\s(?:(?:you|we|i)\s\w+\s(?:me\s|us\s)?)?(?:of|from|on|last|del?|vom|von|du|da|do)\s(?:last\s|the\s)?(?P<day>[^\W\d_]+)|"
    rf"(?P<whose>[^\W\d_]+)'s\s{_QUOTE}"
)


def number_place(folded: str) -> tuple[int, int] | None:
    """Where a quote's number stands: its figures count nothing."""
    found = _NUMBER.search(folded)
    return found.span() if found else None


def quote_in(folded: str) -> str:
    """The number of a quote ("Q-2026-0012"), the day it is of ("mon"), AGAIN for the one before; empty for none."""
    if number := _NUMBER.search(folded):
        return number[0].upper()
    for match in _OF_DAY.finditer(folded):
        if days := days_in(match["day"] or match["whose"]):
            return days[0]
    return AGAIN if _SAME.search(folded) else ""
