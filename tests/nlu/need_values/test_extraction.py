"""Whole messages: several needs at once, corrections, refusals, decoys; what every reading promises."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.nlu.need_values.tables import BUILT_IN, is_right, plain_reader, said

SEVERAL = [
    (
        "hi, we're 14 people, budget 500 a month, need it by september, currently on zendesk",
        {
            "team_size": 14,
            "budget": {"amount": 500, "period": "month"},
            "timeline": {"horizon": "date:--09"},
            "current_solution": "zendesk",
        },
    ),
    (
        "I'm Sara from Blue Fox, sara@bluefox.io. we're a marketing agency with 30 staff, using Trello now",
        {
            "contact_name": "Sara",
            "company": "Blue Fox",
            "email": "sara@bluefox.io",
            "industry": "marketing agency",
            "team_size": 30,
            "current_solution": "Trello",
        },
    ),
    (
        "laptop for gaming under 1200 euros need it before christmas",
        {
            "use_case": "gaming",
            "budget": {"amount": 1200, "currency": "EUR", "bound": "max"},
            "timeline": {"horizon": "date:--12-25"},
        },
    ),
    (
        "need 25 licences at max $12 per user per month starting in january",
        {
            "team_size": 25,
            "budget": {"amount": 12, "currency": "USD", "period": "month", "bound": "max", "per": "user"},
            "timeline": {"horizon": "date:--01"},
        },
    ),
    (
        "so basically order 88213 from 2023 was fine, now we are 6 people and can spend about 2k",
        {"team_size": 6, "budget": {"amount": 2000, "bound": "approx"}},
    ),
    (
        "my 2 kids share a room so i need a bunk bed for around 400 dollars within 3 weeks",
        {"budget": {"amount": 400, "currency": "USD", "bound": "approx"}, "timeline": {"horizon": "P3W"}},
    ),
    (
        "a dozen of us, nothing above 20 eur per head",
        {"team_size": 12, "budget": {"amount": 20, "currency": "EUR", "bound": "max", "per": "user"}},
    ),
]
CORRECTIONS = [
    ("actually 40, not 14", None, "team_size", 40, 14),
    ("sorry, i meant 25 people", None, "team_size", 25, None),
    ("no wait, make it 30", "team_size", "team_size", 30, None),
    ("not 14 people, 40", None, "team_size", 40, 14),
    ("40 people, i said 14 earlier", None, "team_size", 40, 14),
    ("correction: budget is 900 not 600", None, "budget", {"amount": 900}, 600),
    ("oops we are 12 not 21", None, "team_size", 12, 21),
    ("actually make that 18 seats", None, "team_size", 18, None),
]
DECOYS = [
    "my order #48213 hasn't arrived",
    "ticket 99120 still open after 5 days",
    "do you have the 2021 model in 128 GB",
    "it's a 15.6 inch screen with 144hz",
    "i live at 221 baker street",
    "is it 50% off on black friday?",
    "error code 500 on page 3",
    "i need two of the chairs in size 8",
    "windows 11 and office 365",
    "we open 9 to 5",
    "my account 12345678 is locked",
    "the meeting is at 3pm",
    "is the iphone 15 better than the 14",
    "4k tv or 8k tv",
    "bought 3 pairs in 2022",
    "rated 4.5 stars",
    "24/7 support?",
    "120x200 cm",
    "version 2.0.1 crashes",
    "i am 180 cm tall and 80 kg",
]
REFUSED = [
    "no goal really",
    "nothing in particular",
    "ni idea",
    "weiß noch nicht",
    "sais pas",
    "sei lá",
    "I'd rather not say",
    "skip",
    "no preference",
    "doesn't matter",
    "dont know yet",
    "not sure",
    "next question please",
    "prefer not to share that",
    "whatever works",
    "none of your business",
    "idk",
    "up to you",
]
NOT_REFUSED = [
    "14",
    "we have nothing against it",
    "keine app vorhanden",
    "i don't know which plan to take",
    "what do you mean",
    "can you skip the line for vip customers?",
    "does it matter which size i take?",
    "we are not sure how to install it",
]


@pytest.mark.parametrize(("text", "needs"), SEVERAL)
def test_several_needs_in_one_message_are_all_read(text: str, needs: dict[str, Any]) -> None:
    found = said(text)
    assert set(found) - {"use_case", "must_have_features"} == set(needs) - {"use_case", "must_have_features"}
    assert all(is_right(slot, value, found.get(slot)) for slot, value in needs.items()), found


@pytest.mark.parametrize(("text", "asked", "name", "value", "was"), CORRECTIONS)
def test_a_correction_says_the_new_value_and_what_it_takes_back(
    text: str, asked: str | None, name: str, value: Any, was: Any
) -> None:
    finding = next(each for each in plain_reader().read(text, asked=asked).needs if each.name == name)
    assert is_right(name, value, finding.value), finding
    assert (finding.op, finding.was) == ("correct", was)


@pytest.mark.parametrize("text", DECOYS)
def test_numbers_that_are_no_need_are_left_alone(text: str) -> None:
    assert not {"team_size", "budget", "timeline", "phone"} & set(said(text)), said(text)


@pytest.mark.parametrize("text", REFUSED)
@pytest.mark.parametrize("asked", ["team_size", "budget", "timeline", "industry"])
def test_a_refusal_states_nothing_and_is_noticed(text: str, asked: str) -> None:
    extraction = plain_reader().read(text, asked=asked)
    assert extraction.refusal is not None
    assert not extraction.needs


@pytest.mark.parametrize("text", NOT_REFUSED)
def test_other_talk_is_no_refusal(text: str) -> None:
    assert plain_reader().read(text, asked="team_size").refusal is None


def test_a_bound_is_a_sum_unless_another_figure_was_asked_for() -> None:
    reader = plain_reader()
    assert [each.name for each in reader.read("waterproof ones under 200", asked="use_case").needs] == ["budget"]
    assert "budget" not in [each.name for each in reader.read("under 200", asked="team_size").needs]


def test_words_are_the_visitors_own_with_their_place() -> None:
    text = "Hello! We have roughly 20 people and up to $300 a month."
    parse = plain_reader().read(text).as_parse(text)
    assert [(need["name"], need["words"]) for need in parse["needs"]] == [
        ("team_size", "roughly 20 people"),
        ("budget", "up to $300 a month"),
    ]
    assert all(text[need["start"] : need["end"]] == need["words"] for need in parse["needs"])


_PIECES = st.sampled_from(
    [
        "20 people", "$500", "a month", "not more than", "we use", "need", "by", "september", "at least", "2-3k", "must have",
        "sso", ",", ".",
        "?", "!", "é", "ß", "İ", "€", "1,5", "half a dozen", "in", "weeks", "for", "my name is", "@", "a.b@c.de",
        "+44", "x", "asap", "actually", "not", "14", "'", '"', "\n", "🙂", "with", "and", "from", "Acme",
        "Ltd", "per user", "#12", "%", "GB",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.text(max_size=300), st.lists(_PIECES, max_size=40).map(" ".join)),
    st.sampled_from([None, *BUILT_IN, "email", "unknown"]),
)
def test_reading_never_fails_and_words_always_stand_in_the_text(text: str, asked: str | None) -> None:
    parse = plain_reader().read(text, asked=asked).as_parse(text)
    for need in parse["needs"]:
        assert need["words"] == text[need["start"] : need["end"]] != ""
    for words in parse["pricing"]["words"].values():
        assert words in text


@pytest.mark.parametrize(
    "piece",
    [
        "a ",
        "1",
        "1,",
        "not ",
        "under ",
        "@a.",
        "no more than ",
        "we use ",
        "1-",
        "need to ",
        "with ",
        "a,",
        "+1 ",
        "(",
        "one hundred and ",
        "I'm A B ",
        "A",
        "1 x ",
        "must have a ",
        "12 months ",
        '"',
        "'s ",
    ],
)
def test_reading_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        return min(_timed(text) for _ in range(3))

    plain_reader().read("warm")
    half, whole = seconds(1000), seconds(2000)
    assert whole < 0.25
    assert whole < 4 * half + 0.02


def _timed(text: str) -> float:
    start = time.thread_time()
    plain_reader().read(text)
    return time.thread_time() - start
