"""The command that reads questions and answers, as a program of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from milepost.store.catalogue_files import load_catalogue
from tests.catalogues import write_small_catalogue
from tests.cli.test_importing import milepost


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "faq.md").write_text("## Is there a showroom?\n\nYes, in Cork.\n\n## Do you engrave?\n\nNo.\n")
    return write_small_catalogue(tmp_path / "shop")


def test_answers_are_shown_put_in_force_and_taken_back(shop: Path) -> None:
    before = load_catalogue(shop).version
    only_shown = milepost("answers", "faq.md", "--to", "shop", "--dry-run", cwd=shop.parent)
    assert "2 new: Is there a showroom?; Do you engrave?" in only_shown.stdout
    assert load_catalogue(shop).version == before
    done = milepost("answers", "faq.md", "--to", "shop", cwd=shop.parent)
    assert f"in force: version {load_catalogue(shop).version}" in done.stdout
    milepost("take-back", "shop", cwd=shop.parent)
    assert load_catalogue(shop).version == before


def test_an_update_that_takes_most_answers_away_wants_to_be_confirmed(shop: Path) -> None:
    milepost("answers", "faq.md", "--to", "shop", cwd=shop.parent)
    (shop.parent / "faq.md").write_text("## Do you wrap gifts?\n\nAlways.\n")
    run = milepost("answers", "--to", "shop", "--update", cwd=shop.parent)
    assert (run.returncode, "100% of the answers are no longer there: add --yes" in run.stderr) == (1, True)
    assert milepost("answers", "--to", "shop", "--update", "--yes", cwd=shop.parent).returncode == 0
    assert set(load_catalogue(shop).answers) == {"refund-policy", "do-you-wrap-gifts"}


def test_what_is_wrong_is_one_line_with_the_way_on(shop: Path) -> None:
    run = milepost("answers", "--to", "shop", cwd=shop.parent)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.splitlines() == ["shop/knowledge.yml:1: name the file, folder or address with the answers"]
