"""Questions and answers in tables, and files that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from milepost.errors import CatalogueError
from milepost.importing.answers.reading import read_answers
from tests.importing.own_feeds import workbook


def told(path: Path) -> dict[str, str]:
    return {entry.question: entry.answer for entry in read_answers(path).entries}


@pytest.mark.parametrize(
    "text",
    [
        "Question,Answer\nOpen today?,Yes.\n",
        "Exported 1 March\n\nKategorie;Frage;Antwort\nHaus;Open today?;Yes.\n",
        "id\tAnswer (HTML)\tQuestion\n1\t<p>Yes.</p>\tOpen today?\n",
        "Open today?,Yes.\nOpen tomorrow?,No.\n",
    ],
)
def test_columns_are_found_by_their_names_or_by_what_they_hold(tmp_path: Path, text: str) -> None:
    (tmp_path / "faq.csv").write_text(text)
    assert told(tmp_path / "faq.csv")["Open today?"] == "Yes."


def test_other_wordings_topic_and_link_are_read(tmp_path: Path) -> None:
    rows = [
        ["Question", "Also asked", "Answer", "Topic", "URL"],
        ["Open?", "hours | when open", "Daily.", "Shop", "/hours"],
    ]
    (tmp_path / "faq.xlsx").write_bytes(workbook(rows))
    (entry,) = read_answers(tmp_path / "faq.xlsx").entries
    assert (entry.also, entry.topic, entry.link) == (("hours", "when open"), "Shop", "/hours")
    assert entry.line == 2


def test_half_a_row_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "faq.csv").write_text("Question,Answer\nOpen?,\n,Yes.\nNow?,Yes.\n")
    read = read_answers(tmp_path / "faq.csv")
    assert len(read.entries) == 1
    assert [remark.example.rpartition(":")[2] for remark in read.remarks] == ["2)", "3)"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("faq.csv", b"Name,Price\nLamp,4\n", "faq.csv:1: wanted a column of questions and one of answers"),
        ("faq.csv", b'Question,Answer\nOpen?,"Yes\n', "faq.csv:2: this is not CSV"),
        ("faq.csv", b"Question,Answer\nOpen?,Yes, daily\n", "faq.csv:2: this line has 3 cells under 2 headers"),
        ("faq.xlsx", b"no workbook", "faq.xlsx:1: this is not an XLSX workbook"),
        ("faq.md", b"Just words.\n", "faq.md:1: no question with an answer was found"),
        ("faq.md", b"a\0b", "faq.md:1: this is not a text"),
        ("faq.pdf", b"%PDF", 'faq.pdf:1: questions and answers are in one of .md, .+, not ".pdf"'),
    ],
)
def test_what_cannot_be_read_is_told_with_file_and_line(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CatalogueError, match=message):
        read_answers(tmp_path / name)


def test_a_folder_is_read_with_the_folders_in_it(tmp_path: Path) -> None:
    (tmp_path / "help/.git").mkdir(parents=True)
    (tmp_path / "help/a.md").write_text("## Open?\n\nDaily.\n")
    (tmp_path / "help/b.html").write_text("<h2>Closed?</h2><p>Never.</p>")
    (tmp_path / "help/.git/c.md").write_text("## Hidden?\n\nYes.\n")
    (tmp_path / "help/d.md").write_text("Just words.\n")
    read = read_answers(tmp_path / "help")
    assert {entry.question: Path(entry.source).name for entry in read.entries} == {"Open?": "a.md", "Closed?": "b.html"}
    assert read.understood[-1].strip() == "1 without a question"
    (tmp_path / "empty").mkdir()
    with pytest.raises(CatalogueError, match="there is no file with questions and answers in this folder"):
        read_answers(tmp_path / "empty")
