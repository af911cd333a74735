"""What a company sells and says: the values that a catalogue folder is read into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cached_property
from typing import TypeVar

from milepost.errors import UnknownOption
from milepost.sales.journey import Journey

AttributeValue = bool | Decimal | str | tuple[str, ...]

_Option = TypeVar("_Option")


class AttributeType(str, Enum):
    """How an attribute's values are written and compared."""

    NUMBER = "number"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    LIST = "list"
    TEXT = "text"


@dataclass(frozen=True)
class Attribute:
    """One comparable property. `better` is "higher" or "lower" where that is so for everyone, else None."""

    id: str
    name: str
    type: AttributeType
    unit: str | None = None
    choices: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    better: str | None = None
    group: str = ""


class Availability(str, Enum):
    """Whether a good can be had. PREORDER and BACKORDER: it can be ordered, and comes later."""

    IN_STOCK = "in_stock"
    OUT_OF_STOCK = "out_of_stock"
    PREORDER = "preorder"
    BACKORDER = "backorder"


@dataclass(frozen=True)
class Sale:
    """A lower price of a piece for a time: amounts by currency. Dates are ISO, inclusive; without any it holds always."""

    amounts: Mapping[str, Decimal]
    valid_from: str | None = None
    valid_until: str | None = None

    def holds_on(self, today: date | None) -> bool:
        """Whether it is in force; where it has dates, it is not without a day."""
        if today is None:
            return self.valid_from is None and self.valid_until is None
        day = today.isoformat()
        return (self.valid_from or day) <= day <= (self.valid_until or day)


@dataclass(frozen=True)
class Variant:
    """One form of a good: its option values (size, colour), stock in pieces, and what it adds to the price.

    `sale`: its own price for a time, in place of the price with the surcharge.
    """

    id: str
    options: Mapping[str, str]
    stock: int | None = None
    surcharge: Mapping[str, Decimal] = field(default_factory=dict)
    availability: Availability | None = None
    sale: Sale | None = None
    sku: str = ""
    gtin: str = ""

    @property
    def is_sold_out(self) -> bool:
        """Whether it cannot be had now, nor be ordered."""
        return is_sold_out(self.stock, self.availability)


@dataclass(frozen=True)
class Product:
    """Something on offer. `attributes` hold only what is known: an absent id is unknown, not "no".

    `path` are the categories from the widest to the narrowest; `stock` and `availability` are of goods without variants.
    """

    id: str
    name: str
    category: str
    summary: str
    description: str = ""
    aliases: tuple[str, ...] = ()
    best_for: tuple[str, ...] = ()
    use_cases: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)
    variants: tuple[Variant, ...] = ()
    url: str = ""
    path: tuple[str, ...] = ()
    stock: int | None = None
    availability: Availability | None = None
    sku: str = ""
    gtin: str = ""
    images: tuple[str, ...] = ()

    @property
    def is_sold_out(self) -> bool:
        """Whether no form of it can be had now, nor be ordered."""
        if self.variants:
            return all(variant.is_sold_out for variant in self.variants)
        return is_sold_out(self.stock, self.availability)


def is_sold_out(stock: int | None, availability: Availability | None) -> bool:
    """Whether a good with that stock (None: not counted) cannot be had; what is known of its availability goes before."""
    return availability is Availability.OUT_OF_STOCK or (stock == 0 and availability is None)


class Term(str, Enum):
    """What one payment of a price covers."""

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    ONE_TIME = "one_time"


class TierModel(str, Enum):
    """VOLUME: the tier that covers the quantity prices every unit. GRADUATED: each unit has its own tier's price."""

    VOLUME = "volume"
    GRADUATED = "graduated"


@dataclass(frozen=True)
class Tier:
    """Unit amounts by currency for quantities up to and including `up_to` (None: without end)."""

    up_to: int | None
    amounts: Mapping[str, Decimal]


@dataclass(frozen=True)
class Price:
    """What is charged once per `term`: `flat` amounts, plus tiers per `unit` ("seat", "item", "session") if any.

    Amounts are for the whole term: a yearly price of 240 per seat is 240, not 20. `sale` is a unit's price for a time.
    """

    term: Term
    unit: str = "seat"
    flat: Mapping[str, Decimal] = field(default_factory=dict)
    tiers: tuple[Tier, ...] = ()
    tier_model: TierModel = TierModel.VOLUME
    sale: Sale | None = None


@dataclass(frozen=True)
class Plan:
    """A way to buy one product. `attributes` override the product's. No `prices` with `custom_price` set."""

    id: str
    product: str
    name: str
    summary: str = ""
    aliases: tuple[str, ...] = ()
    best_for: tuple[str, ...] = ()
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)
    prices: tuple[Price, ...] = ()
    custom_price: bool = False
    min_quantity: int = 1
    max_quantity: int | None = None
    trial_days: int = 0


@dataclass(frozen=True)
class AddOn:
    """An extra for the plans named (empty: for all)."""

    id: str
    name: str
    summary: str = ""
    aliases: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    prices: tuple[Price, ...] = ()


@dataclass(frozen=True)
class Discount:
    """Money off when every condition given holds.

    `percent` (0 to 100) or `amounts` off the sum so far. Discounts that stack apply together, in `order`; one with
    `stacks=False` applies alone. The visitor is charged the cheapest of these ways (all that stack together, or any one
    that does not stack), so the dearest for us wins. `code` set: only for who gives it. Dates are ISO, inclusive.
    """

    id: str
    name: str
    percent: Decimal | None = None
    amounts: Mapping[str, Decimal] = field(default_factory=dict)
    order: int = 1
    stacks: bool = True
    code: str | None = None
    plans: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    min_quantity: int | None = None
    customer_kind: str | None = None
    valid_from: str | None = None
    valid_until: str | None = None


@dataclass(frozen=True)
class CompetitorFact:
    """One sourced value of one of our attributes for a competitor. `as_of` is an ISO date."""

    value: AttributeValue
    source: str
    as_of: str


@dataclass(frozen=True)
class Competitor:
    """Another vendor: only what a source says. `strengths` are said openly."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    summary: str = ""
    strengths: tuple[str, ...] = ()
    facts: Mapping[str, CompetitorFact] = field(default_factory=dict)
    price_note: str = ""
    price_source: str = ""


@dataclass(frozen=True)
class Answer:
    """A question of the knowledge base, other ways to ask it, and what is true. `source` is the file or page that it was read
    from, "" for what the owner wrote here."""

    id: str
    question: str
    answer: str
    also: tuple[str, ...] = ()
    topic: str = ""
    link: str = ""
    source: str = ""


@dataclass(frozen=True)
class Article:
    """A guide, policy or success story; `kind` says which. `stages` are the buying stages that it serves."""

    id: str
    kind: str
    title: str
    summary: str
    body: str = ""
    link: str = ""
    stages: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()


@dataclass(frozen=True)
class Company:
    """Who speaks. `currencies` lists the ones that prices exist in, the default first."""

    name: str
    tagline: str
    about: str
    for_whom: str
    currencies: tuple[str, ...]
    timezone: str = "UTC"
    tax_note: str = ""
    quote_valid_days: int = 30
    email: str = ""
    privacy_url: str = ""
    order_steps: str = ""
    payment_methods: tuple[str, ...] = ()


@dataclass(frozen=True)
class Catalogue:
    """One version of everything a company sells and says. `version` is the first 12 hex digits of its content's sha256."""

    version: str
    company: Company
    attributes: Mapping[str, Attribute]
    products: Mapping[str, Product]
    plans: Mapping[str, Plan]
    journey: Journey
    add_ons: Mapping[str, AddOn] = field(default_factory=dict)
    discounts: Mapping[str, Discount] = field(default_factory=dict)
    competitors: Mapping[str, Competitor] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    articles: Mapping[str, Article] = field(default_factory=dict)

    def product(self, product_id: str) -> Product:
        """The product of that id. Raises UnknownOption."""
        return _find(self.products, "product", product_id)

    def plan(self, plan_id: str) -> Plan:
        """The plan of that id. Raises UnknownOption."""
        return _find(self.plans, "plan", plan_id)

    def plans_of(self, product_id: str) -> tuple[Plan, ...]:
        """The ways to buy a product, in the catalogue's order."""
        return self._plans_by_product.get(product_id, ())

    @cached_property
    def _plans_by_product(self) -> Mapping[str, tuple[Plan, ...]]:
        found: dict[str, list[Plan]] = {}
        for plan in self.plans.values():
            found.setdefault(plan.product, []).append(plan)
        return {product_id: tuple(plans) for product_id, plans in found.items()}

    def attributes_of_plan(self, plan: Plan) -> dict[str, AttributeValue]:
        """What is known of a plan: its product's attributes, overridden by its own."""
        return {**self.product(plan.product).attributes, **plan.attributes}


def _find(options: Mapping[str, _Option], kind: str, option_id: str) -> _Option:
    try:
        return options[option_id]
    except KeyError:
        raise UnknownOption(kind, option_id) from None
