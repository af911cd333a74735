"""The words that name a value of a choice or list attribute: its choices, the owner's synonyms, values of products."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from milepost.nlu.mention_matching.ordinary_words import is_ordinary
from milepost.nlu.need_values.finding import Span
from milepost.sales.catalogue import Attribute, AttributeType, Catalogue
from milepost.sales.journey import NeedDefinition

# Never a value by themselves: too frequent as something else.
_TOO_COMMON = frozenset(
    [
        "us", "it", "all", "no", "any", "both", "one", "may", "march", "men", "man", "standard", "basic", "simple",
        "more", "other", "none", "always", "normal", "full", "single", "double", "light", "local", "required",
        "fixed", "own", "good", "top", "high", "low", "small", "medium", "large", "regular", "general", "personal",
        "work", "home", "phone", "mail", "email", "chat", "the", "usual", "yes", "left", "right", "start", "best",
        "new", "in", "on", "off", "online", "custom", "free", "open",
    ]
)  # fmt: skip


@dataclass(frozen=True)
class ChoiceWord:
    """One way to say a value; `is_distinct` if it means the value wherever it stands."""

    form: str
    value: str
    is_distinct: bool
    is_code: bool


class ChoiceWords:
    """The words of one attribute need, found by one pattern."""

    def __init__(self, need: NeedDefinition, attribute: Attribute, catalogue: Catalogue) -> None:
        self.values = tuple(dict.fromkeys(_values(need, attribute, catalogue)))
        self._words: dict[str, ChoiceWord] = {}
        for value in self.values:
            for form in (value, *_synonyms(need, value)):
                self._add(form, value)
        forms = sorted(self._words, key=len, reverse=True)
        self._pattern = (
            re.compile("(?<![a-z0-9])(?:" + "|".join(map(re.escape, forms)) + ")(?![a-z0-9])") if forms else None
        )

    def _add(self, form: str, value: str) -> None:
        plain = form.casefold().strip()
        if not plain:
            return
        is_code = len(plain) <= 3 and form.isupper() and len(plain) > 1
        is_distinct = " " in plain or (not is_ordinary(plain) and len(plain) > 2)
        for written in {
            plain,
            plain + "s" if plain.isalpha() and len(plain) > 3 and not plain.endswith("s") else plain,
            plain.replace("-", " "),
        }:
            self._words.setdefault(written, ChoiceWord(plain, value, is_distinct, is_code))

    def find(self, text: str) -> list[tuple[Span, ChoiceWord]]:
        """Every value word of a folded text, the longest at each place."""
        return (
            [(match.span(), self._words[match[0]]) for match in self._pattern.finditer(text)] if self._pattern else []
        )

    def without(self, text: str) -> str:
        """The folded text less its value words."""
        return self._pattern.sub("", text) if self._pattern else text

    def nearest(self, answer: str) -> str | None:
        """The value that a short answer means, misspelt or not; None where none is near."""
        if answer in self._words:
            return self._words[answer].value
        if len(answer) < 4:
            return None
        most = 1 if len(answer) < 8 else 2
        forms = [form for form in self._words if len(form) > 3]
        found = process.extractOne(answer, forms, scorer=OSA.distance, score_cutoff=most)
        return self._words[found[0]].value if found else None


def is_too_common(form: str) -> bool:
    """Whether the form says nothing unless the attribute is named or was asked for."""
    return form in _TOO_COMMON or len(form) < 2 or form.replace(".", "").isdigit()


def _synonyms(need: NeedDefinition, value: str) -> tuple[str, ...]:
    return next((words for key, words in need.synonyms.items() if key.casefold() == value.casefold()), ())


def _values(need: NeedDefinition, attribute: Attribute, catalogue: Catalogue) -> Iterable[str]:
    yield from attribute.choices
    if attribute.choices:
        return
    if attribute.type is not AttributeType.TEXT:
        yield from need.synonyms
    owners = [each.attributes for each in catalogue.products.values()]
    owners += [each.attributes for each in catalogue.plans.values()]
    for known in owners:
        value = known.get(attribute.id)
        if isinstance(value, tuple):
            yield from value
        elif isinstance(value, str) and attribute.type is AttributeType.CHOICE:
            yield value
    for product in catalogue.products.values():
        for variant in product.variants:
            yield from (option for key, option in variant.options.items() if key in (attribute.id, need.id))
