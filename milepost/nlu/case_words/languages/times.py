"""Terms, stretches of time and currencies in Spanish, German, French and Portuguese."""

from __future__ import annotations

import re
from types import MappingProxyType

from milepost.nlu.case_words.languages.counting import COUNT_WORDS
from milepost.nlu.case_words.languages.number_words import spelled
from milepost.nlu.case_words.languages.plain import plain
from milepost.nlu.need_values.currencies import CURRENCY_OF

_NO_LETTER, _NO_LETTER_BEHIND = r"(?<![^\W_])", r"(?![^\W_])"
_ADVERBS = MappingProxyType(
    {
        "week": r"weekly|semanal(?:es|mente)?|semanais|w(?:o|oe)chentlich(?:e[nrs]?)?|hebdo(?:madaires?)?",
        "month": r"monthly|mensual(?:es|mente|idad(?:es)?)?|monatlich(?:e[nrs]?)?|mensuel(?:le)?(?:s|ment)?|mensalit(?:e|es)|"
        r"mensal(?:mente|idade)?|mensais|monats(?:abo|plan|preis|vertrag|zahlung|beitrag|lizenz|rate)",
        "year": r"yearly|annual(?:ly)?|anual(?:es|mente|idad(?:es)?)?|anuais|anuidade|j(?:a|ae)hrlich(?:e[nrs]?)?|"
        r"annuel(?:le)?(?:s|ment)?|jahres(?:abo|plan|preis|vertrag|zahlung|beitrag|lizenz|tarif)",
    }
)
_NOUNS = MappingProxyType(
    {
        "week": r"semana|woche|semaine",
        "month": r"mes|monat|mois",
        "year": r"ano|jahr|annee|an",
    }
)
_LINKS = MappingProxyType(
    {
        "es": r"(?:por|al|a la|cada|todo el|toda la|el|la|un|una|x)\s",
        "de": r"(?:pro|im|je|per|aufs|auf|fu?e?rs?|das|die|der|den|eine?[nr]?|ne|n|nen|jede[snr]?|u?e?bers)\s(?:ganze[sn]? )?",
        "fr": r"(?:par|au|a la|a l'|sur l'|tout l'|tout le|toute la|toute l'|pour l'|l'|la|le|un|une|chaque)(?:\s|(?<='))",
        "pt": r"(?:por|ao|a|cada|todo o|toda a|o|um|uma|no|pelo)\s",
    }
)
_ONCE = re.compile(
    rf"{_NO_LETTER}(?:pago unico|(?:de|en) un solo pago|(?:de )?una sola vez|de una vez|einmalzahlung|einmalig(?:e[nrs]?)?|"
    rf"auf einmal|(?:paiement|versement) unique|en une (?:seule )?fois|pagamento unico|"
    rf"de uma so vez|de uma vez|a vista){_NO_LETTER_BEHIND}"
)
# Another time than that which is paid for, or how often something is done.
_OTHER_TIME_BEFORE = re.compile(
    rf"{_NO_LETTER}(?:hace|dentro de|en|in|vor|seit|nach|innerhalb|dans|depuis|(?:il )?y a|d'ici|ha|faz|daqui a|dentro dum|apos|"
    r"garant\w+(?: de| d'| von| uber)?|\d ?x|dias?|horas?|veces|vez|mananas|tardes|"
    r"noches|jours?|heures?|fois|soirs?|tage?n?|stunden?|"
    r"(?:ein|zwei|drei|vier)?mal|abende?|noites|manhas|vezes|una|dos|uma|"
    r"duas|eine?n?|zwei|une|deux|(?<=de )\d|fin de|final de|ende|"
    r"fin|cours)\s*$"
)
_OTHER_TIME_BEHIND = re.compile(
    r"\s*-?\s?(?:gratis|gratuit[eos]*|kostenlos|frei|de prueba|de prova|d'essai|de teste|probe|(?:de )?garant\w+|pasad[oa]|"
    r"que viene|que vem|proxim[oa]|passad[oa]|derniere?|prochaine?|passee?|nouvel(?:le)?|nouveau|alte?|"
    r"de vida|de edad|de idade|de experiencia|"
    rf"rum|vorbei|her|escolar|fiscal|novo|nuevo|ci|zu ende){_NO_LETTER_BEHIND}"
)
_UNITS = MappingProxyType(
    {
        "day": r"dias?|tage?n?|jours?|journees?",
        "week": r"semanas?|wochen?|semaines?",
        "month": r"mes(?:es)?|monate?n?|mois",
        "year": r"anos?|jahre?n?|ans?|annees?",
        "night": r"noches?|nachte?n?|naechte|nuits?|noites?",
        "hour": r"horas?|stunden?|heures?",
    }
)
_WHOLE = re.compile(
    rf"{_NO_LETTER}(?:(?:todo un|toda una|tout un|toute une|eine?[ns]? ganze[sn]?) (?P<behind>[a-z]+)|"
    rf"(?:un|una|une|um|uma) (?P<before>[a-z]+) (?:enter[oa]|entiere?|inteir[oa]|complet[oea]*)){_NO_LETTER_BEHIND}"
)
_DIGITS = re.compile(r"(?<![\w.,])(\d{1,3})(?![\d.,]*\d)")
_SINCE = re.compile(
    rf"{_NO_LETTER}(?:hace|van|llev[oa]\w*|vor|seit|depuis|(?:il )?y a|deja|ha|faz|alle)"
    r"(?: (?:ya|mas de|unos|etwa|ca|schon|uber|deja|"
    r"environ|plus de|cerca de|mais de|uns))*\s*$"
)
_DOLLARS = r"dollars?|dolar(?:es)?"
_QUALIFIED = MappingProxyType(
    {
        "CAD": rf"(?:{_DOLLARS}) canad\w+|(?:canadian|kanadische[rn]?) dollars?",
        "AUD": rf"(?:{_DOLLARS}) austral\w+|(?:australian|australische[rn]?) dollars?",
        "USD": rf"(?:{_DOLLARS}) (?:ameri\w+|estad\w+|us|usa)|(?:american|us|amerikanische[rn]?)[ -]dollars?",
    }
)
_NAMES = MappingProxyType(
    {
        "USD": _DOLLARS,
        "EUR": r"euros?",
        "GBP": r"libras?(?: esterlinas?)?|(?<!ein )(?<!halbes )(?<!pro )pfund|livres sterling|(?<=en )livres?",
        "CHF": r"franken|schweizer franken|francs?(?: suisses?)?|francos?(?: sui[zc]os?)?|(?<=in )stutz",
        "BRL": r"reais|(?<=em )real|reales",
    }
)
# Codes that are words of these languages too; said by their code they stand behind "in".
_ALSO_WORDS = frozenset({"try", "ils", "cad", "ron", "php", "sek", "all", "nok"})
_IN = re.compile(rf"{_NO_LETTER}(?:in|en|em)\s+(?P<code>[a-z]{{3}}){_NO_LETTER_BEHIND}")


def term_in_language(folded: str, language: str) -> tuple[str, int, int] | None:
    """The term that a message names with its place, as `terms.term_in` gives it."""
    bare = plain(folded)
    for words, lead in ((_ADVERBS, ""), (_NOUNS, _LINKS[language])):
        for match in re.finditer(_terms(words, lead), bare):
            if _OTHER_TIME_BEFORE.search(bare[: match.start()]) or _OTHER_TIME_BEHIND.match(bare, match.end()):
                continue
            return str(match.lastgroup), match.start(), match.end()
    once = _ONCE.search(bare)
    return ("one_time", once.start(), once.end()) if once else None


def _terms(words: MappingProxyType[str, str], lead: str) -> str:
    units = "|".join(f"(?P<{term}>{names})" for term, names in words.items())
    before = rf"(?:{_NO_LETTER}{lead}|/\s?)" if lead else _NO_LETTER
    return rf"{before}(?:{units}){_NO_LETTER_BEHIND}"


def span_in_language(folded: str, language: str) -> tuple[int, str, int, int] | None:
    """A stretch of time with its place, as `terms.span_in` gives it."""
    bare = plain(folded)
    numbers = [(int(match[1]), *match.span()) for match in _DIGITS.finditer(bare)]
    numbers += [(int(each.high), each.core_start, each.core_end) for each in spelled(bare, language)]
    for number, start, end in sorted(numbers, key=lambda each: each[1]):
        for unit, names in _UNITS.items():
            match = re.compile(rf"[ -]?(?:{names}){_NO_LETTER_BEHIND}").match(bare, end)
            if match and not _is_other_span(folded, bare, language, start, match.end(), unit):
                return number, unit, start, match.end()
    for match in _WHOLE.finditer(bare):
        for unit, names in _UNITS.items():
            if re.fullmatch(names, match["behind"] or match["before"]):
                return 1, unit, match.start(), match.end()
    return None


def _is_other_span(folded: str, bare: str, language: str, start: int, end: int, unit: str) -> bool:
    """Whether it says how long ago, how old, or how long something is free."""
    is_age = unit == "year" and COUNT_WORDS[language].aged.search(folded[:start])
    return bool(is_age or _SINCE.search(bare[:start]) or _OTHER_TIME_BEHIND.match(bare, end))


def currency_in_language(folded: str) -> str | None:
    """A currency asked for by its name or code; one beside an amount is not asked for."""
    bare = plain(folded)
    for names in (_QUALIFIED, _NAMES):
        for currency, words in names.items():
            match = re.search(rf"(?<!\d)(?<!\d\s){_NO_LETTER}(?:{words}){_NO_LETTER_BEHIND}", bare)
            if match:
                return currency
    asked = _IN.search(bare)
    codes = [asked["code"]] if asked else []
    codes += [word for word in re.findall(r"(?<!\d\s)\b[a-z]{3}\b", bare) if word not in _ALSO_WORDS]
    return next((CURRENCY_OF[code] for code in codes if code in CURRENCY_OF), None)


def qualified_dollars(folded: str) -> str | None:
    """Whose dollars are asked for, in any language: "in Canadian dollars"."""
    bare = plain(folded)
    return next(
        (code for code, words in _QUALIFIED.items() if re.search(rf"(?<!\d\s){_NO_LETTER}(?:{words})", bare)), None
    )
