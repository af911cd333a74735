"""Reductions that are meant without being named: a code by what it is called, as the one spoken of before, any by its share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from milepost.dialogue.acts import ActKind
from milepost.dialogue.context import Context
from milepost.dialogue.options.words import names_of
from milepost.dialogue.reading import Reading
from milepost.dialogue.words import telling_words
from milepost.sales.catalogue import Catalogue, Discount

CODE_WORDS = telling_words(
    "code codes voucher coupon promo gutschein gutscheincode rabattcode código cupón bon coupons cupom"
)
OFF_WORDS = telling_words("discount reduction deal offer off rabatt descuento remise desconto")
# From this score of the fact index on a reduction is meant, where the next one comes less near by so much.
_PLAIN, _APART = 0.6, 0.1
# What is for those who buy for the first time goes by any of these.
_NEWCOMERS = telling_words("first new newcomer welcome beginner starter joining newbie")


class Reductions:
    """The reductions of one catalogue version, by code, by kind of customer, and by the words of their names."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._discounts = catalogue.discounts
        self._codes = {each.id: each.code for each in catalogue.discounts.values() if each.code}
        written = " ".join(each.answer for each in catalogue.answers.values()).casefold()
        # Codes that the owner tells to anyone: the others are for who knows them.
        self._public = [each for each, code in self._codes.items() if code.casefold() in written]
        self._names = {each: _widened(telling_words(catalogue.discounts[each].name)) for each in self._codes}
        self._of_goods = frozenset(word for name in names_of(catalogue) for word in telling_words(name))
        self._shared = Counter(word for own in self._names.values() for word in own)

    def said_with(self, reading: Reading, context: Context) -> Reading:
        """The reading with the code and the kind of customer of the reductions that its words mean."""
        if "without" in reading.phrases:
            return reading
        if not reading.code:
            reading = replace(reading, code=self._code(reading, context))
        meant = self._by_share(reading.percent, context) if reading.percent is not None else self._by_meaning(reading)
        if meant is None:
            return reading
        kind = reading.customer_kind or meant.customer_kind
        return replace(reading, code=reading.code or meant.code, customer_kind=kind)

    def _code(self, reading: Reading, context: Context) -> str | None:
        """The code that a text speaks of: the one whose reduction it names, else the one that was last told of, else the only
        one; None where it speaks of none."""
        named = frozenset(word for one in reading.named for word in telling_words(one.words))
        said = telling_words(reading.text) - named
        is_going_on = context.last is not None and context.last.kind is ActKind.ASK_DISCOUNT
        if not said & (CODE_WORDS | OFF_WORDS) and not is_going_on:
            return None
        own_words = said - CODE_WORDS - OFF_WORDS
        if said & (CODE_WORDS | OFF_WORDS):
            own_words = _widened(own_words)
        else:  # a word of what is sold means that: "so the first visit is"
            own_words -= self._of_goods
        told = [each for each, own in self._names.items() if any(self._shared[word] == 1 for word in own & own_words)]
        if len(told) != 1 and said & CODE_WORDS:
            told = [each for each in self._spoken_of(context) if each in self._codes][:1] or self._public
        return self._codes[told[0]] if len(told) == 1 else None

    def _by_share(self, percent: int, context: Context) -> Discount | None:
        """The reduction of so much that one kind of customer has, or whose code was told: the one spoken of, else the only one."""
        spoken_of = self._spoken_of(context)
        open_to = [
            each
            for each in self._discounts.values()
            if each.percent == percent and (each.customer_kind or (each.code and self._is_known(each, context)))
        ]
        told = [each for each in open_to if each.id in spoken_of or each.customer_kind == context.case.customer_kind]
        return told[0] if told else open_to[0] if len(open_to) == 1 else None

    def _by_meaning(self, reading: Reading) -> Discount | None:
        """The reduction of one kind of customer that is asked for in other words than its own: "with uni discount"."""
        if reading.customer_kind or not telling_words(reading.text) & OFF_WORDS:
            return None
        near = [fact for fact in reading.facts if fact.kind == "discount"][:2]
        if not near or near[0].score < _PLAIN or (len(near) > 1 and near[1].score > near[0].score - _APART):
            return None
        meant = self._discounts.get(near[0].id.removeprefix("discount:"))
        return meant if meant is not None and meant.customer_kind else None

    def _is_known(self, discount: Discount, context: Context) -> bool:
        return discount.id in self._spoken_of(context) or discount.code in context.case.codes

    def _spoken_of(self, context: Context) -> Sequence[str]:
        """The ids of the reductions spoken of, the last first."""
        facts = (context.last.fact if context.last else None, *context.subjects)
        return [str(fact).removeprefix("discount:") for fact in facts if str(fact).startswith("discount:")]


def _widened(words: frozenset[str]) -> frozenset[str]:
    """Words with those that newcomers' reductions go by, where one of them is among them."""
    return words | _NEWCOMERS if words & _NEWCOMERS else words
