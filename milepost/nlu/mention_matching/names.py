"""Every way in which the things of one catalogue version may be named, ready to be looked up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from milepost.nlu.mention_matching.ordinary_words import is_ordinary
from milepost.nlu.mention_matching.words import Word, words
from milepost.nlu.need_values.text import fold
from milepost.sales.catalogue import Catalogue

LONGEST = 7
# A part of a name that more things than this share says nothing about which is meant.
_SHARED_BY = 6
# A word of more than this share of the names is left out when a product is named in short.
_COMMON = 0.3
_NEVER_A_PART = frozenset(
    [
        "the", "a", "an", "of", "for", "and", "with", "in", "plan", "plans", "pro", "plus", "product", "service",
        "basic", "app", "new",
    ]
)  # fmt: skip


@dataclass(frozen=True)
class Name:
    """One way to name something. `is_ordinary`: a single word of everyday English. `is_part`: not the whole name."""

    kind: str
    id: str
    is_ordinary: bool
    is_part: bool = False


class CatalogueNames:
    """Names by their words run together without plural endings, so "help desks", "help-desk" and "Helpdesk" are one."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.by_form: dict[str, list[Name]] = defaultdict(list)
        self._generic = _generic_words(catalogue)
        for kind, thing_id, text in _named(catalogue):
            self._add(kind, thing_id, text)
        for kind, things in (("product", catalogue.products), ("competitor", catalogue.competitors)):
            self._add_parts(kind, {thing.id: thing.name for thing in things.values()})
        self._add_nicknames(catalogue)
        self._add_kinds(catalogue)
        company = {each.plain for each in words(fold(catalogue.company.name))}
        self.by_form = {
            form: names
            for form, names in self.by_form.items()
            if form not in company or not all(name.is_part for name in names)
        }
        self.fuzzy = [
            form
            for form, names in self.by_form.items()
            if len(form) >= 5 and not form.isdigit() and any(name.kind != "attribute" for name in names)
        ]

    def _add(self, kind: str, thing_id: str, text: str) -> None:
        tokens = words(fold(text))
        form = "".join(token.plain for token in tokens)
        if not form or len(tokens) > LONGEST or (len(form) < 2 and kind != "plan"):
            return
        name = Name(kind, thing_id, len(tokens) == 1 and is_ordinary(tokens[0].text))
        if all((known.kind, known.id) != (kind, thing_id) for known in self.by_form[form]):
            self.by_form[form].append(name)

    def _add_parts(self, kind: str, names: dict[str, str]) -> None:
        parts: dict[str, set[str]] = defaultdict(set)
        for thing_id, text in names.items():
            for part in self._parts(text):
                parts[part].add(thing_id)
        most = min(_SHARED_BY, max(2, len(names) // 2))
        for part, ids in parts.items():
            if part not in self.by_form and len(ids) <= most:
                self.by_form[part] = [Name(kind, thing_id, is_ordinary(part), is_part=True) for thing_id in sorted(ids)]

    def _add_nicknames(self, catalogue: Catalogue) -> None:
        """Words that open a product's name and that no other product has side by side, in its name or in its texts:
        "Grind Control" of the "Breville BDC650 Grind Control". Words of many names ("Series") may be left out of them."""
        named = {product.id: words(fold(product.name)) for product in catalogue.products.values()}
        counts = Counter(plain for tokens in named.values() for plain in {token.plain for token in tokens})
        common = {plain for plain, times in counts.items() if times > max(2, _COMMON * len(named))}
        texts = {
            product.id: " ".join(
                t.plain for t in words(fold(f"{product.name} {product.summary} {product.description}"))
            )
            for product in catalogue.products.values()
        }
        runs: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for product_id, tokens in named.items():
            for kept in (tokens, [token for token in tokens if token.plain not in common]):
                for run in _openings(kept):
                    runs[run].add(product_id)
        for run, ids in runs.items():
            form, spoken = "".join(run), " ".join(run)
            if len(ids) == 1 and form not in self.by_form:
                (owner,) = ids
                if not any(f" {spoken} " in f" {text} " for other, text in texts.items() if other != owner):
                    self.by_form[form] = [Name("product", owner, False, is_part=True)]

    def _add_kinds(self, catalogue: Catalogue) -> None:
        """The last word of a kind that is written in the plural, where no other kind ends in it: "mats" of "sleeping mats"."""
        kinds: dict[str, set[str]] = defaultdict(set)
        for kind in {product.category for product in catalogue.products.values()}:
            tokens = words(fold(kind))
            if len(tokens) > 1 and tokens[-1].text != tokens[-1].plain:
                kinds[tokens[-1].plain].add(kind)
            elif tokens:
                kinds[tokens[-1].plain].add("")
        for form, names in kinds.items():
            if len(names) == 1 and "" not in names and form not in self.by_form:
                (kind,) = names
                self.by_form[form] = [Name("category", kind, is_ordinary(form), is_part=True)]

    def _parts(self, text: str) -> Iterator[str]:
        """Runs of words of a name that can stand for it: one telling word, or two and more of which one is telling."""
        tokens = words(fold(text))
        for start in range(len(tokens)):
            for stop in range(start + 1, min(len(tokens), start + LONGEST) + 1):
                run = tokens[start:stop]
                if len(run) == len(tokens):
                    continue
                telling = [
                    each
                    for each in run
                    if each.plain not in self._generic and not each.text.isdigit() and each.text not in _NEVER_A_PART
                ]
                strange = [each for each in telling if not is_ordinary(each.text)]
                if (
                    (strange and len(strange[0].text) > 2)
                    or (len(run) == 1 and start == 0 and telling)
                    or (len(run) > 1 and start == 0 and telling)
                ):
                    yield "".join(each.plain for each in run)


def _openings(tokens: list[Word]) -> Iterator[tuple[str, ...]]:
    """Runs of two to four words that begin among the first three, and a strange word by itself there."""
    for start in range(min(3, len(tokens))):
        if tokens[start].text[:1].isdigit():
            continue
        if len(tokens[start].plain) > 3 and not is_ordinary(tokens[start].text):
            yield (tokens[start].plain,)
        for stop in range(start + 2, min(len(tokens), start + 4) + 1):
            yield tuple(token.plain for token in tokens[start:stop])


def _named(catalogue: Catalogue) -> Iterable[tuple[str, str, str]]:
    for product in catalogue.products.values():
        yield from (("product", product.id, name) for name in (product.name, *product.aliases))
        yield "category", product.category, product.category
    for plan in catalogue.plans.values():
        owner = catalogue.products.get(plan.product)
        if owner is not None and plan.name.casefold() == owner.name.casefold():
            continue
        yield from (("plan", plan.id, name) for name in (plan.name, *plan.aliases))
        yield from (
            ("plan", plan.id, f"{name} {plan.name}") for name in ((owner.name, *owner.aliases) if owner else ())
        )
    for add_on in catalogue.add_ons.values():
        yield from (("add_on", add_on.id, name) for name in (add_on.name, *add_on.aliases))
    for competitor in catalogue.competitors.values():
        yield from (("competitor", competitor.id, name) for name in (competitor.name, *competitor.aliases))
    for attribute in catalogue.attributes.values():
        yield from (("attribute", attribute.id, name) for name in (attribute.name, *attribute.aliases))


def _generic_words(catalogue: Catalogue) -> frozenset[str]:
    """Words of categories, attributes and the company's own name: never telling inside a product's name."""
    texts = [product.category for product in catalogue.products.values()] + [catalogue.company.name]
    texts += [
        text
        for attribute in catalogue.attributes.values()
        for text in (attribute.name, *attribute.aliases, *attribute.choices, attribute.unit or "")
    ]
    return frozenset(each.plain for text in texts for each in words(fold(text)))
