"""Numbers that are no need: order numbers, model years, dates, times, percentages, versions, addresses."""

from __future__ import annotations

import re

from milepost.nlu.need_values.finding import Span

_MONTHS = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_YEAR = r"(?:19[5-9]\d|20[0-4]\d)"
_ID_NOUN = (
    r"order|orders|ticket|invoice|case|ref|reference|account|acct|booking|tracking|serial|policy|po|"
    r"purchase order|customer|confirmation|"
    r"model|part|sku|item|transaction|receipt|claim|member(?:ship)?|contract|shipment|parcel|reservation|"
    r"quote|request|incident|card|iban|vat|tax"
)
_LABEL = (
    r"version|v|release|windows|win|office|ios|android|macos|iphone|ipad|galaxy|pixel|ps|playstation|xbox|"
    r"gen|generation|series|mk|mark|"
    r"level|grade|type|step|page|section|chapter|article|room|suite|apt|apartment|unit|flat|floor|gate|"
    r"terminal|flight|bus|line|route|"
    r"highway|zip|zip code|post ?code|postal code|po box|channel|port|error|error code|code|iso|soc|rfc|"
    r"option|plan|number|no\.|nr\.?|"
    r"core|ryzen|rtx|gtx|chapter|season|episode|form|zone|area code|tier|class|usb|bluetooth|wifi|wi-fi|"
    r"hdmi|pcie|ddr|http|figure|day|week|(?<!team )(?<!company )(?<!staff )(?<!group )(?<!crew )"
    r"(?<!business )(?<!office )size|sz"
)
_STREET = (
    r"street|str|st|road|rd|avenue|ave|av|lane|ln|drive|blvd|boulevard|court|ct|square|sq|terrace|crescent|"
    r"platz|stra(?:ss|ß)e|rue|highway|hwy|parkway|pkwy"
)
_NO_STREET_WORD = (
    r"(?!people|ppl|users?|seats?|of|a|the|in|on|for|per|and|or|staff|agents?|employees?|guys|month|months|"
    r"from|to)"
)

# "size 13" is a label, "screen size 13 inches" and "13-15 inches" are amounts.
_NO_UNIT = r"(?!\s?(?:\"|''|-?(?:in|inch(?:es)?|cm|mm|ft|gb|tb|hz|kg|lbs?|oz|l|cups?)(?![a-z])|(?:-|–|to)\s?\d))"

_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"#\s?[a-z]{0,4}-?\d[\w-]{0,20}",
        rf"(?<![a-z])(?:{_ID_NOUN})(?:'s|s)?\s?(?:number|num|numbr|no\.?|nr\.?|#|id|code|ref)?\s?(?:is|was|"
        rf"are|:|=|#)?\s?#?(?:[a-z]{{1,4}}-?)?\d{{4,20}}(?![\d,.]*\s?(?:people|users|seats))",
        rf"(?<![a-z])(?:{_ID_NOUN})(?:'s)?\s?(?:number|num|no\.|nr\.|#|id|code)\s?(?:is|was|:|"
        rf"=)?\s?#?[\w-]{{0,6}}\d[\w-]{{0,20}}",
        rf"(?<![a-z])(?:{_LABEL})\s?(?:is|:|#)?\s?\d{{1,6}}(?:\.\d{{1,4}}){{0,3}}[a-z]?(?![\w%]){_NO_UNIT}",
        r"(?<![\d.])\d{1,3}(?:[.,]\d{1,3})?\s?(?:%|percent|pct|per cent|percentage points?)",
        r"(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})(?!\d)|(?<!\d)\d{4}-\d{1,2}-\d{1,2}(?!\d)",
        r"(?<!\d)\d{1,2}(?::|h)\d{2}(?!\d)(?:\s?[ap]\.?m)?|(?<!\d)\d{1,2}\s?(?:[ap]\.?m\.?|o'? ?clock)(?![a-z])",
        r"(?<!\d)(?:24\s?[/x]\s?7|50\s?/\s?50|9\s?(?:-|to)\s?5|7 days a week|24 hours a day)(?!\d)",
        rf"(?<![a-z])(?:{_MONTHS})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:,?\s{_YEAR})?",
        rf"(?<!\d)\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS})(?![a-z])(?:,?\s{_YEAR})?",
        r"(?<![a-z])(?:in|since|of|from|the|year|model|by|until|till|late|early|mid|end of|summer|fall|"
        rf"autumn|winter|spring|an?|my|our|old|back in|{_MONTHS})\s{_YEAR}(?![\d.,]*\s?(?:k|people|users|"
        r"seats|employees|staff|€|\$|£|eur|usd|gbp|dollars|bucks|a month|per|/))(?!\d)",
        rf"(?<![\w$€£.,]){_YEAR}(?:'s)?(?=\s(?:models?|version|edition|macbook|imac|mac|laptop|car|series|"
        r"tax|[a-z]+ model))",
        rf"(?<!\d)\d{{1,5}}[a-z]?\s+{_NO_STREET_WORD}[a-z.]{{2,20}}\s(?:[a-z.]{{2,20}}\s)?(?:{_STREET})(?![a-z])",
        r"(?<![\w.])v?\d{1,3}\.\d{1,4}\.\d[\d.]{0,8}",
        r"(?<!\d)\d{1,5}\s?x\s?\d{1,5}(?:\s?x\s?\d{1,5})?(?!\d)",
        r"(?<!\d)40[13]\s?\(?[kb]\)?(?![a-z])",
        r"(?<!\d)[2458]\s?k(?=[\s-]+(?:uhd |oled |qled |hdr |smart |ultra |gaming |curved )?(?:tvs?|"
        r"monitors?|displays?|videos?|screens?|resolution|camera|uhd|hdr|oled|gaming|footage|editing|"
        r"streaming|streams?|content|movies|\d+hz))",
        r"(?<!\d)\d{1,3}\s?k\s+(?:run|race|steps|followers|subscribers|miles|km|rows|records|lines)(?![a-z])",
        r"(?<![\w-])[a-z]{1,6}-\d{1,6}[\w-]{0,12}",
        r"(?<![a-z])(?:two|2|multi|three)[ -](?:factor|way|step|in[ -]one)(?![a-z])|2fa",
        r"(?<!\d)(?:one|1)[ -](?:time|off|stop|on[ -]one|way|to[ -]one|man band)(?![a-z])",
        r"(?<![a-z])(?:this|that|which|the|another|any|every|each|no|some|cheaper|better|other|first|"
        r"second|last|new|old|good|right|wrong|big|bigger|small|smaller|best|cheapest|(?:a|"
        r"the) \w{3,12}) one(?![a-z-])",
        r"(?<![a-z])(?:top|best) (?:\d{1,2}|three|five|ten)(?![a-z])",
        r"(?<!\d)\d{1,2}\s?(?:out of|/)\s?(?:5|10|100)(?: stars)?(?![\d%])|(?<!\d)\d(?:\.\d)?[ -]stars?(?![a-z])",
        r"(?<![\d.])\d{1,2}\s?(?:years?|yrs?|yo|y/o)[ -]old(?![a-z])|(?<![\d])(?:aged?|turn(?:ing|s|"
        r"ed)?) \d{1,2}(?![\d])",
    )
)


def decoys(text: str) -> list[Span]:
    """Where the folded text holds numbers that never are a need."""
    return [match.span() for pattern in _PATTERNS for match in pattern.finditer(text) if match.end() > match.start()]
