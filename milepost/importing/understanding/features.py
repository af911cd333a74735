"""Yes-or-no attributes: what some products of a feed mention and others do not, the most telling first."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log2

from milepost.importing.feed import FeedProduct
from milepost.importing.text import (
    FUNCTION_WORDS,
    PRAISE,
    Token,
    clauses,
    split_stems,
    stem_line,
    stems_of,
    tokens,
)
from milepost.importing.understanding.guide import Guide
from milepost.importing.understanding.quantities import is_unit

_MOST = 24
# Said of less than this share, it is not worth asking for; so many phrases are weighed against each other.
_LEAST_SHARE = 0.03
_MOST_CANDIDATES = 300
# Said of more than this share of the products, it tells nothing apart.
_MOST_SHARE = 0.85
# Two phrases said of so nearly the same products (Jaccard) are one feature.
_SAME = 0.75
# From so many products on two phrases of the same products belong together.
_MANY = 12
_TRUTH = {
    **dict.fromkeys(("yes", "true", "y", "ja", "oui", "s\u00ed", "sim", "\u2713", "\u2714"), True),
    **dict.fromkeys(("no", "false", "n", "nein", "non", "n\u00e3o", "\u2717", "\u2718"), False),
}
# Words of an item, and how much more it counts word for word than by its words.
_MOST_ITEM = 5
_AS_LISTED = 3.0
_LABELLED = re.compile(r"^[^:]{2,30}:\s")


@dataclass(frozen=True)
class Feature:
    """A phrase and the products that it is said of; `weight` grows with how much it tells apart and how much the guide
    speaks of it. `aliases` are other phrases said of the same products. `without` are the products that are said not to have
    it: of what is in neither, nothing is known."""

    name: str
    stems: tuple[str, ...]
    products: frozenset[str]
    weight: float
    aliases: tuple[str, ...] = ()
    without: frozenset[str] = frozenset()


def features(
    products: Sequence[FeedProduct], guide: Guide, dull: frozenset[str], measuring: frozenset[str] = frozenset()
) -> list[Feature]:
    """The yes-or-no attributes of products of one category; `dull` stems (category, makers, colours) name none, and
    those that stand beside figures (`measuring`) none by themselves."""
    have, often = _have(products)
    written = _written(products, have, often, dull)
    found: list[Feature] = []
    named = _named(products)
    for stems in written:
        holders = have[stems]
        share = len(holders) / max(1, len(products))
        if len(stems) == 1 and stems[0] in measuring:
            continue
        weight = _entropy(share) * _topicality(stems, named[stems], guide, dull)
        if weight:
            found.append(Feature(written[stems].most_common(1)[0][0], stems, frozenset(holders), weight))
    found = [*_listed(products), *found]
    ordered = sorted(found, key=lambda each: (-each.weight, -len(each.stems), each.name))[:_MOST_CANDIDATES]
    kept = _distinct(ordered, merges=len(products) >= _MANY)[:_MOST]
    forms = _forms(products, guide)
    return [
        replace(each, aliases=_aliases(each, forms, [other for other in kept if other is not each])) for each in kept
    ]


def _listed(products: Sequence[FeedProduct]) -> list[Feature]:
    """Of a few products the items of their lists that several have word for word: there is too little text to tell what else
    its words say."""
    if len(products) >= _MANY:
        return []
    said: dict[str, set[str]] = defaultdict(set)
    for product in products:
        for item in product.features:
            if not _LABELLED.match(item) and not re.search(r"\d", item) and len(item.split()) <= _MOST_ITEM:
                said[item.strip(" .!").casefold()].add(product.id)
    return [
        Feature(item, stems, frozenset(holders), _AS_LISTED * _entropy(len(holders) / len(products)))
        for item, holders in said.items()
        if 2 <= len(holders) <= _MOST_SHARE * len(products)
        and (stems := tuple(part for token in tokens(item) for part in split_stems(token)))
    ]


def _named(products: Sequence[FeedProduct]) -> Counter[tuple[str, ...]]:
    """In how many names each run of stems stands."""
    counts: Counter[tuple[str, ...]] = Counter()
    for product in products:
        counts.update(_windows(stem_line(product.name).split()))
    return counts


def _windows(stems: Sequence[str]) -> set[tuple[str, ...]]:
    """Every run of one to three stems."""
    return {tuple(stems[start : start + length]) for length in (1, 2, 3) for start in range(len(stems) - length + 1)}


def stated(products: Sequence[FeedProduct]) -> list[Feature]:
    """Columns that answer with yes or no: who has it, and who is said not to."""
    said: dict[str, dict[str, bool | None]] = defaultdict(dict)
    for product in products:
        for label, value in product.facts.items():
            said[" ".join(label.casefold().split())][product.id] = _TRUTH.get(value.casefold().strip())
    found = []
    for label, answers in said.items():
        known = {product: answer for product, answer in answers.items() if answer is not None}
        if len(known) < len(answers) or len(known) < max(2, _LEAST_SHARE * len(products)):
            continue
        with_it = frozenset(product for product, answer in known.items() if answer)
        without = frozenset(known) - with_it
        stems = tuple(part for token in tokens(label) for part in split_stems(token))
        if stems:
            weight = _entropy(len(with_it) / len(products)) if with_it and without else 0.0
            found.append(Feature(label, stems, with_it, weight, without=without))
    return found


def _topicality(stems: tuple[str, ...], named: int, guide: Guide, dull: frozenset[str]) -> float:
    """How much a phrase is a topic: what headings are about, what names say, what is said in more than one word."""
    spoken = guide.times(stems)
    if guide.text and not spoken:
        return 0.0
    headed = max((len(stems) / len(about) for section in guide.sections
                  if (about := stems_of(section.heading) - dull - PRAISE) and set(stems) <= about), default=0.0)  # fmt: skip
    weight = (1 + log2(1 + spoken)) * (2.0 if headed > 0.5 else 1.0) * (1.4 if named >= 2 else 1.0)
    if not guide.text:
        return weight * (0.7 if len(stems) > 2 else 1.0)
    return weight * (1.6 if len(stems) > 1 and spoken >= 2 else 0.7 if headed <= 0.5 and named < 2 else 1.0)


def _forms(products: Sequence[FeedProduct], guide: Guide) -> dict[str, tuple[str, ...]]:
    """How each stem is written anywhere: "frother", "frothing"."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for text in (*(product.text for product in products), guide.text):
        for token in tokens(text):
            if len(token.word) > 3 and token.word.isalpha():
                found[token.stem][token.word.casefold()] += 1
    return {stem: tuple(word for word, _ in words.most_common(4)) for stem, words in found.items()}


def _aliases(feature: Feature, forms: dict[str, tuple[str, ...]], others: Sequence[Feature]) -> tuple[str, ...]:
    """What else it goes by: phrases of the same products, and the forms of the one word that is its own."""
    foreign = {stem for other in others for stem in other.stems}
    own = [stem for stem in feature.stems if stem not in foreign and stem not in PRAISE]
    told = list(forms.get(own[-1], ())) if own and (len(feature.stems) == 1 or own[-1] == feature.stems[-1]) else []
    return tuple(dict.fromkeys(alias for alias in (*feature.aliases, *told) if alias != feature.name))


def _have(products: Sequence[FeedProduct]) -> tuple[dict[tuple[str, ...], set[str]], set[str]]:
    """The products whose texts hold each run of stems, of the runs that enough and not too many products hold; and the stems
    that enough products hold, which every such run is made of."""
    counts: Counter[tuple[str, ...]] = Counter()
    windows = [_windows(stem_line(product.text).split()) for product in products]
    for found in windows:
        counts.update(found)
    least, most = max(2, _LEAST_SHARE * len(products)), _MOST_SHARE * len(products)
    have: dict[tuple[str, ...], set[str]] = {stems: set() for stems, times in counts.items() if least <= times <= most}
    for product, found in zip(products, windows, strict=True):
        for stems in found & have.keys():
            have[stems].add(product.id)
    return have, {stems[0] for stems, times in counts.items() if len(stems) == 1 and times >= least}


def _written(
    products: Sequence[FeedProduct], have: Mapping[tuple[str, ...], set[str]], often: set[str], dull: frozenset[str]
) -> dict[tuple[str, ...], Counter[str]]:
    """Of those runs the ones that may name a feature where names and features say them, with how they are written."""
    only_described = not any(product.features for product in products)
    common = _common_words(products)
    counts: Counter[tuple[str, ...]] = Counter()
    samples: dict[tuple[str, ...], tuple[tuple[Token, ...], tuple[str, ...]]] = {}
    for product in products:
        for text in (product.name, *product.features, product.description if only_described else ""):
            if _LABELLED.match(text) and len(text.split()) > 12:
                continue
            for run, stems in _frequent_runs(text, often):
                if stems in have:
                    words = tuple(token.word.casefold() for token in run)
                    counts[words] += 1
                    samples.setdefault(words, (run, stems))
    written: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for words, times in counts.items():
        run, stems = samples[words]
        if _names_something(run, stems, dull) and (not common or common.issuperset(stems)):
            written[stems][" ".join(words)] += times
    return written


def _frequent_runs(text: str, often: set[str]) -> Iterator[tuple[tuple[Token, ...], tuple[str, ...]]]:
    """Runs of one to three words of which each is said often, with their stems."""
    for clause in clauses(text):
        parts = [split_stems(token) for token in clause]
        for start in range(len(clause)):
            stems: tuple[str, ...] = ()
            for stop in range(start, min(start + 3, len(clause))):
                if not often.issuperset(parts[stop]):
                    break
                stems += parts[stop]
                yield clause[start : stop + 1], stems


def _common_words(products: Sequence[FeedProduct]) -> frozenset[str]:
    """The stems of what the texts say beside the names; none where hardly a product has a text."""
    told = [product for product in products if product.description or product.features]
    if len(told) < 0.5 * len(products):
        return frozenset()
    return frozenset(
        token.stem for product in told for text in (product.description, *product.features) for token in tokens(text)
    )


def _names_something(run: tuple[Token, ...], stems: tuple[str, ...], dull: frozenset[str]) -> bool:
    """Not opened or closed by a word of grammar or praise, without plain figures, and not only about the category."""
    if (
        len(stems) > 3
        or any(len(token.word) < 3 and not token.word[:1].isdigit() for token in run)
        or set(stems) & FUNCTION_WORDS
    ):
        return False
    if len(stems) == 1 and (stems[0] in PRAISE or len(run[0].word) < 3 or is_unit(run[0].word)):
        return False
    if any(token.word.replace(".", "").replace(",", "").isdigit() for token in run):
        return False
    return (
        not all(stem in dull or stem in PRAISE or stem in FUNCTION_WORDS for stem in stems)
        and not (len(stems) > 2 and stems[0] in PRAISE)
        and not set(stems) & dull
    )


def _entropy(share: float) -> float:
    return -(share * log2(share) + (1 - share) * log2(1 - share)) if 0 < share < 1 else 0.0


def _distinct(ordered: Sequence[Feature], *, merges: bool) -> list[Feature]:
    """Of phrases of nearly the same products the weightiest, in its fullest form; the others are its aliases. Where
    products are few (not `merges`), phrases without a common word are of the same products by chance."""
    kept: list[Feature] = []
    for feature in ordered:
        twin = next((place for place, each in enumerate(kept) if _alike(feature, each, merges)), None)
        if twin is None:
            kept.append(feature)
            continue
        known = kept[twin]
        fuller = feature.products == known.products and set(known.stems) < set(feature.stems)
        name, stems, other = (
            (feature.name, feature.stems, known.name) if fuller else (known.name, known.stems, feature.name)
        )
        aliases = tuple(dict.fromkeys((*known.aliases, *((other,) if overlap_of(feature, known) >= _SAME else ()))))
        kept[twin] = Feature(
            name, stems, known.products, known.weight, tuple(alias for alias in aliases if alias != name)
        )
    return kept


def overlap_of(one: Feature, other: Feature) -> float:
    """The share of the products of either that have both (Jaccard)."""
    return len(one.products & other.products) / len(one.products | other.products)


def _alike(one: Feature, other: Feature, merges: bool) -> bool:
    overlap = overlap_of(one, other)
    shares_word = bool(set(one.stems) & set(other.stems))
    if not shares_word and not merges:
        return False
    return overlap >= (0.5 if shares_word else _SAME) or (
        shares_word and (one.products <= other.products or other.products <= one.products)
    )
