"""A product feed turned into a catalogue folder that the bot can sell from at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from milepost.errors import CatalogueError, Problem
from milepost.sales.catalogue import Catalogue
from milepost.sales.feeds.guide import Guide
from milepost.sales.feeds.pages import pages
from milepost.sales.feeds.understanding import Shelf, Understanding, understand
from milepost.store.catalogue_files import FILES, load_catalogue
from milepost.store.feeds.reading import category_of, read_feed, read_text
from milepost.store.feeds.writing import wording, write_catalogue


@dataclass(frozen=True)
class ImportReport:
    """What became of a feed, in sentences: what was understood, and what the owner should look at."""

    catalogue: Catalogue
    understood: tuple[str, ...]
    not_understood: tuple[str, ...]

    def lines(self) -> list[str]:
        """The report as it is printed."""
        return [*self.understood, *(f"please check: {remark}" for remark in self.not_understood)]


def import_feed(feed: Path, guide: Path | None, to: Path) -> ImportReport:
    """Writes the four files to `to`, which must not hold a catalogue yet. Raises CatalogueError with file and line.

    `feed` and `guide` may be folders: then a guide belongs to the feed of its name.
    """
    existing = next((to / name for name in FILES if (to / name).exists()), None)
    if existing is not None:
        raise CatalogueError(
            [Problem(existing.as_posix(), 1, "there is a catalogue already: name an empty folder, or move it away")]
        )
    read = read_feed(feed)
    found = understand(read, _guides(guide))
    write_catalogue(to, pages(found, wording()))
    catalogue = load_catalogue(to)
    unnamed = f'a feed does not say whose it is: "{catalogue.company.name}" stands in products.yml until you change it'
    return ImportReport(catalogue, tuple(_understood(found)), (*found.remarks, unnamed))


def _guides(guide: Path | None) -> dict[str, Guide]:
    if guide is None:
        return {}
    if guide.is_dir():
        return {
            category_of(file.stem): Guide(read_text(file))
            for file in sorted(guide.glob("*.txt")) + sorted(guide.glob("*.md"))
        }
    return {"": Guide(read_text(guide))}


def _understood(found: Understanding) -> list[str]:
    lines = [
        f"{sum(len(shelf.products) for shelf in found.shelves)} products, {len(found.prices)} with a price in {found.currency}"
    ]
    for shelf in found.shelves:
        lines += _of_shelf(shelf)
    return lines


def _of_shelf(shelf: Shelf) -> list[str]:
    count = len(shelf.products)
    lines = [f"{shelf.category}: {count} products"]
    for figure in shelf.figures:
        low, high = min(figure.values.values()), max(figure.values.values())
        lines.append(
            f"  {figure.name}: {low:f} to {high:f} {figure.unit}, of {len(figure.values)} products{', more is better' if figure.better == 'higher' else ''}"
        )
    lines += [
        f"  {choice.name}: {', '.join(choice.choices[:8])}, of {len(choice.values)} products"
        for choice in shelf.choices
    ]
    lines += [f"  yes or no: {feature.name}, {len(feature.products)} of {count} products" for feature in shelf.features]
    lines.append("  worth asking: " + ", ".join(draft.attribute or draft.wording for draft in shelf.needs))
    return lines
