"""Kinds of customer that a reduction is for: what they are called, and which reductions wait for the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from milepost.errors import NotPriceable
from milepost.sales.catalogue import Catalogue, Discount
from milepost.sales.pricing import PriceBreakdown, price

# What people say for kinds that are common; any other kind is known by its own name and that of its reduction.
_ALSO: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "nonprofit": (
            "non-profit",
            "non profit",
            "not for profit",
            "charity",
            "charities",
            "ngo",
            "foundation",
            "501c3",
            "501(c)(3)",
            "registered club",
            "sports club",
            "scout",
            "scout group",
            "scout troop",
            "youth group",
            "church group",
            "community group",
            "parish",
            "food bank",
            "hospice",
            "animal rescue",
            "volunteer",
        ),
        "education": ("school", "university", "uni", "college", "student", "teacher", "apprentice"),
        "nhs": ("nurse", "midwife", "paramedic", "hospital staff"),
        "startup": ("start-up", "start up", "young company"),
        "senior": ("pensioner", "retired", "over 65"),
        "member": ("membership",),
        "business": ("company", "firm", "ltd", "limited company", "llc", "plc", "gmbh", "sole trader", "self-employed"),
    }
)


def kinds(catalogue: Catalogue) -> tuple[str, ...]:
    """The kinds that the catalogue has a reduction for."""
    return tuple(dict.fromkeys(each.customer_kind for each in catalogue.discounts.values() if each.customer_kind))


def names_of(catalogue: Catalogue, kind: str) -> tuple[str, ...]:
    """What a kind of customer is called, in small letters: by itself, by others, by the reductions for it."""
    reductions = (each.name.casefold() for each in catalogue.discounts.values() if each.customer_kind == kind)
    return (kind.casefold(), *_ALSO.get(kind.casefold(), ()), *reductions)


def worth_asking(
    catalogue: Catalogue, breakdown: PriceBreakdown, customer_kind: str | None, *, today: date | None
) -> tuple[Discount, ...]:
    """The reductions that would lower this price if its buyer were of their kind; none where the kind is known."""
    found: list[Discount] = []
    for kind in kinds(catalogue) if customer_kind is None else ():
        try:
            way = price(
                catalogue,
                breakdown.plan.id,
                breakdown.quantity,
                breakdown.term,
                breakdown.currency,
                customer_kind=kind,
                today=today,
            )
        except NotPriceable:
            continue
        found += [each for each in way.discounts if each.customer_kind == kind]
    return tuple(found)
