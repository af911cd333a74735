"""Kinds within a category: what the guide or the products' texts put before its noun ("gaming laptop", "drip coffee maker")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from milepost.importing.feed import FeedProduct
from milepost.importing.text import (
    FUNCTION_WORDS,
    PRAISE,
    Token,
    clauses,
    singular,
    split_stems,
    stem,
    stem_line,
    stems_of,
    tokens,
)
from milepost.importing.understanding.choices import Choice
from milepost.importing.understanding.guide import Guide
from milepost.importing.understanding.names import brands

_MOST = 10
_LEAST_HEADINGS = 3


def kinds(products: Sequence[FeedProduct], category: str, guide: Guide) -> Choice | None:
    """The kinds that at least three headings of the guide name, or that most products are called by; a product may be
    of several. None where the texts show no such order."""
    nouns = [_noun(token) for token in tokens(category)]
    if not nouns:
        return None
    dull = FUNCTION_WORDS | PRAISE | set(nouns) | stems_of(" ".join(brands(products).values()))
    headings = Counter(kind for section in guide.sections for kind in _modifiers(section.heading, nouns, dull))
    named = Counter(
        kind for product in products for kind in set(_modifiers(product.text, nouns, dull)) if " " not in kind
    )
    names = (
        list(headings)
        if len(headings) >= _LEAST_HEADINGS
        else [kind for kind, times in named.most_common(_MOST) if times >= 2]
    )
    lines = {product.id: stem_line(product.text) for product in products}
    values: dict[str, tuple[str, ...]] = {}
    for product in products:
        said = [name for name in names if f" {_line(name)} " in lines[product.id]]
        said = [name for name in said if not any(name != other and name in other for other in said)]
        if said:
            values[product.id] = tuple(said)
    counts = Counter(name for said in values.values() for name in said)
    useful = {name for name, times in counts.items() if times <= 0.8 * len(products)}
    values = {
        product: kept for product, said in values.items() if (kept := tuple(name for name in said if name in useful))
    }
    if len(values) < 0.5 * len(products) or len({name for said in values.values() for name in said}) < 2:
        return None
    return Choice("type", values, is_list=True, is_told=len(headings) >= _LEAST_HEADINGS)


def _modifiers(text: str, nouns: Sequence[str], dull: frozenset[str] | set[str]) -> list[str]:
    """The one or two words before the category's noun."""
    found = []
    for clause in clauses(text):
        for place in range(1, len(clause)):
            if _stands(clause, place, nouns):
                before = list(clause[max(0, place - 2) : place])
                while before and (
                    before[0].stem in dull or (before[0].word[:1].isdigit() and "-" not in before[0].word)
                ):
                    before.pop(0)
                if before and not any(token.stem in dull or len(token.word) < 3 for token in before):
                    found.append(" ".join(token.word for token in before).casefold())
    return found


def _stands(clause: Sequence[Token], place: int, nouns: Sequence[str]) -> bool:
    return [_noun(token) for token in clause[place : place + len(nouns)]] == list(nouns)


def _noun(token: Token) -> str:
    return stem(singular(token.word.casefold()))


def _line(name: str) -> str:
    return " ".join(part for token in tokens(name) for part in split_stems(token))
