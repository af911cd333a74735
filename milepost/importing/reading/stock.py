"""Whether a row is for sale, and whether it can be had: status, visibility, publication, stock and availability."""

from __future__ import annotations

import re
from dataclasses import dataclass

from milepost.importing.reading.entries import Entry, is_empty
from milepost.importing.reading.exports import heard, table
from milepost.sales.catalogue import Availability

_WHOLE = re.compile(r"(-?\d{1,9})(?:[.,]0+)?(?:\s*(?:pcs|pc|pieces?|units?|stk|st\u00fcck|st)\.?)?", re.I)
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})+")
_NEGATED = frozenset(["hidden", "archived", "disabled", "deleted", "inactive", "discontinued"])
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Standing:
    """`reason` why it is not for sale ("draft", "archived", "hidden"), "" where it is; pieces and availability, None where
    unknown; `unknown` is a word for its state that the table does not have."""

    reason: str = ""
    stock: int | None = None
    availability: Availability | None = None
    unknown: str = ""


def standing_of(entry: Entry, *, is_form: bool = False) -> Standing:
    """What a row says of itself; nothing said is nothing known. The forms of a product need not be visible by themselves."""
    words = table().words
    reason, unknown, availability = "", "", _availability(entry)
    for what in ("status", "published") if is_form else ("status", "visibility", "published"):
        found, odd = _reason(entry, what)
        reason, unknown = reason or found, unknown or odd
    word = entry.word("status")
    if word in words["out_of_stock"] and word not in words["for_sale"] and not reason:
        availability, unknown = availability or Availability.OUT_OF_STOCK, ""
    elif word in words["preorder"] | words["backorder"]:
        availability = availability or (Availability.PREORDER if word in words["preorder"] else Availability.BACKORDER)
        unknown = ""
    stock = _stock(entry)
    if stock == 0 and availability is None and entry.word("when_sold_out") in words["sold_when_out"]:
        availability = Availability.BACKORDER
    if availability is Availability.OUT_OF_STOCK and stock:
        stock = None  # pieces that cannot be bought
    if stock == 0 and availability is Availability.IN_STOCK:
        stock = None if _is_untracked(entry) else stock
        availability = availability if stock is None else None
    return Standing(reason, stock, availability, unknown)


def _reason(entry: Entry, what: str) -> tuple[str, str]:
    """Why it is not for sale, and a word that is not known."""
    headers = [header for header in entry.layout.fields.get(what, ()) if header in entry.row.values]
    if not headers:
        return "", ""
    value = entry.raw(what)
    if is_empty(value):
        is_unpublished = any(heard(header) == "published at" for header in headers) and not entry.inner
        return ("hidden", "") if is_unpublished else ("", "")
    word = entry.word(what)
    words = table().words
    header = next(each for each in headers if not is_empty(entry.row.values.get(each)))
    if heard(header) in _NEGATED:
        is_so = word in words["in_stock"] or word in words["for_sale"] or word in ("archived", "hidden", "x")
        return (("archived" if heard(header) in ("archived", "discontinued") else "hidden") if is_so else ""), ""
    if word in words["not_for_sale"]:
        return words["not_for_sale"][word], ""
    if word in words["for_sale"] or _DATE.match(entry.text(what)):
        return "", ""
    return "", entry.text(what)


def _availability(entry: Entry) -> Availability | None:
    words = table().words
    for what in ("availability", "available"):
        word = entry.word(what)
        for kind in Availability:
            if word and word in words[kind.value]:
                return kind
    return None


def _stock(entry: Entry) -> int | None:
    if _is_untracked(entry):
        return None
    text = entry.text("stock").replace("\u2212", "-")
    grouped = _GROUPED.fullmatch(text)
    if grouped and grouped[1] != entry.layout.export.decimal:
        return int(re.sub(r"[.,]", "", text))
    match = _WHOLE.fullmatch(text)
    if match is None:
        word = entry.word("stock")
        return 0 if word and word in table().words["out_of_stock"] else None
    return max(0, int(match[1]))


def _is_untracked(entry: Entry) -> bool:
    """Whether the shop says that it does not count this."""
    if not entry.has("tracker"):
        return False
    word = entry.word("tracker")
    if not word:  # where rows say what they are, this is said in the product's own
        return not entry.has("row_kind")
    return word in ("none", "no", "0", "false", "off")
