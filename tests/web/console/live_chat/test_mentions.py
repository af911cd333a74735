from __future__ import annotations

import pytest

from milepost.web.console.live_chat.mentions import named_in
from tests.store.records import user
from tests.web.console.conftest import House, Rep
from tests.web.console.visitors import keen_buyer

PEOPLE = (user("dana", name="Dana Reyes"), user("dan", name="Dan"), user("sam", name="Sam"))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Sam can you look?", ["sam"]),
        ("@dana reyes and @sam, please", ["dana", "sam"]),
        ("ask @Dana.", ["dana"]),
        ("@Dan knows", ["dan"]),
        ("mail dan@example.com", []),
        ("@sam@example.com", ["sam"]),
        ("@Samuel", []),
        ("nobody", []),
    ],
)
def test_who_a_note_names(text: str, named: list[str]) -> None:
    assert sorted(named_in(text, PEOPLE)) == sorted(named)


def test_whoever_is_named_finds_the_note_until_they_have_seen_the_card(house: House, dana: Rep, sam: Rep) -> None:
    keen_buyer(house.database, house.catalogue, now=house.now)
    dana.do("leads/web-keen/note", text="@Sam can you look at the EU question?")
    page = sam.see("mentions").text
    assert "can you look at the EU question?" in page
    assert "Ana Costa" in page
    assert ", new" in page
    sam.see("leads/web-keen")
    assert ", new" not in sam.see("mentions").text
    assert "Nobody has named you" in dana.see("mentions").text
