"""Attributes whose values are words: what labels say ("Smart platform: webOS"), makers, colours, sizes of things to fit."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from milepost.sales.feeds.feed import FeedProduct
from milepost.sales.feeds.names import brands, segments
from milepost.sales.feeds.quantities import quantities
from milepost.sales.feeds.text import stem, tokens

# The eleven basic colour terms of English (Berlin & Kay 1969) with the finishes that goods come in.
_COLOURS = [
    "black",
    "white",
    "grey",
    "gray",
    "silver",
    "red",
    "blue",
    "green",
    "yellow",
    "orange",
    "brown",
    "pink",
    "purple",
    "gold",
    "beige",
    "cream",
    "navy",
    "teal",
    "turquoise",
    "bronze",
    "copper",
    "ivory",
    "sand",
    "sandstone",
    "graphite",
    "charcoal",
    "platinum",
    "maroon",
    "burgundy",
    "violet",
    "natural",
    "walnut",
    "oak",
    "cherry",
    "mahogany",
    "sunburst",
    "mint",
    "olive",
    "khaki",
    "rose",
    "lavender",
    "aqua",
]
_SAME_COLOUR = {
    "gray": "grey",
    "sandstone": "sand",
    "charcoal": "grey",
    "graphite": "grey",
    "aqua": "blue",
    "navy": "blue",
}
# Trade sizes that many goods come in: beds, clothes.
_SIZE_WORDS = (
    "twin xl", "california king", "cal king", "split king", "super king", "twin", "full", "double", "queen", "king",
    "xx-large", "x-large", "x-small", "xxl", "xl", "xs", "extra large", "extra small", "small", "medium", "large",
)  # fmt: skip
_SAME_SIZE = {
    "cal king": "california king",
    "extra large": "x-large",
    "xl": "x-large",
    "extra small": "x-small",
    "xs": "x-small",
    "xxl": "xx-large",
}
_LABEL = re.compile(r"^\s*([A-Za-z][\w /&-]{1,30}?)\s*:\s*(\S.*)$")
_NOT_A_LABEL = frozenset(
    [
        "note",
        "tip",
        "url",
        "link",
        "image",
        "sku",
        "ean",
        "gtin",
        "upc",
        "id",
        "stock",
        "availability",
        "description",
        "name",
        "title",
        "price",
        "dimensions",
        "dimension",
    ]
)
_MOST_CHOICES = 24
_MOST_KINDS = 12
_PRAISED = re.compile(r"^(?:(?:ideal|good|great|best|perfect|suitable|designed|made|excellent) for )?(?:a |an |the )?")
_MOST_WORDS = 4


@dataclass(frozen=True)
class Choice:
    """A word attribute: of each product one value, or several where `is_list`. `is_taste`: a matter of liking;
    `is_told`: the guide orders the goods by it. `synonyms` by value."""

    name: str
    values: dict[str, tuple[str, ...]]
    is_list: bool = False
    is_taste: bool = False
    is_told: bool = False
    synonyms: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def choices(self) -> tuple[str, ...]:
        """Every value, the commonest first."""
        counts = Counter(value for values in self.values.values() for value in values)
        return tuple(value for value, _ in counts.most_common())


def choices(products: Sequence[FeedProduct], figure_names: Sequence[str]) -> list[Choice]:
    """The word attributes of products of one category."""
    makers = brands(products)
    found = [Choice("brand", {product: (maker,) for product, maker in makers.items()}, is_taste=True)] if makers else []
    found += [choice for choice in (sizes(products), colours(products)) if choice]
    known = {choice.name for choice in found} | set(figure_names)
    found += [choice for choice in labelled(products) if choice.name not in known]
    known |= {choice.name for choice in found}
    found += [choice for choice in headed(products) if choice.name not in known]
    return [choice for choice in found if len(choice.choices) > 1]


def colours(products: Sequence[FeedProduct]) -> Choice | None:
    """By a column, or the basic colour in the name's last segment or in a feature of at most four words."""
    values: dict[str, tuple[str, ...]] = {}
    for product in products:
        texts = [
            value
            for key, value in product.facts.items()
            if key.casefold() in ("color", "colour", "finish", "colors", "colours")
        ]
        texts += segments(product.name)[-1:] + [each for each in product.features if len(each.split()) <= 4]
        named = next((found for text in texts if (found := _colour_words(text))), [])
        if named:
            values[product.id] = (named[-1],)
    if len(values) < max(2, 0.4 * len(products)):
        return None
    return Choice("colour", values, is_taste=True, synonyms={"grey": ("gray",)})


def _colour_words(text: str) -> list[str]:
    """The colours of a text's first part: "natural silver", not the copper of its accents."""
    main = re.split(r"\b(?:with|and)\b|[/,;]", text.casefold(), maxsplit=1)[0]
    return [_SAME_COLOUR.get(token.word, token.word) for token in tokens(main) if token.word in _COLOURS]


def sizes(products: Sequence[FeedProduct]) -> Choice | None:
    """Trade sizes ("queen", "XL") that the names, labels or features give; several of one product are all on offer."""
    values: dict[str, tuple[str, ...]] = {}
    for product in products:
        texts = [
            product.name,
            *product.features,
            *(value for key, value in product.facts.items() if "size" in key.casefold()),
        ]
        named: list[str] = []
        for text in texts:
            if (
                text is product.name
                or re.search(r"\bsizes?\b|\bavailable\b", text, re.I)
                or text in product.facts.values()
            ):
                named += _size_words(text)
        if named:
            values[product.id] = tuple(dict.fromkeys(named))
    if len(values) < max(2, 0.5 * len(products)) or len({value for each in values.values() for value in each}) < 2:
        return None
    is_list = any(len(each) > 1 for each in values.values())
    return Choice(
        "size",
        values,
        is_list=is_list,
        synonyms={"x-large": ("xl", "extra large"), "california king": ("cal king",), "full": ("double",)},
    )


def _size_words(text: str) -> list[str]:
    found, rest = [], text.casefold()
    for size in _SIZE_WORDS:
        pattern = re.compile(rf"(?<![\w-]){re.escape(size)}(?![\w-])")
        if pattern.search(rest):
            found.append(_SAME_SIZE.get(size, size))
            rest = pattern.sub(" ", rest)
    return found


def headed(products: Sequence[FeedProduct]) -> list[Choice]:
    """Features that end in the same word and differ in what stands before it: "soft feel", "firm feel"."""
    said: dict[str, dict[str, str]] = defaultdict(dict)
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for product in products:
        for feature in product.features:
            words = tokens(feature)
            if 2 <= len(words) <= _MOST_WORDS and ":" not in feature and not any(True for _ in quantities(feature)):
                before = _PRAISED.sub("", " ".join(word.word for word in words[:-1]).casefold())
                if before:
                    said[words[-1].stem].setdefault(product.id, before)
                written[words[-1].stem][words[-1].word.casefold()] += 1
    found = []
    for head, values in said.items():
        distinct = set(values.values())
        of_colour = sum(bool(_colour_words(value)) for value in distinct) > len(distinct) / 2
        few = 1 < len(distinct) <= min(_MOST_KINDS, max(2, 0.6 * len(values)))
        if len(values) >= max(3, 0.5 * len(products)) and few and not of_colour:
            name = written[head].most_common(1)[0][0]
            found.append(Choice(name, {product: (value,) for product, value in values.items()}))
    return found


def labelled(products: Sequence[FeedProduct]) -> list[Choice]:
    """Columns and "Label: value" features that a good share of the products have, with few and short values."""
    said: dict[str, dict[str, str]] = defaultdict(dict)
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for product in products:
        pairs = [
            *product.facts.items(),
            *(match.groups() for each in product.features if (match := _LABEL.match(each))),
        ]
        for label, value in pairs:
            key = " ".join(stem(token.word.casefold()) for token in tokens(label))
            if key and key not in _NOT_A_LABEL and not set(key.split()) & _NOT_A_LABEL:
                said[key].setdefault(product.id, value.strip(" ."))
                names[key][label.strip().casefold()] += 1
    found = []
    for key, values in said.items():
        name = names[key].most_common(1)[0][0]
        short = {
            product: value
            for product, value in values.items()
            if len(value.split()) <= _MOST_WORDS and not re.match(r"[\d.,]+\s?\S{0,8}$", value)
        }
        distinct = {value.casefold() for value in short.values()}
        if len(short) >= max(2, 0.5 * len(products)) and 1 < len(distinct) <= min(
            _MOST_CHOICES, max(2, 0.7 * len(short))
        ):
            form = {value.casefold(): value for value in short.values()}
            found.append(Choice(name, {product: (form[value.casefold()],) for product, value in short.items()}))
    return found
