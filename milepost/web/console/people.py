"""Who may sign in: the owner's page."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from milepost.web.console.access import ROOT, Visit
from milepost.web.console.pages import Pages


class PeoplePages:
    """The list of users, and keeping somebody out."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def show(self, visit: Visit) -> Response:
        """GET: everyone, with role and state."""
        return self._show(visit)

    def disable(self, visit: Visit) -> Response:
        """POST: keep somebody out and end their sessions, or let them in again. Nobody locks themselves out."""
        user_id = visit.form.get("user", "")
        if user_id == visit.user.id:
            return self._show(visit, "yourself")
        is_out, person = visit.form.get("disabled") == "yes", visit.store.users.find(user_id)
        visit.store.users.set_disabled(user_id, is_out)
        visit.deed, visit.detail = "kept out" if is_out else "let in", person.name if person else user_id
        return RedirectResponse(f"{visit.request.scope.get('root_path', '')}{ROOT}/people", 303)

    def _show(self, visit: Visit, notice: str = "") -> Response:
        return self._pages.framed(
            visit,
            "people.html",
            status=409 if notice else 200,
            people=visit.store.users.list(),
            notice=notice,
        )
