"""What goes to other systems: on the lead card, and all that has failed on a page of its own; both can send again."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from milepost.web.console.access import ROOT, Visit
from milepost.web.console.pages import Pages
from milepost.web.console.reports.whole_view import may_see


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
            deliveries=visit.store.jobs.undelivered(),
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
