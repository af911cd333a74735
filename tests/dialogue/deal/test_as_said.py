"""What a memory keeps of options, objections and facts is what the visitor's words bear out."""

from __future__ import annotations

from typing import Any

import pytest

from milepost.dialogue.deal.as_said import as_said, fact_stands, is_objection, touch_as_said
from milepost.dialogue.deal.lines import Line
from milepost.dialogue.deal.says import Says
from milepost.sales.conversations import Conversation, Evidence, Fact, FactStatus, OptionTouch, Touch
from tests.catalogues import small_catalogue
from tests.dialogue.deal.lines import read, unread

ACORN = small_catalogue()
TEAM = "plan:inbox-team"


def how(touch: Touch, *texts: str, at: int = 1) -> str:
    said = [(f"m{place}", text) for place, text in enumerate(texts, 1)]
    found = touch_as_said(ACORN, OptionTouch(TEAM, touch, f"m{at}"), said)
    return f"{found.how.value} {found.option}" if found else ""


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("ok, we'll take Acorn Inbox Team",), f"chosen {TEAM}"),
        (("what about Acorn Inbox Team", "right, I'll take it"), f"chosen {TEAM}"),
        (("not the Acorn Inbox Team then",), f"mentioned {TEAM}"),
        (("we have Acorn Inbox Team since May",), f"mentioned {TEAM}"),
        (("is Acorn Inbox Team enough for us?",), f"mentioned {TEAM}"),
        (("ok, monthly then",), ""),
    ],
)
def test_chosen_is_what_a_clause_takes(texts: tuple[str, ...], expected: str) -> None:
    assert how(Touch.CHOSEN, *texts, at=len(texts)) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("what does Acorn Inbox Team cost",), f"priced {TEAM}"),
        (("what does Acorn Inbox cost for 9",), "priced product:inbox"),
        (("what would that be roughly",), ""),
    ],
)
def test_a_price_was_asked_of_what_was_named(texts: tuple[str, ...], expected: str) -> None:
    assert how(Touch.PRICED, *texts) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("that's too expensive for a club", True),
        ("a year is long for us", True),
        ("why would I pay you more than them", True),
        ("hmm.", False),
        ("wow!", False),
        ("nothing above that, really", False),
        ("so there's a hard date", False),
        ("you are not bad at all", False),
        ("Pinebox never answered our mails", False),
    ],
)
def test_an_objection_holds_something_against_buying_here(words: str, expected: bool) -> None:
    assert is_objection(ACORN, words) is expected


def stands(name: str, value: Any, words: str, *texts: str, status: FactStatus = FactStatus.SAID) -> bool:
    return fact_stands(ACORN, Fact(name, value, status, Evidence("m1", words)), unread(*texts))


@pytest.mark.parametrize(
    ("value", "words", "texts", "expected"),
    [
        ("in June", "in June", ("we want to open in June",), True),
        ("in June", "in June", ("I graduated in June",), False),
        ("the week", "the week", ("in the week of the fair",), False),
        ("3rd May", "3rd May", ("3rd May", "sorry, the 10th to the 12th"), False),
    ],
)
def test_a_day_to_have_it_by_is_no_other_day(value: str, words: str, texts: tuple[str, ...], expected: bool) -> None:
    assert stands("timeline", {"text": value, "horizon": None}, words, *texts) is expected


def test_money_of_others_is_no_budget_and_what_another_offers_is_not_in_use() -> None:
    assert stands("budget", {"amount": 300}, "300", "our budget is 300")
    assert not stands("budget", {"amount": 300}, "300", "someone was charged 300 twice")
    assert stands("current_solution", "Pinebox", "Pinebox", "we use Pinebox today")


@pytest.mark.parametrize(
    ("name", "value", "words", "line"),
    [
        ("timeline", {"text": "before Friday"}, "before Friday", read("nothing before Friday please", Says.REACH)),
        ("timeline", {"text": "on Tuesday"}, "on Tuesday", read("could we see it on Tuesday", Says.MEETING)),
        ("current_solution", "Pinebox", "Pinebox", read("Pinebox made us an offer", Says.RIVAL)),
    ],
)
def test_what_was_read_of_a_clause_speaks_against_a_fact(name: str, value: Any, words: str, line: Line) -> None:
    assert not fact_stands(ACORN, Fact(name, value, FactStatus.SAID, Evidence("m1", words)), [line])


def test_a_refusal_is_said() -> None:
    said = ("I'd rather not say", "make it 12, we grow")
    assert stands("team_size", None, said[0], said[0], status=FactStatus.REFUSED)
    assert not stands("team_size", None, said[1], said[1], status=FactStatus.REFUSED)


def test_a_lead_without_words_stays_as_it_is() -> None:
    memory = Conversation("c1", objections=["hmm"])
    assert as_said(ACORN, memory, ()) is memory
    assert as_said(ACORN, memory, unread("hello")).objections == []
