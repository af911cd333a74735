"""How the values of attributes and the forms of a good read in a sentence."""

from __future__ import annotations

from milepost.sales import wording
from milepost.sales.catalogue import Attribute, AttributeType, Availability, Catalogue, Variant, is_sold_out
from milepost.sales.facts import MOST_OPTIONS, Told
from milepost.sales.options import name_of


def groups_text(catalogue: Catalogue, attribute: Attribute, found: Told, language: str) -> str:
    """The values with the options that have them: "Team and Growth: yes; Spark: no"."""
    label = attribute.name
    if len(found.groups) == 1 and len(found.groups[0].options) == 1:
        value = wording.attribute_value(attribute, found.groups[0].value, language)
        return f"{name_of(catalogue, found.groups[0].options[0])}, {label}: {value}."
    if len(found.groups) == 1 and len(found.groups[0].options) > 3:
        return f"{label}: {wording.attribute_value(attribute, found.groups[0].value, language)}."
    rows = []
    for group in found.groups[:6]:
        names = [name_of(catalogue, option) for option in group.options[:MOST_OPTIONS]]
        value = wording.attribute_value(attribute, group.value, language)
        rows.append(f"{wording.listing(names, language)}: {value}")
    return (
        f"{label}: {'; '.join(rows)}."
        if attribute.type is not AttributeType.BOOLEAN
        else f"{label}, {'; '.join(rows)}."
    )


def variant_text(variant: Variant, language: str) -> str:
    """ "blue, XL: 11 in stock", "sold out"; just "available" where nobody counts."""
    return f"{', '.join(variant.options.values())}: {stock_text(variant.stock, variant.availability, language)}"


def stock_text(stock: int | None, availability: Availability | None, language: str) -> str:
    """How many pieces are there, or in a word whether any is."""
    if is_sold_out(stock, availability):
        return wording.word("sold_out", language)
    if availability in (Availability.PREORDER, Availability.BACKORDER):
        return wording.word(availability.value, language)
    return wording.word("in_stock", language).format(stock) if stock else wording.word("available", language)
