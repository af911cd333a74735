"""Fits how the buying stage is settled: each annotated turn is a choice among the stages (milepost.dialogue.stage)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from milepost.dialogue.features import Features
from milepost.dialogue.stage import ALL, Kinds, settle_stage, stage_features, stage_words, standing
from milepost.learning.conversations import AnnotatedConversation
from milepost.learning.examples import ParsedTurn, TurnKey
from milepost.learning.nested_logit import Choices, kept
from milepost.sales.conversations import BuyingStage, StageChange

STRENGTH = 1.67
"""Weights are kept small by half their sum of squares times this."""
ROUNDS = 2
"""How often it is learnt anew upon what was settled before, as the bot will have it."""
_BETWEEN = "|"

KindsOfTurns = Mapping[TurnKey, Sequence[Kinds]]
"""The chance of each kind of act in each part of each turn, as it is told by what has not learnt from that turn."""
StageWeights = Mapping[str, Mapping[str, float]]


def learnt_stages(
    conversations: Sequence[AnnotatedConversation], parsed: Mapping[TurnKey, ParsedTurn], kinds: KindsOfTurns
) -> StageWeights:
    """The weights by stage and feature.

    What the bot knows of a message and of the stage before it is doubtful, and so is what is learnt from: the chances of its
    acts, and the beliefs that the round before settled on, turn by turn (of the first round: what is annotated). Learnt from
    true acts and true stages before, .71 of the turns of other authors were right; learnt so, .78.
    """
    weights = stage_weights(stage_choices(conversations, parsed, kinds))
    for _ in range(ROUNDS):
        beliefs = settled(conversations, parsed, kinds, weights)
        weights = stage_weights(stage_choices(conversations, parsed, kinds, beliefs))
    return weights


def stage_choices(
    conversations: Sequence[AnnotatedConversation],
    parsed: Mapping[TurnKey, ParsedTurn],
    kinds: KindsOfTurns,
    beliefs: Mapping[TurnKey, Mapping[str, float]] | None = None,
) -> Choices:
    """One choice a turn: what speaks for each stage, upon the belief before (else the stage annotated), and which is annotated."""
    return Choices(_choices(conversations, parsed, kinds, beliefs))


def stage_weights(choices: Choices) -> dict[str, dict[str, float]]:
    """The weights by stage and feature that `choices` teach."""
    found: dict[str, dict[str, float]] = {name: {} for name in ALL}
    learnt = choices.weights(strength=STRENGTH, importance=np.ones(len(choices)))
    for name, weight in kept(learnt).items():
        stage, feature = name.split(_BETWEEN, 1)
        found[stage][feature] = weight
    return found


def settled(
    conversations: Sequence[AnnotatedConversation],
    parsed: Mapping[TurnKey, ParsedTurn],
    kinds: KindsOfTurns,
    weights: StageWeights,
) -> dict[TurnKey, dict[str, float]]:
    """The belief before each turn where these weights settled the turns before it."""
    found: dict[TurnKey, dict[str, float]] = {}
    for conversation in conversations:
        history: list[StageChange] = []
        for number in range(len(conversation.turns)):
            key = (conversation.id, number)
            found[key] = standing(history)
            history.append(settle_stage(history, kinds[key], stage_words(parsed[key].whole), (), "", weights))
    return found


def _choices(
    conversations: Sequence[AnnotatedConversation],
    parsed: Mapping[TurnKey, ParsedTurn],
    kinds: KindsOfTurns,
    beliefs: Mapping[TurnKey, Mapping[str, float]] | None,
) -> Iterator[tuple[list[Features], list[float]]]:
    for conversation in conversations:
        stage = BuyingStage.NONE
        for number, turn in enumerate(conversation.turns):
            key = (conversation.id, number)
            before = beliefs[key] if beliefs else {stage.value: 1.0}
            features = stage_features(before, kinds[key], stage_words(parsed[key].whole), is_first=number == 0)
            alternatives = [{f"{name}{_BETWEEN}{each}": value for each, value in features.items()} for name in ALL]
            yield alternatives, [float(name == turn.stage.value) for name in ALL]
            stage = turn.stage
