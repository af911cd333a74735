"""Proof that a form comes from our own page: a token that only whoever can read the page knows."""

from __future__ import annotations

import hashlib
import hmac
import secrets

FIELD = "csrf"


class CsrfTokens:
    """One token per session: derived from the session's secret cookie, so nothing has to be kept."""

    def __init__(self, secret: str) -> None:
        self._key = hashlib.sha256(b"milepost.csrf.1:" + secret.encode()).digest()

    def issue(self, session: str) -> str:
        """The token that the forms of this session carry."""
        return hmac.new(self._key, session.encode(), hashlib.sha256).hexdigest()

    def is_valid(self, session: str, token: str) -> bool:
        """Whether a form's token belongs to this session; never without a session."""
        return bool(session) and hmac.compare_digest(self.issue(session).encode(), token.encode("utf-8", "replace"))


def new_visit() -> str:
    """A secret for a browser that has no session yet, so that the sign-in form is protected too."""
    return secrets.token_urlsafe(24)
