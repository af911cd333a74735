"""The actions on a card: assign, put aside with a reminder, won or lost, correct, merge, erase."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from starlette.responses import RedirectResponse, Response

from milepost.errors import NotAllowed
from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import BuyingStage
from milepost.services.desk import closing, corrections, erasing, merging
from milepost.services.desk.closing import LONGEST_REASON
from milepost.services.quotes import accepting
from milepost.store.records.desk.deals import LONGEST_TAG
from milepost.web.console.access import ROOT, Role, Visit
from milepost.web.console.conversation import ConversationPages
from milepost.web.console.labels import STAGES
from milepost.web.console.pages import Pages, zone_of

_MORNING = 9


class ActionPages:
    """The forms of the card's menu and of its corrections. Each answers with the card as it then is."""

    def __init__(
        self, pages: Pages, card: ConversationPages, catalogue: Callable[[], Catalogue], intents: Collection[str]
    ) -> None:
        self._pages, self._card, self._catalogue, self._intents = pages, card, catalogue, intents

    def assign(self, visit: Visit) -> Response:
        """POST: give the lead to somebody. A rep takes it, or gives it up; a manager gives it to anybody."""
        wanted = visit.form.get("user", "")
        owner = visit.store.leads.owner_of(visit.lead)
        user = visit.store.users.find(wanted) if wanted else None
        if wanted and (user is None or user.disabled):
            return self._card.again(visit, "no_user")
        if visit.role < Role.MANAGER and not (wanted in ("", visit.user.id) and owner in (None, visit.user.id)):
            return self._card.again(visit, "manager")
        visit.store.leads.assign(visit.lead, wanted or None, now=visit.now)
        visit.detail = f"to {user.name}" if user else "to nobody"
        return self._card.changed(visit)

    def snooze(self, visit: Visit) -> Response:
        """POST: put the lead aside until a time, at which it comes back and is due; or take it back now."""
        choice = visit.form.get("until", "")
        zone = zone_of(self._catalogue().company.timezone) or ZoneInfo("UTC")
        try:
            until = None if choice == "now" else _moment(choice, visit.form.get("at", ""), visit.now, zone)
        except ValueError:
            return self._card.again(visit, "no_time")
        if until is not None and until <= visit.now:
            return self._card.again(visit, "past")
        visit.store.leads.snooze(visit.lead, until, now=visit.now)
        visit.detail = f"until {until:%Y-%m-%d %H:%M %Z}" if until else "ended"
        return self._card.changed(visit)

    def close(self, visit: Visit) -> Response:
        """POST: won or lost, with the reason; or open again."""
        status = visit.form.get("status", "")
        return self._corrected(
            visit,
            status[:8],
            lambda: closing.close(
                *(visit.store, visit.lead, status, visit.user),
                reason=visit.form.get("reason", ""),
                catalogue=self._catalogue(),
                now=visit.now,
                value=visit.form.get("value", "")[:40],
                currency=visit.form.get("currency", "")[:3],
            ),
        )

    def tag(self, visit: Visit) -> Response:
        """POST: put a word on the lead, or take one off."""
        tag, off = " ".join(visit.form.get("tag", "").split())[:LONGEST_TAG], visit.form.get("off", "")[:LONGEST_TAG]
        if off:
            visit.store.deals.remove_tag(visit.lead, off, now=visit.now)
        elif tag and visit.store.leads.exists(visit.lead):
            visit.store.deals.add_tag(visit.lead, tag, user=visit.user.id, now=visit.now)
        visit.deed = "untagged" if off else "tagged"
        return self._card.changed(visit)

    def withdraw_quote(self, visit: Visit) -> Response:
        """POST: take back a quote that nobody has accepted; its page says so from then on."""
        quote = visit.store.quotes.find(visit.form.get("quote", "")[:64])
        if quote is None or not accepting.withdraw(visit.store, visit.lead, quote.id, now=visit.now):
            return self._card.again(visit, "no_quote")
        visit.detail = quote.number
        return self._card.changed(visit)

    def correct_stage(self, visit: Visit) -> Response:
        """POST: a rep's word on the buying stage."""
        wanted = visit.form.get("stage", "")
        if wanted not in STAGES:
            return self._card.again(visit, "no_stage")
        return self._corrected(
            visit,
            f"stage to {wanted}",
            lambda: corrections.correct_stage(
                *(visit.store, visit.lead, BuyingStage(wanted), visit.user),
                catalogue=self._catalogue(),
                now=visit.now,
            ),
        )

    def correct_need(self, visit: Visit) -> Response:
        """POST: a rep's word on a need, or that it was never said."""
        need, text = visit.form.get("need", "")[:64], visit.form.get("value", "")[:LONGEST_REASON]
        value = None if visit.form.get("said") == "no" else text
        return self._corrected(
            visit,
            f"need {need}",
            lambda: corrections.correct_need(
                visit.store, visit.lead, need, value, visit.user, catalogue=self._catalogue(), now=visit.now
            ),
        )

    def correct_intent(self, visit: Visit) -> Response:
        """POST: a rep's word on what a message wanted."""
        message, intent = visit.form.get("message", "")[:64], visit.form.get("intent", "")
        if intent not in self._intents:
            return self._card.again(visit, "no_intent")
        return self._corrected(
            visit,
            f"intent to {intent}",
            lambda: corrections.correct_intent(visit.store, visit.lead, message, intent, visit.user, now=visit.now),
        )

    def merge(self, visit: Visit) -> Response:
        """POST: two visitors are one, or are not."""
        other = visit.form.get("other", "")[:64]
        is_one = visit.form.get("same") != "no"
        work = merging.merge if is_one else merging.decline
        visit.deed = "merged" if is_one else "told apart"
        return self._corrected(visit, other, lambda: work(visit.store, visit.lead, other, visit.user, now=visit.now))

    def unmerge(self, visit: Visit) -> Response:
        """POST: undo a merge."""
        merge_id = visit.form.get("merge", "")[:64]
        return self._corrected(visit, merge_id, lambda: merging.undo(visit.store, merge_id, now=visit.now))

    def ask_to_erase(self, visit: Visit) -> Response:
        """GET: what erasing removes."""
        row = visit.store.conversations.find(visit.lead)
        if row is None:
            return self._pages.problem(visit.request, "no_lead", 404, user=visit.user)
        card = visit.store.leads.card(visit.lead)
        of_visitor = visit.store.conversations.of_visitor(row.visitor)
        return self._card.page(visit, "erase.html", row=row, lead=card.lead if card else None, of_visitor=of_visitor)

    def erase(self, visit: Visit) -> Response:
        """POST: remove everything of this visitor for good."""
        if visit.form.get("sure") != "yes":
            return self.ask_to_erase(visit)
        count = erasing.erase(visit.store, visit.lead, now=visit.now)
        if not count:
            return self._pages.problem(visit.request, "no_lead", 404, user=visit.user)
        visit.detail = f"{count} conversation{'s' if count > 1 else ''}"
        return RedirectResponse(f"{visit.request.scope.get('root_path', '')}{ROOT}/leads?erased={count}", 303)

    def _corrected(self, visit: Visit, detail: str, work: Callable[[], object]) -> Response:
        try:
            work()
        except NotAllowed as refusal:
            return self._card.again(visit, f"sentence:{refusal}")
        visit.detail = detail
        return self._card.changed(visit)


def _moment(choice: str, at: str, now: datetime, zone: ZoneInfo) -> datetime:
    """When a choice ends; of "tomorrow" the company's morning. Raises ValueError for what is none."""
    if choice == "1h":
        return now + timedelta(hours=1)
    days = {"tomorrow": 1, "3d": 3, "1w": 7}.get(choice)
    if days:
        day = now.astimezone(zone) + timedelta(days=days)
        return day.replace(hour=_MORNING, minute=0, second=0, microsecond=0)
    return datetime.strptime(at, "%Y-%m-%dT%H:%M").replace(tzinfo=zone)
