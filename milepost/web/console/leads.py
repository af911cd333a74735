"""The leads as a list with filters and as a board by buying stage; who waits for a person stands on top of both."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from milepost.dialogue.deal.heard import heard
from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import Handler
from milepost.sales.notes.next_step import NextStep
from milepost.services.desk.next_steps import next_steps
from milepost.store.database import Store
from milepost.store.records.desk.deals import Sum
from milepost.store.records.desk.lead_filters import NOBODY, SORTS, LeadFilter
from milepost.store.records.desk.standings import Standing
from milepost.web.console.access import Role, Visit
from milepost.web.console.card.promises import due_lines
from milepost.web.console.labels import STAGES
from milepost.web.console.lead_view import status_of
from milepost.web.console.pages import Pages, one_of

PAGE = 50
# Leads of one stage on the board; the rest are in the list.
COLUMN = 20
CLOSED = 10
_LATELY = timedelta(days=30)
VIEWS = ("open", "waiting", "owed", "due", "mine", "snoozed", "won", "lost", "all")
# A follow-up that goes out within this time counts as due.
_SOON = timedelta(days=1)


class LeadPages:
    """The list and the board."""

    def __init__(self, pages: Pages, catalogue: Callable[[], Catalogue]) -> None:
        self._pages, self._catalogue = pages, catalogue

    def show_list(self, visit: Visit) -> Response:
        """GET: the list that the filters in the address let through; a fragment for htmx."""
        wanted, view, chosen, page = self.wanted(visit)
        lines = visit.store.leads.list(wanted)
        here = {"show": view, **{name: value for name, value in chosen.items() if value}}
        query = visit.request.query_params
        erased = visit.request.query_params.get("erased", "")
        return self._show(
            visit,
            "leads.html" if not visit.wants_fragment else "leads_body.html",
            lines=lines[:PAGE],
            told=told_of(visit.store, [line.conversation for line in lines[:PAGE]], self._catalogue(), visit.now),
            every_tag=visit.store.deals.every_tag(),
            saved=visit.store.own_desk.views(visit.user.id),
            sorts=_sort_links(here),
            bulk={name: query.get(name, "")[:120] for name in ("done", "left", "why")},
            view=view,
            views=VIEWS,
            chosen=chosen,
            owners=[user for user in visit.store.users.list() if not user.disabled],
            may_export=visit.role >= Role.MANAGER,
            due=visit.store.leads.count(_filter("due", {}, visit, 0)),
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
            "tag": query.get("tag", "").strip()[:40],
            "q": query.get("q", "").strip()[:200],
            "sort": one_of(query.get("sort"), SORTS),
            "turned": one_of(query.get("turned"), ("yes",)),
        }
        return _filter(view, chosen, visit, page), view, chosen, page

    def show_board(self, visit: Visit, problem: str = "") -> Response:
        """GET: open leads by buying stage, and what was won and lost lately, each column added up; a fragment for htmx."""
        store, wanted = visit.store, LeadFilter(status="open", awake_at=visit.now, seen_by=visit.seen_by)
        board = dict(store.leads.board(replace(wanted, limit=COLUMN + 1)))
        sums = dict(store.deals.sums(wanted))
        for status in ("won", "lost"):
            closed = LeadFilter(status=status, closed_since=visit.now - _LATELY, seen_by=visit.seen_by)
            board[status] = store.leads.list(replace(closed, sort="closed", limit=CLOSED + 1))
            sums[status] = tuple(each for column in store.deals.sums(closed).values() for each in column)
        stages = [stage for stage in ("none", *STAGES) if stage != "none" or stage in board]
        response = self._show(
            visit,
            "board.html" if not visit.wants_fragment else "board_body.html",
            board=board,
            most=dict.fromkeys(stages, COLUMN) | {"won": CLOSED, "lost": CLOSED},
            sums={column: _totals(each) for column, each in sums.items()},
            counts={column: sum(one.leads for one in each) for column, each in sums.items()},
            stages=stages,
            problem=problem,
            address="",
        )
        response.status_code = 409 if problem else 200
        return response

    def _show(self, visit: Visit, template: str, **values: Any) -> Response:
        return self._pages.framed(
            visit,
            template,
            status_of=lambda line: status_of(Handler(line.handler), line, visit.now),
            all_stages=STAGES,
            promised=due_lines(visit.store, visit.now, visit.seen_by),
            **values,
        )


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
        tag=chosen.get("tag", ""),
        sort=chosen.get("sort") or "changed",
        turned=bool(chosen.get("turned")),
        limit=PAGE + 1,
        offset=page * PAGE,
    )


@dataclass(frozen=True)
class Told:
    """What a line tells besides its row: the sentence of its facts, the next step, its tags."""

    sentence: str
    step: NextStep
    tags: tuple[str, ...]


def told_of(store: Store, conversations: Sequence[str], catalogue: Catalogue, now: datetime) -> dict[str, Told]:
    """By conversation, what a page of the list tells of it."""
    standings = store.leads.standings(conversations, now)
    steps, tags = next_steps(standings, catalogue, now=now), store.deals.tags_of(conversations)
    return {
        conversation: Told(_sentence(standing, catalogue), steps[conversation], tags.get(conversation, ()))
        for conversation, standing in standings.items()
    }


def _sentence(standing: Standing, catalogue: Catalogue) -> str:
    """The sentence of the card."""
    return heard(catalogue, standing.memory, standing.lines).note(catalogue).sentence


def _sort_links(here: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """By column, the address that sorts by it (or turns it round), and how it is sorted now, as a table says it."""
    found: dict[str, tuple[str, str]] = {}
    chosen, turned = here.get("sort") or "changed", bool(here.get("turned"))
    for column in SORTS:
        rest = {name: value for name, value in here.items() if name not in ("sort", "turned")}
        is_chosen = column == chosen
        again = {"turned": "yes"} if is_chosen and not turned else {}
        falls = (column in ("changed", "value")) is not turned
        state = ("descending" if falls else "ascending") if is_chosen else "none"
        found[column] = ("?" + urlencode({**rest, "sort": column, **again}), state)
    return found


def _totals(sums: Sequence[Sum]) -> list[tuple[Decimal, str]]:
    """What a column is worth, by currency."""
    totals: dict[str, Decimal] = {}
    for each in sums:
        if each.currency:
            totals[each.currency] = totals.get(each.currency, Decimal(0)) + each.value
    return [(value, currency) for currency, value in totals.items()]


def _address(here: Mapping[str, str], page: int) -> str:
    return "?" + urlencode({**here, **({"page": page} if page else {})})
