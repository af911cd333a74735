"""For how long and in which currency: "yearly", "for three months", "in euros?", and the days of a week."""

from __future__ import annotations

import re
from types import MappingProxyType

from milepost.nlu.case_words.languages.counting import COUNT_WORDS
from milepost.nlu.case_words.languages.times import (
    currency_in_language,
    qualified_dollars,
    span_in_language,
    term_in_language,
)
from milepost.nlu.need_values.currencies import COUNTRY_MONEY, CURRENCY_OF

_TERMS = MappingProxyType(
    {
        "week": r"week(?:ly)?|wöchentlich|woche|semanal(?:es|mente)?|semana|hebdomadaire|semaine",
        "month": r"month(?:ly)?|monatlich|monat|mensual(?:es|mente)?|mes|mensuel(?:le)?(?:ment)?|mois|mensal(?:mente)?|mês",
        "year": r"y(?:ea)?r(?:ly)?|annual(?:ly)?|annum|jährlich|jahr(?:es)?|anual(?:es|mente)?|año|annuel(?:le)?(?:ment)?|"
        r"an(?:née)?|ano",
    }
)
_LINKED = re.compile(
    r"(?<![a-z])(?:a|per|by the|each|every|the|whole|full|for a|pro|im|je|por|al|cada|par|à l'|l'|ao)\s+(?P<unit>"
    + "|".join(_TERMS.values())
    + r")(?![a-z])"
)
_ADVERB = re.compile(
    r"(?<![a-z])(?P<unit>weekly|monthly|yearly|(?<!\d)(?<!\d )(?<!\d-)yr(?:ly)?|"
    r"annual(?:ly)?|wöchentlich|monatlich|jährlich|semanal(?:mente)?|mensual(?:mente)?|anual(?:mente)?|"
    r"mensuel(?:le)?(?:ment)?|annuel(?:le)?(?:ment)?|mensal(?:mente)?)(?![a-z])"
)
_ONCE = re.compile(
    r"(?<![a-z])(?:one[- ](?:time|off)|all at once|in one go|up ?front|outright|lump sum|"
    r"(?:whole|full|entire) (?:term|course|semester)|einmalig|"
    r"auf einmal|de una vez|en une (?:seule )?fois|de uma (?:só )?vez)(?![a-z])"
)
_NOT_A_TERM = re.compile(r"\s*(?:ago|old|free|trial|warranty|guarantee|end)(?![a-z])")
_PAST = re.compile(
    r"(?<![a-z])(?:last|next|this|past|end of|in|within|times|once|twice|days?|hours?|first)\s+(?:a |the )?$"
)
_SPAN = re.compile(
    r"(?<![\w.])(?:(?P<digits>\d{1,3})|(?P<word>one|two|three|four|five|six|seven|eight|nine|ten|twelve|zwei|drei|vier|sechs|dos|tres|seis|deux|trois|"
    r"six|dois|três)|(?P<whole>a whole|the whole|a full|half a))[ -]"
    r"(?P<unit>days?|weeks?|months?|years?|nights?|hours?|tage?|wochen?|monate?|jahre?|"
    r"d[ií]as?|semanas?|mes(?:es)?|años?|jours?|semaines?|mois|ans?|anos?)(?![a-z])"
    r"(?! (?:ago|old|free|trial|people|ones|shifts?|staff))"
)
_SPELLED = "one two three four five six seven eight nine ten eleven twelve"
_NUMBERS = MappingProxyType(
    dict(zip(_SPELLED.split(), range(1, 13), strict=True))
    | {
        "zwei": 2,
        "drei": 3,
        "vier": 4,
        "sechs": 6,
        "dos": 2,
        "tres": 3,
        "seis": 6,
        "deux": 2,
        "trois": 3,
        "dois": 2,
        "três": 3,
    }
)
_UNITS = MappingProxyType(
    {
        "d": "day",
        "t": "day",
        "j": "day",
        "w": "week",
        "s": "week",
        "m": "month",
        "y": "year",
        "a": "year",
        "n": "night",
        "h": "hour",
    }
)
_DAYS = MappingProxyType(
    {
        day: re.compile(rf"(?<![a-z])(?:{names})(?![a-z])")
        for day, names in {
            "mon": r"mon(?:day)?s?|montags?|lunes|lundis?|segunda(?:-feira)?",
            "tue": r"tue(?:s(?:day)?)?s?|dienstags?|martes|mardis?|terça(?:-feira)?",
            "wed": r"wed(?:nes(?:day)?)?s?|mittwochs?|miércoles|mercredis?|quarta(?:-feira)?",
            "thu": r"thu(?:r(?:s(?:day)?)?)?s?|donnerstags?|jueves|jeudis?|quinta(?:-feira)?",
            "fri": r"fri(?:day)?s?|freitags?|viernes|vendredis?|sexta(?:-feira)?",
            "sat": r"sat(?:ur(?:day)?)?s?|saturdays?|weekends?|samstags?|wochenende|s[áa]bados?|fin(?:es)? de semana|samedis?|"
            r"week-end|fim de semana",
            "sun": r"sun(?:day)?s?|weekends?|sonntags?|wochenende|domingos?|fin(?:es)? de semana|dimanches?|week-end|fim de semana",
        }.items()
    }
)
_IN_CURRENCY = re.compile(r"(?<![a-z])(?:in|en|em|and|what about|pay)\s+(?:the )?(?P<code>[a-z£€$]{1,9})(?![a-z])")
_SPOKEN_AS = MappingProxyType(
    {
        "canadian": "CAD",
        "swiss": "CHF",
        "frank": "CHF",
        "franc": "CHF",
        "franken": "CHF",
        "francos": "CHF",
        "australian": "AUD",
        "american": "USD",
    }
)
_SPOKEN = re.compile(
    rf"(?:(?<![a-z])(?:in|en|em|and|with)|,)\s+(?P<name>{'|'.join(_SPOKEN_AS)})\s*(?:$|[.,!?]|for|please|pls)"
)
# A sign by itself, with no amount beside it: "monthly, £".
_SIGN_ALONE = re.compile(r"(?<![\d.,a-z])(?<!\d )(?P<sign>[£€])(?!\s?\d)")
# A country in a question of what is paid, not of where something goes.
_COUNTRY = re.compile(rf"(?<![a-z])(?P<country>{'|'.join(COUNTRY_MONEY)})(?![a-z])")
_OF_MONEY = re.compile(
    r"(?<![a-z])(?:prices?|priced|costs?|pay|paid|how much|much is|comes? to|charged?|quote)(?![a-z])"
)
_SENT = re.compile(
    r"(?<![a-z])(?:ship\w*|deliver\w*|send|sent|post(?:age|ed|ing)?|freight|travel\w*|flights?|customs|from|call\w*|made)(?![a-z])"
)
_LEAST_LETTERS = 3
# Codes that are said of something else far oftener: beside an amount alone they are a currency.
_ALSO_VERBS = frozenset({"try"})


def term_in(folded: str, language: str = "en") -> tuple[str, int, int] | None:
    """The term that a folded message names with its place: "week", "month", "year", or "one_time" where it is to be paid once."""
    if language in COUNT_WORDS:
        return term_in_language(folded, language)
    for pattern in (_ADVERB, _LINKED):
        for match in pattern.finditer(folded):
            if _NOT_A_TERM.match(folded, match.end()) or _PAST.search(folded[: match.start()]):
                continue
            unit = match["unit"]
            term = next(term for term, words in _TERMS.items() if re.fullmatch(words, unit))
            return term, match.start(), match.end()
    once = _ONCE.search(folded)
    return ("one_time", once.start(), once.end()) if once else None


def has_both_terms(folded: str) -> bool:
    """Whether a message names the month and the year as what is paid by: "monthly and yearly"."""
    units = [match["unit"] for pattern in (_ADVERB, _LINKED) for match in pattern.finditer(folded)]
    terms = {next(term for term, words in _TERMS.items() if re.fullmatch(words, unit)) for unit in units}
    return {"month", "year"} <= terms


def span_in(folded: str, language: str = "en") -> tuple[int, str, int, int] | None:
    """A stretch of time with its place: (3, "month", start, end)."""
    if language in COUNT_WORDS:
        return span_in_language(folded, language)
    match = _SPAN.search(folded)
    if match is None or match["whole"] == "half a":
        return None
    number = int(match["digits"]) if match["digits"] else _NUMBERS.get(match["word"] or "", 1)
    unit = match["unit"]
    first = (
        "year"
        if unit[:2] in ("an", "añ", "ja")
        else "month"
        if unit[:2] in ("mo", "me")
        else "day"
        if unit[:2] == "ta"
        else _UNITS[unit[0]]
    )
    return number, first, match.start(), match.end()


def days_in(folded: str) -> tuple[str, ...]:
    """The days of the week that a folded message names: "mon" … "sun"."""
    return tuple(day for day, names in _DAYS.items() if names.search(folded))


def currency_in(folded: str, language: str = "en") -> str | None:
    """A currency asked for by its name or code: "in euros?", "usd please"."""
    if language in COUNT_WORDS:
        return currency_in_language(folded)
    if dollars := qualified_dollars(folded):
        return dollars
    match = _IN_CURRENCY.search(folded)
    if match and match["code"] in CURRENCY_OF.keys() - _ALSO_VERBS and len(match["code"]) >= _LEAST_LETTERS:
        return CURRENCY_OF[match["code"]]
    if spoken := _SPOKEN.search(folded):
        return _SPOKEN_AS[spoken["name"]]
    if sign := _SIGN_ALONE.search(folded):
        return CURRENCY_OF[sign["sign"]]
    words = re.findall(r"[a-zäöüßéèêáíóúñçãõ]+", folded)
    named = [
        CURRENCY_OF[word]
        for word in words
        if len(word) >= _LEAST_LETTERS
        and word in CURRENCY_OF
        and word not in _ALSO_VERBS
        and not re.search(rf"\d\s?{word}", folded)
    ]
    return named[0] if named and ("pounds" not in words or len(words) < 12) else None


def currency_there(folded: str) -> str | None:
    """The currency of the country in which a price is asked for: "what is it here in Switzerland"."""
    country = _COUNTRY.search(folded)
    if country is None or not _OF_MONEY.search(folded) or _SENT.search(folded):
        return None
    return COUNTRY_MONEY[country["country"]]
