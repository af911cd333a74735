"""Yes-or-no attributes: what some products of a feed mention and others do not, the most telling first."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log2

from milepost.sales.feeds.feed import FeedProduct
from milepost.sales.feeds.guide import Guide
from milepost.sales.feeds.quantities import is_unit
from milepost.sales.feeds.text import (
    FUNCTION_WORDS,
    PRAISE,
    Token,
    clauses,
    runs,
    split_stems,
    stem_line,
    stems_of,
    tokens,
)

_MOST = 24
# Said of more than this share of the products, it tells nothing apart.
_MOST_SHARE = 0.85
# Two phrases said of so nearly the same products (Jaccard) are one feature.
_SAME = 0.75
# From so many products on two phrases of the same products belong together.
_MANY = 12
_LABELLED = re.compile(r"^[^:]{2,30}:\s")


@dataclass(frozen=True)
class Feature:
    """A phrase and the products that it is said of; `weight` grows with how much it tells apart and how much the guide
    speaks of it. `aliases` are other phrases said of the same products."""

    name: str
    stems: tuple[str, ...]
    products: frozenset[str]
    weight: float
    aliases: tuple[str, ...] = ()


def features(
    products: Sequence[FeedProduct], guide: Guide, dull: frozenset[str], measuring: frozenset[str] = frozenset()
) -> list[Feature]:
    """The yes-or-no attributes of products of one category; `dull` stems (category, makers, colours) name none, and
    those that stand beside figures (`measuring`) none by themselves."""
    said, written = _said(products, dull)
    have = _have(products, said)
    found: list[Feature] = []
    for stems, holders in have.items():
        share = len(holders) / max(1, len(products))
        if len(holders) < 2 or share > _MOST_SHARE or (len(stems) == 1 and stems[0] in measuring):
            continue
        weight = _entropy(share) * _topicality(stems, products, guide, dull)
        if weight:
            found.append(Feature(written[stems].most_common(1)[0][0], stems, frozenset(holders), weight))
    ordered = sorted(found, key=lambda each: (-each.weight, -len(each.stems), each.name))
    kept = _distinct(ordered, merges=len(products) >= _MANY)[:_MOST]
    forms = _forms(products, guide)
    return [
        replace(each, aliases=_aliases(each, forms, [other for other in kept if other is not each])) for each in kept
    ]


def _topicality(stems: tuple[str, ...], products: Sequence[FeedProduct], guide: Guide, dull: frozenset[str]) -> float:
    """How much a phrase is a topic: what headings are about, what names say, what is said in more than one word."""
    spoken = guide.times(stems)
    if guide.text and not spoken:
        return 0.0
    run = f" {' '.join(stems)} "
    named = sum(run in stem_line(product.name) for product in products)
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


def _said(
    products: Sequence[FeedProduct], dull: frozenset[str]
) -> tuple[set[tuple[str, ...]], dict[tuple[str, ...], Counter[str]]]:
    """Runs of words in names and features that may name a feature, with how they are written."""
    written: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    only_described = not any(product.features for product in products)
    for product in products:
        for text in (product.name, *product.features, product.description if only_described else ""):
            if _LABELLED.match(text) and len(text.split()) > 12:
                continue
            for clause in clauses(text):
                for run in runs(clause):
                    stems = tuple(part for token in run for part in split_stems(token))
                    if _names_something(run, stems, dull):
                        written[stems][" ".join(token.word for token in run).casefold()] += 1
    return set(written), written


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


def _have(products: Sequence[FeedProduct], said: set[tuple[str, ...]]) -> dict[tuple[str, ...], set[str]]:
    """The products whose texts hold each run, whole."""
    lines = {product.id: stem_line(product.text) for product in products}
    found: dict[tuple[str, ...], set[str]] = {}
    for stems in said:
        run = f" {' '.join(stems)} "
        found[stems] = {product for product, line in lines.items() if run in line}
    return found


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
