"""What visitors wish of a person, and what reps promise."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from milepost.dialogue.deal.says import Says
from milepost.dialogue.deal.wishes import promises_of, to_be_spoken_to, wishes_of
from milepost.sales.handoffs.promised import Kind
from tests.dialogue.deal.lines import read

NOW = datetime(2026, 11, 25, 10, 30, tzinfo=ZoneInfo("Europe/Dublin"))


@pytest.mark.parametrize(
    ("text", "kind", "words", "when"),
    [
        (
            "call me tomorrow afternoon, +1 415 555 0134",
            "call",
            "call me tomorrow afternoon, +1 415 555 0134",
            "tomorrow afternoon",
        ),
        ("can someone ring before 4? it's urgent", "call", "can someone ring before 4?", "before 4"),
        ("Thursday works. call me at 3", "call", "call me at 3", "at 3"),
        ("he's called Tom Byrne, call him on 086 555 0199", "call", "call him on 086 555 0199", ""),
        ("i'd like a callback", "call", "i'd like a callback", ""),
        ("we'd like a demo next Tuesday at 10", "meeting", "we'd like a demo next Tuesday at 10", "next Tuesday at 10"),
        ("I want to book an appointment for friday", "meeting", "I want to book an appointment for friday", "friday"),
        ("can you send her the offer by friday", "send", "can you send her the offer by friday", "by friday"),
        (
            "I contacted you days ago and nobody answered!",
            "answer",
            "I contacted you days ago and nobody answered!",
            "",
        ),
        (
            "where is my order, I wrote last week and no one replied",
            "answer",
            "where is my order, I wrote last week and no one replied",
            "",
        ),
        ("I was promised a refund two weeks ago", "refund", "I was promised a refund two weeks ago", ""),
        ("you said you would call me yesterday", "call", "you said you would call me yesterday", ""),
        ("Rufen Sie mich bitte morgen an", "call", "Rufen Sie mich bitte morgen an", "morgen"),
        ("rappelez-moi demain", "call", "rappelez-moi demain", "demain"),
    ],
)
def test_a_wish_is_kept_in_whole_clauses_with_its_time(text: str, kind: str, words: str, when: str) -> None:
    found = [(each.kind.value, each.words, each.when.words if each.when else "") for each in wishes_of(text, NOW)]
    assert found == [(kind, words, when)]


@pytest.mark.parametrize(
    "text",
    [
        "does it call me back when i'm in the queue?",
        "our customers call us all day",
        "can you call out from the app?",
        "I don't want a call",
        "please don't call me, mail only",
        "I want it in writing, not a phone call",
        "can customers book an appointment online?",
        "do you have a demo version?",
        "people ring us and nobody picks up the phone",
        "how do i send an invoice from it?",
        "it's a shared inbox where no one answers twice",
        "customers complain that nobody replies",
        "what's the response time?",
        "get me out of that contract",
    ],
)
def test_what_goods_or_other_people_do_is_no_wish(text: str) -> None:
    assert wishes_of(text, NOW) == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ring me on 0131 496 0077", Kind.CALL),
        ("can we have a demo on monday?", Kind.MEETING),
        ("can I book an appointment for friday?", None),
        ("you promised to call me", None),
        ("send me an offer", None),
    ],
)
def test_a_call_or_a_demo_is_for_a_person(text: str, kind: Kind | None) -> None:
    assert to_be_spoken_to(text) is kind


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Growth fits. I'll send you the quote today", [("send", "I'll send you the quote today", "today")]),
        ("We'll refund it by Friday.", [("refund", "We'll refund it by Friday.", "by Friday")]),
        ("my colleague Kim will call you at 3", [("call", "my colleague Kim will call you at 3", "at 3")]),
        ("You'll hear from us by Monday", [("answer", "You'll hear from us by Monday", "by Monday")]),
        ("Let me check", []),
        ("I'll call you tomorrow?", []),
        ("Growth fits you well", []),
    ],
)
def test_a_reps_own_words_are_a_promise(text: str, found: list[tuple[str, str, str]]) -> None:
    told = [(each.kind.value, each.words, each.when.words if each.when else "") for each in promises_of(text, NOW)]
    assert told == found


@pytest.mark.parametrize(
    ("text", "says", "kind"),
    [
        ("give us a bell about it", (Says.CALL, 0.8), "call"),
        ("could I come round on Thursday", (Says.MEETING, 0.9), "meeting"),
        ("drop me the figures", (Says.SEND, 0.7), "send"),
        ("the other forty should come back to me", (Says.REFUND, 0.8), "refund"),
        ("not a word in ten days", (Says.CHASED, 0.8), "answer"),
        ("send me a quote", (Says.SEND, 0.3), "send"),  # set words that the reading bears out
        ("if I send them to you", (Says.SEND, 0.7), ""),
        ("can you send it by courier?", (Says.ASKS, 0.9), ""),
        ("I'd call that cheap", (Says.REMARK, 0.9), ""),
        ("we call back every customer", (Says.SITUATION, 0.8), ""),
    ],
)
def test_a_wish_is_surely_read_or_said_in_set_words_and_borne_out(
    text: str, says: tuple[Says, float], kind: str
) -> None:
    assert [each.kind.value for each in wishes_of(text, NOW, read(text, says).clauses)] == ([kind] if kind else [])
