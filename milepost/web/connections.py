"""Who is at the door: where on the network a visitor is, how many connections they hold, and how much they send over one."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv6Address, ip_address, ip_network

from starlette.requests import HTTPConnection

from milepost.web.rate_limits import RateLimit

# A household has one IPv6 network of this size, and as many addresses within it as it likes.
_HOUSEHOLD_BITS = 64
# What a browser sends besides messages: typing, where it is, pings.
_FRAMES_AT_ONCE, _FRAMES_A_MINUTE = 40, 120.0
# Of what is beyond that, or cannot be read, so much is overlooked before the connection is ended.
_OVERLOOKED = 40


class Origins:
    """Names for the addresses that visitors come from, by which nobody without the secret can tell the address."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def of(self, connection: HTTPConnection) -> str:
        """The name of where a request or socket comes from; "" where that is not known."""
        host = connection.client.host if connection.client else ""
        if not host:
            return ""
        return hmac.new(self._secret, _household(host).encode(), hashlib.sha256).hexdigest()[:32]


class OpenConnections:
    """How many sockets and streams are open, of each conversation and each origin."""

    def __init__(self, *, most_of_conversation: int = 12, most_of_origin: int = 240) -> None:
        self._most_of_conversation, self._most_of_origin = most_of_conversation, most_of_origin
        self._conversations: Counter[str] = Counter()
        self._origins: Counter[str] = Counter()

    def is_full(self, conversation: str, origin: str) -> bool:
        """Whether one more would be too many."""
        of_origin = self._origins[origin] if origin else 0
        return self._conversations[conversation] >= self._most_of_conversation or of_origin >= self._most_of_origin

    @contextmanager
    def one(self, conversation: str, origin: str) -> Iterator[None]:
        """Counted for as long as the block lasts."""
        self._conversations[conversation] += 1
        self._origins[origin] += 1
        try:
            yield
        finally:
            for counted, name in ((self._conversations, conversation), (self._origins, origin)):
                counted[name] -= 1
                if counted[name] <= 0:
                    del counted[name]


class Talkativeness:
    """What one connection sends beyond what anybody needs: overlooked for a while, then ended."""

    def __init__(self) -> None:
        self._frames = RateLimit(burst=_FRAMES_AT_ONCE, per_minute=_FRAMES_A_MINUTE)
        self._overlooked = 0

    def is_too_much(self) -> bool:
        """Counts one more frame that is no message; whether it is to be overlooked."""
        if not self._frames.seconds_to_wait(""):
            return False
        self._overlooked += 1
        return True

    def unreadable(self) -> None:
        """Counts a frame that nobody can read."""
        self._overlooked += 1

    @property
    def is_abuse(self) -> bool:
        """Whether the connection is to be ended."""
        return self._overlooked > _OVERLOOKED


def _household(host: str) -> str:
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ip_network((int(address), _HOUSEHOLD_BITS), strict=False))
    return str(address)
