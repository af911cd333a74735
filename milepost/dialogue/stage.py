"""The buying stage after a message: what its words say, what it does, and where the conversation stood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import log
from typing import Any

from milepost.dialogue.acts import ActKind
from milepost.dialogue.scorer import softmax
from milepost.sales.buying_stages import STAGES
from milepost.sales.conversations import BuyingStage, StageChange

Kinds = Mapping[ActKind, float]
"""The chance of each kind of act."""
NONE = BuyingStage.NONE.value
ALL = (NONE, *STAGES)
# A message whose words are surely of one stage has log odds of this much over one that says nothing.
_LEAST, _MOST = 0.02, 3.912
# Acts that say nothing of a stage: bare courtesies and answers keep the state.
SILENT = frozenset(
    {
        *(
            ActKind.GREET,
            ActKind.GOODBYE,
            ActKind.THANK,
            ActKind.AFFIRM,
            ActKind.DENY,
            ActKind.BOT_CHALLENGE,
            ActKind.WAIT,
        ),
        *(ActKind.TAKE_BACK, ActKind.LAUGH, ActKind.STOP_ASKING, ActKind.REFUSE_TO_SAY, ActKind.OUT_OF_SCOPE),
        *(ActKind.JUST_LOOKING, ActKind.ASK_WHY, ActKind.WITHDRAW_CONSENT),
    }
)
_SURE_FROM = 0.6
# What is less likely than this is left out.
_LEAST_CHANCE = 0.02
_ASKS_FACTS = frozenset({ActKind.ASK_FACT, ActKind.ASK_STOCK})
_WEIGHS = frozenset(
    {ActKind.ASK_PRICE, ActKind.COMPARE, ActKind.RAISE_OBJECTION, ActKind.ASK_DISCOUNT, ActKind.ASK_SUPERLATIVE}
)


def stage_words(parse: Mapping[str, Any]) -> dict[str, float]:
    """The chance of each stage by the words of a message alone, of its parse."""
    ranking = (parse.get("message_stage") or {}).get("ranking") or ()
    return {str(reading["name"]): float(reading["confidence"]) for reading in ranking}


def standing(history: Sequence[StageChange]) -> dict[str, float]:
    """The chance of each stage before a message, "none" among them."""
    if not history:
        return {NONE: 1.0}
    last = history[-1]
    none = last.confidence if last.stage is BuyingStage.NONE else 0.0
    return {NONE: none, **{name: (1 - none) * chance for name, chance in last.belief.items()}}


def stage_features(
    before: Mapping[str, float], parts: Sequence[Kinds], words: Mapping[str, float], *, is_first: bool
) -> dict[str, float]:
    """What speaks for a stage, by name: the chance of each stage before, of each kind of act, and of each stage by the words alone.
    `parts` are those of the message."""
    kinds = dict.fromkeys(kind for part in parts for kind in part)
    acts = {kind: max(part.get(kind, 0.0) for part in parts) for kind in kinds}
    found = {"bias": 1.0} | {f"does_{kind.value}": chance for kind, chance in acts.items() if chance > _LEAST_CHANCE}
    found |= {f"words_{name}": (log(max(words.get(name, 0.0), _LEAST)) + _MOST) / 2 for name in ALL}
    early = before.get(NONE, 0.0) + before.get(BuyingStage.AWARENESS.value, 0.0)
    for name in ALL:
        if words.get(name, 0.0) > _SURE_FROM:  # the logarithm of a chance hardly tells .99 from .7
            found[f"sure_{name}"] = (words[name] - _SURE_FROM) / (1 - _SURE_FROM)
            found[f"sure_{name}|early"] = found[f"sure_{name}"] * early
    ways = {
        "silent": min((_share(part, SILENT) for part in parts), default=0.0),
        "asks": max((_share(part, _ASKS_FACTS) for part in parts), default=0.0),
        "weighs": max((_share(part, _WEIGHS) for part in parts), default=0.0),
    }
    for stage, chance in before.items():
        if chance > _LEAST_CHANCE:
            found[f"before_{stage}"] = chance
            found |= {f"{way}|before_{stage}": chance * share for way, share in ways.items() if share}
    if is_first:
        found["first"] = 1.0
    return found


def _share(part: Kinds, kinds: Iterable[ActKind]) -> float:
    return sum(part.get(kind, 0.0) for kind in kinds)


def settle_stage(
    history: Sequence[StageChange],
    parts: Sequence[Kinds],
    words: Mapping[str, float],
    cues: Sequence[str],
    message: str,
    weights: Mapping[str, Mapping[str, float]],
) -> StageChange:
    """The stage after `message`.

    A multinomial logistic model over the belief before, what the message does and what its words say, learnt by `milepost
    learn` from annotated conversations; `weights` by stage and feature. `parts` have the chance of each kind of act in each part
    of the message: what is doubtful counts as doubtful. `words` are the probabilities of a single message's stages, "none"
    among them. The stage is NONE only before any evidence.
    """
    before = history[-1].stage if history else BuyingStage.NONE
    found = stage_features(standing(history), parts, words, is_first=not history)
    scores = [sum(weights.get(name, {}).get(feature, 0.0) * value for feature, value in found.items()) for name in ALL]
    chances = dict(zip(ALL, softmax(scores), strict=True))
    if before is not BuyingStage.NONE:
        chances[NONE] = 0.0
    best = max(chances, key=lambda name: chances[name])
    whole = sum(chances[name] for name in STAGES) or 1.0
    belief = {name: round(chances[name] / whole, 4) for name in STAGES}
    confidence = round(chances[best] / sum(chances.values()), 4)
    moved = best != before.value
    return StageChange(message, BuyingStage(best), confidence, belief, tuple(cues) if moved or best != NONE else ())
