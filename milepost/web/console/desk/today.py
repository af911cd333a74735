"""The work of the day: the page that people come to when they sign in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from starlette.responses import RedirectResponse, Response

from milepost.errors import NotAllowed
from milepost.sales.catalogue import Catalogue
from milepost.services import follow_ups
from milepost.services.desk.next_steps import keep_due
from milepost.services.handoffs import promised
from milepost.store.records.desk.work import Day
from milepost.web.console.access import ROOT, Role, Visit
from milepost.web.console.pages import Pages, one_of, zone_of

_QUOTES_END = timedelta(days=3)
_RISK = timedelta(days=14)
_RENEWED = timedelta(days=30)
# Not worth telling of a day: looks at leads and the like.
_NO_DEEDS = ("saw", "signed in", "signed out", "away", "mapped a file", "brought a file", "views", "set quiet hours")


class TodayPage:
    """The day, mine or everybody's. `must_approve`: no e-mail goes out by itself before a person has let it."""

    def __init__(self, pages: Pages, catalogue: Callable[[], Catalogue], *, must_approve: bool = False) -> None:
        self._pages, self._catalogue, self._must_approve = pages, catalogue, must_approve

    def show(self, visit: Visit) -> Response:
        """GET: the day; a fragment for htmx."""
        whose = one_of(visit.request.query_params.get("whose"), ("mine", "all"))
        return self._show(visit, whose or ("all" if visit.role >= Role.MANAGER else "mine"))

    def stop(self, visit: Visit) -> Response:
        """POST: an e-mail that would go out by itself does not, or is let go; or a promise is kept, or no longer wanted."""
        if "promise" in visit.form:
            return self._close_promise(visit)
        if "approve" in visit.form:
            return self._approve(visit)
        found = visit.store.follow_ups.find(visit.form.get("stop", "")[:64])
        if found is not None and self._is_mine(visit, found.conversation):
            visit.store.follow_ups.end(found.id, "cancelled", ending=f"stopped by {visit.user.name}", now=visit.now)
            visit.changed.add(found.conversation)
        visit.deed = "stopped an e-mail"
        return self._again(visit)

    def _approve(self, visit: Visit) -> Response:
        """An e-mail goes out when it is due, in the words of the form; these stay where it cannot be."""
        found = visit.store.follow_ups.find(visit.form["approve"][:64])
        if found is None or not self._is_mine(visit, found.conversation):
            return self._pages.problem(visit.request, "no_lead", 404, user=visit.user)
        said = {name: visit.form.get(name, "") for name in ("subject", "body")}
        try:
            follow_ups.approve(visit.store, found.id, visit.user, **said, now=visit.now)
        except NotAllowed as refusal:
            return self._show(visit, self._whose(visit), refused={"id": found.id, "sentence": f"{refusal}", **said})
        visit.changed.add(found.conversation)
        visit.deed, visit.detail = "approved an e-mail", found.conversation
        return self._again(visit)

    def _close_promise(self, visit: Visit) -> Response:
        row = visit.store.promises.find(visit.form["promise"][:64])
        if row is None or not self._is_mine(visit, row.conversation):
            return self._pages.problem(visit.request, "no_lead", 404, user=visit.user)
        kept = visit.form.get("kept") != "no"
        promised.close(visit.store, row.conversation, row.id, visit.user, kept=kept, now=visit.now)
        keep_due(visit.store, [row.conversation], self._catalogue(), now=visit.now)
        visit.changed.add(row.conversation)
        visit.deed, visit.detail = "closed a promise", row.conversation
        return self._again(visit)

    def _again(self, visit: Visit) -> Response:
        address = f"{visit.request.scope.get('root_path', '')}{ROOT}/today?whose={self._whose(visit)}"
        return RedirectResponse(address, 303)

    def _whose(self, visit: Visit) -> str:
        return one_of(visit.form.get("whose"), ("mine", "all")) or "mine"

    def _show(self, visit: Visit, whose: str, refused: dict[str, str] | None = None) -> Response:
        catalogue, work = self._catalogue(), visit.store.work
        midnight = _midnight(visit.now, catalogue.company.timezone)
        patience = timedelta(minutes=catalogue.journey.handoff.reply)
        mine = visit.user.id if whose == "mine" else visit.seen_by
        day = Day(visit.now, midnight + timedelta(days=1), mine, patience, visit.seen_by)
        found: dict[str, Any] = {
            "promises": work.promises(day),
            "to_approve": work.to_approve(day) if self._must_approve else (),
            "follow_ups": work.approved(day) if self._must_approve else work.follow_ups(day),
            "quotes": work.quotes_ending(day, within=_QUOTES_END),
            "at_risk": work.at_risk(day, since=visit.now - _RISK),
            "renewals": work.renewals(day, within=_RENEWED),
        }
        deeds: dict[str, list[tuple[str, int]]] = {}
        for name, action, times in work.deeds(midnight):
            if action not in _NO_DEEDS:
                deeds.setdefault(name, []).append((action, times))
        named = visit.store.leads.named({task.conversation for tasks in found.values() for task in tasks})
        return self._pages.framed(
            visit,
            "today_body.html" if visit.wants_fragment else "today.html",
            whose=whose,
            lines=named,
            deeds=deeds,
            closed=work.closed(midnight),
            must_approve=self._must_approve,
            refused=refused or {},
            longest={"subject": follow_ups.LONGEST_SUBJECT, "body": follow_ups.LONGEST_BODY},
            **found,
        )

    def _is_mine(self, visit: Visit, conversation: str) -> bool:
        return visit.seen_by is None or visit.store.leads.owner_of(conversation) in (None, visit.seen_by)


def _midnight(now: datetime, timezone: str) -> datetime:
    """When the day began, where the company is."""
    local = now.astimezone(zone_of(timezone) or ZoneInfo("UTC"))
    return local.replace(hour=0, minute=0, second=0, microsecond=0)
