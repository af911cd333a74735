"""Signing in and out."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from milepost.errors import StoreUnavailable
from milepost.services import users
from milepost.services.desk import audit
from milepost.store.database import Database
from milepost.web.console.access import COOKIE, ROOT, Visit, read_form
from milepost.web.console.csrf import FIELD, CsrfTokens, new_visit
from milepost.web.console.pages import Pages
from milepost.web.rate_limits import RateLimit

VISIT_COOKIE = "milepost_visit"
# From one address, whatever e-mail it tries: guessing many accounts is slowed down as well.
_TRIES_AT_ONCE, _TRIES_A_MINUTE = 20, 20.0


@dataclass(frozen=True)
class SignInPages:
    """The sign-in form, signing in, signing out."""

    database: Database
    tokens: CsrfTokens
    pages: Pages
    clock: Callable[[], datetime]
    https: bool
    tries: RateLimit
    provider: str = ""
    """What to call the identity provider where people may sign in elsewhere; empty where there is none."""

    async def show(self, request: Request) -> Response:
        """GET: the form."""
        return self.form(request, request.query_params.get("next", ""))

    async def enter(self, request: Request) -> Response:
        """POST: open a session, or say what is wrong and how long to wait."""
        try:
            form = await read_form(request)
        except ValueError:
            return self.pages.problem(request, "too_large", 413)
        wanted = form.get("next", "")
        if not self.tokens.is_valid(request.cookies.get(VISIT_COOKIE, ""), form.get(FIELD, "")):
            return self.form(request, wanted, "csrf", status=403)
        if wait := self.wait_of(request):
            return self.form(request, wanted, "wait", status=429, seconds=wait, email=form.get("email", ""))
        try:
            return await run_in_threadpool(self._enter, request, form, wanted)
        except StoreUnavailable:
            return self.pages.problem(request, "unavailable", 503)

    def leave(self, visit: Visit) -> Response:
        """POST: end the session."""
        users.close_session(visit.store, visit.request.cookies[COOKIE])
        visit.store.duty.leave(visit.user.id)
        response = RedirectResponse(f"{visit.request.scope.get('root_path', '')}{ROOT}/sign-in", 303)
        response.delete_cookie(
            COOKIE, path=_cookie_path(visit.request), httponly=True, samesite="lax", secure=self.https
        )
        return response

    def _enter(self, request: Request, form: Mapping[str, str], wanted: str) -> Response:
        email, now = form.get("email", "").strip(), self.clock()
        with self.database.begin() as store:
            # Committed on failure too: the next try must find it counted.
            tried = users.verify(store, email, form.get("password", "")[:1024], now=now)
            token = users.open_session(store, tried.user, now=now) if tried.user else ""
            if tried.user:
                audit.record(store, tried.user, "signed in", now=now)
        if not token:
            status = 429 if tried.retry_after else 401
            reason = "wait" if tried.retry_after else "wrong"
            return self.form(request, wanted, reason, status=status, seconds=tried.retry_after, email=email)
        return self.entered(request, token, wanted)

    def wait_of(self, request: Request) -> float:
        """Seconds until this network address may try again; 0: now."""
        return self.tries.seconds_to_wait(request.client.host if request.client else "")

    def entered(self, request: Request, token: str, wanted: str) -> Response:
        """Into the console, with the session's cookie."""
        response = RedirectResponse(request.scope.get("root_path", "") + safe_address(wanted), 303)
        # A session cookie: the server knows when it ends.
        response.set_cookie(COOKIE, token, path=_cookie_path(request), httponly=True, samesite="lax", secure=self.https)
        response.delete_cookie(
            VISIT_COOKIE, path=_cookie_path(request), httponly=True, samesite="strict", secure=self.https
        )
        return response

    def form(
        self,
        request: Request,
        wanted: str,
        problem: str = "",
        *,
        status: int = 200,
        seconds: float = 0.0,
        email: str = "",
    ) -> Response:
        """The sign-in page, with what is wrong by its name in the template."""
        visit = request.cookies.get(VISIT_COOKIE) or new_visit()
        response = self.pages.show(
            request,
            "sign_in.html",
            status=status,
            csrf=self.tokens.issue(visit),
            wanted=safe_address(wanted),
            problem=problem,
            seconds=math.ceil(seconds),
            email=email[:320],
            provider=self.provider,
        )
        if seconds:
            response.headers["retry-after"] = str(math.ceil(seconds))
        response.set_cookie(
            VISIT_COOKIE,
            visit,
            path=_cookie_path(request),
            httponly=True,
            samesite="strict",
            secure=self.https,
            max_age=3600,
        )
        return response


def sign_in_limit() -> RateLimit:
    """How often one network address may try."""
    return RateLimit(burst=_TRIES_AT_ONCE, per_minute=_TRIES_A_MINUTE)


def safe_address(wanted: str) -> str:
    """Where to go after signing in: within the console, whatever the address says."""
    inside = wanted == ROOT or wanted.startswith((f"{ROOT}/", f"{ROOT}?"))
    return wanted if inside and not any(sign in wanted for sign in "\\\r\n") and "//" not in wanted else ROOT


def _cookie_path(request: Request) -> str:
    return f"{request.scope.get('root_path', '')}{ROOT}"
