"""What the catalogue knows of one attribute: yes or no, and the values by option, for the options asked about or for all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from milepost.sales.catalogue import Attribute, AttributeType, AttributeValue, Catalogue
from milepost.sales.options import attributes_of, exists, is_ours, plans_of, product_of

MOST_OPTIONS = 6


@dataclass(frozen=True)
class Group:
    """Options that have the same value."""

    value: AttributeValue
    options: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """What is known of an attribute for what was asked. `verdict`: True for yes, False for no, None where neither is asked.

    `unknown` are the options asked about of which nothing is known; `elsewhere` those that have it where the ones asked about
    do not; `is_listed` False: what was asked for stands in no list.
    """

    groups: tuple[Group, ...] = ()
    verdict: bool | None = None
    unknown: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    is_listed: bool = True


def tell(
    catalogue: Catalogue,
    attribute: Attribute,
    options: Sequence[str],
    *,
    yes_no: bool = False,
    values: Sequence[str] = (),
    unlisted: str = "",
    figure: int | None = None,
) -> Told:
    """What the catalogue knows of an attribute for these options; for all of ours where none is given.

    A product whose plans differ stands for its plans. `values` are those asked for, `figure` a number that it must reach.
    """
    asked = [option for option in options if exists(catalogue, option)]
    rows = _rows(catalogue, attribute, asked or [f"product:{each}" for each in catalogue.products])
    unknown = tuple(option for option in asked if not _rows(catalogue, attribute, [option]))
    every = _rows(catalogue, attribute, [f"product:{each}" for each in catalogue.products])
    if not rows:
        return Told(
            unknown=unknown or tuple(asked), elsewhere=tuple(option for option, value in every if value is not False)
        )
    groups = tuple(_grouped(rows))
    verdict, is_listed = _verdict(attribute, [value for _, value in rows], yes_no, values, unlisted, figure)
    elsewhere: tuple[str, ...] = ()
    if verdict is False and asked:
        having = [option for option, value in every if _has(attribute, value, values, figure)]
        mine = {product_of(catalogue, option) for option in asked}
        near = [option for option in having if product_of(catalogue, option) in mine]
        elsewhere = tuple(near or having)
    return Told(groups, verdict, unknown, elsewhere, is_listed)


def _rows(catalogue: Catalogue, attribute: Attribute, options: Iterable[str]) -> list[tuple[str, AttributeValue]]:
    """Options with their value; a product as itself where all its plans agree, else plan by plan."""
    found: list[tuple[str, AttributeValue]] = []
    for option in options:
        plans = [f"plan:{plan.id}" for plan in plans_of(catalogue, option)] if option.startswith("product:") else []
        known = [(plan, attributes_of(catalogue, plan).get(attribute.id)) for plan in plans]
        values = [value for _, value in known if value is not None]
        own = attributes_of(catalogue, option).get(attribute.id)
        if is_ours(option) and values and any(value != values[0] for value in values):
            found += [(plan, value) for plan, value in known if value is not None]
        elif own is not None or values:
            found.append((option, own if own is not None else values[0]))
    return list(dict.fromkeys(found))


def _grouped(rows: Sequence[tuple[str, AttributeValue]]) -> Iterable[Group]:
    by_value: dict[AttributeValue, list[str]] = {}
    for option, value in rows:
        by_value.setdefault(value, []).append(option)
    # What has it comes before what has not.
    for value in sorted(by_value, key=lambda each: each is False):
        yield Group(value, tuple(by_value[value]))


def _verdict(
    attribute: Attribute,
    values: Sequence[AttributeValue],
    yes_no: bool,
    wanted: Sequence[str],
    unlisted: str,
    figure: int | None,
) -> tuple[bool | None, bool]:
    """Yes or no, and whether what was asked for is in a list at all."""
    if attribute.type is AttributeType.BOOLEAN:
        return (any(value is True for value in values) if yes_no or len(set(values)) == 1 else None), True
    if wanted:
        return any(_has(attribute, value, wanted, None) for value in values), True
    if unlisted and attribute.type in (AttributeType.LIST, AttributeType.CHOICE) and yes_no:
        return False, False
    if figure is not None and attribute.type is AttributeType.NUMBER and yes_no:
        return all(_has(attribute, value, (), figure) for value in values), True
    return None, True


def _has(attribute: Attribute, value: AttributeValue, wanted: Sequence[str], figure: int | None) -> bool:
    if wanted:
        held = [value] if isinstance(value, str) else list(value) if isinstance(value, tuple) else []
        return all(any(each.casefold() == str(one).casefold() for one in held) for each in wanted)
    if figure is not None and isinstance(value, Decimal):
        return value <= figure if attribute.better == "lower" else value >= figure
    return value is True
