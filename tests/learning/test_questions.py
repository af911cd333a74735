"""Questions written for facts: read whole, and a bad line is told with its file and number."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from milepost.errors import MilepostError
from milepost.learning.questions import FEWEST, apart, read_questions

FACT = {"title": "Returns", "text": "Within 30 days.", "asks": ["can i send it back", "and if it is too small"]}


def written(folder: Path, *companies: Any) -> Path:
    file = folder / "some.jsonl"
    file.write_text("".join(json.dumps(company) + "\n" for company in companies))
    return file


def company(**more: Any) -> dict[str, Any]:
    return {"company": "a shop", "facts": [FACT] * (FEWEST - 1) + [{**FACT, **more}]}


def test_each_line_is_a_company(tmp_path: Path) -> None:
    one, other = read_questions([written(tmp_path, company(), company(title="Parking"))])
    assert one[0].lines == ("Returns", "Within 30 days.", "can i send it back", "and if it is too small")
    assert other[-1].title == "Parking"


def test_a_message_that_leans_on_another_is_read_with_it(tmp_path: Path) -> None:
    (facts,) = read_questions([written(tmp_path, company(after=[["do you deliver to leeds", "and if i am out"]]))])
    assert facts[-1].asks[-1] == "do you deliver to leeds and if i am out"


@pytest.mark.parametrize(
    ("record", "wrong"),
    [
        (company(asks=[]), 'the fact "Returns" needs a title, a text and ways of asking'),
        (company(text=" "), 'the fact "Returns" needs a title, a text and ways of asking'),
        ({"company": "a shop", "facts": [FACT]}, f"a company has at least {FEWEST} facts, this one 1"),
        ({"company": "a shop"}, "facts is missing"),
    ],
)
def test_a_bad_line_is_told_with_its_place(tmp_path: Path, record: Any, wrong: str) -> None:
    with pytest.raises(MilepostError, match=f"some.jsonl:2: {wrong}"):
        read_questions([written(tmp_path, company(), record)])


def test_every_sixth_company_can_be_kept_back() -> None:
    companies: list[Any] = [(str(number),) for number in range(13)]
    learnt, kept_back = apart(companies)
    assert [facts[0] for facts in kept_back] == ["0", "6", "12"]
    assert len(learnt) + len(kept_back) == 13
