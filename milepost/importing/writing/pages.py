"""An understood feed as the four files of a catalogue: plain keys and values, ready to be written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from milepost.importing.feed import FeedProduct
from milepost.importing.prices import currency_of, open_sign
from milepost.importing.text import closed, in_a_row, singular, slug, stems_of
from milepost.importing.understanding.guide import Guide
from milepost.importing.understanding.needs import NeedDraft
from milepost.importing.understanding.shelves import Shelf, Understanding
from milepost.importing.writing.attributes import Attributes, attribute_values
from milepost.importing.writing.offers import forms_of, plan_of, standing
from milepost.sales.wording import listing, plural

Wording = Mapping[str, Any]
"""The sentences of milepost/importing/writing/wording.yml."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_MOST_WORDS = 38
_MOST_ANSWERS = 40
_MOST_NEEDS = 80
_MOST_KINDS = 6
_MOST_IMAGES = 6
_MOST_HEADING = 4


def pages(
    understood: Understanding, wording: Wording, known: Mapping[str, str] | None = None
) -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
    """products, pricing, knowledge and journey, by file name without its ending; and the catalogue's ids by the feed's own.

    `known` are the ids that products of this feed were given before: they keep them.
    """
    attributes = Attributes()
    needs = _Needs()
    products: dict[str, dict[str, Any]] = {}
    ids = _ids(understood, known or {})
    for shelf in sorted(understood.shelves, key=lambda each: -len(each.products)):
        values, by_name = attribute_values(shelf, attributes)
        for product in shelf.products:
            products[ids[product.id]] = _product(product, shelf, understood, values.get(product.id, {}))
        needs.add(shelf, by_name, attributes, wording)
    ordered = {ids[product.id]: products[ids[product.id]] for product in understood.feed.products}
    made = {
        "products": {"company": _company(understood, wording), "attributes": attributes.entries, "products": ordered},
        "pricing": {"plans": _plans(understood, ids)},
        "knowledge": _knowledge(understood),
        "journey": {**wording["journey"], "needs": needs.entries},
    }
    return made, ids


def _ids(understood: Understanding, known: Mapping[str, str]) -> dict[str, str]:
    """An id for every product: the one that it had, or one from its name, which no other had."""
    taken = set(known.values())
    found: dict[str, str] = {}
    for product in understood.feed.products:
        made = known.get(product.id)
        if made is None:
            made = slug(understood.names[product.id], taken, otherwise=product.sku or product.id)
            taken.add(made)
        found[product.id] = made
    return found


def _company(understood: Understanding, wording: Wording) -> dict[str, Any]:
    largest = sorted(understood.shelves, key=lambda shelf: -len(shelf.products))
    is_english = wording["language"] == "en"
    named = list(dict.fromkeys(plural(singular(shelf.category)) if is_english else shelf.category for shelf in largest))
    told = named if len(named) <= _MOST_KINDS else [*named[: _MOST_KINDS - 1], wording["others"]]
    kinds = listing(told, wording["language"])
    texts = {key: str(text).format(kinds=kinds) for key, text in wording["company"].items()}
    return {**texts, "currencies": [understood.feed.currency]}


def _product(product: FeedProduct, shelf: Shelf, understood: Understanding, values: dict[str, Any]) -> dict[str, Any]:
    name = understood.names[product.id]
    description = _told(product, name)
    sentences = _SENTENCE.split(in_a_row(product.summary) or in_a_row(product.description))
    entry = {
        "name": name,
        "category": singular(shelf.category),
        "summary": _clipped(sentences[0] or ", ".join(product.features[:3]) or product.name),
        "description": description,
        "aliases": list(understood.aliases.get(product.id, ())),
        "best_for": list(shelf.best_for.get(product.id, ())),
        "attributes": values,
        "path": list(product.path) if len(product.path) > 1 else [],
        "url": product.url if re.match(r"https?://[^\s/]\S*$", product.url) else "",
        "images": list(product.images[:_MOST_IMAGES]),
        "sku": product.sku,
        "gtin": product.gtin,
        "variants": forms_of(product, understood.feed.currency),
    }
    if not product.variants:
        entry |= standing(product.stock, product.availability)
    return {key: value for key, value in entry.items() if value not in ("", [], {})}


def _told(product: FeedProduct, name: str) -> str:
    """What the feed says of it in so many words: its name where it is longer than the one for talking, features, description."""
    full = product.name if len(product.name) > len(name) else ""
    told = in_a_row(product.description)
    listed = [each for each in product.features if closed(each) not in told]
    parts = [full, *listed, in_a_row(product.summary), told]
    return " ".join(dict.fromkeys(closed(part) for part in parts if part))


def _clipped(text: str) -> str:
    words = text.split()
    return text if len(words) <= _MOST_WORDS else " ".join(words[:_MOST_WORDS]).rstrip(",;:-") + " \u2026"


def _plans(understood: Understanding, ids: Mapping[str, str]) -> dict[str, Any]:
    return {
        ids[product.id]: plan_of(product, ids[product.id], understood.names[product.id], understood.feed.currency)
        for product in understood.feed.products
    }


def _knowledge(understood: Understanding) -> dict[str, Any]:
    """The guides' sections as answers to their headings, each in its first sentences."""
    answers: dict[str, Any] = {}
    topics = frozenset(stem for shelf in understood.shelves for stem in _topics(shelf))
    for guide in dict.fromkeys(understood.guides.values()):
        for section in _worth_telling(guide, topics):
            answers[slug(section.heading, answers)] = {"question": _asked(section.heading), "answer": section.body}
    return {"answers": dict(list(answers.items())[:_MOST_ANSWERS])} if answers else {}


def _topics(shelf: Shelf) -> frozenset[str]:
    """The stems of what the goods can be compared by."""
    names = [figure.name for figure in shelf.figures] + [feature.name for feature in shelf.features]
    return stems_of(
        " ".join([*names, *(value for choice in shelf.choices if choice.is_list for value in choice.choices)])
    )


def _names_money(text: str) -> bool:
    return currency_of(text) is not None or open_sign(text) in ("$", "\u00a3", "\u00a5")


def _asked(heading: str) -> str:
    return heading if heading.endswith("?") else f"What is {heading}?"


def _worth_telling(guide: Guide, topics: frozenset[str]) -> list[Any]:
    """Short sections on something that the goods can be compared by, without prices of somebody else's."""
    asked = {question.text for question in guide.questions}
    seen: set[str] = set()
    found = []
    for section in guide.sections:
        body = ""
        for sentence in _SENTENCE.split(section.body):
            if len(f"{body} {sentence}".split()) > _MOST_WORDS:
                break
            body = f"{body} {sentence}".strip()
        if len(section.heading.split()) > _MOST_HEADING or not stems_of(section.heading) & topics:
            continue
        if (
            body
            and not _names_money(f"{section.heading} {body}")
            and section.heading.casefold() not in seen
            and section.heading not in asked
        ):
            seen.add(section.heading.casefold())
            found.append(type(section)(section.heading, body))
    return found


@dataclass
class _Needs:
    """What is worth asking on all shelves, the largest first; what one asks for is not asked twice."""

    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    taken: set[tuple[str, str | None]] = field(default_factory=set)

    def add(self, shelf: Shelf, by_name: Mapping[str, str], attributes: Attributes, wording: Wording) -> None:
        """The needs of one more shelf."""
        category = singular(shelf.category)
        for draft in shelf.needs:
            attribute = by_name.get(draft.attribute or "") or None
            is_known = (draft.kind, attribute) in self.taken or (draft.attribute and attribute is None)
            if is_known or len(self.entries) >= _MOST_NEEDS:
                continue
            self.taken.add((draft.kind, attribute))
            self.entries[self._id_of(attribute or draft.kind)] = _need(draft, attribute, category, attributes, wording)

    def _id_of(self, name: str) -> str:
        plain = slug(name).replace("-", "_")
        made, number = plain, 2
        while made in self.entries:
            made, number = f"{plain}_{number}", number + 1
        return made


def _need(
    draft: NeedDraft, attribute: str | None, category: str, attributes: Attributes, wording: Wording
) -> dict[str, Any]:
    words = wording["needs"][draft.wording]
    values = {
        "name": "",
        "unit": "",
        "own": "",
        **draft.values,
        "category": category,
        "units": plural(singular(draft.values.get("unit", ""))),
    }
    need: dict[str, Any] = {"kind": draft.kind}
    if attribute:
        need["attribute"] = attribute
    need |= {
        "question": draft.question or words["question"].format(**values),
        "why": words["why"].format(**values),
        "weight": draft.weight,
        "stages": ["awareness", "research", "evaluation", "purchase"],
    }
    known = attributes.entries[attribute].get("choices") if attribute else None
    synonyms = {key: list(forms) for key, forms in draft.synonyms.items() if known is None or key in known}
    return {**need, **({"synonyms": synonyms} if synonyms else {})}
