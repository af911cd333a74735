"""Which options a message may mean: named, pointed at, called by ordinary words, or those in focus. The only place for it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from milepost.dialogue.context import Context
from milepost.dialogue.options.by_price import costing_so
from milepost.dialogue.options.goods import chances, nearer
from milepost.dialogue.options.sizes import of_size, size_said, step_said, stepped
from milepost.dialogue.options.taken_back import turned_down
from milepost.dialogue.options.together import beside, joined, priced_before
from milepost.dialogue.options.words import NAME, OptionWords, called_by, ours_of
from milepost.dialogue.reading import Named, Reading
from milepost.dialogue.words import stems_of, telling_words, unjoined
from milepost.sales.catalogue import Catalogue
from milepost.sales.options import attributes_of, exists, is_ours, plans_of, product_of
from milepost.sales.pricing import available_terms, starting_price

_PLACES = {"first": 0, "second": 1, "third": 2, "last": -1}
_MOST_OF = {"both": 2}
_OPTIONS = ("plan", "product", "competitor")
# A name of ordinary words is meant from this share of its telling words on; none of these alone says enough.
_SHARE, _TELLING = 0.66, 0.6
_MOST = 3
# What says that options go together with those before, that one takes the place of another, or that several are meant.
_JOINS = {"plus": {"added", "together", "with"}, "swapped": {"instead"}}
_OF_SEVERAL = frozenset(["together", "difference"])
# Ways of meaning one option that may come on top of others, with how far each is trusted there where it is not said outright.
_TRUST = {"named": 0.5, "pointed": 0.4, "within": 0.5, "words": 0.5, "told": 0.4, "sized": 0.4, "meaning": 0.3}
_BY_NAME = ("named", "within", "words")
_COMES_NEAR = ("within", "described", "words", "told", "meaning", "likely")
_OWNERS = frozenset(["our", "my", "your", "their", "his", "her", "we", "i"])


@dataclass(frozen=True)
class Meant:
    """Options that a message may be about, and how.

    By name (named, kind), by pointing (pointed, sized, termed), by words that tell one from others on the table (within,
    described) or from all (words, told), by meaning, with those before (plus, swapped, basket, before), or as what is in focus,
    shown, likely, ours or theirs; none. `among` are those of one name of which the visitor must pick; `strength` from 0 to 1 is
    how much speaks for it; `added` are those that come on top of what was in focus.
    """

    options: tuple[str, ...]
    source: str
    among: tuple[str, ...] = ()
    strength: float = 1.0
    added: tuple[str, ...] = ()


class Referents:
    """Settles what is meant, against one catalogue version."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._called = list(called_by(catalogue))
        self.words = OptionWords(catalogue)
        options = {option for option, _ in self._called}
        ways: dict[str, set[str]] = {option: set() for option in options}
        for option, words in self._called:
            ways[option] |= words
        shared = Counter(word for words in ways.values() for word in words)
        self._weight = {word: math.log(1 + len(options) / count) for word, count in shared.items()}
        self._rarest = max(self._weight.values(), default=1.0)

    def hypotheses(self, reading: Reading, context: Context) -> list[Meant]:
        """What may be meant, each set of options once, the more outspoken way first; "none" last."""
        named, pointed = self.named(reading, context), self.pointed(reading, context)
        singles = [named, self._kind(reading), *self.picked(reading, context), self.by_words(reading)]
        singles += [self.told(reading), self.by_meaning(reading)]
        found = [named, pointed, *singles[1:], self._theirs(reading, context)]
        found += [*self._ours(reading, context), self.likely(reading, context)]
        found += self._together([pointed, *singles], reading, context)
        found.append(self._beside(named, context))
        if not any(is_ours(option) for option in named.options):  # a named thing always beats what was spoken of
            found += [
                Meant(context.focus, "focus"),
                Meant(context.focus[:1] if len(context.focus) > 1 else (), "first"),
                Meant(context.shown if len(context.shown) > 1 else (), "shown"),
            ]
        found += self._earlier(reading, context)
        if step_said(reading.text) and any(one.source == "sized" and one.options for one in found):
            found = [one for one in found if one.source in ("named", "sized")]
        kept: dict[tuple[str, ...], Meant] = {}
        for one in found:
            if (one.options or one.among) and not self._is_only_focus(one, context):
                kept.setdefault(one.options or one.among, one)
        return [*kept.values(), Meant((), "none")]

    def _is_only_focus(self, one: Meant, context: Context) -> bool:
        """Whether words that merely come near say no more than what is in focus: that, or the product that it is of."""
        if one.source not in _COMES_NEAR or len(one.options) != 1:
            return False
        owners = {f"product:{product_of(self.catalogue, each)}" for each in ours_of(self.catalogue, context.focus)}
        return one.options == context.focus or one.options[0] in owners

    def named(self, reading: Reading, context: Context) -> Meant:
        """The options that the words name; a name of several is settled by what is named beside it and by what is in focus."""
        gone = turned_down(reading)
        groups = [one for one in reading.of(*_OPTIONS) if one not in gone] or self._only_of_a_kind(reading)
        beside = {one.ids[0] for one in groups if one.kind == "product" and len(one.ids) == 1}
        beside |= {
            self.catalogue.plans[one.ids[0]].product
            for one in groups
            if one.kind == "plan" and len(one.ids) == 1 and one.ids[0] in self.catalogue.plans
        }
        said = telling_words(reading.text)
        options: list[str] = []
        among: list[str] = []
        for one in groups:
            found = self._narrowed(one, beside, said, context)
            if len(found) == 1:
                options += found
            else:
                among += found
        options = self._without_owners(list(dict.fromkeys(options)))
        return Meant(tuple(options), "named", tuple(each for each in dict.fromkeys(among) if each not in options))

    def pointed(self, reading: Reading, context: Context) -> Meant:
        """What "it", "both", "the cheaper one", "the second", "the one with SSO" or "the 38 one" points at."""
        if reading.reference == "having":
            return Meant(self._having(reading.attributes, context), "pointed")
        costing = costing_so(self.catalogue, reading.text, self._on_the_table(context))
        if costing is not None:
            return Meant((costing,), "pointed")
        return Meant(tuple(self._referred(reading.reference, context)), "pointed")

    def by_words(self, reading: Reading) -> Meant:
        """Options whose names are ordinary words ("the day pass"): those of which most of a name's telling words are said."""
        words = unjoined(reading.text).casefold().split()
        own = {word for place, word in enumerate(words) if place and words[place - 1] in _OWNERS}
        others = " ".join(word for word in words if word not in own)
        said, content = set(stems_of(others)), telling_words(others)
        best: dict[str, float] = {}
        for option, name in self._called:
            shared = name & said
            hit = sum(self._weight[word] for word in shared)
            whole = sum(self._weight[word] for word in name) or 1.0
            telling = max((self._weight[word] for word in shared & content), default=0.0)
            if hit / whole >= _SHARE and telling >= _TELLING * self._rarest:
                best[option] = max(best.get(option, 0.0), hit)
        top = max(best.values(), default=0.0)
        found = [option for option, hit in best.items() if hit >= 0.95 * top]
        return Meant(
            tuple(self._without_owners(found)) if len(found) <= _MOST else (), "words", strength=min(1.0, top / 6)
        )

    def picked(self, reading: Reading, context: Context) -> Iterator[Meant]:
        """One of what is on the table: by a word of its name ("the full day", "ten then"), by its size, by the term that it is
        sold by, or by what is written of it."""
        said = telling_words(unjoined(reading.text))
        if reading.of("plan", "competitor"):
            return
        own = self._named_pool(reading)
        near = own if reading.of("product") else [*own, *self._on_the_table(context)]
        far = near if reading.of("product") else [*self._told_pool(said), *near]
        size = None if reading.is_of_form else size_said(reading.text)
        every = [f"plan:{plan.id}" for plan in self.catalogue.plans.values()]
        term = reading.term or (reading.span[1] if reading.span else None)
        for source, pools, pick in (
            ("within", near, lambda pool: self.words.told_among(pool, said, NAME)),
            (
                "sized",
                stepped(size, far, context.focus),
                lambda pool: of_size(size, pool, self._cost, context.focus) if size else (None, 0.0),
            ),
            ("termed", [*far, every], lambda pool: (self._only_sold_by(term, pool), 1.0) if term else (None, 0.0)),
            ("described", near, lambda pool: self.words.told_among(pool, said)),
        ):
            for pool in pools:
                option, strength = pick(pool)
                if option is not None and (source == "within" or (option,) != context.focus):
                    yield Meant((option,), source, strength=float(strength))
                    break

    def told(self, reading: Reading) -> Meant:
        """The option of all that the words speak for, of its names and of what is written of it."""
        option, strength = self.words.told(telling_words(unjoined(reading.text))) if reading.rest else (None, 0.0)
        return Meant((option,) if option else (), "told", strength=strength)

    def told_of(self, options: Sequence[str], reading: Reading) -> str | None:
        """The one of several options that the words name by what it is called."""
        said = telling_words(reading.text)
        speaks = {option: self.words.said(option, said) for option in options}
        top = max(speaks.values(), default=0.0)
        found = [option for option, share in speaks.items() if share == top]
        return found[0] if top and len(found) == 1 else None

    def _named_pool(self, reading: Reading) -> list[list[str]]:
        """The plans of each product or kind that the words name."""
        products = {each for one in reading.of("product") for each in one.ids}
        kinds = {each for one in reading.of("category") for each in one.ids}
        products |= {product.id for product in self.catalogue.products.values() if product.category in kinds}
        return self._plans_of(products)

    def _told_pool(self, said: Collection[str]) -> list[list[str]]:
        """The plans of the product that the words speak for: "the big battery"."""
        option, _ = self.words.told(said)
        return self._plans_of([product_of(self.catalogue, option)] if option else [])

    def _plans_of(self, products: Iterable[str]) -> list[list[str]]:
        plans = [
            f"plan:{plan.id}"
            for each in products
            if each in self.catalogue.products
            for plan in self.catalogue.plans_of(each)
        ]
        return [plans] if len(plans) > 1 else []

    def _only_sold_by(self, term: str, pool: Sequence[str]) -> str | None:
        sold = [
            o for o in pool if any(term in {t.value for t in available_terms(p)} for p in plans_of(self.catalogue, o))
        ]
        return sold[0] if len(sold) == 1 and len(pool) > 1 else None

    def _cost(self, option: str) -> Decimal | None:
        return self._from(option, self.catalogue.company.currencies[0])

    def _together(self, singles: Sequence[Meant], reading: Reading, context: Context) -> Iterator[Meant]:
        """What the message means beside what is in focus, or in place of a part of it, where it says so: of another product "and a
        lock" is enough, of the same one it has to be "plus the first"."""
        held = {product_of(self.catalogue, each) for each in ours_of(self.catalogue, context.focus)}
        is_between = any(one.source == "named" and len(one.options) > 1 for one in singles)  # "A with B"
        is_of_extra = bool(reading.add_ons or self.words.add_ons(context.focus, telling_words(reading.text)))
        for one in singles:
            is_aside = one.source not in _TRUST or (is_of_extra and one.source in _COMES_NEAR[1:])
            if not 0 < len(one.options) <= _MOST or is_aside:
                continue
            is_same = bool(held & {product_of(self.catalogue, each) for each in one.options if is_ours(each)})
            for source, options in joined(self.catalogue, context.focus, one.options):
                joins = _JOINS[source] - ({"with"} if is_same or is_between else set())
                if joins & reading.phrases:
                    is_outspoken = one.source in _BY_NAME and bool(joins - {"with"} & reading.phrases)
                    strength = 1.0 if is_outspoken else _TRUST[one.source] * one.strength
                    yield Meant(options, source, strength=strength, added=one.options)

    def _earlier(self, reading: Reading, context: Context) -> Iterator[Meant]:
        """What was priced so far: together where several are meant, else each of the last by itself."""
        earlier = (*(f"plan:{each}" for each in context.case.basket), *context.shown)
        if "difference" in reading.phrases and (pair := beside(self.catalogue, context.focus, earlier, self._cost)):
            yield Meant(pair, "basket_focus")
        is_several = bool(_OF_SEVERAL & reading.phrases) or reading.reference in ("both", "all")
        for source, options in priced_before(self.catalogue, context.case.basket, context.focus):
            if len(options) == 1:
                yield Meant(options, source, strength=self._called_so(options[0], reading))
            elif is_several or (source == "basket_focus" and "added" in reading.phrases):
                yield Meant(options, source)

    def _called_so(self, option: str, reading: Reading) -> float:
        return min(1.0, self.words.said(option, telling_words(reading.text)))

    def _on_the_table(self, context: Context) -> list[list[str]]:
        """What may be picked among: what was shown, and the plans of what is in focus."""
        ours, shown = ours_of(self.catalogue, context.focus), ours_of(self.catalogue, context.shown)
        products = dict.fromkeys(product_of(self.catalogue, option) for option in ours)
        plans = [f"plan:{plan.id}" for each in products for plan in self.catalogue.plans_of(each)]
        priced = ours_of(self.catalogue, [f"plan:{each}" for each in context.case.basket])
        of_shown = dict.fromkeys(
            f"plan:{plan.id}"
            for option in shown
            for plan in self.catalogue.plans_of(product_of(self.catalogue, option))
        )
        return [pool for pool in (shown, plans, ours, priced, list(of_shown)) if len(pool) > 1]

    def by_meaning(self, reading: Reading) -> Meant:
        """The product or plan whose description comes nearest to the words that nothing else explains; none without such words."""
        if not reading.rest:
            return Meant((), "none")
        near = next((fact for fact in reading.facts if fact.kind in ("product", "plan")), None)
        return Meant((near.id,), "meaning", strength=max(0.0, min(1.0, near.score))) if near else Meant((), "none")

    def likely(self, reading: Reading, context: Context) -> Meant:
        """The product that is likeliest to help with all that was told so far, by its chance."""
        shares = chances(nearer(context.goods, reading.goods) if reading.rest else context.goods)
        best = next(iter(shares), None)
        return Meant((best,), "likely", strength=shares[best]) if best else Meant((), "none")

    def _theirs(self, reading: Reading, context: Context) -> Meant:
        """The competitor spoken of last, where something of theirs is asked about."""
        spoken_of = (context.rival, *context.focus, *context.shown)
        rival = next((each for each in spoken_of if each and not is_ours(each) and exists(self.catalogue, each)), None)
        return Meant((rival,), "theirs") if rival and "theirs" in reading.phrases else Meant((), "none")

    def _ours(self, reading: Reading, context: Context) -> Iterator[Meant]:
        """What of ours is beside a rival in focus, else what came up last: "and yours?"."""
        if "theirs" not in reading.phrases and any(not is_ours(option) for option in context.focus):
            ours = ours_of(self.catalogue, context.focus)
            last = ours_of(self.catalogue, [each for each in (context.ours, *context.shown) if each])[:1]
            if ours or last:
                yield Meant(tuple(ours or last), "ours")

    def cost(self, option: str, currency: str) -> Decimal | None:
        """What the least of an option costs in a year; None where there is no list price."""
        ways = [
            starting_price(self.catalogue, plan.id, currency, today=None) for plan in plans_of(self.catalogue, option)
        ]
        return min((way.a_year.amount for way in ways if way), default=None)

    def _narrowed(self, one: Named, beside: Iterable[str], said: Collection[str], context: Context) -> list[str]:
        """Of several options of one name, those of a product named beside it, else the one that the other words tell, else those
        of what is in focus or was shown."""
        found = [option for each in one.ids if exists(self.catalogue, option := f"{one.kind}:{each}")]
        if len(found) < 2:
            return found
        owners = {option: product_of(self.catalogue, option) for option in found}
        in_focus = [product_of(self.catalogue, each) for each in context.focus if not each.startswith("competitor:")]
        in_sight = [product_of(self.catalogue, each) for each in context.shown if not each.startswith("competitor:")]
        told, _ = self.words.told_among(found, said)
        of_told = {owners[told]} if told else set()
        for products in (set(beside), of_told, set(in_focus), set(in_sight)):
            kept = [option for option in found if owners[option] in products]
            if kept:
                return kept
        return found

    def _without_owners(self, options: list[str]) -> list[str]:
        """A product named only to say which plan is meant is no option of its own."""
        owners = {f"product:{product_of(self.catalogue, each)}" for each in options if each.startswith("plan:")}
        return [each for each in options if each not in owners]

    def _referred(self, reference: str | None, context: Context) -> list[str]:
        pool = [
            option
            for option in (context.shown if len(context.shown) > 1 else context.focus)
            if exists(self.catalogue, option)
        ]
        focus = [option for option in context.focus if exists(self.catalogue, option)]
        if reference is None:
            return []
        if reference in ("both", "all"):
            return (focus if len(focus) > 1 else pool)[: _MOST_OF.get(reference)]
        if reference in ("cheaper", "dearer"):
            return self._by_price(focus if len(focus) > 1 else pool, dearer=reference == "dearer")
        if reference in _PLACES:
            place = _PLACES[reference]
            return [pool[place]] if pool and place < len(pool) else []
        if reference == "other":
            return [option for option in pool if option not in focus][:1]
        return focus or (pool if len(pool) == 1 else [])

    def _having(self, attributes: Sequence[str], context: Context) -> tuple[str, ...]:
        """The least of what is on the table that has all of these, else the least of all that has."""
        if not attributes:
            return ()
        every = [f"plan:{plan.id}" for plan in self.catalogue.plans.values()]
        for pool in (*self._on_the_table(context), every):
            having = [o for o in pool if all(attributes_of(self.catalogue, o).get(each) for each in attributes)]
            if having:
                return tuple(having if len(having) == 1 else self._by_price(having, dearer=False) or having[:1])
        return ()

    def _by_price(self, options: Sequence[str], *, dearer: bool) -> list[str]:
        currency = self.catalogue.company.currencies[0]
        ours = [option for option in options if not option.startswith("competitor:")]
        spread = (
            [f"plan:{p.id}" for p in plans_of(self.catalogue, ours[0])]
            if len(ours) == 1 and ours[0].startswith("product:")
            else ours
        )
        # What is priced on request alone counts as the dearest.
        costs = [(cost, option) for option in spread if (cost := self._from(option, currency)) is not None]
        ordered = sorted(costs, key=lambda pair: pair[0], reverse=dearer)
        return [ordered[0][1]] if len(costs) > 1 and any(cost.is_finite() for cost, _ in costs) else []

    def _from(self, option: str, currency: str) -> Decimal | None:
        plans = plans_of(self.catalogue, option)
        on_request = bool(plans) and all(plan.custom_price for plan in plans)
        return Decimal("Infinity") if on_request else self.cost(option, currency)

    def _kind(self, reading: Reading) -> Meant:
        """The products of a kind that is named: "the tents"."""
        kinds = {each for one in reading.of("category") for each in one.ids}
        found = tuple(f"product:{p.id}" for p in self.catalogue.products.values() if p.category in kinds)
        return Meant(found, "kind")

    def _only_of_a_kind(self, reading: Reading) -> list[Named]:
        """The products that are named by their kind, as the only one of it: "the mats"."""
        found = []
        for one in reading.of("category"):
            own = [p.id for p in self.catalogue.products.values() if p.category in one.ids]
            if len(own) == 1:
                found.append(Named("product", (own[0],), one.start, one.end, one.words))
        return found

    def _beside(self, named: Meant, context: Context) -> Meant:
        """A single named option beside what was spoken of: "and compared with the Growth?"."""
        if len(named.options) != 1 or not context.focus or context.focus[0] in named.options:
            return Meant((), "none")
        return Meant((context.focus[0], *named.options), "beside")
