"""One catalogue is in force; an edit of its folder replaces it, a broken edit does not."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from milepost.errors import CatalogueError, SettingsError
from milepost.services import catalogues
from milepost.services.catalogues import CatalogueHolder, summary
from tests.catalogues import small_catalogue, write_small_catalogue


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_small_catalogue(tmp_path / "catalogue")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def holder(folder: Path, clock: Clock) -> CatalogueHolder:
    holder = CatalogueHolder(clock=clock)
    holder.use_folder(folder)
    return holder


def edit(folder: Path, old: str, new: str, file: str = "journey.yml") -> None:
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new))


def checked_later(holder: CatalogueHolder, clock: Clock) -> bool:
    clock.now += 1.5
    return holder.reload_if_changed()


def test_without_a_folder_the_operator_is_told_what_to_name() -> None:
    with pytest.raises(SettingsError, match="MILEPOST_CATALOGUE"):
        CatalogueHolder().in_force()


def test_a_folder_that_is_used_is_in_force(holder: CatalogueHolder) -> None:
    assert holder.in_force().company.name == "Acorn"
    assert holder.last_error() is None


def test_a_broken_folder_is_refused_and_what_was_in_force_stays(holder: CatalogueHolder, tmp_path: Path) -> None:
    before = holder.in_force()
    with pytest.raises(CatalogueError, match="there is no such folder"):
        holder.use_folder(tmp_path / "elsewhere")
    assert holder.in_force() is before


def test_an_edit_comes_into_force_as_a_whole(holder: CatalogueHolder, folder: Path, clock: Clock) -> None:
    before = holder.in_force()
    edit(folder, "question_budget: 4", "question_budget: 7")
    assert checked_later(holder, clock)
    assert holder.in_force().journey.question_budget == 7
    assert holder.in_force().version != before.version
    assert before.journey.question_budget == 4


def test_an_edit_of_the_same_length_is_noticed(holder: CatalogueHolder, folder: Path, clock: Clock) -> None:
    edit(folder, "question_budget: 4", "question_budget: 6")
    os.utime(folder / "journey.yml", ns=(1, 1))
    assert checked_later(holder, clock)


def test_the_disk_is_looked_at_once_a_second_at_most(holder: CatalogueHolder, folder: Path, clock: Clock) -> None:
    edit(folder, "question_budget: 4", "question_budget: 7")
    clock.now += 0.9
    assert not holder.reload_if_changed()
    clock.now += 0.2
    assert holder.reload_if_changed()


def test_a_file_that_was_only_saved_again_changes_nothing(holder: CatalogueHolder, folder: Path, clock: Clock) -> None:
    before = holder.in_force()
    (folder / "journey.yml").write_text((folder / "journey.yml").read_text())
    assert not checked_later(holder, clock)
    assert holder.in_force() is before


def test_a_broken_edit_is_logged_once_and_the_old_one_stays(
    holder: CatalogueHolder, folder: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    before = holder.in_force()
    edit(folder, "weight: 0.9", "weight: heavy")
    assert not checked_later(holder, clock)
    assert holder.in_force() is before
    error = holder.last_error()
    assert error is not None
    told = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert told[0] == str(error.problems[0])
    assert told[0].endswith(
        'journey.yml:16: "weight" of need "team_size" must be a number as 1200 or 12.50, not "heavy"'
    )
    (folder / "journey.yml").touch()
    assert not checked_later(holder, clock)
    assert not checked_later(holder, clock)
    assert len([record for record in caplog.records if record.levelno == logging.ERROR]) == len(told)


def test_a_mended_edit_comes_into_force(holder: CatalogueHolder, folder: Path, clock: Clock) -> None:
    edit(folder, "weight: 0.9", "weight: heavy")
    checked_later(holder, clock)
    edit(folder, "weight: heavy", "weight: 0.8")
    assert checked_later(holder, clock)
    assert holder.last_error() is None
    assert str(holder.in_force().journey.needs["team_size"].weight) == "0.8"


def test_an_edit_that_is_taken_back_clears_the_error(holder: CatalogueHolder, folder: Path, clock: Clock) -> None:
    before = holder.in_force()
    edit(folder, "weight: 0.9", "weight: heavy")
    checked_later(holder, clock)
    edit(folder, "weight: heavy", "weight: 0.9")
    assert not checked_later(holder, clock)
    assert (holder.last_error(), holder.in_force()) == (None, before)


def test_a_file_that_goes_and_comes_back_is_an_error_in_between(
    holder: CatalogueHolder, folder: Path, clock: Clock
) -> None:
    text = (folder / "pricing.yml").read_text()
    (folder / "pricing.yml").unlink()
    assert not checked_later(holder, clock)
    assert "pricing.yml:1: the file is missing" in str(holder.last_error())
    (folder / "pricing.yml").write_text(text)
    checked_later(holder, clock)
    assert holder.last_error() is None


def test_what_is_put_in_force_follows_no_folder(holder: CatalogueHolder, folder: Path, clock: Clock) -> None:
    holder.put_in_force(small_catalogue(version="feedfeedfeed"))
    edit(folder, "question_budget: 4", "question_budget: 7")
    assert not checked_later(holder, clock)
    assert holder.in_force().version == "feedfeedfeed"


def test_many_threads_take_over_an_edit_once(holder: CatalogueHolder, folder: Path, clock: Clock) -> None:
    edit(folder, "question_budget: 4", "question_budget: 7")
    clock.now += 1.5
    with ThreadPoolExecutor(8) as threads:
        reloads = list(threads.map(lambda _: holder.reload_if_changed(), range(64)))
    assert reloads.count(True) == 1
    assert holder.in_force().journey.question_budget == 7


@pytest.fixture
def put_back() -> Iterator[None]:
    """Leaves the process as it was found, for the tests that share it."""
    try:
        before = catalogues.in_force()
    except SettingsError:
        before = None
    yield
    if before is not None:
        catalogues.put_in_force(before)


@pytest.mark.usefixtures("put_back")
def test_the_process_has_one_catalogue_in_force(folder: Path) -> None:
    loaded = catalogues.use_folder(folder)
    assert catalogues.in_force() is loaded
    assert not catalogues.reload_if_changed()
    catalogues.put_in_force(small_catalogue())
    assert catalogues.in_force() == small_catalogue()
    assert catalogues.last_error() is None


def test_summary_counts_what_the_catalogue_holds() -> None:
    assert summary(small_catalogue()) == [
        "company: Acorn",
        "version: 0123456789ab",
        "products: 2",
        "plans: 3",
        "add-ons: 1",
        "discounts: 2",
        "attributes: 5",
        "competitors: 1",
        "answers: 1",
        "articles: 2",
        "needs: 2",
        "follow-ups: 1",
    ]
