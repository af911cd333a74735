from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from milepost.errors import CatalogueError
from milepost.store.catalogue_files import load_catalogue, read_version
from milepost.store.knowledge_file import HISTORY, add_answer

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(params=["catalogue", "examples/shop", "examples/services"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / request.param, tmp_path / "catalogue"))


def test_an_answer_is_added_beside_the_others_and_every_comment_stays(folder: Path) -> None:
    before = (folder / "knowledge.yml").read_text()
    known, version = load_catalogue(folder), read_version(folder)
    answer_id = add_answer(folder, "Do you do LDAP: yes or no?", 'It is "planned" #soon: ask us.', ["LDAP?"])
    now = load_catalogue(folder)
    added = now.answers[answer_id]
    assert (added.question, added.answer, added.also) == (
        "Do you do LDAP: yes or no?",
        'It is "planned" #soon: ask us.',
        ("LDAP?",),
    )
    assert {**known.answers, answer_id: added} == now.answers
    after = (folder / "knowledge.yml").read_text()
    assert [line for line in before.splitlines() if line not in after.splitlines()] == []
    assert (folder / HISTORY / f"knowledge-{version}.yml").read_text() == before


def test_the_same_question_twice_has_two_ids(folder: Path) -> None:
    ids = {add_answer(folder, "LDAP?", "Yes."), add_answer(folder, "LDAP?", "No.")}
    assert ids == {"ldap", "ldap-2"}


@pytest.mark.parametrize("start", ["", "answers: {}\n", "answers: {} # none yet\n"])
def test_a_file_without_answers_gets_its_first(tmp_path: Path, start: str) -> None:
    folder = Path(shutil.copytree(ROOT / "examples/services", tmp_path / "c"))
    text = (folder / "knowledge.yml").read_text()
    (folder / "knowledge.yml").write_text(
        re.sub(r"^answers:.*?(?=^\w|\Z)", start, text, flags=re.MULTILINE | re.DOTALL)
    )
    assert add_answer(folder, "LDAP?", "Yes.") == "ldap"
    assert list(load_catalogue(folder).answers) == ["ldap"]


def test_what_would_break_the_catalogue_changes_nothing(folder: Path) -> None:
    before = (folder / "knowledge.yml").read_bytes()
    with pytest.raises(CatalogueError) as caught:
        add_answer(folder, "LDAP?", "a \x00 b")
    assert "knowledge.yml" in str(caught.value)
    assert (folder / "knowledge.yml").read_bytes() == before
    assert list(folder.glob(".knowledge-*")) == []


def test_a_catalogue_that_is_broken_already_is_left_alone(folder: Path) -> None:
    (folder / "pricing.yml").write_text("plans: [")
    with pytest.raises(CatalogueError, match=r"pricing\.yml"):
        add_answer(folder, "LDAP?", "Yes.")
