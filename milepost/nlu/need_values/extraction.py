"""One message read for every need: contact first, then numbers by what they count, then phrases, then the bare answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from milepost.nlu.need_values.answers import bare_answer, how_much
from milepost.nlu.need_values.attribute_needs.attributes import AttributeNeeds
from milepost.nlu.need_values.budget import budgets
from milepost.nlu.need_values.corrections import bare_correction, contact_put_right, corrected, put_right, taken_back
from milepost.nlu.need_values.decoys import decoys
from milepost.nlu.need_values.finding import Finding, Span, overlaps
from milepost.nlu.need_values.numbers import Quantity, quantities
from milepost.nlu.need_values.phrases.features import must_haves
from milepost.nlu.need_values.phrases.industries import industries
from milepost.nlu.need_values.phrases.spans import current_solutions, use_cases
from milepost.nlu.need_values.phrases.told_uses import ToldUses
from milepost.nlu.need_values.pricing_request import pricing_request
from milepost.nlu.need_values.refusals import refusal
from milepost.nlu.need_values.team_size import team_sizes
from milepost.nlu.need_values.text import fold
from milepost.nlu.need_values.timeline import timelines
from milepost.nlu.need_values.who.call_times import call_times
from milepost.nlu.need_values.who.contact import contacts
from milepost.nlu.need_values.who.people import people
from milepost.sales.catalogue import AttributeType, Catalogue

MOST_CHARACTERS = 2000
_BARE_WORDS = 6
_MOST_NUMBERS = 60  # more stand in no honest message


@dataclass(frozen=True)
class Extraction:
    """Everything that the words of one message say about its writer."""

    needs: tuple[Finding, ...]
    refusal: Span | None
    pricing: dict[str, Any]

    def as_parse(self, text: str) -> dict[str, Any]:
        """`needs`, `refused`, `refused_words` and `pricing` of the parse data."""
        return {
            "needs": [finding.as_parse(text) for finding in self.needs],
            "refused": self.refusal is not None,
            "refused_words": text[slice(*self.refusal)] if self.refusal else "",
            "pricing": self.pricing,
        }


class Judge(Protocol):
    """Judges what the tables found in a message."""

    def judged(self, text: str, found: Sequence[Finding], *, asked: str = "") -> list[Finding]: ...


class NeedReader:
    """Reads messages against one catalogue version."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.attributes = AttributeNeeds(catalogue)
        self._told_uses = ToldUses(catalogue.journey.needs.values())
        self._kinds = {need.id: need.kind for need in catalogue.journey.needs.values()}
        self._codes = tuple(discount.code for discount in catalogue.discounts.values() if discount.code)
        named = [(each.name, *each.aliases) for each in catalogue.products.values()]
        named += [(each.name, *each.aliases) for each in catalogue.plans.values()]
        self._names = frozenset(name.casefold() for names in [*named, (catalogue.company.name,)] for name in names)
        self._counts_team = "team_size" in self._kinds.values() or not self.attributes.counts_people

    def read(
        self,
        text: str,
        *,
        asked: str | None = None,
        entities: Iterable[tuple[str, int, int]] = (),
        language: str = "en",
        judge: Judge | None = None,
    ) -> Extraction:
        """What a message says. `asked` is the id of the need whose question is open; `entities` are (label, start, end)
        of persons and organisations that a tagger of English found; `language` is the message's own; `judge` has the last
        word on what an English message says in free words, and on which figures are meant."""
        text = text[:MOST_CHARACTERS]
        folded = fold(text)
        kind = self._kinds.get(asked or "", asked)
        contact, taken = contacts(text, folded, asked=kind, is_english=language == "en")
        taken = taken + ([] if self._asks_figure(asked) and len(folded.split()) <= _BARE_WORDS else decoys(folded))
        numbers = [each for each in quantities(folded) if not overlaps((each.core_start, each.core_end), taken)]
        numbers = numbers[:_MOST_NUMBERS]
        numbers, dropped = put_right(folded, numbers)
        dropped += taken_back(folded, numbers)
        numbers = [number for number in numbers if number not in dropped]
        contact = contact_put_right(contact, folded)
        others, calls = self._of_the_deal(text, folded, contact, is_english=language == "en")
        contact = [each for each in contact if not overlaps((each.start, each.end), _spans(others))]
        found = [*contact, *self._numeric(text, folded, numbers, taken, asked), *self._phrases(text, folded)]
        found = [
            each for each in found if each.name != "timeline" or not overlaps((each.start, each.end), _spans(calls))
        ]
        found = [finding for finding in _with_entities(text, found, entities) if not self._is_ours(text, finding)]
        found = self._answered(text, folded, numbers, found, asked, kind)
        found = corrected(found, folded, dropped) or _lone_correction(folded, numbers, dropped, kind)
        if judge is not None and language == "en":
            found = [each for each in judge.judged(text, found, asked=kind or "") if not self._is_ours(text, each)]
        answered = any(finding.name in (asked, kind) for finding in found)
        found += [*others, *calls]
        team = next((finding for finding in found if finding.name == "team_size"), None)
        pricing = pricing_request(text, folded, numbers, team, codes=self._codes)
        declined = refusal(folded) or how_much(kind, folded)
        return Extraction(tuple(sorted(found, key=lambda each: each.start)), None if answered else declined, pricing)

    def _of_the_deal(
        self, text: str, folded: str, contact: list[Finding], *, is_english: bool
    ) -> tuple[list[Finding], list[Finding]]:
        """Other people with their part, and when to call: read in English only."""
        if not is_english:
            return [], []
        others, _ = people(text, [each for each in contact if each.name == "email"])
        return others, call_times(folded)

    def _numeric(
        self, text: str, folded: str, numbers: list[Quantity], taken: list[Span], asked: str | None
    ) -> list[Finding]:
        team = team_sizes(folded, numbers)[:1]
        used = [(finding.start, finding.end) for finding in team]
        when = [
            finding
            for finding in timelines(folded, numbers)
            if not overlaps((finding.start, finding.end), taken_contact(taken, folded))
        ][:1]
        used += [(finding.start, finding.end) for finding in when]
        attributes = self.attributes.find(text, folded, numbers, [*taken, *used] if self._counts_team else taken)
        used += [(finding.start, finding.end) for finding in attributes]
        money = budgets(
            folded,
            [number for number in numbers if number.money or not overlaps((number.core_start, number.core_end), used)],
            # "Under 20" is a sum unless another figure was asked for.
            sure=self._asks_figure(asked) or self._kinds.get(asked or "", asked) in ("team_size", "timeline"),
        )[:1]
        keeps_team = self._counts_team or not any(
            overlaps((a.start, a.end), [(t.start, t.end) for t in team]) for a in attributes
        )
        when = [replace(each, value={**each.value, "text": text[each.start : each.end]}) for each in when]
        return [*(team if keeps_team else []), *when, *attributes, *money]

    def _phrases(self, text: str, folded: str) -> list[Finding]:
        lines = industries(text, folded)[:1]
        uses = [
            use
            for use in use_cases(text, folded)
            if not overlaps((use.start, use.end), [(line.start, line.end) for line in lines])
        ]
        wanted = [*must_haves(text, folded), *current_solutions(text, folded)[:1]]
        if not uses:
            known = [(each.start, each.end) for each in (*lines, *wanted)]
            uses = [use for use in self._told_uses.find(text, folded) if not overlaps((use.start, use.end), known)]
        return [*lines, *uses[:1], *wanted]

    def _answered(
        self, text: str, folded: str, numbers: list[Quantity], found: list[Finding], asked: str | None, kind: str | None
    ) -> list[Finding]:
        """The findings with what only the open question gives a meaning, unless the question was answered in full."""
        if not asked or any(finding.name in (asked, kind) for finding in found):
            return found
        if kind == "attribute":
            answer = self.attributes.answer(asked, text, folded, numbers)
        elif kind == "must_have_features" and any(finding.name in _FIGURES for finding in found):
            return found  # "we want to switch within two months, our budget is 2000"
        else:
            answer = bare_answer(kind or "", text, folded, numbers)
            if answer is not None and kind == "use_case":
                answer = next(iter(self._told_uses.named(text, folded)), answer)
        if answer is None or (kind in _PHRASED and _says_no_more(folded, answer, found)):
            return found
        rest = [
            finding
            for finding in found
            if not (finding.name in _PHRASED and overlaps((answer.start, answer.end), [(finding.start, finding.end)]))
        ]
        return [*rest, answer]

    def _asks_figure(self, asked: str | None) -> bool:
        """Whether the open question wants a number: "size 65" is then no label."""
        reader = next((each for each in self.attributes.readers if each.need.id == asked), None)
        return reader is not None and reader.attribute.type is AttributeType.NUMBER

    def _is_ours(self, text: str, finding: Finding) -> bool:
        """Whether a company or a tool "in use" is one of the things on sale here."""
        return finding.name in ("company", "contact_name") and str(finding.value).casefold() in self._names


# What stands around a value without saying more than it.
_AROUND = frozenset((
    "a", "about", "actually", "an", "and", "any", "are", "around", "be", "brand", "budget", "but", "buy", "colour",
    "color", "for", "from", "get", "go", "going", "have", "i", "i'd", "i'll", "i'm", "id", "ideally", "im", "in", "is",
    "it", "it's", "its", "just", "like", "looking", "love", "main", "mainly", "maybe", "me", "my", "need", "of", "on",
    "one", "only", "or", "please", "prefer", "preferably", "price", "really", "said", "say", "size", "so", "something",
    "take", "that", "that's", "the", "thats", "thing", "think", "to", "too", "type", "want", "wise", "with", "would",
    "expensive", "pricey", "much",
))  # fmt: skip


# An amount may have a few more: "we drink about 3 cups a day".
_AROUND_AMOUNTS = 3


def _says_no_more(folded: str, answer: Finding, found: list[Finding]) -> bool:
    """Whether an answer in free words only wraps what was found in it already: a maker, an amount."""
    inside = [each for each in found if each.how == "said" and answer.start <= each.start and each.end <= answer.end]
    rest = folded[answer.start : answer.end]
    for each in inside:
        rest = rest.replace(folded[each.start : each.end], " ")
    more = [word for word in rest.replace(",", " ").split() if word.strip(".!-") not in _AROUND]
    return bool(inside) and len(more) <= (
        _AROUND_AMOUNTS if any(isinstance(each.value, dict) for each in inside) else 0
    )


_FIGURES = ("team_size", "budget", "timeline")
_PHRASED = frozenset({"industry", "use_case", "must_have_features", "current_solution", "contact_name", "company"})


def _spans(findings: list[Finding]) -> list[Span]:
    return [(each.start, each.end) for each in findings]


def taken_contact(taken: list[Span], folded: str) -> list[Span]:
    """Those of the taken spans in which no date stands (addresses, links, phone numbers)."""
    return [
        span for span in taken if "@" in folded[slice(*span)] or "www" in folded[slice(*span)] or span[1] - span[0] > 24
    ]


def _lone_correction(folded: str, numbers: list[Quantity], dropped: list[Quantity], kind: str | None) -> list[Finding]:
    """A number that only says what it is not: whose it is, the memory knows; people are the likeliest."""
    number = bare_correction(folded, [*numbers, *dropped])
    if number is None or kind not in (None, "team_size"):
        return []
    was = int(dropped[0].low) if dropped else None
    return [Finding("team_size", int(number.low), number.start, number.end, how="bare", op="correct", was=was)]


def _with_entities(text: str, found: list[Finding], entities: Iterable[tuple[str, int, int]]) -> list[Finding]:
    """A tagger's person or organisation where the words around it say whose it is."""
    names = {finding.name for finding in found}
    added: list[Finding] = []
    for label, start, end in entities:
        lead = fold(text[max(0, start - 24) : start])
        if (
            label == "PERSON"
            and "contact_name" not in names
            and lead.rstrip().endswith(("i'm", "i am", "this is", "name is", "im"))
        ):
            added.append(Finding("contact_name", text[start:end], start, end))
        if (
            label == "ORG"
            and "company" not in names
            and lead.rstrip().endswith(
                (
                    "i'm from",
                    "i work at",
                    "i work for",
                    "we are from",
                    "we're from",
                    "on behalf of",
                    "here from",
                    "i'm with",
                )
            )
        ):
            added.append(Finding("company", text[start:end], start, end))
    return [*found, *added]
