"""Training: makes a model from the project's files, telling on stderr how far it is."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

import yaml
from rich.console import Console
from rich.progress_bar import ProgressBar
from rich.status import Status
from rich.table import Table

from milepost.brain.rasa_light import make_light
from milepost.errors import ModelMissing

_STEP = re.compile(r"(Starting to train|Finished training|Restored) component '([^']+)'")
_HOOKS, _TUNING = "rasa.engine.training.hooks", "milepost.nlu.tuning"
_ENCODER, _TUNED = ".SentenceEncoder", "--tuned"


def train(project: Path, models: Path, *, tuned: bool = False) -> Path:
    """Make a model; the file it is in. `tuned` also fine-tunes the sentence encoder, which takes many minutes.

    Raises ModelMissing where Rasa makes none.
    """
    if "numpy" not in sys.modules:
        os.environ["OPENBLAS_NUM_THREADS"] = str(os.cpu_count() or 1)  # fitting gains from every core; serving does not
    make_light()
    # Rasa keeps what it trained before under the working directory; parts that did not change are taken from there.
    os.environ.setdefault("RASA_CACHE_DIRECTORY", str(project / ".rasa" / "cache"))
    os.environ["LOG_LEVEL"] = "ERROR"  # its progress bars count things that say nothing to anybody
    import rasa.model_training

    from milepost.brain.model import fingerprint, made_from, newest, remember

    made = fingerprint(project)
    before = newest(models)
    known = made_from(before) if before else None
    models.mkdir(parents=True, exist_ok=True)
    with configuration(project / "config.yml", tuned=tuned) as config, _progress(), redirect_stdout(sys.stderr):
        result = rasa.model_training.train(
            domain=str(project / ("domain" if (project / "domain").is_dir() else "domain.yml")),
            config=str(config),
            training_files=[str(project / "data")],
            output=str(models),
            # Rasa does not see changes in the modules that a component imports.
            force_training=known is None or known.sources != made.sources,
        )
    if not result.model:
        raise ModelMissing("training made no model")
    model = Path(result.model)
    remember(model, made)
    return model


def train_apart(project: Path, models: Path, *, tuned: bool = False) -> Path:
    """Make a model in a process of its own, so that this one stays small; the file it is in. Raises ModelMissing."""
    command = [sys.executable, "-W", "ignore", "-m", "milepost.brain.training", str(project), str(models)]
    command += [_TUNED] * tuned
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if run.returncode != 0:
        raise ModelMissing("training failed; what went wrong stands above")
    return Path(run.stdout.strip().splitlines()[-1])


@contextmanager
def configuration(file: Path, *, tuned: bool) -> Iterator[Path]:
    """The project's configuration, or a copy of it that asks for a tuned encoder."""
    if not tuned:
        yield file
        return
    config = yaml.safe_load(file.read_text(encoding="utf-8"))
    for part in config["pipeline"]:
        if part["name"].endswith(_ENCODER):
            part["tuned"] = True
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / file.name
        copy.write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
        yield copy


@contextmanager
def _progress() -> Iterator[None]:
    """One line on stderr that names the part in training; a plain line for each where stderr is no terminal."""
    console = Console(stderr=True)
    with console.status("Training: reading the project") as status:
        steps = _Steps(status, console)
        heard = [logging.getLogger(name) for name in (_HOOKS, _TUNING)]
        for logger in heard:
            logger.setLevel(logging.INFO)
            logger.addHandler(steps)
            logger.propagate = False
        try:
            yield
        finally:
            for logger in heard:
                logger.removeHandler(steps)


class _Steps(logging.Handler):
    """Turns Rasa's log lines about components, and those of tuning, into progress."""

    def __init__(self, status: Status, console: Console) -> None:
        super().__init__(logging.INFO)
        self._status = status
        self._console = console

    def emit(self, record: logging.LogRecord) -> None:
        """Show the component that is being trained, and how far tuning is."""
        if record.name == _TUNING:
            self._tuning(*record.args)  # type: ignore[misc]  # step, steps, loss: what tuning logs
            return
        step = _STEP.search(record.getMessage())
        if step is None:
            return
        self._status.update(f"Training: {step[2]}")
        if not self._console.is_terminal:
            self._console.print(f"{step[1]} {step[2]}")

    def _tuning(self, step: int, steps: int, loss: float) -> None:
        told = f"Training: fine-tuning the encoder, step {step} of {steps}, loss {loss:.2f}"
        bar = Table.grid(padding=1)
        bar.add_row(told, ProgressBar(total=steps, completed=step, width=30))
        self._status.update(bar)
        if not self._console.is_terminal and step % 100 == 0:
            self._console.print(told)


def main(arguments: list[str]) -> int:
    """`python -m milepost.brain.training PROJECT MODELS [--tuned]`: prints the model's file. `train_apart` starts it."""
    project, models = map(Path, arguments[:2])
    model = train(project, models, tuned=_TUNED in arguments)
    sys.stdout.write(f"{model}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
