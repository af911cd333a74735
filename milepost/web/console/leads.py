"""The leads as a list with filters and as a board by buying stage; who waits for a person stands on top of both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import Handler
from milepost.store.database import Store
from milepost.store.records.conversations import ConversationRow
from milepost.store.records.desk.lead_filters import NOBODY, LeadFilter
from milepost.store.records.lead_cards import LeadLine
from milepost.web.console.access import Role, Visit
from milepost.web.console.labels import STAGES
from milepost.web.console.lead_view import status_of
from milepost.web.console.pages import Pages, ago, one_of

PAGE = 50
# Leads of one stage on the board; the rest are in the list.
COLUMN = 60
VIEWS = ("open", "waiting", "owed", "due", "mine", "snoozed", "won", "lost", "all")
# A follow-up that goes out within this time counts as due.
_SOON = timedelta(days=1)


@dataclass(frozen=True)
class WaitingLine:
    """Somebody who waits for a person. `lead` is None where nothing else is known of them."""

    conversation: ConversationRow
    lead: LeadLine | None
    since: datetime
    reason: str


class LeadPages:
    """The list and the board."""

    def __init__(self, pages: Pages, catalogue: Callable[[], Catalogue]) -> None:
        self._pages, self._catalogue = pages, catalogue

    def show_list(self, visit: Visit) -> Response:
        """GET: the list that the filters in the address let through; a fragment for htmx."""
        wanted, view, chosen, page = self.wanted(visit)
        lines = visit.store.leads.list(wanted)
        here = {"show": view, **{name: value for name, value in chosen.items() if value}}
        erased = visit.request.query_params.get("erased", "")
        return self._show(
            visit,
            "leads.html" if not visit.wants_fragment else "leads_body.html",
            lines=lines[:PAGE],
            view=view,
            views=VIEWS,
            chosen=chosen,
            owners=[user for user in visit.store.users.list() if not user.disabled],
            may_export=visit.role >= Role.MANAGER,
            due=len(visit.store.leads.list(_filter("due", {}, visit, 0))),
            query=urlencode(here),
            erased=int(erased) if erased.isdecimal() and len(erased) < 4 else 0,
            newer=_address(here, page - 1) if page else "",
            older=_address(here, page + 1) if len(lines) > PAGE else "",
            address=_address(here, page),
        )

    def wanted(self, visit: Visit) -> tuple[LeadFilter, str, dict[str, str], int]:
        """What the address asks for: as a filter, and its view, choices and page."""
        query = visit.request.query_params
        view = one_of(query.get("show"), VIEWS) or "open"
        page = int(number) if (number := query.get("page", "")).isdecimal() and len(number) < 6 else 0
        owners = (NOBODY, *(user.id for user in visit.store.users.list()))
        chosen = {
            "stage": one_of(query.get("stage"), STAGES),
            "handler": one_of(query.get("handler"), tuple(handler.value for handler in Handler)),
            "owner": one_of(query.get("owner"), owners),
            "q": query.get("q", "").strip()[:200],
        }
        return _filter(view, chosen, visit, page), view, chosen, page

    def show_board(self, visit: Visit) -> Response:
        """GET: open leads by buying stage; a fragment for htmx."""
        board = visit.store.leads.board(
            LeadFilter(status="open", awake_at=visit.now, seen_by=visit.seen_by, limit=COLUMN + 1)
        )
        stages = [stage for stage in ("none", *STAGES) if stage != "none" or stage in board]
        template = "board.html" if not visit.wants_fragment else "board_body.html"
        return self._show(visit, template, board=board, most=COLUMN, stages=stages, address="")

    def _show(self, visit: Visit, template: str, **values: Any) -> Response:
        return self._pages.show(
            visit.request,
            template,
            user=visit.user,
            csrf=visit.csrf,
            now=visit.now,
            ago=ago,
            status_of=lambda line: status_of(Handler(line.handler), line, visit.now),
            all_stages=STAGES,
            waiting=waiting_lines(visit.store, visit.seen_by),
            mark=visit.store.leads.mark(visit.now),
            **values,
        )


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


def _filter(view: str, chosen: Mapping[str, str], visit: Visit, page: int) -> LeadFilter:
    """Put aside is out of sight everywhere but in its own view, among the closed ones and in "all"."""
    is_anywhere = view in ("won", "lost", "all", "waiting")
    return LeadFilter(
        status=view if view in ("won", "lost") else None if view in ("all", "waiting") else "open",
        stage=chosen.get("stage") or None,
        handler=chosen.get("handler") or None,
        assigned_to=visit.user.id if view == "mine" else chosen.get("owner") or None,
        needs_person=view == "waiting",
        owed=view == "owed",
        due_at=None if view != "due" else visit.now + _SOON,
        awake_at=None if is_anywhere or view == "snoozed" else visit.now,
        asleep_at=visit.now if view == "snoozed" else None,
        seen_by=visit.seen_by,
        with_merged=view in ("all", "waiting"),
        words=chosen.get("q", ""),
        limit=PAGE + 1,
        offset=page * PAGE,
    )


def _address(here: Mapping[str, str], page: int) -> str:
    return "?" + urlencode({**here, **({"page": page} if page else {})})
