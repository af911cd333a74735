"""What a part of a message does, by its words alone: evidence for the dialogue, learnt from annotated conversations."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from milepost.dialogue.segments import segments_of
from milepost.nlu.encoder import EnglishEncoder, english_encoder, language_of, multilingual_encoder
from milepost.nlu.encoders.multilingual import MultilingualEncoder
from milepost.nlu.learning.linear_head import LinearHead, fit, softmax
from milepost.nlu.mention_matching.masking import masked
from milepost.nlu.mention_matching.matching import mentions
from milepost.nlu.mention_matching.names import CatalogueNames
from milepost.store.catalogue_files import load_catalogue

VERSION = 3
STRENGTH, ENGLISH, FOREIGN = 1.0, "english", "foreign"
# The intents of data/nlu that an act has another name for; those that say nothing of an act are left out.
ACT_OF_INTENT = {"ask_question": "ask_fact", "ask_product": "ask_fact", "compare_products": "compare"}
# Of 0 to 150 examples of an intent beside one to five times the conversations, what told strangers' turns best (author by author).
_MOST_OF_AN_INTENT, _TIMES = 40, 3
# What conversations hardly hold is learnt from all its examples.
_RARE = ("report_danger",)
_LONGEST = 400  # characters


@dataclass(frozen=True)
class Labelled:
    """A text, the act that it does, and its language."""

    text: str
    act: str
    language: str = "en"


def labelled_parts(conversations: Sequence[Mapping[str, Any]], root: Path) -> Iterator[Labelled]:
    """The parts of annotated turns of which it is plain which act they do, with stand-ins for the names of the company's
    catalogue, a folder below `root`."""
    known: dict[str, CatalogueNames] = {}
    for conversation in conversations:
        company, language = conversation["company"], conversation["language"]
        if company not in known:
            known[company] = CatalogueNames(load_catalogue(root / company))
        for turn in conversation["turns"]:
            acts = [str(act["act"]) for act in turn["acts"]]
            parts = segments_of(turn["text"])
            if len(parts) != len(acts):
                parts = (turn["text"],) if len(acts) == 1 else ()
            for part, act in zip(parts, acts if parts else (), strict=True):
                yield Labelled(masked(part, mentions(part, known[company])), act, language)


def labelled_examples(training_data: TrainingData) -> Iterator[Labelled]:
    """The examples of data/nlu by the act that their intent is, at most so many of one intent and language but of rare ones."""
    counts: dict[tuple[str, str], int] = {}
    for message in training_data.intent_examples:
        intent, language = str(message.get(INTENT)), language_of(message)
        counts[intent, language] = counts.get((intent, language), 0) + 1
        if message.get(TEXT) and (intent in _RARE or counts[intent, language] <= _MOST_OF_AN_INTENT):
            yield Labelled(str(message.get(TEXT)), ACT_OF_INTENT.get(intent, intent), language)


@dataclass(frozen=True)
class ActHeads:
    """Linear heads over sentence vectors: one over both encoders' for English, one over the multilingual alone."""

    labels: tuple[str, ...]
    heads: Mapping[str, LinearHead]

    def read(self, vectors: Mapping[str, Any]) -> dict[str, float]:
        """The probability of each act; `vectors` by route."""
        route = ENGLISH if ENGLISH in vectors else FOREIGN
        found = softmax(self.heads[route].logits(vectors[route]))
        return {
            label: round(float(chance), 4) for label, chance in zip(self.labels, found, strict=True) if chance >= 0.002
        }

    def save(self, folder: Path) -> None:
        """Writes labels and weights to two files of a folder."""
        arrays = {f"{route}.weights": head.weights for route, head in self.heads.items()}
        arrays |= {f"{route}.bias": head.bias for route, head in self.heads.items()}
        np.savez(folder / "heads.npz", **arrays)
        (folder / "labels.json").write_text(json.dumps(self.labels), encoding="utf-8")

    @classmethod
    def saved_in(cls, folder: Path) -> ActHeads:
        """The heads that `save` wrote. Raises OSError where there are none."""
        labels = tuple(json.loads((folder / "labels.json").read_text(encoding="utf-8")))
        with np.load(folder / "heads.npz", allow_pickle=False) as stored:
            heads = {
                route: LinearHead(stored[f"{route}.weights"], stored[f"{route}.bias"]) for route in (ENGLISH, FOREIGN)
            }
        return cls(labels, heads)

    @classmethod
    def fitted(cls, labelled: Sequence[Labelled], vectors: Mapping[str, Any]) -> ActHeads:
        """Heads fitted to labelled texts; `vectors` by route, one row each."""
        labels = tuple(sorted({one.act for one in labelled}))
        places = {label: place for place, label in enumerate(labels)}
        targets = np.array([places[one.act] for one in labelled])
        english = np.array([one.language == "en" for one in labelled])
        heads = {FOREIGN: fit(vectors[FOREIGN], targets, len(labels), strength=STRENGTH)}
        heads[ENGLISH] = fit(vectors[ENGLISH][english], targets[english], len(labels), strength=STRENGTH)
        return cls(labels, heads)


class TextVectors:
    """A text's vectors by route."""

    def __init__(self, folder: Path) -> None:
        self._english: EnglishEncoder = english_encoder(folder)
        self._multilingual: MultilingualEncoder = multilingual_encoder(folder)

    def of(self, text: str, *, is_english: bool) -> dict[str, Any]:
        """Vectors of one text, (width,)."""
        foreign = np.asarray(self._multilingual.encode(text), np.float32).ravel()
        found = {FOREIGN: foreign / max(float(np.linalg.norm(foreign)), 1e-9)}
        if is_english:
            found[ENGLISH] = np.concatenate(
                [np.asarray(self._english.encode(text), np.float32).ravel(), found[FOREIGN]]
            )
        return found


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ActClassifier(GraphComponent):
    """Leaves `act_evidence`: the probability of each act by the words of the message alone."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`weights`: the folder for the converted weights. `conversations`: the annotated conversations to learn from."""
        return {"weights": "models", "conversations": "data/conversations"}

    @staticmethod
    def required_packages() -> list[str]:
        return ["numpy", "scipy"]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The conversations that it learns from are none of Rasa's training data."""
        folder = {**cls.get_default_config(), **config}["conversations"]  # Rasa asks with what config.yml says alone
        files = sorted(Path(folder).glob("*.jsonl"))
        return f"{VERSION} {sum(hash_of(file) for file in files)}"

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ActClassifier:
        return cls(config, model_storage, resource)

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, heads: ActHeads | None = None
    ) -> None:
        self._config, self._storage, self._resource, self._heads = config, model_storage, resource, heads
        self._vectors = TextVectors(Path(config["weights"]))

    def train(self, training_data: TrainingData) -> Resource:
        """Fit to the conversations and to the examples of data/nlu."""
        conversations = read_conversations(Path(self._config["conversations"]))
        parts = list(labelled_parts(conversations, Path.cwd()))
        labelled = [*_TIMES * parts, *labelled_examples(training_data)]
        if len({one.act for one in labelled}) > 1:
            self._heads = ActHeads.fitted(labelled, stacked(labelled, self._vectors))
            self.persist()
        return self._resource

    def persist(self) -> None:
        """Write the heads to the model."""
        if self._heads is not None:
            with self._storage.write_to(self._resource) as folder:
                self._heads.save(folder)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ActClassifier:
        """The trained heads; one that was trained on nothing leaves no evidence."""
        try:
            with model_storage.read_from(resource) as folder:
                return cls(config, model_storage, resource, ActHeads.saved_in(folder))
        except ValueError:  # Rasa's word for a resource that was never written
            return cls(config, model_storage, resource)

    def process(self, messages: list[Message]) -> list[Message]:
        """Reads each message by its own words, with stand-ins for the names: "how much is PlanA"."""
        for message in messages:
            text = read_text(message.get("masked_text") or message.get(TEXT))
            is_english = (message.get("language") or {}).get("name", "en") == "en"
            found = self._heads.read(self._vectors.of(text, is_english=is_english)) if self._heads and text else {}
            message.set("act_evidence", found, add_to_output=True)
        return messages


def read_text(text: Any) -> str:
    """What the heads read of a text: its end."""
    return str(text or "").strip()[-_LONGEST:]


def stacked(labelled: Sequence[Labelled], vectors: TextVectors) -> dict[str, Any]:
    """The vectors of labelled texts by route, one row each; a foreign text's English row is empty."""
    texts = list(dict.fromkeys((one.text, one.language) for one in labelled))
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # the encoders leave Python's lock while they reckon
        found = pool.map(lambda each: vectors.of(each[0], is_english=each[1] == "en"), texts)
        known = dict(zip(texts, found, strict=True))
    rows = [known[one.text, one.language] for one in labelled]
    width = next(len(row[ENGLISH]) for row in rows if ENGLISH in row)
    empty = np.zeros(width, np.float32)
    return {
        FOREIGN: np.stack([row[FOREIGN] for row in rows]),
        ENGLISH: np.stack([row.get(ENGLISH, empty) for row in rows]),
    }


def read_conversations(folder: Path) -> list[dict[str, Any]]:
    """The annotated conversations of a folder's files, in their order."""
    files = sorted(folder.glob("*.jsonl"))
    return [
        json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines() if line.strip()
    ]


def hash_of(file: Path) -> int:
    """A number that changes with a file's content."""
    import zlib

    return zlib.crc32(file.read_bytes())
