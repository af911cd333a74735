"""Numbers that are money or a share of it and count nothing: "it costs 15", "15 a month", "the 259 still?", "25% off"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from milepost.nlu.need_values.numbers import Quantity
from milepost.sales.catalogue import Catalogue

# What is paid or worked out, not counted: "it costs 15", "209 + 24", "minus 20".
_SUMS = re.compile(
    r"(?:\b(?:costs?|pay(?:ing)?|paid|charged?|minus|less|price|spend|save[sd]?|budget|at)|[+=])\s*$|\d\s*-\s*$"
)
# What an amount is for: "204 for 12", "15 a month".
_IS_RATE = re.compile(
    r"\s*(?:(?:a|an|per|each|every|/|pro|por|par|al|im)\s*(?:head|person|seat|month|mo|year|yr|week|wk|day|session|lesson|hour|monat|"
    r"jahr|woche|mes|año|semana|mois|an|semaine|mês|ano)(?![a-z])|(?:for|für|para|pour)\s+\d)"
)
# A sum that is held against what it was thought to be: "so the 259 still?", "75 or 649?".
_CHECKED = re.compile(r"\b(?:the|both|is it|it'?s|that'?s|thats|or|said|says|saw|read|only|still|not)\s*$")
_CHECKS = re.compile(
    r"\s*(?:right|is it|isn'?t it|still|less|off|cheaper|dearer|or \d|at once|correct|you said|for the|for a|for your)(?![a-z])"
)
# What somebody sells something for, and what is asked back for: "they have them for 299", "the gap was what again, 180?".
_SOLD_FOR = re.compile(
    r"\b(?:has|sells?|sold|offers?|saw|seen|(?:they|others|some|shops) (?:have|do|had))\b[^?.!]*\bfor\s*$"
)
_ASKED_BACK = re.compile(r"\b(?:was|were|is|are) (?:what|how much)(?: again)?,?\s*$|\bagain,\s*$")
_APART = re.compile(r"\b(?:difference|gap|apart|saving|savings|how much (?:more|less|cheaper|dearer|extra))\b")
_FOR = re.compile(r"\b(?:for|with|make it|für|para|pour)\s*$")
_FOR_ANOTHER = re.compile(r"\bfor another\s*$")
_MORE = re.compile(r"\s*(?:more|additional|extra|mehr|más|mas|de plus|a mais)(?![a-z])")
_HIRED = re.compile(r"(?<![a-z])(?:hired?|hiring|joined?|joining|added?|adding|took on|plus|another)\s*$")
_NOT_OTHER = re.compile(r"\s*(?:,\s*)?(?:not|instead of|statt|no)\s+(?P<other>\d{1,4})(?!\d)")
# A bare number from here on is too large to be how many are wanted.
_MOST_BARE = 1000
# From here on a number "a month" is an amount, and a bare one that stands in the price list is that price.
_LEAST_PRICE, _FEW = 13, 100
# "130 more" by itself is money, "8 more" are people or pieces.
_MANY_MORE = 20
_PERCENT = re.compile(
    r"(?<![\d.,])(\d{1,2})\s?(?:%|percent|per cent|pct|prozent|por ?ciento|pour ?cent|por ?cento)(?![a-z])"
)
_OFF = re.compile(
    r"(?<![\d.,])(?:(?:minus|less|with|without|off|and|plus) (?:the|that|my|our|your)) (?P<with>\d{1,2})"
    r"(?=\W*$|[,.?!]| (?:off|on|thing|discount|reduction|then|now|in|for|please|pls|too|as|by|taken|less)(?![a-z]))|"
    r"(?<![\d.,])(?P<off>\d{1,2}) (?:less|off)(?![a-z])"
)

# What so many cost, not what there is for so much.
_PRICED_FOR = re.compile(
    r"(?<![a-z])(?:how much|what(?:'?s| is| are| would| does| do|'d)?|prices?|pricing|costs?|quote)(?![a-z])"
    r".*(?<![a-z])for (?:the |all |us )?$"
)
_GOT_FOR = re.compile(r"(?<![a-z])(?:get|gets|have|has|had|do|offer|buy|paid|pay|charged?) (?:\w+ ){0,2}for $")


class Amounts:
    """What is money in a message, against one catalogue version: its whole prices and its reductions' shares."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.listed = frozenset(_listed(catalogue))
        self._shares = frozenset(int(each.percent) for each in catalogue.discounts.values() if each.percent is not None)

    def percent(self, folded: str) -> tuple[int, int, int] | None:
        """The share that is spoken of with its place: "15%", and "the 15" or "15 less" where a reduction is of so much."""
        if match := _PERCENT.search(folded):
            return int(match[1]), *match.span()
        for match in _OFF.finditer(folded):
            group = "with" if match["with"] else "off"
            if int(match[group]) in self._shares:
                return int(match[group]), *match.span(group)
        return None

    def is_sum(self, folded: str, quantity: Quantity) -> bool:
        """Whether a number that nothing is counted by is rather a sum of money, or too large to be how many are wanted."""
        before = folded[: quantity.core_start]
        if quantity.high >= _MOST_BARE or _SUMS.search(before):
            return True
        if quantity.spelled:
            return False
        if quantity.high >= _LEAST_PRICE and (
            _SOLD_FOR.search(before)
            or _ASKED_BACK.search(before)
            or (_APART.search(before) and not _FOR.search(before))
        ):
            return True
        if quantity.high >= _MANY_MORE and self._is_on_top(folded, quantity):
            return True
        other = _NOT_OTHER.match(folded, quantity.core_end)
        if other and int(other["other"]) in self.listed and int(other["other"]) >= _LEAST_PRICE:
            return True
        is_held_against = _CHECKED.search(before) or _CHECKS.match(folded, quantity.core_end)
        if is_held_against and quantity.high >= _FEW:
            return True
        if int(quantity.high) not in self.listed or quantity.high < _LEAST_PRICE:
            return False
        return bool(is_held_against) or (quantity.high >= _FEW and not _FOR.search(before))

    def is_rate(self, folded: str, quantity: Quantity) -> bool:
        """Whether it is what something costs by the month or for so many: "15 a month", "204 for 12"."""
        before = folded[: quantity.core_start]
        if quantity.high < _FEW and _PRICED_FOR.search(before) and not _GOT_FOR.search(before):
            return False  # "what is it for 6 a year"
        is_amount = int(quantity.high) in self.listed or quantity.high >= _LEAST_PRICE
        return is_amount and bool(_IS_RATE.match(folded, quantity.core_end))

    @staticmethod
    def _is_on_top(folded: str, quantity: Quantity) -> bool:
        """Whether it is so much more to pay: "130 more", "for another 40"."""
        before = folded[: quantity.core_start]
        more = _MORE.match(folded, quantity.core_end) and not _HIRED.search(before)
        return bool(more or _FOR_ANOTHER.search(before))


def _listed(catalogue: Catalogue) -> Iterator[int]:
    """The whole figures of the price list."""
    for price in (
        *(price for plan in catalogue.plans.values() for price in plan.prices),
        *(price for add_on in catalogue.add_ons.values() for price in add_on.prices),
    ):
        yield from (int(amount) for amount in price.flat.values())
        yield from (int(amount) for tier in price.tiers for amount in tier.amounts.values())
