"""One conversation: its lead card; taking over, replying, handing back, noting, correcting the stage."""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import RedirectResponse, Response

from milepost.errors import NotAllowed
from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import BuyingStage, Handler
from milepost.services import handoffs, leads
from milepost.services.conversations import reply_as_rep
from milepost.services.outgoing import events
from milepost.services.outgoing.events import Event
from milepost.web.console.access import ROOT, Role, Visit
from milepost.web.console.labels import STAGES
from milepost.web.console.lead_view import view_of
from milepost.web.console.leads import waiting_lines
from milepost.web.console.pages import Pages, ago

LONGEST_TEXT = 4_000


class ConversationPages:
    """The card, and the forms on it. Every form answers with the card as it then is."""

    def __init__(self, pages: Pages, catalogue: Callable[[], Catalogue]) -> None:
        self._pages, self._catalogue = pages, catalogue

    def show(self, visit: Visit) -> Response:
        """GET: the card; a fragment for htmx."""
        return self._card(visit)

    def take_over(self, visit: Visit) -> Response:
        """POST: from now on this rep answers. From another rep only a manager may take it."""
        store, user = visit.store, visit.user
        if not handoffs.claim(store, visit.lead, user, now=visit.now):
            row, holder = store.conversations.find(visit.lead), store.handoffs.open_of(visit.lead)
            if row is None:
                return self._pages.problem(visit.request, "no_lead", 404, user=user)
            if holder is None or holder.claimed_by == user.id or visit.role < Role.MANAGER:
                return self._card(visit, "" if holder and holder.claimed_by == user.id else "taken")
            handoffs.pass_on(store, visit.lead, user, now=visit.now)
        store.leads.assign(visit.lead, user.id, now=visit.now)
        return self._changed(visit, "#reply-text")

    def reply(self, visit: Visit) -> Response:
        """POST: write to the visitor."""
        text = _text(visit)
        if problem := _wrong_with(text):
            return self._card(visit, problem)
        try:
            reply_as_rep(visit.store, visit.lead, visit.user, text, now=visit.now)
        except NotAllowed:
            return self._card(visit, "not_yours")
        return self._changed(visit)

    def hand_back(self, visit: Visit) -> Response:
        """POST: the bot answers again."""
        holder, row = visit.store.handoffs.open_of(visit.lead), visit.store.conversations.find(visit.lead)
        is_mine = holder is not None and holder.claimed_by == visit.user.id
        if not is_mine and (visit.role < Role.MANAGER or row is None or row.handler is not Handler.REP):
            return self._card(visit, "not_yours")
        handoffs.give_back(visit.store, visit.lead, outcome="handed back", now=visit.now)
        return self._changed(visit)

    def note(self, visit: Visit) -> Response:
        """POST: an internal note."""
        text = _text(visit)
        if problem := _wrong_with(text):
            return self._card(visit, problem)
        if visit.store.conversations.find(visit.lead) is None:
            return self._pages.problem(visit.request, "no_lead", 404, user=visit.user)
        visit.store.leads.add_note(visit.lead, visit.user.id, text, now=visit.now)
        return self._changed(visit)

    def correct_stage(self, visit: Visit) -> Response:
        """POST: a rep's word on the buying stage."""
        wanted = visit.form.get("stage", "")
        if wanted not in STAGES:
            return self._card(visit, "no_stage")
        try:
            leads.correct_stage(visit.store, visit.lead, BuyingStage(wanted), visit.user, now=visit.now)
            events.tell(visit.store, Event.STAGE_CHANGED, visit.lead, self._catalogue(), now=visit.now)
        except NotAllowed:
            return self._card(visit, "just_changed")
        return self._changed(visit)

    def _changed(self, visit: Visit, place: str = "") -> Response:
        visit.changed.add(visit.lead)
        if visit.wants_fragment:
            return self._card(visit)
        return RedirectResponse(f"{visit.request.scope.get('root_path', '')}{ROOT}/leads/{visit.lead}{place}", 303)

    def _card(self, visit: Visit, notice: str = "") -> Response:
        card, memory = visit.store.leads.card(visit.lead), visit.store.conversations.memory(visit.lead)
        if card is None or memory is None:
            return self._pages.problem(visit.request, "no_lead", 404, user=visit.user)
        return self._pages.show(
            visit.request,
            "lead_body.html" if visit.wants_fragment else "lead.html",
            status=409 if notice else 200,
            user=visit.user,
            csrf=visit.csrf,
            now=visit.now,
            ago=ago,
            all_stages=STAGES,
            waiting=waiting_lines(visit.store),
            mark=visit.store.leads.mark_of(visit.lead),
            card=card,
            deliveries=visit.store.jobs.deliveries_of(visit.lead),
            view=view_of(card, memory[0], self._catalogue(), visit),
            notice=notice,
            longest=LONGEST_TEXT,
        )


def _text(visit: Visit) -> str:
    return visit.form.get("text", "").replace("\r\n", "\n").strip()


def _wrong_with(text: str) -> str:
    if not text:
        return "empty"
    return "too_long" if len(text) > LONGEST_TEXT else ""
