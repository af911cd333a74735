"""Which facts of the catalogue in force a message asks for, by meaning and by words; nothing is decided here."""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from milepost.nlu.catalogue_in_use import catalogue_in_use
from milepost.nlu.encoder import english_encoder, multilingual_encoder
from milepost.nlu.fact_index.index import Asked, FactIndex
from milepost.nlu.fact_index.words import question_kind
from milepost.sales.catalogue import Catalogue

_DETERMINER = re.compile(r"\b(?:the|your|a|an)\s*$", re.IGNORECASE)
_NAMED = {
    "attribute": "attribute",
    "add_on": "add_on",
    "product": "product",
    "plan": "plan",
    "competitor": "competitor",
}
_MOST_CHARACTERS = 600
_VERSIONS = 4

log = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def index() -> IndexInForce:
    """The one index of this process."""
    return IndexInForce()


class IndexInForce:
    """The facts of the catalogue in force, indexed once per catalogue version; the vectors of its lines are kept on disk."""

    def __init__(self) -> None:
        self._known: dict[str, FactIndex] = {}

    def of(self, catalogue: Catalogue, folder: Path) -> FactIndex:
        """The index of that version; the last few are kept."""
        if catalogue.version not in self._known:
            while len(self._known) >= _VERSIONS:
                self._known.pop(next(iter(self._known)))
            one, many = english_encoder(folder), multilingual_encoder(folder)
            kept = [
                KeptVectors(folder / f"facts-{catalogue.version}-{name}.npz", encode, before=f"facts-*-{name}.npz")
                for name, encode in ((one.asking, one.question), (one.name, one.meaning), (many.name, many.encode))
            ]
            self._known[catalogue.version] = FactIndex(catalogue, *kept)
            for each in kept:
                each.save()
        return self._known[catalogue.version]


class KeptVectors:
    """Unit vectors of texts by an encoder. Those of the catalogue's lines are read from a file and written to it, so that
    the next start is quick; those of messages are worked out. Of a new version only the lines that the one before it did
    not have are encoded: an owner's edit is in force at once."""

    def __init__(self, file: Path, encode: Callable[[str], Any], *, before: str = "") -> None:
        self._file, self._encode = file, encode
        found = _stored(file)
        self._is_new = found is None
        self._known: dict[str, Any] = found or {}
        self._before = _newest_of(file.parent, before) if self._is_new and before else {}

    def __call__(self, text: str) -> Any:
        """The unit vector of a text, (width,)."""
        known = self._known.get(text)
        if known is not None:
            return known
        vector = self._before[text] if text in self._before else _unit(self._encode(text))
        if self._is_new:
            self._known[text] = vector
        return vector

    def save(self) -> None:
        """Keep the lines encoded so far, whole or not at all; a folder that cannot be written to is done without."""
        if self._is_new and self._known:
            scratch = self._file.with_suffix(f".{os.getpid()}.npz")
            try:
                np.savez(scratch, lines=json.dumps(list(self._known)), vectors=np.stack(list(self._known.values())))
                scratch.replace(self._file)
            except OSError:
                log.warning("the vectors of the catalogue cannot be kept in %s", self._file.parent)
        self._is_new, self._known, self._before = False, {}, {}


def _stored(file: Path) -> dict[str, Any] | None:
    """The vectors by line that a file holds; None where there is none that can be read."""
    try:
        with np.load(file, allow_pickle=False) as stored:
            return dict(zip(json.loads(str(stored["lines"])), stored["vectors"], strict=True))
    except (OSError, ValueError, KeyError):
        return None


def _newest_of(folder: Path, pattern: str) -> dict[str, Any]:
    """What the file written last of those that match holds; nothing where there is none."""
    files = sorted(folder.glob(pattern), key=lambda path: path.stat().st_mtime_ns)
    return (_stored(files[-1]) if files else None) or {}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class FactFinder(GraphComponent):
    """Leaves `facts` (the likeliest, with what speaks for each), `goods` (how near each product comes), `question` (how it
    asks) and `strange` (words unknown to the catalogue)."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`weights`: the folder for the converted weights."""
        return {"weights": "models"}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FactFinder:
        return cls(Path(config["weights"]))

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def process(self, messages: list[Message]) -> list[Message]:
        """Finds the facts of each message; its metadata may have `before`, what was asked in full before it, the `subjects`
        spoken of last and the options in `focus`."""
        catalogue = catalogue_in_use()
        facts = index().of(catalogue, self._folder)
        for message in messages:
            text = " ".join(str(message.get(TEXT) or "")[:_MOST_CHARACTERS].split())
            mentions = message.get("mentions") or ()
            is_english = (message.get("language") or {}).get("name", "en") == "en"
            metadata = message.get("metadata") or {}
            asked = Asked(
                text,
                without_names(str(message.get(TEXT) or "")[:_MOST_CHARACTERS], mentions, catalogue),
                str(metadata.get("before") or ""),
                *_named(mentions, catalogue),
                subjects=tuple(metadata.get("subjects") or ()),
                focus=tuple(metadata.get("focus") or ()),
            )
            found, goods = facts.ask(asked, is_english=is_english) if text else ([], {})
            message.set("facts", found, add_to_output=True)
            message.set("goods", goods, add_to_output=True)
            message.set("question", question_kind(asked.text), add_to_output=True)
            message.set("strange", facts.strange(asked.unnamed) if is_english else [], add_to_output=True)
        return messages


def without_names(text: str, mentions: Sequence[Mapping[str, Any]], catalogue: Catalogue) -> str:
    """The text with "it", or "the" and its kind, in the place of each option's name."""
    parts, at = [], 0
    for mention in mentions:
        if mention["kind"] not in ("product", "plan", "competitor"):
            continue
        product = catalogue.products.get(mention["ids"][0]) if mention["kind"] == "product" else None
        parts += [_DETERMINER.sub("", text[at : mention["start"]]), f"the {product.category}" if product else "it"]
        at = mention["end"]
    return " ".join("".join([*parts, text[at:]]).split())


def _named(mentions: Sequence[Mapping[str, Any]], catalogue: Catalogue) -> tuple[frozenset[str], frozenset[str]]:
    """The options that are named (by one name, one thing), and the facts that have the name of anything mentioned; a kind of
    which there is one product names it."""
    options = [
        f"{m['kind']}:{m['ids'][0]}"
        for m in mentions
        if m["kind"] in ("product", "plan", "competitor") and len(m["ids"]) == 1
    ]
    named = [f"{_NAMED[m['kind']]}:{each}" for m in mentions if m["kind"] in _NAMED for each in m["ids"]]
    for kind in (each for m in mentions if m["kind"] == "category" for each in m["ids"]):
        of_it = [product.id for product in catalogue.products.values() if product.category == kind]
        named += [f"product:{of_it[0]}"] if len(of_it) == 1 else []
    return frozenset(options), frozenset(named)


def _unit(vector: Any) -> Any:
    vector = np.asarray(vector, dtype=np.float32).ravel()
    return vector / max(float(np.linalg.norm(vector)), 1e-12)
