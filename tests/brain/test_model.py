from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from milepost.brain import model
from milepost.errors import ModelMissing
from tests.brain.tiny_bot import MOVES, PROJECT


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROJECT, tmp_path / "bot"))


def test_no_model_is_said_in_one_sentence(tmp_path: Path) -> None:
    assert model.is_stale(model.newest(tmp_path), PROJECT)
    with pytest.raises(ModelMissing, match="milepost train"):
        model.load(tmp_path, actions=MOVES)


def test_a_file_that_is_no_model_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "broken.tar.gz").write_text("nothing")
    with pytest.raises(ModelMissing, match="is not a model"):
        model.load(tmp_path, actions=MOVES)


def test_a_model_without_its_actions_is_refused_by_name(trained: Path) -> None:
    with pytest.raises(ModelMissing, match="action_break, action_count"):
        model.load(trained, actions="tests.brain.bot.none")


def test_a_model_is_fresh_until_the_project_changes(project: Path, trained: Path, tmp_path: Path) -> None:
    made = tmp_path / "m.tar.gz"
    made.write_text("")
    model.remember(made, model.fingerprint(project))
    assert not model.is_stale(made, project)
    for name in ("config.yml", "domain.yml", "data/rules.yml"):
        before = (project / name).read_text()
        (project / name).write_text(before + "\n# changed\n")
        assert model.is_stale(made, project)
        (project / name).write_text(before)
    assert not model.is_stale(made, project)
    (project / "data/more.yml").write_text('version: "3.1"\n')
    assert model.is_stale(made, project)


def test_texts_of_mails_and_other_files_do_not_make_a_model_stale(project: Path) -> None:
    before = model.fingerprint(project)
    (project / "data/mails").mkdir()
    (project / "data/mails/quote.txt").write_text("Hello")
    (project / "data/conversations/validation").mkdir(parents=True)
    (project / "data/conversations/validation/a.jsonl").write_text("{}")
    (project / "moves/new.py").write_text("")
    assert model.fingerprint(project) == before


def test_a_conversation_to_learn_from_makes_a_model_stale(project: Path) -> None:
    before = model.fingerprint(project)
    (project / "data/conversations").mkdir(parents=True)
    (project / "data/conversations/a.jsonl").write_text("{}")
    assert model.fingerprint(project).project != before.project


@pytest.mark.parametrize("place", ["nlu/needs.py", "dialogue/segments.py"])
def test_a_change_in_the_code_that_understands_makes_a_model_stale(project: Path, tmp_path: Path, place: str) -> None:
    code = tmp_path / place
    code.parent.mkdir(parents=True)
    code.write_text("a = 1\n")
    before = model.fingerprint(project, sources=tmp_path)
    code.write_text("a = 2\n")
    after = model.fingerprint(project, sources=tmp_path)
    assert before.project == after.project
    assert before.sources != after.sources


def test_training_remembers_what_the_model_was_made_from(trained: Path) -> None:
    assert not model.is_stale(model.newest(trained), PROJECT)


def test_the_model_made_last_is_taken(tmp_path: Path) -> None:
    for age, name in ((100, "b.tar.gz"), (50, "a.tar.gz"), (10, "notes.txt")):
        (tmp_path / name).write_text("")
        moment = (tmp_path / name).stat().st_mtime - age
        os.utime(tmp_path / name, (moment, moment))
    assert model.newest(tmp_path).name == "a.tar.gz"


def test_an_unreadable_fingerprint_counts_as_none(tmp_path: Path) -> None:
    made = tmp_path / "m.tar.gz"
    made.write_text("")
    (tmp_path / "m.fingerprint").write_text("{")
    assert model.made_from(made) is None
