"""What is found when a need is held against an option: the verdict, and the option on trial."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from milepost.sales.catalogue import AttributeValue, Catalogue, Plan, Product
from milepost.sales.conversations import Evidence
from milepost.sales.money import Money
from milepost.sales.pricing import PriceBreakdown

# What an unknown value counts: a little less than even, for what vendors leave out is mostly absent.
UNKNOWN_SCORE = 0.4


class Verdict(str, Enum):
    """What is known of one need and one option."""

    FITS = "fits"
    LACKS = "lacks"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Reason:
    """One need held against one option. `wanted` is in normal form, `offered` the option's value (a price: Money).

    `score` is 0 to 1. A hard reason that LACKS is a violation and excludes. A firm one does not exclude by itself, but an
    option that lacks much of what is firm does not fit.
    """

    need: str
    wanted: Any
    offered: AttributeValue | Money | None
    verdict: Verdict
    score: float
    attribute: str | None = None
    is_hard: bool = False
    evidence: Evidence | None = None
    is_firm: bool = False

    @property
    def words(self) -> str:
        """The visitor's own words."""
        return self.evidence.words if self.evidence else ""


@dataclass(frozen=True)
class Candidate:
    """An option on trial: what is known of it and its price for this visitor."""

    catalogue: Catalogue
    product: Product
    plan: Plan | None
    price: PriceBreakdown | None

    @property
    def attributes(self) -> Mapping[str, AttributeValue]:
        """What is known of it; a plan's own values come first."""
        return self.catalogue.attributes_of_plan(self.plan) if self.plan else self.product.attributes

    def texts(self) -> Iterable[tuple[str, float]]:
        """What is said of it, with how much it says of its use: most what it is for, least a value of an attribute."""
        product, plan = self.product, self.plan
        for text in (product.category, *product.use_cases, *product.industries, *product.best_for):
            yield text, 1.0
        for text in plan.best_for if plan else ():
            yield text, 1.0
        for text in (product.name, product.summary, product.description, *((plan.name, plan.summary) if plan else ())):
            yield text, 0.85
        for value in self.attributes.values():
            for text in value if isinstance(value, tuple) else [value] if isinstance(value, str) else []:
                yield text, 0.7
