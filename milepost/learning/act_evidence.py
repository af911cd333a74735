"""Evidence of acts as a stranger's message has it: each author's turns are read by heads that have not learnt from them.

The trained model has learnt from the very conversations that the scorer is fitted to; what it says of them is far surer than
what it says of others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rasa.shared.nlu.training_data.training_data import TrainingData

from milepost.learning.conversations import AnnotatedConversation
from milepost.learning.examples import ParsedTurn, TurnKey
from milepost.nlu import act_classifier
from milepost.nlu.act_classifier import (
    ActHeads,
    Labelled,
    TextVectors,
    labelled_examples,
    labelled_parts,
    read_text,
    stacked,
)

Evidence = dict[TurnKey, list[dict[str, float]]]


class KeptVectors(TextVectors):
    """Vectors of texts, each worked out once."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._known: dict[tuple[str, bool], dict[str, Any]] = {}

    def of(self, text: str, *, is_english: bool) -> dict[str, Any]:
        """Vectors of one text."""
        if (text, is_english) not in self._known:
            self._known[text, is_english] = super().of(text, is_english=is_english)
        return self._known[text, is_english]


def evidence_apart(
    conversations: Sequence[AnnotatedConversation],
    parsed: Mapping[TurnKey, ParsedTurn],
    training_data: TrainingData,
    vectors: TextVectors,
    root: Path,
) -> Evidence:
    """The evidence of acts in each part of each turn, out of fold by author; the companies' folders lie below `root`."""
    found: Evidence = {}
    intents = list(labelled_examples(training_data))
    for author in sorted({each.author for each in conversations}):
        heads = _heads((each for each in conversations if each.author != author), intents, vectors, root)
        for conversation in conversations:
            if conversation.author == author:
                for number in range(len(conversation.turns)):
                    parses = parsed[conversation.id, number].parses
                    found[conversation.id, number] = [
                        _read(heads, parse, vectors, conversation.language) for parse in parses
                    ]
    return found


def _heads(
    others: Iterable[AnnotatedConversation], intents: Sequence[Labelled], vectors: TextVectors, root: Path
) -> ActHeads:
    """Heads fitted as `ActClassifier.train` fits its own."""
    parts = list(labelled_parts([each.as_record() for each in others], root))
    labelled = [*act_classifier._TIMES * parts, *intents]
    return ActHeads.fitted(labelled, stacked(labelled, vectors))


def _read(heads: ActHeads, parse: Mapping[str, Any], vectors: TextVectors, language: str) -> dict[str, float]:
    text = read_text(parse.get("masked_text") or parse.get("text"))
    return heads.read(vectors.of(text, is_english=language == "en"))
