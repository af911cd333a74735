"""The company's identity provider, by OpenID Connect: the authorization code flow with PKCE (RFC 7636), state and nonce."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx
from authlib.common.errors import AuthlibBaseError
from joserfc.errors import JoseError
from starlette.requests import Request
from starlette.responses import Response

from milepost.errors import ProviderFailed
from milepost.settings import Oidc

_TIMEOUT_SECONDS = 10.0
# What it says of itself is read anew after so long, its keys too: one that it took back is not trusted for longer.
_BELIEVED = timedelta(hours=1)
# Signatures that only the provider can make; a shared secret or none at all is not among them.
_SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
# What the libraries raise where an answer is not what it should be, down to JSON of the wrong shape.
_NONSENSE = (
    AuthlibBaseError,
    JoseError,
    httpx.InvalidURL,
    ValueError,
    RuntimeError,
    LookupError,
    TypeError,
    AttributeError,
)


@dataclass
class IdentityProvider:
    """Sends people there and says who came back. `back` is our address that it sends them to."""

    settings: Oidc
    back: str
    clock: Callable[[], datetime]
    _known: tuple[Any, datetime] | None = field(default=None, init=False)

    async def send_there(self, request: Request) -> Response:
        """On to the provider; the browser's session keeps state, nonce and verifier. Raises ProviderFailed."""
        client = await self._client()
        with _in_a_sentence():
            answer: Response = await client.authorize_redirect(request, self.back)
        return answer

    async def who_comes_back(self, request: Request) -> Mapping[str, Any]:
        """The claims of whoever it sent back. Raises ProviderFailed."""
        client = await self._client()
        with _in_a_sentence():
            told = await client.authorize_access_token(request, claims_options=self._claims(client))
            person: dict[str, Any] = dict(told.get("userinfo") or {})
            if not person:
                raise ProviderFailed("no ID token", is_away=False)
            if "email_verified" not in person and client.server_metadata.get("userinfo_endpoint"):
                more = await client.userinfo(token=told)
                if more.get("sub") != person["sub"]:  # OpenID Connect Core, 5.3.2
                    raise ProviderFailed("its user information is of somebody else", is_away=False)
                person |= more
        return person

    async def _client(self) -> Any:
        """The library's client, knowing what the provider says of itself. Raises ProviderFailed."""
        if self._known is None or self.clock() - self._known[1] > _BELIEVED:
            client = _new_client(self.settings)
            with _in_a_sentence(is_away=True):
                metadata = await client.load_server_metadata()
                offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
                metadata["id_token_signing_alg_values_supported"] = [each for each in _SIGNATURES if each in offered]
            # OpenID Connect Discovery, 4.3
            if str(metadata.get("issuer", "")).rstrip("/") != self.settings.issuer:
                raise ProviderFailed("the issuer that answers is not the one that is set", is_away=True)
            self._known = client, self.clock()
        return self._known[0]

    def _claims(self, client: Any) -> dict[str, Any]:
        return {
            "iss": {"essential": True, "value": client.server_metadata["issuer"]},
            "aud": {"essential": True, "value": self.settings.client_id},
            "exp": {"essential": True},
            "nonce": {"essential": True},
        }


def _new_client(settings: Oidc) -> Any:
    with warnings.catch_warnings():
        import authlib.deprecate  # noqa: F401  # it shows its warnings always, so it comes first

        warnings.simplefilter("ignore")  # one of its other clients announces what will replace httpx
        from authlib.integrations.starlette_client import OAuth
    return OAuth().register(
        "provider",
        client_id=settings.client_id,
        client_secret=settings.client_secret,
        server_metadata_url=f"{settings.issuer}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "timeout": _TIMEOUT_SECONDS,
            "trust_env": False,
        },
    )


@contextmanager
def _in_a_sentence(*, is_away: bool = False) -> Iterator[None]:
    try:
        yield
    except httpx.HTTPError as error:
        raise ProviderFailed(_kind(error), is_away=True) from error
    except _NONSENSE as error:
        raise ProviderFailed(_kind(error), is_away=is_away) from error


def _kind(error: Exception) -> str:
    """What went wrong by its kind and its short code (`invalid_client`): the whole sentence may hold a code or a token."""
    code = str(getattr(error, "error", None) or "")
    return f"{type(error).__name__}: {code}" if re.fullmatch(r"[a-z_]{1,40}", code) else type(error).__name__
