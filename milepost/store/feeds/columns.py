"""Which column of a feed holds what, by the header names that shops use; and rows of text as feed products."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from milepost.sales.feeds.feed import FeedProduct
from milepost.sales.feeds.prices import currency_of
from milepost.sales.feeds.text import slug

_HEADERS: Mapping[str, tuple[str, ...]] = {
    "id": (
        "id",
        "sku",
        "product id",
        "item id",
        "item number",
        "article number",
        "handle",
        "asin",
        "code",
        "product code",
        "variant sku",
    ),
    "name": (
        "name",
        "title",
        "product",
        "product name",
        "item",
        "item name",
        "product title",
        "model name",
        "bezeichnung",
        "nom",
        "nombre",
    ),
    "description": (
        "description",
        "body",
        "body html",
        "body (html)",
        "long description",
        "text",
        "details",
        "product description",
        "about",
        "beschreibung",
    ),
    "features": (
        "features",
        "feature",
        "bullets",
        "bullet points",
        "highlights",
        "specifications",
        "specs",
        "key features",
        "feature bullets",
        "attributes",
    ),
    "price": (
        "price",
        "price usd",
        "price eur",
        "price gbp",
        "amount",
        "list price",
        "sale price",
        "regular price",
        "variant price",
        "cost",
        "msrp",
        "rrp",
        "preis",
        "prix",
        "precio",
    ),
    "category": (
        "category",
        "type",
        "product type",
        "product category",
        "department",
        "categories",
        "google product category",
        "kategorie",
    ),
    "url": ("url", "link", "product url", "product link", "href"),
}
_IGNORED = frozenset(
    ("image", "images", "image link", "image url", "picture", "thumbnail", "gtin", "ean", "upc", "mpn", "barcode", "currency", "availability", "stock",
     "quantity", "inventory", "condition", "rating", "reviews", "created at", "updated at", "published", "vendor id", "shipping", "tags")
)  # fmt: skip
_NAMED = {name: field for field, names in _HEADERS.items() for name in names}
_CODE = re.compile(r"\b(usd|eur|gbp|cad|aud|chf)\b|[$€£]", re.I)
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_TAG = re.compile(r"<[^>]{0,400}>")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_SPLIT = re.compile(r"\s*[\n|;•]\s*")


def heard(header: object) -> str:
    """A header as it is compared: "Product_Name " -> "product name"."""
    return " ".join(re.sub(r"[_\-.:]+", " ", str(header)).casefold().split())


def bare(header: object) -> str:
    """A header without what stands in brackets, currencies and units: "Price (EUR)" -> "price", "Weight [kg]" -> "weight"."""
    return " ".join(_CODE.sub(" ", _ASIDE.sub(" ", heard(header))).split())


def places(headers: Sequence[object]) -> dict[str, str]:
    """header -> what it holds: id, name, description, features, price, category, url; others are not in it."""
    found: dict[str, str] = {}
    for field, names in _HEADERS.items():
        for name in names:
            match = next((header for header in headers if heard(header) == name and str(header) not in found), None)
            if match is not None and field not in found.values():
                found[str(match)] = field
    for header in headers:
        field = _NAMED.get(bare(header), "")
        if field and str(header) not in found and field not in found.values():
            found[str(header)] = field
    return found


def product_of(row: Mapping[Any, Any], line: int, *, category: str, taken: set[str]) -> FeedProduct | None:
    """A row as a product; None where it has no name."""
    where = places(list(row))
    values = {field: row[header] for header, field in where.items()}
    name = plain(values.get("name"))
    if not name:
        return None
    product_id = slug(plain(values.get("id")) or name, taken)
    taken.add(product_id)
    priced = next((header for header, field in where.items() if field == "price"), "")
    rest = {
        str(key): plain(value) for key, value in row.items() if str(key) not in where and heard(key) not in _IGNORED
    }
    return FeedProduct(
        id=product_id,
        name=name,
        category=_category(values.get("category")) or category,
        description=plain(values.get("description")),
        features=_features(values.get("features")),
        price=" ".join([plain(values.get("price")), plain(row.get("currency")), currency_of(priced) or ""]).strip(),
        facts={key: value for key, value in rest.items() if value and len(value) <= 200},
        url=plain(values.get("url")),
        line=line,
    )


def plain(value: object) -> str:
    """Any cell as text without mark-up; nothing for nothing."""
    if value is None or isinstance(value, (dict, list)):
        return "; ".join(plain(each) for each in value) if isinstance(value, list) else ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _UNPRINTABLE.sub(" ", _TAG.sub(" ", str(value))).strip()


def _category(value: object) -> str:
    """The narrowest of a path ("Home > Kitchen > Kettles")."""
    parts = [part.strip() for part in re.split(r"[>/|]", plain(value)) if part.strip()]
    return parts[-1].casefold() if parts else ""


def _features(value: object) -> tuple[str, ...]:
    """A list, a table of labels and values, or one text cut at its bars, bullets and lines."""
    if isinstance(value, list):
        return tuple(
            text for each in value for text in (_features(each) if isinstance(each, dict) else (plain(each),)) if text
        )
    if isinstance(value, dict):
        return tuple(f"{key}: {plain(each)}" for key, each in value.items() if plain(each))
    return tuple(part.strip() for part in _SPLIT.split(plain(value)) if part.strip())
