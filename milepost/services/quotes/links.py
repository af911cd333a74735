"""The address at which a quote is read, passed on and accepted: whoever has it needs nothing else, and nobody can guess it."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256

PATH = "/q"
_MARK = 16  # bytes of the signature: 2**128 tries


@dataclass(frozen=True)
class QuoteLinks:
    """Makes and reads the links. `public_url` is where visitors reach us; another `secret` makes every link void."""

    public_url: str
    secret: str = field(repr=False)

    def to(self, quote_id: str) -> str:
        """The link to a quote's page."""
        return f"{self.public_url}{PATH}/{self.token(quote_id)}"

    def token(self, quote_id: str) -> str:
        """What the link ends in: the quote's id, signed."""
        return urlsafe_b64encode(self._mark(quote_id) + _bytes_of(quote_id)).decode().rstrip("=")

    def quote_in(self, token: str) -> str | None:
        """The id of the quote that a token names; None for one that we did not make."""
        try:
            content = urlsafe_b64decode(token + "=" * (-len(token) % 4))
        except ValueError:
            return None
        mark, quote_id = content[:_MARK], content[_MARK:].hex()
        return quote_id if quote_id and hmac.compare_digest(mark, self._mark(quote_id)) else None

    def _mark(self, quote_id: str) -> bytes:
        return hmac.new(self.secret.encode(), f"milepost.quote.1:{quote_id}".encode(), sha256).digest()[:_MARK]


def _bytes_of(quote_id: str) -> bytes:
    """The bytes of an id as new_id() makes them, which are hexadecimal."""
    return bytes.fromhex(quote_id)
