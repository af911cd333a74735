"""How well a candidate act agrees with what an annotator says that the message does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from milepost.dialogue.acts import Act, ActKind
from milepost.dialogue.proposals import Candidate
from milepost.sales.catalogue import Catalogue
from milepost.sales.options import exists, product_of

# Acts that come to the same for a visitor: either is right where the other was annotated.
_ALIKE = (
    {ActKind.ASK_OFFER, ActKind.ASK_RECOMMENDATION},
    {ActKind.ASK_DISCOUNT, ActKind.ASK_PRICE},
    {ActKind.CHOOSE, ActKind.WANT_TO_BUY},
    {ActKind.SHARE_PRAISE, ActKind.GIVE_FEEDBACK},
    {ActKind.REQUEST_QUOTE, ActKind.WANT_TO_BUY},
)
_ALIKE_SHARE = 0.35
# Facts that say the same by another name.
_FACT_ACTS = {
    "loyalty": ActKind.ASK_LOYALTY,
    "referral": ActKind.WANT_TO_REFER,
    "order_steps": ActKind.WANT_TO_BUY,
}


def agreement(candidate: Candidate, gold: Mapping[str, Any], catalogue: Catalogue) -> float:
    """How right a candidate is, from 0 to 1: kind first, then the fact, then what it is about."""
    act, kind = candidate.act, ActKind(gold["act"])
    facts = _facts(gold)
    if act.kind is kind:
        share = 1.0
    elif any(act.kind in pair and kind in pair for pair in _ALIKE):
        share = _ALIKE_SHARE
    elif _is_by_another_name(act, kind, facts) or _is_by_another_name(Act(kind), act.kind, [str(act.fact)]):
        share = 0.8
    elif {act.kind, kind} == {ActKind.ASK_FACT, ActKind.ASK_DISCOUNT} and act.fact in facts:
        share = 0.9
    else:
        return 0.0
    if act.kind is ActKind.ASK_FACT and kind is ActKind.ASK_FACT:
        share *= _of_fact(act, facts)
    elif act.kind is ActKind.ASK_DISCOUNT and facts and act.fact and act.fact not in facts:
        share *= 0.3
    if kind is ActKind.REPORT_PROGRESS and gold.get("how") and act.how != gold["how"]:
        return 0.0
    if kind is ActKind.ASK_SUPERLATIVE and gold.get("by") and act.by != gold["by"]:
        share *= 0.3
    wants_options = act.kind is not ActKind.ASK_FACT or str(act.fact).startswith("attribute")
    return share * (_of_options(act, gold, catalogue) if wants_options else 1.0) * _of_extras(act, gold)


def _facts(gold: Mapping[str, Any]) -> list[str]:
    fact = gold.get("fact")
    return [str(each) for each in (fact if isinstance(fact, list) else [fact] if fact else [])]


def _is_by_another_name(act: Act, kind: ActKind, facts: Sequence[str]) -> bool:
    """Whether an act is what a question of one of these facts comes to."""
    return kind is ActKind.ASK_FACT and any(_FACT_ACTS.get(fact) is act.kind for fact in facts)


def _of_fact(act: Act, facts: Sequence[str]) -> float:
    if act.fact in facts:
        return 1.0 if act.fact == facts[0] or act.fact != "unknown" else 0.7
    kind, _, about = str(act.fact).partition(":")
    if kind in ("product", "plan") and any(fact.endswith(f":{about}") for fact in facts):
        return 0.9
    return 0.0


def _of_options(act: Act, gold: Mapping[str, Any], catalogue: Catalogue) -> float:
    """1 for the same options, less for others of the same product, little for none where some are meant."""
    wanted = [option for option in gold.get("options") or () if exists(catalogue, option)]
    if not wanted:
        return 1.0 if not act.options else 0.75
    if not act.options:
        return 0.5 if act.among else 0.3
    if set(act.options) == set(wanted):
        return 1.0
    mine = {product_of(catalogue, option) for option in act.options}
    theirs = {product_of(catalogue, option) for option in wanted}
    if mine == theirs:
        return 0.85
    return 0.5 if mine & theirs else 0.05


def _of_extras(act: Act, gold: Mapping[str, Any]) -> float:
    """Add-ons that the price is with."""
    if act.kind is not ActKind.ASK_PRICE:
        return 1.0
    return 1.0 if set(act.add_ons) == set(gold.get("add_ons") or ()) else 0.4
