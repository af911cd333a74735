"""A catalogue is replaced as a whole or not at all, whatever happens on the way; what was in force can be taken back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from milepost.errors import CatalogueError
from milepost.store.catalogue_files import FILES, NEXT, load_catalogue
from milepost.store.catalogue_versions import HISTORY, finish, put_in_force, take_back, versions
from tests.store.test_goods import JOURNEY, PRICING, PRODUCTS

HOUSE = Path(__file__).resolve().parents[2]


def files(tagline: str) -> dict[str, bytes]:
    texts = {
        "products.yml": PRODUCTS.replace("tagline: Things.", f"tagline: {tagline}"),
        "pricing.yml": f"# {tagline}\n{PRICING}",
        "knowledge.yml": f"answers:\n  who: {{question: Who?, answer: {tagline}}}\n",
        "journey.yml": f"# {tagline}\n{JOURNEY}",
    }
    return {name: text.encode() for name, text in texts.items()}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    put_in_force(tmp_path / "shop", files("First."), why="a test")
    return tmp_path / "shop"


def tagline(folder: Path) -> str:
    catalogue = load_catalogue(folder)
    assert catalogue.answers["who"].answer == catalogue.company.tagline, "two versions are mixed"
    return catalogue.company.tagline


def test_what_would_not_pass_is_told_as_if_it_stood_there_and_changes_nothing(shop: Path) -> None:
    broken = {
        **files("Second."),
        "products.yml": files("Second.")["products.yml"].replace(b"summary: A lamp.", b"colour: red"),
    }
    with pytest.raises(CatalogueError) as raised:
        put_in_force(shop, broken, why="a test")
    assert str(raised.value).startswith(f"{shop.as_posix()}/products.yml:")
    assert tagline(shop) == "First."
    assert sorted(path.name for path in shop.iterdir()) == [".lock", *sorted(FILES)]


def test_nothing_is_left_of_a_folder_that_was_made_for_what_does_not_pass(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError):
        put_in_force(tmp_path / "new" / "shop", {**files("First."), "journey.yml": b"stages: [one]\n"}, why="a test")
    assert not (tmp_path / "new" / "shop").exists()


def test_what_stands_complete_beside_the_files_is_in_force_before_one_of_them_is_replaced(shop: Path) -> None:
    (shop / NEXT).mkdir()
    for name, content in files("Second.").items():
        (shop / NEXT / name).write_bytes(content)
    assert tagline(shop) == "Second."
    os.replace(shop / NEXT / "products.yml", shop / "products.yml")  # as far as a process came that then died
    assert tagline(shop) == "Second."
    finish(shop)
    assert tagline(shop) == "Second."
    assert not (shop / NEXT).exists()


def test_the_history_gives_back_any_version_and_keeps_what_it_replaces(shop: Path) -> None:
    for words in ("Second.", "Third."):
        put_in_force(shop, files(words), why=f"the import of {words}")
    assert [(each.number, each.why) for each in versions(shop)] == [
        (2, "the import of Third."),
        (1, "the import of Second."),
    ]
    take_back(shop, 1)
    assert tagline(shop) == "First."
    take_back(shop)
    assert tagline(shop) == "Third."
    assert (shop / HISTORY).is_dir()


def test_a_version_that_is_not_there_is_told(shop: Path) -> None:
    with pytest.raises(CatalogueError, match="there is no version before this one to be taken back"):
        take_back(shop)
    with pytest.raises(CatalogueError, match="there is no version 7 to be taken back"):
        take_back(shop, 7)


def test_only_so_many_versions_are_kept(shop: Path) -> None:
    for number in range(25):
        put_in_force(shop, files(f"Number {number}."), why="a test")
    assert [each.number for each in versions(shop)] == list(range(25, 5, -1))


def test_two_do_not_write_at_the_same_time(shop: Path) -> None:
    import fcntl

    with (shop / ".lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(CatalogueError, match="another import is writing this catalogue"):
            put_in_force(shop, files("Second."), why="a test")
    assert tagline(shop) == "First."


WRITER = """
import sys
from pathlib import Path
from tests.store.test_catalogue_versions import files
from milepost.store.catalogue_versions import put_in_force
number = 0
while True:
    put_in_force(Path(sys.argv[1]), files(f"Number {number}."), why="a test")
    print(number, flush=True)
    number += 1
"""


def test_a_process_that_is_killed_at_any_moment_leaves_one_whole_version(tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    put_in_force(shop, files("First."), why="a test")
    for moment in range(12):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(shop)], cwd=HOUSE, stdout=subprocess.PIPE)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(0.0017 * moment)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        tagline(shop)
    put_in_force(shop, files("Last."), why="a test")
    assert tagline(shop) == "Last."
    assert not list(shop.glob(".writing-*"))
