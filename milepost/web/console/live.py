"""What an open page is told: that what it shows has changed, how many wait for a person, that the session is over.

Server-sent events: `news` when the page is out of date (it then fetches itself anew) and `waiting` when only what stands
around it has changed, both with {"waiting": how many, "since": when the longest wait began, or null, "yours": who was put
before this rep to join, "late": how many promises of theirs have fallen due, "away": whether they are, "mentions": how many
notes name them, "lookers": who else looks at this lead and whether they write}; `signed-out` at the end. What has
changed is found in the store, so that other processes count too; only `visitor-types` ({"on": whether they write}), which
nothing depends on, is passed on by the broadcaster. An open page is what makes a rep count as being there.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from milepost.errors import StoreUnavailable
from milepost.sales.catalogue import Catalogue
from milepost.services import users
from milepost.store.database import Database, Store
from milepost.web.broadcast import EVERY_CONVERSATION, Broadcaster
from milepost.web.console.access import COOKIE
from milepost.web.console.desk.own import is_quiet

LOOK_SECONDS = 3.0
# A burst of lines is one piece of news.
_REST_SECONDS = 0.2
_BEAT_LOOKS = 5
# Well within the time after which a page that was not heard of counts as closed.
_PULSE = timedelta(seconds=15)


class LiveNews:
    """The stream of one open page."""

    def __init__(
        self,
        database: Database,
        broadcaster: Broadcaster,
        clock: Callable[[], datetime],
        catalogue: Callable[[], Catalogue],
    ) -> None:
        self._database, self._broadcaster = database, broadcaster
        self._clock, self._catalogue = clock, catalogue

    async def stream(self, request: Request) -> Response:
        """GET: news of all leads, of the one in `lead`, or of what `of` names (deliveries), since the page's `mark`."""
        asked = request.query_params
        page = _Page(asked.get("lead", ""), asked.get("of", ""))
        news = self._news(request.cookies.get(COOKIE, ""), page, asked.get("mark", ""))
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        return StreamingResponse(news, media_type="text/event-stream", headers=headers)

    async def _news(self, token: str, page: _Page, shown: str) -> AsyncIterator[str]:
        waiting_shown = ""
        looks = 0
        with self._broadcaster.subscribe(EVERY_CONVERSATION) as ear:
            yield ": welcome\n\n"
            while True:
                try:
                    seen = await run_in_threadpool(self._look, token, page)
                except StoreUnavailable:
                    seen = (shown, waiting_shown)
                if seen is None:
                    yield "event: signed-out\ndata: {}\n\n"
                    return
                mark, waiting = seen
                if mark != shown or waiting != waiting_shown:
                    yield f"event: {'news' if mark != shown else 'waiting'}\ndata: {waiting}\n\n"
                    shown, waiting_shown = mark, waiting
                elif (types := ear.take_visitor_typing(page.lead)) is not None:
                    yield f"event: visitor-types\ndata: {json.dumps({'on': types})}\n\n"
                elif (looks := looks + 1) % _BEAT_LOOKS == 0:
                    yield ": beat\n\n"
                await asyncio.sleep(_REST_SECONDS)
                await ear.wait(LOOK_SECONDS)

    def _look(self, token: str, page: _Page) -> tuple[str, str] | None:
        """The page's mark and what stands around it; None for somebody who is not signed in any more."""
        now, lead = self._clock(), page.lead
        with self._database.begin() as store:
            user = users.signed_in(store, token, now=now, active=False) if token else None
            if user is None:
                return None
            if page.pulse_is_due(now):
                store.duty.see(user.id, lead, now=now)
            mark = page.mark(store, now)
            waiting = store.handoffs.waiting()
            lookers = store.duty.lookers(lead, now=now) if lead else ()
            away, unseen = store.duty.of(user.id).away, store.mentions.unseen(user.id)
            late = store.promises.late_of(user.id, now)
            mine, hours = store.work.unread_of(user.id), store.own_desk.quiet_hours(user.id)
        told = {
            "waiting": len(waiting),
            "since": waiting[0].requested_at.isoformat() if waiting else None,
            "yours": [row.conversation for row in waiting if row.asked_user == user.id and row.given_up_at is None],
            "away": away,
            "mentions": unseen,
            "mine": mine,
            "late": late,
            "unread": len(waiting) + unseen + mine,
            "quiet": is_quiet(hours, now, self._catalogue().company.timezone),
            "lookers": [{"name": each.name, "writes": each.writes} for each in lookers if each.user != user.id],
        }
        return mark, json.dumps(told)


@dataclass
class _Page:
    """An open page: what it shows, and when it was last noted as a sign that somebody is there."""

    lead: str
    of: str
    last: datetime | None = None

    def mark(self, store: Store, now: datetime) -> str:
        """Changes whenever what the page shows does."""
        if self.lead:
            return store.leads.mark_of(self.lead)
        return store.jobs.undelivered_mark() if self.of == "deliveries" else store.leads.mark(now)

    def pulse_is_due(self, now: datetime) -> bool:
        """Whether it is time to note the page again."""
        if self.last is not None and now - self.last < _PULSE:
            return False
        self.last = now
        return True
