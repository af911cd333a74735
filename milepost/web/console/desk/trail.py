"""The audit trail and the reps' corrections, as pages."""

from __future__ import annotations

import dataclasses
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from milepost.services.desk.training_file import training_file
from milepost.store.records.desk.audit import AuditFilter, AuditLine
from milepost.web.console.access import Visit
from milepost.web.console.desk.exports import as_csv, download
from milepost.web.console.pages import Pages

PAGE = 100
_MOST = 50_000


class TrailPages:
    """Who saw, changed, exported, erased what; what reps corrected, and how often the bot was right."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def show(self, visit: Visit) -> Response:
        """GET: the audit trail, filtered."""
        wanted, chosen, page = _wanted(visit)
        lines = visit.store.audit.list(dataclasses.replace(wanted, limit=PAGE + 1, offset=page * PAGE))
        return self._show(
            visit,
            "audit.html",
            lines=lines[:PAGE],
            chosen=chosen,
            people=visit.store.users.list(),
            actions=visit.store.audit.actions(),
            query=urlencode(chosen),
            newer="?" + urlencode({**chosen, "page": page - 1}) if page else "",
            older="?" + urlencode({**chosen, "page": page + 1}) if len(lines) > PAGE else "",
        )

    def as_csv(self, visit: Visit) -> Response:
        """GET: the same lines as CSV."""
        lines = visit.store.audit.list(dataclasses.replace(_wanted(visit)[0], limit=_MOST))
        visit.deed, visit.detail = "exported", "audit trail, CSV"
        rows = ({**dataclasses.asdict(line), "at": line.at.isoformat()} for line in lines)
        return download(as_csv(AuditLine.__dataclass_fields__, rows), "text/csv; charset=utf-8", "audit.csv")

    def corrections(self, visit: Visit) -> Response:
        """GET: live accuracy by kind, and the labels themselves."""
        labels = visit.store.corrections.list()
        shown = [each for each in reversed(labels) if _is_shown(visit, each.conversation)]
        names = {user.id: user.name for user in visit.store.users.list()}
        accuracy = visit.store.corrections.accuracy()
        return self._show(visit, "corrections.html", marked=shown[:PAGE], accuracy=accuracy, names=names)

    def training_file(self, visit: Visit) -> Response:
        """GET: the labels in Rasa's training format."""
        visit.deed, visit.detail = "exported", "corrections"
        return download(training_file(visit.store), "application/yaml", "corrections.yml")

    def _show(self, visit: Visit, template: str, **values: Any) -> Response:
        return self._pages.framed(
            visit,
            template,
            **values,
        )


def _wanted(visit: Visit) -> tuple[AuditFilter, dict[str, str], int]:
    query = visit.request.query_params
    chosen = {name: query.get(name, "")[:64] for name in ("user", "action", "conversation")}
    page = int(number) if (number := query.get("page", "")).isdecimal() and len(number) < 6 else 0
    wanted = AuditFilter(chosen["user"], chosen["action"], chosen["conversation"])
    return wanted, {name: value for name, value in chosen.items() if value}, page


def _is_shown(visit: Visit, conversation: str) -> bool:
    return visit.seen_by is None or visit.store.leads.owner_of(conversation) in (None, visit.seen_by)
