"""Groups of rows as goods: what they are called, where they belong, what they cost, in which forms they are there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from milepost.importing.feed import FeedProduct, FeedVariant, Prices, Remark
from milepost.importing.reading.entries import Entry, is_worth_saying, words_of
from milepost.importing.reading.exports import heard
from milepost.importing.reading.grouping import Group
from milepost.importing.reading.offers import Offer, PriceReading
from milepost.importing.reading.stock import Standing, standing_of
from milepost.importing.text import category_words

_STEPS = re.compile(r"\s*[>\u00bb|]\s*|\s+/\s+")
_NO_CATEGORY = frozenset(
    ["uncategorized", "uncategorised", "default category", "root catalog", "default", "n/a", "none", "all"]
)
_GTIN = re.compile(r"\d{8}|\d{12,14}")
_LONGEST_NAME = 160


@dataclass
class Goods:
    """What has been made of the groups so far."""

    products: list[FeedProduct] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    left_out: dict[str, list[str]] = field(default_factory=dict)
    taken: dict[str, int] = field(default_factory=dict)

    def add(self, group: Group, prices: PriceReading, source: str) -> None:
        """A group as a product, or among those that are left out."""
        head = group.head
        standing = standing_of(head)
        name = _name(group)
        forms = [
            (row, options, standing_of(row, is_form=True))
            for row, options in zip(group.rows, group.options, strict=True)
        ]
        open_forms = [each for each in forms if not each[2].reason]
        reason = standing.reason or (forms[0][2].reason if forms and not open_forms else "")
        if reason:
            self.left_out.setdefault(reason, []).append(name)
            return
        if standing.unknown:
            self._remark("a status that is not known was taken for \u201cfor sale\u201d", head, name, standing.unknown)
        offer = self._offer(prices, head, name)
        variants = tuple(self._variant(prices, each, offer, name) for each in open_forms)
        key = group.key or head.text("id") or head.text("sku")
        product = self._product(head, name, standing, offer, source, key)
        if len(variants) == 1 and not variants[0].options:
            (only,) = variants
            product = replace(
                product, prices=only.prices, stock=only.stock, availability=only.availability,
                sku=only.sku or product.sku, gtin=only.gtin or product.gtin,
            )  # fmt: skip
        elif variants:
            product = replace(product, variants=variants, stock=None, availability=None)
            options = {heard(option) for variant in variants for option in variant.options}
            facts = {key: said for key, said in product.facts.items() if heard(key) not in options}
            product = replace(product, facts=facts)
        pictures = dict.fromkeys(link for row in (head, *group.rows, *group.pictures) for link in row.images)
        self.products.append(replace(product, images=tuple(pictures)))
        if product.prices.regular is None and not any(each.prices.regular for each in variants):
            self._remark("no price that could be read", head, name, offer.text)

    def _product(self, head: Entry, name: str, standing: Standing, offer: Offer, source: str, key: str) -> FeedProduct:
        path, kind = _path(head), head.text("kind_of_good")
        facts = {label: said for label, said in {**head.facts, **head.pairs}.items() if is_worth_saying(said)}
        if path and kind and head.layout.is_plain:
            facts.setdefault("type", kind)
        elif kind and kind.casefold() != (path[-1].casefold() if path else ""):
            path = (*path, kind)
        number = self.taken[key or name] = self.taken.get(key or name, 0) + 1
        gtin = re.sub(r"[\s-]", "", head.text("gtin"))
        return FeedProduct(
            id=(key or name) if number == 1 else f"{key or name}#{number}",
            name=name,
            category=category_words(path[-1]) if path else category_words(head.row.category),
            description=head.description,
            summary=head.text("summary"),
            features=head.features,
            prices=_prices(offer),
            facts=facts,
            url=head.url,
            line=head.line,
            brand=head.text("brand"),
            path=path,
            gtin=gtin if _GTIN.fullmatch(gtin) else "",
            sku=head.text("sku"),
            stock=standing.stock,
            availability=standing.availability,
            source=source,
        )

    def _variant(
        self, prices: PriceReading, form: tuple[Entry, Mapping[str, str], Standing], base: Offer, name: str
    ) -> FeedVariant:
        row, options, standing = form
        offer = self._offer(prices, row, name)
        surcharge = prices.amount(row, "surcharge")
        if offer.regular is None:
            offer = base
        if surcharge is not None and base.regular is not None:
            sale = base.sale + surcharge if base.sale is not None else None
            offer = replace(base, regular=base.regular + surcharge, sale=sale)
        gtin = re.sub(r"[\s-]", "", row.text("gtin"))
        return FeedVariant(
            options={" ".join(option.split()): said for option, said in options.items()},
            prices=_prices(offer),
            stock=standing.stock,
            availability=standing.availability,
            sku=row.text("sku"),
            gtin=gtin if _GTIN.fullmatch(gtin) else "",
        )

    def _offer(self, prices: PriceReading, row: Entry, name: str) -> Offer:
        offer = prices.offer(row)
        if offer.odd:
            self._remark(offer.odd, row, name, offer.text)
        return offer

    def _remark(self, kind: str, row: Entry, name: str, said: str) -> None:
        where = f'"{name}" ({row.file}:{row.line})'
        self.remarks.append(Remark(kind, f'{where}: "{said}"' if said else where))


def _prices(offer: Offer) -> Prices:
    return Prices(offer.regular, offer.sale, offer.sale_from, offer.sale_until)


def _name(group: Group) -> str:
    """The product's own name: of rows that each name their form, what these names have in common."""
    name = group.head.text("name")
    names = {row.text("name") for row in group.rows if row.text("name")}
    if group.head.text("group") and len(names) > 1:
        common = _shared_start([f"{each} " for each in sorted(names)])
        common = common[: common.rfind(" ")] if " " in common else ""
        common = re.sub(r"[\s\-\u2013\u2014,/|:(]+$", "", common)
        name = common if len(common) > 2 else name
    return " ".join(name.split())[:_LONGEST_NAME].strip()


def _shared_start(texts: Sequence[str]) -> str:
    """What all begin with; of sorted texts the first and the last differ most."""
    first, last = texts[0], texts[-1]
    return next((first[:place] for place, sign in enumerate(first) if last[place : place + 1] != sign), first)


def _path(entry: Entry) -> tuple[str, ...]:
    """The longest of the paths of categories that a row stands in, the widest step first."""
    export, best = entry.layout.export, tuple[str, ...]()
    for header in entry.layout.fields.get("category", ()):
        value = entry.row.values.get(header)
        texts = [_one(each) for each in value] if isinstance(value, list) else _listed(_one(value), export.listing)
        for text in texts:
            steps = _steps(text, export.path)
            if len(steps) > len(best):
                best = steps
        if best:
            break
    return best


def _one(value: object) -> str:
    return " ".join(words_of(value).split())


def _listed(text: str, mark: str) -> Sequence[str]:
    return text.split(mark) if mark and mark in text else [text]


def _steps(text: str, mark: str) -> tuple[str, ...]:
    if mark == "/":
        parts = [part.replace("\\/", "/") for part in re.split(r"(?<!\\)/", text)]
    else:
        parts = _STEPS.split(text)
        if len(parts) == 1 and text.count("/") > 1 and "//" not in text:
            parts = text.split("/")
    told = [part.strip() for part in parts if part.strip() and not re.fullmatch(r"[\d\s-]+", part.strip())]
    return tuple(part for part in told if part.casefold() not in _NO_CATEGORY)
