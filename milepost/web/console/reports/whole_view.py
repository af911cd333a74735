"""Pages that show everybody's leads are not for reps who may see their own only (MILEPOST_REPS_SEE)."""

from __future__ import annotations

from starlette.responses import Response

from milepost.web.console.access import Handler, Visit
from milepost.web.console.pages import Pages


def for_all_leads(pages: Pages, handler: Handler) -> Handler:
    """The handler, for those who may see every lead."""

    def guarded(visit: Visit) -> Response:
        if visit.seen_by is not None:
            return pages.problem(visit.request, "role", 403, user=visit.user)
        return handler(visit)

    return guarded


def may_see(visit: Visit, conversation: str) -> bool:
    """Whether whoever asks may see this lead."""
    if visit.seen_by is None:
        return True
    line = visit.store.leads.line(conversation)
    return line is None or line.assigned_to in (None, visit.seen_by)
