"""Which kind of customer a visitor says to be, of those that the catalogue has a reduction for."""

from __future__ import annotations

import re

from milepost.nlu.case_words.languages.counting import COUNT_WORDS
from milepost.nlu.case_words.languages.customer_words import age_in, name_of_kind, spans_of_self
from milepost.nlu.case_words.languages.plain import plain
from milepost.sales.catalogue import Catalogue
from milepost.sales.charges.customer_kinds import kinds, names_of

_SELF = re.compile(
    r"\b(?:we are|we're|were|i am|i'm|im|as an?|for an?|being|is an?|our|my|us|work(?:ing)? (?:for|at)|"
    r"wir sind|ich bin|als|somos|soy|"
    r"nous sommes|je suis|sou)\b(?=(?P<rest>.{0,60}))"
)
_AGE = re.compile(
    r"\b(?:i'?m|i am|(?:i|he|she)(?:'ll| will) be|he'?s|she'?s|(?:he|she) is|(?:turn(?:s|ed|ing)?|being|aged?)|"
    r"my (?:mum|mother|dad|father|gran\w*|husband|wife) (?:is|turns)) (?:now |already |over )?(?P<years>\d\d)\b"
    r"(?! (?:percent|per cent|minutes|people|seats|years? of))(?!\s?%)"
)
_FROM_AGE = re.compile(r"(?:from|over|above|aged?) (\d\d)|(\d\d)\+|(\d\d) and (?:over|older)")
_CARD = r"(?:card|badge|pass|number|status|certificate|papers?)"
_LEAST_TELLING = 5


def kind_said(catalogue: Catalogue, folded: str, language: str = "en") -> tuple[str, int, int] | None:
    """The kind of customer that a folded message says its writer is, with the place of the words; None where it says none.

    A question on others ("do charities get a discount?") says nothing of the writer.
    """
    if language in COUNT_WORDS:
        return _in_language(catalogue, plain(folded), language)
    if found := _by_age(catalogue, folded):
        return found
    spans = [match.span("rest") for match in _SELF.finditer(folded)]
    for start, end in spans or ([] if "?" in folded else [(0, len(folded))]):
        said = folded[start:end]
        for kind in kinds(catalogue):
            for name in names_of(catalogue, kind):
                if match := re.search(rf"(?<!\w){re.escape(name)}s?(?!\w)", said):
                    return kind, start + match.start(), start + match.end()
    return (_by_telling_word(catalogue, folded) or _had(catalogue, folded)) if spans else None


def _had(catalogue: Catalogue, folded: str) -> tuple[str, int, int] | None:
    """The kind of customer whose card or pass somebody has: "I do have the NHS badge"."""
    for kind in kinds(catalogue):
        for name in names_of(catalogue, kind):
            card = re.search(
                rf"\b(?:have|got|with|show|carry)\b[^.?!]{{0,20}}(?<!\w)(?P<name>{re.escape(name)}s?) (?:id|{_CARD})\b",
                folded,
            )
            if card:
                return kind, *card.span("name")
    return None


def _in_language(catalogue: Catalogue, bare: str, language: str) -> tuple[str, int, int] | None:
    """The kind that is said in another language than English, in that language's words or in the catalogue's."""
    age = age_in(bare, language)
    if age and (kind := _kind_of_age(catalogue, age[0])):
        return kind, *age[1:]
    for start, end in spans_of_self(bare, language) or ([] if "?" in bare else [(0, len(bare))]):
        for kind in kinds(catalogue):
            if place := name_of_kind(bare, kind, language, start, end):
                return kind, *place
            for name in names_of(catalogue, kind):
                if match := re.compile(rf"(?<!\w){re.escape(name)}s?(?!\w)").search(bare, start, end):
                    return kind, *match.span()
    return None


def _by_age(catalogue: Catalogue, folded: str) -> tuple[str, int, int] | None:
    """An age, where a reduction's name has the age that it begins at."""
    age = _AGE.search(folded)
    kind = _kind_of_age(catalogue, int(age["years"])) if age else None
    return (kind, age.start("years"), age.end("years")) if age and kind else None


def _kind_of_age(catalogue: Catalogue, years: int) -> str | None:
    """The kind of customer whose reduction begins at an age that is reached."""
    for discount in catalogue.discounts.values():
        least = _FROM_AGE.search(discount.name.casefold())
        if discount.customer_kind and least and years >= int(next(filter(None, least.groups()))):
            return discount.customer_kind
    return None


def _by_telling_word(catalogue: Catalogue, folded: str) -> tuple[str, int, int] | None:
    """A telling word of the reduction's name, where one kind alone has it: "I'm still at university". What the goods are called
    tells nothing of who buys them: "from 6 blinds"."""
    goods = " ".join(f"{each.category} {each.name}" for each in catalogue.products.values()).casefold()
    for discount in catalogue.discounts.values():
        if not discount.customer_kind:
            continue
        words = [word for word in re.findall(r"[a-z]+", discount.name.casefold()) if len(word) >= _LEAST_TELLING]
        for word in words:
            others = [
                each for each in catalogue.discounts.values() if each is not discount and word in each.name.casefold()
            ]
            match = re.search(rf"(?<!\w){re.escape(word.removesuffix('s'))}s?(?!\w)", folded)
            if match and not others and word not in _EVERYDAY and word.removesuffix("s") not in goods:
                return discount.customer_kind, match.start(), match.end()
    return None


_EVERYDAY_TEXT = """
discount reduction price prices offer first order orders early winter summer yearly annual monthly payment group
groups people year years client clients every
customer customers welcome code package packs bundle month months spring autumn friend friends
family
"""
_EVERYDAY = frozenset(_EVERYDAY_TEXT.split())
