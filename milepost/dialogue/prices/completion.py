"""A message that only gives what the act before it still needs: the option, the number, the extra, an earlier quote."""

from __future__ import annotations

from collections.abc import Sequence

from milepost.dialogue.acts import Act, ActKind
from milepost.dialogue.case_changes import case_after
from milepost.dialogue.context import Context
from milepost.dialogue.options.goods import plainly
from milepost.dialogue.prices.priced import price_act
from milepost.dialogue.reading import Reading
from milepost.dialogue.referents import Meant, Referents
from milepost.dialogue.words import content_words, telling_words
from milepost.sales.catalogue import Catalogue
from milepost.sales.options import is_ours, product_of

_MOST_OF_A_NAME = 5


class Completion:
    """Completes acts against one catalogue version."""

    def __init__(self, catalogue: Catalogue, referents: Referents) -> None:
        self.catalogue, self.referents = catalogue, referents

    def completed(self, reading: Reading, context: Context) -> Act | None:
        """The act before, with what it was asked for, where the message gives that and nothing else: the option, the number, or
        the kind of customer or the extra for which what was priced is priced again."""
        last = context.last
        if last is not None and last.kind is ActKind.ASK_PRICE and not reading.asks and "added" in reading.phrases:
            return self._priced_with_extra(reading, context)
        if (context.offered or "").startswith("kind:") and reading.customer_kind and not reading.asks:
            return self._priced_for_kind(reading, context)
        if context.missing is None or last is None or reading.asks:
            return None
        if context.missing == "number":
            number = reading.count.number if reading.count and not reading.rest else None
            return last.with_args("follow-up: the number", number=number, text=reading.text) if number else None
        pointers = {word for one in reading.of("reference") for word in content_words(one.words, ())}
        for meant in (self.referents.named(reading, context), self.referents.pointed(reading, context)):
            if meant.options and not set(reading.rest) - pointers:
                break
        else:
            meant = self._one_of(last.among or context.shown, reading)
            if len(meant.options) != 1:
                return None
        if last.kind is ActKind.ASK_PRICE:
            case = case_after(context.case, reading, meant.options, self.catalogue)
            act = price_act(case, meant, reading)
        else:
            act = last.with_args("", options=meant.options, among=(), quote="")
        return act.with_args("follow-up: the option", text=reading.text, confidence=1.0)

    def _one_of(self, asked: Sequence[str], reading: Reading) -> Meant:
        """Which of the options that were asked about a few words mean: by what it is called, else by what they tell of; none where
        they leave it open."""
        if reading.words > _MOST_OF_A_NAME:
            return Meant((), "none")
        meant = self.referents.by_words(reading)
        if len(meant.options) == 1:
            return meant
        option = self.referents.words.told_among(asked, telling_words(reading.text))[0] or self._likely_of(
            asked, reading
        )
        return Meant((option,) if option else (), "within")

    def _likely_of(self, asked: Sequence[str], reading: Reading) -> str | None:
        """The one of some options of whose product the words speak, plainly rather than of the others'."""
        products = {f"product:{product_of(self.catalogue, each)}": each for each in asked if is_ours(each)}
        goods = {product: score for product, score in reading.goods.items() if product in products}
        best = plainly(goods) if len(products) == len(asked) else None
        return products[best] if best else None

    def _priced_with_extra(self, reading: Reading, context: Context) -> Act | None:
        """The price of what is in focus with the extra that is to go with it."""
        options = tuple(option for option in context.focus if is_ours(option))
        if not options or not reading.add_ons or len(reading.rest) > 1 or reading.of("plan", "product"):
            return None
        act = price_act(case_after(context.case, reading, options, self.catalogue), Meant(options, "focus"), reading)
        is_taken = set(reading.add_ons) <= set(
            act.add_ons
        )  # an extra that does not go with these options is none of theirs
        return act.with_args("follow-up: the extra", text=reading.text, confidence=1.0) if is_taken else None

    def _priced_for_kind(self, reading: Reading, context: Context) -> Act | None:
        options = tuple(option for option in context.focus if is_ours(option))
        if not options or reading.words > _MOST_OF_A_NAME:
            return None
        case = case_after(context.case, reading, options, self.catalogue)
        act = price_act(case, Meant(options, "focus"), reading)
        return act.with_args("follow-up: the kind of customer", text=reading.text, confidence=1.0)

    def wanted_again(self, reading: Reading) -> Act | None:
        """An earlier quote that is named and of which nothing is asked: it is wanted again."""
        if not reading.quote or reading.asks:
            return None
        return again(reading).with_args("an earlier quote", text=reading.text)


def again(reading: Reading) -> Act:
    """An earlier quote again, for another number where one is said."""
    return Act(ActKind.REQUEST_QUOTE, quote=reading.quote, number=reading.count.number if reading.count else None)
