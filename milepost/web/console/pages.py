"""The console's pages: templates, how values are written in them, and the headers that they carry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from milepost.sales import wording
from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import Handler
from milepost.store.database import Store
from milepost.store.records.conversations import ConversationRow
from milepost.store.records.desk.lead_filters import LeadFilter
from milepost.store.records.lead_cards import LeadLine
from milepost.store.records.users import User
from milepost.web.console.labels import Labels
from milepost.web.security import PAGE_POLICY
from milepost.web.templating import environment

if TYPE_CHECKING:
    from milepost.web.console.access import Visit

_TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "console"
# htmx turns our own fragments into nodes: it alone may, through a policy of that name (static/console.js).
# The second one names the console's own service worker (static/console-notices.js).
CONSOLE_POLICY = PAGE_POLICY.replace("trusted-types 'none'", "trusted-types milepost-console milepost-worker")
CONSOLE_POLICY += "; manifest-src 'self'; worker-src 'self'"
_HEADERS = {"content-security-policy": CONSOLE_POLICY, "cache-control": "no-store", "referrer-policy": "same-origin"}


@dataclass(frozen=True)
class WaitingLine:
    """Somebody who waits for a person. `lead` is None where nothing else is known of them."""

    conversation: ConversationRow
    lead: LeadLine | None
    since: datetime
    reason: str


class Pages:
    """Renders the console's templates; every value in them is escaped."""

    def __init__(self, catalogue: Callable[[], Catalogue]) -> None:
        self._catalogue = catalogue
        self._environment = environment(_TEMPLATES)

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
            "day": local_day(catalogue.company.timezone),
            "moment_of": local_moment(catalogue.company.timezone),
            "user": None,
            **values,
        }
        return HTMLResponse(self._environment.get_template(template).render(context), status, headers=_HEADERS)

    def framed(self, visit: Visit, template: str, *, status: int = 200, **values: Any) -> Response:
        """A page of somebody who is signed in, with what stands around every one: who waits that they may see, and the mark by
        which the page notices news."""
        frame = {
            "user": visit.user,
            "csrf": visit.csrf,
            "now": visit.now,
            "ago": ago,
            "waiting": waiting_lines(visit.store, visit.seen_by),
            "mark": visit.store.leads.mark(visit.now),
        }
        return self.show(visit.request, template, status=status, **{**frame, **values})

    def problem(self, request: Request, reason: str, status: int, *, user: User | None = None) -> Response:
        """A page with one sentence on what went wrong and what to do."""
        template = "problem_sentence.html" if "hx-request" in request.headers else "problem.html"
        return self.show(request, template, status=status, reason=reason, user=user)


def waiting_lines(store: Store, seen_by: str | None = None) -> list[WaitingLine]:
    """Who waits for a person, the longest wait first; for `seen_by` only those whom nobody else has."""
    wanted = LeadFilter(needs_person=True, with_merged=True, limit=200)
    leads = {line.conversation: line for line in store.leads.list(wanted)}
    lines = []
    for handoff in store.handoffs.waiting():
        row, lead = store.conversations.find(handoff.conversation), leads.get(handoff.conversation)
        is_shown = seen_by is None or lead is None or lead.assigned_to in (None, seen_by)
        if row is not None and row.handler is Handler.WAITING and is_shown:
            lines.append(WaitingLine(row, lead, handoff.requested_at, handoff.reason))
    return lines


def local_clock(timezone: str) -> Callable[..., str]:
    """Writes a moment in a time zone: "14:02", with the day where it is not that of `now`."""
    zone = zone_of(timezone) or ZoneInfo("UTC")

    def write(moment: datetime, now: datetime | None = None) -> str:
        local = moment.astimezone(zone)
        if now is not None and local.date() == now.astimezone(zone).date():
            return f"{local:%H:%M}"
        return f"{local.day} {local:%b %H:%M}"

    return write


def local_day(timezone: str) -> Callable[[datetime, datetime], str]:
    """Writes the day of a moment in a time zone: "25 December", with the year where it is not that of `now`."""
    zone = zone_of(timezone) or ZoneInfo("UTC")
    return lambda moment, now: wording.date(moment.astimezone(zone).date(), today=now.astimezone(zone).date())


def local_moment(timezone: str) -> Callable[[str], str]:
    """Writes a moment that a block of the chat holds as ISO 8601 text in a time zone: "1 Dec 10:00"; "" for none."""
    write = local_clock(timezone)

    def read(text: str) -> str:
        try:
            return write(datetime.fromisoformat(text))
        except ValueError:
            return ""

    return read


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
