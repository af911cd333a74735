"""Which language a message is written in: short, colloquial, mistyped; English unless something speaks against it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from milepost.nlu.encoder import language_of
from milepost.nlu.learning.linear_head import LinearHead, softmax
from milepost.nlu.learning.word_evidence import WORD_MARK, WordEvidence, count, words_of
from milepost.nlu.light_imports import import_spacy

ENGLISH = "en"
NEIGHBOURS = ("es", "de", "fr", "pt", "it", "nl", "pl", "sv", "da", "nb", "fi", "tr", "ro", "cs", "hu", "id", "ca")
"""Languages in Latin letters that are told apart, by files of samples and by spaCy's sentences and stop words."""
SERVED = (ENGLISH, "es", "de", "fr", "pt")
SERVED_BONUS = 0.7
"""Added to the scores of the languages that are answered: "ja" is German here rather than Polish."""
MOST_ENGLISH, SMOOTHING = 900, 0.2
SCRIPTS = {
    "ja": "[\u3040-\u30ff]", "ko": "[\uac00-\ud7af]", "zh": "[\u4e00-\u9fff]", "ru": "[\u0400-\u04ff]",
    "ar": "[\u0600-\u06ff]", "he": "[\u0590-\u05ff]", "el": "[\u0370-\u03ff]", "hi": "[\u0900-\u097f]",
    "th": "[\u0e00-\u0e7f]",
}  # fmt: skip
ANYWHERE = r"\b(?:ok|okay|hi|hmm+|lol|super|demo|e-?mail|online|app|software|marketing|team|plan|chat|bot)\b"
NOT_WORDS = re.compile(
    rf"\S+@\S+|https?://\S+|\b(?:product|plan|competitor|feature|addon)[a-z]\b|[\d_]+|{ANYWHERE}|^\W*no\W*$",
    re.IGNORECASE,
)
"""What names no language: addresses, stand-ins, numbers, words that half the world writes."""
LETTERS = re.compile(r"[^\W\d_]")
WORD = re.compile(r"[^\W\d_]{2}")
SHORT = 2
"""Letters of all words together with which a message hardly tells its language: "im 67" may be typed in any."""
VERSION = 2


def by_script(text: str) -> str | None:
    """The language that most letters of another alphabet name, if they are the most."""
    if text.isascii():
        return None
    counts = {language: len(re.findall(letters, text)) for language, letters in SCRIPTS.items()}
    if counts["ja"]:
        counts["ja"] += counts["zh"]
    language = max(counts, key=lambda one: counts[one])
    return language if 2 * counts[language] > len(LETTERS.findall(text)) else None


def samples(folder: Path, examples: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Texts with their language: the project's examples for English, the sample files, spaCy's words and sentences."""
    import_spacy()
    step = max(1, len(examples) // MOST_ENGLISH)
    for language in (ENGLISH, *NEIGHBOURS):
        lines = examples[::step] if language == ENGLISH else sample_lines(folder / f"{language}.txt")
        for text in (*lines, *spacy_words(language)):
            yield text.lower(), language


def sample_lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


def spacy_words(language: str) -> list[str]:
    """spaCy's example sentences and, one by one, its stop words."""
    sentences = import_module(f"spacy.lang.{language}.examples").sentences
    return [*sentences, *sorted(import_module(f"spacy.lang.{language}.stop_words").STOP_WORDS)]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class LanguageDetector(GraphComponent):
    """Sets `language`: name and confidence.

    A message with no word to go by keeps the conversation's language (`language` in the message's metadata), or
    else English.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`samples`: a folder with one text file per language. `least`: the confidence from which on another language
        than the usual one is believed, `least_unserved` where it is one that is not answered in, `least_short` where all that
        there is to go by is one word of at most two letters ("im 67").
        """
        return {"samples": "data/languages", "least": 0.4, "least_unserved": 0.8, "least_short": 0.95}

    @staticmethod
    def required_packages() -> list[str]:
        return ["numpy", "scipy"]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The sample files, by content."""
        files = sorted(Path({**cls.get_default_config(), **config}["samples"]).glob("*.txt"))
        content = b"".join(file.name.encode() + file.read_bytes() for file in files)
        return f"{VERSION} {hashlib.sha256(content).hexdigest()}"

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageDetector:
        return cls(config, model_storage, resource)

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        evidence: WordEvidence | None = None,
        languages: tuple[str, ...] = (),
    ) -> None:
        self._config, self._storage, self._resource = config, model_storage, resource
        self._evidence, self._languages = evidence, languages

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the languages' words and letters."""
        examples = [(str(one.get(TEXT)), language_of(one)) for one in training_data.intent_examples if one.get(TEXT)]
        english = [text for text, language in examples if language == ENGLISH]
        labelled = list(samples(Path(self._config["samples"]), english))
        labelled += [(text.lower(), language) for text, language in examples if language != ENGLISH]
        self._languages = (ENGLISH, *NEIGHBOURS)
        targets = np.array([self._languages.index(language) for _, language in labelled])
        texts = [NOT_WORDS.sub(" ", text) for text, _ in labelled]
        self._evidence = count(texts, targets, len(self._languages), smoothing=SMOOTHING)
        self.persist()
        return self._resource

    def persist(self) -> None:
        """Write the words and what they say."""
        if self._evidence is None:
            return
        with self._storage.write_to(self._resource) as folder:
            head = self._evidence.head
            np.savez(folder / "arrays.npz", rarity=self._evidence.rarity, weights=head.weights, bias=head.bias)
            described = {"languages": self._languages, "grams": list(self._evidence.places)}
            (folder / "languages.json").write_text(json.dumps(described, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LanguageDetector:
        """The trained detector."""
        with model_storage.read_from(resource) as folder:
            described = json.loads((folder / "languages.json").read_text(encoding="utf-8"))
            with np.load(folder / "arrays.npz", allow_pickle=False) as arrays:
                head, rarity = LinearHead(arrays["weights"], arrays["bias"]), arrays["rarity"]
        places = {gram: place for place, gram in enumerate(described["grams"])}
        return cls(config, model_storage, resource, WordEvidence(places, rarity, head), tuple(described["languages"]))

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            usual = (message.get(METADATA) or {}).get("language") or ENGLISH
            name, confidence = self.detect(str(message.get("masked_text") or message.get(TEXT) or ""), usual)
            message.set("language", {"name": name, "confidence": confidence}, add_to_output=True)
        return messages

    def detect(self, text: str, usual: str = ENGLISH) -> tuple[str, float]:
        """A text's language and how sure that is; `usual` where nothing speaks clearly."""
        words = NOT_WORDS.sub(" ", text).lower()
        script = by_script(words)
        if script:
            return script, 1.0
        if not WORD.search(words) or self._evidence is None:
            return usual, 0.5
        bonus = np.array([SERVED_BONUS * (language in SERVED) for language in self._languages])
        probabilities = softmax(self._evidence.logits(words) + bonus)
        best = self._languages[int(probabilities.argmax())]
        if best in SERVED:
            confidence, least = float(probabilities.max()), self._config["least"]
        else:  # Danish or Norwegian: it is enough to know that it is none of ours
            unserved = [language not in SERVED for language in self._languages]
            confidence, least = float(probabilities[unserved].sum()), self._config["least_unserved"]
        if sum(len(word.group()) for word in words_of(words)) <= SHORT:
            least = max(least, self._config["least_short"])
        if best == usual or (confidence >= least and self._knows_a_word(words, best, usual)):
            return best, confidence
        return usual, float(probabilities[self._languages.index(usual)]) if usual in self._languages else 0.5

    def _knows_a_word(self, text: str, language: str, rather_than: str) -> bool:
        """Whether a whole word speaks for one language rather than the other: a name alone, or a typo, does not."""
        if self._evidence is None or rather_than not in self._languages:
            return True
        one, other = self._languages.index(language), self._languages.index(rather_than)
        rows = [self._evidence.places.get(WORD_MARK + word.group()) for word in words_of(text)]
        weights = self._evidence.head.weights
        return any(row is not None and weights[row, one] > weights[row, other] for row in rows)
