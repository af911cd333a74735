"""What visitors tell in their own words, and what of their messages tells nothing."""

from __future__ import annotations

import pytest

from milepost.dialogue.acts import ActKind
from milepost.dialogue.deal.lines import Line
from milepost.dialogue.deal.own_words import is_question, open_wish, own_words
from milepost.dialogue.deal.says import Says
from milepost.sales.notes.own_words import About
from tests.dialogue.deal.lines import read, unread


def told(*lines: Line, quoted: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(each.about.value, each.words) for each in own_words(lines, quoted)]


@pytest.mark.parametrize(
    ("says", "about"),
    [
        ((Says.REACH, 0.8), About.REACH),
        ((Says.NO_CALLS, 0.9), About.REACH),
        ((Says.RIVAL, 0.7), About.OFFER),
        ((Says.DECIDES, 0.6), About.PEOPLE),
        ((Says.DEADLINE, 0.7), About.DATE),
        ((Says.MONEY, 0.7), About.MONEY),
        ((Says.TERMS, 0.7), About.TERMS),
        ((Says.SEND, 0.7), About.WISH),
        ((Says.SITUATION, 0.7), About.SITUATION),
        ((Says.SITUATION, 0.3), About.NOTHING),
        ((Says.TROUBLE, 0.9), About.NOTHING),  # nobody complains
    ],
)
def test_a_clause_is_labelled_where_that_is_plain(says: tuple[Says, float], about: About) -> None:
    assert told(read("purple with green dots", says)) == [(about.value, "purple with green dots")]


def test_trouble_is_a_problem_where_the_message_complains() -> None:
    line = read("the dryer leaks since you repaired it", Says.TROUBLE, acts=(ActKind.MAKE_COMPLAINT,))
    assert told(line) == [("problem", "the dryer leaks since you repaired it")]


@pytest.mark.parametrize(
    "text",
    ["hello there", "ok thanks a lot", "haha", "what does it cost", "do you open on Sundays?", "kim@x.example", "0171 5550 199",
     "bye", "is there a cheaper one for us?", "and the other one"],
)  # fmt: skip
def test_courtesies_questions_and_addresses_tell_nothing(text: str) -> None:
    assert told(*unread(text)) == []


@pytest.mark.parametrize("says", [Says.COURTESY, Says.REMARK, Says.TEST, Says.ASKS])
def test_what_was_read_as_a_remark_a_courtesy_or_a_question_tells_nothing(says: Says) -> None:
    assert told(read("that one over there with the lid", says)) == []


def test_telling_sentences_are_quoted_whole_and_in_their_order() -> None:
    lines = [
        read("Hi! Our van broke down twice this month. what do you charge?", Says.COURTESY, Says.PAIN, Says.ASKS),
        read(
            "we run a florist's in Trim, 3 vans. mail me at kim@trim.example, not before 10", Says.SITUATION, Says.REACH
        ),
    ]
    assert told(*lines) == [
        ("", "Our van broke down twice this month."),
        ("situation", "we run a florist's in Trim, 3 vans."),
        ("when to reach them", "not before 10"),
    ]


def test_scraps_stay_with_the_sentence_that_they_go_on_with() -> None:
    assert told(*unread("The lift was stuck again on Monday. fourth time.")) == [
        ("", "The lift was stuck again on Monday. fourth time.")
    ]


def test_what_leads_up_to_a_question_is_left_out_with_it() -> None:
    assert told(*unread("if three of us cancel, do we still pay?", "the big one, is it quieter?")) == []


def test_what_other_lines_quote_is_not_quoted_again() -> None:
    text = "our landlord has to approve it"
    assert told(*unread(text), quoted=(text,)) == []
    assert told(*unread(f"{text}, and he lives in Cork"), quoted=(text,)) != []


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("where is the depot", True),
        ("and does that include VAT", True),
        ("we open at nine", False),
        ("could you send me a quote", False),
        ("chairs maybe 60?", False),
        ("in blue?", True),
    ],
)
def test_a_question_is_told_from_a_statement_and_a_request(text: str, asks: bool) -> None:
    assert is_question(unread(text)[0].clauses[0]) is asks


@pytest.mark.parametrize(
    ("says", "asks"),
    [((Says.ASKS, 0.9), True), ((Says.ASKS, 0.6), False), ((Says.SEND, 0.8), False), ((Says.SITUATION, 0.8), False)],
)
def test_a_question_that_was_read_is_one(says: tuple[Says, float], asks: bool) -> None:
    assert is_question(read("the big one in blue", says).clauses[0]) is asks


def test_the_open_wish_is_the_last_request_and_no_closing_line() -> None:
    lines = [
        read("please put it in writing for the owner", Says.SEND),
        read("we are 9 people", Says.SITUATION, message="m2"),
        read("thanks, that's all for now", Says.COURTESY, message="m3"),
    ]
    found = open_wish(lines)
    assert found is not None
    assert (found.words, found.message) == ("please put it in writing for the owner", "m1")
    assert open_wish(lines[1:]) is None
