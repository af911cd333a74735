"""Attributes that are figures: which numbers of the products measure the same thing, and what that thing is called."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from milepost.importing.feed import FeedProduct
from milepost.importing.text import PRAISE, stem, stems_of
from milepost.importing.understanding.guide import Guide
from milepost.importing.understanding.quantities import MORE_IS_BETTER, UNITS, Quantity, quantities

# A figure is an attribute when at least this share of the products (and two of them) have it.
_LEAST_SHARE = 0.2
_COUNT_SHARE = 0.15
# Of the words that say what is measured, so many are looked at: the rest are said of next to nothing.
_MOST_HEADS = 60
# A unit measures one thing only where this share of its products have one value of it.
_ONE_THING = 0.85
_DIMENSION_NAMES = {
    **{"length": "size", "data": "memory", "frequency": "frequency", "clock": "clock speed", "power": "power"},
    **{
        "voltage": "voltage",
        "charge": "battery",
        "energy": "battery",
        "distance": "range",
        "area": "area",
        "light": "brightness",
        "torque": "torque",
        "pixels": "resolution",
        "mass": "weight",
        "volume": "capacity",
    },
    **{"pressure": "pressure", "loudness": "noise", "turns": "speed", "pace": "speed", "resolution": "resolution"},
    **{"lines": "lines of resolution", "time": "time", "share": "share"},
}
_MEASURES = frozenset(
    ["size", "height", "width", "depth", "length", "thickness", "diameter", "weight", "capacity", "distance"]
)
# Counted things of which more is better for everyone at the same price: they say how much or how many it serves.
_SERVES = frozenset(
    stem(word)
    for word in [
        "cup",
        "serving",
        "person",
        "people",
        "place",
        "bottle",
        "slice",
        "port",
        "pocket",
        "core",
        "guest",
        "seat",
    ]
)


@dataclass(frozen=True)
class Figure:
    """A number attribute with each product's value. `contradictions` are products whose texts give two values."""

    name: str
    unit: str
    better: str | None
    values: dict[str, Decimal]
    heads: tuple[str, ...] = ()
    contradictions: tuple[str, ...] = ()


@dataclass
class _Slot:
    """The heads that measure one thing, with what each product has there."""

    heads: set[tuple[str, ...]] = field(default_factory=set)
    values: dict[str, list[Decimal]] = field(default_factory=lambda: defaultdict(list))
    words: Counter[str] = field(default_factory=Counter)

    def add(self, product: str, found: Quantity) -> None:
        self.heads.add(found.head)
        self.values[product].append(found.value)
        if found.words:
            self.words[found.words.casefold()] += 1


def figures(products: Sequence[FeedProduct], guide: Guide, dull: frozenset[str]) -> list[Figure]:
    """The number attributes of products of one category. `dull` are stems that name nothing (category, brands).

    A column that is called as what other products come in (their options) is none: it says what its product comes in.
    """
    by_unit: dict[tuple[str, bool], list[tuple[str, Quantity]]] = defaultdict(list)
    options = {" ".join(option.casefold().split()) for product in products for option in product.forms}
    for product in products:
        for statement in product.statements:
            if options and " ".join(statement.partition(":")[0].casefold().split()) in options:
                continue
            for found in quantities(statement):
                by_unit[found.unit, found.is_counted].append((product.id, found))
    result: list[Figure] = []
    for (unit, is_counted), mentions in by_unit.items():
        least = max(2, (_COUNT_SHARE if is_counted else _LEAST_SHARE) * len(products))
        for slot in _slots(mentions):
            chosen = {product: values[0] for product, values in slot.values.items()}
            if len(chosen) < least or len(set(chosen.values())) < 2:
                continue
            unlike = tuple(product for product, values in slot.values.items() if len(set(values)) > 1)
            name = _named(slot, unit, is_counted, guide, dull, [each.name for each in result])
            result.append(Figure(name, _written(unit, slot, is_counted), _better(unit, is_counted, name), chosen,
                                 tuple(word for word, _ in slot.words.most_common(4)), unlike))  # fmt: skip
    return sorted(result, key=lambda each: -len(each.values))


def _slots(mentions: Sequence[tuple[str, Quantity]]) -> list[_Slot]:
    """One slot where the unit measures one thing; else one for each group of heads that never clash."""
    values: dict[str, set[Decimal]] = defaultdict(set)
    for product, found in mentions:
        values[product].add(found.value)
    whole = _Slot()
    for product, found in mentions:
        whole.add(product, found)
    if sum(len(each) == 1 for each in values.values()) >= _ONE_THING * len(values):
        return [whole]
    slots: list[_Slot] = []
    for head, said in sorted(_by_head(mentions).items(), key=lambda entry: -len(entry[1]))[:_MOST_HEADS]:
        slot = _home(slots, said, head) if head else None
        if slot is None and head:
            slot = _Slot()
            slots.append(slot)
        for product, found in said if slot else ():
            assert slot is not None
            slot.add(product, found)
    return slots


def _by_head(mentions: Iterable[tuple[str, Quantity]]) -> dict[tuple[str, ...], list[tuple[str, Quantity]]]:
    found: dict[tuple[str, ...], list[tuple[str, Quantity]]] = defaultdict(list)
    for product, quantity in mentions:
        found[quantity.head].append((product, quantity))
    return found


def _home(slots: Sequence[_Slot], said: Sequence[tuple[str, Quantity]], head: tuple[str, ...]) -> _Slot | None:
    """The slot that agrees with a head most often and clashes never or less; else the one that it completes."""
    scores: list[tuple[int, int, _Slot]] = []
    clashes = False
    for slot in slots:
        agree = sum(found.value in slot.values.get(product, ()) for product, found in said)
        clash = sum(product in slot.values and found.value not in slot.values[product] for product, found in said)
        clashes = clashes or clash > agree
        shared = sum(bool(set(head) & set(other)) for other in slot.heads)
        if clash <= agree / 4:
            scores.append((agree, shared, slot))
    best = max(scores, key=lambda each: each[:2], default=None)
    if best is None:
        return None
    # A head that clashes with one slot and fills the gaps of the other is another word for the other.
    return best[2] if best[0] or best[1] or (clashes and len(scores) == 1) else None


def _named(slot: _Slot, unit: str, is_counted: bool, guide: Guide, dull: frozenset[str], taken: Sequence[str]) -> str:
    if is_counted:
        return _unlike(slot.words.most_common(1)[0][0], taken)
    dimension = UNITS[unit][1] if unit in UNITS else ""
    default = _DIMENSION_NAMES.get(dimension, unit)
    phrase = "" if dimension in ("resolution", "lines") else _phrase(slot, dull)
    if dimension == "length" and not (stems_of(phrase) & {stem(word) for word in _MEASURES}):
        sizes = guide.phrases_ending("size")
        common = [name for name, times in sizes.most_common(1) if times >= 2]
        phrase = common[0] if common and not any("size" in each for each in taken) else f"{phrase} size".strip()
    return _unlike(phrase or default, taken)


def _phrase(slot: _Slot, dull: frozenset[str]) -> str:
    """The words that most often say what is measured, where they do so for a good share of the products."""
    counts: Counter[str] = Counter()
    for words, times in slot.words.items():
        kept = [word for word in words.split() if stem(word) not in dull]
        if kept and any(stem(word) not in PRAISE for word in kept):
            counts[" ".join(kept[-3:])] += times
    if not counts:
        return ""
    phrase, times = counts.most_common(1)[0]
    return phrase if times >= max(2, 0.3 * len(slot.values)) else ""


def _unlike(name: str, taken: Sequence[str]) -> str:
    number, candidate = 2, name
    while candidate in taken:
        candidate, number = f"{name} {number}", number + 1
    return candidate


def _written(unit: str, slot: _Slot, is_counted: bool) -> str:
    return slot.words.most_common(1)[0][0] if is_counted else unit


def _better(unit: str, is_counted: bool, name: str) -> str | None:
    if is_counted:
        return "higher" if unit in _SERVES else None
    dimension = UNITS[unit][1] if unit in UNITS else ""
    if dimension in ("mass", "loudness"):
        return "lower" if dimension == "loudness" or "weight" in name else None
    return "higher" if dimension in MORE_IS_BETTER else None
