"""The component that finds set phrases, as Rasa calls it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rasa.shared.nlu.training_data.message import Message

from milepost.nlu.set_phrases_component import SetPhraseFinder
from milepost.sales.journey import DangerTable
from milepost.services import catalogues
from tests.catalogues import small_catalogue


@pytest.fixture(autouse=True)
def _shelf() -> None:
    catalogues.put_in_force(small_catalogue())


def find(text: str) -> Message:
    return SetPhraseFinder().process([Message({"text": text})])[0]


def test_set_phrases_are_left_in_the_parse_data() -> None:
    message = find("What is Team? And don't call me.")
    assert message.get("set_phrases") == [{"kind": "withdraw_consent", "start": 18, "end": 31, "wishes": ["call"]}]
    assert "set_phrases" in message.as_dict(only_output_properties=True)


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("stop", []),
        ("leave me alone", []),
        ("unsubscribe", ["mail"]),
        ("no more mails", ["mail"]),
        ("stop calling me", ["call"]),
        ("delete my phone number", ["call", "erase"]),
        ("please delete all my data", ["erase"]),
        ("take me off your list", ["mail"]),
        ("bitte nicht mehr anrufen", ["call"]),
        ("Löschen Sie meine Daten", ["erase"]),
        ("keine Mails mehr", ["mail"]),
        ("no me llamen", ["call"]),
        ("borren mis datos", ["erase"]),
        ("ne m'appelez plus", ["call"]),
        ("supprimez mes données", ["erase"]),
        ("não me liguem mais", ["call"]),
        ("apaguem os meus dados", ["erase"]),
        ("não me enviem mais nada", ["mail"]),
    ],
)
def test_a_withdrawal_says_what_it_is_of(text: str, wishes: list[str]) -> None:
    assert [each["wishes"] for each in find(text).get("set_phrases") if each["kind"] == "withdraw_consent"] == [wishes]


def test_the_owners_dangers_are_found_without_training() -> None:
    assert find("I have chest pains").get("set_phrases") == []
    shelf = small_catalogue()
    journey = replace(shelf.journey, danger=DangerTable(phrases=("chest pain*",)))
    catalogues.put_in_force(replace(shelf, version="another", journey=journey))
    assert find("I have chest pains").get("set_phrases") == [{"kind": "report_danger", "start": 7, "end": 18}]


@pytest.mark.parametrize("text", ["", " ", "a" * 5000, "\x00", "stop " * 900, "😂" * 3000])
def test_any_text_is_read(text: str) -> None:
    assert isinstance(find(text).get("set_phrases"), list)
