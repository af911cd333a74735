"""Money as the files give it: the same thing in every currency of the company."""

from __future__ import annotations

from decimal import Decimal

from milepost.sales.catalogue import Sale
from milepost.store.catalogue_schema import values
from milepost.store.catalogue_schema.fields import Fields


def read_amounts(fields: Fields, currencies: tuple[str, ...]) -> dict[str, Decimal]:
    """The amounts by currency that stand in a table, which must give every currency.

    Where the company's currencies could not be read, nothing is judged.
    """
    if not currencies:
        fields.take_keys()
    return {code: fields.required(code, values.amount, Decimal(0)) for code in currencies}


def read_group_of_amounts(fields: Fields, key: str, currencies: tuple[str, ...]) -> dict[str, Decimal]:
    """The amounts under a key, none where it is absent."""
    group = fields.group(key, f'"{key}" of {fields.label}')
    if group is None:
        return {}
    amounts = read_amounts(group, currencies)
    group.close()
    return amounts


def read_surcharge(fields: Fields, key: str, currencies: tuple[str, ...]) -> dict[str, Decimal]:
    """As `read_group_of_amounts`; but 0 in one currency is enough to say that nothing is added."""
    group = fields.group(key, f'"{key}" of {fields.label}')
    if group is None:
        return {}
    given = [group.node(code) for code in currencies]
    zeros = [node for node in given if node is not None and getattr(node, "text", "").strip("0.") == ""]
    if not zeros or len(zeros) < sum(node is not None for node in given):
        return read_group_of_amounts(fields, key, currencies)
    group.close()
    return dict.fromkeys(currencies, Decimal(0))


def read_sale(fields: Fields, currencies: tuple[str, ...]) -> Sale | None:
    """The group `sale`: the amounts in every currency, and from when until when; None where it is absent."""
    label = f'"sale" of {fields.label}'
    group = fields.group("sale", label)
    if group is None:
        return None
    sale = Sale(
        amounts=read_amounts(group, currencies),
        valid_from=group.optional("valid_from", values.iso_date, None),
        valid_until=group.optional("valid_until", values.iso_date, None),
    )
    if sale.valid_from and sale.valid_until and sale.valid_until < sale.valid_from:
        group.problem(f"{label} ends before it begins", key="valid_until")
    group.close()
    return sale
