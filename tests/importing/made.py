"""Feeds put through the whole import, and what came of a product."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from milepost.importing.new_catalogue import ImportReport, import_feed
from milepost.sales.catalogue import Catalogue, Product, Term
from milepost.sales.pricing import price


def imported(folder: Path, name: str, content: str | bytes, **said: str) -> ImportReport:
    """The report on a feed of that name and content; `said` are the options of the command."""
    feed = folder / name
    feed.write_bytes(content if isinstance(content, bytes) else content.encode())
    return import_feed(feed, None, folder / "catalogue", **said)


def sold(folder: Path, name: str, content: str | bytes, **said: str) -> Catalogue:
    """The catalogue that a feed became."""
    return imported(folder, name, content, **said).catalogue


def named(catalogue: Catalogue, name: str) -> Product:
    """The one product of that name."""
    (found,) = (product for product in catalogue.products.values() if product.name == name)
    return found


def costs(catalogue: Catalogue, name: str, day: str = "2026-12-10", **form: str) -> Decimal:
    """What one piece costs on a day, in the form with these option values."""
    product = named(catalogue, name)
    fitting = [each for each in product.variants if {**each.options, **form} == dict(each.options)] if form else []
    assert len(fitting) == (1 if form else 0), f"{form} fits {len(fitting)} variants"
    (plan,) = catalogue.plans_of(product.id)
    currency = catalogue.company.currencies[0]
    variant = fitting[0].id if form else None
    return price(
        catalogue, plan.id, 1, Term.ONE_TIME, currency, today=date.fromisoformat(day), variant=variant
    ).total.amount


def regular(catalogue: Catalogue, name: str) -> Decimal:
    """The listed price, no sale taken into account."""
    (plan,) = catalogue.plans_of(named(catalogue, name).id)
    return plan.prices[0].tiers[0].amounts[catalogue.company.currencies[0]]


def stock(catalogue: Catalogue, name: str) -> dict[str, int | None]:
    """Pieces by option values; of a product without variants under its name."""
    product = named(catalogue, name)
    if not product.variants:
        return {name: product.stock}
    return {" ".join(each.options.values()): each.stock for each in product.variants}


def words_of(folder: Path) -> str:
    """Everything that stands in the four files."""
    return "\n".join(file.read_text() for file in sorted((folder / "catalogue").glob("*.yml")))
