"""What a model keeps of the heads that label clauses and acts, and what is labelled where nothing was learnt."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from milepost.nlu.act_classifier import ENGLISH, FOREIGN, ActClassifier, ActHeads
from milepost.nlu.clauses.reader import ClauseReader
from milepost.nlu.learning.linear_head import LinearHead

CONTEXT = ExecutionContext(GraphSchema({}), "a model")


@pytest.mark.parametrize("component", [ClauseReader, ActClassifier])
def test_a_model_gives_back_the_heads_that_it_was_saved_with(
    component: type[ClauseReader | ActClassifier], tmp_path: Path
) -> None:
    weights = {route: LinearHead(np.eye(3, 2) * size, np.ones(2)) for route, size in ((ENGLISH, 2.0), (FOREIGN, 5.0))}
    heads, vectors = ActHeads(("asks", "tells"), weights), {FOREIGN: np.array([1.0, 0.0, 0.0])}
    storage, resource, config = LocalModelStorage(tmp_path), Resource("heads"), component.get_default_config()
    component(config, storage, resource, heads).persist()
    loaded = component.load(config, storage, resource, CONTEXT)._heads
    assert loaded is not None
    assert loaded.labels == heads.labels
    assert loaded.read(vectors) == heads.read(vectors) != {}


def test_a_reader_that_was_trained_on_nothing_labels_no_clause(tmp_path: Path) -> None:
    config = ClauseReader.get_default_config()
    reader = ClauseReader.load(config, LocalModelStorage(tmp_path), Resource("nothing"), CONTEXT)
    message = Message({TEXT: "we need it by Friday"})
    assert [each["says"] for each in reader.process([message])[0].get("clauses")] == [{}]
