"""What a price is asked for: quantity, term, currency and promotion code."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from milepost.nlu.need_values.currencies import AFTER_AMOUNT, BEFORE_AMOUNT, CURRENCY_OF
from milepost.nlu.need_values.finding import Finding, Span
from milepost.nlu.need_values.numbers import Quantity
from milepost.nlu.need_values.text import before

_TERM = re.compile(
    r"(?<![a-z])(?:(?P<month>month(?:ly|s)?(?: (?:plan|billing|basis|payments?|price))?|(?:per|a|/|each|"
    r"every|by the) ?(?:month|mo|mth)|month[- ]to[- ]month|pcm|(?:pro|im|je) monat|monatlich\w*|monatspreis|(?:por|al|cada) mes|"
    r"mensual(?:es|mente)?|(?:par|au) mois|mensuel(?:le)?(?:s|ment)?|(?:por|ao) mês|mensal(?:mente)?)|"
    r"(?P<year>year(?:ly|s)?|annual(?:ly)?(?: (?:plan|billing|basis|payments?|price))?|annualy|anually|"
    r"(?:per|a|/|each|every|by the) ?(?:year|yr|annum)|12[ -]months?|p\.?a\.|(?:pro|im|je) jahr(?! \d)|jährlich\w*|jahrespreis|"
    r"(?:por|al|cada) año|(?:par|à l'|a l')(?: ?an|année)|annuel(?:le)?(?:s|ment)?|(?:por|ao) ano|anual(?:es|mente)?)|"
    r"(?P<week>weekly|(?:per|a|/|each|every|by the) ?(?:week|wk))|(?P<one_time>one[- ]?(?:time|off)|"
    r"outright|once[- ]off|lifetime|single payment))(?![a-z])"
)
_TERM_CUE = re.compile(
    r"(?<![a-z])(?:pric\w*|cost\w*|pay\w*|bill\w*|plan|plans|subscri\w*|contract|commit\w*|seats?|users?|"
    r"licen[cs]es?|quote|discount|rate|how much|charge\w*|fee|fees|basis|total|instead|buy|order|sign up|sub|"
    r"deal|budget|cheaper|save|term|\d)(?![a-z])"
)
_NO_TERM = re.compile(
    r"\s*(?:ago|old|free|trial|of (?:trial|experience|warranty)|warranty|guarantee|from now|or so|end|"
    r"later)(?![a-z])"
)
_NOT_TERM_BEFORE = re.compile(
    r"(?:last|next|this|past|in (?:a|the|\d+|two|three|six)|within (?:a|the|\d+)|for \d+|for (?:two|three|"
    r"four|five|many|a few)|\d+|few|new|ago|end of (?:the )?|of the|couple of|couple|several|after (?:a|one|"
    r"the first)|first|school|tax|financial|(?:two|three|four|five|six|seven|eight|nine|ten))\s*$"
)
_UNIT_NOUN = (
    r"seats?|users?|licen[cs]es?|people|agents?|employees|staff|pcs|pieces?|items?|units?|sessions?|lessons?|"
    r"locations?|sites?|of (?:them|these|those|it)|copies|boxes|packs?|pairs?|sets?|devices?|rooms?|nights?|"
    r"tickets?|places|spots|persons?|ppl|reps|members?|mailboxes|accounts?"
)
_GOODS = re.compile(
    rf"\s?-?(?:more |additional |extra |new |full |single )?(?P<noun>{_UNIT_NOUN})(?![a-z])(?! (?:a|per|each|"
    r"every) (?:day|week|month|year))"
)
_TIMES = re.compile(r"(?<![\w.])(?:x\s?(\d{1,5})|(\d{1,5})\s?x)(?![\w.])(?!\s?\d)")
_TAKE = re.compile(
    r"(?<![a-z])(?:take|want|need|order|buy|get|for|like|have|book|quantity(?: of| is|:)?|qty(?: of|:)?|"
    r"price of|cost of|quote for|quote on|price for)\s+(?:about |around |maybe )?$"
)
_NOT_COUNTED = re.compile(
    r"\s?-?(?:hours?|hrs?|days?|weeks?|wks?|months?|years?|yrs?|minutes?|mins?|gb|tb|mb|kg|cm|mm|m|in|"
    r"inch(?:es)?|\"|g|lbs?|ft|k|%|percent|st|nd|rd|th|am|pm|o'clock|hz|w|l|litres?|liters?|times?|stars?|or|"
    r"and|to|the|reasons?|questions?|things?|points?|emails?|customers?|clients?|years?|of my|of our|of us|"
    r"more questions?|days?|people|way|ways|in|on|at|is|are|do|does|if|per|a|quick|options?)(?![a-z])"
)
_CODE_CUE = re.compile(
    r"(?<![a-z])(?:(?:promo(?:tion(?:al)?)?|discount|coupon|voucher|referral|gift)[ -]?(?:codes?|coupons?|"
    r"vouchers?)?|codes?|coupon|voucher)(?:'s| is| was| called| named|:| =|,)?\s+(?:is |was |called |named |"
    r"that says |i have is |from \w+ is |i got is )?[\"'(]?(?P<code>[a-z0-9][\w-]{2,23})(?![\w])"
)
_CODE_AFTER = re.compile(
    r"(?<![\w])[\"'(]?(?P<code>[A-Z0-9][A-Z0-9_-]{2,23})[\"')]? (?:promo(?:tion)?|discount|coupon|voucher|"
    r"code)(?![a-z])"
)
_CURRENCY = re.compile(
    r"(?<![a-z])(?:in|currency|using|use|with|price|prices|pay|pay in|per|to|convert(?:ed)? to)\s+(?:is |in |"
    rf"the )?(?P<code>(?!try(?![a-z]))(?:{AFTER_AMOUNT}|{BEFORE_AMOUNT}))"
)


def pricing_request(
    text: str, folded: str, numbers: list[Quantity], team: Finding | None, *, codes: Collection[str] = ()
) -> dict[str, Any]:
    """Quantity, term, currency and code that the message gives, with the words of each; None for what it does not."""
    words: dict[str, str] = {}
    request: dict[str, Any] = {"quantity": None, "term": None, "currency": None, "code": None, "words": words}
    for key, found in (
        ("quantity", _quantity(folded, numbers, team)),
        ("term", _term(folded)),
        ("currency", _currency(folded, numbers)),
        ("code", _code(text, folded, codes)),
    ):
        if found is not None:
            request[key], words[key] = found[0], text[slice(*found[1])]
    return request


def _quantity(folded: str, numbers: list[Quantity], team: Finding | None) -> tuple[int, Span] | None:
    for number in numbers:
        if (
            number.money
            or number.scaled
            or number.low != number.low.to_integral_value()
            or not 1 <= number.high <= 1_000_000
        ):
            continue
        match = _GOODS.match(folded, number.core_end)
        if match or (
            before(folded, number.core_start, _TAKE)
            and not _NOT_COUNTED.match(folded, number.core_end)
            and number.high <= 5000
        ):
            return int(number.high), (number.core_start, match.end() if match else number.core_end)
    if match := _TIMES.search(folded):
        return int(match[1] or match[2]), match.span()
    if team is not None:
        value = team.value if isinstance(team.value, int) else team.value.get("max") or team.value.get("min")
        return (int(value), (team.start, team.end)) if value else None
    return None


def _term(folded: str) -> tuple[str, Span] | None:
    for match in _TERM.finditer(folded):
        bare = match[0] in ("month", "months", "year", "years")
        if _NO_TERM.match(folded, match.end()) or before(folded, match.start(), _NOT_TERM_BEFORE) or bare:
            continue
        if _TERM_CUE.search(folded) or len(folded) < 40:
            return str(match.lastgroup), match.span()
    return None


def _currency(folded: str, numbers: list[Quantity]) -> tuple[str, Span] | None:
    if match := _CURRENCY.search(folded):
        return CURRENCY_OF.get(match["code"].strip(" .")) or "USD", match.span("code")
    return next(
        ((number.currency, (number.core_start, number.core_end)) for number in numbers if number.currency), None
    )


def _code(text: str, folded: str, codes: Collection[str]) -> tuple[str, Span] | None:
    known = {code.casefold(): code for code in codes if code}
    for match in re.finditer(r"(?<![\w@.])[A-Za-z0-9][\w-]{2,23}(?![\w@])", text):
        code = known.get(match[0].casefold())
        if code and (match[0].isupper() or any(character.isdigit() for character in match[0]) or "code" in folded):
            return code, match.span()
    for match in _CODE_CUE.finditer(folded):
        code = text[match.start("code") : match.end("code")]
        if any(character.isdigit() for character in code) or (code.isupper() and not text.isupper()):
            return code.upper(), match.span("code")
    if (named := _CODE_AFTER.search(text)) and not text.isupper() and not named["code"].isdigit():
        return named["code"], named.span("code")
    return None
