"""Words that point at an option instead of naming it: "it", "both", "the cheaper one", "the second", "the one with SSO"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from milepost.nlu.need_values.finding import Span

_NOUN = (
    r"(?:ones?|options?|plans?|products?|models?|choices?|versions?|tiers?|packages?|items?|offers?|variants?|"
    r"suggestions?|recommendations?)"
)
_ENDS = (
    r"(?=\s*(?:$|[.,!?;:)]|(?:and|or|vs|is|has|looks|seems|sounds|please|pls|then|does|do|have|would|will|for|"
    r"but|thanks|instead|you|i|we|in|with|works|fits|cost|costs|can|include|includes|better|now|of (?:them|"
    r"these|those|the|your))(?![a-z])))"
)
_PATTERNS = (
    ("cheaper", r"(?:the )?(?:cheap(?:er|est|ier)|less expensive|least expensive|lowe(?:r|st)[- ]pric(?:ed|e)|(?:more|"
        rf"most) affordable|inexpensive|smaller|smallest|lower|basic) {_NOUN}(?: of (?:the (?:two|three)|them|"
        r"those|these))?|the (?:cheap(?:er|est)|less expensive|least expensive)(?: of (?:the (?:two|three)|"
        rf"them|those|these|both))?{_ENDS}"),
    ("dearer", r"(?:the )?(?:(?:more|most) expensive|dear(?:er|est)|pric(?:ier|iest|yer)|costlier|higher[- ]priced|"
        rf"bigger|biggest|higher|top) {_NOUN}(?: of (?:the (?:two|three)|them|those|these))?|the (?:(?:more|"
        r"most) expensive|dear(?:er|est)|pric(?:ier|iest))(?: of (?:the (?:two|three)|them|those|these|"
        rf"both))?{_ENDS}"),
    ("first", rf"(?:the |your )?(?:first|1st|frist) {_NOUN}|the (?:first|1st){_ENDS}|(?:option|number|no\.?|nr\.?|"
        r"choice|#)\s?(?:1|one|a)(?![\w.%])|the former"),
    ("second", rf"(?:the |your )?(?:second|2nd|secnd|secound) {_NOUN}|the (?:second|2nd){_ENDS}|(?:option|number|"
        r"no\.?|nr\.?|choice|#)\s?(?:2|two|b)(?![\w.%])"),
    ("third", rf"(?:the |your )?(?:third|3rd|thrid) {_NOUN}|the (?:third|3rd){_ENDS}|(?:option|number|no\.?|nr\.?|"
        r"choice|#)\s?(?:3|three|c)(?![\w.%])"),
    ("last", r"(?:the |that )?last (?:one|option|plan|product|model|choice|of (?:them|those|"
        r"these))(?: you (?:showed|mentioned|listed))?|the latter"),
    ("having", rf"(?:the |a |an |that )?{_NOUN} (?:with|that (?:has|have|includes?|comes? with)|which (?:has|have|includes?)|"
        r"having|including)"),
    ("other", rf"the other(?: {_NOUN}){_ENDS}|the other{_ENDS}|that other one"),
    ("all", rf"(?:all|any|each|every one) of (?:them|these|those)|(?:them|these|those) all|"
        rf"all (?:of )?(?:the )?(?:three|four|five)(?: {_NOUN})?|"
        rf"(?:the|these|those) (?:three|four|five)(?: {_NOUN})?(?! (?:of us|weeks?|months?|days?|years?|people))"),
    ("both", r"both(?: of (?:them|these|those|the (?:two|plans|products|options)))?(?! (?:of (?:us|my|our)|my|our|"
        r"me))|(?:the|these|those|(?:the )?first) two(?: (?:plans|products|options|models|ones))?(?! (?:of us|weeks?|months?|"
        r"days?|years?))|(?:compare|"
        r"between|difference between|differ|either of|one of|which of|both) (?:them|these|those)(?! all)"),
    ("it", r"(?:this|that) (?:one|plan|product|model|option|tier|package|item|offer)|the (?:same|above)(?: one)?|"
        r"(?:it|its)(?! (?:is|was|would be|will be|has been|might be|'s|isn'?t|wasn'?t) (?:raining|late|"
        r"possible|hard|difficult|ok|okay|true|me|us|my|our|just|only|about|a|an|not|urgent|important|\d|for|"
        r"time|been|so|really|very|too|all|going|more|like|nice|good|great|sunny|cold|hot|monday|"
        r"friday)(?![a-z]))"
     r"(?! (?:depends|seems|rains|rained|doesn'?t matter|does not matter|dont matter|turns out|looks like|"
         r"feels like|sounds like|says|said|would be|happens|hurts|took|takes (?:a|me|us|too|so)|department|"
         r"team|people|company|manager|support|guy|security|infrastructure|services?|firm|consult\w+|industry|"
         r"sector|admin)(?![a-z]))(?!'s (?:raining|late|possible|hard|difficult|ok|okay|true|me|us|my|our|"
         r"just|only|about|a|an|not|urgent|important|\d|for|time|been|so|really|very|too|all|going|more|like|"
         r"nice|good|great|been)(?![a-z]))"),
)  # fmt: skip
_REFERENCES = tuple((name, re.compile(rf"(?<![\w'])(?:{pattern})(?!\w)")) for name, pattern in _PATTERNS)
_THIS = re.compile(
    r"(?<![a-z])(?:take|want|buy|order|get|like|about|is|does|for|of|with|choose|pick|have|love|"
    r"need) (?P<word>this|that)(?=\s*(?:$|[.,!?;]|please|pls|now|then|cost|have|include|work|support|for \d))"
)
_AFTER_IS = re.compile(
    r"\s(?:possible|ok|okay|true|safe to|hard to|easy to|normal|too late|worth|correct that|right that|"
    r"just me|raining|necessary|allowed|me|a good (?:time|idea))(?![a-z])"
)
_MARKS_IT = "its"


def references(folded: str) -> Iterator[tuple[str, Span]]:
    """Each kind of reference once, with its place, "it" last."""
    for name, pattern in _REFERENCES:
        for match in pattern.finditer(folded):
            if name == "it" and _is_expletive(folded, match):
                continue
            yield name, match.span()
            break
        else:
            if name == "it" and (this := _THIS.search(folded)):
                yield name, this.span("word")


def _is_expletive(folded: str, match: re.Match[str]) -> bool:
    """ "is it possible", "make it 30", "keep it simple": an "it" that stands for nothing."""
    if match[0] not in ("it", _MARKS_IT):
        return False
    lead = folded[max(0, match.start() - 12) : match.start()]
    rest = folded[match.end() : match.end() + 24]
    if lead.endswith(("is ", "was ", "would ", "will ")):
        return bool(_AFTER_IS.match(rest))
    if lead.endswith(("make ", "keep ", "made ")) or (
        match[0] == _MARKS_IT
        and re.match(r"\s(?:a|an|just|for|not|me|only|about|the|so|too|\d|ok|fine|my|our|up)(?![a-z])", rest)
    ):
        return True
    return match[0] == "it" and match.string[match.start() : match.end()].isupper()
