"""One conversation: its lead card; taking over, replying, handing back, noting, correcting the stage."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from starlette.responses import RedirectResponse, Response

from milepost.errors import NotAllowed
from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import Handler
from milepost.services import handoffs
from milepost.services.desk.next_steps import BY_HAND, keep_due
from milepost.services.handoffs import replies
from milepost.services.quotes.accepting import standing_of
from milepost.services.quotes.links import QuoteLinks
from milepost.store.records.handoffs.duty import Looker
from milepost.web.console.access import ROOT, Role, Visit
from milepost.web.console.card.desk import desk_of
from milepost.web.console.card.reach import reach_of
from milepost.web.console.labels import STAGES
from milepost.web.console.lead_view import view_of
from milepost.web.console.live_chat.mentions import named_in
from milepost.web.console.live_chat.view import chat_view
from milepost.web.console.pages import Pages, ago, waiting_lines

LONGEST_TEXT = 4_000


class ConversationPages:
    """The card, and the forms on it. Every form answers with the card as it then is."""

    def __init__(
        self, pages: Pages, catalogue: Callable[[], Catalogue], links: QuoteLinks, intents: Collection[str] = ()
    ) -> None:
        self._pages, self._catalogue, self._links, self._intents = pages, catalogue, links, sorted(intents)

    def show(self, visit: Visit) -> Response:
        """GET: the card; a fragment for htmx."""
        return self._card(visit)

    def take_over(self, visit: Visit) -> Response:
        """POST: from now on this rep answers. From another rep only a manager may take it, or anybody once the visitor
        was left without an answer."""
        store, user = visit.store, visit.user
        row = store.conversations.find(visit.lead)
        if row is not None and row.channel == BY_HAND:
            return self._card(visit, "no_reply")
        if not handoffs.claim(store, visit.lead, user, now=visit.now):
            holder = store.handoffs.open_of(visit.lead)
            if row is None:
                return self._pages.problem(visit.request, "no_lead", 404, user=user)
            may_take = visit.role >= Role.MANAGER or (holder is not None and holder.late_at is not None)
            if holder is None or holder.claimed_by == user.id or not may_take:
                return self._card(visit, "" if holder and holder.claimed_by == user.id else "taken")
            handoffs.pass_on(store, visit.lead, user, now=visit.now)
        store.leads.assign(visit.lead, user.id, now=visit.now)
        return self.changed(visit, "#reply-text")

    def reply(self, visit: Visit) -> Response:
        """POST: write to the visitor."""
        text = _text(visit)
        if problem := _wrong_with(text):
            return self._card(visit, problem)
        if any(each.writes and each.user != visit.user.id for each in _lookers(visit)):
            return self._card(visit, "locked")
        try:
            replies.write(visit.store, self._catalogue(), visit.lead, visit.user, text, now=visit.now)
        except NotAllowed:
            return self._card(visit, "not_yours")
        visit.store.duty.write(visit.user.id, visit.lead, now=visit.now, on=False)
        return self.changed(visit)

    def hand_back(self, visit: Visit) -> Response:
        """POST: the bot answers again."""
        holder, row = visit.store.handoffs.open_of(visit.lead), visit.store.conversations.find(visit.lead)
        is_mine = holder is not None and holder.claimed_by == visit.user.id
        if not is_mine and (visit.role < Role.MANAGER or row is None or row.handler is not Handler.REP):
            return self._card(visit, "not_yours")
        handoffs.give_back(visit.store, visit.lead, outcome="handed back", now=visit.now)
        return self.changed(visit)

    def note(self, visit: Visit) -> Response:
        """POST: an internal note."""
        text = _text(visit)
        if problem := _wrong_with(text):
            return self._card(visit, problem)
        if visit.store.conversations.find(visit.lead) is None:
            return self._pages.problem(visit.request, "no_lead", 404, user=visit.user)
        note = visit.store.leads.add_note(visit.lead, visit.user.id, text, now=visit.now)
        visit.store.mentions.add(note, named_in(text, visit.store.users.list()))
        return self.changed(visit)

    def changed(self, visit: Visit, place: str = "") -> Response:
        """The card after a change, which others are told of."""
        visit.changed.add(visit.lead)
        keep_due(visit.store, [visit.lead], self._catalogue(), now=visit.now)
        if visit.wants_fragment:
            return self._card(visit)
        return RedirectResponse(f"{visit.request.scope.get('root_path', '')}{ROOT}/leads/{visit.lead}{place}", 303)

    def again(self, visit: Visit, notice: str) -> Response:
        """The card as it was, with what was wrong; `notice` is a word, or "sentence:" and a sentence."""
        return self._card(visit, notice)

    def page(self, visit: Visit, template: str, **values: Any) -> Response:
        """Another page about this lead."""
        waiting, mark = waiting_lines(visit.store, visit.seen_by), visit.store.leads.mark_of(visit.lead)
        return self._pages.show(
            visit.request,
            template,
            user=visit.user,
            csrf=visit.csrf,
            now=visit.now,
            ago=ago,
            waiting=waiting,
            mark=mark,
            **values,
        )

    def _card(self, visit: Visit, notice: str = "") -> Response:
        card, memory = visit.store.leads.card(visit.lead), visit.store.conversations.memory(visit.lead)
        if card is None or memory is None:
            return self._pages.problem(visit.request, "no_lead", 404, user=visit.user)
        if visit.store.mentions.unseen(visit.user.id):
            visit.store.mentions.see(visit.user.id, visit.lead, now=visit.now)
        catalogue = self._catalogue()
        view = view_of(card, memory[0], catalogue, visit)
        response = self.page(
            visit,
            "lead_body.html" if visit.wants_fragment else "lead.html",
            all_stages=STAGES,
            intents=self._intents,
            card=card,
            url_of_quote=self._links.to,
            standing_of=partial(standing_of, now=visit.now),
            deliveries=visit.store.jobs.deliveries_of(visit.lead),
            view=view,
            chat=chat_view(card, view.handoff, catalogue, visit),
            desk=desk_of(visit),
            notice=notice,
            longest=LONGEST_TEXT,
            reach=reach_of(card.conversation, now=visit.now),
        )
        response.status_code = 409 if notice else 200
        return response


def _lookers(visit: Visit) -> tuple[Looker, ...]:
    return visit.store.duty.lookers(visit.lead, now=visit.now)


def _text(visit: Visit) -> str:
    return visit.form.get("text", "").replace("\r\n", "\n").strip()


def _wrong_with(text: str) -> str:
    if not text:
        return "empty"
    return "too_long" if len(text) > LONGEST_TEXT else ""
