"""The leads as a list with filters and as a board by buying stage; who waits for a person stands on top of both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import Handler
from milepost.store.database import Store
from milepost.store.records.conversations import ConversationRow
from milepost.store.records.lead_cards import LeadFilter, LeadLine
from milepost.web.console.access import Visit
from milepost.web.console.labels import STAGES
from milepost.web.console.lead_view import status_of
from milepost.web.console.pages import Pages, ago, one_of

PAGE = 50
VIEWS = ("open", "waiting", "mine", "won", "lost", "all")


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
        query = visit.request.query_params
        view = one_of(query.get("show"), VIEWS) or "open"
        page = int(number) if (number := query.get("page", "")).isdecimal() and len(number) < 6 else 0
        chosen = {
            "stage": one_of(query.get("stage"), STAGES),
            "handler": one_of(query.get("handler"), tuple(handler.value for handler in Handler)),
            "q": query.get("q", "").strip()[:200],
        }
        lines = visit.store.leads.list(_filter(view, chosen, visit.user.id, page))
        here = {"show": view, **{name: value for name, value in chosen.items() if value}}
        return self._show(
            visit,
            "leads.html" if not visit.wants_fragment else "leads_body.html",
            lines=lines[:PAGE],
            view=view,
            views=VIEWS,
            chosen=chosen,
            newer=_address(here, page - 1) if page else "",
            older=_address(here, page + 1) if len(lines) > PAGE else "",
            address=_address(here, page),
        )

    def show_board(self, visit: Visit) -> Response:
        """GET: open leads by buying stage; a fragment for htmx."""
        board = visit.store.leads.board()
        stages = [stage for stage in ("none", *STAGES) if stage != "none" or stage in board]
        template = "board.html" if not visit.wants_fragment else "board_body.html"
        return self._show(visit, template, board=board, stages=stages, address="")

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
            waiting=waiting_lines(visit.store),
            mark=visit.store.leads.mark(),
            **values,
        )


def waiting_lines(store: Store) -> list[WaitingLine]:
    """Who waits for a person, the longest wait first."""
    leads = {line.conversation: line for line in store.leads.list(LeadFilter(needs_person=True, limit=200))}
    lines = []
    for handoff in store.handoffs.waiting():
        row = store.conversations.find(handoff.conversation)
        if row is not None and row.handler is Handler.WAITING:
            lines.append(WaitingLine(row, leads.get(row.id), handoff.requested_at, handoff.reason))
    return lines


def _filter(view: str, chosen: Mapping[str, str], user: str, page: int) -> LeadFilter:
    return LeadFilter(
        status=view if view in ("won", "lost") else None if view in ("all", "waiting") else "open",
        stage=chosen["stage"] or None,
        handler=chosen["handler"] or None,
        assigned_to=user if view == "mine" else None,
        needs_person=view == "waiting",
        words=chosen["q"],
        limit=PAGE + 1,
        offset=page * PAGE,
    )


def _address(here: Mapping[str, str], page: int) -> str:
    return "?" + urlencode({**here, **({"page": page} if page else {})})
