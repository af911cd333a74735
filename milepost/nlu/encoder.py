"""Sentence vectors for the classifiers: English by MiniLM, sixteen languages by the multilingual encoder."""

from __future__ import annotations

import os
import shutil
import tempfile
import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, METADATA, METADATA_EXAMPLE, METADATA_INTENT, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from tokenizers import Tokenizer

from milepost.nlu.encoders import encoder_weights as weights
from milepost.nlu.encoders import question_adapter
from milepost.nlu.encoders.multilingual import MultilingualEncoder
from milepost.nlu.encoders.sessions import session_from
from milepost.sales.conversations import BuyingStage

TUNED, ENGLISH, MULTILINGUAL = "tuned", "english", "multilingual"
KEPT_BACK = "kept_back"
"""Marks an example that tuning did not learn from; on these the classifiers are calibrated."""
LONGEST, KEPT_BEGINNING = 480, 160
"""Characters: what a visitor wants stands at the beginning or, more often, at the end."""
LATELY = 32
"""Texts whose vectors are kept: several components read the same text in a turn, and a part of it may be read again."""


class EnglishEncoder:
    """all-MiniLM-L6-v2: text to a unit vector, the last layer (384) before half of the middle one (384)."""

    name = f"english-{weights.PUBLISHED_SHA256[:12]}-{weights.CONVERSION}"
    asking = f"questions-{weights.PUBLISHED_SHA256[:12]}-{weights.CONVERSION}-{question_adapter.version()}"
    width = weights.WIDTH

    def __init__(self, model: Path | bytes) -> None:
        self._session = session_from(model)
        self._tokenizer = Tokenizer.from_file(str(weights.published_folder() / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(weights.PIECES)
        self._read = lru_cache(maxsize=LATELY)(self._run)
        self._ask = lru_cache(maxsize=LATELY)(self._run_asking)

    def encode(self, text: str) -> Any:
        """The vector of one text, not to be written to; of a long one only the first 128 word pieces count."""
        return self._read(text)[0]

    def pieces(self, text: str) -> tuple[list[tuple[int, int]], Any]:
        """The word pieces of a text's first 128: where each stands in it, and their states (n, 768), middle before last layer."""
        return self._read(text)[1:]

    def meaning(self, text: str) -> Any:
        """The last layer's part (384) of a text's vector; the rest helps classifiers only."""
        return self.encode(text)[: weights.HIDDEN]

    def question(self, text: str) -> Any:
        """The unit vector (384) of a question, or of a line that may answer one, by the layers adapted to that."""
        return self._ask(text)

    def _run(self, text: str) -> tuple[Any, list[tuple[int, int]], Any]:
        read = self._tokenizer.encode(text)
        ids = np.array(read.ids, dtype=np.int64)
        vectors, pieces = self._session.run(["vector", "pieces"], {"ids": ids})
        return vectors[0], read.offsets, pieces

    def _run_asking(self, text: str) -> Any:
        ids = np.array(self._tokenizer.encode(text).ids, dtype=np.int64)
        return self._session.run(["question"], {"ids": ids})[0][0]


@cache
def english_encoder(folder: Path) -> EnglishEncoder:
    """One per process."""
    return EnglishEncoder(weights.ready(folder))


@cache
def multilingual_encoder(folder: Path) -> MultilingualEncoder:
    """One per process."""
    return MultilingualEncoder(folder)


def readable(message: Message) -> str:
    """What the classifiers read: the text with catalogue names masked, shortened where it is very long."""
    text = " ".join(str(message.get("masked_text") or message.get(TEXT) or "").split())
    if len(text) <= LONGEST:
        return text
    return f"{text[:KEPT_BEGINNING]} {text[KEPT_BEGINNING - LONGEST :]}"


def vectors_of(message: Message) -> dict[str, Any]:
    """The sentence vectors that the encoder left on a message, by encoder."""
    return {one.origin: one.features[0] for one in message.features if one.origin in (TUNED, ENGLISH, MULTILINGUAL)}


def stage_of(example: Message) -> str:
    """The stage that the training data give an example, its own before its block's; empty where they give none."""
    metadata = example.get(METADATA) or {}
    for part in (METADATA_EXAMPLE, METADATA_INTENT):
        stage = (metadata.get(part) or {}).get("stage")
        if stage:
            return BuyingStage(stage).value
    return ""


def language_of(example: Message) -> str:
    """The language that the training data give an example's block; English where they give none."""
    metadata = (example.get(METADATA) or {}).get(METADATA_INTENT) or {}
    return str(metadata.get("language", "en"))


def numbered(values: Sequence[str]) -> Any:
    """Labels as numbers, in alphabetical order."""
    return np.unique(np.array(values), return_inverse=True)[1]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SentenceEncoder(GraphComponent):
    """Adds one sentence vector per encoder; a message known not to be English gets the multilingual one alone.

    A tuned encoder comes beside the published one, not in its place: the knowledge base is searched with the published.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`weights`: the folder for the converted weights. `tuned`: fine-tune an English encoder on the examples (minutes),
        in `epochs` rounds, one in `keep_back` examples kept back for calibration (0: none, and promises come out too sure).
        """
        return {"weights": "models", "tuned": False, "epochs": 4, "keep_back": 7}

    @staticmethod
    def required_packages() -> list[str]:
        return ["onnxruntime", "tokenizers"]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """What cached features depend on beside this class."""
        return f"{EnglishEncoder.name} {MultilingualEncoder.name} {LONGEST} {KEPT_BEGINNING}"

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoder:
        return cls(config, model_storage, resource)

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, tuned: EnglishEncoder | None = None
    ) -> None:
        self._config, self._storage, self._resource, self._tuned = config, storage, resource, tuned
        folder = Path(config["weights"])
        self._english, self._multilingual = english_encoder(folder), multilingual_encoder(folder)

    def train(self, training_data: TrainingData) -> Resource:
        """Fine-tune where that is asked for; the published encoder needs no training."""
        with self._storage.write_to(self._resource) as folder:
            # Rasa's cache forgets a part of the model that has no file.
            (folder / "encoders.txt").write_text(
                f"{EnglishEncoder.name}\n{MultilingualEncoder.name}\n", encoding="utf-8"
            )
            if self._config["tuned"]:
                self._tune(training_data, folder)
        return self._resource

    def _tune(self, training_data: TrainingData, folder: Path) -> None:
        from milepost.nlu.tuning import tune_apart

        examples = [one for one in training_data.intent_examples if one.get(TEXT) and language_of(one) == "en"]
        intents, stages = [one.get(INTENT) for one in examples], [stage_of(one) for one in examples]
        kinds = [intents, stages, [f"{intent} {stage}" for intent, stage in zip(intents, stages, strict=True)]]
        learnt = [place for place, one in enumerate(examples) if not self._is_kept_back(one)]
        targets = [numbered(kind)[learnt] for kind in kinds]
        with tempfile.TemporaryDirectory() as scratch:
            texts = [readable(examples[place]) for place in learnt]
            made = tune_apart(texts, targets, Path(scratch), epochs=self._config["epochs"])
            shutil.copyfile(made, folder / "english.onnx")

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SentenceEncoder:
        """The encoders, a tuned one among them where the model carries it."""
        with model_storage.read_from(resource) as folder:
            file = folder / "english.onnx"
            tuned = EnglishEncoder(file.read_bytes()) if file.exists() else None
        return cls(config, model_storage, resource, tuned)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Examples are in English, but those whose block says another `language` in its metadata."""
        examples = [one for one in training_data.training_examples if one.get(TEXT)]
        with ThreadPoolExecutor(os.cpu_count()) as pool:  # the encoders leave Python's lock while they reckon
            list(pool.map(self._add, examples))
        for example in examples if self._config["tuned"] else ():
            example.set(KEPT_BACK, self._is_kept_back(example))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            self._add(message)
        return messages

    def _is_kept_back(self, example: Message) -> bool:
        """Every so-manyth example by its words, whatever the order of the files."""
        share = int(self._config["keep_back"])
        return share > 0 and zlib.crc32(readable(example).encode()) % share == 0

    def _add(self, message: Message) -> None:
        text = readable(message)
        if not text:
            return
        add_vector(message, MULTILINGUAL, self._multilingual.encode(text))
        if ((message.get("language") or {}).get("name") or language_of(message)) == "en":
            add_vector(message, ENGLISH, self._english.encode(text))
            if self._tuned is not None:
                add_vector(message, TUNED, self._tuned.encode(text))


def add_vector(message: Message, encoder: str, vector: Any) -> None:
    """Keep a sentence vector where Rasa keeps features."""
    message.add_features(Features(vector[np.newaxis, :], FEATURE_TYPE_SENTENCE, TEXT, encoder))
