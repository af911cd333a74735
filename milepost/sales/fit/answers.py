"""The answers that a question may get, as quick replies and in normal form: the owner's, or made from the catalogue."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from milepost.sales import wording
from milepost.sales.catalogue import Attribute, AttributeType, AttributeValue, Catalogue
from milepost.sales.conversations import Conversation
from milepost.sales.fit.attributes import ends
from milepost.sales.fit.verdicts import HEADS
from milepost.sales.journey import NeedDefinition
from milepost.sales.recommendation import RankedOption, case_of

_MOST_REPLIES = 5


@dataclass(frozen=True)
class PossibleAnswer:
    """One answer as a quick reply (`text`) and in the normal form of its need; None where it narrows nothing."""

    text: str
    value: Any


def possible_answers(
    catalogue: Catalogue,
    conversation: Conversation,
    need: NeedDefinition,
    *,
    options: Sequence[RankedOption],
    language: str = "en",
) -> list[PossibleAnswer]:
    """The owner's own replies, else replies made from what the options in the running have."""
    attribute = catalogue.attributes.get(need.attribute or need.id)
    if need.options:
        return [PossibleAnswer(text, _parsed(need, attribute, text)) for text in need.options]
    if need.kind == "team_size":
        return _team_sizes(options, language)
    if need.kind == "budget":
        currency = case_of(catalogue, conversation).currency
        return _budgets(options, currency, language)
    if need.kind in ("use_case", "industry"):
        said = [
            option.product.use_cases if need.kind == "use_case" else option.product.industries for option in options
        ]
        return _commonest(said)
    if need.kind == "must_have_features":
        return [PossibleAnswer(each.text, [each.text]) for each in _features(catalogue, options)]
    if need.kind == "attribute" and attribute is not None:
        return _values(attribute, options, language)
    return []


def _values(attribute: Attribute, options: Sequence[RankedOption], language: str) -> list[PossibleAnswer]:
    """Of a yes-or-no attribute both, of a choice those on offer, of a list its commonest entries, of figures groups."""
    held = [_held(option, attribute.id) for option in options]
    known = [value for value in held if value is not None]
    if attribute.type is AttributeType.BOOLEAN and known:
        return [
            PossibleAnswer(wording.word("yes", language), True),
            PossibleAnswer(wording.word("no", language), False),
        ]
    if attribute.type is AttributeType.NUMBER:
        figures = [value for value in known if isinstance(value, Decimal) and not isinstance(value, bool)]
        return _buckets(figures, attribute.better, attribute.unit, language)
    if attribute.type is AttributeType.CHOICE:
        return [PossibleAnswer(choice, choice) for choice in attribute.choices if choice in known]
    return _commonest([value if isinstance(value, tuple) else (str(value),) for value in known])


def _held(option: RankedOption, attribute_id: str) -> AttributeValue | None:
    if option.plan and attribute_id in option.plan.attributes:
        return option.plan.attributes[attribute_id]
    return option.product.attributes.get(attribute_id)


def _buckets(figures: Sequence[Decimal], better: str | None, unit: str | None, language: str) -> list[PossibleAnswer]:
    """Up to four values as they are; more in three groups of about equally many options, by values that exist.

    Where more (or less) is better for everyone a group is a threshold, else a span.
    """
    distinct = sorted(set(figures))
    if len(distinct) < 2:
        return []
    if len(distinct) <= 4 and better is None:
        return [PossibleAnswer(wording.number(figure, unit, language), figure) for figure in distinct]
    groups = _thirds(sorted(figures))
    spans: list[dict[str, Decimal]] = []
    for place, group in enumerate(groups):
        span = {"min": group[0], "max": group[-1]}
        if better == "higher" or (better is None and place == len(groups) - 1):
            del span["max"]
        elif better == "lower" or place == 0:
            del span["min"]
        spans.append(span)
    return [PossibleAnswer(wording.need_value(span, unit=unit, language=language), span) for span in spans]


def _thirds(figures: Sequence[Decimal]) -> list[list[Decimal]]:
    """Three groups in which no value stands twice: cut after the value that fills each third."""
    cuts = sorted({figures[(len(figures) - 1) * part // 3] for part in (1, 2)} - {figures[-1]})
    groups = []
    low: Decimal | None = None
    for high in [*cuts, figures[-1]]:
        groups.append([figure for figure in figures if (low is None or figure > low) and figure <= high])
        low = high
    return groups


def _budgets(options: Sequence[RankedOption], currency: str, language: str) -> list[PossibleAnswer]:
    """ "Up to" the dearest of each third of the prices in the running."""
    prices = [option.price for option in options if option.price and option.price.total.amount > 0]
    if len({price.total.amount for price in prices}) < 2:
        return []
    period = prices[0].term.value
    amounts = sorted(price.total.amount for price in prices if price.term.value == period)
    answers = []
    for group in _thirds(amounts):
        wish = {"amount": group[-1], "currency": currency, "period": period}
        text = wording.need_value({**wish, "bound": "max"}, language=language)
        answers.append(PossibleAnswer(text, wish))
    return answers


def _team_sizes(options: Sequence[RankedOption], language: str) -> list[PossibleAnswer]:
    """Spans between the sizes at which a plan begins, ends or changes its price."""
    cuts: set[int] = set()
    for plan in [option.plan for option in options if option.plan]:
        cuts |= {plan.max_quantity} if plan.max_quantity else set()
        cuts |= {plan.min_quantity - 1} if plan.min_quantity > 1 else set()
        for listed in plan.prices:
            if listed.unit.casefold() in HEADS:
                cuts |= {tier.up_to for tier in listed.tiers if tier.up_to}
    chosen = sorted(cuts)[: _MOST_REPLIES - 1]
    spans: list[dict[str, int]] = []
    for low, high in zip([0, *chosen], chosen, strict=False):
        spans.append({"min": low + 1, "max": high})
    if chosen:
        spans.append({"min": chosen[-1] + 1})
    return [PossibleAnswer(_span_text(span, language), span) for span in spans]


def _span_text(span: dict[str, int], language: str) -> str:
    if span.get("min") == span.get("max"):
        return wording.number(span["min"], language=language)
    return wording.need_value(span, language=language)


def _commonest(said: Sequence[Sequence[str]]) -> list[PossibleAnswer]:
    counts = Counter(value for values in said for value in dict.fromkeys(values))
    return [PossibleAnswer(value, value) for value, _ in counts.most_common(_MOST_REPLIES)]


def _features(catalogue: Catalogue, options: Sequence[RankedOption]) -> list[PossibleAnswer]:
    """The features that split the options most evenly."""
    splits = []
    for attribute in catalogue.attributes.values():
        if attribute.type is AttributeType.BOOLEAN:
            share = sum(_held(option, attribute.id) is True for option in options) / max(1, len(options))
            splits.append((abs(share - 0.5), attribute.name))
    even = sorted((pair for pair in splits if pair[0] < 0.5), key=lambda pair: pair[0])
    return [PossibleAnswer(name, name) for _, name in even[:_MOST_REPLIES]]


def _parsed(need: NeedDefinition, attribute: Attribute | None, text: str) -> Any:
    """An owner's quick reply in normal form; None where it has no figure but the need wants one ("not decided yet")."""
    is_figure = need.kind in ("team_size", "budget") or (
        attribute is not None and attribute.type is AttributeType.NUMBER
    )
    if not is_figure:
        if attribute is not None and attribute.type is AttributeType.BOOLEAN:
            return {"yes": True, "no": False}.get(text.casefold())
        return [text] if need.kind == "must_have_features" else text
    low, high = ends(text)
    if low is None:
        return None
    if low == high and re.search(r"\b(under|below|less|up to|at most|max)", text.casefold()):
        return {"max": high}
    if low == high and re.search(r"(\b(over|above|more|at least|from|min)|\+)", text.casefold()):
        return {"min": low}
    return low if low == high else {"min": low, "max": high}
