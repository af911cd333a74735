"""Whose a name, an address or a number is: the visitor's own, or somebody else's of the deal."""

from __future__ import annotations

from typing import Any

import pytest

from milepost.dialogue.deal.others import sort_out

PER = {"contact_name": "Per Lund", "email": "per@fjordline.example"}


def finding(text: str, name: str, words: str) -> dict[str, Any]:
    start = text.index(words)
    return {
        "name": name,
        "value": words,
        "words": words,
        "how": "said",
        "op": "set",
        "start": start,
        "end": start + len(words),
    }


def sorted_out(
    text: str, known: dict[str, str] | None = None, **words: str
) -> tuple[dict[str, Any], list[tuple[str, ...]]]:
    """The visitor's own details by name, and the others as (who, address …); `words` are the findings of NLU, several by "|"."""
    needs = [finding(text, name, each) for name, several in words.items() for each in several.split("|")]
    found = sort_out(text, needs, known or {})
    return {each["name"]: each["value"] for each in found.own}, [(each.who, *each.addresses) for each in found.others]


@pytest.mark.parametrize(
    ("text", "known", "words", "own", "others"),
    [
        (
            "Per Lund. And my stand-in colleague when I'm on leave: ida@fjordline.example",
            {"email": "per@fjordline.example"},
            {"contact_name": "Per Lund", "email": "ida@fjordline.example"},
            {"contact_name": "Per Lund"},
            [("colleague", "ida@fjordline.example")],
        ),
        (
            "send it to per@fjordline.example and cc accounts@fjordline.example please",
            {},
            {"email": "per@fjordline.example|accounts@fjordline.example"},
            {"email": "per@fjordline.example"},
            [("", "accounts@fjordline.example")],
        ),
        (
            "Per Lund, per@fjordline.example, 0151 1111 222. Ida is ida@fjordline.example",
            {},
            {"contact_name": "Per Lund", "email": "per@fjordline.example|ida@fjordline.example", "phone": "0151 1111 222"},
            {"contact_name": "Per Lund", "email": "per@fjordline.example", "phone": "0151 1111 222"},
            [("Ida", "ida@fjordline.example")],
        ),
        (
            "Per Lund, per@fjordline.example. treasurer: Ida Berg, 0151 3333 444",
            {},
            {"contact_name": "Ida Berg", "email": "per@fjordline.example", "phone": "0151 3333 444"},
            {"contact_name": "Per Lund", "email": "per@fjordline.example"},
            [("Ida Berg", "0151 3333 444")],
        ),
        (
            "I run the place, but our IT guy Ida Berg installs it: ida@nettbygg.example",
            {},
            {"contact_name": "Ida Berg", "email": "ida@nettbygg.example"},
            {},
            [("Ida Berg", "ida@nettbygg.example")],
        ),
        (
            "my address is per@fjordline.example, Ida is 0151 3333 444 (evenings)",
            {},
            {"contact_name": "Ida", "email": "per@fjordline.example", "phone": "0151 3333 444"},
            {"email": "per@fjordline.example"},
            [("Ida", "0151 3333 444")],
        ),
        ("dad's name is Olav Lund", PER, {"contact_name": "Olav Lund"}, {}, [("Olav Lund",)]),
        (
            "my boss is on holiday, her mail is ida@fjordline.example",
            PER,
            {"email": "ida@fjordline.example"},
            {},
            [("boss", "ida@fjordline.example")],
        ),
        ("Ida Berg, 0151 3333 444", PER, {"phone": "0151 3333 444"}, {}, [("Ida Berg", "0151 3333 444")]),
        (
            "meine Kollegin Ida Berg: ida@fjordline.example",
            PER,
            {"email": "ida@fjordline.example"},
            {},
            [("Ida Berg", "ida@fjordline.example")],
        ),
        ("write to per@fjordline.example or lund@home.example", {}, {"email": "per@fjordline.example|lund@home.example"},
         {"email": "per@fjordline.example"}, [("", "lund@home.example")]),
    ],
)  # fmt: skip
def test_a_second_persons_address_is_kept_beside(
    text: str, known: dict[str, str], words: dict[str, str], own: dict[str, str], others: list[tuple[str, ...]]
) -> None:
    assert sorted_out(text, known, **words) == (own, others)


def test_who_is_to_be_rung_in_their_place_is_reached_by_that_number() -> None:
    own, others = sorted_out(
        "please call my wife to fix a day, I never pick up. Ida 0151 3333 444, I'm Per Lund",
        phone="0151 3333 444",
        contact_name="Per Lund",
    )
    assert own == {"phone": "0151 3333 444", "contact_name": "Per Lund"}
    assert others == [("Ida", "0151 3333 444")]


@pytest.mark.parametrize(
    ("text", "known", "words"),
    [
        ("Per Lund, per@fjordline.example", {}, {"contact_name": "Per Lund", "email": "per@fjordline.example"}),
        ("I'm the office manager, per@fjordline.example", {}, {"email": "per@fjordline.example"}),
        ("the boss wants it by friday, per@fjordline.example", {}, {"email": "per@fjordline.example"}),
        ("my boss is away, my mail is per@fjordline.example", {}, {"email": "per@fjordline.example"}),
        ("sorry, better use lund@home.example", PER, {"email": "lund@home.example"}),
        ("Mobile 0151 1111 222", PER, {"phone": "0151 1111 222"}),
        ("Per Lund, 0151 1111 222", PER, {"phone": "0151 1111 222"}),
        (
            "per@fjordline.example, call me on 0151 1111 222",
            {},
            {"email": "per@fjordline.example", "phone": "0151 1111 222"},
        ),
    ],
)
def test_the_visitors_own_address_is_theirs(text: str, known: dict[str, str], words: dict[str, str]) -> None:
    own, others = sorted_out(text, known, **words)
    assert others == []
    assert words.items() <= own.items()


def test_the_address_right_behind_a_person_is_that_persons() -> None:
    text = "my colleague Ida Berg, ida@fjordline.example, does the papers"
    value = {"name": "Ida Berg", "part": "colleague", "email": "ida@fjordline.example"}
    found = sort_out(text, [{"name": "person_of_deal", "value": value, "words": text[:45], "start": 0, "end": 45}], {})
    assert [(each.name, each.part, each.email) for each in found.others] == [
        ("Ida Berg", "colleague", "ida@fjordline.example")
    ]


@pytest.mark.parametrize(
    ("text", "name", "is_one"),
    [
        ("lovely shop. Farewell", "Farewell", False),
        ("Right then, Toodles", "Toodles", False),
        ("lovely shop, thanks, Ida", "Ida", True),
        ("Ida here", "Ida", True),
        ("Ida", "Ida", True),
        ("lovely shop. Ida Berg", "Ida Berg", True),
        ("Ida, ida@fjordline.example", "Ida", True),
    ],
)
def test_one_word_is_a_name_where_something_says_so(text: str, name: str, is_one: bool) -> None:
    own, _ = sorted_out(text, contact_name=name, **({"email": "ida@fjordline.example"} if "@" in text else {}))
    assert ("contact_name" in own) is is_one
