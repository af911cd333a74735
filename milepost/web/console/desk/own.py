"""What each person sets for themselves: saved views of the list, quiet hours and notices."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

from starlette.responses import RedirectResponse, Response

from milepost.store.records.desk.own_desk import QuietHours
from milepost.web.console.access import ROOT, Visit
from milepost.web.console.pages import Pages, zone_of

_LONGEST_NAME = 40
_OF_A_VIEW = ("show", "stage", "handler", "owner", "tag", "q", "sort", "turned")


class OwnPages:
    """Saved views and the page of one's own settings."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def save_view(self, visit: Visit) -> Response:
        """POST: keep the list as it is filtered and sorted, by a name; or forget one."""
        if view := visit.form.get("forget", "")[:64]:
            visit.store.own_desk.remove_view(visit.user.id, view)
        name = " ".join(visit.form.get("name", "").split())[:_LONGEST_NAME]
        query = view_query(visit.form.get("query", "")[:500])
        if name and not view:
            visit.store.own_desk.save_view(visit.user.id, name, query)
        return RedirectResponse(f"{_root(visit)}{ROOT}/leads?{query}", 303)

    def show(self, visit: Visit) -> Response:
        """GET: quiet hours, and switching notices on in this browser."""
        return self._pages.framed(
            visit,
            "settings.html",
            quiet=visit.store.own_desk.quiet_hours(visit.user.id),
            saved=visit.request.query_params.get("saved") == "yes",
        )

    def keep(self, visit: Visit) -> Response:
        """POST: when this person wants no notice; two equal times, or none: at any time."""
        begins, ends = _minute(visit.form.get("begins", "")), _minute(visit.form.get("ends", ""))
        hours = None if begins is None or ends is None or begins == ends else QuietHours(begins, ends)
        visit.store.own_desk.set_quiet_hours(visit.user.id, hours)
        visit.deed = "set quiet hours"
        return RedirectResponse(f"{_root(visit)}{ROOT}/settings?saved=yes", 303)


def view_query(query: str) -> str:
    """Of an address's query what makes a view: no page, no message."""
    return urlencode([(name, text) for name, text in parse_qsl(query) if name in _OF_A_VIEW])


def is_quiet(hours: QuietHours | None, now: datetime, timezone: str) -> bool:
    """Whether somebody wants no notice at this moment, in the company's time."""
    local = now.astimezone(zone_of(timezone) or ZoneInfo("UTC"))
    return hours is not None and hours.cover(local.hour * 60 + local.minute)


def _minute(text: str) -> int | None:
    hours, _, minutes = text.partition(":")
    if not (hours.isdecimal() and minutes[:2].isdecimal() and len(text) <= 8):
        return None
    minute = int(hours) * 60 + int(minutes[:2])
    return minute if minute < 24 * 60 else None


def _root(visit: Visit) -> str:
    return str(visit.request.scope.get("root_path", ""))
