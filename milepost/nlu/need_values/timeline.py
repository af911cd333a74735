"""When the visitor wants to buy or start: durations from now, months, quarters, holidays, "asap", "no rush"."""

from __future__ import annotations

import re

from milepost.nlu.need_values.finding import Finding, Span
from milepost.nlu.need_values.numbers import Quantity
from milepost.nlu.need_values.text import clause_after, clause_before

_MONTHS = (
    (r"jan(?:uary)?", 1), (r"feb(?:ruary|uary)?", 2), (r"mar(?:ch)?", 3), (r"apr(?:il)?", 4), (r"may", 5), (r"june?", 6), (r"july?", 7),
    (r"aug(?:ust)?", 8), (r"sept?(?:ember|emeber)?", 9), (r"oct(?:ober)?", 10), (r"nov(?:ember)?", 11), (r"dec(?:ember)?", 12),
)  # fmt: skip
_MONTH = "|".join(pattern for pattern, _ in _MONTHS)
_LEAD = (
    r"(?:(?:by|before|until|til+|in|on|around|about|for|from|start(?:ing)?(?: in| from)?|"
    r"begin(?:ning)?(?: in)?|sometime in|some time in|latest|during|not before|no later than|"
    r"at the latest)\s+)?"
    r"(?:(?:the )?(?:very )?(?:end|start|beginning|middle|mid|first half|second half|first week|"
    r"last week)(?: of)?(?: the)?\s+|(?:early|mid|late|mid-|early-|late-)[\s-]?)?"
)
_NAMED_DATES = (
    (r"(?:christmas|xmas|x-mas)(?: eve| day| time)?", "date:--12-25"), (r"black friday|cyber monday|thanksgiving", "date:--11"), (r"halloween", "date:--10-31"),
    (r"valentine'?s?(?: day)?", "date:--02-14"), (r"new year(?:'?s)?(?: eve| day)?", "date:--01-01"), (r"the new year", "date:--01"),
    (
        r"(?:the )?year[- ]?end|(?:the )?end of (?:the |this )?year|(?:the )?e\.?o\.?y\.?|"
        r"end of (?:the )?calendar year", "date:--12"),
)  # fmt: skip
_SOON = (
    (
        r"as soon as (?:possible|we can|i can|you can|feasible)|a\.?s\.?a\.?p\.?|assap|immediately|"
        r"immediatly|immediate(?= (?:start|need|use))|right away|rightaway|straight ?away|straightaway|"
        r"pronto|at once(?! i)|(?:as|the) (?:early|quick(?:ly)?|fast|soon(?:est)?) (?:as )?(?:possible|"
        r"you can)|(?:by )?(?:the )?(?:eod|cob|end of (?:the )?day|close of business)|this (?:afternoon|"
        r"evening|morning)|"
        r"urgent(?:ly)?|this (?:very )?(?:minute|second|instant)|(?:need|want|required?|needed|get|have|"
        r"start|buy|ready to (?:go|start|buy))(?: it| this| them| one| that|"
        r" something)?(?: up and running)? (?:right )?(?:now|yesterday)(?! (?:and|i|we|but|is|that|what))|"
        r"(?:by|(?:need|want|get|buy|order|start|take|have|start using)(?: it| this| one| that| something|"
        r" them)?) (?:today|tonight)|sooner the better|the soonest|at the earliest|in a hurry|"
        r"no time to (?:lose|waste)",
        "P0D",
    ),
    (r"(?:the )?day after tomorrow", "P2D"),
    (r"(?:by |before )?tom+or+ow|tmrw|tmr|tomorow", "P1D"),
    (
        r"(?:by |before )?(?:the )?(?:end of (?:the |this |next )?(?:week|wk)|e\.?o\.?w\.?|(?:this|next|"
        r"coming) (?:week|wk)(?:end)?|(?:by|before|for|until) the weekend|(?:on |by |this |next |"
        r"before )+(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|wed|thurs?|fri|"
        r"sat|sun))",
        "P1W",
    ),
    (
        r"(?:by |before )?(?:the )?(?:end of (?:the |this )?(?:month|mth)|e\.?o\.?m\.?|(?:this|next|"
        r"the coming|the next) (?:month|mth)|start of next month|beginning of next month|early next month|"
        r"end of next month)",
        "P1M",
    ),
    (
        r"(?:by |before )?(?:the )?(?:end of (?:the |this )?quarter|e\.?o\.?q\.?|(?:this|next|the coming|"
        r"the next) (?:quarter|qtr))",
        "P3M",
    ),
    (
        r"(?:sometime |some time |early |mid |late |later )?(?:in )?(?:the )?next (?:calendar |financial |"
        r"fiscal )?(?:year|yr)",
        "P1Y",
    ),
    (r"half a year from now|in half a year|(?:with)?in (?:the next )?half a year|in the next half year", "P6M"),
    (
        r"(?:with)?in (?:the next |about |around )?a fortnight|(?:with)?in the next fortnight|"
        r"a fortnight from now|(?:the )?week after next",
        "P2W",
    ),
)
_NO_DATE = re.compile(
    r"(?<![a-z])(?:no (?:rush|hurry|urgency|time pressure|deadline|particular (?:time|deadline|hurry)|"
    r"fixed (?:date|deadline))|not (?:in a |in any |a )?(?:rush|hurry|urgent)|not urgent|in no (?:rush|"
    r"hurry)|whenever|mid[- ]?year|(?:the )?(?:first|second) half of (?:the|next|this) year|some ?(?:day|time|point)(?: soon| in (?:the )?future| this year| later)|sometime|eventually|"
    r"in the (?:near |not too distant )?future|down the (?:line|road)|"
    r"(?:pretty |quite |very |fairly )?soon(?:ish|er rather than later)?(?! as)|in (?:a |the next |"
    r"the coming )?(?:few|couple of|several) (?:days|weeks|months)|in the (?:next|coming) (?:days|weeks|"
    r"months)|"
    r"(?:by |before |in |this |next |for |early |late |end of |over |after |during |until |"
    r"from )+(?:the )?(?:spring|summer|autumn|fall|winter|holidays?|season|school year|semester|easter|"
    r"ramadan|eid|diwali|hanukkah|term|wedding|birthday|mother'?s day|father'?s day|season start|exams?|"
    r"finals)(?: season| time| starts?| begins?)?|"
    r"(?:this|later this|by|within the|within this) (?:calendar )?year)(?![a-z])"
)
_UNITS = {
    "day": "D",
    "dy": "D",
    "week": "W",
    "wk": "W",
    "month": "M",
    "mth": "M",
    "mnth": "M",
    "mo": "M",
    "quarter": "Q",
    "year": "Y",
    "yr": "Y",
    "hour": "H",
    "hr": "H",
}
_DURATION_AFTER = re.compile(
    r"[\s-]*(?:more |business |working |calendar |short )?(?P<unit>hours?|hrs?|days?|dys?|weeks?|wks?|months?|"
    r"mths?|mnths?|mos?|quarters?|years?|yrs?)(?:'|(?![a-z]))(?: time)?(?P<now> (?:from (?:now|today)|away|"
    r"out(?! of)|left|to go))?(?: (?:or so|max|at most|tops|at the latest|latest))?"
)
_A_DURATION = re.compile(
    r"(?<![a-z])(?:(?P<lead>within|in|over|during)\s+|(?<![a-z]))(?:about |around |roughly |like |maybe |"
    r"just |less than |under |no more than )?(?:(?:the|this) (?:(?:next|coming) )?(?P<bare>week|month|"
    r"quarter|year)|an? (?P<unit>day|week|month|quarter|year)(?: or (?:two|so))?)(?![a-z])(?:'s time|"
    r" from now)?(?: or so)?"
    r"|(?<![a-z])an? (?P<later>day|week|month|quarter|year) from (?:now|today)(?![a-z])"
)
_IN = re.compile(
    r"(?<![a-z])(?:w[hi]{0,2}t?h?\s?ing?|in|over|during|for)\s+(?:about |around |roughly |like |maybe |"
    r"approximately |say |probably |less than |under |max |the )?(?:the )?(?:next |coming |following |"
    r"upcoming )?(?:about |around )?$|(?<![a-z])(?:next|coming)\s+$|(?<![a-z])(?:less than|under|max|maximum|"
    r"at most|no (?:more|later|longer) than|not (?:more|later|longer) than)\s+$"
)
_DAY = re.compile(
    rf"{_LEAD}(?:the )?(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?\s+(?P<m1>{_MONTH})|"
    rf"(?P<m2>{_MONTH})\.?\s+(?:the )?(?P<d2>\d{{1,2}})(?:st|nd|rd|"
    r"th)?)(?![a-z\d])(?:,?\s(?P<year>20\d\d))?"
)
_NUMERIC = re.compile(
    rf"{_LEAD}(?<!\d)(?:(?P<y>20\d\d)-(?P<m>\d{{1,2}})-(?P<d>\d{{1,2}})|"
    rf"(?P<a>\d{{1,2}})[/.](?P<b>\d{{1,2}})[/.](?P<c>20\d\d))(?!\d)"
)
_IN_MONTH = re.compile(
    rf"(?<![a-z])(?P<lead>{_LEAD})(?P<month>{_MONTH})(?![a-z'])(?!\s\d{{1,2}}(?!\d))(?:,?\s(?:of )?(?P<year>20\d\d|"
    r"'\d\d))?(?: (?:at the latest|latest|next year|this year))?"
)
_IN_YEAR = re.compile(
    r"(?<![a-z])(?:sometime in|in|by|before|during|early|late|mid-?|(?:the )?(?:beginning|start|end|middle|"
    r"course) of)[ -](?:early |late |mid-?)?(?P<year>20[2-4]\d)(?![\d.,]*\d)(?!-)"
)
_QUARTER = re.compile(
    rf"(?<![a-z]){_LEAD}(?:the )?(?:(?P<year1>20\d\d)[\s-]?)?(?:q\s?(?P<q>[1-4])|(?P<word>first|second|third|"
    r"fourth|1st|2nd|3rd|4th|last) quarter)(?![a-z\d])(?:(?: of)?[\s/-]*(?P<year2>20\d\d))?(?: (?:next|"
    r"this) year)?"
)
_QUARTERS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 4}
_FIXED = tuple(
    (re.compile(rf"(?<![a-z]){_LEAD if dated else ''}(?:{pattern})(?![a-z])"), horizon)
    for dated, pairs in ((True, _NAMED_DATES), (False, _SOON))
    for pattern, horizon in pairs
)

_PAST = re.compile(
    r"(?<![a-z])(?:bought|purchased|ordered|paid|got|received|started (?:using|with)|signed up|subscribed|"
    r"joined|placed|sent|was|were|had|have had|have been|been|last|since|ago|previous(?:ly)?|expired|"
    r"ended|back|arrived|(?<!be )delivered|installed|upgraded|renewed|cancell?ed|returned|broke|died|"
    r"stopped|charged|billed|published|released|happened|did|made|used|worked|called|told|said|signed(?! up)|moved|"
    r"opened|founded|launched)(?![a-z])"
)
_FUTURE = re.compile(
    r"(?<![a-z])(?:need(?!ed)|want|will|going to|gonna|plan(?:ning)?|hoping|would like|by|before|have to|must|"
    r"should|ready|starts?|starting|next|upcoming|aim(?:ing)?|looking|until|'ll|can you|deadline|go live|live|"
    r"launch(?:ing)?|decide|decision|opening|moving|wedding|renew|ends|expires|contract|can i|could i|want|"
    r"rent|mov\w+|switch\w*)(?![a-z])"
)
_OTHER_TIME = re.compile(
    r"(?<![a-z])(?:trial(?! contract)(?! ends? and)|refund|return(?:s|ed)?|warrant\w*|guarantee\w*|"
    r"respon[ds]\w*|repl(?:y|ies)|commit\w*|minimum term|delivery|deliver(?:ed|s)?|ship\w*|arrive\w*|take|"
    r"takes|took|lasts?|battery|money back|cancel|notice|free for|data retention|every|for the (?:last|"
    r"past)|sla|answer(?:ed|s)?|each|per|get back|% ?off|sales?|deals?|discounts?|promo\w*|(?:call|ring|"
    r"phone|email|text|remind|contact)(?: me| us| you| back)?|talk|speak|chat|meet(?:ing)?|demo|webinar|"
    r"open|closed|rent(?:ing)?|hire|lease(?:d)? for|interest|salary)(?![a-z])(?! (?:ends?|expires?|is up|"
    r"runs out))"
)
_OTHER_TIME_AFTER = re.compile(
    r"\s*(?:ago|was|were|got|has been|old|trial|warranty|guarantee|contract|free|refund|return|money|notice|"
    r"delivery|of (?:experience|warranty|storage|history|data)|long|plan|subscription|support|pass|course|"
    r"programme?|commitment|later,? (?:it|i|we)|and (?:still|counting)|now(?![a-z]))(?![a-z])"
)
# Words of buying and starting; without one of them somewhere near, a time is about something else.
_AHEAD = re.compile(
    r"(?<![a-z])(?:need\w*|want\w*|wanna|look(?:ing)? (?:for|to|at)|buy\w*|purchas(?:e|ing)|order(?:ing)?|"
    r"get(?:ting)? (?:it|one|this|started|going|up)|start(?:s|ing)?|begin|launch\w*|go(?:ing)? live|"
    r"live by|mov(?:e|ing)|switch\w*|migrat\w*|implement\w*|roll(?:ing)? ?out|deadline|ready|decid\w*|"
    r"decision|plan(?:s|ning|ned)?|hop(?:e|ing)|"
    r"aim\w*|target\w*|would like|we'?d like|i'?d like|set ?up|up and running|in place|deliver(?:ed|"
    r"y)? (?:by|before)|arrive|have it|here by|open(?:s|ing)|contract (?:ends|expires|is up|runs out)|"
    r"(?:ends|expires|renews)|renewal|replace|sign(?: up)?|join|hire|hiring|onboard\w*|budget|present|"
    r"gift|timeline|timeframe|time frame|sometime|wedding|trip|school|semester|season|birthday|event|"
    r"kick ?off|due|project|come(?! with)|appointment|book(?:ing)?|visit|rent|rush|hurry|urgent\w*|asap|"
    r"soon as|required?|upgrade|trial|try|married|baby|job|vacation|holiday|start date|target|earliest|"
    r"latest|prefer\w*|earliest|aiming|expires?|runs? out|lease|course|class(?:es)?|program\w*|"
    r"implementation|install(?:ed)?|finish(?:ed)?|done|complete[d]?|fiscal|financial)(?![a-z])"
)
_LEADS_ON = re.compile(
    r"(?:by|before|until|start(?:ing)?|no later than|not before|asap|a\.s|as soon as|no rush|no hurry|urgent)"
)
_URGENT = re.compile(r"(?:\w+ )?(?:as soon|asap|a\.s|assap|urgent|immediate|immediat|right|straight|today|now)")
_TROUBLE = re.compile(
    r"(?<![a-z])(?:refund\w*|cancel\w*|freeze|frozen|fix(?:ed|ing)?|correct(?:ed)?|sort(?:ed)? (?:this|it|"
    r"out)|resolve\w*|transfer\w*|transactions?|money back|compromised|stolen|lost|broken|crash\w*|"
    r"not working|doesn'?t work|stopped|error|complain\w*|locked|blocked|can'?t log|cannot log|charged|"
    r"missing|never (?:arrived|came))(?![a-z])"
)
_VERBAL_MAY = re.compile(r"(?:may|march|mar|sun|sat|wed|sept?)$")


def timelines(text: str, numbers: list[Quantity], *, bare: bool = False) -> list[Finding]:
    """When it is wanted, by the folded text; `bare`: the text answers the question when."""
    found: list[tuple[int, int, str | None]] = [
        *_dates(text, bare),
        *_months(text, bare),
        *_years(text),
        *_quarters(text, bare),
        *_durations(text, numbers, bare),
    ]
    if bare and (match := re.match(r"\W*(?:right )?(?:now|today|yesterday)(?![a-z])", text)):
        found.append((*match.span(), "P0D"))
    for pattern, horizon in _FIXED:
        found += [(*match.span(), horizon) for match in pattern.finditer(text) if bare or _is_plan(text, match.span())]
    if not found:
        found = [(*match.span(), None) for match in _NO_DATE.finditer(text) if bare or _is_plan(text, match.span())]
    found = _longest(found)
    return [
        Finding("timeline", {"text": text[start:end], "horizon": horizon}, start, end) for start, end, horizon in found
    ]


def _longest(found: list[tuple[int, int, str | None]]) -> list[tuple[int, int, str | None]]:
    kept: list[tuple[int, int, str | None]] = []
    for entry in sorted(found, key=lambda entry: (entry[0] - entry[1], entry[0])):
        if all(entry[1] <= start or end <= entry[0] for start, end, _ in kept):
            kept.append(entry)
    # "today" in passing says less than a date
    return sorted(kept, key=lambda entry: (entry[2] is None, entry[2] == "P0D" and len(kept) > 1, entry[0]))


def _is_plan(text: str, span: Span) -> bool:
    """Whether the time lies ahead and is about buying, not a past event, a trial, a warranty or a delivery."""
    lead, rest = clause_before(text, span[0], 60), clause_after(text, span[1], 24)
    if not (
        _LEADS_ON.match(text, *span)
        or _AHEAD.search(text, max(0, span[0] - 120), span[1] + 80)
        or len(text) - (span[1] - span[0]) < 14
    ):
        return False
    if re.search(r"(?:\bnot|\bno|n't|isnt|dont)(?: [a-z]+)? $", lead) and not text[span[0] : span[1]].startswith(
        ("no", "not", "before", "until", "by")
    ):
        return False
    if _URGENT.match(text, *span) and _TROUBLE.search(text):
        return False
    if _OTHER_TIME_AFTER.match(text, span[1]) or re.search(r"\bhow $", lead) or re.match(r"\s*'s", rest):
        return False
    if "trial" in lead or (
        _OTHER_TIME.search(lead)
        and not re.search(
            r"(?<![a-z])(?:need|want|have to|must|by|before|be delivered|get it delivered)(?![a-z])",
            lead + text[span[0] : span[1]],
        )
    ):
        return False
    past = [match.end() for match in _PAST.finditer(lead)]
    ahead = [match.end() for match in _FUTURE.finditer(lead + text[span[0] : span[1]])]
    return not past or bool(ahead and ahead[-1] > past[-1])


def _dates(text: str, bare: bool) -> list[tuple[int, int, str | None]]:
    found: list[tuple[int, int, str | None]] = []
    for match in _DAY.finditer(text):
        day, month = int(match["d1"] or match["d2"]), _month(match["m1"] or match["m2"])
        if 1 <= day <= 31 and (bare or _is_plan(text, match.span())):
            found.append((*match.span(), f"date:{match['year'] or '-'}-{month:02d}-{day:02d}"))
    for match in _NUMERIC.finditer(text):
        year, month, day = _ymd(match)
        if 1 <= month <= 12 and 1 <= day <= 31 and (bare or _is_plan(text, match.span())):
            found.append((*match.span(), f"date:{year}-{month:02d}-{day:02d}"))
    return found


def _ymd(match: re.Match[str]) -> tuple[int, int, int]:
    if match["y"]:
        return int(match["y"]), int(match["m"]), int(match["d"])
    first, second = int(match["a"]), int(match["b"])
    return (int(match["c"]), first, second) if second > 12 else (int(match["c"]), second, first)


def _years(text: str) -> list[tuple[int, int, str | None]]:
    return [
        (*match.span(), f"date:{match['year']}") for match in _IN_YEAR.finditer(text) if _is_plan(text, match.span())
    ]


def _months(text: str, bare: bool) -> list[tuple[int, int, str | None]]:
    found: list[tuple[int, int, str | None]] = []
    for match in _IN_MONTH.finditer(text):
        if not match["lead"] and (_VERBAL_MAY.match(match["month"]) and not (bare and len(text) < 20)):
            continue
        if match["month"] in ("may", "march") and re.match(
            r"\s+(?:be|have|need|i|not|also|want|to|or)(?![a-z])", text[match.end() : match.end() + 8]
        ):
            continue
        if bare or _is_plan(text, match.span()):
            year = match["year"].replace("'", "20") if match["year"] else "-"
            found.append((*match.span(), f"date:{year}-{_month(match['month']):02d}"))
    return found


def _month(word: str) -> int:
    return next(number for pattern, number in _MONTHS if re.fullmatch(pattern, word))


def _quarters(text: str, bare: bool) -> list[tuple[int, int, str | None]]:
    found: list[tuple[int, int, str | None]] = []
    for match in _QUARTER.finditer(text):
        quarter = match["q"] or _QUARTERS[match["word"]]
        year = match["year1"] or match["year2"]
        if bare or _is_plan(text, match.span()):
            found.append((*match.span(), f"date:{year}-Q{quarter}" if year else f"date:--Q{quarter}"))
    return found


def _durations(text: str, numbers: list[Quantity], bare: bool) -> list[tuple[int, int, str | None]]:
    found: list[tuple[int, int, str | None]] = []
    for number in numbers:
        match = _DURATION_AFTER.match(text, number.core_end)
        if match is None or number.money or number.high > 400:
            continue
        lead = _IN.search(text, max(0, number.core_start - 40), number.core_start) or _IN.search(
            text, max(0, number.start - 40), number.start
        )
        if lead and lead[0].startswith("for") and not bare:
            continue
        if (
            bare
            or (match["now"] and not _PAST.search(clause_before(text, number.start, 30)))
            or (lead and _is_plan(text, (lead.start(), match.end())))
        ):
            start = min(lead.start() if lead else number.start, number.start)
            found.append((start, match.end(), _iso(str(int(number.high)), match["unit"])))
    for match in _A_DURATION.finditer(text):
        if bare or ((match["lead"] or match["later"]) and _is_plan(text, match.span())):
            amount = "2" if " or two" in match[0] else "1"
            found.append((*match.span(), _iso(amount, match["bare"] or match["unit"] or match["later"])))
    return found


def _iso(amount: str, unit: str) -> str:
    letter = _UNITS[unit.rstrip("s")]
    if letter == "H":
        return f"P{int(amount) // 24}D" if int(amount) % 24 == 0 else f"PT{amount}H"
    return f"P{int(amount) * 3}M" if letter == "Q" else f"P{amount}{letter}"
