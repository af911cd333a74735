"""What a rep does with a visitor's other channels: a code to go on elsewhere, and the files that came from there."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from milepost.errors import NotAllowed
from milepost.services.channels import moves
from milepost.services.channels.files import PICTURES
from milepost.services.conversations import reply_as_rep
from milepost.web.console.access import Visit
from milepost.web.console.conversation import ConversationPages
from milepost.web.console.pages import Pages

# A file of a stranger's: nothing in it runs, nothing in it asks for anything, and only pictures are shown at all.
_POLICY = "default-src 'none'; img-src 'self'; sandbox"


class ElsewherePages:
    """A code in the conversation, and a file by its id."""

    def __init__(self, pages: Pages, cards: ConversationPages, codes: moves.MoveCodes) -> None:
        self._pages, self._cards, self._codes = pages, cards, codes

    def offer(self, visit: Visit) -> Response:
        """POST: the visitor gets a code and a link, as a line of this rep's."""
        row = visit.store.conversations.find(visit.lead)
        if row is None:
            return self._pages.problem(visit.request, "no_lead", 404, user=visit.user)
        try:
            by = f"rep:{visit.user.id}"[:64]
            offered = moves.offer(visit.store, self._codes, visit.lead, channel=row.channel, by=by, now=visit.now)
            reply_as_rep(visit.store, visit.lead, visit.user, moves.told(offered), now=visit.now)
        except NotAllowed:
            return self._cards.again(visit, "not_yours")
        return self._cards.changed(visit)

    def file(self, visit: Visit) -> Response:
        """GET: a picture or a file that this visitor sent."""
        found = visit.store.attachments.find(str(visit.request.path_params["file"]))
        content = visit.store.attachments.content(found.id) if found and found.conversation == visit.lead else None
        if found is None or content is None:
            return self._pages.problem(visit.request, "no_lead", 404, user=visit.user)
        how = "inline" if found.media_type in PICTURES else "attachment"
        name = quote(found.name or f"{found.kind}.{found.media_type.rpartition('/')[2][:10]}", safe="")
        headers: dict[str, Any] = {
            "content-disposition": f"{how}; filename*=UTF-8''{name}",
            "content-security-policy": _POLICY,
            "cache-control": "private, no-store",
            "cross-origin-resource-policy": "same-origin",
        }
        return Response(content, headers=headers, media_type=found.media_type)
