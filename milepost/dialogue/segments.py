"""Where a message falls apart into what it says one after the other."""

from __future__ import annotations

import re

MOST = 5

# What a question or a request opens with, in the five languages that are answered.
_OPENERS = (
    r"what|what's|whats|how|which|when|where|who|why|can|could|would|should|may|any|"
    r"(?:do|does|did|is|are|will) (?:it|you|they|we|i|there|this|that|these|those|the|your|my|a)|"
    r"tell|show|give|send|explain|compare|please|pls|let me|(?:i|we) (?:want|need|would like)|(?:i|we)'d like|"
    r"compara|muéstrame|dime|explica|qué|cuál|cuáles|cuánto|cuánta|cuántos|cómo|cuándo|dónde|puedo|puede|pueden|"
    r"hay|tienen|tenéis|quiero|"
    r"vergleiche?|vergleichen|zeig|sag|erklär|"
    r"was (?:kostet|kosten|ist|sind|gibt|macht|wäre|habt|haben)|wie|welche|welcher|"
    r"welches|wann|wo|wer|kann|können|könnt|gibt|habt|haben|"
    r"ist|ich möchte|ich will|"
    r"comparez|montrez|dites|expliquez|quel|quelle|quels|quelles|combien|comment|quand|où|est-ce|peut|puis-je|pouvez|avez|"
    r"y a-t-il|je veux|je voudrais|"
    r"mostre|diga|explique|qual|quais|quanto|quanta|como|quando|onde|posso|podem|vocês|há|quero"
)
# After a mere comma only these begin a question; "…, is warm" goes on with a list.
_QUESTION_WORDS = (
    r"what|what's|whats|how|which|when|where|can you|could you|can i|do you|is there|is it|does it|"
    r"qué|cuál|cuánto|cuánta|cómo|was (?:kostet|kosten|ist|sind|gibt|macht|wäre)|wie|welche|"
    r"quel|quelle|combien|comment|qual|quanto|quanta|como"
)
_LINKS = r"and|also|plus|and also|oh and|but|then|y|también|und|auch|aber|et|aussi|mais|e|também|mas"
_LINKED = re.compile(
    rf"(?:\s*[,;\u2013\u2014]\s*|\s+)(?=(?:(?:{_LINKS})[\s,]+)+(?:{_OPENERS})\b)|\s*[,;\u2013\u2014]\s*(?=(?:{_QUESTION_WORDS})\b)",
    re.IGNORECASE,
)
# "15. Mai" is one day.
_MONTH = r"(?:jan|feb|m[äa]r|apr|mai|jun|jul|aug|sep|okt|nov|dez)(?:uar|ruar|z|il|i|ust|tember|ober|ember)?\b"
_SENTENCE = re.compile(
    r"(?<=[?!])\s*(?=\S)|(?<=[^\W\d_]\.)(?<!\.[^\W\d_]\.)\s+(?=\S)|"
    rf"(?<=\d\.)\s+(?!{_MONTH})(?=[^\W\d_])|(?<=\)\.)\s+|(?<=\.\.)\s+|\s*\n+\s*",
    re.IGNORECASE,
)
# What a message may open with before it says what it is about.
_GREETING = re.compile(
    r"(?:hi(?:ya)?|hey(?:a)?|hello|hallo|hullo|howdy|yo|dear (?:all|team|sirs?|sir or madam)|greetings|"
    r"good (?:morning|afternoon|evening|day)|morning|evening|"
    r"hola|buen(?:os d[ií]as|as tardes|as noches)|guten (?:tag|morgen|abend)|moin|servus|grüß gott|"
    r"bonjour|bonsoir|salut|coucou|olá|oi|bom dia|boa (?:tarde|noite))"
    r"(?: (?:there|again|all|everyone|guys|folks|team|you))?\b(?![\w'-])[\s,.!:\u2013\u2014-]*",
    re.IGNORECASE,
)
_LEAST_BEHIND_A_GREETING = 2  # words
# Asks about what was said just before it and has nothing of its own: "payment in March only. is that ok?"
_TAG = re.compile(
    r"(?:(?:and|so|ok|okay|but|,)\s+)*(?:(?:is|would|will|does|do|can|could) (?:that|this|it|you|ye|u|we|i)"
    r"(?: (?:be|do|have|work|offer|help|manage))*(?: (?:that|this|it|so))?"
    r"(?: (?:a )?(?:ok(?:ay)?|fine|possible|alright|all right|doable|allowed|problem|issue|something you (?:can )?(?:do|offer)))?"
    r"(?: (?:for|with|to) (?:you|us|me|that|this))?|right|possible|doable|ok|okay)\s*\?*",
    re.IGNORECASE,
)


def segments_of(text: str) -> tuple[str, ...]:
    """The segments of a message, in its order, at most MOST of them; a message that is one thing is one segment."""
    greeting, text = _without_greeting(text)
    pieces = [piece.strip(" ,;") for line in _SENTENCE.split(text) for piece in _LINKED.split(line)]
    pieces = [*greeting, *pieces]
    kept = _with_tags([piece for piece in pieces if any(letter.isalnum() for letter in piece)], text)
    if len(kept) < 2:
        return (text.strip(),)
    if len(kept) > MOST:
        kept = [*kept[: MOST - 1], " ".join(kept[MOST - 1 :])]
    return tuple(kept)


def _with_tags(pieces: list[str], text: str) -> list[str]:
    """The pieces of a text, with a question that has no words of its own as the end of the sentence that it is about."""
    joined: list[str] = []
    begin = end = 0  # where the last one stands
    for piece in pieces:
        is_about_last = bool(joined) and _TAG.fullmatch(piece) and not joined[-1].endswith("?")
        at = max(text.find(piece, end), end)
        if is_about_last and len(joined[-1].split()) > _LEAST_BEHIND_A_GREETING:
            end = at + len(piece)
            joined[-1] = text[begin:end]
        else:
            begin, end = at, at + len(piece)
            joined.append(piece)
    return joined


def _without_greeting(text: str) -> tuple[list[str], str]:
    """The greeting that a message opens with, if more than a word or two follows, and the rest."""
    found = _GREETING.match(text.lstrip())
    if found is None:
        return [], text
    rest = text.lstrip()[found.end() :]
    if len(rest.split()) < _LEAST_BEHIND_A_GREETING:
        return [], text
    return [found[0].strip(" ,:\u2013\u2014-\n")], rest
