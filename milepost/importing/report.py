"""What an import has to say: about twenty lines, the rest counted with examples."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from milepost.importing.feed import Feed, Remark
from milepost.importing.understanding.shelves import Shelf, Understanding
from milepost.sales.catalogue import Catalogue

_EXAMPLES = 3
_SHELVES = 4
_REMARKS = 6
_LONGEST = 160


@dataclass(frozen=True)
class ImportReport:
    """What became of a feed, in sentences: what was understood, and what the owner should look at."""

    catalogue: Catalogue
    understood: tuple[str, ...]
    not_understood: tuple[str, ...]

    def lines(self) -> list[str]:
        """The report as it is printed."""
        return [*self.understood, *(f"please check: {remark}" for remark in self.not_understood)]


def report_of(found: Understanding, catalogue: Catalogue) -> ImportReport:
    """The whole feed in a few lines."""
    unnamed = f'a feed does not say whose it is: "{catalogue.company.name}" stands in products.yml until you change it'
    remarks = counted(found.remarks)
    return ImportReport(catalogue, tuple(_understood(found)), (*remarks, unnamed))


def counted(remarks: Iterable[Remark]) -> list[str]:
    """Remarks of one kind as one line: how many, and the first of them; the most frequent kinds first."""
    kinds: dict[str, list[str]] = {}
    for remark in remarks:
        kinds.setdefault(remark.kind, []).append(remark.example)
    ordered = sorted(kinds.items(), key=lambda entry: -len(entry[1]))
    lines = [f"{len(examples)} \u00d7 {kind}: {some(examples)}" for kind, examples in ordered[:_REMARKS]]
    rest = ordered[_REMARKS:]
    if rest:
        lines.append(
            f"{sum(len(examples) for _, examples in rest)} more remarks of {len(rest)} kinds: {some([k for k, _ in rest])}"
        )
    return lines


def some(names: Sequence[str], most: int = _EXAMPLES, mark: str = "; ") -> str:
    """The first few, and how many more there are."""
    told = mark.join(name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "\u2026" for name in names[:most])
    return told + (f" and {len(names) - most} more" if len(names) > most else "")


def _understood(found: Understanding) -> list[str]:
    feed = found.feed
    lines = [_counts(feed), *feed.understood]
    lines += [
        f"left out, not for sale: {len(names)} {reason} ({some(names, mark=', ')})"
        for reason, names in feed.left_out.items()
    ]
    shelves = sorted(found.shelves, key=lambda shelf: -len(shelf.products))
    for shelf in shelves[:_SHELVES]:
        lines += _of_shelf(shelf)
    rest = shelves[_SHELVES:]
    if rest:
        names = [f"{shelf.category} ({len(shelf.products)})" for shelf in rest]
        lines.append(f"{len(rest)} more categories: {some(names, 8, ', ')}")
    return lines


def _counts(feed: Feed) -> str:
    products = feed.products
    priced = [each for each in products if each.prices.regular or any(form.prices.regular for form in each.variants)]
    parts = [f"{len(products)} products, {len(priced)} with a price in {feed.currency}"]
    forms = sum(len(product.variants) for product in products)
    on_sale = sum(
        bool(product.prices.sale) or any(form.prices.sale for form in product.variants) for product in products
    )
    if forms:
        parts.append(f"{forms} variants of {sum(bool(product.variants) for product in products)}")
    if on_sale:
        parts.append(f"{on_sale} with a sale price")
    return ", ".join(parts)


def _of_shelf(shelf: Shelf) -> list[str]:
    lines = [f"{shelf.category}: {len(shelf.products)} products"]
    figures = [
        f"{figure.name} {min(figure.values.values()):f} to {max(figure.values.values()):f} {figure.unit}".strip()
        for figure in shelf.figures
    ]
    choices = [f"{choice.name} ({some(choice.choices, 4, ', ')})" for choice in shelf.choices]
    features = [feature.name for feature in shelf.features]
    compared = [*figures, *choices]
    if compared:
        lines.append(f"  compared by {some(compared, 5, '; ')}")
    if features:
        lines.append(f"  yes or no: {some(features, 8, ', ')}")
    return lines
