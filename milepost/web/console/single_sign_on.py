"""Signing in at the company's own identity provider instead of with a password."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from milepost.errors import NotAllowed, ProviderFailed, StoreUnavailable
from milepost.services import users
from milepost.services.desk import audit
from milepost.settings import Oidc
from milepost.store.database import Database, Store
from milepost.store.records.users import User
from milepost.web.console.access import ROOT
from milepost.web.console.identity_provider import IdentityProvider
from milepost.web.console.sign_in import SignInPages, safe_address

START, CALLBACK = f"{ROOT}/sign-in/oidc", f"{ROOT}/sign-in/oidc/callback"
_COOKIE, _COOKIE_SECONDS = "milepost_oidc", 600

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class SingleSignOn:
    """Sends people to the provider and takes them back.

    In comes who has a user here by their verified e-mail, and whoever is new where the operator lets their domain in.
    """

    settings: Oidc
    public_url: str
    secret: str
    https: bool
    database: Database
    sign_in: SignInPages
    clock: Callable[[], datetime]

    @cached_property
    def provider(self) -> IdentityProvider:
        """Asked nothing before somebody wants to sign in: we start without it."""
        return IdentityProvider(self.settings, f"{self.public_url}{CALLBACK}", self.clock)

    def routes(self) -> list[BaseRoute]:
        """Both addresses, with a short-lived signed cookie that ties the answer to the browser that asked."""
        kept = [
            Middleware(
                SessionMiddleware,
                secret_key=f"oidc {self.secret}",
                session_cookie=_COOKIE,
                max_age=_COOKIE_SECONDS,
                path=f"{urlsplit(self.public_url).path}{START}",
                same_site="lax",
                https_only=self.https,
            )
        ]
        return [
            Route(START, self.start, methods=["GET"], middleware=kept),
            Route(CALLBACK, self.come_back, methods=["GET"], middleware=kept),
        ]

    async def start(self, request: Request) -> Response:
        """GET: on to the provider."""
        wanted = safe_address(request.query_params.get("next", ""))
        request.session.clear()  # one try at a time
        try:
            answer = await self.provider.send_there(request)
        except ProviderFailed as error:
            return self._refused(request, "sso_away", str(error), wanted, status=502)
        request.session["next"] = wanted
        return answer

    async def come_back(self, request: Request) -> Response:
        """GET: from the provider; a session, or what is wrong."""
        wanted = str(request.session.get("next", ""))
        if wait := self.sign_in.wait_of(request):
            return self.sign_in.form(request, wanted, "wait", status=429, seconds=wait)
        try:
            person = await self.provider.who_comes_back(request)
        except ProviderFailed as error:
            problem, status = ("sso_away", 502) if error.is_away else ("sso_failed", 401)
            return self._refused(request, problem, str(error), wanted, status=status)
        finally:
            request.session.clear()
        try:
            return await run_in_threadpool(self._enter, request, person, wanted)
        except NotAllowed as error:
            return self._refused(request, "sso_unknown", str(error), wanted, status=403)
        except StoreUnavailable:
            return self.sign_in.pages.problem(request, "unavailable", 503)

    def _enter(self, request: Request, person: Mapping[str, Any], wanted: str) -> Response:
        now = self.clock()
        with self.database.begin() as store:
            user = self._user(store, person, now)
            token = users.open_session(store, user, now=now)
            audit.record(store, user, "signed in", now=now, detail=self.settings.name)
        return self.sign_in.entered(request, token, wanted)

    def _user(self, store: Store, person: Mapping[str, Any], now: datetime) -> User:
        """Whose claims these are. Raises NotAllowed with a reason that is for the log only."""
        email = person.get("email")
        if not isinstance(email, str) or not email or person.get("email_verified") is not True:
            raise NotAllowed("no verified e-mail address")
        if user := store.users.find_by_email(email):
            if user.disabled:
                raise NotAllowed(f"user {user.id} is kept out")
            return user
        if email.strip().lower().rpartition("@")[2] not in self.settings.domains:
            raise NotAllowed("nobody here has that e-mail address")
        name = str(person.get("name") or "")[:200]
        try:
            user = users.join(store, email=email, name=name, role=self.settings.first_role, now=now)
        except NotAllowed:  # its sentence names the address
            raise NotAllowed("that e-mail address cannot have a user") from None
        audit.record(store, user, "joined", now=now, detail=f"as {user.role}, by {self.settings.name}")
        return user

    def _refused(self, request: Request, problem: str, reason: str, wanted: str, *, status: int) -> Response:
        logger.warning("signing in at %s was refused: %s", self.settings.issuer, reason)
        return self.sign_in.form(request, wanted, problem, status=status)
