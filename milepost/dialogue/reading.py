"""A typed reading of one part of a message, built once from the parse: evidence, not yet a meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from milepost.dialogue.words import content_words


@dataclass(frozen=True)
class FoundFact:
    """A fact that may be asked for: its id, the fused score, its nearest sentence, and what speaks for it by name."""

    id: str
    score: float
    says: str = ""
    evidence: Mapping[str, float] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """ "answer", "attribute", "hours" …"""
        return self.id.partition(":")[0]


@dataclass(frozen=True)
class Named:
    """Something of the catalogue that the words name ("plan" with its ids; several: any of them), or a reference ("it")."""

    kind: str
    ids: tuple[str, ...]
    start: int
    end: int
    words: str = ""
    reference: str | None = None


@dataclass(frozen=True)
class Counted:
    """A number that counts what is sold or who uses it. `low`: the lower end of a range; `option`: the start of the mention that
    it counts; `more`: on top of what there is; `fewer`: so many fall away."""

    number: int
    low: int | None
    people: bool
    option: int | None
    more: bool
    fewer: bool = False


@dataclass(frozen=True)
class Order:
    """What options are to be put in order by: an attribute's id or "price", the highest first or last."""

    by: str
    highest: bool


@dataclass(frozen=True)
class Reading:
    """What NLU left of one part of a message, by type.

    `place` is where in the message it stands: only, first, middle or last. `rival` is a name that it measures us by and the
    catalogue does not know, `quote` an earlier quote that it speaks of: its number, its day ("mon") or "again"; `rest` are
    the content words that nothing of it explains. `percent` is a share off that it speaks of, `extra_numbers` how many of an extra,
    by id; `each`: one of an extra for every one. Read in context: `is_of_form`, a size word means a form of what is in focus,
    `drops_codes`, what a code takes off is to fall away. `both_terms`: a price is wanted by the month and by the year.
    """

    text: str
    place: str = "only"
    question: str = "none"
    language: str = "en"
    intents: Mapping[str, float] = field(default_factory=dict)
    acts: Mapping[str, float] = field(default_factory=dict)
    facts: tuple[FoundFact, ...] = ()
    strange: tuple[str, ...] = ()
    goods: Mapping[str, float] = field(default_factory=dict)
    named: tuple[Named, ...] = ()
    counts: tuple[Counted, ...] = ()
    term: str | None = None
    span: tuple[int, str] | None = None
    currency: str | None = None
    code: str | None = None
    percent: int | None = None
    extra_numbers: Mapping[str, int] = field(default_factory=dict)
    each: bool = False
    customer_kind: str | None = None
    customer_kind_words: str = ""
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    missing_form: str = ""
    of_stock: bool = False
    days: tuple[str, ...] = ()
    order: Order | None = None
    phrases: frozenset[str] = frozenset()
    needs: tuple[Mapping[str, Any], ...] = ()
    refused: bool = False
    topics: frozenset[str] = frozenset()
    doubt: str | None = None
    rival: str = ""
    quote: str = ""
    rest: tuple[str, ...] = ()
    is_of_form: bool = False
    drops_codes: bool = False
    both_terms: bool = False

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())

    @property
    def asks(self) -> bool:
        """Whether it has the form of a question."""
        return self.question != "none"

    def of(self, *kinds: str) -> list[Named]:
        """The mentions of these kinds, in order."""
        return [each for each in self.named if each.kind in kinds]

    @property
    def attributes(self) -> tuple[str, ...]:
        """The ids of the attributes that are named."""
        return tuple(dict.fromkeys(each for one in self.of("attribute") for each in one.ids))

    @property
    def add_ons(self) -> tuple[str, ...]:
        """The ids of the add-ons that are named."""
        return tuple(dict.fromkeys(one.ids[0] for one in self.of("add_on")))

    @property
    def reference(self) -> str | None:
        """How the words point at an option instead of naming it: "it", "first", "cheaper" …"""
        return next((one.reference for one in self.named if one.reference), None)

    @property
    def count(self) -> Counted | None:
        """For how many: the one number that counts no single option among several."""
        return self.counts[0] if self.counts else None

    @property
    def contact(self) -> dict[str, Any]:
        """The contact details that it gives, by name."""
        return {
            str(each["name"]): each["value"]
            for each in self.needs
            if each["name"] in ("email", "phone", "contact_name")
        }

    def intent(self, *names: str) -> float:
        """The probability of these intents together."""
        return sum(self.intents.get(name, 0.0) for name in names)


def readings_of(parses: Sequence[Mapping[str, Any]]) -> list[Reading]:
    """The readings of the parts of a message, in their order."""
    found = [reading_of(parse) for parse in parses]
    if len(found) == 1:
        return found
    places = ["first", *(["middle"] * (len(found) - 2)), "last"]
    return [replace(reading, place=place) for reading, place in zip(found, places, strict=True)]


def reading_of(parse: Mapping[str, Any]) -> Reading:
    """The reading of a parse; of a parse without the evidence of our components, of what it has."""
    text = str(parse.get("text") or "")
    case = parse.get("case") or {}
    named = tuple(
        Named(m["kind"], tuple(m["ids"]), int(m["start"]), int(m["end"]), str(m.get("words", "")), m.get("reference"))
        for m in parse.get("mentions") or ()
    )
    ranking = parse.get("intent_ranking") or ([parse["intent"]] if parse.get("intent") else [])
    best, forms = case.get("superlative"), case.get("forms") or {}
    places = [tuple(place) for place in case.get("places") or ()]
    places += [(one.start, one.end) for one in named if one.kind != "reference"]
    return Reading(
        text=text,
        question=str(parse.get("question") or "none"),
        language=str((parse.get("language") or {}).get("name") or "en"),
        intents={str(one["name"]): float(one["confidence"]) for one in ranking if one.get("name")},
        acts=dict(parse.get("act_evidence") or {}),
        facts=tuple(
            FoundFact(f["id"], float(f["score"]), str(f.get("says") or ""), f.get("evidence") or {})
            for f in parse.get("facts") or ()
        ),
        strange=tuple(parse.get("strange") or ()),
        goods=dict(parse.get("goods") or {}),
        named=named,
        counts=tuple(_counted(each) for each in case.get("counts") or () if not each.get("extra")),
        term=case.get("term"),
        both_terms=bool(case.get("both_terms")),
        span=tuple(case["span"]) if case.get("span") else None,
        currency=case.get("currency"),
        code=case.get("code"),
        percent=case.get("percent"),
        extra_numbers={each["extra"]: int(each["number"]) for each in case.get("counts") or () if each.get("extra")},
        each=bool(case.get("each")),
        customer_kind=case.get("customer_kind"),
        customer_kind_words=str(case.get("customer_kind_words") or ""),
        forms={name: tuple(values) for name, values in (forms.get("values") or {}).items()},
        missing_form=str(forms.get("missing") or ""),
        of_stock=bool(forms.get("of_stock")),
        days=tuple(case.get("days") or ()),
        order=Order(str(best["by"]), bool(best["highest"])) if best else None,
        phrases=frozenset(str(each["kind"]) for each in parse.get("set_phrases") or ()),
        needs=tuple(parse.get("needs") or ()),
        refused=bool(parse.get("refused")),
        topics=frozenset(parse.get("topics") or ()),
        doubt=parse.get("doubt"),
        rival=str(case.get("rival") or ""),
        quote=str(case.get("quote") or ""),
        rest=content_words(text, places),
    )


def _counted(found: Mapping[str, Any]) -> Counted:
    flags = [bool(found.get(each)) for each in ("people", "more", "fewer")]
    return Counted(int(found["number"]), found.get("low"), flags[0], found.get("option"), *flags[1:])
