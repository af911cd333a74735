"""A feed understood: per category its attributes, kinds and needs; and in sentences what was understood and what not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from milepost.importing.feed import Feed, FeedProduct, Remark
from milepost.importing.text import category_of, singular, stems_of
from milepost.importing.understanding.choices import Choice, choices, labelled
from milepost.importing.understanding.features import Feature, features, stated
from milepost.importing.understanding.figures import Figure, figures
from milepost.importing.understanding.guide import Guide
from milepost.importing.understanding.kinds import kinds
from milepost.importing.understanding.names import aliases, brands, short_names
from milepost.importing.understanding.needs import NeedDraft, needs
from milepost.importing.understanding.told import Told
from milepost.importing.understanding.told import told as columns_told
from milepost.importing.understanding.uses import best_for


@dataclass(frozen=True)
class Shelf:
    """One category as it was understood."""

    category: str
    products: tuple[FeedProduct, ...]
    figures: tuple[Figure, ...]
    choices: tuple[Choice, ...]
    features: tuple[Feature, ...]
    needs: tuple[NeedDraft, ...]
    best_for: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    told: tuple[Told, ...] = ()


@dataclass(frozen=True)
class Understanding:
    """The whole feed. `names` are for talking, by product id."""

    feed: Feed
    shelves: tuple[Shelf, ...]
    guides: Mapping[str, Guide]
    names: Mapping[str, str]
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()


def understand(feed: Feed, guides: Mapping[str, Guide], progress: Callable[[str], None] | None = None) -> Understanding:
    """Reads every category by itself. `guides` are by category or by the name of the feed's file; the one under "" serves
    those without their own."""
    shelves, makers = [], dict[str, str]()
    categories = feed.by_category()
    shared = labelled(feed.products) if len(categories) > 1 else []
    for place, (category, products) in enumerate(categories.items(), 1):
        guide = guides.get(singular(category)) or guides.get(category_of(products[0].source)) or guides.get("")
        shelves.append(_shelf(category, products, guide or Guide(), shared))
        makers |= brands(products)
        if progress and place % max(1, len(categories) // 10) == 0:
            progress(f"{place} of {len(categories)} categories understood")
    names = short_names(feed.products, makers)
    others = aliases(feed.products, names, makers)
    return Understanding(feed, tuple(shelves), guides, names, others, (*feed.remarks, *_remarks(feed, shelves)))


def _shelf(category: str, products: Sequence[FeedProduct], guide: Guide, shared: Sequence[Choice]) -> Shelf:
    makers = brands(products)
    dull = stems_of(category) | stems_of(" ".join(makers.values()))
    measured = figures(products, guide, dull)
    words = choices(products, [figure.name for figure in measured], shared)
    about = dull | stems_of(
        " ".join(
            [
                *(f"{figure.name} {figure.unit}" for figure in measured),
                *(value for choice in words for value in choice.choices),
            ]
        )
    )
    measuring = stems_of(" ".join(head for figure in measured for head in figure.heads))
    named = {choice.name for choice in words}
    answered = stated(products)
    known = {stem for feature in answered for stem in feature.stems}
    told = [each for each in features(products, guide, frozenset(about | known), measuring) if each.name not in named]
    told = [*(each for each in answered if each.name not in named), *told]
    sorts = kinds(products, category, guide)
    words = [*words, *([sorts] if sorts else [])]
    worth = needs(len(products), measured, words, told, guide, category)
    taken = [*(each.name for each in measured), *(each.name for each in words), *(each.name for each in told)]
    others = columns_told(products, {*taken, *_measured_columns(measured)})
    return Shelf(category, tuple(products), tuple(measured), tuple(words), tuple(told), tuple(worth),
                 {product.id: best_for(product) for product in products}, tuple(others))  # fmt: skip


def _measured_columns(measured: Sequence[Figure]) -> set[str]:
    return {head.casefold() for figure in measured for head in figure.heads}


def _remarks(feed: Feed, shelves: Sequence[Shelf]) -> list[Remark]:
    """What the owner should look at."""
    remarks: list[Remark] = []
    by_id = {product.id: product for product in feed.products}
    for shelf in shelves:
        for figure in shelf.figures:
            remarks += [
                Remark(
                    "a product gives two values for one figure, and the first was taken",
                    f'"{by_id[product].name}": {figure.name} {_plain(figure.values[product])} {figure.unit}',
                )
                for product in figure.contradictions
            ]
        if not (shelf.figures or shelf.choices or shelf.features):
            remarks.append(Remark("a category whose products cannot be compared: no figures, labels or shared features",
                                  shelf.category))  # fmt: skip
    seen: dict[str, FeedProduct] = {}
    for product in feed.products:
        key = f"{product.name}\n{product.prices}\n{product.description}".casefold()
        if key in seen:
            remarks.append(
                Remark(
                    "a product stands twice", f'"{product.name}" (line {product.line}, first in line {seen[key].line})'
                )
            )
        seen.setdefault(key, product)
    return remarks


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
