"""The referrals: which codes were given to whom, who came by them, what became of these, and who is owed the reward."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from milepost.sales.catalogue import Catalogue
from milepost.store.records.referrals import Friend, ReferralFilter, ReferralLine
from milepost.web.console.access import ROOT, Visit
from milepost.web.console.after_sale.paging import PAGE, neighbours, page_of
from milepost.web.console.desk.exports import MOST, as_csv, download
from milepost.web.console.pages import Pages, one_of
from milepost.web.console.reports.whole_view import may_see

VIEWS = ("", "due", "used", "unused")
_COLUMNS = ("code", "given_on", "referrer", "referrer_email", "referrer_conversation", "friend", "friend_email",
            "friend_conversation", "came_on", "state", "reward")  # fmt: skip


class ReferralPages:
    """The list with its filters, the same as a file, and keeping that a reward was given."""

    def __init__(self, pages: Pages, catalogue: Callable[[], Catalogue]) -> None:
        self._pages, self._catalogue = pages, catalogue

    def show(self, visit: Visit) -> Response:
        """GET: the codes that the filters in the address let through."""
        query, page = visit.request.query_params, page_of(visit)
        wanted = self._filter(visit, limit=PAGE + 1, offset=page * PAGE)
        lines = visit.store.referrals.lines(wanted)
        here = {name: value for name, value in (("show", wanted.show), ("q", wanted.words)) if value}
        return self._pages.framed(
            visit,
            "referrals.html",
            lines=lines[:PAGE],
            terms=self._catalogue().journey.referrals,
            chosen={"show": wanted.show, "q": wanted.words},
            views=VIEWS,
            state_of=state_of,
            reward_of=reward_of,
            query=urlencode(here),
            here=str(query),
            **neighbours(here, page, has_more=len(lines) > PAGE),
        )

    def as_csv(self, visit: Visit) -> Response:
        """GET: the same as CSV, a line for each friend, and for each code by which nobody came."""
        rows = [row for line in visit.store.referrals.lines(self._filter(visit, limit=MOST)) for row in _rows(line)]
        visit.deed, visit.detail = "exported", f"{len(rows)} referrals, CSV"
        return download(as_csv(_COLUMNS, rows), "text/csv; charset=utf-8", "referrals.csv")

    def reward(self, visit: Visit) -> Response:
        """POST: whoever brought this friend got their reward."""
        friend = visit.form.get("friend", "")[:64]
        if may_see(visit, friend) and visit.store.referrals.reward(friend, now=visit.now):
            visit.deed, visit.detail = "rewarded a referral", friend
        back = visit.form.get("here", "")[:300]
        return RedirectResponse(
            f"{visit.request.scope.get('root_path', '')}{ROOT}/referrals{'?' if back else ''}{back}", 303
        )

    def _filter(self, visit: Visit, *, limit: int, offset: int = 0) -> ReferralFilter:
        query = visit.request.query_params
        show, words = one_of(query.get("show"), VIEWS), query.get("q", "").strip()[:200]
        return ReferralFilter(show=show, words=words, seen_by=visit.seen_by, limit=limit, offset=offset)


def state_of(friend: Friend) -> str:
    """How far a friend has come: "bought", "lost", or their buying stage."""
    if friend.has_bought:
        return "bought"
    return "lost" if friend.status == "lost" else "came" if friend.stage == "none" else friend.stage


def reward_of(friend: Friend) -> str:
    """Whether whoever brought a friend has the reward: "given", "due" once the friend has bought, else "not yet"."""
    return "given" if friend.rewarded_at else "due" if friend.has_bought else "not yet"


def _rows(line: ReferralLine) -> Iterator[dict[str, Any]]:
    given = {
        "code": line.code.code,
        "given_on": line.code.created_at.date().isoformat(),
        "referrer": line.names[0] or line.names[1],
        "referrer_email": line.names[2],
        "referrer_conversation": line.code.conversation,
    }
    for friend in line.friends:
        yield {
            **given,
            "friend": friend.names[0] or friend.names[1],
            "friend_email": friend.names[2],
            "friend_conversation": friend.conversation,
            "came_on": friend.came_at.date().isoformat(),
            "state": state_of(friend),
            "reward": reward_of(friend),
        }
    if not line.friends:
        yield given
