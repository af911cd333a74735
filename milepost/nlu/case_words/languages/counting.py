"""How many a message speaks of, in Spanish, German, French and Portuguese."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from milepost.nlu.case_words.count import Count, option_behind
from milepost.nlu.case_words.languages.count_words import CountWords
from milepost.nlu.case_words.languages.de import DE
from milepost.nlu.case_words.languages.es import ES
from milepost.nlu.case_words.languages.fr import FR
from milepost.nlu.case_words.languages.number_words import in_ranges, is_also_another_word, spelled
from milepost.nlu.case_words.languages.plain import plain
from milepost.nlu.case_words.languages.pt import PT
from milepost.nlu.fact_index.words import stems
from milepost.nlu.need_values.numbers import Quantity, quantities

COUNT_WORDS = MappingProxyType({words.language: words for words in (ES, DE, FR, PT)})
_WORD = re.compile(r"[^\W_]+")
# The words that belong to a number end with the clause.
_CLAUSE_ENDS = re.compile(r"[.,;:!?()\n]|\s-\s")
_LINKS = frozenset({"de", "d", "von", "der", "di", "cada", "je", "mas", "mehr", "weitere", "plus", "mais", "autres"})
# Figures one after the other are a telephone number, or one like it.
_DIGITS_BEFORE, _DIGITS_BEHIND = re.compile(r"\d[ /.-]$"), re.compile(r"[ /.-]\d")
_SIGN_BEFORE = re.compile(r"[#:/@]\s*$|[a-z]\($")
_HOURS = 24
_TO_HOUR = re.compile(r"\s*(?:a|as|bis|ate|hasta|-)\s*(\d{1,2})(?!\d)")
_FROM_HOUR = re.compile(r"(?<!\d)(\d{1,2})\s*(?:a|as|bis|ate|hasta|-)\s*$")
_MOST = 100_000
# A bare number is read as a count below this; one with people beside it up to _MOST.
_MOST_BARE = 1000
_LEAST_PRICE, _FEW, _MANY_MORE = 13, 100, 20


@dataclass(frozen=True)
class CountReader:
    """Reads counts in one language against a catalogue: its units, the stems of its goods' names and its whole amounts."""

    words: CountWords
    units: Collection[str]
    goods: Collection[str]
    amounts: Collection[int]

    def counts(
        self, folded: str, mentions: Sequence[Mapping[str, Any]], taken: Collection[tuple[int, int]]
    ) -> list[Count]:
        """The counts of a folded message in their order. `taken` are places of numbers that mean something else."""
        bare = plain(folded)
        found = [each for each in quantities(folded) if not each.spelled] + spelled(bare, self.words.language)
        free = [
            each for each in found if not any(start < each.core_end and each.core_start < end for start, end in taken)
        ]
        joined = in_ranges(bare, free, self.words.to)
        counts = [self._count(bare, each, mentions) for each in joined if self._is_count(folded, bare, each, mentions)]
        now = [count for count in counts if not self.words.over.search(folded[: count.start])]
        return now or counts or self._of_themselves(bare)

    def _is_count(self, folded: str, bare: str, number: Quantity, mentions: Sequence[Mapping[str, Any]]) -> bool:
        words, end = self.words, number.core_end
        before, before_bare = folded[: number.core_start], bare[: number.core_start]
        if (
            number.money
            or number.low != int(number.low)
            or number.high != int(number.high)
            or not 0 < number.high < _MOST
        ):
            return False
        if (
            words.measures.match(bare, end)
            or words.names_before.search(before_bare)
            or self._is_of_figures(bare, number)
        ):
            return False
        if self._is_hours(bare, number) or (not number.spelled and self._is_rate(bare, number)):
            return False
        behind = self._behind(bare, end)
        if self._is_unit(behind) or words.of_us.match(bare, end) or words.with_me_before.search(before_bare):
            return True
        if number.high >= _MOST_BARE or (number.spelled and self._is_one_of_many(before_bare)):
            return False
        if option_behind(folded, end, mentions) is not None or words.of_them.match(bare, end):
            return True
        if words.we_are.search(before_bare):
            return not self._is_thing(behind)
        if words.moments.search(before) or words.aged.search(before) or self._is_amount(folded, bare, number):
            return False
        if not behind or words.is_lead(behind[0]):
            return not is_also_another_word(bare, number, words.language)
        return bool(words.plural.fullmatch(behind[0])) and not self._is_thing(behind)

    def _behind(self, bare: str, end: int) -> list[str]:
        """The next words of the clause, without those that link a number with what it counts: "5 mas de …"."""
        clause = _CLAUSE_ENDS.split(bare[end : end + 60], maxsplit=1)[0]
        found = _WORD.findall(clause)
        while len(found) > 1 and found[0] in _LINKS and not self.words.is_lead(found[1]):
            found = found[1:]
        return found[:3]

    def _is_unit(self, behind: Sequence[str]) -> bool:
        """Whether it counts people, or what the catalogue sells by its own words."""
        return any(
            word in self.words.people or word in self.units or (stems(word, all_words=True) or [""])[0] in self.goods
            for word in behind[:2]
            if not self.words.is_lead(word) or word in self.words.people
        )

    def _is_thing(self, behind: Sequence[str]) -> bool:
        return bool(behind) and behind[0] in self.words.things

    def _is_one_of_many(self, before_bare: str) -> bool:
        """Whether "the two" are meant of several, rather than so many bought for "the two"."""
        return bool(self.words.articles.search(before_bare)) and not self.words.for_the.search(before_bare)

    def _is_of_figures(self, bare: str, number: Quantity) -> bool:
        before = bare[: number.core_start]
        return bool(
            not number.spelled
            and (
                _DIGITS_BEFORE.search(before)
                or _DIGITS_BEHIND.match(bare, number.core_end)
                or _SIGN_BEFORE.search(before)
                or bare[number.core_start] == "0"
            )
        )

    def _is_rate(self, bare: str, number: Quantity) -> bool:
        """Whether it is what something costs by the month or a head: "15 al mes", "13 pro Kopf"."""
        is_amount = int(number.high) in self.amounts or number.high >= _LEAST_PRICE
        return is_amount and bool(self.words.rates.match(bare, number.core_end))

    def _is_hours(self, bare: str, number: Quantity) -> bool:
        """Whether it is a time of day to another: "9 a 4"."""
        after = _TO_HOUR.match(bare, number.core_end)
        lead = _FROM_HOUR.search(bare[: number.core_start])
        return bool(
            (after and int(after[1]) < number.high <= _HOURS) or (lead and number.high < int(lead[1]) <= _HOURS)
        )

    def _is_amount(self, folded: str, bare: str, number: Quantity) -> bool:
        """Whether a number that nothing is counted by is rather a sum of money."""
        before = folded[: number.core_start]
        if self.words.sums.search(before):
            return True
        if number.spelled:
            return False
        is_more = self.words.more_behind.match(bare, number.core_end)
        if is_more and number.high >= _MANY_MORE and not self.words.more_before.search(bare[: number.core_start]):
            return True
        if int(number.high) not in self.amounts or number.high < _LEAST_PRICE:
            return False
        is_for = self.words.for_the.search(bare[: number.core_start])
        return not is_for and bool(self.words.held.search(before) or number.high >= _FEW)

    def _count(self, bare: str, number: Quantity, mentions: Sequence[Mapping[str, Any]]) -> Count:
        words, end, before = self.words, number.core_end, bare[: number.core_start]
        behind = self._behind(bare, end)
        is_with_me = bool(words.with_me_before.search(before) or words.with_me_behind.match(bare, end))
        is_together = words.language == "de" and bare.startswith("zu ", number.core_start)
        return Count(
            int(number.high) + int(is_with_me),
            number.core_start,
            end,
            int(number.low) if number.is_range else None,
            bool(
                is_with_me
                or is_together
                or words.people & set(behind[:2])
                or words.of_us.match(bare, end)
                or words.we_are.search(before)
            ),
            option_behind(bare, end, mentions),
            bool(words.more_behind.match(bare, end) or words.more_before.search(before)),
        )

    def _of_themselves(self, bare: str) -> list[Count]:
        """How many people speak of themselves without a figure."""
        for pattern, number in ((self.words.pair, 2), (self.words.alone, 1)):
            if match := pattern.search(bare):
                return [Count(number, match.start(), match.end(), is_people=True)]
        return []
