"""Cutting a short phrase out of a running text: where it starts, where it must end."""

from __future__ import annotations

import re
from re import Pattern

from milepost.nlu.need_values.finding import Span

BOUNDARY = re.compile(
    r"[.,;:!?()\[\]\"]|\s-\s|\s(?:but|because|bc|cause|cuz|since|so|which|that|who|where|when|while|if|"
    r"although|though|however|then|as|until|till|before|after|by|within|under|below|around|up to|max|"
    r"maximum|i|we|it|it's|its|they|he|she|"
    r"you|do|does|did|can|could|would|will|should|what|how|is|are|was|were|has|have|had|please|pls|plz|"
    r"thanks|thx|asap|atm|rn|at the moment|right now|currently|now|today|anymore|any more|at|per|from|"
    r"in the next|in \d+|for (?:about |around |roughly |the |my |our |up to |over |almost )?(?:\d+|a|the|"
    r"past|last|me|us|my|our|two|three|four|five|six|ten|years?|months?|ages|under|less|around)|and (?:we|"
    r"i|it|the|they|need|want|would|my|our|have|are|is|am|hate|love|also|now|can|will|looking|then|about|"
    r"around|i'm|im|we're|were|not|budget|that)|or (?:is|do|are|should|what))(?![\w'])"
)
_ARTICLE = re.compile(
    r"(?:(?:a|an|the|some|any|my|our|its|it's|their|this|these|those|very|really|just|only|like|maybe|"
    r"probably|mainly|mostly|primarily|basically|pretty|also|e\.g\.)(?![\w'-])\s*)+"
)
_TRAILING = re.compile(
    r"(?:\s+(?:and|or|for|to|with|of|in|on|a|an|the|my|our|etc|too|as well|also|only|mainly|mostly|though|"
    r"maybe|ideally|really|with a|lol|haha|mate|guys|sir|yet|now|ok|okay|here|there|though|tbh|imo|"
    r"again))+\s*$"
)


def phrase(text: str, start: int, *, most_words: int = 6, boundary: Pattern[str] = BOUNDARY) -> Span | None:
    """The words from `start` to the next boundary, without article and loose ends; None where nothing is left."""
    window = text[start : start + 90]
    if match := _ARTICLE.match(window.lstrip()):
        start += len(window) - len(window.lstrip()) + match.end()
    start += len(text[start : start + 90]) - len(text[start : start + 90].lstrip())
    window = text[start : start + 90]
    cut = boundary.search(" " + window)
    body = window[: max(0, cut.start() - 1)] if cut else window
    body = re.match(rf"(?:\S+\s+){{0,{most_words - 1}}}\S*", body)[0]  # type: ignore[index]
    body = _TRAILING.sub("", body).rstrip(" -/'")
    return (start, start + len(body)) if len(body) >= 2 and re.search(r"[^\W_]", body) else None
