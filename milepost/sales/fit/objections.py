"""What kind of doubt a visitor voices, so that it is answered with the facts that bear on it."""

from __future__ import annotations

import re
from enum import Enum


class Objection(str, Enum):
    """The doubts that have an answer of their own."""

    PRICE = "price"
    RIVAL = "rival"
    LATER = "later"
    OTHER = "other"


_WORDS = {
    Objection.PRICE: r"expensive|pric(?:e|es|ey|y|ing)|costs?|costly|budget|afford|cheap(?:er)?|too much|steep|money|overpriced"
    r"|caro|cara|precio|teuer|preis|cher|chère|prix|preço",
    Objection.LATER: r"not now|later|next (?:week|month|quarter|year)|think (?:about|it over)|no hurry|no rush|some other time"
    r"|not ready|maybe|sleep on it|think it (?:over|through)|thinking"
    r"|(?:ask|talk to|check with|discuss|convince|speak (?:to|with)) (?:it )?(?:my|our|the|with) \w+|i'?ll think"
    r"|jefe|chef|patron|más tarde|später|plus tard|mais tarde",
}


def kind_of(text: str, *, names_rival: bool) -> Objection:
    """The doubt by its words; a named competitor counts most."""
    if names_rival:
        return Objection.RIVAL
    lower = text.casefold()
    for kind, words in _WORDS.items():
        if re.search(rf"\b(?:{words})\b", lower):
            return kind
    return Objection.OTHER
