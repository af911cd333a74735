from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from milepost.brain import model
from milepost.brain.training import configuration, train_apart
from milepost.errors import ModelMissing
from tests.brain.tiny_bot import PROJECT

ROOT = Path(__file__).resolve().parents[2]


def test_training_prints_the_model_to_stdout_and_progress_to_stderr(tmp_path: Path) -> None:
    project = Path(shutil.copytree(PROJECT, tmp_path / "bot"))
    command = [sys.executable, "-W", "ignore", "-m", "milepost.brain.training", str(project), str(tmp_path / "models")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    made = Path(done.stdout.strip())
    assert made == model.newest(tmp_path / "models")
    assert "Finished training RulePolicy" in done.stderr
    assert not model.is_stale(made, project)


def test_a_project_that_cannot_be_trained_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="training failed"):
        train_apart(tmp_path / "nothing", tmp_path / "models")


def test_tuned_training_asks_the_encoder_for_it_and_leaves_the_projects_file_alone() -> None:
    before = (ROOT / "config.yml").read_bytes()
    with configuration(ROOT / "config.yml", tuned=True) as copy:
        parts = yaml.safe_load(copy.read_text())["pipeline"]
    assert [part["name"] for part in parts if part.get("tuned")] == ["milepost.nlu.encoder.SentenceEncoder"]
    assert (ROOT / "config.yml").read_bytes() == before
