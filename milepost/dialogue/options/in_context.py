"""What the words of a message mean here and not elsewhere: "the big one" of what comes in sizes, "that code", "and without"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from milepost.dialogue.context import Context
from milepost.dialogue.options.sizes import place_of_size, size_said
from milepost.dialogue.options.words import names_of
from milepost.dialogue.prices.reductions import CODE_WORDS, OFF_WORDS, Reductions
from milepost.dialogue.reading import Counted, Named, Reading
from milepost.dialogue.words import stem, telling_words
from milepost.sales.catalogue import Catalogue, Product
from milepost.sales.options import exists, is_ours, product_of

_LETTERS = ("xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl")
_MEASURE = re.compile(r"(?P<number>\d+(?:[.,]\d+)?)\s?(?P<unit>[^\W\d]*)")
_GRAMS = {"g": 1.0, "kg": 1000.0, "ml": 1.0, "cl": 10.0, "l": 1000.0, "oz": 28.35, "lb": 453.6}
_NUMBERED = re.compile(
    r"(?<![\w.,$€£])(?P<number>[1-9]\d{0,3})\s+(?:of (?:the|those|these) )?(?P<word>[^\W\d_]{3,}s)\b"
)
# What leaves something out, where nothing else is said: "and without?".
_WITHOUT = re.compile(r"\b(?:without|w/o|minus|excluding|ohne|sin|sans|sem)\b", re.IGNORECASE)


class InContext:
    """Reads words against what a conversation is about, for one catalogue version."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._reductions = Reductions(catalogue)
        self._called = frozenset(
            word for name in names_of(catalogue) for word in telling_words(name) if not word.isdigit()
        )
        self._sizes = {each.id: _sizes_of(each) for each in catalogue.products.values() if each.variants}

    def read(self, reading: Reading, context: Context) -> Reading:
        """The reading with what its words mean in this conversation."""
        reading = self._counted(self._reductions.said_with(reading, context))
        return self._left_out(self._of_form(reading, context), context)

    def _counted(self, reading: Reading) -> Reading:
        """The number before a word that something of ours is called by, though not by its whole name: "12 daylights"."""
        if reading.counts:
            return reading
        for match in _NUMBERED.finditer(reading.text):
            if stem(match["word"].casefold()) in self._called:
                return replace(reading, counts=(Counted(int(match["number"]), None, False, None, False),))
        return reading

    def _of_form(self, reading: Reading, context: Context) -> Reading:
        """The size of what is in focus that a size word or a bare figure means; there the figure counts nothing."""
        product = self._product(reading, context)
        for option, values in (self._sizes.get(product, {}) if product else {}).items():
            if option in reading.forms:
                continue
            figure = _figure_of(reading, values)
            size = size_said(reading.text)
            held = context.case.forms.get(str(product), {}).get(option)
            value = figure or (values[place] if size and (place := _place(size, values, held)) is not None else None)
            if value is not None:
                forms = {**reading.forms, option: (value,)}
                counts = () if figure else reading.counts
                return replace(reading, forms=forms, counts=counts, order=None, is_of_form=True)
        return reading

    def _product(self, reading: Reading, context: Context) -> str | None:
        """The one product that is named, else the one in focus, where it is sold in one way: of several the words mean these."""
        named = {option for one in reading.of("product") for option in one.ids}
        if reading.of("plan", "competitor") or len(named) > 1:
            return None
        ours = [option for option in context.focus if is_ours(option) and exists(self._catalogue, option)]
        products = named or {product_of(self._catalogue, option) for option in ours}
        if len(products) != 1:
            return None
        product = products.pop()
        is_single = len(self._catalogue.plans_of(product)) == 1
        return product if is_single or (ours and all(option.startswith("plan:") for option in ours)) else None

    def _left_out(self, reading: Reading, context: Context) -> Reading:
        """The extra or the code that is to fall away, where it goes without its name."""
        place = _WITHOUT.search(reading.text)
        if place is None or "without" not in reading.phrases or reading.add_ons:
            return reading
        said, case = telling_words(reading.text[place.end() :]), context.case
        if said & (CODE_WORDS | OFF_WORDS):
            return replace(reading, drops_codes=True)
        held = [each for each in case.add_ons if each in self._catalogue.add_ons]
        meant = [each for each in held if said & telling_words(self._catalogue.add_ons[each].name)]
        gone = meant or (held[-1:] if not reading.rest else [])
        if gone:
            return replace(reading, named=(*reading.named, Named("add_on", tuple(gone[:1]), *place.span(), place[0])))
        return replace(reading, drops_codes=bool(case.codes) and not reading.rest)


def asks_for_code(reading: Reading) -> bool:
    """Whether the words speak of a code without saying which."""
    return reading.code is None and bool(telling_words(reading.text) & CODE_WORDS)


def _sizes_of(product: Product) -> Mapping[str, Sequence[str]]:
    """The options of a product by whose values it is larger or smaller, each with its values from the least to the most."""
    found: dict[str, Sequence[str]] = {}
    for option in dict.fromkeys(name for variant in product.variants for name in variant.options):
        values = list(dict.fromkeys(v.options[option] for v in product.variants if option in v.options))
        if len(values) > 1 and all(_size_of(value) is not None for value in values):
            found[option] = sorted(values, key=lambda value: _size_of(value) or 0.0)
    return found


def _size_of(value: str) -> float | None:
    """How large a value makes a good: a letter's place, a measure; None for what is no size."""
    lower = value.casefold().strip()
    if lower in _LETTERS:
        return float(_LETTERS.index(lower))
    match = _MEASURE.match(lower)
    return float(match["number"].replace(",", ".")) * _GRAMS.get(match["unit"], 1.0) if match else None


def _figure_of(reading: Reading, values: Sequence[str]) -> str | None:
    """The value that a bare figure means: "the 6" of what comes in 6 and 8 inches."""
    count = reading.count
    if count is None or count.people or count.more or count.fewer or count.option is not None:
        return None
    own = [value for value in values if (match := _MEASURE.match(value)) and match["number"] == str(count.number)]
    is_called = re.search(
        rf"\bthe {count.number}(?: one| ?(?:in|inch|er))?\b(?!\s*(?:people|of us|items|pieces))", reading.text, re.I
    )
    return own[0] if len(own) == 1 and is_called else None


def _place(size: str, values: Sequence[str], held: str | None) -> int | None:
    """Which of ordered values a size word asks for."""
    return place_of_size(size, len(values), values.index(held) if held in values else None)
