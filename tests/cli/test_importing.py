"""The commands that import: what they print, ask and leave, as a program of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from milepost.store.catalogue_files import load_catalogue
from tests.importing.updating.test_update import FEED, NEWER

HOUSE = Path(__file__).resolve().parents[2]


def milepost(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    code = f"import sys; sys.path.insert(0, {str(HOUSE)!r}); from milepost.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, "catalogue", *map(str, words)],
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "feed.csv").write_text(FEED)
    made = milepost("import", "feed.csv", "--to", "shop", "--currency", "EUR", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    return tmp_path / "shop"


def test_a_feed_without_a_currency_is_refused_with_what_to_say(tmp_path: Path) -> None:
    (tmp_path / "feed.csv").write_text(FEED)
    run = milepost("import", "feed.csv", "--to", "shop", cwd=tmp_path)
    assert run.returncode == 1
    assert run.stderr.splitlines()[-1] == "feed.csv:1: no price says its currency: say it, as --currency EUR"
    assert not (tmp_path / "shop").exists()


def test_an_import_says_what_it_understood_in_a_page_and_passes_the_check(shop: Path) -> None:
    run = milepost("check", shop, cwd=shop.parent)
    assert (run.returncode, "products: 3" in run.stdout) == (0, True)


def test_a_second_import_is_refused_with_the_way_on(shop: Path) -> None:
    run = milepost("import", "feed.csv", "--to", "shop", "--currency", "EUR", cwd=shop.parent)
    assert (run.returncode, "add --update" in run.stderr) == (1, True)


def test_an_update_shows_the_difference_comes_into_force_and_is_taken_back(shop: Path) -> None:
    before = load_catalogue(shop).version
    (shop.parent / "feed.csv").write_text(NEWER)
    only_shown = milepost("import", "--to", "shop", "--update", "--dry-run", cwd=shop.parent)
    assert "1 new: Rush Basket" in only_shown.stdout
    assert load_catalogue(shop).version == before
    done = milepost("import", "feed.csv", "--to", "shop", "--update", cwd=shop.parent)
    assert "1 set aside, no longer sold: Willow Basket" in done.stdout
    after = load_catalogue(shop).version
    assert f"in force: version {after}" in done.stdout
    assert f"1: {before}" in milepost("versions", "shop", cwd=shop.parent).stdout
    milepost("take-back", "shop", cwd=shop.parent)
    assert load_catalogue(shop).version == before


def test_an_update_that_empties_the_shop_wants_to_be_confirmed(shop: Path) -> None:
    before = load_catalogue(shop).version
    (shop.parent / "feed.csv").write_text("\n".join(NEWER.splitlines()[:2]))
    run = milepost("import", "--to", "shop", "--update", cwd=shop.parent)
    assert (run.returncode, "100% of the products would no longer be sold: add --yes" in run.stderr) == (1, True)
    assert load_catalogue(shop).version == before
    assert milepost("import", "--to", "shop", "--update", "--yes", cwd=shop.parent).returncode == 0
    assert [product.name for product in load_catalogue(shop).products.values()] == ["Rush Basket"]


def test_progress_goes_beside_what_is_printed(shop: Path) -> None:
    run = milepost("import", "--to", "shop", "--update", "--dry-run", cwd=shop.parent)
    assert "4 rows read from feed.csv" in run.stderr
    assert "rows read" not in run.stdout
