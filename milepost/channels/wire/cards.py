"""Products, comparisons and quotes as cards, for platforms that draw them; all others get their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from milepost.channels.plain_text import value_text
from milepost.channels.port import OutboundReply

_OPTIONS, _ROWS = 4, 8


@dataclass(frozen=True)
class Card:
    """One product or quote: its name, what it costs, a line on it, the page and the picture, "" where there is none."""

    title: str
    price: str
    text: str
    url: str = ""
    image: str = ""


@dataclass(frozen=True)
class Option:
    """One column of a comparison: what it is called, and its attributes with their values."""

    title: str
    values: Sequence[tuple[str, str]]


def cards_of(reply: OutboundReply) -> tuple[Card, ...]:
    """The cards of a reply's block; none where it has no products and no quote."""
    block = reply.custom or {}
    if block.get("type") == "products":
        return tuple(_product(item) for item in block.get("items", ()))
    if block.get("type") == "quote":
        price = " ".join(str(block[name]) for name in ("total", "term") if block.get(name))
        charges = [f"{line.get('label', '')} {line.get('amount', '')}" for line in block.get("lines", ())]
        return (Card(str(block.get("title") or ""), price, ", ".join(charges), _web(block.get("url"))),)
    return ()


def options_of(reply: OutboundReply) -> tuple[Option, ...]:
    """The options of a comparison with what sets them apart; none where it is none."""
    block = reply.custom or {}
    if block.get("type") != "comparison":
        return ()
    rows = list(block.get("rows", ()))
    rows = [row for row in rows if row.get("differs")] or rows
    return tuple(
        Option(str(name), [(str(row.get("attribute", "")), _value(row, place)) for row in rows[:_ROWS]])
        for place, name in enumerate(block.get("columns", ())[:_OPTIONS])
    )


def picture_of(reply: OutboundReply) -> str:
    """The one picture that a reply is about; "" where there is none or there are several."""
    pictures = [card.image for card in cards_of(reply)]
    return pictures[0] if len(pictures) == 1 else ""


def page_of(reply: OutboundReply) -> str:
    """The one page that a reply is about."""
    pages = [card.url for card in cards_of(reply)]
    return pages[0] if len(pages) == 1 else ""


def _product(item: Mapping[str, Any]) -> Card:
    why = (item.get("reasons") or [item.get("summary")])[0]
    told = (str(item.get("name") or ""), str(item.get("price") or ""), str(why or ""))
    return Card(*told, url=_web(item.get("url")), image=_web(item.get("image")))


def _value(row: Mapping[str, Any], place: int) -> str:
    values = row.get("values", ())
    return value_text(values[place] if place < len(values) else None)


def _web(address: object) -> str:
    """An address that a platform's servers can ask for."""
    return address if isinstance(address, str) and address.startswith("https://") else ""
