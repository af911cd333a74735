"""A feed understood: per category its attributes, kinds and needs; and in sentences what was understood and what not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from milepost.sales.feeds.choices import Choice, choices
from milepost.sales.feeds.features import Feature, features
from milepost.sales.feeds.feed import Feed, FeedProduct
from milepost.sales.feeds.figures import Figure, figures
from milepost.sales.feeds.guide import Guide
from milepost.sales.feeds.kinds import kinds
from milepost.sales.feeds.names import aliases, brands, short_names
from milepost.sales.feeds.needs import NeedDraft, needs
from milepost.sales.feeds.prices import ReadPrice, main_currency, read_price
from milepost.sales.feeds.text import stems_of
from milepost.sales.feeds.uses import best_for


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


@dataclass(frozen=True)
class Understanding:
    """The whole feed. `currency` is what the owner's prices are in, `names` are for talking."""

    name: str
    shelves: tuple[Shelf, ...]
    guides: Mapping[str, Guide]
    currency: str
    prices: Mapping[str, ReadPrice]
    names: Mapping[str, str]
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


def understand(feed: Feed, guides: Mapping[str, Guide]) -> Understanding:
    """Reads every category by itself. `guides` are by category; the one under "" serves those without their own."""
    shelves = tuple(
        _shelf(category, products, guides.get(category) or guides.get("") or Guide())
        for category, products in feed.by_category().items()
    )
    currency = main_currency(product.price for product in feed.products)
    prices = {product.id: price for product in feed.products if (price := read_price(product.price)) is not None}
    prices = {product: price for product, price in prices.items() if price.currency in (None, currency)}
    makers = {product: brand for shelf in shelves for product, brand in brands(shelf.products).items()}
    names = short_names(feed.products, makers)
    others = aliases(feed.products, names, makers)
    return Understanding(
        feed.name, shelves, guides, currency, prices, names, others, (*feed.remarks, *_remarks(feed, shelves, prices))
    )


def _shelf(category: str, products: Sequence[FeedProduct], guide: Guide) -> Shelf:
    makers = brands(products)
    dull = stems_of(category) | stems_of(" ".join(makers.values()))
    measured = figures(products, guide, dull)
    words = choices(products, [figure.name for figure in measured])
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
    told = [each for each in features(products, guide, frozenset(about), measuring) if each.name not in named]
    sorts = kinds(products, category, guide)
    words = [*words, *([sorts] if sorts else [])]
    worth = needs(len(products), measured, words, told, guide, category)
    return Shelf(category, tuple(products), tuple(measured), tuple(words), tuple(told), tuple(worth),
                 {product.id: best_for(product) for product in products})  # fmt: skip


def _remarks(feed: Feed, shelves: Sequence[Shelf], prices: Mapping[str, ReadPrice]) -> list[str]:
    """What the owner should look at."""
    remarks = [
        f'"{product.name}" (line {product.line}) has no price that could be read: "{product.price}"'
        for product in feed.products
        if product.id not in prices
    ]
    by_id = {product.id: product.name for product in feed.products}
    for shelf in shelves:
        for figure in shelf.figures:
            remarks += [
                f'"{by_id[product]}" gives two values for {figure.name}; {_plain(figure.values[product])} {figure.unit} was taken'
                for product in figure.contradictions
            ]
        if not (shelf.figures or shelf.choices or shelf.features):
            remarks.append(
                f"nothing could be compared in {shelf.category}: the texts have no figures, labels or shared features"
            )
    seen: dict[str, FeedProduct] = {}
    for product in feed.products:
        key = f"{product.name}\n{product.price}".casefold()
        if key in seen:
            remarks.append(f'"{product.name}" (line {product.line}) stands twice, first in line {seen[key].line}')
        seen.setdefault(key, product)
    return remarks


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
