"""What reps write in by hand on a card, and the page on which they write in a whole lead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from starlette.responses import RedirectResponse, Response

from milepost.errors import NotAllowed
from milepost.sales.catalogue import Catalogue
from milepost.sales.notes.entered import phone_number
from milepost.sales.notes.lead_notes import CONTACT
from milepost.services.desk import writing
from milepost.services.desk.next_steps import keep_due
from milepost.services.desk.writing import NewLead
from milepost.services.handoffs import promised
from milepost.services.handoffs.promised import Entered
from milepost.web.console.access import ROOT, Visit
from milepost.web.console.conversation import LONGEST_TEXT, ConversationPages
from milepost.web.console.labels import STAGES
from milepost.web.console.pages import Pages, one_of, zone_of


class WritingPages:
    """The forms of the card that add or mend, and the page for a new lead."""

    def __init__(self, pages: Pages, card: ConversationPages, catalogue: Callable[[], Catalogue]) -> None:
        self._pages, self._card, self._catalogue = pages, card, catalogue

    def fact(self, visit: Visit) -> Response:
        """POST: something that a rep knows, or mends."""
        need = visit.form.get("need", "")[:64]
        text = "" if visit.form.get("remove") == "yes" else visit.form.get("value", "")
        visit.deed, visit.detail = "wrote in", f"need {need}"
        return self._written(
            visit,
            lambda: writing.write_fact(
                visit.store, visit.lead, need, text, visit.user, catalogue=self._catalogue(), now=visit.now
            ),
        )

    def worth(self, visit: Visit) -> Response:
        """POST: what the deal is worth."""
        text, currency = visit.form.get("value", "")[:40], visit.form.get("currency", "")[:3]
        visit.deed, visit.detail = "wrote in", "what the deal is worth"
        return self._written(
            visit,
            lambda: writing.write_worth(
                visit.store, visit.lead, text, currency, visit.user, catalogue=self._catalogue(), now=visit.now
            ),
        )

    def promise(self, visit: Visit) -> Response:
        """POST: what was promised outside of the chat, by when, and whose it is."""
        form, catalogue = visit.form, self._catalogue()
        zone = zone_of(catalogue.company.timezone) or ZoneInfo("UTC")
        try:
            due = datetime.strptime(form.get("due", ""), "%Y-%m-%dT%H:%M").replace(tzinfo=zone)
        except ValueError:
            return self._card.again(visit, "sentence:choose by when it was promised")
        wanted = Entered(form.get("kind", ""), form.get("text", ""), due, form.get("user", "")[:64])
        visit.deed, visit.detail = "wrote in", "a promise"
        return self._written(
            visit,
            lambda: promised.write_in(visit.store, catalogue, visit.lead, visit.user, wanted, now=visit.now),
        )

    def show_new(self, visit: Visit) -> Response:
        """GET: the form for a new lead."""
        return self._form(visit, {})

    def create(self, visit: Visit) -> Response:
        """POST: keep a new lead, unless somebody of that address or number is there already and was not looked at."""
        form, catalogue = visit.form, self._catalogue()
        needs = (*CONTACT, *(need for need in catalogue.journey.needs if need not in CONTACT))
        facts = {need: form.get(f"fact-{need}", "") for need in needs}
        wanted = NewLead(
            facts,
            one_of(form.get("stage"), STAGES),
            form.get("value", "")[:40],
            form.get("currency", "")[:3],
            form.get("note", "")[:LONGEST_TEXT],
        )
        found = visit.store.merges.holders(*_identifiers(facts)) if form.get("again") != "yes" else {}
        if found:
            return self._form(visit, form, alike=list(dict.fromkeys(found.values())))
        try:
            made = writing.new_lead(visit.store, wanted, visit.user, catalogue=catalogue, now=visit.now)
        except NotAllowed as refusal:
            return self._form(visit, form, problem=str(refusal))
        keep_due(visit.store, [made], catalogue, now=visit.now)
        visit.deed, visit.detail = "wrote in", f"lead {made}"
        visit.changed.add(made)
        return RedirectResponse(f"{visit.request.scope.get('root_path', '')}{ROOT}/leads/{made}", 303)

    def _written(self, visit: Visit, work: Callable[[], object]) -> Response:
        try:
            work()
        except NotAllowed as refusal:
            return self._card.again(visit, f"sentence:{refusal}")
        return self._card.changed(visit)

    def _form(self, visit: Visit, given: Mapping[str, str], *, problem: str = "", alike: Any = ()) -> Response:
        needs = [need for need in self._catalogue().journey.needs.values() if need.id not in CONTACT]
        return self._pages.framed(
            visit,
            "new_lead.html",
            status=409 if problem or alike else 200,
            given=given,
            problem=problem,
            alike=[visit.store.leads.line(each) or each for each in alike],
            needs=needs,
            contact=CONTACT,
            all_stages=STAGES,
        )


def _identifiers(facts: Mapping[str, str]) -> tuple[list[str], list[str]]:
    emails = [facts.get("email", "").strip().lower()]
    try:
        phones = [phone_number(facts.get("phone", ""))]
    except NotAllowed:
        phones = []
    return [each for each in emails if each], phones
