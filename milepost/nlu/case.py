"""What a message says of the case of a price (how many, how long, in what, for whom), of forms, days and order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from milepost.nlu.case_words.amounts import Amounts
from milepost.nlu.case_words.codes import code_in
from milepost.nlu.case_words.count import Count, is_each
from milepost.nlu.case_words.count_clues import Clues, Told
from milepost.nlu.case_words.counts import Counter
from milepost.nlu.case_words.customers import kind_said
from milepost.nlu.case_words.forms import FormWords, forms_in
from milepost.nlu.case_words.languages.counting import COUNT_WORDS
from milepost.nlu.case_words.quotes import number_place, quote_in
from milepost.nlu.case_words.rivals import rival_in
from milepost.nlu.case_words.superlatives import superlative_in
from milepost.nlu.case_words.terms import currency_in, currency_there, days_in, has_both_terms, span_in, term_in
from milepost.nlu.catalogue_in_use import OncePerVersion, catalogue_in_use
from milepost.nlu.need_values.numbers import Quantity
from milepost.nlu.need_values.text import fold
from milepost.sales.catalogue import Catalogue

_MOST_CHARACTERS = 2000
_NAMES = ("product", "plan", "add_on", "competitor", "attribute")
_counters = OncePerVersion(Counter)
_amounts = OncePerVersion(Amounts)


class Readable(Protocol):
    """What the stations before this one left: a message of Rasa's, or its parse."""

    def get(self, name: str, /) -> Any:
        """What is left by that name; None if nothing is."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class CaseReader(GraphComponent):
    """Leaves `case` in the parse data: counts, term, span, currency, code, percent, customer_kind, forms, days, superlative, and
    the places of all of these."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CaseReader:
        """As Rasa's graph makes it; there is nothing to load."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Reads each message against the catalogue in force; needs and mentions were found before."""
        catalogue = catalogue_in_use()
        for message in messages:
            message.set("case", self._read(message, catalogue), add_to_output=True)
        return messages

    def _read(self, message: Message, catalogue: Catalogue) -> dict[str, Any]:
        text = str(message.get(TEXT) or "")[:_MOST_CHARACTERS]
        mentions, pricing = message.get("mentions") or (), message.get("pricing") or {}
        found = _explained(message, catalogue)
        folded, language, forms, span, term = found.folded, found.language, found.forms, found.span, found.term
        percent, kind, places = found.percent, found.kind, list(found.places)
        counts = _counters.of(catalogue).counts(folded, mentions, found.taken, language, told_of(message))
        places += [(count.start, count.end) for count in counts]
        code = code_in(folded, [each.code for each in catalogue.discounts.values() if each.code]) or pricing.get("code")
        there = currency_there(folded)
        best = superlative_in(
            folded, catalogue, [each for m in mentions if m["kind"] == "attribute" for each in m["ids"]]
        )
        return {
            "counts": [_count(count) for count in counts],
            "term": term[0] if term else None if language in COUNT_WORDS else pricing.get("term"),
            "both_terms": has_both_terms(folded),
            "span": list(span[:2]) if span else None,
            "currency": currency_in(folded, language)
            or pricing.get("currency")
            or (there if there in catalogue.company.currencies else None),
            "code": code,
            "percent": percent[0] if percent else None,
            "each": is_each(folded),
            "customer_kind": kind[0] if kind else None,
            "customer_kind_words": text[kind[1] : kind[2]] if kind else "",
            "forms": _forms(forms),
            "days": list(days_in(folded)),
            "superlative": {"by": best.attribute.id if best.attribute else "price", "highest": best.highest}
            if best
            else None,
            "rival": rival_in(
                text,
                mentions,
                message.get("strange") or (),
                is_english=language == "en",
            ),
            "quote": quote_in(folded),
            "places": [list(place) for place in places],
        }


@dataclass(frozen=True)
class _Explained:
    """A message, folded, with what its words and figures say that is no count; `taken` are the places of all of that."""

    folded: str
    language: str
    forms: FormWords
    span: Any
    term: Any
    percent: Any
    kind: Any
    places: Sequence[tuple[int, int]]
    taken: Sequence[tuple[int, int]]


def _explained(message: Readable, catalogue: Catalogue) -> _Explained:
    folded = fold(str(message.get(TEXT) or "")[:_MOST_CHARACTERS])
    language = str((message.get("language") or {}).get("name") or "en")
    forms, span, term = forms_in(catalogue, folded), span_in(folded, language), term_in(folded, language)
    percent, kind = _amounts.of(catalogue).percent(folded), kind_said(catalogue, folded, language)
    places = [*forms.places, *(found[-2:] for found in (span, term, kind, percent, number_place(folded)) if found)]
    named = [m for m in message.get("mentions") or () if m["kind"] in _NAMES]
    taken = [*places, *((int(m["start"]), int(m["end"])) for m in named), *_contact_places(message)]
    return _Explained(folded, language, forms, span, term, percent, kind, places, taken)


def told_of(message: Readable) -> Told:
    """What a message does, as far as the stations before this one know."""
    return Told(message.get("act_evidence") or {}, str(message.get("question") or "none"))


def numbers_weighed(parse: Readable, catalogue: Catalogue) -> list[tuple[Quantity, Clues]]:
    """Every number of a parse that may count something, with the clues to it: what the weights of counts are learnt from."""
    found = _explained(parse, catalogue)
    counter = _counters.of(catalogue)
    return list(counter.weighed(found.folded, parse.get("mentions") or (), found.taken, told_of(parse)))


def _count(count: Count) -> dict[str, Any]:
    return {
        "number": count.number,
        "low": count.low,
        "people": count.is_people,
        "option": count.option,
        "more": count.is_more,
        "fewer": count.is_fewer,
        "extra": count.extra,
        "start": count.start,
        "end": count.end,
    }


def _forms(forms: FormWords) -> dict[str, Any]:
    return {
        "values": {name: list(values) for name, values in forms.values.items()},
        "missing": forms.missing,
        "of_stock": forms.of_stock,
    }


def _contact_places(message: Readable) -> list[tuple[int, int]]:
    needs = message.get("needs") or ()
    return [
        (int(n["start"]), int(n["end"]))
        for n in needs
        if n["name"] in ("email", "phone", "budget", "timeline", "call_time")
    ]
