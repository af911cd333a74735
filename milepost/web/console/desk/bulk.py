"""Several leads at once, and one lead moved on the board."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode

from starlette.responses import RedirectResponse, Response

from milepost.errors import NotAllowed
from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import BuyingStage
from milepost.services.desk import closing, corrections
from milepost.services.desk.next_steps import keep_due
from milepost.store.records.desk.deals import LONGEST_TAG
from milepost.web.console.access import ROOT, Role, Visit
from milepost.web.console.desk.exports import ExportPages
from milepost.web.console.labels import STAGES
from milepost.web.console.leads import LeadPages

_PICK = "pick:"


class BulkPages:
    """The form under the list, and the board's."""

    def __init__(self, leads: LeadPages, files: ExportPages, catalogue: Callable[[], Catalogue]) -> None:
        self._leads, self._files, self._catalogue = leads, files, catalogue

    def change(self, visit: Visit) -> Response:
        """POST: assign, move, close or tag the leads that are picked, or take them away as a file."""
        picked = [name.removeprefix(_PICK) for name in visit.form if name.startswith(_PICK)]
        lines = visit.store.leads.named(picked)
        mine = [each for each in picked if each in lines and _may_see(visit, lines[each].assigned_to)]
        deed = visit.form.get("do", "")
        if deed == "export" and visit.role >= Role.MANAGER and mine:
            return self._files.picked_csv(visit, [lines[each] for each in mine])
        done, problem = 0, "" if mine else "pick the leads first"
        for conversation in mine if deed in _DEEDS else ():
            try:
                _DEEDS[deed](self, visit, conversation, lines[conversation].assigned_to)
            except NotAllowed as refusal:
                problem = str(refusal)
                continue
            done += 1
            visit.changed.add(conversation)
        keep_due(visit.store, mine, self._catalogue(), now=visit.now)
        visit.deed, visit.detail = f"{_SAID.get(deed, 'changed')} several", f"{done} of {len(picked)}"
        back = [(name, text) for name, text in parse_qsl(visit.form.get("back", "")[:500]) if name not in _TOLD]
        told = {"done": done, "left": len(picked) - done, "why": problem[:120]}
        address = f"{visit.request.scope.get('root_path', '')}{ROOT}/leads"
        return RedirectResponse(f"{address}?{urlencode([*back, *told.items()])}", 303)

    def move(self, visit: Visit) -> Response:
        """POST: a lead to another column of the board: a buying stage, or won or lost with the reason."""
        lead, to = visit.form.get("lead", "")[:64], visit.form.get("to", "")
        visit.deed, visit.detail = "moved", f"{lead} to {to}"[:120]
        try:
            line = visit.store.leads.line(lead)
            if line is None or not _may_see(visit, line.assigned_to):
                raise NotAllowed("there is no such lead")
            if to in closing.STATUSES:
                self._close(visit, lead, line.assigned_to, to)
            else:
                if line.status != "open":
                    self._close(visit, lead, line.assigned_to, "open")
                self._stage(visit, lead, line.assigned_to, to)
        except NotAllowed as refusal:
            return self._leads.show_board(visit, str(refusal))
        keep_due(visit.store, [lead], self._catalogue(), now=visit.now)
        visit.changed.add(lead)
        if visit.wants_fragment:
            return self._leads.show_board(visit)
        return RedirectResponse(f"{visit.request.scope.get('root_path', '')}{ROOT}/board", 303)

    def _assign(self, visit: Visit, lead: str, owner: str | None, _: str = "") -> None:
        wanted = visit.form.get("user", "")
        user = visit.store.users.find(wanted) if wanted else None
        if wanted and (user is None or user.disabled):
            raise NotAllowed("there is no such colleague")
        is_own = wanted in ("", visit.user.id) and owner in (None, visit.user.id)
        if visit.role < Role.MANAGER and not is_own:
            raise NotAllowed("only a manager gives a lead to others or takes one from them")
        visit.store.leads.assign(lead, wanted or None, now=visit.now)

    def _stage(self, visit: Visit, lead: str, owner: str | None, stage: str = "") -> None:
        wanted = stage or visit.form.get("stage", "")
        if wanted not in STAGES:
            raise NotAllowed("this is not a buying stage")
        corrections.correct_stage(
            visit.store, lead, BuyingStage(wanted), visit.user, catalogue=self._catalogue(), now=visit.now
        )

    def _close(self, visit: Visit, lead: str, owner: str | None, status: str = "") -> None:
        closing.close(
            visit.store,
            lead,
            status or visit.form.get("status", ""),
            visit.user,
            reason=visit.form.get("reason", ""),
            catalogue=self._catalogue(),
            now=visit.now,
            value=visit.form.get("value", "")[:40] if status not in ("", "open") else "",
            currency=visit.form.get("currency", "")[:3],
        )

    def _tag(self, visit: Visit, lead: str, owner: str | None, _: str = "") -> None:
        visit.store.deals.add_tag(lead, _tag_of(visit), user=visit.user.id, now=visit.now)

    def _untag(self, visit: Visit, lead: str, owner: str | None, _: str = "") -> None:
        visit.store.deals.remove_tag(lead, _tag_of(visit), now=visit.now)


_DEEDS: dict[str, Callable[[BulkPages, Visit, str, str | None], None]] = {
    "assign": BulkPages._assign,
    "stage": BulkPages._stage,
    "close": BulkPages._close,
    "tag": BulkPages._tag,
    "untag": BulkPages._untag,
}
_SAID = {"assign": "assigned", "stage": "corrected", "close": "closed", "tag": "tagged", "untag": "untagged"}
_TOLD = ("done", "left", "why")


def _tag_of(visit: Visit) -> str:
    tag = " ".join(visit.form.get("tag", "").split())[:LONGEST_TAG]
    if not tag:
        raise NotAllowed("write the tag")
    return tag


def _may_see(visit: Visit, owner: str | None) -> bool:
    return visit.seen_by is None or owner in (None, visit.seen_by)
