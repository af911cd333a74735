"""What goes out: on the lead card, and all that waits or was given up on a page of its own; both can send again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import RedirectResponse, Response

from milepost.store.records.jobs import DELIVERY, Job
from milepost.web.console.access import ROOT, Visit
from milepost.web.console.pages import Pages
from milepost.web.console.reports.whole_view import may_see

# What the kinds of job that are no lead events carry, as the page calls them.
_TO = {"mail": "e-mail", "follow_up": "e-mail", "transcript": "e-mail"}
_CARRIES = {"follow_up": "follow-up", "transcript": "transcript"}


@dataclass(frozen=True)
class DeliveryView:
    """One thing that waits or was given up: where it goes, what it is, and of whom."""

    job: Job
    to: str
    what: str
    whose: str


def view_of(job: Job) -> DeliveryView:
    """A job as the page shows it; one that carries nothing is Milepost's own work."""
    payload: Mapping[str, Any] = job.payload
    if job.kind == DELIVERY:
        data = payload["event"]["data"]
        return DeliveryView(job, payload["to"], payload["event"]["type"], data["name"] or data["email"] or "the lead")
    what = _CARRIES.get(job.kind) or str(payload.get("text") or job.kind.replace("_", " "))
    whose = str(payload.get("to") or ("the lead" if job.conversation else ""))
    return DeliveryView(job, _TO.get(job.kind, "Milepost's own work"), what, whose)


class DeliveryPages:
    """The dead letters, and sending again."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def show(self, visit: Visit) -> Response:
        """GET: what was given up and what fails so far."""
        return self._pages.framed(
            visit,
            "deliveries.html",
            mark=visit.store.jobs.undelivered_mark(),
            deliveries=[view_of(job) for job in visit.store.jobs.undelivered()],
        )

    def replay(self, visit: Visit) -> Response:
        """POST: send one again, or all that were given up; back to where the button was."""
        store, root = visit.store, f"{visit.request.scope.get('root_path', '')}{ROOT}"
        if visit.form.get("all") == "yes":
            chosen = [job.id for job in store.jobs.undelivered() if job.state == "dead"]
        else:
            chosen = [visit.form.get("delivery", "")]
        found = [job for job in map(store.jobs.delivery, chosen) if job is not None]
        found = [job for job in found if may_see(visit, job.conversation or "")]
        for job in found:
            store.jobs.replay(job.id, now=visit.now)
        lead = next((job.conversation for job in found if visit.form.get("from") == "lead"), None)
        return RedirectResponse(f"{root}/leads/{lead}" if lead else f"{root}/deliveries", 303)
