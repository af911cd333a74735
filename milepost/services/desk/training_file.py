"""Corrections as a file in Rasa's training format, for people to review before they train anything with it.

Format: https://rasa.com/docs/rasa/training-data-format (version 3.1): intents with examples, entities as
`[words]{"entity": name, "value": value}`; the buying stage stands in the metadata, as in data/nlu.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from milepost.store.database import Store
from milepost.store.records.desk.corrections import Correction

_VERSION = "3.1"


def training_file(store: Store) -> str:
    """One example for each message that a rep judged: its intent, stage and needs as the rep says, else as the bot did.

    What has neither an intent of a rep's nor of the bot's is left out, for Rasa has no place for it.
    """
    blocks: dict[tuple[str, str], list[str]] = {}
    for labels in _by_message(store.corrections.list()).values():
        first = labels[0]
        said = {label.kind: label.label for label in labels if label.kind != "need"}
        intent = str(said.get("intent") or store.trackers.intents(first.conversation).get(first.message) or "")
        if intent and first.text.strip():
            blocks.setdefault((intent, str(said.get("stage") or "")), []).append(_example(labels))
    return "\n".join([f'version: "{_VERSION}"', "nlu:" if blocks else "nlu: []", *_lines(blocks), ""])


def _by_message(labels: Iterable[Correction]) -> Mapping[tuple[str, str], list[Correction]]:
    by_message: dict[tuple[str, str], list[Correction]] = {}
    for label in labels:
        by_message.setdefault((label.conversation, label.message), []).append(label)
    return by_message


def _lines(blocks: Mapping[tuple[str, str], list[str]]) -> Iterable[str]:
    for (intent, stage), examples in sorted(blocks.items()):
        yield f"- intent: {json.dumps(intent)}"
        if stage:
            yield "  metadata:"
            yield f"    stage: {json.dumps(stage)}"
        yield "  examples: |"
        yield from (f"    - {example}" for example in dict.fromkeys(examples))


def _example(labels: Iterable[Correction]) -> str:
    """The message on one line; brackets of the visitor's own are no entities."""
    labels = list(labels)
    text = _plain(labels[0].text)
    for label in labels:
        words = _plain(label.words)
        if label.kind == "need" and label.label is not None and words and words in text:
            value = label.label if isinstance(label.label, str) else json.dumps(label.label, default=str)
            mark = json.dumps({"entity": label.need, "value": value}, ensure_ascii=False)
            text = text.replace(words, f"[{words}]{mark}", 1)
    return text


def _plain(text: str) -> str:
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(shown.translate(str.maketrans("[]{}", "()()")).split())
