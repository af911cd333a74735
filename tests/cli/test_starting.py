"""`milepost new` and the check's advice, as programs of their own."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from milepost.store.catalogue_files import load_catalogue
from tests.catalogues import write_small_catalogue
from tests.cli.test_importing import HOUSE, milepost
from tests.importing.updating.test_update import FEED

CODE = f"import sys; sys.path.insert(0, {str(HOUSE)!r}); from milepost.cli import main; main()"
COMMAND = [sys.executable, "-W", "ignore", "-c", CODE, "new"]


def new(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *words], cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "feed.csv").write_text(FEED)
    (tmp_path / "faq.md").write_text("## Where are you?\n\nIn Cork.\n")
    return tmp_path


def test_flags_alone_make_a_catalogue_and_say_how_to_talk_to_the_bot(files: Path) -> None:
    run = new("--name", "Oak Row", "--products", "feed.csv", "--answers", "faq.md", "--currency", "EUR", cwd=files)
    assert run.returncode == 0, run.stderr
    assert "oak-row is ready (3 products, 1 answers" in run.stdout
    assert "milepost chat --catalogue oak-row" in run.stdout
    assert load_catalogue(files / "oak-row").company.name == "Oak Row"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "say --name and --products (milepost new --help), or start on a terminal to be asked"),
        (
            ("--name", "Oak", "--products", "feed.csv"),
            "feed.csv:1: no price says its currency: say it, as --currency EUR",
        ),
        (("--name", "Oak", "--product", "A: 3 EUR", "--hours", "noon"), "the opening hours cannot be read"),
        (
            ("--name", "Oak", "--product", "A: 3 EUR", "--language", "it"),
            '"it" is none of the languages en, de, es, fr, pt',
        ),
    ],
)
def test_what_is_missing_is_one_line(files: Path, words: tuple[str, ...], message: str) -> None:
    run = new(*words, cwd=files)
    assert (run.returncode, run.stdout) == (1, "")
    assert message in run.stderr.splitlines()[-1]
    assert sorted(path.name for path in files.iterdir()) == ["faq.md", "feed.csv"]


def test_a_terminal_is_asked_what_no_flag_says(files: Path) -> None:
    ours, theirs = pty.openpty()
    said = [
        *("Snip", "", "Haircut: 35 EUR", "Beard: 12 EUR", "", "xx", "de", "haircuts", "faq.md", "", "hi@snip.example"),
        *("noon", "Tue-Sat 9-18", "Europe/Dublin", "", ""),
    ]
    with subprocess.Popen(COMMAND, cwd=files, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        os.write(ours, "\n".join(said).encode())
        out, err = run.communicate(timeout=120)
    os.close(ours)
    os.close(theirs)
    assert run.returncode == 0, err.decode()
    assert "What is your company called?" in out.decode()
    assert '"noon" says no days with their times' in out.decode()
    catalogue = load_catalogue(files / "snip")
    assert (len(catalogue.products), len(catalogue.answers), catalogue.company.timezone) == (2, 1, "Europe/Dublin")
    assert catalogue.company.about == "Snip: haircuts."
    assert set(catalogue.journey.opening_hours.days) == {"tue", "wed", "thu", "fri", "sat"}


def test_the_check_advises_and_does_not_fail_for_it(tmp_path: Path) -> None:
    run = milepost("check", write_small_catalogue(tmp_path / "shop"), cwd=tmp_path)
    assert run.returncode == 0
    assert "advice: no answer speaks of delivery" in run.stdout
