"""What is known of an attribute: a value in the type that the attribute says."""

from __future__ import annotations

from collections.abc import Mapping

from milepost.sales.catalogue import Attribute, AttributeType, AttributeValue
from milepost.store.catalogue_schema import values
from milepost.store.catalogue_schema.fields import Fields
from milepost.store.catalogue_schema.values import Parser


def read_attribute_values(fields: Fields, attributes: Mapping[str, Attribute]) -> dict[str, AttributeValue]:
    """The group `attributes` of a product or a plan. A key without a value is unknown and left out."""
    group = fields.group("attributes", f'"attributes" of {fields.label}')
    if group is None:
        return {}
    known: dict[str, AttributeValue] = {}
    for attribute_id in group.take_keys():
        group.refer_key(attribute_id, "attribute")
        value = read_attribute_value(group, attribute_id, attributes.get(attribute_id))
        if value is not None:
            known[attribute_id] = value
    return known


def read_attribute_value(
    fields: Fields, key: str, attribute: Attribute | None, *, required: bool = False
) -> AttributeValue | None:
    """The value under a key; None where it is absent, unfit, or the attribute itself could not be read."""
    node = fields.node(key, required=required)
    if attribute is None or node is None:
        return None
    if attribute.type is AttributeType.LIST:
        return fields.listing(key, _chosen(attribute))
    return fields.optional(key, _PARSERS.get(attribute.type) or _chosen(attribute), None)


_PARSERS: dict[AttributeType, Parser[AttributeValue]] = {
    AttributeType.NUMBER: values.number,
    AttributeType.BOOLEAN: values.boolean,
    AttributeType.TEXT: values.text,
}


def _chosen(attribute: Attribute) -> Parser[str]:
    return values.one_of(attribute.choices) if attribute.choices else values.text
