"""Importing leads and customers: a file, its columns mapped, a look at what would be kept, and keeping it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from milepost.errors import NotAllowed
from milepost.sales.catalogue import Catalogue
from milepost.sales.notes.lead_notes import CONTACT
from milepost.services.desk import lead_files, lead_imports
from milepost.services.desk.lead_files import DEAL_FIELDS, LeadRow, LeadTable
from milepost.store.database import Store
from milepost.store.records.desk.own_desk import LeadFile
from milepost.web.console.access import ROOT, Visit
from milepost.web.console.labels import Labels
from milepost.web.console.pages import Pages, one_of

_SHOWN = 20
_NAMES = {"value": "Worth", "currency": "Currency", "stage": "Buying stage", "status": "Open, won or lost"}
_NAMES |= {"owner": "Owner", "tags": "Tags", "since": "Since (day)", "note": "Internal note"}


class ImportPages:
    """The two pages of an import."""

    def __init__(self, pages: Pages, catalogue: Callable[[], Catalogue]) -> None:
        self._pages, self._catalogue = pages, catalogue

    def choose(self, visit: Visit) -> Response:
        """GET: the form for a file; after an import, what became of it."""
        query = visit.request.query_params
        done = {name: query.get(name, "") for name in ("new", "merged", "left")}
        counts = {name: int(text) for name, text in done.items() if text.isdecimal() and len(text) < 7}
        return self._show(visit, "import.html", done=counts if len(counts) == len(done) else None, problem="")

    def bring(self, visit: Visit) -> Response:
        """POST: the file, kept until it is mapped and imported."""
        text, name = visit.form.get("file", ""), visit.form.get("file-name", "")[:120]
        visit.deed = "brought a file"
        try:
            lead_files.read_table(text)
        except NotAllowed as refusal:
            return self._show(visit, "import.html", status=409, done=None, problem=str(refusal))
        kept = visit.store.own_desk.put_file(visit.user.id, name or "leads.csv", text, now=visit.now)
        return RedirectResponse(f"{_root(visit)}{ROOT}/import/{kept}", 303)

    def look(self, visit: Visit) -> Response:
        """GET: the columns as guessed, and what would be kept."""
        file = self._file(visit)
        if file is None:
            return RedirectResponse(f"{_root(visit)}{ROOT}/import", 303)
        table = lead_files.read_table(file.text)
        return self._look(visit, file, table, lead_files.guessed(table, self._catalogue()))

    def work(self, visit: Visit) -> Response:
        """POST: look again with the columns as they are mapped now, or keep the rows."""
        file = self._file(visit)
        if file is None:
            return RedirectResponse(f"{_root(visit)}{ROOT}/import", 303)
        table, fields = lead_files.read_table(file.text), self._fields()
        columns = [one_of(visit.form.get(f"column-{place}"), fields) for place in range(len(table.headings))]
        visit.deed = "mapped a file"
        if visit.form.get("do") != "import":
            return self._look(visit, file, table, columns)
        rows = self._rows(visit, table, columns)
        if visit.form.get("leave") == "yes":
            rows = [row for row in rows if not row.wrong]
        merge = visit.form.get("doubles") == "merge"
        if any(row.wrong for row in rows) or not rows or _twice(columns):
            return self._look(visit, file, table, columns, refused=True)
        done = lead_imports.keep_rows(
            visit.store, rows, visit.user, catalogue=self._catalogue(), merge=merge, file=file.name, now=visit.now
        )
        visit.store.own_desk.remove_file(file.id)
        visit.deed, visit.detail = "imported", f"{done.new} new, {done.merged} merged, {done.left_out} left out"
        visit.changed.add("")
        left = done.left_out + len(table.rows) - len(rows)
        query = urlencode({"new": done.new, "merged": done.merged, "left": left})
        return RedirectResponse(f"{_root(visit)}{ROOT}/import?{query}", 303)

    def _look(
        self, visit: Visit, file: LeadFile, table: LeadTable, columns: Sequence[str], *, refused: bool = False
    ) -> Response:
        rows = self._rows(visit, table, columns)
        wrong = [each for row in rows for each in row.wrong]
        doubles = [row for row in rows if row.is_double and not row.wrong]
        good = [row for row in rows if not row.wrong]
        return self._show(
            visit,
            "import_look.html",
            status=409 if refused else 200,
            file=file,
            table=table,
            columns=columns,
            twice=_twice(columns),
            fields=self._fields(),
            status_chosen=self._status(visit),
            merge=visit.form.get("doubles") == "merge",
            refused=refused,
            rows=rows,
            good=good,
            wrong=wrong[:100],
            wrong_count=len(wrong),
            bad_rows=len(rows) - len(good),
            doubles=doubles[:_SHOWN],
            double_count=len(doubles),
            names=visit.store.leads.named([row.known for row in doubles[:_SHOWN] if row.known]),
            totals=lead_files.total_of(good),
            shown=good[:_SHOWN],
            owners={user.id: user.name for user in visit.store.users.list()},
        )

    def _rows(self, visit: Visit, table: LeadTable, columns: Sequence[str]) -> list[LeadRow]:
        catalogue, owners = self._catalogue(), _owners(visit.store)
        rows = lead_files.read_rows(table, columns, catalogue, owners, status=self._status(visit))
        lead_files.mark_doubles(rows, lead_imports.known_holders(visit.store, rows))
        return rows

    def _status(self, visit: Visit) -> str:
        return "won" if visit.form.get("these") == "customers" else "open"

    def _fields(self) -> dict[str, str]:
        """What a column may hold, with its name."""
        catalogue = self._catalogue()
        labels = Labels(catalogue)
        needs = {f"need:{need}": labels.need(need) for need in catalogue.journey.needs if need not in CONTACT}
        return {
            **{need: labels.need(need) for need in CONTACT},
            **{name: _NAMES[name] for name in DEAL_FIELDS},
            **needs,
        }

    def _file(self, visit: Visit) -> LeadFile | None:
        return visit.store.own_desk.file(visit.user.id, str(visit.request.path_params["file"]))

    def _show(self, visit: Visit, template: str, *, status: int = 200, **values: Any) -> Response:
        return self._pages.framed(
            visit,
            template,
            status=status,
            **values,
        )


def _twice(columns: Sequence[str]) -> bool:
    mapped = [name for name in columns if name]
    return len(mapped) != len(set(mapped))


def _owners(store: Store) -> dict[str, str]:
    people = [user for user in store.users.list() if not user.disabled]
    return {name.casefold(): user.id for user in people for name in (user.name, user.email)}


def _root(visit: Visit) -> str:
    return str(visit.request.scope.get("root_path", ""))
