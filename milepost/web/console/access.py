"""Who may do what: a request becomes a visit of somebody signed in, within one transaction, or is turned away.

| | rep | manager | owner |
|---|---|---|---|
| see leads (MILEPOST_REPS_SEE=own: only free and own ones), take over what is free, reply, hand back, note | yes | yes | yes |
| write in leads and facts, import, tag, correct stage, need and intent | yes | yes | yes |
| take a lead for oneself, snooze, win, lose, export one lead | yes | yes | yes |
| take over from another rep, hand back another rep's conversation, assign to others | no | yes | yes |
| merge and undo, erase, export lists, read the audit trail | no | yes | yes |
| see who may sign in, keep somebody out or let them in again | no | no | yes |

Every deed of a visit is kept in the audit trail in the visit's own transaction (`services/desk/audit.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from urllib.parse import parse_qsl, quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from milepost.errors import StoreUnavailable
from milepost.importing.formats.decoding import decoded
from milepost.services import users
from milepost.services.desk import audit
from milepost.store.database import Database, Store
from milepost.store.records.users import User
from milepost.web.broadcast import Broadcaster
from milepost.web.console.csrf import FIELD, CsrfTokens
from milepost.web.console.pages import Pages

COOKIE = "milepost_session"
ROOT = "/console"
_FORM_BYTES = 64 * 1024
_FORM_FIELDS = 200
_FILE_BYTES = 4 * 1024 * 1024
# Sent by what a page fetches on its own: a page left open is not somebody at work.
_OWN_ACCORD = "milepost-live"
# What the audit trail calls the forms, by the last part of their address.
_DEEDS = {
    "typing": "",  # told every few seconds, and no deed
    "take-over": "took over",
    "reply": "replied",
    "hand-back": "handed back",
    "promise": "closed a promise",
    "note": "noted",
    "stage": "corrected",
    "need": "corrected",
    "intent": "corrected",
    "assign": "assigned",
    "snooze": "snoozed",
    "close": "closed",
    "merge": "merged",
    "unmerge": "unmerged",
    "erase": "erased",
    "sign-out": "signed out",
}


class Role(IntEnum):
    """What a person of the company may do, each including those before it."""

    REP = 1
    MANAGER = 2
    OWNER = 3


@dataclass
class Visit:
    """One request of somebody signed in. `changed` are conversations to tell others about once it is committed.

    `seen_by` is whose leads are shown besides free ones (None: everybody's). `deed` is what the audit trail calls it, if
    not by the address, and `detail` what exactly.
    """

    request: Request
    store: Store
    user: User
    csrf: str
    form: Mapping[str, str]
    now: datetime
    changed: set[str] = field(default_factory=set)
    seen_by: str | None = None
    deed: str = ""
    detail: str = ""

    @property
    def role(self) -> Role:
        """What the visitor of the console may do."""
        return role_of(self.user)

    @property
    def wants_fragment(self) -> bool:
        """Whether only the part that changes is wanted."""
        return "hx-request" in self.request.headers

    @property
    def lead(self) -> str:
        """The conversation that the address names."""
        return str(self.request.path_params.get("conversation", ""))


Handler = Callable[[Visit], Response]


class Gate:
    """Lets those in who are signed in and may; a POST must carry the session's token."""

    def __init__(
        self,
        database: Database,
        broadcaster: Broadcaster,
        tokens: CsrfTokens,
        pages: Pages,
        clock: Callable[[], datetime],
        *,
        reps_see_all: bool = True,
    ) -> None:
        self._reps_see_all = reps_see_all
        self._database, self._broadcaster = database, broadcaster
        self._tokens, self._pages, self._clock = tokens, pages, clock

    def admit(self, handler: Handler, least: Role = Role.REP) -> Callable[[Request], object]:
        """An endpoint for a handler; the handler runs in a thread, in one transaction."""

        async def endpoint(request: Request) -> Response:
            try:
                form = await read_form(request) if request.method == "POST" else {}
            except ValueError:
                return self._pages.problem(request, "too_large", 413)
            try:
                return await run_in_threadpool(self._visit, request, form, handler, least)
            except StoreUnavailable:
                return self._pages.problem(request, "unavailable", 503)

        return endpoint

    def _visit(self, request: Request, form: Mapping[str, str], handler: Handler, least: Role) -> Response:
        token, now = request.cookies.get(COOKIE, ""), self._clock()
        changed: set[str] = set()
        with self._database.begin() as store:
            active = _OWN_ACCORD not in request.headers
            user = users.signed_in(store, token, now=now, active=active) if token else None
            if user is None:
                return _to_sign_in(request)
            if request.method == "POST" and not self._tokens.is_valid(token, form.get(FIELD, "")):
                return self._pages.problem(request, "csrf", 403, user=user)
            if role_of(user) < least:
                return self._pages.problem(request, "role", 403, user=user)
            visit = Visit(request, store, user, self._tokens.issue(token), form, now, changed)
            if not self._reps_see_all and visit.role < Role.MANAGER:
                visit.seen_by = user.id
            if not may_see(visit):
                return self._pages.problem(request, "role", 403, user=user)
            response = handler(visit)
            if response.status_code < 400 and (deed := visit.deed or _deed(request, active=active)):
                audit.record(store, user, deed, now=now, conversation=visit.lead, detail=visit.detail)
        for conversation in changed:
            self._broadcaster.wake(conversation)
        return response


def may_see(visit: Visit) -> bool:
    """Whether the lead that the address names is one that this person is shown."""
    if visit.seen_by is None or not visit.lead:
        return True
    owner = visit.store.leads.owner_of(visit.lead)
    if owner is None or owner == visit.seen_by:
        return True
    # Whoever is asked to join or named in a note must see what for; anybody may come to a visitor who was left waiting.
    handoff = visit.store.handoffs.open_of(visit.lead)
    if handoff is not None and (handoff.late_at is not None or handoff.asked_user == visit.seen_by):
        return True
    return any(each.conversation == visit.lead for each in visit.store.mentions.of(visit.seen_by))


def _deed(request: Request, *, active: bool) -> str:
    """What a request did, by its address: a look at a lead, or the form that was sent; "" for what is no deed."""
    if request.method == "POST":
        name = request.url.path.rstrip("/").rsplit("/", 1)[-1]
        return _DEEDS.get(name, name.replace("-", " "))
    is_lead = request.path_params.keys() == {"conversation"} and request.url.path.endswith(
        request.path_params["conversation"]
    )
    return audit.SAW if is_lead and active else ""


def role_of(user: User) -> Role:
    """The role of a user; one that we do not know may least."""
    return Role.__members__.get(user.role.upper(), Role.REP)


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a posted form; of one with a file, its name and its text. Raises ValueError for one that is too large."""
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await _read_file_form(request)
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _FORM_BYTES:
            raise ValueError("the form is too large")
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_FORM_FIELDS))


async def _read_file_form(request: Request) -> dict[str, str]:
    if int(request.headers.get("content-length") or _FILE_BYTES + 1) > _FILE_BYTES:
        raise ValueError("the file is too large")
    try:
        async with request.form(max_files=1, max_fields=_FORM_FIELDS) as form:
            fields = {name: value for name, value in form.items() if isinstance(value, str)}
            for name, value in form.items():
                if isinstance(value, UploadFile):
                    fields[name], fields[f"{name}-name"] = decoded(await value.read()).text, value.filename or ""
            return fields
    except HTTPException as error:
        raise ValueError("the form cannot be read") from error


def _to_sign_in(request: Request) -> Response:
    """To the sign-in page, and back here afterwards; a fragment must not show it in its place."""
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if "hx-request" in request.headers or request.method == "POST":
        wanted = ROOT
    address = f"{request.scope.get('root_path', '')}{ROOT}/sign-in?next={quote(wanted, safe='/')}"
    if "hx-request" in request.headers:
        return Response(status_code=401, headers={"hx-redirect": address, "cache-control": "no-store"})
    return RedirectResponse(address, 303)
