"""One need held against one option: what team, budget and use say, and which kind of need asks for what."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from milepost.sales.catalogue import Catalogue, Plan, Term
from milepost.sales.conversations import Fact
from milepost.sales.fit.attributes import APPROX_SLACK, ends, feature, is_preference, of_attribute, synonyms, within
from milepost.sales.fit.reasons import UNKNOWN_SCORE, Candidate, Reason, Verdict
from milepost.sales.fit.text import MATCH, Similarity, alike
from milepost.sales.journey import NeedDefinition
from milepost.sales.money import Money
from milepost.sales.pricing import TERMS_A_YEAR, PriceBreakdown

# Units that are counted by people, so that the size of the team is the quantity.
_HEADS_TEXT = """
seat user person people agent member head employee licence license participant guest writer author editor operator attendee
delegate student pupil learner
"""
HEADS = frozenset(_HEADS_TEXT.split())

# A price that only a person gives is seldom the low one that a budget asks for.
_CUSTOM_PRICE_SCORE = 0.2
# What a text counts that says nothing of a use: little against, as long as no other option says it.
_SILENT = 0.3
# What is left of the option that is furthest from "the bigger the better".
_LEAST_PREFERRED = 0.15
# Words in common below this share say nothing of a use.
_LEAST_ALIKE = 0.5
# What a good that costs next to nothing of the budget loses.
_BELOW_LEVEL = 0.4


def judge(fact: Fact, candidate: Candidate, *, similarity: Similarity | None = None) -> list[Reason]:
    """What a fact says for or against an option: one reason for each must-have feature, one for every other need.

    Nothing for facts that choose nothing: company, timeline, contact data.
    """
    definition = candidate.catalogue.journey.needs.get(fact.name)
    kind = _kind(fact, candidate.catalogue)
    attribute_id = definition.attribute if definition and definition.attribute else fact.name
    attribute = candidate.catalogue.attributes.get(attribute_id)
    reasons: list[Reason | None] = []
    if kind == "team_size":
        reasons = [_team(fact, candidate)]
    elif kind == "budget":
        reasons = [_budget(fact, candidate)]
    elif kind in ("use_case", "industry"):
        reasons = [_text(fact, definition, candidate, similarity)]
    elif kind == "must_have_features":
        wishes = [fact.value] if isinstance(fact.value, str) else list(fact.value)
        reasons = [feature(fact, str(wish), candidate, similarity) for wish in wishes]
    elif attribute is not None:
        reasons = [of_attribute(fact, attribute, candidate.attributes.get(attribute.id), definition)]
    return [reason for reason in reasons if reason is not None]


def judge_all(
    fact: Fact, candidates: Sequence[Candidate], *, similarity: Similarity | None = None
) -> list[list[Reason]]:
    """The reasons for each candidate. Where one is said to be for a use, silence of the others on it is a lack; where only
    a direction is wanted ("the bigger the better"), they are put in order by it."""
    if candidates and is_preference(fact.value):
        return _in_order(fact, candidates)
    reasons = [judge(fact, candidate, similarity=similarity) for candidate in candidates]
    if not candidates or _kind(fact, candidates[0].catalogue) != "use_case":
        return reasons
    if not any(found[0].verdict is Verdict.FITS for found in reasons):
        return reasons
    return [
        found
        if found[0].verdict is Verdict.FITS
        else [replace(found[0], verdict=Verdict.LACKS, score=(found[0].score - _SILENT) / 2)]
        for found in reasons
    ]


def _in_order(fact: Fact, candidates: Sequence[Candidate]) -> list[list[Reason]]:
    """From full for the furthest in the direction wanted to _LEAST_PREFERRED for the furthest the other way."""
    catalogue = candidates[0].catalogue
    definition = catalogue.journey.needs.get(fact.name)
    attribute_id = definition.attribute if definition and definition.attribute else fact.name
    of_price = _kind(fact, catalogue) == "budget"
    figures = [_figure_of(candidate, None if of_price else attribute_id) for candidate in candidates]
    known = sorted(figure for figure in figures if figure is not None)
    if not known or known[0] == known[-1]:
        return [[] for _ in candidates]
    result: list[list[Reason]] = []
    for candidate, figure in zip(candidates, figures, strict=True):
        share = 0.0 if figure is None else float((figure - known[0]) / (known[-1] - known[0]))
        share = share if fact.value["prefer"] == "higher" or figure is None else 1 - share
        score = _LEAST_PREFERRED + (1 - _LEAST_PREFERRED) * share
        verdict = Verdict.FITS if share >= 0.5 else Verdict.UNKNOWN
        cost = _cost(candidate.price, {}) if of_price else None
        offered = cost.rounded() if cost else candidate.attributes.get(attribute_id)
        result.append(
            [
                Reason(
                    fact.name,
                    fact.value,
                    offered,
                    verdict,
                    score,
                    None if of_price else attribute_id,
                    evidence=fact.evidence,
                )
            ]
        )
    return result


def _figure_of(candidate: Candidate, attribute_id: str | None) -> Decimal | None:
    if attribute_id is None:
        return candidate.price.total.amount if candidate.price else None
    value = candidate.attributes.get(attribute_id)
    return value if isinstance(value, Decimal) else None


def _kind(fact: Fact, catalogue: Catalogue) -> str:
    definition = catalogue.journey.needs.get(fact.name)
    return definition.kind if definition else fact.name


def _team(fact: Fact, candidate: Candidate) -> Reason | None:
    """Whether a plan sold by heads can take the team; one that it does not take is a violation, whatever was said."""
    plan = candidate.plan
    by_heads = plan is not None and (plan.custom_price or any(each.unit.casefold() in HEADS for each in plan.prices))
    if plan is None or not by_heads:
        return None
    low, high = ends(fact.value)
    least = low if low is not None else Decimal(1)
    most = high if high is not None else least
    score, verdict, is_hard, offered = 1.0, Verdict.FITS, False, plan.max_quantity
    if plan.max_quantity is not None and plan.max_quantity < least:
        score, verdict, is_hard = 0.0, Verdict.LACKS, True
    elif plan.max_quantity is not None and plan.max_quantity < most:
        score, verdict = 0.6, Verdict.LACKS
    elif plan.min_quantity > most:
        score, verdict, offered = 0.5, Verdict.LACKS, plan.min_quantity
    else:
        score = _meant_for(plan, most)
    limit = Decimal(offered) if offered is not None else None
    return Reason(fact.name, fact.value, limit, verdict, score, None, is_hard, fact.evidence)


def _meant_for(plan: Plan, quantity: Decimal) -> float:
    """By the ranges that its `best_for` names ("5 to 20 people"); without a list price it comes after one that has."""
    spans = [re.search(r"(\d+)\s*(?:-|\u2013|to)\s*(\d+)", text) for text in plan.best_for]
    found = [span for span in spans if span]
    if found and not any(int(span[1]) <= quantity <= int(span[2]) for span in found):
        return 0.85
    return 0.8 if plan.custom_price and not found else 1.0


def _budget(fact: Fact, candidate: Candidate) -> Reason | None:
    """The price for the visitor's case against what they want to spend: over a maximum, or by more than a tenth over
    "about", is a violation; over a bare figure it only counts against."""
    low, high = ends(fact.value)
    wanted = fact.value if isinstance(fact.value, Mapping) else {}
    if high is None:
        return Reason(fact.name, fact.value, None, Verdict.FITS, 1.0, None, False, fact.evidence) if low else None
    cost = _cost(candidate.price, wanted)
    is_hard = wanted.get("bound") in ("max", "approx")
    if cost is None:
        is_asked_of_us = candidate.plan is not None and candidate.plan.custom_price
        score = _CUSTOM_PRICE_SCORE if is_asked_of_us else UNKNOWN_SCORE
        return Reason(fact.name, fact.value, None, Verdict.UNKNOWN, score, None, is_hard, fact.evidence)
    slack = APPROX_SLACK if wanted.get("bound") == "approx" or wanted.get("approx") else Decimal(0)
    score, verdict = within(cost.amount, None, high, slack)
    if verdict is Verdict.FITS and candidate.price is not None and candidate.price.term is Term.ONE_TIME:
        score *= _level(cost.amount, high)
    told = _as_listed(candidate.price, cost, wanted, verdict)
    return Reason(fact.name, fact.value, told, verdict, score, None, is_hard, fact.evidence, is_firm=True)


def _as_listed(price: PriceBreakdown | None, cost: Money, wanted: Mapping[str, Any], verdict: Verdict) -> Money | None:
    """The figure to tell: a weekly price reckoned by the month stands in no price list, and goes unsaid or as it is listed."""
    period = wanted.get("period")
    if price is None or period not in ("week", "month", "year") or period == price.term.value:
        return cost.rounded()
    return None if verdict is Verdict.FITS else price.total


def _level(cost: Decimal, budget: Decimal) -> float:
    """What a budget says of the level that is wanted of a good: full from half of it, a little less below.

    Who wants to spend 1,500 is seldom looking for the one at 200. Of a subscription the cheapest that serves is right.
    """
    share = float(cost / budget) if budget else 1.0
    return 1.0 - _BELOW_LEVEL * max(0.0, 0.5 - share) / 0.5


def _cost(price: PriceBreakdown | None, wanted: Mapping[str, Any]) -> Money | None:
    """A price by the budget's period and head; None where they do not compare. Without a period, one payment."""
    if price is None or wanted.get("currency") not in (None, price.currency):
        return None
    cost, period = price.total, wanted.get("period")
    if period in ("week", "month", "year") and period != price.term.value:
        if price.term is Term.ONE_TIME:
            return None
        cost = Money(price.a_year.amount / TERMS_A_YEAR[Term(period)], price.currency)
    return Money(cost.amount / price.quantity, price.currency) if wanted.get("per") else cost


def without_own_name(candidate: Candidate, text: str) -> str:
    """A text without the words that only this product is named by: a "Stream 14" is not made for streaming."""
    own = _own_words(candidate.catalogue.version, tuple(each.name for each in candidate.catalogue.products.values()))
    words = own.get(candidate.product.name)
    return words.sub(" ", text) if words else text


@lru_cache(maxsize=4)
def _own_words(version: str, names: tuple[str, ...]) -> Mapping[str, re.Pattern[str]]:
    """By product name, its words that stand in no other product's name, as they are written there: names, not uses."""
    counts = Counter(word for name in names for word in set(name.split()))
    found = {}
    for name in names:
        own = [re.escape(word) for word in dict.fromkeys(name.split()) if counts[word] == 1 and word[:1].isupper()]
        if own and len(names) > 1:
            found[name] = re.compile(r"(?<!\w)(?:" + "|".join(own) + r")(?!\w)")
    return found


_AND = re.compile(r",? (?:and|&|plus|or|as well as) (?:(?:our|an?|the|some|also) )?|, ?")


def _wishes(value: str, definition: NeedDefinition | None) -> list[str]:
    """The uses that are said together, where the owner knows each of them: "mail and chat"; else the text as one."""
    parts = [part.strip() for part in _AND.split(value)]
    known = definition is not None and all(
        definition.forms_of(part.removesuffix("s")) or definition.forms_of(part) for part in parts
    )
    return parts if known and len(parts) > 1 else [value]


def _text(fact: Fact, definition: NeedDefinition | None, candidate: Candidate, similarity: Similarity | None) -> Reason:
    """A use or an industry against what is said of an option; `offered` is what it is made for of that. Silence is unknown,
    never a lack."""
    wishes = _wishes(fact.value, definition) if isinstance(fact.value, str) else [str(each) for each in fact.value]
    forms = {wish: (wish, *synonyms(definition, wish)) for wish in wishes}
    score, met = 0.0, []
    for wish in wishes:
        best = 0.0
        for text, share in candidate.texts():
            bare = without_own_name(candidate, text)
            near = max(alike(form, bare) for form in forms[wish])
            near = max(near, similarity(wish, text)) if similarity and text else near
            best = max(best, share * near if near >= _LEAST_ALIKE else 0.0)
        score += best / len(wishes)
        met += [wish] if best >= MATCH else []
    verdict = Verdict.FITS if met else Verdict.UNKNOWN
    return Reason(
        fact.name,
        fact.value,
        ", ".join(met) or None,
        verdict,
        _SILENT + (1 - _SILENT) * min(1.0, score),
        evidence=fact.evidence,
    )
