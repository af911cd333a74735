"""The features that the visitor says it must have."""

from __future__ import annotations

import re

from milepost.nlu.need_values.finding import Finding, Span
from milepost.nlu.need_values.phrases.cutting import BOUNDARY, phrase
from milepost.nlu.need_values.text import clause_before

_BEFORE = re.compile(
    r"(?<![a-z])(?:must(?:[- ]ha(?:ve|s)s?)(?: features?)?(?: are| is| would be|:)?|"
    r"must (?:also )?(?:be(?! (?:\w+ed|a|an|some|something|nice|the|\d+|so|able|made|sent|done|left|"
    r"kidding|joking|wrong|hard|new|busy|missing|there|here|at|in)(?![a-z]))|support|include|come with|"
    r"integrate with|work with|offer|run|fit|handle|allow|feature|do)|"
    r"(?:has|have|needs?|ha?s got|got|ought) to (?:also )?(?:have|be(?! (?:\w+ed|able|to|at|"
    r"in (?!(?:english|spanish|german|french|italian|dutch|portuguese|polish|arabic|chinese|"
    r"stock)(?![a-z]))|on|reset|sent|done|gone|left|put|made|shown|taken|fixed|home|back|old|over|\d+|"
    r"a (?:member|customer|student)|honest|sure|clear|fair|delivered|here|there|paid|done))(?: able to)?|"
    r"support|include|come with|integrate with|work (?:with|on|in)|work(?= offline)|offer|run|fit|handle|"
    r"allow|sync with|connect (?:to|with))|"
    r"what (?:we|i) (?:really )?need(?: the)?(?: most| above all)? is|(?:no (?:point|use|good)|useless|pointless) without|"
    r"(?:needs?|has|have|must|wants?|required) (?:to )?be able to(?= (?:export|import|sync|connect|integrate|print|scan|track|share|"
    r"schedule|automate|record|archive|embed|filter|search|sort|translate|accept|handle|add|edit|upload|download|sign|invoice)"
    r"(?![a-z]))|should (?:definitely |also |really |at least )?(?:have|support|include|come with|integrate with|"
    r"offer)|(?:absolutely|definitely|really|defo|def|100%|desperately) (?:need|require|want)s?(?! (?:to|"
    r"it|this|that|help|one|your|you)(?![a-z]))|requirements?(?: are| is|:)|requires|(?:i|we) require|"
    r"(?:can'?t|cannot|couldn'?t) (?:live|do|work) without|without(?= [a-z0-9 -]{2,24} (?:it'?s|it is|its|"
    r"i won'?t|we won'?t|we can'?t|no deal|forget it))|"
    r"(?:it|which|that|one) (?:needs|must)(?! to)(?: have)?|deal ?breakers?(?: would be| are| is|"
    r":)?(?: not having| no| the lack of| lack of| missing)|deal ?breakers?(?: are| is|:| if (?:there'?s|"
    r"it has|it doesn'?t have|there is|it lacks) (?:no )?)|essentials?:|non[- ]negotiables?(?: are| is|:)|"
    r"(?:(?<=: )|(?<=, )|(?<=^))needs (?=an? )|important (?:for|to) (?:me|us)(?=\s?:)|important (?:features?|things?)(?: (?:for|to) (?:me|"
    r"us))?(?: is| are|:)|key (?:features?|requirements?)(?: is| are|:)?|what matters (?:most )?(?:is|"
    r"to (?:me|us) is)|(?:most )?important(?:ly)? (?:to|for) (?:me|us) (?:is|are)|we(?:'d|"
    r" would)? need it to (?:have|support|be)|as long as it (?:has|supports|comes with|does|is)|"
    r"provided it (?:has|supports)|only if it has)(?![a-z])[\s:]*"
)
_AFTER = re.compile(
    r"\s+(?:is|are|would be|'s)?\s?(?:(?:a|an|the|absolute|absolutely|really|very|super|also|both|all|"
    r"kind of|definitely|totally|totally) ){0,3}?(?:must(?:[- ]haves?)?(?! (?:be|support|include|have|"
    r"come|work|not))|essential|crucial|mandatory|non[- ]negotiable|required|requirement|deal ?breakers?|"
    r"critical|vital|needed|compulsory|key(?: for us)?|super important|important|indispensable|"
    r"obligatory)(?![a-z])(?! (?:to|that|for you))"
)
_WITH = re.compile(
    r"(?<![a-z])(?:with|that has|that have|which has|that supports?|that comes with|that includes?|"
    r"including|that integrates? with|that works? with|featuring|incl\.?|w/)(?! (?:you|your|them|me|us|it|"
    r"this|that|my|our|the|\d|about|around|under|over|less|more|no|a (?:budget|team|friend|group|company|"
    r"discount|\d)|respect|regards?|limited|tax|vat|a (?:small|tight|limited|"
    r"max\w*) budget)(?![a-z]))(?:(?<=/)|(?<=\.)|(?![a-z]))\s*"
)
_NEED = re.compile(
    r"(?<![a-z])(?:need(?:s|ing)?|want(?:s|ing)?|look(?:ing)? for|lookin for|search(?:ing)? for|seek(?:ing)?|"
    r"after|recommend|suggest|prefer|require|interested in|wanna|buy|get|find|got|have anything|something|"
    r"anything|sth|ideally|any \w+|wtb|iso|must|should|plan|max|budget)(?![a-z])"
)
_NEED_KIND = re.compile(
    r"(?<![a-z])(?:need|needs|require|requires|want)\s+(?=(?:[a-z0-9-]+ ){0,3}?(?:integrations?|support for|"
    r"compatibility|sync(?:ing)?|api(?: access)?|sso|single sign[- ]on|2fa|compliance|reporting|offline mode|"
    r"mobile app|free (?:delivery|shipping|returns)|warranty|online booking|time tracking|unlimited \w+|"
    r"bulk \w+|multi[- ]?\w+ (?:support|access)|24/7 support|call recording|live chat|approval workflows?|"
    r"audit logs?|eu hosting|gdpr|hipaa|soc ?2|iso 27001|offline access|remote access|barcode scanning|"
    r"e-?signatures?|automatic \w+)(?![a-z]))"
)
_HELP_WITH = re.compile(
    r"(?:help|issues?|problems?|trouble|deal|someone|somebody|anyone|talk|speak|wrong|happened|stuck|going on|"
    r"up|agree|work|contact|touch|compared?|along|struggling|meeting|call|chat|experience|hello|here|it|me|do|"
    r"pay|paid|buy|account|start|go|goes|away|start out)\s*$"
)
_NOT_QUALITY = re.compile(
    r"\w+ed(?: (?:in|on|at|to|by|for|yet|it|my|the|this|from|immediately|out|off|up|because|last|"
    r"and)(?: .*)?)?|(?:been|gotten|gone|taken|made|forgotten|lost|someone|somebody|sent|aware|false|frozen|"
    r"set|find|paid|not|why|there|what|how|which|who|received|worked|went|had|done|seen|missed|to|from|"
    r"because|left|put|broken|stolen|it|that|this|here|be|being|my (?:card|account|money)|money)(?: .*)?"
)
_BAR = re.compile(
    r"(?<![a-z])(?:don'?t|do not|doesn'?t|not|no|never|isn'?t|aren'?t|wouldn'?t|nice to|if possible|"
    r"optional)(?: \w+)?\s*$"
)
_SPLIT = re.compile(
    r"\s*(?:\sw/|,\s*(?:and |or |plus |but also )?|\s(?:and|&|plus|\+|as well as|n)\s(?:also )?(?:a |an |the |"
    r"good |must have |must be )?|/|\+)\s*"
)
_ENDS = re.compile(BOUNDARY.pattern.replace("[.,;:!?", "[.;:!?", 1))
_NOT_FEATURE = re.compile(
    r"(?:it|this|that|one|them|me|us|you|help|up|running|everything.*|anything.*|the rest|rest|others?|to|"
    r"be|a|an|the|good|able|something|anything|everything|things?|more|less|etc|so|really|very|stuff|"
    r"budget.*|\d+(?: (?:people|users|seats|agents|employees|licen[cs]es))?|sure|done|delivered.*|here|"
    r"ready.*|asap|your|price|"
    r"(?:\d+|some|a few|many) .*(?:people|users|employees|staff|agents|seats|reps)|i|we|same|know|under.*|"
    r"less than.*|max.*|honest|possible|cheap(?:er)?|small (?:team|budget)|team.*|.*(?:€|\$|£).*|any|no|"
    r"yes|now|back|an? idea|regards|in|months?|decided.*)"
)


def must_haves(text: str, folded: str) -> list[Finding]:
    """All that the message says is a must, as one finding over their span, or nothing."""
    spans: list[Span] = []
    for match in _BEFORE.finditer(folded):
        if not _BAR.search(clause_before(folded, match.start(), 24)) and not _is_question(folded, match.start()):
            spans += _items(folded, match.end())
    for match in _AFTER.finditer(folded):
        spans += _items_before(folded, match.start())
    for match in _NEED_KIND.finditer(folded):
        if not _BAR.search(clause_before(folded, match.start(), 24)):
            spans += _items(folded, match.end())
    for match in _WITH.finditer(folded):
        lead = clause_before(folded, match.start(), 90)
        if _NEED.search(lead) and not _HELP_WITH.search(lead):
            spans += _items(folded, match.end())
    spans = _distinct(spans)
    if not spans:
        return []
    values = [text[slice(*span)] for span in spans]
    return [Finding("must_have_features", values, min(s for s, _ in spans), max(e for _, e in spans), op="add")]


def _items(folded: str, start: int) -> list[Span]:
    if least := re.compile(r"at least ").match(folded, start):
        start = least.end()
    whole = phrase(folded, start, most_words=14, boundary=_ENDS)
    return _parts(folded, whole) if whole else []


def _items_before(folded: str, end: int) -> list[Span]:
    lead = clause_before(folded, end, 60)
    cut = re.search(
        r"(?:^|.*(?:[.;:!?]|,(?! (?:and|or))|(?<![a-z])(?:yes|yeah|yep|no|that|but|also|i think|because|so|and|for me|for us|"
        r"having|a|an|the|my|our|need|with|is|are|since)\s))\s*(?P<item>(?!(?:yes|yeah|yep|no)\s)[a-z0-9][\w'/ &+-]{1,40}?)\s*$",
        lead,
    )
    if cut is None:
        return []
    return _parts(folded, (end - len(lead) + cut.start("item"), end - len(lead) + cut.end("item")))


def _parts(folded: str, whole: Span) -> list[Span]:
    spans, start = [], whole[0]
    for cut in [*(match.span() for match in _SPLIT.finditer(folded, *whole)), (whole[1], whole[1])]:
        part = phrase(folded[: cut[0]], start, most_words=5, boundary=_ENDS) if cut[0] > start else None
        if (
            part
            and not _NOT_FEATURE.fullmatch(folded, *part)
            and not _NOT_QUALITY.fullmatch(folded, *part)
            and not re.match(r"(?:i|we|it|my|our|the|budget|under|max|about|around|for)\s", folded[slice(*part)] + " ")
        ):
            spans.append(part)
        elif part is None or len(spans) > 0:
            break
        start = cut[1]
    return spans


def split_features(folded: str, whole: Span) -> list[Span]:
    """The parts of a list of features that stands in the span."""
    return _parts(folded, whole)


def _distinct(spans: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda span: (span[0], span[0] - span[1])):
        if all(span[1] <= start or end <= span[0] for start, end in kept):
            kept.append(span)
    return kept


def _is_question(folded: str, start: int) -> bool:
    return bool(
        re.search(
            r"(?:^|[.,!?]\s*)(?:do|does|will|what|which|why|should|how|where|when|whose)(?: [\w']+){0,5}\s*$",
            clause_before(folded, start, 40),
        )
    )
