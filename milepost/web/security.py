"""What guards the web doors: signed visitor tokens, allowed origins, security headers."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from itsdangerous import BadData, URLSafeTimedSerializer
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from milepost.errors import NotAllowed
from milepost.web.customers import Customer, conversation_of, customer_in

TOKEN_DAYS = 90

# For pages that we serve: nothing from elsewhere, nothing inline, no string ever becomes markup or script.
PAGE_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)


def page_policy(pictures: Iterable[str] = ()) -> str:
    """The same for a page that shows pictures from those hosts ("https://pictures.example")."""
    return PAGE_POLICY.replace("img-src 'self' data:", " ".join(("img-src 'self' data:", *pictures)))


_HEADERS = {
    "content-security-policy": PAGE_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "strict-origin-when-cross-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_HSTS = "max-age=31536000; includeSubDomains"


@dataclass(frozen=True)
class Visitor:
    """Whose token it is: the conversation, and the host's customer where its server has said who that is."""

    conversation: str
    customer: Customer | None = None


class VisitorTokens:
    """Tokens that name a visitor's conversation. The server makes both; a changed or foreign token is nobody's."""

    def __init__(self, secret: str) -> None:
        self._secret = secret
        self._signer = URLSafeTimedSerializer(secret, salt="milepost.visitor.1")

    def issue(self, customer: Customer | None = None) -> tuple[str, str]:
        """A new conversation's id, or that of a customer's one conversation, and the token for it."""
        conversation = conversation_of(customer, self._secret) if customer else f"web-{secrets.token_hex(12)}"
        return conversation, self.sign(Visitor(conversation, customer))

    def sign(self, visitor: Visitor) -> str:
        """A token for a visitor, valid from now."""
        whose = {"w": asdict(visitor.customer)} if visitor.customer else {}
        return str(self._signer.dumps({"c": visitor.conversation, **whose}))

    def visitor(self, token: object) -> Visitor:
        """Whose token it is. Raises NotAllowed for one that we did not sign or that is too old."""
        if not isinstance(token, str):
            raise NotAllowed("no visitor token")
        try:
            content = self._signer.loads(token, max_age=TOKEN_DAYS * 86_400)
        except BadData:
            raise NotAllowed("the visitor token is not valid") from None
        return Visitor(str(content["c"]), customer_in(content.get("w")))


class AllowedOrigins:
    """Which websites may embed the chat: the server's own, and those that the operator lists."""

    def __init__(self, listed: tuple[str, ...], public_url: str) -> None:
        self._listed = {origin.rstrip("/").lower() for origin in (*listed, _origin(public_url))}

    def allow(self, headers: Mapping[str, str]) -> bool:
        """True for a listed origin, for the page's own host, and where no browser sent an origin."""
        origin = headers.get("origin", "").lower()
        return not origin or origin in self._listed or origin.partition("://")[2] == headers.get("host", "").lower()

    def cors(self, headers: Mapping[str, str]) -> dict[str, str]:
        """The headers that let an allowed website's script read the answer."""
        origin = headers.get("origin", "")
        if not origin or not self.allow(headers):
            return {"vary": "Origin"}
        return {
            "vary": "Origin",
            "access-control-allow-origin": origin,
            "access-control-allow-methods": "GET, POST",
            "access-control-allow-headers": "authorization, content-type",
            "access-control-max-age": "3600",
        }


class SecurityHeaders:
    """ASGI middleware: every answer carries the headers, unless its route set its own."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self.app = app
        self._headers = {**_HEADERS, **({"strict-transport-security": _HSTS} if https else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on and completes the answer's headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)


def bearer(headers: Headers) -> str:
    """The token of an `Authorization: Bearer` header; empty without one."""
    kind, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def _origin(url: str) -> str:
    scheme, separator, rest = url.partition("://")
    return f"{scheme}{separator}{rest.split('/')[0]}"
