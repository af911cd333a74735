"""What prices are worked out for: each part stays in force until the visitor changes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any


@dataclass(frozen=True)
class Case:
    """The case of a price; what is unset was not said.

    `number` is for how many, `low` the lower end where that is a range, `people` whether it counts heads. `span` is a stretch
    of time that a price is for, as (3, "month"). `forms` are option values of goods by product id, `basket` how many of each plan
    were priced, by plan id, in that order. `wanted` is how many of each product somebody told that they need, by product id.
    `extra_numbers` is how many of an extra, by its id; 0: one for every one that is bought.
    """

    number: int | None = None
    low: int | None = None
    people: bool = False
    span: tuple[int, str] | None = None
    term: str | None = None
    currency: str | None = None
    customer_kind: str | None = None
    codes: tuple[str, ...] = ()
    add_ons: tuple[str, ...] = ()
    extra_numbers: Mapping[str, int] = field(default_factory=dict)
    forms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    basket: Mapping[str, int] = field(default_factory=dict)
    wanted: Mapping[str, int] = field(default_factory=dict)

    def changed(self, **new: Any) -> Case:
        """The case with what a message said of it."""
        return replace(self, **new)

    def as_json(self) -> dict[str, Any]:
        """What was said, as JSON."""
        kept = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in kept.items() if value}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Case:
        """The case that `as_json` wrote."""
        known = {one.name for one in fields(cls)}
        args: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in kept.items() if name in known
        }
        return cls(**args)
