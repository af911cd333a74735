"""The console's pages: templates, how values are written in them, and the headers that they carry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from milepost.sales.catalogue import Catalogue
from milepost.store.records.users import User
from milepost.web.console.labels import Labels
from milepost.web.security import PAGE_POLICY

_TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "console"
# htmx turns our own fragments into nodes: it alone may, through a policy of that name (static/console.js).
CONSOLE_POLICY = PAGE_POLICY.replace("trusted-types 'none'", "trusted-types milepost-console")
_HEADERS = {"content-security-policy": CONSOLE_POLICY, "cache-control": "no-store", "referrer-policy": "same-origin"}


class Pages:
    """Renders the console's templates; every value in them is escaped."""

    def __init__(self, catalogue: Callable[[], Catalogue]) -> None:
        self._catalogue = catalogue
        self._environment = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=select_autoescape(default=True, default_for_string=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def show(self, request: Request, template: str, *, status: int = 200, **values: Any) -> Response:
        """A page or a part of one."""
        catalogue = self._catalogue()
        labels = Labels(catalogue)
        context: dict[str, Any] = {
            "path": request.url.path,
            "root": request.scope.get("root_path", ""),
            "company": catalogue.company,
            "labels": labels,
            "clock": local_clock(catalogue.company.timezone),
            "user": None,
            **values,
        }
        return HTMLResponse(self._environment.get_template(template).render(context), status, headers=_HEADERS)

    def problem(self, request: Request, reason: str, status: int, *, user: User | None = None) -> Response:
        """A page with one sentence on what went wrong and what to do."""
        template = "problem_sentence.html" if "hx-request" in request.headers else "problem.html"
        return self.show(request, template, status=status, reason=reason, user=user)


def local_clock(timezone: str) -> Callable[..., str]:
    """Writes a moment in a time zone: "14:02", with the day where it is not that of `now`."""
    zone = zone_of(timezone) or ZoneInfo("UTC")

    def write(moment: datetime, now: datetime | None = None) -> str:
        local = moment.astimezone(zone)
        if now is not None and local.date() == now.astimezone(zone).date():
            return f"{local:%H:%M}"
        return f"{local.day} {local:%b %H:%M}"

    return write


def zone_of(name: str) -> ZoneInfo | None:
    """The time zone of that name; None for one that there is not."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def ago(moment: datetime, now: datetime) -> str:
    """ "just now", "4 min", "3 h", "2 d"."""
    minutes = int((now - moment).total_seconds() // 60)
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} d"


def one_of(value: str | None, allowed: Mapping[str, Any] | tuple[str, ...]) -> str:
    """A filter's value if it is one that there is, else none."""
    return value if value and value in allowed else ""
