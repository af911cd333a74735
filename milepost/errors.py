"""Every error that Milepost raises on purpose.

MilepostError
├── CatalogueError            the owner's files: one or more problems, each with file and line
├── UnknownOption             a product, plan, add-on or attribute that the catalogue does not have
├── NotPriceable              a price that the catalogue does not give (custom price, no such term or currency)
├── SettingsError             the operator's settings
├── StoreUnavailable          the database cannot be reached, read or written
├── ModelMissing              no trained model where one is needed
├── RejectedMessage           a channel's message that fails its signature or its limits
├── DeliveryFailed            a messaging platform did not take a reply
├── ProviderFailed            an identity provider is away, or what it sends cannot be trusted
└── NotAllowed                a sign-in that fails or a role that may not
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class MilepostError(Exception):
    """Something went wrong that has a sentence for whoever must mend it."""


@dataclass(frozen=True)
class Problem:
    """One thing to mend in a catalogue file; `str()` is `catalogue/pricing.yml:14: plan "Pro" has no price`."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class CatalogueError(MilepostError):
    """The catalogue cannot be used as it is."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UnknownOption(MilepostError):
    """The catalogue has nothing of that name."""

    def __init__(self, kind: str, name: str, *, did_you_mean: Sequence[str] = ()) -> None:
        self.kind, self.name, self.did_you_mean = kind, name, tuple(did_you_mean)
        hint = f"; did you mean {', '.join(self.did_you_mean)}?" if self.did_you_mean else ""
        super().__init__(f'there is no {kind} "{name}"{hint}')


class NotPriceable(MilepostError):
    """The catalogue gives no figure for this; `reason` is one of custom, term, currency, quantity, plan (an add-on that the
    plan does not take). `available` says what there is: terms, currencies, add-ons, or the lowest and highest quantity
    ("" for no end)."""

    def __init__(self, option: str, reason: str, detail: str = "", *, available: Sequence[str] = ()) -> None:
        self.option, self.reason, self.detail, self.available = option, reason, detail, tuple(available)
        super().__init__(f"no list price for {option}: {reason}{' ' + detail if detail else ''}")


class SettingsError(MilepostError):
    """A setting cannot be used."""


class StoreUnavailable(MilepostError):
    """The database cannot be reached, read or written."""


class ModelMissing(MilepostError):
    """There is no trained model; `milepost train` makes one."""


class RejectedMessage(MilepostError):
    """A channel's message was refused; `status` is the HTTP status to answer with."""

    def __init__(self, reason: str, *, status: int = 400) -> None:
        self.status = status
        super().__init__(reason)


class DeliveryFailed(MilepostError):
    """A messaging platform did not take a reply; try again after `retry_after` seconds, or never where that is None.

    `for_all`: it would not take any other reply before then either.
    """

    def __init__(self, reason: str, *, retry_after: float | None, for_all: bool = False) -> None:
        self.retry_after, self.for_all = retry_after, for_all
        super().__init__(reason)


class ProviderFailed(MilepostError):
    """An identity provider is away (`is_away`), or what it sends cannot be trusted. The sentence holds no code or token."""

    def __init__(self, reason: str, *, is_away: bool) -> None:
        self.is_away = is_away
        super().__init__(reason)


class NotAllowed(MilepostError):
    """Signing in failed, or the role does not allow it."""
