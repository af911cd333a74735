"""The visitor's company, as said of themselves."""

from __future__ import annotations

import re
from functools import lru_cache
from zoneinfo import available_timezones

from milepost.nlu.mention_matching.ordinary_words import is_ordinary
from milepost.nlu.need_values.finding import Finding

_ORG_LOWER = r"[\w&.'\u2019-]{2,30}(?:[ ][\w&.'\u2019-]{1,30}){0,3}"
ROLE = (
    r"(?:cto|ceo|coo|cfo|owner|co-?owner|founder|co-?founder|head|manager|director|office manager|it manager|"
    r"partner|assistant|vp|lead|buyer)"
)
_ATROLE = re.compile(
    rf"(?i:^,? (?:the |our |an? )?(?:[a-z]+ )?{ROLE}(?: of [a-z]+)?(?:,)? (?:at|from|for|"
    rf"@) (?P<org>{_ORG_LOWER}))"
)
_ORG_NAME = r"[A-ZÀ-Þ][\w\u2019-]+(?: [A-ZÀ-Þ][\w\u2019-]+)?"
_ORG = r"[A-ZÀ-Þ0-9][\w&.'\u2019-]{0,30}(?:[ ](?:(?:&|and|of|the|de)[ ])?[A-ZÀ-Þ0-9][\w&.'\u2019-]{0,30}){0,4}"
_WE_ARE = re.compile(
    r"(?:^|[.!?,]\s*|\s)[Ww]e(?:'re| are) (?P<org>[A-ZÀ-Þ][\w&'\u2019-]+(?: (?:(?:&|and|"
    r"of) )?[A-ZÀ-Þ][\w&.'\u2019-]+){0,3})"
)
_OUR_ORG = re.compile(
    r"(?i:(?<![a-z])(?:my|our) (?:company|business|firm|shop|agency|startup|clinic|studio|"
    rf"employer)),\s+(?P<org>{_ORG}),"
)
_SUFFIX = (
    r"(?:Ltd|LTD|Limited|Inc|INC|LLC|llc|ltd|inc|GmbH|gmbh|AG|Corp|Corporation|PLC|plc|S\.?A\.?|S\.?L\.?|"
    r"B\.?V\.?|SARL|Oy|AB|ApS|A/S|Pty(?: Ltd)?|LLP|KG|Co)\.?(?![\w])"
)
_COMPANY_IS = re.compile(
    r"(?i:(?<![a-z])(?:(?:my|our|the|your lead's) (?:company|business|firm|organi[sz]ation|shop|agency|"
    r"startup|clinic|studio|practice|employer)(?:'s)?(?: name)?(?: is| are|'s| called|:| is called|"
    rf" is named| named){{1,2}}|company(?: name)?(?: is|:| =)|"
    r"business name(?: is|:)|on behalf of|we(?:'re| are) called|(?:we(?:'re| are)|i'?m|"
    r"i am) (?:a \w+ )?(?:from|with|representing|writing from)(?: a company called)?|company called|"
    rf"firm called|we (?:trade|operate|go|do business) (?:as|by)|(?:business|shop|agency|startup|clinic|studio) (?:called|named)))\s+(?P<org>{_ORG})"
)
_COMPANY_IS_LOWER = re.compile(
    r"(?<![a-z])(?:(?:my|our) (?:company|business|firm|shop|agency|startup|clinic|studio)(?:'s)? (?:name is|"
    r"is called|is named|called|named)|company name is|company(?: name)?:|(?:company|firm|business|shop|"
    rf"agency|startup|clinic|studio) (?:called|named))\s+(?P<org>{_ORG_LOWER})"
)
_WORK_AT = re.compile(
    r"(?i:(?<![a-z])(?:(?:^|(?<=[.,] ))(?:working|employed) (?:for|at|by|with)|(?:i|we|i'm|im|i am) (?:currently )?(?:work|working|am employed|employed|"
    rf"(?:run|handle|manage|lead|head|do|look after) [\w ]{{2,24}}) (?:at|for|with)|(?:i|we) (?:run|own|manage|founded|started|represent)|(?:owner|"
    r"founder|ceo|cto|coo|director|manager|head of \w+|partner) (?:of|at)|(?:calling|writing|reaching out|"
    r"getting in touch|enquiring|inquiring) (?:from|for)|here at|(?<!can )(?:we|us|team|people|staff|employees) at|(?:^|"
    rf"[.!?,]\s)at(?= [^,.]{{2,30}},? we )))\s+(?:the )?(?P<org>{_ORG})"
)
_WORK_AT_LOWER = re.compile(
    r"(?<![a-z])(?:i|we) (?:currently )?work (?:at|for) (?!an? |the |my |our |home|myself|night|weekends|them|"
    r"you|him|her|free|small|big|local|one|two|\d)(?P<org>[a-z][\w&.'\u2019-]{2,24})"
)
_TRADE_NOUN = (
    r"(?:company|business|firm|agency|startup|employer|organi[sz]ation|charity|ngo|foundation|association|shop|studio|"
    r"clinic|practice|bakery|restaurant|caf[eé]|hotel|school|store|brand|gym|salon)"
)
_OUR_NAMED = re.compile(
    rf"(?i:(?<![a-z])(?:my|our|an?|the|small|little)(?: [a-z]+)? {_TRADE_NOUN})(?:,? \(?|, (?i:the )?)(?P<org>{_ORG})"
    r"(?=\s*(?:$|[,.)!;]|(?:has|have|is|needs|wants|uses|and|in|with|to)(?![a-z])))"
)
_CALLED = re.compile(
    rf"(?i:(?<![a-z])(?:we(?:'re| are)|my|our|i (?:run|own|have)|for) [^.?!]{{0,40}}(?:called|named)) (?P<org>{_ORG})"
)
_OPENING = re.compile(
    r"^\s*(?:(?i:hi|hello|hey)[,!.]?\s+)?(?:(?i:from) )?"
    r"(?P<org>[A-ZÀ-Þ][\w&'\u2019-]+(?: (?:&|and|of)?[ ]?[A-ZÀ-Þ][\w&'\u2019-]+){1,3})"
    r"(?=(?:, (?:about |around |approx\.? )?\d| here[.,! ]| (?:is|are) (?:looking|searching|in need)(?![a-z])))"
)
_GREETED = re.compile(
    rf"^\s*(?i:(?:hi|hello|hey|good (?:morning|afternoon|evening))[ ,!.]+)?(?:(?i:it'?s|this is|i'm|im) )?"
    rf"[A-ZÀ-Þ][\w\u2019-]+(?: [A-ZÀ-Þ][\w\u2019-]+)? (?:from|at|with|of) (?i:the )?(?P<org>{_ORG})"
)
_GREETED_LOWER = re.compile(
    r"^\s*(?:hi|hello|hey)[ ,!.]+(?:there[ ,!.]+)?(?:it'?s|this is|i'?m) (?!not|me|just|all|coming|calling|writing|still|back|"
    rf"also|looking|interested|new)[a-z]{{3,14}} (?:from|at) (?!a |an |my |your |the )(?P<org>{_ORG_LOWER})"
)
_IN_A_ROLE = re.compile(
    rf"(?i:(?<![a-z])(?:i'?m|i am|this is) (?:the |an? )?(?:(?:it|hr|office|sales|marketing|support|shop|store|ops) )?"
    rf"(?:guy|girl|person|lady|admin|manager|lead|head(?: of [a-z]+)?|buyer|owner|bookkeeper|secretary)) (?:at|for|of|from) "
    rf"(?:the )?(?P<org>{_ORG})"
)
_IN_A_ROLE_LOWER = re.compile(
    r"(?<![a-z])i'?m (?:the |an? )?(?:(?:it|hr|office|sales|marketing|support|ops) )?(?:guy|person|admin|manager|lead|"
    rf"head of [a-z]+) (?:at|for) (?!an? |the |my |our |home|work)(?P<org>{_ORG_LOWER})"
)
_SIGNED = re.compile(
    rf"(?:^|\n)\s*[A-ZÀ-Þ][\w\u2019-]+ [A-ZÀ-Þ][\w\u2019-]+(?:, (?i:[a-z]+ )?(?i:{ROLE})(?i: of [a-z]+)?, | \()"
    rf"(?P<org>{_ORG})\s*(?:$|[).\n])"
)
_LOWER = (_COMPANY_IS_LOWER, _WORK_AT_LOWER, _GREETED_LOWER, _IN_A_ROLE_LOWER)
_SIGNATURE = re.compile(rf"(?:^|\n)\s*{_ORG_NAME}, (?P<org>{_ORG})(?=,? [^\s@]+@)")
_NAME_FROM = re.compile(rf"^\s*(?:,\s*)?(?i:(?:\w+ )?(?:from|at|with|of|@))\s+(?P<org>{_ORG})")
_SUFFIXED = re.compile(rf"(?<![\w])(?P<org>{_ORG}[ ,]{{1,2}}{_SUFFIX})")
_MORE_PLACES = [
    "germany", "france", "spain", "italy", "austria", "switzerland", "netherlands", "belgium", "sweden", "norway",
    "denmark", "finland", "poland", "ireland", "england", "scotland", "wales", "britain", "uk", "usa", "us",
    "canada", "mexico", "brazil", "argentina", "chile", "india", "china", "australia", "texas", "florida",
    "california", "ohio", "georgia", "nevada", "utah", "arizona", "oregon", "washington", "virginia", "michigan",
    "illinois", "colorado", "minnesota", "wisconsin", "massachusetts", "pennsylvania", "tennessee", "kentucky",
    "alabama", "hamburg", "munich", "münchen", "köln", "cologne", "frankfurt", "leeds", "manchester", "birmingham",
    "bristol", "liverpool", "glasgow", "edinburgh", "barcelona", "valencia", "milan", "lyon", "boston", "seattle",
    "austin", "dallas", "houston", "atlanta", "miami", "philadelphia", "portland",
]  # fmt: skip
_TRADED = re.compile(
    r"(?:an? )?(?:marketing|sales|support|hr|it|finance|ops|operations|accounting|engineering|legal|"
    r"customer (?:service|success|support)|home|work|school|bank|hospital)"
)
_IN_BRACKETS = re.compile(rf"^\s*\((?P<org>{_ORG})\)")
_QUALITIES = frozenset(
    [
        "very",
        "really",
        "still",
        "also",
        "so",
        "just",
        "currently",
        "interested",
        "looking",
        "based",
        "located",
        "happy",
        "new",
        "not",
        "all",
        "both",
        "ready",
        "unhappy",
        "using",
        "trying",
        "hiring",
        "now",
        "too",
        "quite",
        "only",
        "in",
        "at",
        "from",
        "with",
    ]
)
_SUPPLIED = re.compile(
    r"(?<![a-z])(?:at the moment|currently|right now|atm|my contract|my provider)(?:,)? i(?:'m| am) with |"
    r"i(?:'m| am) (?:currently )?with \w+ (?:at the moment|currently|right now|atm|now)"
)
_ORG_STOP = re.compile(
    r"\s+(?:and|we|i|but|in|based|looking|with|from|which|who|is|are|my|our|email|phone|for|at|so|need|want|"
    r"the|tel|a|an)(?![\w'\u2019-]).*$",
    re.I,
)
_NEXT_SENTENCE = re.compile(r"(?<=[a-z]{3})\. .*$")
_NOT_ORGS = frozenset(
    [
        "the", "a", "an", "my", "our", "germany", "france", "spain", "italy", "uk", "usa", "london", "berlin",
        "paris", "home", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "i", "we",
        "it", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
        "november", "december", "europe", "america", "india", "canada", "australia", "austria", "switzerland",
        "ireland", "scratch", "excel", "google", "amazon", "ebay",
    ]
)  # fmt: skip


def companies(text: str, folded: str, names: list[Finding]) -> list[Finding]:
    if _SUPPLIED.search(folded) and not _SUFFIXED.search(text):
        return []
    found = [
        _org(match)
        for pattern in (
            _SUFFIXED,
            _COMPANY_IS,
            _OUR_ORG,
            _CALLED,
            _OUR_NAMED,
            _WORK_AT,
            _WE_ARE,
            _SIGNATURE,
            _OPENING,
            _GREETED,
            _IN_A_ROLE,
            _SIGNED,
        )
        for match in pattern.finditer(text)
    ]
    if not any(found):
        found += [_org(match) for pattern in _LOWER for match in pattern.finditer(folded)]
        found = [_as_written(finding, text) for finding in found if finding]
    for name in names:
        if (
            match := _NAME_FROM.match(text[name.end :])
            or _ATROLE.match(text[name.end :])
            or _IN_BRACKETS.match(text[name.end :])
        ):
            found.append(_org(match, shift=name.end))
    return [finding for finding in found if finding]


def _as_written(finding: Finding, text: str) -> Finding:
    return Finding(finding.name, text[finding.start : finding.end], finding.start, finding.end)


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    """Cities and countries that time zones are named after, and more that people say they are from."""
    zones = {part.replace("_", " ").lower() for zone in available_timezones() for part in zone.split("/")}
    return frozenset(zones | set(_MORE_PLACES))


def _org(match: re.Match[str], shift: int = 0) -> Finding | None:
    org = _NEXT_SENTENCE.sub("", _ORG_STOP.sub("", match["org"])).strip(" ,'\u2019-")
    org = org if re.search(rf"{_SUFFIX}$", org + ".") else org.rstrip(".")
    if org.lower().split(" in ")[0] in _places() or _TRADED.fullmatch(org.lower()):
        return None
    if match.re in (_WE_ARE, _OPENING) and (" " not in org or len(org) < 5) and is_ordinary(org.lower()):
        return None
    if match.re is _WE_ARE and org.lower().split()[0] in _QUALITIES:
        return None
    if not org or org.lower() in _NOT_ORGS or org.isdigit() or org.lower().split()[0] in _NOT_ORGS:
        return None
    start = match.start("org") + shift
    return Finding("company", org, start, start + len(org))
