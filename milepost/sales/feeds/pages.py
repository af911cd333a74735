"""An understood feed as the four files of a catalogue: plain keys and values, ready to be written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from milepost.sales.feeds.choices import Choice
from milepost.sales.feeds.features import Feature
from milepost.sales.feeds.feed import FeedProduct
from milepost.sales.feeds.figures import Figure
from milepost.sales.feeds.guide import Guide
from milepost.sales.feeds.needs import NeedDraft
from milepost.sales.feeds.prices import currency_of
from milepost.sales.feeds.text import singular, slug, stems_of
from milepost.sales.feeds.understanding import Shelf, Understanding
from milepost.sales.wording import plural

Wording = Mapping[str, Any]
"""The sentences of milepost/store/feeds/wording.yml."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_MOST_WORDS = 38
_MOST_ANSWERS = 40
_MOST_HEADING = 4


@dataclass
class _Attributes:
    """Attributes of all shelves; the same name, type and unit on two shelves is one attribute."""

    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    ids: dict[tuple[str, str, str], str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def id_of(self, name: str, kind: str, unit: str, category: str, entry: dict[str, Any]) -> str:
        key = (name.casefold(), kind, unit)
        if key in self.ids:
            known = self.entries[self.ids[key]]
            if "choices" in entry:
                known["choices"] = list(dict.fromkeys([*known["choices"], *entry["choices"]]))
            return self.ids[key]
        title = name if name.casefold() not in self.names else f"{name} ({category})"
        aliases = [
            alias
            for alias in dict.fromkeys(entry.pop("aliases", ()))
            if self._is_free(alias) and alias.casefold() != title.casefold()
        ]
        made = slug(title, self.entries)
        self.names |= {title.casefold(), *(self._plain(alias) for alias in (title, *aliases))}
        self.entries[made] = {
            "name": title,
            "type": kind,
            **({"unit": unit} if unit else {}),
            **entry,
            **({"aliases": aliases} if aliases else {}),
        }
        self.ids[key] = made
        return made

    def _is_free(self, name: str) -> bool:
        return self._plain(name) not in {self._plain(each) for each in self.names}

    @staticmethod
    def _plain(name: str) -> str:
        return " ".join(name.casefold().replace("-", " ").replace("_", " ").split())


def pages(understood: Understanding, wording: Wording) -> dict[str, dict[str, Any]]:
    """products, pricing, knowledge and journey, by file name without its ending."""
    attributes = _Attributes()
    needs: dict[str, dict[str, Any]] = {}
    products: dict[str, dict[str, Any]] = {}
    ids: dict[str, str] = {}
    for shelf in understood.shelves:
        values, by_name = _values(shelf, attributes)
        for product in shelf.products:
            ids[product.id] = slug(understood.names[product.id], products)
            products[ids[product.id]] = _product(product, shelf, understood, values.get(product.id, {}))
        _add_needs(needs, shelf, by_name, attributes, wording)
    return {
        "products": {"company": _company(understood, wording), "attributes": attributes.entries, "products": products},
        "pricing": {"plans": _plans(understood, ids)},
        "knowledge": _knowledge(understood),
        "journey": {**wording["journey"], "needs": needs},
    }


def _company(understood: Understanding, wording: Wording) -> dict[str, Any]:
    kinds = _listed([plural(shelf.category) for shelf in understood.shelves])
    texts = {key: str(text).format(kinds=kinds) for key, text in wording["company"].items()}
    return {**texts, "currencies": [understood.currency]}


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def _values(shelf: Shelf, attributes: _Attributes) -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
    """What each product has, by attribute id; and the ids by the names that the needs use."""
    values: dict[str, dict[str, Any]] = {product.id: {} for product in shelf.products}
    by_name: dict[str, str] = {}
    asked = {draft.attribute: draft for draft in shelf.needs if draft.attribute}
    for figure in shelf.figures:
        entry = {"better": figure.better} if figure.better else {}
        by_name[figure.name] = _figure_id(figure, entry, attributes, shelf)
        for product, value in figure.values.items():
            values[product][by_name[figure.name]] = value
    for choice in shelf.choices:
        by_name[choice.name] = _choice_id(choice, attributes, shelf)
        for product, words in choice.values.items():
            values[product][by_name[choice.name]] = list(words) if choice.is_list else words[0]
    for feature in shelf.features:
        extra = asked[feature.name].aliases if feature.name in asked else ()
        by_name[feature.name] = _feature_id(feature, extra, attributes, shelf)
        for product_id in values:
            values[product_id][by_name[feature.name]] = product_id in feature.products
    return values, by_name


def _figure_id(figure: Figure, entry: dict[str, Any], attributes: _Attributes, shelf: Shelf) -> str:
    heads = [head for head in figure.heads if len(head.split()) <= 3]
    return attributes.id_of(figure.name, "number", figure.unit, shelf.category, {**entry, "aliases": heads})


def _choice_id(choice: Choice, attributes: _Attributes, shelf: Shelf) -> str:
    kind = "list" if choice.is_list else "choice"
    return attributes.id_of(choice.name, kind, "", shelf.category, {"choices": list(choice.choices)})


def _feature_id(feature: Feature, extra: tuple[str, ...], attributes: _Attributes, shelf: Shelf) -> str:
    return attributes.id_of(feature.name, "boolean", "", shelf.category, {"aliases": [*feature.aliases, *extra]})


def _product(product: FeedProduct, shelf: Shelf, understood: Understanding, values: dict[str, Any]) -> dict[str, Any]:
    name = understood.names[product.id]
    sentences = _SENTENCE.split(" ".join(product.description.split()))
    summary = _clipped(sentences[0] or ", ".join(product.features[:3]) or product.name)
    entry = {
        "name": name,
        "category": singular(shelf.category),
        "summary": summary,
        "description": " ".join(product.text.split()) if product.text != name else "",
        "aliases": list(understood.aliases.get(product.id, ())),
        "best_for": list(shelf.best_for.get(product.id, ())),
        "attributes": values,
        "url": product.url if re.match(r"https?://[^\s/]\S*$", product.url) else "",
    }
    return {key: value for key, value in entry.items() if value not in ("", [], {})}


def _clipped(text: str) -> str:
    words = text.split()
    return text if len(words) <= _MOST_WORDS else " ".join(words[:_MOST_WORDS]).rstrip(",;:-") + " …"


def _plans(understood: Understanding, ids: Mapping[str, str]) -> dict[str, Any]:
    """Goods sold by the piece; without a readable price a person gives it."""
    plans: dict[str, Any] = {}
    for shelf in understood.shelves:
        for product in shelf.products:
            price = understood.prices.get(product.id)
            plan: dict[str, Any] = {"product": ids[product.id], "name": understood.names[product.id]}
            if price is None:
                plan["custom_price"] = True
            else:
                plan["prices"] = [
                    {"term": "one_time", "unit": "item", "tiers": [{"up_to": None, understood.currency: price.amount}]}
                ]
            plans[ids[product.id]] = plan
    return plans


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
            and not currency_of(f"{section.heading} {body}")
            and section.heading.casefold() not in seen
            and section.heading not in asked
        ):
            seen.add(section.heading.casefold())
            found.append(type(section)(section.heading, body))
    return found


def _add_needs(
    needs: dict[str, dict[str, Any]],
    shelf: Shelf,
    by_name: Mapping[str, str],
    attributes: _Attributes,
    wording: Wording,
) -> None:
    """The needs of a shelf; one that another shelf asks for already is not asked twice."""
    category = singular(shelf.category)
    taken = {(need["kind"], need.get("attribute")) for need in needs.values()}
    for draft in shelf.needs:
        attribute = by_name.get(draft.attribute or "") or None
        if (draft.kind, attribute) in taken or (draft.attribute and attribute is None):
            continue
        need_id = slug(attribute or draft.kind, needs).replace("-", "_")
        needs[need_id] = _need(draft, attribute, category, attributes, wording)


def _need(
    draft: NeedDraft, attribute: str | None, category: str, attributes: _Attributes, wording: Wording
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


def amount_text(value: Decimal) -> str:
    """A number as the files have it: without an exponent, its digits as they were."""
    return f"{value:f}"
