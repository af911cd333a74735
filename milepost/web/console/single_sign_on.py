"""Signing in at the company's own identity provider, by OpenID Connect (authorization code with PKCE, RFC 7636)."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import httpx
from authlib.common.errors import AuthlibBaseError
from joserfc.errors import JoseError
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from milepost.errors import StoreUnavailable
from milepost.services import users
from milepost.services.desk import audit
from milepost.settings import Oidc
from milepost.store.database import Database
from milepost.web.console.access import ROOT
from milepost.web.console.sign_in import SignInPages, safe_address

START, CALLBACK = f"{ROOT}/sign-in/oidc", f"{ROOT}/sign-in/oidc/callback"
_COOKIE, _COOKIE_SECONDS, _TIMEOUT_SECONDS = "milepost_oidc", 600, 10.0
# Signatures that only the provider can make; a shared secret or none at all is not among them.
_SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class SingleSignOn:
    """Sends people to the provider and takes them back. Only who has a user here, by a verified e-mail, comes in."""

    provider: Oidc
    public_url: str
    secret: str
    https: bool
    database: Database
    sign_in: SignInPages
    clock: Callable[[], datetime]

    def routes(self) -> list[BaseRoute]:
        """Both addresses, with a short-lived signed cookie that ties the answer to the browser that asked."""
        kept = [
            Middleware(
                SessionMiddleware,
                secret_key=f"oidc {self.secret}",
                session_cookie=_COOKIE,
                max_age=_COOKIE_SECONDS,
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
        request.session.clear()  # one try at a time
        request.session["next"] = safe_address(request.query_params.get("next", ""))
        try:
            await self._know_the_provider()
            answer: Response = await self._client.authorize_redirect(request, f"{self.public_url}{CALLBACK}")
        except (httpx.HTTPError, AuthlibBaseError, ValueError, RuntimeError, KeyError) as error:
            return self._refused(request, "sso_away", error, status=502)
        return answer

    async def come_back(self, request: Request) -> Response:
        """GET: from the provider; a session, or what is wrong."""
        if wait := self.sign_in.wait_of(request):
            return self.sign_in.form(request, "", "wait", status=429, seconds=wait)
        wanted = str(request.session.get("next", ""))
        try:
            await self._know_the_provider()
            told = await self._client.authorize_access_token(request, claims_options=self._claims())
            person: Mapping[str, Any] = told.get("userinfo") or {}
        except httpx.HTTPError as error:
            return self._refused(request, "sso_away", error, status=502)
        except (AuthlibBaseError, JoseError, ValueError, RuntimeError, KeyError, TypeError) as error:
            return self._refused(request, "sso_failed", error, status=401)
        finally:
            request.session.clear()
        try:
            return await run_in_threadpool(self._enter, request, person, wanted)
        except StoreUnavailable:
            return self.sign_in.pages.problem(request, "unavailable", 503)

    @cached_property
    def _client(self) -> Any:
        with warnings.catch_warnings():
            import authlib.deprecate  # noqa: F401  # it shows its warnings always, so it comes first

            warnings.simplefilter("ignore")  # one of its other clients announces what will replace httpx
            from authlib.integrations.starlette_client import OAuth
        registry = OAuth()
        return registry.register(
            "provider",
            client_id=self.provider.client_id,
            client_secret=self.provider.client_secret,
            server_metadata_url=f"{self.provider.issuer}/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid email profile",
                "code_challenge_method": "S256",
                "timeout": _TIMEOUT_SECONDS,
                "trust_env": False,
            },
        )

    async def _know_the_provider(self) -> None:
        """Read what it says of itself, once. Raises ValueError where that is another's (OpenID Connect Discovery, 4.3)."""
        metadata = await self._client.load_server_metadata()
        if str(metadata.get("issuer", "")).rstrip("/") != self.provider.issuer:
            self._client.server_metadata.clear()
            raise ValueError("the issuer that answers is not the one that is set")
        offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
        metadata["id_token_signing_alg_values_supported"] = [each for each in offered if each in _SIGNATURES]

    def _claims(self) -> dict[str, Any]:
        issuer = self._client.server_metadata["issuer"]
        return {
            "iss": {"essential": True, "value": issuer},
            "aud": {"essential": True, "value": self.provider.client_id},
            "exp": {"essential": True},
            "nonce": {"essential": True},
        }

    def _enter(self, request: Request, person: Mapping[str, Any], wanted: str) -> Response:
        email, now = str(person.get("email") or ""), self.clock()
        with self.database.begin() as store:
            user = store.users.find_by_email(email) if email and person.get("email_verified") is True else None
            if user is None or user.disabled:
                return self.sign_in.form(request, wanted, "sso_unknown", status=403)
            token = users.open_session(store, user, now=now)
            audit.record(store, user, "signed in", now=now, detail=self.provider.name)
        return self.sign_in.entered(request, token, wanted)

    def _refused(self, request: Request, problem: str, error: Exception, *, status: int) -> Response:
        # The sentence may hold a code or a token; its kind is enough to look further.
        logger.warning("signing in at %s failed (%s)", self.provider.issuer, type(error).__name__)
        return self.sign_in.form(request, str(request.session.get("next", "")), problem, status=status)
