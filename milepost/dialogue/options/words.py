"""The words by which options are told from one another: names, what their product is called, and what is written of them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from milepost.dialogue.words import stems_of, telling_words
from milepost.sales.catalogue import AddOn, Catalogue, Plan
from milepost.sales.options import attributes_of, exists, is_ours, product_of

NAME, KIND, TEXT = 1.0, 0.7, 0.35
"""What a word weighs: of an option's own name, of its product's, of what is written of it."""
# What any extra is called says nothing of which is meant.
_ANY_EXTRA = telling_words("add addon extra extras pack package packs plus service set thing test call option")
# What is said in any question of a price tells no option from another, whatever is written of it.
_ANY_PRICE = telling_words("price prices priced cost costs list quote quotes offer offers total rate rates fee fees")


def names_of(catalogue: Catalogue) -> Iterator[str]:
    """Everything that something of ours is called by."""
    for product in catalogue.products.values():
        yield from (product.name, *product.aliases)
    for plan in catalogue.plans.values():
        yield from (plan.name, *plan.aliases)


class OptionWords:
    """The telling words of every option of one catalogue version, as stems, each with what it weighs."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._of = {
            **{f"product:{each}": _of_product(catalogue, each) for each in catalogue.products},
            **{f"plan:{plan.id}": _of_plan(catalogue, plan) for plan in catalogue.plans.values()},
        }
        self._add_ons = {each.id: _of_add_on(each) for each in catalogue.add_ons.values()}
        self._plans = [option for option in self._of if option.startswith("plan:")]
        shared = Counter(word for option in self._plans for word in self._of[option])
        self._rare = {word: math.log(1 + len(self._plans) / count) for word, count in shared.items()}
        self._rarest = math.log(1 + len(self._plans)) if self._plans else 1.0

    def told_among(self, pool: Sequence[str], said: Collection[str], least: float = 0.0) -> tuple[str | None, float]:
        """The one option of a pool that words tell from the others there, with how much speaks for it; words that weigh less
        than `least` tell nothing."""
        known = [option for option in dict.fromkeys(pool) if option in self._of]
        words = {option: {w: s for w, s in self._of[option].items() if s >= least and w in said} for option in known}
        counts = Counter(word for own in words.values() for word in own)
        hits = {
            option: sum(weight / counts[word] for word, weight in own.items() if counts[word] < len(known))
            for option, own in words.items()
        }
        top = max(hits.values(), default=0.0)
        found = [option for option, hit in hits.items() if hit == top]
        return (found[0], min(1.0, top)) if top and len(found) == 1 else (None, 0.0)

    def told(self, said: Collection[str]) -> tuple[str | None, float]:
        """The option of all that most of what was said speaks for: a plan, or the product of several plans that are alike."""
        hits = {
            option: sum(weight * self._rare[word] for word, weight in self._of[option].items() if word in said)
            for option in self._plans
        }
        top = max(hits.values(), default=0.0)
        found = [option for option, hit in hits.items() if hit >= 0.99 * top]
        products = {product_of(self.catalogue, option) for option in found}
        if not top or len(products) != 1:
            return None, 0.0
        product = products.pop()
        is_whole = len(found) > 1 or len(self.catalogue.plans_of(product)) == 1
        return f"product:{product}" if is_whole else found[0], min(1.0, top / (2 * self._rarest))

    def add_ons(self, options: Sequence[str], said: Collection[str]) -> tuple[str, ...]:
        """The add-ons that go with these options and of which a word of the name is said that none of the options is called by."""
        plans = {option[5:] for option in options if option.startswith("plan:")} | {
            plan.id
            for option in options
            if option.startswith("product:") and exists(self.catalogue, option)
            for plan in self.catalogue.plans_of(option[8:])
        }
        fitting = [
            each.id for each in self.catalogue.add_ons.values() if not each.plans or any(p in plans for p in each.plans)
        ]
        counts = Counter(word for each in fitting for word in self._add_ons[each])
        taken = {word for option in options for word, weight in self._of.get(option, {}).items() if weight >= KIND}
        return tuple(
            each
            for each in fitting
            if any(counts[w] == 1 and w in said and w not in taken for w in self._add_ons[each])
        )

    def explained(self, options: Sequence[str], said: Collection[str]) -> float:
        """How much of what was said the words of these options are: each by what it weighs and how rare it is, added up."""
        own = [self._of.get(option, {}) for option in options]
        return sum(
            max((words.get(word, 0.0) for words in own), default=0.0) * self._rare[word] / self._rarest
            for word in said
            if word in self._rare
        )

    def said(self, option: str, said: Collection[str]) -> float:
        """How much of what was said speaks for an option, by name and kind."""
        own = self._of.get(option, {})
        return sum(weight for word, weight in own.items() if weight >= KIND and word in said)


def _weighed(texts: Iterator[tuple[float, str]]) -> Mapping[str, float]:
    """Each telling word with the most that it weighs."""
    found: dict[str, float] = {}
    for weight, text in texts:
        for word in telling_words(text):
            if weight > TEXT or not (word.isdigit() or word in _ANY_PRICE):  # figures tell only in a name: "the ten"
                found[word] = max(weight, found.get(word, 0.0))
    return found


def _of_product(catalogue: Catalogue, product_id: str) -> Mapping[str, float]:
    product = catalogue.product(product_id)

    def texts() -> Iterator[tuple[float, str]]:
        yield from ((NAME, name) for name in (product.name, *product.aliases))
        yield KIND, product.category
        yield TEXT, " ".join((product.summary, *product.best_for))
        yield TEXT, _known_of(catalogue, f"product:{product_id}")

    return _weighed(texts())


def _of_plan(catalogue: Catalogue, plan: Plan) -> Mapping[str, float]:
    product = catalogue.product(plan.product)

    def texts() -> Iterator[tuple[float, str]]:
        yield from ((NAME, name) for name in (plan.name, *plan.aliases))
        yield from ((KIND, name) for name in (product.name, *product.aliases, product.category))
        yield TEXT, " ".join((plan.summary, *plan.best_for, product.summary, *product.best_for))
        yield TEXT, _known_of(catalogue, f"plan:{plan.id}")

    return _weighed(texts())


def _of_add_on(add_on: AddOn) -> frozenset[str]:
    return frozenset().union(*(telling_words(name) for name in (add_on.name, *add_on.aliases))) - _ANY_EXTRA


def _known_of(catalogue: Catalogue, option: str) -> str:
    """What an option has: the names of its yes's and the words of its choices."""
    found = []
    for attribute_id, value in attributes_of(catalogue, option).items():
        attribute = catalogue.attributes.get(attribute_id)
        if attribute is None or value is False:
            continue
        if value is True:
            found += [attribute.name, *attribute.aliases]
        elif isinstance(value, str):
            found.append(value)
        elif isinstance(value, tuple):
            found += [str(each) for each in value]
    return " ".join(found)


def ours_of(catalogue: Catalogue, options: Sequence[str]) -> list[str]:
    """Those of some options that are ours and that the catalogue in force has."""
    return [option for option in options if is_ours(option) and exists(catalogue, option)]


def called_by(catalogue: Catalogue) -> Iterator[tuple[str, frozenset[str]]]:
    """Every way in which an option of ours is called, as stems."""
    for product in catalogue.products.values():
        plans = catalogue.plans_of(product.id)
        for name in (product.name, *product.aliases):
            yield f"product:{product.id}", frozenset(stems_of(name))
        for plan in plans if len(plans) > 1 else ():
            for name in (plan.name, *plan.aliases, f"{product.name} {plan.name}"):
                yield f"plan:{plan.id}", frozenset(stems_of(name))
