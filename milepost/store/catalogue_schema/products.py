"""products.yml: the company, the attributes that things are compared by, the products, the competitors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from milepost.sales.catalogue import (
    Attribute,
    AttributeType,
    Availability,
    Company,
    Competitor,
    CompetitorFact,
    Plan,
    Product,
    Variant,
)
from milepost.store.catalogue_schema import values
from milepost.store.catalogue_schema.amounts import read_sale, read_surcharge
from milepost.store.catalogue_schema.attribute_values import read_attribute_value, read_attribute_values
from milepost.store.catalogue_schema.fields import Fields
from milepost.store.catalogue_schema.short_prices import read_short_plan


@dataclass(frozen=True)
class ProductsFile:
    """What products.yml says. The other files are read against its currencies, time zone and attributes.

    `set_aside` are the ids of products that are kept in the file and not sold; `plans` those that a product's own `price` makes,
    each with the line that it stands in.
    """

    company: Company
    attributes: Mapping[str, Attribute]
    products: Mapping[str, Product]
    set_aside: frozenset[str]
    competitors: Mapping[str, Competitor]
    plans: Mapping[str, tuple[Plan, int]] = field(default_factory=dict)


def read_products_file(page: Fields) -> ProductsFile:
    """The whole file."""
    company = _read_company(page)
    read = page.table("attributes", "attribute", _read_attribute)
    attributes = {attribute_id: attribute for attribute_id, attribute in read.items() if attribute is not None}

    set_aside: set[str] = set()
    plans: dict[str, tuple[Plan, int]] = {}

    def product(product_id: str, fields: Fields) -> Product:
        if fields.optional("set_aside", values.boolean, False):
            set_aside.add(product_id)
            fields.source.ledger.set_aside(product_id)
        found = _read_product(product_id, fields, attributes, company.currencies)
        plan = read_short_plan(product_id, found.name, fields, company.currencies)
        if plan is not None:
            plans[product_id] = (plan, fields.line_of("price"))
        return found

    def competitor(competitor_id: str, fields: Fields) -> Competitor:
        return _read_competitor(competitor_id, fields, attributes)

    products = page.table("products", "product", product, required=True)
    return ProductsFile(
        company=company,
        attributes=attributes,
        products=products,
        set_aside=frozenset(set_aside),
        competitors=page.table("competitors", "competitor", competitor),
        plans=plans,
    )


def _read_company(page: Fields) -> Company:
    fields = page.group("company", "company", required=True)
    if fields is None:
        return Company(name="", tagline="", about="", for_whom="", currencies=())
    currencies = fields.listing("currencies", values.currency, required=True)
    for code in {code for code in currencies if currencies.count(code) > 1}:
        fields.problem(f"company lists the currency {code} twice", key="currencies")
    company = Company(
        name=fields.words("name"),
        tagline=fields.words("tagline"),
        about=fields.words("about"),
        for_whom=fields.words("for_whom"),
        currencies=currencies,
        timezone=fields.optional("timezone", values.timezone, "UTC"),
        tax_note=fields.text("tax_note"),
        quote_valid_days=fields.optional("quote_valid_days", values.whole(1), 30),
        email=fields.optional("email", values.email, ""),
        privacy_url=fields.optional("privacy_url", values.link, ""),
        order_steps=fields.text("order_steps"),
        payment_methods=fields.texts("payment_methods"),
    )
    fields.close()
    return company


def _read_attribute(attribute_id: str, fields: Fields) -> Attribute | None:
    kind = fields.required("type", values.member(AttributeType), None)
    attribute = Attribute(
        id=attribute_id,
        name=fields.words("name"),
        type=kind or AttributeType.TEXT,
        unit=fields.optional("unit", values.text, None),
        choices=fields.texts("choices", required=kind is AttributeType.CHOICE),
        aliases=fields.texts("aliases"),
        better=fields.optional("better", values.one_of(("higher", "lower")), None),
        group=fields.text("group"),
    )
    fields.claim_names("attribute", attribute_id)
    if kind is None:
        return None
    if attribute.unit and kind is not AttributeType.NUMBER:
        fields.problem(f'{fields.label} has a "unit", which only a number can have', key="unit")
    if attribute.choices and kind not in (AttributeType.CHOICE, AttributeType.LIST):
        fields.problem(f'{fields.label} has "choices", which only a choice or a list can have', key="choices")
    return attribute


def _read_product(
    product_id: str, fields: Fields, attributes: Mapping[str, Attribute], currencies: tuple[str, ...]
) -> Product:
    def variant(variant_id: str, variant_fields: Fields) -> Variant:
        return _read_variant(variant_id, variant_fields, currencies)

    fields.claim_names("product", product_id)
    product = Product(
        id=product_id,
        name=fields.words("name"),
        category=fields.words("category"),
        summary=fields.words("summary"),
        description=fields.text("description"),
        aliases=fields.texts("aliases"),
        best_for=fields.texts("best_for"),
        use_cases=fields.texts("use_cases"),
        industries=fields.texts("industries"),
        attributes=read_attribute_values(fields, attributes),
        variants=tuple(fields.table("variants", "variant", variant, defines=f"variant of {product_id}").values()),
        url=fields.optional("url", values.link, ""),
        path=fields.texts("path"),
        stock=fields.optional("stock", values.whole(0), None),
        availability=fields.optional("availability", values.member(Availability), None),
        sku=fields.text("sku"),
        gtin=fields.text("gtin"),
        images=fields.listing("images", values.link),
    )
    if product.variants and (product.stock is not None or product.availability):
        key = "stock" if product.stock is not None else "availability"
        fields.problem(f'{fields.label} has variants: "{key}" belongs to each of them', key=key)
    return product


def _read_variant(variant_id: str, fields: Fields, currencies: tuple[str, ...]) -> Variant:
    options = fields.group("options", f'"options" of {fields.label}', required=True)
    chosen = {} if options is None else {name: options.words(name) for name in options.take_keys()}
    return Variant(
        id=variant_id,
        options=chosen,
        stock=fields.optional("stock", values.whole(0), None),
        surcharge=read_surcharge(fields, "surcharge", currencies),
        availability=fields.optional("availability", values.member(Availability), None),
        sale=read_sale(fields, currencies),
        sku=fields.text("sku"),
        gtin=fields.text("gtin"),
    )


def _read_competitor(competitor_id: str, fields: Fields, attributes: Mapping[str, Attribute]) -> Competitor:
    def fact(attribute_id: str, fact_fields: Fields) -> CompetitorFact:
        value = read_attribute_value(fact_fields, "value", attributes.get(attribute_id), required=True)
        return CompetitorFact(
            value="" if value is None else value,
            source=fact_fields.required("source", values.link, ""),
            as_of=fact_fields.required("as_of", values.iso_date, ""),
        )

    fields.claim_names("competitor", competitor_id)
    price_note = fields.text("price_note")
    read_source = fields.required if price_note else fields.optional
    return Competitor(
        id=competitor_id,
        name=fields.words("name"),
        aliases=fields.texts("aliases"),
        summary=fields.text("summary"),
        strengths=fields.texts("strengths"),
        facts=fields.table("facts", "fact", fact, refers="attribute"),
        price_note=price_note,
        price_source=read_source("price_source", values.link, ""),
    )
