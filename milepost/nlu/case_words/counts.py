"""How many a message speaks of: the number that counts what is sold or who uses it, and no other number."""

from __future__ import annotations

import re
from collections import Counter as WordCounts
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from milepost.nlu.case_words.amounts import Amounts
from milepost.nlu.case_words.count import Count, option_behind
from milepost.nlu.case_words.count_clues import COUNTS_FROM, NOTHING, Clues, Told, clues, learnt
from milepost.nlu.case_words.languages.counting import COUNT_WORDS, CountReader
from milepost.nlu.fact_index.words import stems
from milepost.nlu.light_imports import stop_words
from milepost.nlu.need_values.numbers import Quantity, quantities
from milepost.sales.catalogue import Catalogue

_WORD = re.compile(r"[^\W_]+(?:'[a-z]+)?")
_MEASURES = re.compile(
    r"\s?-?(?:weeks?|wks?|days?|months?|years?|yrs?|min(?:ute)?s?|hours?|hrs?|h|am|pm|o'clock|%|percent|st|nd|rd|th|gb|tb|mb|kg|g|cm|mm|"
    r"km|m|l|ml|ft|feet|foot|stone|yo|kw|kwh|w|v|inch(?:es)?|\"|'|"
    r"miles?|mi|mph|psi|bar|lumens?|lm|m?ah|nm|hp|k?cal|pages?|watts?|kwp|wh|volts?|lit(?:re|er)s?|grams?|kilos?|lbs?|ounces?|oz|"
    r"met(?:re|er)s?|m2|m²|sqm|square|grit|ppi|dpi|hz|ghz|mhz|mbit|k|"
    r"degrees?|c|f|stars?|times?|x \d|wochen?|tage?n?|monaten?|jahren?|stunden?|"
    r"semanas?|d[ií]as?|meses|mes|años?|horas?|semaines?|jours?|mois|ans?|heures?|dias?|anos?)(?![a-z0-9])"
)
_LABELS = re.compile(
    r"(?:[a-z]\(|\b(?:size|option|number|nr|no|room|level|age|aged|order|step|model|version|type|since|year|at|before|after|until|till)"
    r":?|[#/])\.?\s*$|:$"
)
# "On the 8", "the 15": a thing of that name or size.
_A_NAME = re.compile(r"\b(?:on|about|take|is|and|or|no|not|with|of) (?:the|that) $")
_OF_WHAT = re.compile(r"\s*of (?:the|these|those|them|your)(?![a-z])")
_FOR_THE = re.compile(r"\b(?:for|all|cost of|price of) (?:the|all|all the) $")
_ONE_OF_MANY = re.compile(r"\b(?:the|of|that|this|these|those|which|any|each|other|last|first|next)\s*$")
_AGED = re.compile(
    r"\b(?:i'?m|i am|he'?s|she'?s|aged?|is|being|turn(?:s|ing|ed)?|"
    r"(?:mine|kids|children|boys|girls|sons?|daughters?|they|they'?re) are(?: \d{1,2} (?:and|&))?)\s*$"
)
_WE_ARE = re.compile(
    r"\b(?:we(?:'?re| are|'?ll be| will be|'?d be| would be)|there (?:are|will be)|wir sind|somos|nous sommes)\s*$"
)
_I_AM_OF = re.compile(r"\bi(?:'?m| am) \S+ (?:person|persons|people|ppl|adults)(?![a-z])")
_WAS = re.compile(
    r"\b(?:(?:we|there|it) (?:were|was)|used to be|instead of|rather than|not|waren|statt|éramos|étions|em vez de)\s*$"
)
_TO_HOUR = re.compile(r"\s*(?:to|till?|until|-)\s*(?P<hour>\d{1,2})(?!\d)")
_FROM_HOUR = re.compile(r"(?<!\d)(?P<hour>\d{1,2})\s*(?:to|till?|until|-)\s*$")
_HOURS = 24
_BELOW_ZERO = re.compile(r"(?:^|[\s(])[-\u2212]$")
# Who comes along is one more, and each that is named beside them.
_COMES_TOO = re.compile(
    r"\bif (?P<who>(?!i |we |you |it )[^\W\d_]+(?:(?: and|,| &)? [^\W\d_]+){0,4}?) (?:comes?|came|joins?|joined|tags?)"
    r"(?: along| in)? (?:too|as well|also|along|us)(?![a-z])"
)
_MORE = re.compile(r"\s*(?:more|additional|extra|mehr|más|mas|de plus|a mais)(?![a-z])")
_HIRED = re.compile(r"(?<![a-z])(?:hired?|hiring|joined?|joining|added?|adding|took on|plus|another)\s*$")
_PEOPLE_TEXT = """
people persons person ppl users pals mates buddies receptionists volunteers writers teachers cousins folks adult child kid
user colleagues employees staff guests students members heads kids
children adults pupils agents seats seat participants friends licences licenses licence license
personas gente usuarios usuarias puestos puesto asientos licencias licencia empleados empleadas trabajadores
trabajadoras compañeros compañeras colegas agentes miembros huéspedes alumnos alumnas estudiantes niños adultos
leute personen nutzer nutzerinnen benutzer benutzerinnen anwender plätze plätzen platz sitze lizenzen lizenz
mitarbeiter mitarbeitern mitarbeiterinnen mitarbeitende mitarbeitenden angestellte angestellten beschäftigte
kollegen kolleginnen agenten mitglieder gäste gästen schüler studenten kinder erwachsene köpfe
personnes utilisateurs utilisatrices postes poste sièges employés employées salariés salariées
collaborateurs collaboratrices collègues membres invités élèves étudiants enfants adultes têtes
pessoas usuários usuárias utilizadores lugares lugar licenças licença assentos funcionários funcionárias
empregados trabalhadores atendentes membros hóspedes alunos crianças cabeças
"""
_PEOPLE = frozenset(_PEOPLE_TEXT.split())
_OF_THEM = re.compile(
    r"\s*(?:of (?:them|those|these|us|my|our|each|the)|more of|von (?:uns|denen|ihnen)|de (?:esos|ellos|nous|nosotros)|"
    r"d'entre nous|de nós)(?![a-z])"
)
_OF_US = re.compile(r"\s*(?:of us|of my|of our|von uns|de nosotros|de nous|d'entre nous|de nós)(?![a-z])")
# Who counts themselves in: "me and 3 friends" are four.
_AND_I = re.compile(r"\b(?:me|myself|i)(?:\s+(?:and|plus|n|with)\s+|\s*[+&]\s*)(?:my |our |his |her )?(?:other )?$")
_ALONE = re.compile(
    r"\b(?:(?:just|only) (?:for )?(?:me|myself)|for (?:just |only )?(?:me|myself) (?:alone|only)|for (?:just|only) me|"
    r"me alone|(?:by|for) myself|on my own|for one person|nur (?:für mich|ich)|für mich allein|solo (?:para mí|yo)|para mí solo|"
    r"pour moi seule?|juste moi|só (?:para mim|eu))(?! (?:and|plus|&|\+|n) )(?![a-z])"
)
_PAIR = re.compile(
    r"\b(?:(?:both|the two|two|the pair|a pair) of us|us two|(?:me|myself) and (?:my|the) (?:wife|husband|partner|"
    r"girlfriend|boyfriend|friend|mate|flatmate|colleague|brother|sister|mum|mom|dad|son|daughter|missus|mrs|better half)|"
    r"wir beide|uns beide|nosotros dos|los dos|nous deux|nós dois)(?![a-z])"
)
_LEADS_TEXT = """
and or so then what about how with in no i mean meant actually instead ok if we were are for the a it please pls
both all there also too now would be is that do to on per any top have got us im you whats as well just same by
up go does lets say make our at whole only over but each yeah yes when where could can my months of these those
cost costs them pieces items times maybe
like roughly around take paid yearly monthly y oder und et ou e o para für pour por al im pro
"""
_LEADS = frozenset(_LEADS_TEXT.split())
_MOST = 100_000
# A bare number is read as a count below this; with what it counts beside it up to _MOST.
_MOST_BARE = 1000
# Some of a group, or of those who fall away: "two of us answered yesterday", "if two drop out".
_LATELY = re.compile(r"\b(?:yesterday|last (?:week|month|time|year|night)|the other day|recently)\b[^?.!]*$")
_FEW = 100
# What any extra is called, and what is counted whatever is bought.
_ANY_EXTRA = (
    "add addon extra extras pack package packs plus service set thing test call option more minute minutes hour hours year years "
    "month months day days week weeks the for of and with a an home day night new small big one two visit visits care people line"
)
_FALLS_AWAY = re.compile(
    r"(?: [^\W\d]+){0,3} (?:drops? out|dropped out|drop off|leaves?|quits?|bails?|cancels?|stays? (?:home|away)|fewer|"
    r"(?:don't|doesn't|won't|can't|cannot|couldn't) (?:come|make it|join)|(?:is|are) (?:out|sick|away|gone)|less)(?![a-z])"
)


class Counter:
    """Reads counts against one catalogue version: its units and what its goods are called."""

    def __init__(self, catalogue: Catalogue) -> None:
        prices = [price for plan in catalogue.plans.values() for price in plan.prices]
        prices += [price for add_on in catalogue.add_ons.values() for price in add_on.prices]
        units = {price.unit.casefold() for price in prices}
        self._units = units | {f"{unit}s" for unit in units} | _PEOPLE
        names = " ".join(f"{p.name} {p.category} {' '.join(p.aliases)}" for p in catalogue.products.values())
        self._goods = frozenset(stems(f"{names} {' '.join(units)}", all_words=True))
        self._amounts = Amounts(catalogue)
        self._extras = _words_of_extras(catalogue, self._units, self._goods)

    def counts(
        self,
        folded: str,
        mentions: Sequence[Mapping[str, Any]],
        taken: Collection[tuple[int, int]],
        language: str = "en",
        told: Told = NOTHING,
    ) -> list[Count]:
        """The counts of a folded message in their order. `taken` are places of numbers that mean something else; where it is `told`
        what the message does, that is weighed against how the numbers stand."""
        if language in COUNT_WORDS:
            reader = CountReader(COUNT_WORDS[language], self._units, self._goods, self._amounts.listed)
            return reader.counts(folded, mentions, taken)
        found = [
            self._count(folded, quantity, mentions)
            for quantity, clues_to_it in self.weighed(folded, mentions, taken, told)
            if (
                learnt().chance(clues_to_it) >= COUNTS_FROM
                if told.acts and not self._is_special(folded, quantity)
                else self._is_count(folded, quantity, mentions)
            )
        ]
        return _of_now(folded, found) or _of_themselves(folded)

    def weighed(
        self,
        folded: str,
        mentions: Sequence[Mapping[str, Any]],
        taken: Collection[tuple[int, int]],
        told: Told,
    ) -> Iterator[tuple[Quantity, Clues]]:
        """Every number that may count something, with the clues to it."""
        numbers = [each for each in quantities(folded) if each.low == int(each.low) and 0 < each.high < _MOST]
        numbers = [each for each in numbers if not _BELOW_ZERO.search(folded[: each.core_start])]
        for number in numbers:
            if not any(start < number.core_end and number.core_start < end for start, end in taken):
                signs = self._signs(folded, number, mentions)
                yield number, clues(folded, number, signs, told, others=len(numbers) - 1)

    def _is_special(self, folded: str, quantity: Quantity) -> bool:
        """Whether it is plain from its words what a number counts: those who fall away, an extra, what comes on top."""
        return (
            _falls_away(folded, quantity)
            or self._extra(folded, quantity) is not None
            or bool(_MORE.match(folded, quantity.core_end))
            or bool(_HIRED.search(folded[: quantity.core_start]))
        )

    def _signs(self, folded: str, quantity: Quantity, mentions: Sequence[Mapping[str, Any]]) -> Iterator[str]:
        """What is seen around a number that tells what it counts."""
        before, end = folded[: quantity.core_start], quantity.core_end
        behind = _WORD.findall(folded[end:])[:2]
        stemmed = [(stems(word, all_words=True) or [""])[0] for word in behind]
        amounts = not quantity.spelled
        seen = {
            "would count by how it stands": self._is_count(folded, quantity, mentions),
            "measure": _MEASURES.match(folded, end) is not None,
            "label": _LABELS.search(before) is not None,
            "aged": _AGED.search(before) is not None,
            "one of many": _is_one_of_many(folded, quantity),
            "hours": _is_hours(folded, quantity),
            "rate": amounts and self._amounts.is_rate(folded, quantity),
            "sum": amounts and self._amounts.is_sum(folded, quantity),
            "unit": behind[:1] and behind[0] in self._units,
            "unit nearby": behind[1:] and behind[1] in self._units,
            "good": stemmed[:1] and stemmed[0] in self._goods,
            "good nearby": stemmed[1:] and stemmed[1] in self._goods,
            "people": bool(set(behind) & _PEOPLE),
            "of them": _OF_THEM.match(folded, end) is not None,
            "of us": _OF_US.match(folded, end) is not None,
            "and I": _AND_I.search(before) is not None,
            "we are": _WE_ARE.search(before) is not None,
            "was": _WAS.search(before) is not None,
            "option": option_behind(folded, end, mentions) is not None,
            "goes on": not behind or behind[0] in _LEADS or behind[0] in stop_words(),
        }
        yield from (sign for sign, is_seen in seen.items() if is_seen)

    def _is_count(self, folded: str, quantity: Quantity, mentions: Sequence[Mapping[str, Any]]) -> bool:
        before = folded[: quantity.core_start]
        if quantity.money or quantity.low != int(quantity.low) or not 0 < quantity.high < _MOST:
            return False
        if _MEASURES.match(folded, quantity.core_end) or _LABELS.search(before):
            return False
        if _AGED.search(before) and not _I_AM_OF.search(folded):
            return False
        if _falls_away(folded, quantity):
            return True
        if _is_one_of_many(folded, quantity) or _is_hours(folded, quantity):
            return False
        if not quantity.spelled and self._amounts.is_rate(folded, quantity):
            return False
        if _OF_US.match(folded, quantity.core_end) and _LATELY.search(before):
            return False
        behind = _WORD.findall(folded[quantity.core_end :])[:3]
        if _MORE.match(folded, quantity.core_end):
            behind = behind[1:]
        if behind[1:2] == ["ones"]:
            return True
        if self._extra(folded, quantity) is not None:
            return True
        near = behind[:2] if behind[:1] != ["for"] else []
        if any(word in self._units or (stems(word, all_words=True) or [""])[0] in self._goods for word in near):
            return True
        if _OF_THEM.match(folded, quantity.core_end) or _AND_I.search(before):
            return True
        if quantity.high < _MOST_BARE and option_behind(folded, quantity.core_end, mentions) is not None:
            return True
        if not behind or behind[0] in _LEADS or behind[0] in stop_words():
            return not self._amounts.is_sum(folded, quantity)
        return False

    def _extra(self, folded: str, quantity: Quantity) -> str | None:
        """The extra that a number counts: "two of the lockers"."""
        behind = _WORD.findall(_OF_WHAT.sub("", folded[quantity.core_end :], count=1))[:2]
        for word in behind:
            stem = (stems(word, all_words=True) or [""])[0]
            if stem in self._extras:
                return self._extras[stem]
            if stem in self._goods or word in self._units:
                return None
        return None

    def _count(self, folded: str, quantity: Quantity, mentions: Sequence[Mapping[str, Any]]) -> Count:
        behind = set(_WORD.findall(folded[quantity.core_end :])[:2])
        before = folded[: quantity.core_start]
        with_me = int(bool(_AND_I.search(before)))
        more = bool(_MORE.match(folded, quantity.core_end)) or bool(_HIRED.search(folded[: quantity.core_start]))
        low = int(quantity.low) if quantity.is_range else None
        is_people = bool(
            behind & _PEOPLE or with_me or _WE_ARE.search(before) or _OF_US.match(folded, quantity.core_end)
        )
        return Count(
            int(quantity.high) + with_me,
            quantity.core_start,
            quantity.core_end,
            low,
            is_people,
            option_behind(folded, quantity.core_end, mentions),
            more,
            _falls_away(folded, quantity),
            self._extra(folded, quantity),
        )


def _falls_away(folded: str, quantity: Quantity) -> bool:
    """Whether so many of those counted before fall away: "if two drop out", "2 fewer"."""
    return quantity.high < _FEW and bool(_FALLS_AWAY.match(folded, quantity.core_end))


def _is_one_of_many(folded: str, quantity: Quantity) -> bool:
    """Whether a number is a name, or points at things of which it says how many: "the 8", "the two"."""
    before = folded[: quantity.core_start]
    if quantity.spelled:
        return quantity.high == 1 or bool(_ONE_OF_MANY.search(before) and not _FOR_THE.search(before))
    is_named = _A_NAME.search(before) and not _FOR_THE.search(before)
    return bool(is_named and not _OF_WHAT.match(folded, quantity.core_end))


def _of_now(folded: str, found: list[Count]) -> list[Count]:
    """The counts without those that are said to be over: "we were 5, now we're 7", "60 instead of 48"."""
    now = [count for count in found if not _WAS.search(folded[: count.start])]
    return now or found


def _is_hours(folded: str, quantity: Quantity) -> bool:
    """Whether it is a time of day to another: "9 to 4"."""
    after = _TO_HOUR.match(folded, quantity.core_end)
    lead = _FROM_HOUR.search(folded[: quantity.core_start])
    return bool(
        (after and int(after["hour"]) < quantity.high <= _HOURS)
        or (lead and quantity.high < int(lead["hour"]) <= _HOURS)
    )


def _of_themselves(folded: str) -> list[Count]:
    """How many people speak of themselves without a figure: "just me", "for both of us"."""
    if comes := _COMES_TOO.search(folded):
        who = len(re.findall(r" and | & |,", comes["who"])) + 1
        return [Count(who, comes.start("who"), comes.end("who"), is_people=True, is_more=True)]
    for pattern, number in ((_PAIR, 2), (_ALONE, 1)):
        match = pattern.search(folded)
        if match and not _LATELY.search(folded[: match.start()]):
            return [Count(number, match.start(), match.end(), is_people=True)]
    return []


def _words_of_extras(catalogue: Catalogue, units: Collection[str], goods: Collection[str]) -> Mapping[str, str]:
    """The stems by which one extra alone is called, of all that is sold: a number before one counts it."""
    names = {each.id: " ".join((each.name, *each.aliases)) for each in catalogue.add_ons.values()}
    plans = " ".join(" ".join((plan.name, *plan.aliases)) for plan in catalogue.plans.values())
    called = {each: set(stems(name, all_words=True)) for each, name in names.items()}
    shared = WordCounts(word for own in called.values() for word in own)
    taken = {*goods, *stems(f"{plans} {_ANY_EXTRA} {' '.join(units)}", all_words=True)}
    return {word: each for each, own in called.items() for word in own if shared[word] == 1 and word not in taken}
