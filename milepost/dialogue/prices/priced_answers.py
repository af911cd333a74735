"""What has its price in an answer of the owner's rather than in the price list: a lesson, the delivery."""

from __future__ import annotations

from milepost.dialogue.context import Context
from milepost.dialogue.prices.priced import LISTS
from milepost.dialogue.reading import Reading
from milepost.dialogue.referents import Meant
from milepost.sales.catalogue import Catalogue

_SIGNS = "$€£¥₹"
# How near an answer has to come to words that ask for something on top of a price.
_TOLD_FROM = 0.4
_ON_TOP = frozenset({"added", "with", "together"})


class PricedAnswers:
    """The answers of one catalogue version that tell an amount of money."""

    def __init__(self, catalogue: Catalogue) -> None:
        money = [*catalogue.company.currencies, *_SIGNS]
        self._facts = frozenset(
            f"answer:{each.id}"
            for each in catalogue.answers.values()
            if any(letter.isdigit() for letter in each.answer) and any(sign in each.answer for sign in money)
        )

    def told_with(self, meant: Meant, reading: Reading, context: Context) -> str | None:
        """The answer that a price is told in: the one spoken of last, where nothing of the price list is meant; the one that comes
        near to what is asked for on top of what was priced."""
        if meant.source == "none":
            last = context.subjects[0] if context.subjects else None
            words = {word.strip("?!.,;:") for word in reading.text.casefold().split()}
            return last if last in self._facts and not reading.rest and not LISTS & words else None
        near = reading.facts[0] if reading.facts else None
        if near is None or near.id not in self._facts or near.score < _TOLD_FROM or meant.added:
            return None
        return near.id if reading.rest and _ON_TOP & reading.phrases and not reading.add_ons else None
