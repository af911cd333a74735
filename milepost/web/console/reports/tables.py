"""A figure as CSV that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
import io

from milepost.sales.analytics.figures import Figure

# A cell that begins with one of these is a formula to a spreadsheet (OWASP, "CSV injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_csv(figure: Figure) -> bytes:
    """UTF-8 with a byte order mark, which spreadsheets want; one line per line of the figure."""
    out = io.StringIO()
    writer = csv.writer(out)
    has_variants = any(line.variants for line in figure.lines)
    writer.writerow([safe(column) for column in (*figure.columns, *(("All wordings",) if has_variants else ()))])
    for line in figure.lines:
        variants = (" | ".join(line.variants),) if has_variants else ()
        writer.writerow([safe(line.label), *(safe(value) for value in (*line.values, *variants))])
    return out.getvalue().encode("utf-8-sig")


def safe(value: object) -> object:
    """A number as it is; a text that would be a formula behind an apostrophe."""
    if not isinstance(value, str):
        return value
    return f"'{value}" if value.lstrip(" ").startswith(_FORMULA) or value.startswith(_FORMULA) else value
