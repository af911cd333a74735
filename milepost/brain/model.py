"""The trained model: which one is newest, whether it fits the project as it is now, and loading it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from milepost.brain.actions import InProcessActions
from milepost.brain.processor import TurnProcessor
from milepost.brain.responses import TurnByTurn, read_translations
from milepost.brain.trackers import NoLocks, TurnTrackerStore
from milepost.errors import ModelMissing

_SOURCES = Path(__file__).resolve().parent.parent
# What understands messages, and what of the dialogue it leans on.
_UNDERSTANDING = ("nlu", "dialogue/segments.py", "dialogue/words.py")
_READ = (".yml", ".yaml", ".json", ".jsonl", ".txt", ".csv")
# Data that no model is made from: texts of mails, conversations that only choose between ways of doing it, and questions, which
# teach the encoder's adapter.
_NOT_LEARNT = ("mails", "validation", "questions")


@dataclass(frozen=True)
class Fingerprint:
    """What a model was made from: the project's files, and the code and data that understand messages."""

    project: str
    sources: str


def fingerprint(project: Path, *, sources: Path = _SOURCES) -> Fingerprint:
    """What a model made now would be made from: config, domain and data; the code that understands messages."""
    data = (path for path in (project / "data").rglob("*") if path.suffix in _READ)
    data = (path for path in data if not set(_NOT_LEARNT) & set(path.relative_to(project).parts))
    domain = project / "domain"
    split = (path for path in domain.rglob("*") if path.suffix in _READ) if domain.is_dir() else ()
    rooms = (sources / each for each in _UNDERSTANDING)
    files = (path for room in rooms for path in (room.rglob("*") if room.is_dir() else (room,)))
    code = (path for path in files if path.is_file() and (path.suffix == ".py" or path.suffix in _READ))
    named = (path for path in (project / "config.yml", project / "domain.yml") if path.exists())
    return Fingerprint(_hash(project, [*named, *split, *data]), _hash(sources, code))


def newest(models: Path) -> Path | None:
    """The model that was made last."""
    found = sorted(models.glob("*.tar.gz"), key=lambda path: (path.stat().st_mtime_ns, path.name))
    return found[-1] if found else None


def made_from(model: Path) -> Fingerprint | None:
    """What a model was made from, if that is known."""
    try:
        return Fingerprint(**json.loads(_beside(model).read_text()))
    except (OSError, ValueError, TypeError):
        return None


def remember(model: Path, made: Fingerprint) -> None:
    """Keep what a model was made from, beside it."""
    _beside(model).write_text(json.dumps({"project": made.project, "sources": made.sources}))


def is_stale(model: Path | None, project: Path) -> bool:
    """Whether a model has to be made before the project can run as it is now."""
    return model is None or made_from(model) != fingerprint(project)


def load(models: Path, *, actions: str, project: Path | None = None) -> TurnProcessor:
    """The newest model with the actions of that package and the project's translations. Raises ModelMissing."""
    model = models if models.is_file() else newest(models)
    if model is None:
        raise ModelMissing(f"there is no model in {models}; `milepost train` makes one")
    store, endpoint, words = TurnTrackerStore(), InProcessActions(actions), TurnByTurn({})
    processor = TurnProcessor(model, store, NoLocks(), words, action_endpoint=endpoint)
    store.domain = processor.domain
    words.responses = processor.domain.responses
    words.translations = read_translations(project / "translations") if project else {}
    endpoint.know(processor.domain, words.translations)
    _check_actions(processor, endpoint)
    return processor


def _check_actions(processor: TurnProcessor, endpoint: InProcessActions) -> None:
    wanted = {name for name in processor.domain.user_actions if not name.startswith(("utter_", "validate_"))}
    missing = sorted(wanted - endpoint.names)
    if missing:
        raise ModelMissing(f"the model needs actions that are not written: {', '.join(missing)}")


def _beside(model: Path) -> Path:
    return model.with_name(model.name.removesuffix(".tar.gz") + ".fingerprint")


def _hash(root: Path, files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(f"{path.relative_to(root)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
