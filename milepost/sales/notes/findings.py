"""Findings: one thing that is known of a lead, how it is known, and the words that say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

SAID, INFERRED, ASKED, REFUSED, CONTRADICTED, NOT_ASKED = (
    "said",
    "inferred",
    "asked",
    "refused",
    "contradicted",
    "not asked",
)

# Who decides, as visitors put it. A clause about a third person is the process; "I decide" is the visitor.
_PERSON = (
    r"(?:my|our|the) (?:boss|manager|director|ceo|cto|cfo|coo|cio|founder|owner|board|management|team lead|head of \w+"
    r"|procurement|purchasing|finance(?: team)?|it(?: team)?|legal(?: team)?|partner|wife|husband|headquarters)"
)
_DECIDES = MappingProxyType(
    {
        "en": rf"{_PERSON} (?:\w+ ){{0,3}}?(?:decides?|approves?|signs?(?: it)? off|has to|have to|needs? to|must|will decide"
        r"|wants? to see|has the (?:final|last) (?:say|word))(?: \w+){0,4}"
        rf"|(?:i|we)(?:'ll| will)? (?:have to|need to|must|should|gotta) (?:\w+ ){{0,2}}?(?:ask|check with|convince"
        r"|get approval from"
        rf"|run (?:it|this) by|talk to|discuss (?:it|this) with) {_PERSON}"
        r"|i (?:make the (?:final )?(?:decision|call)|decide|am the decision[- ]maker|sign (?:it )?off)(?: \w+){0,3}"
        r"|i(?:'m| am) (?:the|a|an) (?:ceo|cto|cfo|coo|cio|founder|co-founder|owner|managing director|head of [\w ]{2,20}"
        r"|director of [\w ]{2,20}|(?:\w+ ){0,2}manager)",
        "de": r"(?:mein|meine|unser|unsere) (?:chef(?:in)?|geschäftsführ\w+|vorgesetzte\w*|leitung|einkauf|vorstand)(?: \w+){1,5}"
        r"|ich (?:entscheide|bin (?:die |der )?(?:geschäftsführ\w+|inhaber\w*|leiter\w*))(?: \w+){0,3}",
        "fr": r"(?:mon|ma|notre) (?:chef\w*|patronn?e?|direct\w+|direction|responsable|service achats)(?: \w+){1,5}"
        r"|(?:c'est moi qui décide|je suis (?:le |la )?(?:gérante?|direct\w+|responsable|patronn?e?))(?: \w+){0,3}",
        "es": r"(?:mi|nuestr[oa]) (?:jef[ea]|director\w*|gerente|dirección|socio|departamento de compras)(?: \w+){1,5}"
        r"|(?:yo decido|soy (?:el |la )?(?:dueñ[oa]|gerente|director\w*|responsable))(?: \w+){0,3}",
        "pt": r"(?:meu|minha|nosso|nossa) (?:chefe|diret\w+|gerente|direção|sóci[oa])(?: \w+){1,5}"
        r"|(?:eu decido|sou (?:o |a )?(?:don[oa]|gerente|diret\w+|responsável))(?: \w+){0,3}",
    }
)
_DECIDER = re.compile(r"(?<!\w)(?:" + "|".join(_DECIDES.values()) + r")(?!\w)", re.IGNORECASE)


@dataclass(frozen=True)
class Finding:
    """One thing known of a lead. `status` is a fact's status, or "not asked"; `words` and `message` are its evidence."""

    name: str
    text: str
    status: str = SAID
    words: str = ""
    message: str = ""


def deciders(said: Iterable[tuple[str, str]]) -> tuple[Finding, ...]:
    """Who decides, in the visitor's words. `said` are (message id, text), oldest first."""
    found: dict[str, Finding] = {}
    for message, text in said:
        for match in _DECIDER.finditer(text):
            words = match.group().strip()
            found.setdefault(words.casefold(), Finding("decider", words, SAID, words, message))
    return tuple(found.values())


def by_name(findings: Iterable[Finding]) -> Mapping[str, tuple[Finding, ...]]:
    """Findings by what they are about, in their order."""
    shelves: dict[str, list[Finding]] = {}
    for finding in findings:
        shelves.setdefault(finding.name, []).append(finding)
    return {name: tuple(shelf) for name, shelf in shelves.items()}
