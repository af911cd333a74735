"""Who is signed in on the host's website, by the word of its server."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from milepost.errors import NotAllowed

_CHARACTERS = 300
_CLAIMS = jwt.JWTClaimsRegistry(exp={"essential": True}, sub={"essential": True})


@dataclass(frozen=True)
class Customer:
    """A customer of the host by its own id, with what its server says of them."""

    id: str
    name: str = ""
    email: str = ""

    def source(self) -> dict[str, str]:
        """What the rep sees of it; these names are taken from nobody but the host's server."""
        told = {"customer": self.id, "customer_name": self.name, "customer_email": self.email}
        return {name: value for name, value in told.items() if value}


class CustomerTokens:
    """Reads the host's tokens: JWT signed with HS256, with `sub` and `exp`. Any of the secrets may have signed, so that
    one can be replaced by the next while both are in use."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        self._keys = [OctKey.import_key(secret) for secret in secrets]

    def customer(self, token: object) -> Customer:
        """Who the token names. Raises NotAllowed for one that the host did not sign, and for one that has expired."""
        for key in self._keys if isinstance(token, str) else ():
            try:
                claims = jwt.decode(str(token), key, algorithms=["HS256"]).claims
                _CLAIMS.validate(claims)
            except (JoseError, ValueError):
                continue
            return Customer(*(str(claims.get(name) or "")[:_CHARACTERS] for name in ("sub", "name", "email")))
        raise NotAllowed("the customer's token is not valid")


def conversation_of(customer: Customer, secret: str) -> str:
    """The id of a customer's conversation: the same on every device, and nothing that can be guessed from their id."""
    mark = hmac.new(secret.encode(), f"customer:{customer.id}".encode(), hashlib.sha256).hexdigest()
    return f"web-{mark[:24]}"


def customer_in(value: object) -> Customer | None:
    """A customer as a visitor's token keeps it."""
    return Customer(**value) if isinstance(value, Mapping) else None
