"""What every command that talks needs first: the catalogue in force and a model that is up to date.

Rasa is imported inside the functions, after `make_light()`: it would otherwise load TensorFlow.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from milepost.brain.rasa_light import make_light
from milepost.services import catalogues
from milepost.settings import Settings

if TYPE_CHECKING:
    from milepost.brain.processor import TurnProcessor
    from milepost.brain.session import Brain


def ready_processor(settings: Settings) -> TurnProcessor:
    """Puts the catalogue in force, trains if needed, loads the model. Raises CatalogueError and ModelMissing."""
    catalogues.use_folder(settings.catalogue)
    newest = ready_model(settings)
    from milepost.brain import model

    processor = model.load(newest, actions="actions", project=settings.project)
    # What is loaded stays: the collector need not go through it again and again.
    gc.freeze()
    return processor


def ready_model(settings: Settings, *, force: bool = False, tuned: bool = False) -> Path:
    """The newest model, trained first where it is missing or was made from something else. Raises ModelMissing.

    A tuned model serves like any other until what it was made from changes.
    """
    make_light()
    from milepost.brain import model
    from milepost.brain.training import train_apart

    newest = model.newest(settings.models)
    if newest is None or force or model.is_stale(newest, settings.project):
        newest = train_apart(settings.project, settings.models, tuned=tuned)
    return newest


@contextmanager
def loaded_brain(settings: Settings) -> Iterator[Brain]:
    """A brain with a database of its own that is thrown away."""
    processor = ready_processor(settings)
    from milepost.brain.session import Brain

    with Brain(processor) as brain:
        yield brain
