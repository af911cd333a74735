"""The buying stage of a conversation: a filter over the stages that its messages are evidence for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log
from types import MappingProxyType

from milepost.sales.conversations import BuyingStage, StageChange

STAGES = tuple(stage.value for stage in BuyingStage if stage is not BuyingStage.NONE)
NONE = BuyingStage.NONE.value

# Where a conversation starts when nothing is known of the visitor.
FIRST: Mapping[str, float] = MappingProxyType(
    dict(zip(STAGES, (0.26, 0.26, 0.22, 0.08, 0.07, 0.08, 0.03), strict=True)),
)

# From each stage (row) to each (column) between two messages that are evidence: staying is likeliest, then the next
# stage, then one back; every skip stays possible. Set by hand after the order of the journey, and flat enough, with
# SHARPNESS, for a clear message to decide alone.
_MOVES: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        origin: dict(zip(STAGES, row, strict=True))
        for origin, row in {
            "awareness": (0.29, 0.21, 0.14, 0.10, 0.09, 0.09, 0.08),
            "research": (0.10, 0.31, 0.20, 0.12, 0.09, 0.09, 0.09),
            "evaluation": (0.09, 0.13, 0.34, 0.16, 0.09, 0.10, 0.09),
            "purchase": (0.08, 0.10, 0.14, 0.34, 0.15, 0.10, 0.09),
            "onboarding": (0.08, 0.09, 0.10, 0.10, 0.37, 0.16, 0.10),
            "retention": (0.08, 0.09, 0.10, 0.10, 0.10, 0.40, 0.13),
            "advocacy": (0.08, 0.09, 0.10, 0.10, 0.09, 0.15, 0.39),
        }.items()
    }
)

SHARPNESS = 2.0
# The power of the belief that is told as confidence: sharpened evidence promises too much. Of 0.35 to 1, the one whose
# promises were kept best on the 251 turns of tests/held_out/journeys.jsonl (calibration error 0.035, 0.067 without).
HONESTY = 0.7
# A message whose evidence is below this leaves the stage as it is; one where `none` leads counts for nothing.
UNSURE = 0.30
# No reading is impossible: the least likelihood of a stage, relative to all.
FLOOR = 0.015
# What a criterion says where the words alone do not ("14 inches" in answer to a question).
CRITERION: Mapping[str, float] = MappingProxyType({"research": 0.75, "evaluation": 0.25})


def settle(
    history: Sequence[StageChange],
    probabilities: Mapping[str, float],
    cues: Sequence[str],
    message: str,
    *,
    prior: Mapping[str, float] | None = None,
    criterion: bool = False,
) -> StageChange:
    """The stage after `message`, given what each stage's probability is for its bare words (with "none" among them).

    The forward algorithm of a hidden Markov model (Rabiner 1989, Proc. IEEE 77:257, eq. 19-20). P(stage | words) of a
    classifier trained on equally many messages of every stage is the likelihood but for a factor (Bourlard & Morgan
    1994, hybrid models); it counts by its weight. Small talk and unsure messages move nothing, and older evidence fades
    with each message that does. `prior` weighs the stages before any evidence (an account: {"retention": 1}).
    `criterion`: the message gave a need or answered a question; a conversation that has not gone further is in
    "research" then, whatever the words alone say.
    """
    change = _settled(history, probabilities, cues, message, prior)
    if criterion and change.stage in (BuyingStage.NONE, BuyingStage.AWARENESS):
        return _settled(history, CRITERION, cues, message, prior)
    return change


def _settled(
    history: Sequence[StageChange],
    probabilities: Mapping[str, float],
    cues: Sequence[str],
    message: str,
    prior: Mapping[str, float] | None,
) -> StageChange:
    stage = history[-1].stage if history else BuyingStage.NONE
    before = _first(prior) if stage is BuyingStage.NONE else _without_none(history[-1].belief)
    weight = message_weight(probabilities)
    if weight > 0 and stage is BuyingStage.NONE:
        weight = max(weight, UNSURE)
    if weight < UNSURE:
        confidence = _honest(before).get(stage.value, probabilities.get(NONE, 0.0))
        return StageChange(message, stage, round(confidence, 4), _rounded(before))
    evidence = _without_none(probabilities)
    expected = _moved(before) if stage is not BuyingStage.NONE else before
    after = _normal({name: expected[name] * (evidence[name] + FLOOR) ** (SHARPNESS * weight) for name in STAGES})
    best = max(STAGES, key=lambda name: after[name])
    return StageChange(message, BuyingStage(best), round(_honest(after)[best], 4), _rounded(after), tuple(cues))


def message_weight(probabilities: Mapping[str, float]) -> float:
    """How much a message is evidence at all, from 0 to 1.

    0 where `none` leads; else the share that is not `none`, times how decided the rest is: by the lead of the best
    stage (full from one half) or by how few stages share the probability (1 - normalised entropy), whichever is more.
    """
    shares = sorted(_without_none(probabilities).values(), reverse=True)
    none = probabilities.get(NONE, 0.0)
    total = sum(probabilities.get(name, 0.0) for name in STAGES)
    if total <= 0 or none >= shares[0] * total:
        return 0.0
    entropy = -sum(share * log(share) for share in shares if share > 0) / log(len(shares))
    return total / (total + none) * max(min(1.0, (shares[0] - shares[1]) / 0.5), 1.0 - entropy)


def corrected(stage: BuyingStage, message: str, *, by: str = "") -> StageChange:
    """The stage as a rep sets it after `message`: believed outright, until later words speak against it."""
    belief = {name: (1.0 if name == stage.value else 0.0) for name in STAGES}
    return StageChange(message, stage, 1.0, belief, (by,) if by else ())


def _first(prior: Mapping[str, float] | None) -> dict[str, float]:
    return _normal({name: FIRST[name] * (max(prior.get(name, 0.0), 0.1) if prior else 1.0) for name in STAGES})


def _moved(belief: Mapping[str, float]) -> dict[str, float]:
    return {name: sum(belief[origin] * _MOVES[origin][name] for origin in STAGES) for name in STAGES}


def _without_none(probabilities: Mapping[str, float]) -> dict[str, float]:
    return _normal({name: probabilities.get(name, 0.0) for name in STAGES})


def _honest(belief: Mapping[str, float]) -> dict[str, float]:
    return _normal({name: share**HONESTY for name, share in belief.items()})


def _normal(weights: Mapping[str, float]) -> dict[str, float]:
    total = sum(weights.values())
    return {name: weight / total if total else 0.0 for name, weight in weights.items()}


def _rounded(belief: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in belief.items()}
