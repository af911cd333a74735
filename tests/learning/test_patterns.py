"""What a pattern finds in a reply."""

from __future__ import annotations

import pytest

from milepost.learning import patterns

FOUND = [
    ("@money:3400", "that is $3,400 a year"),
    ("@money:3400", "das sind 3.400,00 euro"),
    ("@money:3400", "3 400 eur"),
    ("@money:699.30", "it is 699.30 eur"),
    ("@money:699.3", "it is 699,30 eur"),
    ("@num:3", "all three of them"),
    ("@num:25", "for 25 people"),
    ("@yes", "yes, it does"),
    ("@no", "that isn't included"),
    ("@unknown", "i don't know that, it isn't in my records"),
    ("@sorry", "i'm sorry to hear that"),
    ("@asks", "shall we?"),
    (r"even+ing", "two evenings a week"),
]
NOT_FOUND = [
    ("@money:3400", "that is $13,400 a year"),
    ("@money:3400", "$3,400.50"),
    ("@money:96", "on 1996-03-02"),
    ("@num:3", "13 of them"),
    ("@num:3", "3.5 of them"),
    ("@sorry", "better safe than sorry"),
    ("@asks", "we shall."),
]


@pytest.mark.parametrize(("pattern", "text"), FOUND)
def test_a_pattern_is_found_however_it_is_said(pattern: str, text: str) -> None:
    assert patterns.compiled(pattern).search(text)


@pytest.mark.parametrize(("pattern", "text"), NOT_FOUND)
def test_a_pattern_is_not_found_in_something_else(pattern: str, text: str) -> None:
    assert not patterns.compiled(pattern).search(text)


@pytest.mark.parametrize("pattern", ["@moon", "(", "@num:few"])
def test_a_pattern_that_cannot_be_used_is_told(pattern: str) -> None:
    with pytest.raises(ValueError):
        patterns.compiled(pattern)


def test_lines_buttons_and_blocks_are_searched() -> None:
    replies = [
        {"text": "It\u2019s here.", "buttons": [{"title": "Team", "payload": "/x"}], "custom": None},
        {"text": "", "buttons": [], "custom": {"type": "handoff"}},
    ]
    seen = patterns.searched(replies)
    assert seen == 'it\'s here.\nteam\n\n{"type": "handoff"}'
    assert patterns.violated(["@handoff", "@sorry"], seen) == ("@handoff",)


def test_of_each_group_one_pattern_is_enough() -> None:
    assert patterns.missing([["yes", "sure"], ["tuesday"]], "sure, on monday") == (("tuesday",),)
