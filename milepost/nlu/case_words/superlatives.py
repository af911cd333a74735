"""Superlatives: "the lightest", "the most storage", "which is cheaper?": what is asked to be put in order, and its end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from milepost.sales.catalogue import Attribute, AttributeType, Catalogue
from milepost.sales.fit.superlatives import PRICE

# Adjective -> what its figure is called in catalogues, and whether it asks for the highest.
_MEASURED: Mapping[str, tuple[str, bool]] = {
    "cheapest": (PRICE, False), "lowest-priced": (PRICE, False), "dearest": (PRICE, True), "priciest": (PRICE, True),
    "lightest": ("weight|mass|weighs", False), "heaviest": ("weight|mass|weighs", True),
    "biggest": ("sleeps|persons|capacity|volume|screen|display|area|size|storage", True),
    "largest": ("sleeps|persons|capacity|volume|screen|display|area|size|storage", True),
    "smallest": ("sleeps|persons|capacity|volume|screen|display|area|size|storage", False),
    "longest": ("length|duration|battery life|runtime|warranty|range", True),
    "shortest": ("length|duration|delivery|height", False),
    "fastest": ("speed|processor|clock|refresh", True), "slowest": ("speed|processor|clock", False),
    "quietest": ("noise|sound level|loudness", False), "loudest": ("noise|sound level|loudness", True),
    "thinnest": ("thickness|depth", False), "thickest": ("thickness|depth", True), "slimmest": ("thickness|depth", False),
    "tallest": ("height", True), "widest": ("width", True), "narrowest": ("width", False), "deepest": ("depth", True),
    "brightest": ("brightness|light|lumens|luminance", True), "warmest": ("comfort temperature|temperature|limit", False),
    "sharpest": ("resolution", True), "newest": ("year|released", True), "oldest": ("year|released", False),
    "strongest": ("power|torque|load|strength", True), "softest": ("firmness", False), "firmest": ("firmness", True),
}  # fmt: skip
_DIRECTIONS: Mapping[str, bool] = {
    "most": True, "highest": True, "greatest": True, "maximum": True, "biggest": True, "largest": True, "longest": True,
    "least": False, "fewest": False, "lowest": False, "minimum": False, "smallest": False, "shortest": False,
}  # fmt: skip
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)?")
_OF_PRICE = re.compile(r"\b(?:(?:least|most) (?:expensive|costly)|(?:most|least) affordable|(?:lowest|highest) price|"
                       r"(?:low|high)est[- ]priced|best price)\b")  # fmt: skip
_DEAR = re.compile(r"most (?:expensive|costly)|least affordable|highest")
_BEST = re.compile(r"\bbest\b")
# "lighter" and "more" mean the end of two where it is asked which: "something lighter" asks for none of them.
_OF_TWO: Mapping[str, str] = {
    **{f"{word[:-3]}er": word for word in (*_MEASURED, *_DIRECTIONS) if word.endswith("est")},
    "more": "most", "less": "least", "fewer": "fewest",
}  # fmt: skip
_COMPARATIVE = "|".join(sorted(_OF_TWO, key=len, reverse=True))
_COMPARED = re.compile(
    rf"\b(?:(?:which|who)(?:'?s)?\b[^.?!,]{{0,60}}?(?<! a)|what(?:'?s| is| has| costs| gives| weighs)(?: the)?) "
    rf"(?P<asked>{_COMPARATIVE})\b(?! than\b)|\bthe (?P<of_two>{_COMPARATIVE})(?= (?:one|of)\b)"
)
# "The cheaper one" and "the bigger one" point at an option (mention_matching/references.py).
_POINTING = frozenset(["cheaper", "dearer", "pricier", "bigger", "smaller", "higher", "lower"])


@dataclass(frozen=True)
class Superlative:
    """What options are put in order by: an attribute, or the price where `attribute` is None; the `highest` first or last."""

    attribute: Attribute | None
    highest: bool


def superlative_in(
    text: str, catalogue: Catalogue, named: Iterable[str] = (), among: Sequence[str] = ()
) -> Superlative | None:
    """The superlative of an English message, as far as the catalogue has a figure for it; None where there is none.

    `named`: ids of the attributes that the message names. `among`: ids of the products in question, whose figures count.
    A comparative counts where it is asked which of them it is.
    "best" counts only with an attribute of which more (or less) is better for everyone.
    """
    plain = _of_two(text.casefold())
    if of_price := _OF_PRICE.search(plain):
        return Superlative(None, bool(_DEAR.search(of_price[0])))
    measured = _numbers(catalogue, among)
    words = _WORD.findall(plain)
    mine = [measured[each] for each in named if each in measured]
    for word in words:
        if word in _DIRECTIONS and mine:
            return Superlative(mine[0], _DIRECTIONS[word])
    for word in words:
        if word in _MEASURED:
            kinds, highest = _MEASURED[word]
            found = None if kinds == PRICE else _called(kinds, mine or list(measured.values()))
            if found or kinds == PRICE:
                return Superlative(found, highest)
    if _BEST.search(plain) and mine and mine[0].better:
        return Superlative(mine[0], mine[0].better == "higher")
    return None


def _of_two(plain: str) -> str:
    """The text with the superlative in place of a comparative that asks for one of two."""
    for match in _COMPARED.finditer(plain):
        name = "asked" if match["asked"] else "of_two"
        if name == "asked" or match[name] not in _POINTING:
            return plain[: match.start(name)] + _OF_TWO[match[name]] + plain[match.end(name) :]
    return plain


def _numbers(catalogue: Catalogue, among: Sequence[str]) -> dict[str, Attribute]:
    """The attributes with figures that at least two of the products have."""
    counts: dict[str, int] = {}
    for product_id in among or catalogue.products:
        ways = catalogue.plans_of(product_id)
        known = [catalogue.attributes_of_plan(plan) for plan in ways] or [
            dict(catalogue.product(product_id).attributes)
        ]
        for values in known:
            for name, value in values.items():
                counts[name] = counts.get(name, 0) + isinstance(value, Decimal)
    return {
        each.id: each
        for each in catalogue.attributes.values()
        if each.type is AttributeType.NUMBER and counts.get(each.id, 0) >= 2
    }


def _called(kinds: str, attributes: Sequence[Attribute]) -> Attribute | None:
    """The first attribute, in the order of the kinds, whose name, id or alias has that word."""
    for kind in kinds.split("|"):
        for each in attributes:
            names = " | ".join((each.id.replace("_", " "), each.name, *each.aliases)).casefold()
            if re.search(rf"\b{re.escape(kind)}", names):
                return each
    return None
