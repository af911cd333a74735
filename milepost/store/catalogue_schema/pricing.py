"""pricing.yml: plans, the prices of plans and add-ons, discounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from milepost.sales.catalogue import AddOn, Attribute, Discount, Plan, Price, Term, Tier, TierModel
from milepost.store.catalogue_schema import values
from milepost.store.catalogue_schema.amounts import read_amounts, read_group_of_amounts, read_sale
from milepost.store.catalogue_schema.attribute_values import read_attribute_values
from milepost.store.catalogue_schema.fields import Fields
from milepost.store.catalogue_schema.short_prices import short_price


@dataclass(frozen=True)
class PricingFile:
    """What pricing.yml says."""

    plans: Mapping[str, Plan]
    add_ons: Mapping[str, AddOn]
    discounts: Mapping[str, Discount]


def read_pricing_file(
    page: Fields,
    attributes: Mapping[str, Attribute],
    currencies: tuple[str, ...],
    short: Mapping[str, tuple[Plan, int]] | None = None,
) -> PricingFile:
    """The whole file; `currencies` is empty where the company's could not be read.

    `short` are the plans that products.yml makes by a product's own price, each with its line there.
    """
    short = short or {}
    for plan_id in short:
        page.source.ledger.define("plan", plan_id)

    def plan(plan_id: str, fields: Fields) -> Plan:
        return _read_plan(plan_id, fields, attributes, currencies)

    def add_on(add_on_id: str, fields: Fields) -> AddOn:
        return _read_add_on(add_on_id, fields, currencies)

    def discount(discount_id: str, fields: Fields) -> Discount:
        return _read_discount(discount_id, fields, currencies)

    plans = page.table("plans", "plan", plan, required=not short)
    priced = {each.product: each for each in plans.values()}
    for each, line in short.values():
        if each.product in priced:
            plan_name = priced[each.product].name
            told = f'product "{each.name}" has a "price" and the plan "{plan_name}" in pricing.yml: keep one of them'
            page.source.ledger.problem(_products_file(page.source.file), line, told)
    return PricingFile(
        plans={**{plan_id: each for plan_id, (each, _) in short.items()}, **plans},
        add_ons=page.table("add_ons", "add-on", add_on),
        discounts=page.table("discounts", "discount", discount),
    )


def _products_file(pricing: str) -> str:
    return f"{pricing.removesuffix('pricing.yml')}products.yml"


def _read_plan(plan_id: str, fields: Fields, attributes: Mapping[str, Attribute], currencies: tuple[str, ...]) -> Plan:
    least = fields.optional("min_quantity", values.whole(1), 1)
    most = fields.optional("max_quantity", values.whole(1), None)
    if most is not None and most < least:
        fields.problem(f'"max_quantity" of {fields.label} is less than its "min_quantity"', key="max_quantity")
    product = fields.reference("product", "product")
    fields.claim_names("plan", plan_id, belongs_to=product)
    short = fields.optional("price", short_price(currencies), None)
    prices = _read_prices(fields, currencies, most)
    if short is not None and (prices or fields.node("custom_price")):
        fields.problem(f'{fields.label} has "price" beside "prices" or "custom_price": keep one of them', key="price")
    elif short is not None:
        prices = (short.price,) if short.price else ()
    plan = Plan(
        id=plan_id,
        product=product,
        name=fields.words("name"),
        summary=fields.text("summary"),
        aliases=fields.texts("aliases"),
        best_for=fields.texts("best_for"),
        attributes=read_attribute_values(fields, attributes),
        prices=prices,
        custom_price=fields.optional("custom_price", values.boolean, short is not None and short.price is None),
        min_quantity=least,
        max_quantity=most,
        trial_days=fields.optional("trial_days", values.whole(0), 0),
    )
    if not plan.custom_price and not fields.items("prices") and fields.node("price") is None:
        fields.problem(f"{fields.label} has no price")
    if plan.custom_price and plan.prices:
        fields.problem(f'{fields.label} has "custom_price" and "prices": keep one of them', key="custom_price")
    return plan


def _read_add_on(add_on_id: str, fields: Fields, currencies: tuple[str, ...]) -> AddOn:
    fields.claim_names("add-on", add_on_id)
    if not fields.items("prices"):
        fields.problem(f"{fields.label} has no price")
    return AddOn(
        id=add_on_id,
        name=fields.words("name"),
        summary=fields.text("summary"),
        aliases=fields.texts("aliases"),
        plans=fields.references("plans", "plan"),
        prices=_read_prices(fields, currencies, None),
    )


def _read_prices(fields: Fields, currencies: tuple[str, ...], most: int | None) -> tuple[Price, ...]:
    found: dict[Term, Price] = {}
    for position, node in enumerate(fields.items("prices"), start=1):
        label = f"price {position} of {fields.label}"
        price_fields = fields.fields_of(node, label, label, node.line)
        if price_fields is None:
            continue
        price = _read_price(price_fields, currencies, most)
        price_fields.close()
        if price is not None and price.term in found:
            price_fields.problem(f'{fields.label} has two prices for the term "{price.term.value}"', key="term")
        elif price is not None:
            found[price.term] = price
    return tuple(found.values())


def _read_price(fields: Fields, currencies: tuple[str, ...], most: int | None) -> Price | None:
    """None where the term is missing or unfit."""
    term = fields.required("term", values.member(Term), None)
    flat = read_group_of_amounts(fields, "flat", currencies)
    is_bare = any(fields.node(code) is not None for code in currencies)
    tiers = (Tier(None, read_amounts(fields, currencies)),) if is_bare else _read_tiers(fields, currencies, most)
    unit = fields.text("unit", "item" if term is Term.ONE_TIME else "seat")
    model = fields.optional("tier_model", values.member(TierModel), TierModel.VOLUME)
    sale = read_sale(fields, currencies)
    if is_bare and fields.items("tiers"):
        fields.problem(f'{fields.label} has amounts of its own and "tiers": keep one of them', key="tiers")
    if sale is not None and not tiers and not fields.items("tiers"):
        fields.problem(f'{fields.label} has a "sale", which is the price of a unit, but no "tiers"', key="sale")
    if fields.node("flat") is None and not fields.items("tiers") and not is_bare:
        fields.problem(f'{fields.label} has neither "tiers" nor a "flat" amount')
    return None if term is None else Price(term, unit, flat, tiers, model, sale)


def _read_tiers(fields: Fields, currencies: tuple[str, ...], most: int | None) -> tuple[Tier, ...]:
    """Tiers must ascend, and the last one must be open or reach the largest quantity sold."""
    tiers: list[Tier] = []
    reached: int | None = 0
    for position, node in enumerate(fields.items("tiers"), start=1):
        label = f"tier {position} of {fields.label}"
        tier_fields = fields.fields_of(node, label, label, node.line)
        if tier_fields is None:
            return tuple(tiers)
        if reached is None:
            tier_fields.problem(f'{label} comes after one without an end: give that one "up_to"')
            reached = 0
        up_to = tier_fields.optional("up_to", values.whole(1), None)
        if up_to is not None and up_to <= reached:
            tier_fields.problem(
                f'"up_to" of {label} must be more than {reached}, the end of the tier before', key="up_to"
            )
        tiers.append(Tier(up_to, read_amounts(tier_fields, currencies)))
        tier_fields.close()
        reached = up_to
    if tiers and reached is not None and (most is None or reached < most):
        needed = 'leave "up_to" out' if most is None else f'leave "up_to" out or let it reach {most}'
        fields.problem(f"the last tier of {fields.label} ends at {reached}: {needed}", key="tiers")
    return tuple(tiers)


def _read_discount(discount_id: str, fields: Fields, currencies: tuple[str, ...]) -> Discount:
    percent: Decimal | None = fields.optional("percent", values.percent, None)
    amounts = read_group_of_amounts(fields, "amounts", currencies)
    if (fields.node("percent") is None) == (fields.node("amounts") is None):
        fields.problem(f'{fields.label} must have either "percent" or "amounts"')
    discount = Discount(
        id=discount_id,
        name=fields.words("name"),
        percent=percent,
        amounts=amounts,
        order=fields.optional("order", values.whole(0), 1),
        stacks=fields.optional("stacks", values.boolean, True),
        code=fields.optional("code", values.text, None),
        plans=fields.references("plans", "plan"),
        terms=fields.listing("terms", values.member(Term)),
        min_quantity=fields.optional("min_quantity", values.whole(1), None),
        customer_kind=fields.optional("customer_kind", values.text, None),
        valid_from=fields.optional("valid_from", values.iso_date, None),
        valid_until=fields.optional("valid_until", values.iso_date, None),
    )
    if discount.valid_from and discount.valid_until and discount.valid_until < discount.valid_from:
        fields.problem(f"{fields.label} ends before it begins", key="valid_until")
    return discount
