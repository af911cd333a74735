"""The forms of goods that a message names: sizes, colours and other option values, and whether it asks for stock."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from milepost.sales.catalogue import Catalogue

_SIZE = re.compile(
    r"(?<!\w)(?:size|in(?: an?| the)?(?: size)?|a)\s+(?P<value>\d{1,3}(?:[.,]5)?|x{0,3}[sml]|xx?l)(?!\w)"
)
_STOCK = re.compile(
    r"(?<!\w)(?:in stock|stock|sold out|available|any left|left in|do you (?:still )?have (?:it|them|any)|"
    r"auf lager|vorrätig|en stock|"
    r"disponible|agotado|em estoque|disponível)(?!\w)"
)
# A form that is not meant: "no railing", "not in blue".
_NOT_THIS = re.compile(r"(?<![a-z])(?:no|not|without|isn'?t|instead of|rather than)(?: in)?(?: the| an?)?\s+$")
_MEASURED = re.compile(r"(?P<number>\d+(?:[.,]\d+)?)\s?(?P<unit>g|kg|ml|cl|l|oz|lb)")
_GRAMS = {"g": 1.0, "kg": 1000.0, "ml": 1.0, "cl": 10.0, "l": 1000.0, "oz": 28.35, "lb": 453.6}
_ENDS = {
    "small": r"small(?:er|est)?|little|mini",
    "big": r"big(?:ger|gest)?|large(?:r|st)?|full",
}
_LETTERS = {"small": "s", "medium": "m", "large": "l", "extra large": "xl"}


@dataclass(frozen=True)
class FormWords:
    """`values` by the name of their option, with their places; `missing` is a size that nothing comes in, `of_stock` whether it
    is asked what there is."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: tuple[tuple[int, int], ...] = ()
    missing: str = ""
    of_stock: bool = False


def forms_in(catalogue: Catalogue, folded: str) -> FormWords:
    """The option values of any good of the catalogue that a folded message names; of "long" and "extra long" the longer."""
    found: list[tuple[int, int, str, str]] = []
    for option, value in sorted(_known(catalogue), key=lambda pair: (-len(pair[1]), pair)):
        match = next((hit for way in _ways(value) if (hit := _whole(way, folded))), None)
        if match and not any(_inside(match, start, end) for start, end, *_ in found):
            found.append((*match.span(), option, value))
    found = [each for each in found if not _NOT_THIS.search(folded[: each[0]])] + _by_end(catalogue, folded)
    values: dict[str, list[str]] = {}
    for _, _, option, value in sorted(found):
        values.setdefault(option, []).append(value)
    places = [(start, end) for start, end, *_ in found]
    wanted = _SIZE.search(folded)
    known = {value.casefold() for _, value in _known(catalogue)}
    missing = wanted["value"] if wanted and wanted["value"] not in known and known else ""
    return FormWords(
        {name: tuple(said) for name, said in values.items()}, tuple(places), missing, bool(_STOCK.search(folded))
    )


def _by_end(catalogue: Catalogue, folded: str) -> list[tuple[int, int, str, str]]:
    """The least or the most that goods are packed in, called by its end: "the big bag"."""
    prices = [price for plan in catalogue.plans.values() for price in plan.prices]
    units = "|".join(sorted({re.escape(price.unit.casefold()) for price in prices}))
    packed: dict[str, set[tuple[float, str]]] = {}
    for option, value in _known(catalogue):
        size = _MEASURED.fullmatch(value.casefold())
        weight = float(size["number"].replace(",", ".")) * _GRAMS[size["unit"]] if size else 0.0
        packed.setdefault(option, set()).add((weight, value))
    found = []
    for option, sizes in packed.items():
        if len(sizes) < 2 or not all(weight for weight, _ in sizes):
            continue
        for end, (_, value) in (("small", min(sizes)), ("big", max(sizes))):
            if match := re.search(rf"(?<![a-z])(?:{_ENDS[end]}) (?:{units})s?(?![a-z])", folded):
                found.append((*match.span(), option, value))
    return found


def _known(catalogue: Catalogue) -> set[tuple[str, str]]:
    return {
        (option, value)
        for product in catalogue.products.values()
        for variant in product.variants
        for option, value in variant.options.items()
    }


def _ways(value: str) -> tuple[str, ...]:
    """How a value is written: "L" also as "large"; the first word of "forest green" by itself is not enough."""
    lower = value.casefold()
    spelled = tuple(name for name, letter in _LETTERS.items() if letter == lower)
    return (lower, *spelled, lower.replace("grey", "gray"), lower.replace("gray", "grey"))


def _whole(value: str, folded: str) -> re.Match[str] | None:
    if len(value) == 1:  # "m" and "s" are sizes only where a size is spoken of
        return re.search(rf"(?<!\w)(?:size|in(?: an?| the)?|an?) {re.escape(value)}(?!\w)", folded)
    if value.isdigit():
        return re.search(
            rf"(?<![\w.,$€£]){re.escape(value)}(?![\w%]|[.,]\d)(?! ?(?:people|of us|pieces|seats|x|times|euros?|dollars?|pounds?))",
            folded,
        )
    return re.search(rf"(?<![\w.,]){re.escape(value)}(?![\w]|[.,]\d)", folded)


def _inside(match: re.Match[str], start: int, end: int) -> bool:
    return start <= match.start() and match.end() <= end
