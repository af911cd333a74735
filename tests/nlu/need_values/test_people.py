"""Other people of the deal, and when to call: apart from the visitor's own name and from dates of buying."""

from __future__ import annotations

from typing import Any

import pytest

from tests.nlu.need_values.tables import plain_reader


def found(text: str) -> dict[str, Any]:
    return {each.name: each.value for each in plain_reader().read(text).needs}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("my CFO Paul signs", {"name": "Paul", "part": "cfo"}),
        (
            "send it to my boss Marta at marta@firma.example",
            {"name": "Marta", "part": "boss", "email": "marta@firma.example"},
        ),
        (
            "please cc our bookkeeper, dana@books.example",
            {"name": None, "part": "bookkeeper", "email": "dana@books.example"},
        ),
        ("Marta, our treasurer, decides", {"name": "Marta", "part": "treasurer"}),
        ("my boss decides", {"name": None, "part": "boss"}),
    ],
)
def test_others_are_people_of_the_deal_and_never_the_visitor(text: str, value: dict[str, Any]) -> None:
    needs = found(text)
    assert needs["person_of_deal"] == value
    assert not {"contact_name", "email"} & set(needs)


def test_visitor_and_others_stand_side_by_side() -> None:
    needs = found("my name is Paul, my CFO is Anna Berg")
    assert needs["contact_name"] == "Paul"
    assert needs["person_of_deal"] == {"name": "Anna Berg", "part": "cfo"}


@pytest.mark.parametrize("text", ["can my wife use it too", "I decide", "our accountant uses Datev", "who signs that"])
def test_who_is_only_spoken_of_is_none(text: str) -> None:
    assert "person_of_deal" not in found(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("call me tomorrow at 4", "tomorrow at 4"),
        ("can you ring me monday between 2 and 4", "monday between 2 and 4"),
        ("phone me after 5 pm", "after 5 pm"),
        ("give us a call next week in the morning", "next week in the morning"),
    ],
)
def test_a_time_for_a_call_is_no_date_of_buying(text: str, words: str) -> None:
    needs = found(text)
    assert needs["call_time"]["text"] == words
    assert "timeline" not in needs


def test_a_call_and_a_start_are_told_apart() -> None:
    needs = found("we start tomorrow, call me at 5")
    assert needs["timeline"]["horizon"] == "P1D"
    assert needs["call_time"]["text"] == "at 5"
