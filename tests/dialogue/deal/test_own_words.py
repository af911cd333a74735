"""What visitors tell in their own words, and what of their messages tells nothing."""

from __future__ import annotations

import pytest

from milepost.dialogue.deal.own_words import about_of, is_question, open_wish, own_words
from milepost.sales.notes.own_words import About
from tests.sales.shelf import shelf

SHELF = shelf()


def told(*texts: str, quoted: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    said = [(f"m{place}", text) for place, text in enumerate(texts, 1)]
    return [(each.about.value, each.words) for each in own_words(SHELF, said, quoted)]


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("we only reach for the phone after lunch, so ring me after 3", About.REACH),
        ("text me, I never pick up the phone", About.REACH),
        ("nothing before Thursday", About.REACH),
        ("Fridays I don't work", About.REACH),
        ("the dryer leaks since you repaired it", About.PROBLEM),
        ("orders get lost in three inboxes", About.PROBLEM),
        ("Deskhero is what the others in our building took", About.OFFER),
        ("we have two other offers on the table", About.OFFER),
        ("my husband signs everything here", About.PEOPLE),
        ("the trustees will look at it", About.PEOPLE),
        ("it has to be live by 12 March", About.DATE),
        ("we would begin in early September", About.DATE),
        ("our budget is 900 a month at most", About.MONEY),
        ("we pay by purchase order, 45 days", About.TERMS),
        ("we'd prefer something quiet", About.WISH),
        ("could you put that in a letter to the landlord", About.WISH),
        ("we are a bakery with two shops", About.SITUATION),
        ("purple with green dots", About.NOTHING),
    ],
)
def test_a_clause_is_labelled_where_that_is_plain(text: str, about: About) -> None:
    rivals = tuple(each.name.casefold() for each in SHELF.competitors.values())
    assert about_of(text, (*rivals, "deskhero")) is about


@pytest.mark.parametrize(
    "text",
    [
        "hello there", "ok thanks a lot", "haha", "what does it cost", "do you open on Sundays?", "lol you robot", "kim@x.example",
        "0171 5550 199", "bye", "is there a cheaper one for us?", "and the other one",
    ],
)  # fmt: skip
def test_courtesies_questions_addresses_and_jokes_about_the_bot_tell_nothing(text: str) -> None:
    assert told(text) == []


def test_telling_sentences_are_quoted_whole_and_in_their_order() -> None:
    assert told(
        "Hi! Our van broke down twice this month. what do you charge?",
        "we run a florist's in Trim, 3 vans. mail me at kim@trim.example, not before 10",
    ) == [
        ("problem", "Our van broke down twice this month."),
        ("situation", "we run a florist's in Trim, 3 vans."),
        ("when to reach them", "not before 10"),
    ]


def test_a_number_goes_and_the_way_to_use_it_stays() -> None:
    assert told("0171 5550 199 text me") == [("when to reach them", "text me")]
    assert told("I don't want vouchers, thank you") == [("wish", "I don't want vouchers, thank you")]


def test_scraps_stay_with_the_sentence_that_they_go_on_with() -> None:
    assert told("The lift was stuck again on Monday. fourth time.") == [
        ("problem", "The lift was stuck again on Monday. fourth time.")
    ]


def test_what_leads_up_to_a_question_is_left_out_with_it() -> None:
    assert told("if three of us cancel, do we still pay?", "the big one, is it quieter?") == []


def test_what_other_lines_quote_is_not_quoted_again() -> None:
    text = "our landlord has to approve it"
    assert told(text, quoted=(text,)) == []
    assert told(f"{text}, and he lives in Cork", quoted=(text,)) != []


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
    assert is_question(text) is asks


def test_the_open_wish_is_the_last_request() -> None:
    lines = own_words(
        SHELF, [("m1", "we'd like to try it for a week"), ("m2", "please put it in writing for the owner")]
    )
    found = open_wish(lines)
    assert found is not None
    assert found.message == "m2"
    assert open_wish(lines[:0]) is None
