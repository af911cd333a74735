"""What a short answer means when only the open question gives it a meaning: "14", "500", "dental", "Oslo"."""

from __future__ import annotations

import re

from milepost.nlu.need_values import budget, team_size
from milepost.nlu.need_values.finding import Finding, Span
from milepost.nlu.need_values.numbers import Quantity
from milepost.nlu.need_values.phrases.features import split_features
from milepost.nlu.need_values.refusals import refusal
from milepost.nlu.need_values.team_size import ME_PLUS
from milepost.nlu.need_values.text import before
from milepost.nlu.need_values.timeline import timelines

_QUESTION = re.compile(
    r"\?|^\s*(?:what|how|why|who|where|when|which|can|could|do|does|is|are|would|will|should|did|tell me|"
    r"compare|explain|recommend|suggest|send (?:me|us)|give (?:me|us)|show me|i want to (?:talk|speak)|let me|sorry what)(?![a-z])"
)
_EMPTY = re.compile(
    r"\W*(?:(?:yes|yeah|yep|no|nope|nah|ok|okay|sure|thanks|thank you|thx|hi|hello|hey|maybe|hmm+|huh+|eh+|pardon|idk|dunno|well|"
    r"um+|uh+|good|great|fine|cool|lol|not yet|yet|later|please|bye|why|what|(?:we |i )?(?:don'?t|"
    r"do not) (?:have|use|need) (?:anything|any|one|nothing)(?: (?:yet|special|right now|at the moment|"
    r"else))?|no must[- ]?haves?|nothing(?: (?:yet|special|much|really|else|fancy))?|none|nobody|both|all|"
    r"something|stop|next|back|help|test|i see|got it|i(?:'ve)? (?:already )?(?:told|said|gave)(?: (?:you|that|it))?(?: (?:already|before))?|right|wait|human|agent|person)\W*)+"
)
_LEAD_IN = re.compile(
    r"\W*(?:(?:well|um+|uh+|so|hmm+|ok(?:ay)?|yes|yeah|sure|oh|ah|just|basically|mostly|mainly|primarily|"
    r"probably|i think|i guess|i suppose|currently|right now|at the moment|maybe|please|hi|hello|"
    r"thanks)[\s,.!:-]+)*"
    r"(?:(?:it'?s|it is|its|that'?s|that is|this is|my name is|name is|my name'?s|i'?m|i am|im|we'?re|"
    r"we are|call me|they call me|the name is|we'?re called|we(?:'re| are) (?:in|from|at|with)|(?:we|"
    r"i) (?:use|work (?:in|at|for)|have|are using|run|own|need|want|do|'?re in|am in|am from|am with)|"
    r"using|use|used|"
    r"for|in|from|at|to|with|it must have|must have|should have|has to have|needs?|mainly for|it'?s for|"
    r"it should be|should be|it must be|must be|it has to be|has to be|it needs to be|our company is|"
    r"company is|the company is|called|the (?:company |business )?name is|a|an|the|my|our|some|kind of|sort of|like|being|working (?:in|for|"
    r"at)|to be used for|only|also)(?![\w'])[\s,:]*){0,4}"
)
_TAIL = re.compile(
    r"(?:[\s,]+(?:please|thanks|thank you|thx|i think|i guess|i suppose|mostly|mainly|basically|right now|"
    r"at the moment|currently|now|for now|industry|sector|business|lol|haha|btw|tbh|actually|probably|and you|"
    r"sir|mate|though|or so|for us|really|today|atm))+\W*$"
)
_ANY_SUM = re.compile(
    r"(?<![a-z])(?:no (?:limits?|max(?:imum)?|cap)|unlimited|sky'?s the limit|whatever it (?:costs|takes)|"
    r"limitless)(?![a-z])"
)
_PART = re.compile(r"\s+(?:in|on|at|for) (?:the |our )?[a-z]+")
_NO_COMPANY = re.compile(
    r"(?<![a-z])(?:no|not an?|don'?t have an?|without an?|just) (?:company|business|private|me|firm)|"
    r"freelanc\w+|self[- ]employed|private(?:ly)?(?: person| use)?(?![a-z])"
)
_SHORT = {
    "industry": 8,
    "use_case": 14,
    "current_solution": 9,
    "company": 6,
    "contact_name": 5,
    "must_have_features": 24,
}
# An open question ("what matters?") is not answered by yes, no or how much something matters.
_OPEN = ("use_case", "must_have_features")
_HOW_MUCH = re.compile(
    r"\W*(?:(?:yes|yeah|yep|no|nope|nah|not)(?![a-z])|(?:it'?s |that'?s |it is )?(?:(?:very|extremely|somewhat|quite|"
    r"fairly|really|super|pretty|so|not|less|more) )*(?:important|relevant|essential|crucial)(?![a-z])|sometimes|it (?:varies|depends))"
)
_CHEAP = re.compile(
    r"(?<![a-z])(?:cheap(?:er|est|ish)?|inexpensive|affordable|low(?:er|est)?[- ](?:end|cost|priced?)|budget[- ]friendly|economical|"
    r"as little as (?:possible|i can|we can)|not (?:too |very |that )?(?:expensive|pricey|much))(?![a-z])"
)
_NOT_BARE_NUMBER = re.compile(
    r"\s*(?:hours?|days?|weeks?|months?|years?|gb|tb|mb|kg|cm|inch(?:es)?|%|percent|emails?|tickets?|calls?|"
    r"orders?|customers?|clients?|products?|minutes?|mins?|times|locations?|sites|reasons|questions?)(?![a-z])"
)


# "The first two", "two of them": what was shown to the visitor is pointed at, and nothing counted.
_POINTS = re.compile(
    r"(?<![a-z])(?:the|these|those|both|first|last|other|next|top) (?:(?:first|last|other|next|top|same) )?$"
)
_FEW_SHOWN = 4
_MOST_WORDS_OF_A_NUMBER = 9
_OF_THOSE = re.compile(r"\s*of (?:them|those|these|your|the)(?![a-z])")
_AN_HOUR = re.compile(
    r"(?:call|ring|phone|meet|text|message|reach) (?:me|us) (?:back )?(?:at|after|before|around|on) $|since $"
)


def bare_answer(kind: str, text: str, folded: str, numbers: list[Quantity]) -> Finding | None:
    """The finding that a message is as an answer to a question of that kind; None where it is something else."""
    if kind in ("team_size", "budget"):
        return _number(kind, folded, numbers)
    if kind == "timeline":
        found = timelines(folded, numbers, bare=True)
        return _as_written(found[0], text) if found else None
    if kind in _SHORT and not _QUESTION.search(folded) and not _EMPTY.fullmatch(folded):
        span = _body(folded, most_words=_SHORT[kind])
        declined = refusal(folded)
        if kind in _OPEN and (_HOW_MUCH.match(folded) or (declined and not folded[: declined[0]].strip(" ,."))):
            return None
        if span is None or (declined and declined[1] - declined[0] > 0.5 * (span[1] - span[0])):
            return None
        return _phrase(kind, text, folded, span)
    return None


def _points_back(folded: str, number: Quantity) -> bool:
    if number.money or number.high > _FEW_SHOWN:
        return False
    there = folded[: number.core_start].endswith(("there are ", "there's ", "we are ", "we're "))
    return bool(
        _POINTS.search(folded, 0, number.core_start) or (_OF_THOSE.match(folded, number.core_end) and not there)
    )


def how_much(kind: str | None, folded: str) -> Span | None:
    """Where an answer to an open question only says how much something matters ("very important"): that names no wish."""
    match = _HOW_MUCH.match(folded) if kind in _OPEN and len(folded.split()) <= 8 else None
    return match.span() if match else None


def _number(kind: str, folded: str, numbers: list[Quantity]) -> Finding | None:
    if len(folded) > 120:
        return None
    if len(folded.split()) > _MOST_WORDS_OF_A_NUMBER:  # a sentence tells of something, and has other numbers
        numbers = [each for each in numbers if each.money] if kind == "budget" else []
    numbers = [each for each in numbers if not (each.spelled and each.low == 1 and len(folded.split()) > 3)]
    if kind == "team_size" and len(numbers) > 1 and all(_PART.match(folded, number.core_end) for number in numbers):
        return Finding(kind, int(sum(number.low for number in numbers)), numbers[0].start, numbers[-1].end, how="bare")
    for number in numbers:
        if _NOT_BARE_NUMBER.match(folded, number.core_end) or _AN_HOUR.search(folded, 0, number.core_start):
            continue
        if _points_back(folded, number):
            continue
        if kind == "budget":
            found = budget.read_budget(folded, number)[0]
            return Finding("budget", found.value, found.start, found.end, how="bare")
        if kind == "team_size" and (plus := before(folded, number.start, ME_PLUS)):
            return Finding("team_size", int(number.low) + 1, plus.start(), number.end, how="bare")
        if not number.money and number.low == number.low.to_integral_value() and number.high >= 1:
            return Finding(
                "team_size",
                team_size.value_of(number),
                number.start,
                number.end,
                how="bare",
                approx=number.bound == "approx",
            )
    if kind == "budget" and (low := _CHEAP.search(folded)):
        return Finding("budget", {"prefer": "lower"}, *low.span(), how="inferred")
    if kind == "budget" and (free := _ANY_SUM.search(folded)):
        return Finding("budget", {"amount": None, "bound": "none"}, *free.span(), how="bare")
    lone = re.fullmatch(
        r"\W*(?:(?:just|only) )?(?:me|myself|nobody but me|no one else|noone else|nobody else|1|i am alone|alone|solo|one)(?: only| alone| for now)?\W*",
        folded,
    )
    if kind == "team_size" and lone:
        return Finding("team_size", 1, len(folded) - len(folded.lstrip()), len(folded.rstrip()), how="bare")
    return None


def _body(folded: str, *, most_words: int) -> Span | None:
    start = match.end() if (match := _LEAD_IN.match(folded)) else 0
    body = _TAIL.sub("", folded[start:]).rstrip(" .,!;:)\"'")
    words = body.split()
    if not words or len(words) > most_words or not re.search(r"[^\W_]", body):
        return None
    return start, start + len(body)


def _phrase(kind: str, text: str, folded: str, span: Span) -> Finding | None:
    if kind == "must_have_features":
        spans = split_features(folded, span)
        values = [text[slice(*each)] for each in spans]
        return Finding(kind, values, spans[0][0], spans[-1][1], how="bare", op="add") if spans else None
    if kind == "company" and _NO_COMPANY.search(folded):
        return None
    if kind == "contact_name" and re.search(r"\d", folded[slice(*span)]):
        return None
    if kind in ("industry", "use_case", "current_solution"):
        cut = re.search(
            r"[.;!]\s|,?\s(?:but|because|since|and (?:we|i|it|need|want)|which|that|so)\s", folded[slice(*span)]
        )
        span = (span[0], span[0] + cut.start()) if cut and cut.start() > 2 else span
    return Finding(kind, text[slice(*span)], *span, how="bare")


def _as_written(found: Finding, text: str) -> Finding:
    value = {**found.value, "text": text[found.start : found.end]}
    return Finding(found.name, value, found.start, found.end, how="bare")
