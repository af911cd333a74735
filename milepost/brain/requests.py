"""Several requests in one message: where it falls apart, and which of its parts ask for something of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

MOST = 3
# How sure a part's reading has to be. Of 3,900 one-request examples of data/nlu, fewer than one in a hundred fall apart.
_SURE, _AS_LIKELY = 0.3, 0.75
_ANSWERED = 0.43

# What a question or a request opens with, in the five languages that are answered.
_OPENERS = (
    r"what|what's|whats|how|which|when|where|who|why|can|could|would|should|may|any|"
    r"(?:do|does|did|is|are|will) (?:it|you|they|we|i|there|this|that|these|those|the|your|my|a)|"
    r"tell|show|give|send|explain|compare|please|pls|let me|(?:i|we) (?:want|need|would like)|(?:i|we)'d like|"
    r"compara|compare|muéstrame|dime|explica|qué|cuál|cuáles|cuánto|cuánta|cuántos|cómo|cuándo|dónde|puedo|puede|pueden|"
    r"hay|tienen|tenéis|quiero|"
    r"vergleiche?|vergleichen|zeig|sag|erklär|was|wie|welche|welcher|welches|wann|wo|wer|kann|können|könnt|gibt|habt|haben|"
    r"ist|ich möchte|ich will|"
    r"comparez|montrez|dites|expliquez|quel|quelle|quels|quelles|combien|comment|quand|où|est-ce|peut|puis-je|pouvez|avez|"
    r"y a-t-il|je veux|je voudrais|"
    r"mostre|diga|explique|qual|quais|quanto|quanta|como|quando|onde|posso|podem|vocês|há|quero"
)
# After a mere comma only these begin a question; "…, is warm" goes on with a list.
_QUESTION_WORDS = (
    r"what|what's|whats|how|which|when|where|can you|could you|do you|qué|cuál|cuánto|cuánta|cómo|was|wie|welche|"
    r"quel|quelle|combien|comment|qual|quanto|quanta|como"
)
_LINKS = r"and|also|plus|and also|oh and|but|then|y|también|und|auch|aber|et|aussi|mais|e|também|mas"
_LINKED = re.compile(
    rf"(?:\s*[,;\u2013\u2014]\s*|\s+)(?=(?:(?:{_LINKS})[\s,]+)+(?:{_OPENERS})\b)|\s*[,;\u2013\u2014]\s*(?=(?:{_QUESTION_WORDS})\b)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[?!])\s*(?=\S)|(?<=[^\W\d_]\.)\s+(?=\S)|(?<=\)\.)\s+|\s*\n+\s*")
_LEADING = re.compile(rf"^(?:[\s,;]*(?:{_LINKS})\b[\s,]*)+", re.IGNORECASE)
_ASKS = re.compile(rf"^¿?\s*(?:(?:{_LINKS})\b[\s,]*)*¿?(?:{_OPENERS})\b|\?\s*$", re.IGNORECASE)
_REPLIES = re.compile(
    r"^(?:yes|yeah|yep|sure|ok|okay|please do|no|nope|no thanks|sí|ja|nein|oui|non|sim|não)\b[^?]{0,20}$", re.IGNORECASE
)
_REPLY_INTENTS = ("affirm", "deny")
# What these messages tell is settled for the whole message; they ask for nothing that could be answered in turn.
_TELLS = frozenset(
    {
        *("greet", "goodbye", "thank", "bot_challenge", "out_of_scope", "nlu_fallback", "state_need", "refuse_to_say"),
        *("share_contact", "share_praise", "give_feedback", "report_progress"),
    }
)
# Two of a kind are two requests if they are about different things.
_NAMED = ("product", "plan", "competitor", "attribute", "add_on")
_BY_OPTION = ("ask_price", "ask_product", "compare_products", "want_to_buy", "request_quote")


def parts_of(text: str, *, is_offered: bool = False) -> tuple[str, ...]:
    """The parts of a message that may each ask for something, in order; empty unless there are two or more.

    `is_offered`: an offer of the bot is open, to which a leading yes or no is a part of its own. What only tells
    something stays with the part that follows it, or with the last.
    """
    pieces = [piece for sentence in _SENTENCE.split(text) for piece in _LINKED.split(sentence) if piece.strip()]
    parts: list[str] = []
    told: list[str] = []
    for place, piece in enumerate(pieces):
        if not any(letter.isalpha() for letter in piece):
            continue
        is_reply = is_offered and place == 0 and bool(_REPLIES.match(piece.strip(" .,!")))
        if is_reply or _ASKS.search(piece):
            parts.append(_LEADING.sub("", " ".join([*told, piece.strip(" ,;")])).strip())
            told = []
        else:
            told.append(piece.strip())
    if parts and told:
        parts[-1] = " ".join([parts[-1], *told])
    return tuple(parts[:MOST]) if len(parts) > 1 else ()


def several(parses: Iterable[Mapping[str, Any]], *, is_offered: bool = False) -> list[dict[str, Any]]:
    """The requests among the parsed parts, in order; empty unless there are two or more.

    A part that asks for the same as the one before it adds its mentions to that one.
    """
    wanted: list[dict[str, Any]] = []
    for parse in parses:
        intent = _asked_for(parse)
        is_reply = intent is not None and intent["name"] in _REPLY_INTENTS
        if intent is None or (is_reply and (wanted or not is_offered)):
            continue
        request = {**parse, "intent": intent}
        if wanted and _is_same(wanted[-1], request):
            wanted[-1]["mentions"] = [*wanted[-1].get("mentions", ()), *parse.get("mentions", ())]
            wanted[-1]["text"] += f" {parse['text']}"
        else:
            wanted.append(request)
    return wanted if len(wanted) > 1 else []


def _asked_for(parse: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The likeliest reading that asks for something, if it is about as likely as any. A part is shorter than what
    visitors write by itself, so readings are less sure than of a whole message."""
    readings: Sequence[Mapping[str, Any]] = parse.get("intent_ranking") or [parse["intent"]]
    best = readings[0]["confidence"]
    asks = next((reading for reading in readings if reading["name"] not in _TELLS), None)
    return asks if asks and asks["confidence"] >= max(_SURE, best * _AS_LIKELY) else None


def _is_same(before: Mapping[str, Any], parse: Mapping[str, Any]) -> bool:
    intent = parse["intent"]["name"]
    if before["intent"]["name"] != intent:
        return False
    answers = {answer for each in (before, parse) if (answer := _best_answer(each))}
    if intent in ("ask_question", "ask_product") and len(answers) > 1:
        return False
    if intent in _BY_OPTION:
        return not _named(parse) or _named(before) == _named(parse)
    return True


def _best_answer(parse: Mapping[str, Any]) -> str | None:
    best: Mapping[str, Any] = next(iter(parse.get("answers") or ()), {"score": 0.0})
    return str(best["id"]) if best["score"] >= _ANSWERED else None


def _named(parse: Mapping[str, Any]) -> Sequence[Any]:
    return sorted((m["kind"], tuple(m["ids"])) for m in parse.get("mentions") or () if m["kind"] in _NAMED)
