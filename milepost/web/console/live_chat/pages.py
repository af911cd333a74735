"""The forms of a live chat: typing, prices, meetings, transcripts, settling what is owed, and being away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from starlette.responses import JSONResponse, RedirectResponse, Response

from milepost.errors import NotAllowed, NotPriceable, UnknownOption
from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import Handler
from milepost.sales.pricing import PriceBreakdown, price
from milepost.services import handoffs
from milepost.services.handoffs import promised, replies, transcripts
from milepost.services.quotes.links import QuoteLinks
from milepost.web.broadcast import Broadcaster
from milepost.web.console.access import ROOT, Visit
from milepost.web.console.conversation import ConversationPages
from milepost.web.console.labels import Labels
from milepost.web.console.live_chat.view import term_of
from milepost.web.console.pages import Pages, zone_of

_MOST = 1_000_000
_LONGEST_MEETING = 480


class LiveChatPages:
    """What a rep does in a conversation besides writing. Forms answer with the card as it then is."""

    def __init__(
        self,
        pages: Pages,
        cards: ConversationPages,
        catalogue: Callable[[], Catalogue],
        broadcaster: Broadcaster,
        links: QuoteLinks,
        *,
        can_mail: bool,
    ) -> None:
        self._pages, self._cards, self._catalogue = pages, cards, catalogue
        self._broadcaster, self._links, self._can_mail = broadcaster, links, can_mail

    def typing(self, visit: Visit) -> Response:
        """POST: this rep writes to the visitor, or has stopped; who writes already, if somebody does."""
        on = visit.form.get("on") == "yes"
        row = visit.store.conversations.find(visit.lead)
        if row is None:
            return JSONResponse({"writes": None}, 404)
        other = visit.store.duty.write(visit.user.id, visit.lead, now=visit.now, on=on)
        handoff = visit.store.handoffs.open_of(visit.lead)
        if other is None and row.handler is Handler.REP and handoff and handoff.claimed_by == visit.user.id:
            self._broadcaster.typing(visit.lead, on)
        visit.changed.add(visit.lead)
        return JSONResponse({"writes": other}, headers={"cache-control": "no-store"})

    def show_price(self, visit: Visit) -> Response:
        """GET: what the form's choice costs, line by line, before it is sent."""
        breakdown = self._priced(dict(visit.request.query_params), visit)
        problem = breakdown if isinstance(breakdown, str) else ""
        return self._pages.show(
            visit.request,
            "live_chat/price.html",
            user=visit.user,
            priced=None if isinstance(breakdown, str) else breakdown,
            problem=problem,
        )

    def send_price(self, visit: Visit) -> Response:
        """POST: the price goes to the visitor as a quote that stands."""
        breakdown = self._priced(visit.form, visit)
        if isinstance(breakdown, str):
            return self._cards.again(visit, breakdown)
        catalogue = self._catalogue()
        name = Labels(catalogue).plan(breakdown.plan.id)
        try:
            replies.send_price(
                *(visit.store, catalogue, visit.lead, visit.user, breakdown),
                name=name,
                links=self._links,
                now=visit.now,
            )
        except NotAllowed:
            return self._cards.again(visit, "not_yours")
        return self._cards.changed(visit)

    def propose_meeting(self, visit: Visit) -> Response:
        """POST: a time to talk, with an invitation where the visitor's address is known."""
        catalogue = self._catalogue()
        starts = _moment(visit.form.get("starts", ""), zone_of(catalogue.company.timezone) or ZoneInfo("UTC"))
        minutes = _whole(visit.form.get("minutes", ""), _LONGEST_MEETING)
        if starts is None or starts <= visit.now or minutes is None:
            return self._cards.again(visit, "no_meeting")
        try:
            replies.send_meeting(
                *(visit.store, catalogue, visit.lead, visit.user, starts),
                minutes=minutes,
                can_mail=self._can_mail,
                now=visit.now,
            )
        except NotAllowed:
            return self._cards.again(visit, "not_yours")
        return self._cards.changed(visit)

    def offer_transcript(self, visit: Visit) -> Response:
        """POST: ask the visitor where the transcript may go; or send it, if their last words said so."""
        if not self._can_mail:
            return self._cards.again(visit, "no_mail")
        try:
            if visit.form.get("agreed") == "yes":
                self._send_transcript(visit)
            else:
                replies.offer_transcript(visit.store, visit.lead, visit.user, now=visit.now)
        except NotAllowed:
            return self._cards.again(visit, "not_yours")
        return self._cards.changed(visit)

    def settle(self, visit: Visit) -> Response:
        """POST: the visitor was answered outside of the chat."""
        outcome = visit.form.get("text", "").strip()[:200] or "answered outside of the chat"
        if not handoffs.settle(visit.store, visit.lead, outcome=outcome, now=visit.now):
            return self._cards.again(visit, "taken")
        return self._cards.changed(visit)

    def close_promise(self, visit: Visit) -> Response:
        """POST: a promise is kept, or no longer wanted."""
        promise, kept = visit.form.get("promise", ""), visit.form.get("kept") != "no"
        try:
            promised.close(visit.store, visit.lead, promise, visit.user, kept=kept, now=visit.now)
        except NotAllowed:
            return self._cards.again(visit, "no_promise")
        return self._cards.changed(visit)

    def be_away(self, visit: Visit) -> Response:
        """POST: this rep is not to be asked for now, or is here again."""
        duty = visit.store.duty.of(visit.user.id)
        visit.store.duty.put(visit.user.id, replace(duty, away=visit.form.get("away") == "yes"))
        visit.changed.add("")
        if visit.wants_fragment:
            return Response(status_code=204)
        return RedirectResponse(f"{visit.request.scope.get('root_path', '')}{ROOT}/leads", 303)

    def _send_transcript(self, visit: Visit) -> None:
        """To the address that the visitor gave, on the word of their last message, which is kept as the consent."""
        lead, handoff = visit.store.leads.card(visit.lead), visit.store.handoffs.open_of(visit.lead)
        said = [line for line in lead.transcript if line.author == "visitor"] if lead else []
        email = lead.lead.email if lead and lead.lead else None
        if handoff is None or handoff.claimed_by != visit.user.id or not said or not email:
            raise NotAllowed("claim the conversation first")
        last = said[-1]
        transcripts.request(visit.store, visit.lead, email, words=last.text, message=last.id, now=visit.now)

    def _priced(self, form: Mapping[str, str], visit: Visit) -> PriceBreakdown | str:
        """The price of the form's choice, or why there is none."""
        catalogue, term = self._catalogue(), term_of(form.get("term", ""))
        quantity = _whole(form.get("quantity", ""), _MOST)
        currency = form.get("currency") or catalogue.company.currencies[0]
        code = form.get("code", "").strip()
        if term is None or quantity is None or currency not in catalogue.company.currencies:
            return "no_quantity"
        try:
            found = price(
                catalogue,
                form.get("plan", ""),
                quantity,
                term,
                currency,
                codes=(code,) if code else (),
                today=visit.now.date(),
            )
        except UnknownOption:
            return "no_plan"
        except NotPriceable as problem:
            return f"no_price_{problem.reason}"
        return "no_code" if found.codes_rejected else found


def _whole(text: str, most: int) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and 0 < int(text[:9]) <= most else None


def _moment(text: str, zone: ZoneInfo) -> datetime | None:
    """A date and time as a browser's field gives it, in the company's own zone."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone)
    except ValueError:
        return None
