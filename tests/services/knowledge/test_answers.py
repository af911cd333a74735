from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from milepost.errors import CatalogueError, NotAllowed
from milepost.services import gaps
from milepost.services.catalogues import CatalogueHolder
from milepost.services.knowledge import answers
from milepost.store.database import Database
from tests.services.turns import NOW, turn_of

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def holder(tmp_path: Path) -> CatalogueHolder:
    holder = CatalogueHolder()
    holder.use_folder(Path(shutil.copytree(ROOT / "catalogue", tmp_path / "catalogue")))
    return holder


def test_an_answer_is_in_force_at_once_and_its_questions_are_closed(
    sqlite_database: Database, holder: CatalogueHolder
) -> None:
    with turn_of(sqlite_database) as turn:
        gaps.record(turn, "unanswered", "do you have LDAP?")
    with sqlite_database.begin() as store:
        (gap,) = store.gaps.list()
        version = holder.in_force().version
        answer_id = answers.add(
            store, " do you  have LDAP? ", "Not yet.", also=["LDAP", "LDAP"], gaps=[gap.id], now=NOW, holder=holder
        )
    assert holder.in_force().version != version
    assert holder.in_force().answers[answer_id].also == ("LDAP",)
    with sqlite_database.begin() as store:
        assert store.gaps.list() == ()
        assert [each.id for each in store.gaps.list(state="answered")] == [gap.id]


def test_an_answer_that_cannot_be_used_leaves_the_old_one_in_service(
    sqlite_database: Database, holder: CatalogueHolder
) -> None:
    before = holder.in_force()
    with sqlite_database.begin() as store:
        with pytest.raises(CatalogueError):
            answers.add(store, "LDAP?", "a \x00 b", now=NOW, holder=holder)
        for question, answer in (("", "x"), ("x", " "), ("x", "y" * 1001)):
            with pytest.raises(NotAllowed):
                answers.add(store, question, answer, now=NOW, holder=holder)
    assert holder.in_force() is before


def test_without_a_folder_nothing_can_be_added(sqlite_database: Database, holder: CatalogueHolder) -> None:
    bare = CatalogueHolder()
    bare.put_in_force(holder.in_force())
    with sqlite_database.begin() as store, pytest.raises(NotAllowed, match="does not come from a folder"):
        answers.add(store, "x", "y", now=NOW, holder=bare)


def test_a_question_can_be_dismissed(sqlite_database: Database) -> None:
    with turn_of(sqlite_database) as turn:
        gaps.record(turn, "unanswered", "what is love?")
    with sqlite_database.begin() as store:
        answers.dismiss(store, [gap.id for gap in store.gaps.list()], now=NOW)
        assert store.gaps.list() == ()
