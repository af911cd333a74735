"""Exports: leads as a CSV that no spreadsheet takes for formulas, and as JSON; one lead with everything that is kept of it."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from starlette.responses import Response

from milepost.dialogue.deal.lines import line_of
from milepost.dialogue.deal.own_words import own_words
from milepost.sales.catalogue import Catalogue
from milepost.store.records.desk.lead_exports import LeadDetails
from milepost.store.records.lead_cards import LeadLine
from milepost.web.console.access import Visit
from milepost.web.console.labels import Labels
from milepost.web.console.leads import LeadPages
from milepost.web.console.pages import Pages

MOST = 10_000
COLUMNS = (
    "conversation",
    "name",
    "company",
    "email",
    "phone",
    "stage",
    "confidence",
    "status",
    "reason",
    "value",
    "currency",
    "closed_at",
    "handler",
    "rep_name",
    "channel",
    "language",
    "snoozed_until",
    "created_at",
    "updated_at",
    "page",
    "referrer",
    "campaign",
    "needs",
    "quotes",
    "accepted",
    "value",
    "currency",
    "consents",
    "last_words",
)
# What a spreadsheet may take for the beginning of a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


class ExportPages:
    """Files to take away; each is a deed in the audit trail."""

    def __init__(self, pages: Pages, leads: LeadPages, catalogue: Callable[[], Catalogue]) -> None:
        self._pages, self._leads, self._catalogue = pages, leads, catalogue

    def lines_csv(self, visit: Visit) -> Response:
        """GET: the leads that the filters let through, a line each."""
        return self._csv(visit, self._lines(visit, "CSV"))

    def lines_json(self, visit: Visit) -> Response:
        """GET: the same as JSON."""
        lines = self._lines(visit, "JSON")
        details = visit.store.leads.details([line.conversation for line in lines])
        rows = [{**_row(line), **_plainly(details[line.conversation])} for line in lines]
        return download(_json(rows), "application/json", "leads.json")

    def picked_csv(self, visit: Visit, lines: Sequence[LeadLine]) -> Response:
        """Of these leads, a line each."""
        visit.deed, visit.detail = "exported", f"{len(lines)} picked, CSV"
        return self._csv(visit, lines)

    def lead_json(self, visit: Visit) -> Response:
        """GET: everything that is kept of one lead, as the visitor may ask for it."""
        card = visit.store.leads.card(visit.lead)
        if card is None:
            return self._pages.problem(visit.request, "no_lead", 404, user=visit.user)
        visit.deed, visit.detail = "exported", "one lead, JSON"
        said = [line_of(each.id, each.text, each.reading) for each in card.transcript if each.author == "visitor"]
        own = [dataclasses.asdict(each) for each in own_words(said)]
        return download(
            _json({**dataclasses.asdict(card), "own_words": own}), "application/json", f"lead-{visit.lead}.json"
        )

    def _csv(self, visit: Visit, lines: Sequence[LeadLine]) -> Response:
        labels = Labels(self._catalogue())
        details = visit.store.leads.details([line.conversation for line in lines])
        rows = ({**_row(line), **_written(details[line.conversation], labels)} for line in lines)
        return download(as_csv(COLUMNS, rows), "text/csv; charset=utf-8", "leads.csv")

    def _lines(self, visit: Visit, kind: str) -> tuple[LeadLine, ...]:
        wanted = dataclasses.replace(self._leads.wanted(visit)[0], limit=MOST, offset=0)
        lines = visit.store.leads.list(wanted)
        visit.deed, visit.detail = "exported", f"{len(lines)} {'lead' if len(lines) == 1 else 'leads'}, {kind}"
        return lines


def as_csv(columns: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """A table with a heading; texts that could be formulas begin with an apostrophe, line ends become spaces."""
    columns, out = tuple(columns), io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(column)) for column in columns])
    return out.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return str(value)
    text = str(value)
    text = f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
    return " ".join(text.splitlines())


def _row(line: LeadLine) -> dict[str, Any]:
    row = {column: getattr(line, column, None) for column in COLUMNS}
    row.update({name: line.source.get(name, "") for name in ("page", "referrer", "campaign")})
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row.items()}


def _written(details: LeadDetails, labels: Labels) -> dict[str, str]:
    """The details as the cells of a table, in words; of several currencies each its own sum."""
    worth = details.worth
    needs = [f"{labels.need(need)}: {labels.need_value(need, value)}" for need, value in details.needs.items()]
    given = [
        f"{each.number} {labels.plan(each.plan)} x {each.quantity}: {labels.money(each.total, each.currency)} "
        f"{labels.term(each.term)} ({each.state})"
        for each in details.quotes
    ]
    consents = [
        f"{purpose}: {'yes' if each['given'] else 'no'}, {each['at'].date().isoformat()}, text {each['text_version']}"
        for purpose, each in details.consents.items()
    ]
    return {
        "reason": details.reason,
        "needs": "; ".join(needs),
        "quotes": "; ".join(given),
        "accepted": "; ".join(each.accepted_at.isoformat() for each in details.quotes if each.accepted_at),
        "value": "; ".join(str(amount) for amount in worth.values()),
        "currency": "; ".join(worth),
        "consents": "; ".join(consents),
    }


def _plainly(details: LeadDetails) -> dict[str, Any]:
    """The details as JSON."""
    return {
        "reason": details.reason,
        "needs": dict(details.needs),
        "quotes": [dataclasses.asdict(each) for each in details.quotes],
        "accepted": [each.accepted_at for each in details.quotes if each.accepted_at],
        "value": {currency: str(amount) for currency, amount in details.worth.items()},
        "currency": list(details.worth),
        "consents": dict(details.consents),
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else str(value)


def download(text: str, kind: str, name: str) -> Response:
    """A file to keep; a CSV says that it is UTF-8, so that spreadsheets read it so."""
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(
        text.encode("utf-8-sig" if kind.startswith("text/csv") else "utf-8"), media_type=kind, headers=headers
    )
