"""Whether the teaser beside the chat's button helps: what came of it where it was shown, against where it was held back."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from milepost.sales.analytics.figures import Figure, Line

NAMES = {
    "back": "Welcome back",
    "price": "Question of prices",
    "product": "Question of a product",
    "own": "Your own words",
}
"""What the teaser's words followed from: an earlier visit, a page of prices, a product; or they are the owner's."""
GROUPS = {"shown": "shown", "held": "held back"}
EVENTS = {"opened": "Opened", "talked": "Talked", "lead": "Left a contact", "due": "Came up"}
MOST_SHARE = 90
_FEWEST = 5  # events in a group, below which nothing is said of it
_SURE = 1.96  # standard errors to either side: 95%


@dataclass(frozen=True)
class Seen:
    """One event of a teaser. `share`: the percentage of occasions, by chance, on which it was held back then."""

    name: str
    group: str
    share: int
    event: str


@dataclass(frozen=True)
class Counted:
    """How often something was seen."""

    seen: Seen
    times: int


def figure(counts: Sequence[Counted]) -> Figure:
    """What was counted of each teaser in both groups, and how they compare."""
    lines, said = [], []
    for name, title in NAMES.items():
        own = [each for each in counts if each.seen.name == name]
        if not own:
            continue
        for group, called in GROUPS.items():
            values = [_times(own, group, event) for event in EVENTS]
            came_up = values[-1] or "not counted"
            lines.append(Line(f"{name}:{group}", f"{title}: {called}", (*values[:-1], came_up)))
        said.append(f"{title}: {_compared(own)}")
    return Figure(
        "teasers",
        "Teasers",
        "What followed where the teaser was shown, and where chance held it back (the control group). Both groups are compared as "
        "if they were equally large; in brackets what is 95% sure.",
        ("Teaser", *EVENTS.values()),
        tuple(lines),
        "; ".join(said) or "no teaser was measured",
    )


def _times(counts: Sequence[Counted], group: str, event: str) -> int:
    return sum(each.times for each in counts if each.seen.group == group and each.seen.event == event)


def _compared(counts: Sequence[Counted]) -> str:
    with_control = [each for each in counts if each.seen.share]
    if not with_control:
        return "no control group"
    said = []
    for event, verb in (("opened", "opened"), ("talked", "talked"), ("lead", "left a contact")):
        found = ratio(with_control, event)
        if found is not None:
            often, low, high = found
            said.append(f"{verb} {often:.1f} times as often ({low:.1f} to {high:.1f})")
    return ", ".join(said) or "too few to tell yet"


def ratio(counts: Sequence[Counted], event: str) -> tuple[float, float, float] | None:
    """How many times as often an event came where the teaser was shown, with the ends of the 95% interval; None of too few.

    Each event is weighed by the inverse of the chance that its group had (Horvitz and Thompson 1952), so that it need not be
    known how often the teaser came up. The interval is that of the logarithm of a ratio of two Poisson rates.
    """
    rates, variances = [], []
    for group in GROUPS:
        own = [each for each in counts if (each.seen.group, each.seen.event) == (group, event)]
        if sum(each.times for each in own) < _FEWEST:
            return None
        weights = [100 / (each.seen.share if group == "held" else 100 - each.seen.share) for each in own]
        rate = sum(weight * each.times for weight, each in zip(weights, own, strict=True))
        spread = sum(weight**2 * each.times for weight, each in zip(weights, own, strict=True))
        rates.append(rate)
        variances.append(spread / rate**2)
    often, error = rates[0] / rates[1], _SURE * math.sqrt(sum(variances))
    return often, often * math.exp(-error), often * math.exp(error)
