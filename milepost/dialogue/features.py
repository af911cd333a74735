"""What speaks for a candidate act, by name: the words, what they carry, what came before, and what the act leaves unused."""

from __future__ import annotations

import math
from collections.abc import Iterator

from milepost.dialogue.acts import UNKNOWN_FACT, ActKind
from milepost.dialogue.context import Context
from milepost.dialogue.options.goods import chances
from milepost.dialogue.proposals import Candidate
from milepost.dialogue.reading import Reading

Features = dict[str, float]

# The intents of data/nlu that say the same as an act of another name.
_INTENTS = {
    ActKind.ASK_FACT: ("ask_question", "ask_product"),
    ActKind.COMPARE: ("compare_products",),
    ActKind.ASK_SUPERLATIVE: ("compare_products", "ask_recommendation"),
    ActKind.ASK_STOCK: ("ask_product",),
    ActKind.CHOOSE: ("want_to_buy",),
}
# What a message carries that an act may take up; what it does not take up speaks against it.
_CARRIED = {
    "number": (
        ActKind.ASK_PRICE,
        ActKind.STATE_NEED,
        ActKind.ASK_RECOMMENDATION,
        ActKind.WANT_TO_BUY,
        ActKind.REQUEST_QUOTE,
    ),
    "term": (ActKind.ASK_PRICE, ActKind.REQUEST_QUOTE, ActKind.WANT_TO_BUY),
    "span": (ActKind.ASK_PRICE, ActKind.STATE_NEED, ActKind.WANT_TO_BUY),
    "currency": (ActKind.ASK_PRICE,),
    "code": (ActKind.ASK_PRICE, ActKind.ASK_DISCOUNT),
    "customer_kind": (ActKind.ASK_PRICE, ActKind.ASK_DISCOUNT, ActKind.STATE_NEED),
    "form": (ActKind.ASK_STOCK, ActKind.ASK_PRICE, ActKind.CHOOSE, ActKind.WANT_TO_BUY, ActKind.STATE_NEED),
    "order": (ActKind.ASK_SUPERLATIVE, ActKind.ASK_RECOMMENDATION),
    "contact": (ActKind.SHARE_CONTACT, ActKind.REQUEST_QUOTE),
}
# What says that options are meant together, or one in place of another.
_JOINING = frozenset({"together", "added", "with", "instead", "difference", "theirs"})
_MOST_EXPLAINED = 2.0
# Evidence of facts that comes of vectors: in another language than the catalogue's it is of other encoders.
_BY_MEANING = frozenset({"way", "way_unnamed", "text", "sentence", "multilingual", "in_context"})
_LENGTHS = (1, 3, 7, 14)
_LEAST, _TELLING = 0.005, 0.05
# From here on a classifier is sure: the logarithm of a chance hardly tells .9 from .6.
_SURE_FROM = 0.6


def shared_features(reading: Reading, context: Context) -> Features:
    """What holds of the message and its context, whatever the act."""
    found: Features = {"bias": 1.0, f"asks_{reading.question}": 1.0, f"part_{reading.place}": 1.0}
    length = next((n for n, most in enumerate(_LENGTHS) if reading.words <= most), len(_LENGTHS))
    found[f"length_{length}"] = 1.0
    found[f"rest_{min(len(reading.rest), 3)}"] = 1.0
    found[f"asks_{reading.question}|rest_{min(len(reading.rest), 2)}"] = 1.0
    found |= dict.fromkeys(_carried(reading), 1.0)
    found |= {f"says_{kind}": 1.0 for kind in reading.phrases}
    names = reading.of("plan", "product", "competitor")
    found[f"names_{min(len(names), 2)}"] = 1.0
    found |= {f"names_{kind}": 1.0 for kind in ("competitor", "category", "attribute", "add_on") if reading.of(kind)}
    if reading.reference:
        found[f"points_{reading.reference}"] = 1.0
        found["points"] = 1.0
    if reading.days:
        found["days"] = 1.0
    if reading.refused:
        found["refused"] = 1.0
    if reading.of_stock:
        found["of_stock"] = 1.0
    found["goods"] = next(iter(chances(reading.goods).values()), 0.0) if reading.rest else 0.0
    found["goods_so_far"] = next(iter(chances(context.goods).values()), 0.0)
    found["strange"] = min(len(reading.strange), 3) / 3
    if reading.facts:
        best = reading.facts[0]
        found[f"{_tongue(reading)}top_fact"] = best.score
        found[f"{_tongue(reading)}top_way"] = max(best.evidence.get("way", 0.0), best.evidence.get("in_context", 0.0))
        found[f"top_{best.kind}"] = 1.0
    if reading.language != "en":
        found["foreign"] = 1.0
    needs = {str(each["name"]) for each in reading.needs}
    found["needs"] = min(len(needs), 3) / 3
    return found | _of_context(reading, context, needs)


def _of_context(reading: Reading, context: Context, needs: set[str]) -> Features:
    found: Features = {f"after_{context.last.kind.value if context.last else 'nothing'}": 1.0}
    if context.previous:
        found[f"upon_{context.previous[-1].value}"] = 1.0
    found["first"] = float(context.is_first)
    found[f"stage_{context.stage.value}"] = 1.0
    found["offered"] = float(context.offered is not None)
    if context.offered:
        found[f"offered_{context.offered.partition(':')[0]}"] = 1.0
    found["open"] = float(context.asked is not None)
    found["answered"] = float(context.asked in needs)
    found["bought"] = float(context.bought is not None)
    found["waiting"] = float(context.is_waiting)
    found["focus"] = float(bool(context.focus))
    found["several_shown"] = float(len(context.shown) > 1)
    return {name: value for name, value in found.items() if value}


def _tongue(reading: Reading) -> str:
    """What sets apart how near a fact comes to words of another language than the catalogue's: they meet by meaning alone."""
    return "" if reading.language == "en" else "foreign_"


def _carried(reading: Reading) -> Iterator[str]:
    """What the message carries that an act can take up."""
    for name, value in (
        ("number", reading.counts),
        ("term", reading.term),
        ("span", reading.span),
        ("currency", reading.currency),
        ("code", reading.code),
        ("customer_kind", reading.customer_kind),
        ("form", reading.forms),
        ("order", reading.order),
        ("contact", "email" in reading.contact or "phone" in reading.contact),
    ):
        if value:
            yield name


def kind_features(kind: ActKind, reading: Reading, shared: Features) -> Features:
    """What speaks for a kind of act: the message and its context, by kind, and what the classifiers say of its words."""
    name = kind.value
    evidence = _scaled(reading.acts.get(name, 0.0)) if reading.acts else 0.0
    intent = _scaled(reading.intent(name, *_INTENTS.get(kind, ())))
    found = {f"{name}|{feature}": value for feature, value in shared.items()}
    found |= {"evidence": evidence, "intent": intent, f"{name}|evidence": evidence, f"{name}|intent": intent}
    for way, chance in (
        ("evidence_sure", reading.acts.get(name, 0.0)),
        ("intent_sure", reading.intent(name, *_INTENTS.get(kind, ()))),
    ):
        if chance > _SURE_FROM:
            found[way] = found[f"{name}|{way}"] = (chance - _SURE_FROM) / (1 - _SURE_FROM)
    found |= {f"unused_{each}": 1.0 for each in _carried(reading) if kind not in _CARRIED[each]}
    for other, chance in reading.acts.items():
        if chance >= _TELLING:
            found[f"{name}|evidence_{other}"] = chance
    return found


def _scaled(chance: float) -> float:
    """The logarithm of a chance, from 0 (hardly any) to about 2.6 (certain)."""
    return (math.log(max(chance, _LEAST)) - math.log(_LEAST)) / 2


def argument_features(candidate: Candidate, reading: Reading, context: Context) -> Features:
    """What speaks for the arguments of a candidate, beside others of its kind."""
    act, kind = candidate.act, candidate.act.kind.value
    found = _of_options(candidate, reading, context)
    if act.kind is ActKind.ASK_FACT or candidate.fact is not None:
        found |= _of_fact(candidate, reading, context)
    found["explains"] = found[f"{kind}|explains"] = min(candidate.explains, _MOST_EXPLAINED)
    found["unexplained"] = found[f"{kind}|unexplained"] = min(candidate.unexplained, _MOST_EXPLAINED)
    found[f"by_{candidate.source}|unexplained"] = found["unexplained"]
    if candidate.known is not None:
        share = "all" if candidate.known == 1.0 else "some" if candidate.known else "none"
        found[f"known_{share}"] = found[f"known_{share}|by_{candidate.source}"] = 1.0
    if act.how:
        found[f"how_{act.how}"] = 1.0
        found[f"how_{act.how}|said"] = float(f"progress_{act.how}" in reading.phrases)
        found["how|said"] = float(f"progress_{act.how}" in reading.phrases)
    if candidate.follows:
        found["follows"] = 1.0
        found[f"{kind}|follows"] = 1.0
        found[f"{kind}|follows|rest_{min(len(reading.rest), 2)}"] = 1.0
        found[f"follows|words_{min(reading.words, 6)}"] = 1.0
    if act.kind is ActKind.ASK_PRICE:
        found |= _of_price(candidate, reading)
    return {name: value for name, value in found.items() if value}


def _of_options(candidate: Candidate, reading: Reading, context: Context) -> Features:
    """How the options were found, and whether the words name others."""
    act, source, kind = candidate.act, candidate.source, candidate.act.kind.value
    named = bool(reading.of("plan", "product", "competitor"))
    found: Features = {f"{kind}|by_{source}": 1.0, f"by_{source}": 1.0, f"{kind}|by_{source}|named_{int(named)}": 1.0}
    found[f"by_{source}|strength"] = candidate.strength
    if act.options:
        found[f"{kind}|options_{min(len(act.options), 3)}"] = 1.0
        found[f"by_{source}|points_{reading.reference}"] = 1.0
        found["of_competitor"] = float(any(option.startswith("competitor:") for option in act.options))
        found["in_focus"] = float(act.options == context.focus)
        found[f"options_{min(len(act.options), 3)}|by_{source}"] = 1.0
        found |= {f"by_{source}|says_{phrase}": 1.0 for phrase in reading.phrases & _JOINING}
    if act.among:
        found[f"{kind}|ambiguous"] = 1.0
    if not act.options and source == "none":
        found[f"{kind}|no_options|focus_{int(bool(context.focus))}"] = 1.0
        found[f"{kind}|no_options|rest_{min(len(reading.rest), 2)}"] = 1.0
    return found


def _of_fact(candidate: Candidate, reading: Reading, context: Context) -> Features:
    """How near the fact comes, alone and beside the others; of an unknown one, how far the nearest is."""
    act, fact, kind = candidate.act, candidate.fact, candidate.act.kind.value
    best, tongue = reading.facts[0] if reading.facts else None, _tongue(reading)
    if act.fact == UNKNOWN_FACT or fact is None:
        found = {"unknown": 1.0, f"{tongue}unknown": 1.0, f"{tongue}unknown|top": best.score if best else 0.0}
        found["unknown|strange"] = min(len(reading.strange), 3) / 3
        found["unknown|strange_share"] = min(1.0, len(reading.strange) / max(1, len(reading.rest)))
        found[f"unknown|strange_{min(len(reading.strange), 2)}|rest_{min(len(reading.rest), 3)}"] = 1.0
        found["unknown|subject"] = float(bool(context.subjects))
        found[f"unknown|asks_{reading.question}"] = 1.0
        if best:
            found[f"{tongue}unknown|top_way"] = best.evidence.get("way", 0.0)
            found[f"{tongue}unknown|top_words"] = best.evidence.get("words", 0.0)
            found[f"unknown|top_{best.kind}"] = 1.0
            found["unknown|top_named"] = best.evidence.get("named", 0.0)
        return found
    found = {f"{tongue if name in _BY_MEANING else ''}fact_{name}": value for name, value in fact.evidence.items()}
    found[f"{tongue}fact_score"] = fact.score
    found[f"fact_rank_{min(candidate.rank, 4)}"] = 1.0
    found[f"{kind}|fact_kind_{fact.kind}"] = 1.0
    found[f"fact_kind_{fact.kind}|asks_{reading.question}"] = 1.0
    found[f"{tongue}fact_kind_{fact.kind}|score"] = fact.score
    found[f"{tongue}fact_behind_best"] = best.score - fact.score if best else 0.0
    others = [one.score for one in reading.facts if one.id != fact.id]
    found[f"{tongue}fact_margin"] = max(-0.3, min(0.3, fact.score - max(others, default=0.0)))
    # The fewer words say what is asked for, the more what was spoken of before does.
    rest = min(len(reading.rest), 2)
    for name in ("way", "sentence", "in_context", "subject", "near_subject", "of_focus", "words"):
        if fact.evidence.get(name):
            own = tongue if name in _BY_MEANING else ""
            found[f"{own}fact_{name}|rest_{rest}"] = fact.evidence[name]
            found[f"{own}fact_{name}|asks_{reading.question}"] = fact.evidence[name]
    found["fact_subject|sentence"] = fact.evidence.get("subject", 0.0) * max(0.0, fact.evidence.get("sentence", 0.0))
    found["fact|strange"] = min(len(reading.strange), 3) / 3
    found["fact|words|rest"] = fact.evidence.get("words", 0.0) * float(len(reading.rest) > 0)
    if context.last is not None and context.last.fact == fact.id:
        found["fact_again"] = 1.0
    about = fact.id.partition(":")[2]
    if fact.kind in ("product", "plan") and any(option.endswith(f":{about}") for option in context.focus):
        found["fact_of_focus"] = 1.0
    return found


def _of_price(candidate: Candidate, reading: Reading) -> Features:
    act, found = candidate.act, {}
    carried = {name for name in _carried(reading) if ActKind.ASK_PRICE in _CARRIED[name]}
    found[f"price|carries_{min(len(carried), 2)}|rest_{min(len(reading.rest), 2)}"] = 1.0
    if reading.question == "how_much":
        found["price|asked"] = 1.0
        found[f"price|asked|by_{candidate.source}"] = 1.0
    if act.why.startswith("with the extra"):
        found["price|with_extra"] = 1.0
        found["price|with_extra|said"] = float(bool(reading.facts) and reading.facts[0].kind == "add_on")
    return found
