"""How the tagger is learnt: from the messages of data/needs, with what the tables find in them as hints."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from milepost.nlu.need_tagging import training
from milepost.nlu.need_tagging.evidence import Encoder, evidence
from milepost.nlu.need_tagging.examples import Example, labels, numbers_of, read_examples
from milepost.nlu.need_tagging.judging import hints_of
from milepost.nlu.need_tagging.tagger import NeedTagger
from milepost.nlu.need_values.extraction import NeedReader
from milepost.sales.catalogue import Catalogue

CODE = 1
"""To be raised where evidence, network or tables change, so that trained taggers are made anew."""


def plain_reader(catalogue: Catalogue) -> NeedReader:
    """The tables alone: whatever the catalogue, they find the same."""
    return NeedReader(replace(catalogue, products={}, plans={}, journey=replace(catalogue.journey, needs={})))


def trained(
    examples: Iterable[Example], encoder: Encoder, tables: NeedReader, recipe: training.Recipe | None = None
) -> NeedTagger:
    """A tagger from marked messages."""
    told = [one for one in examples if one.text.strip()]
    seen = []
    for one in told:
        found = tables.read(one.text, asked=one.asked or None).needs
        seen.append(evidence(one.text, encoder, asked=one.asked, hints=hints_of(one.text, found)))
    wanted = [numbers_of(one, each.words) for one, each in zip(told, seen, strict=True)]
    return NeedTagger(training.train(seen, wanted, len(labels()), recipe or training.Recipe()), encoder)


def learnt_from(examples: Iterable[Example]) -> list[Example]:
    """The messages that are learnt from: of those in conversations that teach nothing, one in three.

    In a conversation most messages teach nothing, and what they seem to say was often said before.
    """
    return [one for one in examples if one.learnt is None or one.marked or _is_kept(one)]


def _is_kept(example: Example) -> bool:
    """By its words, whatever the order of the files."""
    return hashlib.sha256(example.text.encode()).digest()[0] % 3 == 0


def examples_in(folder: Path, conversations: Path, tables: NeedReader) -> list[Example]:
    """The marked messages of both folders; either may be missing."""
    from milepost.nlu.need_tagging.conversations import conversations_in  # with the measures that only training needs

    return [*read_examples(folder), *conversations_in(conversations, tables)]


def fingerprint(*folders: Path) -> str:
    """Changes with the messages and with the code that learns from them."""
    found = hashlib.sha256(str(CODE).encode())
    for file in (file for folder in folders for file in sorted(folder.glob("*.jsonl"))):
        found.update(file.read_bytes())
    return found.hexdigest()
