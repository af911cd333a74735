"""Quantities in a message: digits, number words, "k" and "grand", ranges, bounds and "about"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from text_to_num import text2num

from milepost.nlu.need_values.currencies import AFTER_AMOUNT, BEFORE_AMOUNT, CURRENCY_OF
from milepost.nlu.need_values.text import before

_MISSPELT = {
    "fourty": "forty", "ninty": "ninety", "fivety": "fifty", "fiften": "fifteen", "fiveteen": "fifteen", "twelfe": "twelve",
    "twelwe": "twelve", "tweny": "twenty", "twenny": "twenty", "thirdy": "thirty", "eigth": "eight", "eightteen": "eighteen",
    "forteen": "fourteen", "fourten": "fourteen", "sixten": "sixteen", "thousend": "thousand", "hundered": "hundred",
    "hundret": "hundred", "tousand": "thousand",
}  # fmt: skip
_PLAIN = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty",
    "sixty", "seventy", "eighty", "ninety", "hundred", "thousand", "million",
]  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORD = (
    "(?:"
    + "|".join(sorted([*_PLAIN, *_MISSPELT], key=len, reverse=True))
    + r"|dozen|grand|lakhs?|lacs?|crores?)(?:(?<=hundred)s|(?<=thousand)s|(?<=million)s|(?<=dozen)s)?(?![a-z])"
)
_LOOSE = r"(?:(?:a )?quarter of a|half a|one and a half|two and a half|(?:a )?couple(?: of)?|(?:a )?few|several|a)"
# "Two hundred and ten" is one number, "ten and fifteen" are two.
_AND = r"(?:(?:(?<=hundred)|(?<=thousand)|(?<=million)|(?<=hundreds)|(?<=thousands))\s+and\s+)"
_NUMBER = re.compile(
    rf"(?P<pre>{BEFORE_AMOUNT}\s?)?"
    r"(?:(?<![\w#])(?P<digits>\d{1,3}(?: \d{3}){1,3}(?![\d.,]*\d)(?=,-|\s?(?:€|\$|£|eur|usd|chf|gbp|kr|"
    r"pln|zł|people|users|employees|staff|a month|per))|\d(?:[\d.,']{0,18}\d)?|\d)"
    r"(?P<scale>\s?(?:k(?:usd|eur|gbp)?|grand|thousand|thousends?|million|millions|mill?|mln|m|hundred|"
    r"dozen|lakhs?|lacs?|crores?)(?![a-z0-9]))?"
    rf"|(?<![\w-])(?P<words>(?:{_LOOSE}\s+)?{_WORD}(?:(?:{_AND}|[\s-]){_WORD}){{0,7}}"
    r"|(?:a )?couple(?! (?:of )?(?:questions?|things?|times|more))(?: of(?! (?:us|them|my|our|"
    r"the)(?![a-z])))?(?![a-z])|(?:a )?hand ?full?(?: of(?! (?:us|them|my|our|the)(?![a-z])))?(?![a-z])))"
    rf"(?P<post>\s?{AFTER_AMOUNT})?"
)
_SCALES = {"k": 1000, "grand": 1000, "t": 1000, "m": 1_000_000, "h": 100, "d": 12, "l": 100_000, "c": 10_000_000}
_APPROXIMATE_WORDS = re.compile(r"(?:couple(?: of)?|few|several)\s+\S")

_JOIN = re.compile(
    r"\s*(?:-|to|til+|until|up to|bis|or|and|&|n|/|, ?(?:or )?(?:maybe|perhaps|possibly))\s*(?:(?:maybe|around|about|possibly|even|perhaps|like|"
    r"max(?:imum)?)\s+)?"
)
_MAX_BEFORE = re.compile(
    r"(?:(?<![a-z])(?:up ?to|max(?:imum|imal|ed|\.)?(?: out)?(?: (?:budget|price|spend|amount|cost))?(?: of|"
    r" is| at| would be)?|tops|as (?:high|much|many|far) as|all the way to|at (?:the )?most|"
    r"under(?:neath)?|below|beneath|(?<!no )(?<!not )(?:les|less|lower|fewer|cheaper|smaller) th[ae]n|"
    r"not a (?:cent|penny|dollar|euro|dime) (?:over|more th[ae]n|above)|(?:not?|never|nothing) (?:\w+ )?(?:pricier|dearer|costlier|more expensive|more|higher|over|above|greater|past|beyond|bigger|"
    r"larger)(?: th[ae]n)?|not? (?:to )?exceed(?:ing)?|no more th[ae]n|"
    r"(?:can'?t|cannot|can not|couldn'?t|won'?t|don'?t|do not|not|shouldn'?t|mustn'?t|haven'?t|hasn'?t|isn'?t|"
    r"wouldn'?t) (?:[\w']+ ){0,5}?(?:more th[ae]n|over|above|past|beyond|exceed)|"
    r"limit(?:ed)?(?: of| is| to)?|cap(?:ped)?(?: it| this| us)?(?: of| at| is)?|keep(?:ing)? (?:it|this|"
    r"things) (?:to|at)|ceiling(?: of| is)?|upper limit(?: of| is)?|top end(?: of| is)?|as much as|within|"
    r"inside|sub[- ]?|(?:the )?(?:most|maximum|highest) (?:i|we)(?:'d| would| can| could|'ll)?(?: want to)? ?(?:pay|spend|do|go|afford)(?: for (?:it|this))? (?:is|would be)|stretch to|(?:tops?|max(?:es)?|caps?|topping|maxing) out at|stops at|maximal|go (?:up )?to|"
    r"hasta|jusqu'?à|bis zu|unter|höchstens|maximal|até|menos de|moins de)|<=?|≤)[\s:]*(?:a |an |about |"
    r"around |roughly |the |my |our |say |like |of )?$"
)
_MIN_BEFORE = re.compile(
    r"(?:(?<![a-z])(?:at ?(?:the )?least|atleast|min(?:imum|\.)?(?: of| is)?|(?:more|greater|higher|"
    r"bigger|larger|longer) th[ae]n|over|above|upwards? of|north of|"
    r"(?:no|not) (?:less|fewer|under|smaller) th[ae]n|not (?:under|below)|no less th[ae]n|starting (?:at|"
    r"from)|exceeding|"
    r"(?:no|not) (?:smaller|less|under|below)|al menos|mindestens|au moins|pelo menos|más de|mehr als|"
    r"plus de)|>=?|≥)[\s:]*(?:a |an |the )?$"
)
_ABOUT_BEFORE = re.compile(
    r"(?:(?<![a-z])(?:(?:just|a bit|a little|slightly) (?:over|under|above|below)|around|arround|about|"
    r"abt|arnd|approx(?:\.|imate(?:ly)?)?|aprox|approximatly|roughly|circa|ca\.?|like|maybe|mayb|probably|"
    r"prob|perhaps|"
    r"ballpark|say|somewhere (?:around|near|between)|(?:in the )?(?:region|ballpark|neighbou?rhood|vicinity|"
    r"area|range) of|close to|near(?:ly| to)?|almost|more or less|"
    r"unos|etwa|ungefähr|environ|cerca de)|~|≈|\+/-)\s*(?:a |an |the |about |around |like |maybe )?$"
)
_BETWEEN = re.compile(
    r"(?:between|be[twen]{3,6}|btw|btwn|from|anywhere from|entre|zwischen)\s*(?:like |about |around )?$"
)
_MAX_AFTER = re.compile(
    r",?\s*\(?(?:(?:max(?:imum|imal)?|tops)(?![a-z])(?! (?:of |at )?[\d€$£])|at (?:the )?(?:very )?most|(?:or|and|&) (?:less|"
    r"under|below|fewer|cheaper|lower|smaller|so max)|(?:is|would be) (?:my|our|the) (?:absolute |very |"
    r"upper |hard )?(?:max|limit|ceiling|cap|most)\w*|limit(?![a-z])|cap(?![a-z])|ceiling)"
)
_MIN_AFTER = re.compile(
    r"(?:\s?\+(?!\s?\d)|,?\s*\(?(?:plus(?! \w)|(?:or|and|&) (?:more|up(?! to)|upwards?|above|over|higher|"
    r"bigger|larger|greater)|minimum|at (?:the )?(?:very )?least|upwards?(?![a-z])))"
)
_ABOUT_AFTER = re.compile(
    r"(?:-?\s?ish(?![a-z])|,?\s+(?:or so|give or take|approx(?:imately)?|roughly|ballpark|more or less|"
    r"or thereabouts|odd(?![a-z])|something|maybe|probably))"
)


@dataclass(frozen=True)
class Quantity:
    """A number or range with what was said about its bounds; `start`/`end` hold bounds and currency, `core` only the numbers.

    `bound` is "min", "max", "approx" or None. A range has `low` < `high` and no bound.
    """

    low: Decimal
    high: Decimal
    start: int
    end: int
    core_start: int
    core_end: int
    bound: str | None = None
    currency: str | None = None
    money: bool = False
    scaled: bool = False
    spelled: bool = False

    @property
    def is_range(self) -> bool:
        """Whether two different ends were given."""
        return self.low != self.high


def whole(number: Decimal) -> int | float:
    """The number as JSON writes it: an int where it is one."""
    return int(number) if number == number.to_integral_value() else float(number)


def quantities(text: str) -> list[Quantity]:
    """Every quantity of a folded text, in order; ranges joined, bounds read."""
    atoms = [atom for match in _NUMBER.finditer(text) if (atom := _atom(match)) is not None]
    return [bounded(text, quantity) for quantity in _joined(text, atoms)]


def bounded(text: str, quantity: Quantity, *, after: int | None = None) -> Quantity:
    """The quantity with the bound that stands before it, behind it, or behind `after` (the end of its noun)."""
    position = quantity.end if after is None else after
    for pattern, bound in ((_MAX_AFTER, "max"), (_MIN_AFTER, "min"), (_ABOUT_AFTER, "approx")):
        if match := pattern.match(text, position):
            return quantity if quantity.is_range else replace(quantity, bound=bound, end=match.end())
    if after is not None:
        return quantity
    if match := before(text, quantity.start, _BETWEEN):
        return replace(quantity, start=match.start()) if quantity.is_range else quantity
    for pattern, bound in ((_ABOUT_BEFORE, "approx"), (_MAX_BEFORE, "max"), (_MIN_BEFORE, "min")):
        if match := before(text, quantity.start, pattern):
            return replace(quantity, bound=None if quantity.is_range else bound, start=match.start())
    return quantity


def _atom(match: re.Match[str]) -> Quantity | None:
    pre, post = (match["pre"] or "").strip(" ."), (match["post"] or "").strip()
    currency = CURRENCY_OF.get(pre) or CURRENCY_OF.get(post)
    value, end, scaled = _digits(match, currency) if match["digits"] else _words(match["words"], match.end("words"))
    if value is None or _is_code(match):
        return None
    high = value
    if match["words"] and "hand" in match["words"]:
        value, high = Decimal(3), Decimal(6)
    if match["post"] and match.end("post") > end:
        end = match.end("post")
    spelled = bool(match["words"])
    bound = "approx" if spelled and _APPROXIMATE_WORDS.search(match["words"]) else None
    return Quantity(
        value,
        high,
        match.start(),
        end,
        match.start(),
        end,
        bound,
        currency,
        _is_money(match, currency),
        scaled,
        spelled,
    )


def _is_money(match: re.Match[str], currency: str | None) -> bool:
    return currency is not None or "grand" in (match["scale"] or match["words"] or "")


def _is_code(match: re.Match[str]) -> bool:
    """Digits glued to letters by a dash ("XPS-13") or followed by more of a code ("2.0.1a")."""
    text, start = match.string, match.start()
    if match["digits"] and start > 1 and text[start - 1] == "-" and text[start - 2].isalpha():
        return not re.search(r"\d(?:k|m)-$", text[max(0, start - 4) : start])
    return bool(match["digits"]) and bool(
        re.match(r"(?:st|nd|rd|th)(?![a-z])", text[match.end("digits") : match.end("digits") + 3])
    )


def _digits(match: re.Match[str], currency: str | None) -> tuple[Decimal | None, int, bool]:
    scale = (match["scale"] or "").strip()
    if (
        scale == "m"
        and not currency
        and not re.match(r"\s*budget", match.string[match.end("scale") : match.end("scale") + 9])
    ):
        scale = ""
    number = decimal(match["digits"], grouped=currency is not None)
    end = match.end("scale") if scale else match.end("digits")
    if number is None or not scale:
        return number, end, False
    return (
        number * _SCALES["m" if scale.startswith("mil") or scale == "mln" else scale[0] if scale != "grand" else scale],
        end,
        True,
    )


def decimal(digits: str, *, grouped: bool = False) -> Decimal | None:
    """ "1,500", "1.500,50", "1'500", "12.5" as a number; `grouped` reads "1.500" as fifteen hundred."""
    plain = digits.replace("'", "").replace(" ", "")
    comma, dot = plain.rfind(","), plain.rfind(".")
    if comma >= 0 and dot >= 0:
        plain = plain.replace("," if dot > comma else ".", "").replace(",", ".")
    elif comma >= 0:
        plain = plain.replace(",", "") if re.fullmatch(r"\d{1,3}(?:,\d{3})+", plain) else plain.replace(",", ".")
    elif re.fullmatch(r"\d{1,3}\.\d{3}" if grouped else r"\d{1,3}(?:\.\d{3}){2,}", plain):
        plain = plain.replace(".", "")
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def _words(words: str, end: int) -> tuple[Decimal | None, int, bool]:
    factor = Decimal(1)
    phrase = re.sub(r"[\s-]+", " ", words)
    if "hand" in phrase:
        return Decimal(3), end, False
    for loose, times in (
        ("one and a half ", "1.5"),
        ("two and a half ", "2.5"),
        ("quarter of a ", "0.25"),
        ("half a ", "0.5"),
        ("couple", "2"),
        ("few ", "3"),
        ("several ", "4"),
    ):
        if loose in phrase:
            factor, phrase = Decimal(times), phrase.partition(loose)[2].strip().removeprefix("of").strip()
            break
    phrase = phrase.strip().removeprefix("a ").removeprefix("of ").strip()
    tokens = [_MISSPELT.get(token, token) for token in phrase.split()]
    if tokens and tokens[0] in ("dozens", "hundreds", "thousands", "millions"):
        return None, end, False
    tokens = [token.rstrip("s") if token not in _PLAIN else token for token in tokens]
    for unit, times_int in (("dozen", 12), ("grand", 1000), ("lakh", 100_000), ("lac", 100_000), ("crore", 10_000_000)):
        if tokens and tokens[-1] == unit:
            factor, tokens = factor * times_int, tokens[:-1]
    if not tokens:
        return factor, end, factor >= 1000
    try:
        return (
            factor * text2num(" ".join(tokens), "en"),
            end,
            factor >= 1000 or "thousand" in tokens or "million" in tokens,
        )
    except ValueError:
        return _hundreds(tokens), end, False


def _hundreds(tokens: list[str]) -> Decimal | None:
    """ "three fifty", as prices are said, is 350."""
    if len(tokens) == 2 and tokens[0] in _PLAIN[:9] and tokens[1] in _TENS:
        return Decimal(100 * text2num(tokens[0], "en") + text2num(tokens[1], "en"))
    return None


def _joined(text: str, atoms: list[Quantity]) -> Iterator[Quantity]:
    index = 0
    while index < len(atoms):
        first = atoms[index]
        second = _partner(text, first, atoms[index + 1]) if index + 1 < len(atoms) else None
        yield second or first
        index += 2 if second else 1


def _partner(text: str, first: Quantity, second: Quantity) -> Quantity | None:
    """Both as one range, if a joining word stands between them and the ends are in order."""
    gap = text[first.end : second.start]
    join = _JOIN.fullmatch(gap)
    if (
        join is None
        or first.is_range
        or second.is_range
        or (first.currency and second.currency and first.currency != second.currency)
    ):
        return None
    low, high = first.low, second.low
    if second.scaled and not first.scaled and low < high:
        factor = Decimal(100) if high < 1000 else Decimal(1000) if high < 1_000_000 else Decimal(1_000_000)
        low = low * factor if low * factor < high else low
    word = gap.split()[0] if gap.split() else ""
    if (
        low >= high
        or (word == "/" and (high > 20 or high - low > 5))
        or (word in ("or", "and", "&", "n") and high > 3 * low)
    ):
        return None
    if word in ("and", "&", "n") and not before(text, first.start, _BETWEEN):
        return None
    return replace(
        second, low=low, start=first.start, core_start=first.core_start, currency=second.currency or first.currency, bound=None,
        money=first.money or second.money, scaled=first.scaled or second.scaled,
    )  # fmt: skip
