"""Attributes whose values are words: what labels say ("Smart platform: webOS"), makers, colours, sizes of things to fit."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from milepost.importing.feed import FeedProduct
from milepost.importing.text import FUNCTION_WORDS, PRAISE, stem, tokens
from milepost.importing.understanding.names import brands, segments
from milepost.importing.understanding.quantities import quantities

# The eleven basic colour terms of English (Berlin & Kay 1969) with the finishes that goods come in.
_COLOURS = (
    "black", "white", "grey", "gray", "silver", "red", "blue", "green", "yellow", "orange", "brown", "pink",
    "purple", "gold", "beige", "cream", "navy", "teal", "turquoise", "bronze", "copper", "ivory", "sand",
    "sandstone", "graphite", "charcoal", "platinum", "maroon", "burgundy", "violet", "natural", "walnut", "oak",
    "cherry", "mahogany", "sunburst", "mint", "olive", "khaki", "rose", "lavender", "aqua",
)  # fmt: skip
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
_NOT_A_LABEL = {
    "note", "tip", "url", "link", "image", "sku", "ean", "gtin", "upc", "id", "stock", "availability",
    "description", "name", "title", "price", "dimensions", "dimension",
}  # fmt: skip
_SIZE = re.compile(
    r"(?<![\w-])(?:" + "|".join(re.escape(size) for size in sorted(_SIZE_WORDS, key=len, reverse=True)) + r")(?![\w-])"
)
_SIZE_SYNONYMS = {"x-large": ("xl", "extra large"), "california king": ("cal king",), "full": ("double",)}
_OF_SIZE = re.compile(r"\bsizes?\b|\bavailable\b", re.I)
_NO_OPTION = frozenset(["title", "version", "option", "variant", "default", "style number", "name"])
_TRUTHS = frozenset(["yes", "no", "true", "false", "y", "n", "ja", "nein", "oui", "non"])
_LEAST_FORMED = 0.05
_MOST_FORMS = 80
_LISTED = re.compile(r"\s*[,;|]\s*")
_MOST_CHOICES = 24
_MOST_KINDS = 12
_PRAISED = re.compile(r"^(?:(?:ideal|good|great|best|perfect|suitable|designed|made|excellent) for )?(?:a |an |the )?")
_MOST_WORDS = 4
# From so many products of a category on, its columns are judged by these alone.
_MANY = 12


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


def choices(
    products: Sequence[FeedProduct], figure_names: Sequence[str], shared: Sequence[Choice] = ()
) -> list[Choice]:
    """The word attributes of products of one category. `shared` are what columns say of all categories: a few products alone do
    not show that a column has few values, or lists of them."""
    makers = brands(products)
    found = [Choice("brand", {product: (maker,) for product, maker in makers.items()}, is_taste=True)] if makers else []
    found += formed(products)
    known = {choice.name for choice in found}
    found += [choice for choice in (sizes(products), colours(products)) if choice and choice.name not in known]
    known = {choice.name for choice in found} | set(figure_names)
    found += [choice for choice in _of_shared(products, shared) if choice.name not in known]
    known |= {choice.name for choice in found}
    found += [choice for choice in labelled(products) if choice.name not in known]
    known |= {choice.name for choice in found}
    found += [choice for choice in headed(products) if choice.name not in known]
    return [choice for choice in found if len(choice.choices) > 1 or choice.name == "brand"]


def _of_shared(products: Sequence[FeedProduct], shared: Sequence[Choice]) -> list[Choice]:
    if len(products) >= _MANY:
        return []
    found = []
    for choice in shared:
        values = {each.id: choice.values[each.id] for each in products if each.id in choice.values}
        if len(values) >= max(2, 0.5 * len(products)):
            found.append(replace(choice, values=values))
    return found


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
        named = _size_words(product.name)
        for feature in product.features:
            named += _size_words(feature) if _OF_SIZE.search(feature) else []
        for key, value in product.facts.items():
            named += _size_words(value) if "size" in key.casefold() else []
        if named:
            values[product.id] = tuple(dict.fromkeys(named))
    if len(values) < max(2, 0.5 * len(products)) or len({value for each in values.values() for value in each}) < 2:
        return None
    is_list = any(len(each) > 1 for each in values.values())
    return Choice("size", values, is_list=is_list, synonyms=_SIZE_SYNONYMS)


def _size_words(text: str) -> list[str]:
    """The longest first, so that "x-large" is not "large"; in the order of the table."""
    found = {match[0] for match in _SIZE.finditer(text.casefold())}
    return [_SAME_SIZE.get(size, size) for size in _SIZE_WORDS if size in found]


def formed(products: Sequence[FeedProduct]) -> list[Choice]:
    """What the goods' variants tell apart: each product comes in all of its values."""
    said: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for product in products:
        for option, values in product.forms.items():
            said[" ".join(option.casefold().split())][product.id] = tuple(dict.fromkeys(values))
    found = []
    for option, known in said.items():
        distinct = {value.casefold() for values in known.values() for value in values}
        if option in _NO_OPTION or re.fullmatch(r"(?:option|variant|attribute) ?\d*", option):
            continue
        if len(known) >= max(1, _LEAST_FORMED * len(products)) and 1 < len(distinct) <= _MOST_FORMS:
            for product in products:  # one without variants may say it in a column
                own = next((value for key, value in product.facts.items() if key.casefold() == option), "")
                if own and product.id not in known and len(own.split()) <= _MOST_WORDS:
                    known[product.id] = (own,)
            found.append(_alike(Choice(option, known, is_list=True, is_taste=option in ("colour", "color"))))
    return found


def _alike(choice: Choice) -> Choice:
    """Values that differ only in capitals are one, in its commonest form."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for said in choice.values.values():
        for value in said:
            forms[value.casefold()][value] += 1
    best = {folded: counts.most_common(1)[0][0] for folded, counts in forms.items()}
    values = {
        product: tuple(dict.fromkeys(best[value.casefold()] for value in said))
        for product, said in choice.values.items()
    }
    return Choice(choice.name, values, choice.is_list, choice.is_taste, choice.is_told, choice.synonyms)


def headed(products: Sequence[FeedProduct]) -> list[Choice]:
    """Features that end in the same word and differ in what stands before it: "soft feel", "firm feel"."""
    said: dict[str, dict[str, str]] = defaultdict(dict)
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for product in products:
        for feature in product.features:
            words = tokens(feature)
            if words and words[-1].stem in PRAISE | FUNCTION_WORDS:
                continue
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
        choice = _of_label(names[key].most_common(1)[0][0], values)
        distinct = {value.casefold() for said_of in choice.values.values() for value in said_of}
        most = min(_MOST_CHOICES, max(2, 0.7 * len(choice.values)))
        if len(choice.values) >= max(2, 0.5 * len(products)) and 1 < len(distinct) <= most and not distinct <= _TRUTHS:
            found.append(choice)
    return found


def _of_label(name: str, said: dict[str, str]) -> Choice:
    """What a label says of each product: one short value, or several where a good share gives a list."""
    listed = {product: [part for part in _LISTED.split(value) if part] for product, value in said.items()}
    is_list = sum(len(parts) > 1 for parts in listed.values()) >= max(2, 0.2 * len(listed))
    values = {}
    for product, parts in listed.items():
        kept = [part for part in (parts if is_list else [said[product]]) if _is_short(part)]
        if kept and len(kept) == len(parts if is_list else [said[product]]):
            values[product] = tuple(dict.fromkeys(kept))
    return _alike(Choice(name, values, is_list))


def _is_short(value: str) -> bool:
    """A few words and not only a figure."""
    return len(value.split()) <= _MOST_WORDS and not re.match(r"[\d.,]+\s?\S{0,8}$", value)
