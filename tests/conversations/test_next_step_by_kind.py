"""What a rep is told to do next, by who writes and what they want: sentences of people whom nothing was tuned on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from milepost.sales.notes.next_step import NextStep, Step
from milepost.services import catalogues
from milepost.services.desk.next_steps import next_steps
from milepost.store.columns import utc_now
from tests.conversations.visitors import Visitor

MAIL = "my mail is kim.lowe@hillside.example"
SELLING = {
    Step.OFFER_QUOTE,
    Step.OFFER_CALL,
    Step.OFFER_HELP,
    Step.CHASE_QUOTE,
    Step.CLOSE,
    Step.SEND_MATERIAL,
    Step.JOIN,
    Step.TERMS,
}

# Of each kind five ways to say it; the step that a sales lead would name.
KINDS: dict[str, tuple[set[Step], tuple[tuple[str, ...], ...]]] = {
    "an order": (
        {Step.CLOSE, Step.WISH, Step.KEEP_PROMISE, Step.TAKE_OVER},
        (
            ("how much is Team for 6 people?", MAIL, "fine, put us down for six of those"),
            ("what does Team cost for 4?", MAIL, "right, we want to order it"),
            (MAIL, "ok we go for the Team plan, 8 seats please"),
            ("price of Team for ten please", MAIL, "sold, sign us up"),
            (MAIL, "I'd like to buy five seats of Team today"),
        ),
    ),
    "an offer": (
        {Step.WISH, Step.KEEP_PROMISE, Step.CHASE_QUOTE, Step.CLOSE},
        (
            (MAIL, "please let us have a written quote for Team, 9 people"),
            ("we are 7", MAIL, "could you put the price in writing for my boss"),
            (MAIL, "draw me up an offer for 15 seats would you"),
            (MAIL, "I'd need that as a proper quotation, twelve of us"),
            ("what is Team for 5?", MAIL, "good, email me that offer please", "thanks, that's all"),
        ),
    ),
    "a call": (
        {Step.KEEP_PROMISE, Step.TAKE_OVER, Step.REACH},
        (
            ("could one of your people phone me tomorrow at ten? 0171 5550 199",),
            ("please have someone ring me back on 0171 5550 199",),
            ("call me this afternoon, my number is 0171 5550 199",),
            ("I'd rather discuss it on the phone, can you call 0171 5550 199",),
            ("give me a ring when you have a minute: 0171 5550 199",),
        ),
    ),
    "trouble": (
        {Step.SOLVE, Step.TAKE_OVER, Step.KEEP_PROMISE},
        (
            ("we've been with you for a year and since this morning nothing loads", MAIL),
            ("your invoice for May is wrong, we were billed twice", MAIL),
            ("the inbox you sold us keeps losing attachments and nobody answers", MAIL),
            (MAIL, "we are customers of yours and our chat has been down for hours"),
            ("I'm really annoyed, your app crashed again in front of a client", MAIL),
        ),
    ),
    "a student": (
        {Step.PASS_ON, Step.NOT_BUYING},
        (
            ("I'm writing a paper on help desks for my university course", MAIL),
            ("hi, it's for my bachelor's thesis about shared inboxes", MAIL),
            ("we have to compare three tools as homework", MAIL, "what does Team cost?"),
            ("I study informatics and this is for a seminar project", MAIL),
            ("I'm doing research for my dissertation on customer service", MAIL),
        ),
    ),
    "a job": (
        {Step.PASS_ON, Step.NOT_BUYING},
        (
            ("do you have any openings for support agents?", MAIL),
            ("I'd like to apply for a job with you", MAIL),
            ("where do I send my application?", MAIL),
            ("are you recruiting at the moment?", MAIL),
            ("can I do an internship in your company", MAIL),
        ),
    ),
    "the press": (
        {Step.PASS_ON, Step.NOT_BUYING, Step.TAKE_OVER},
        (
            ("I'm a reporter with the Galway Echo and writing about bots", MAIL),
            ("I'm a journalist, may I ask two questions for an article?", MAIL),
            ("I write for a trade magazine and we test inboxes", MAIL),
            ("we're preparing a story on customer service for our paper", MAIL),
            ("press enquiry: who can I quote on AI in support?", MAIL),
        ),
    ),
    "a partner": (
        {Step.PASS_ON, Step.NOT_BUYING, Step.TAKE_OVER, Step.REACH, Step.WISH},
        (
            ("we build websites and would like to resell your inbox to our clients", MAIL),
            ("we'd like to become a partner of yours, we are an agency", MAIL),
            ("our company sells headsets and would like to supply you", MAIL),
            ("is there a partner programme for consultants like us?", MAIL),
            ("we offer translation services, who decides on that at your firm", MAIL),
        ),
    ),
}


def step_of(visitor: Visitor, messages: tuple[str, ...]) -> NextStep:
    for text in messages:
        visitor.say(text)
    with visitor.brain.database.begin() as store:
        now = utc_now() + timedelta(hours=1)
        standings = store.leads.standings([visitor.conversation], now)
    return next_steps(standings, catalogues.in_force(), now=now)[visitor.conversation]


@pytest.mark.parametrize("kind", KINDS)
def test_the_step_is_the_one_for_who_writes(visit: Callable[[], Visitor], kind: str) -> None:
    wanted, conversations = KINDS[kind]
    found = {messages: step_of(visit(), messages) for messages in conversations}
    wrong = {messages: step.step.value for messages, step in found.items() if step.step not in wanted}
    assert len(wrong) <= 1, wrong
    if kind in ("trouble", "a student", "a job", "the press"):
        sold = [step.step for step in found.values() if step.step in SELLING]
        assert len(sold) <= 1, sold


@pytest.mark.parametrize(
    ("text", "is_ban"),
    [
        ("please do not phone me, I only read mail", True),
        ("no calls please", True),
        ("write to me, don't ring", True),
        ("I don't want to be called at work, e-mail is fine", True),
        ("mail only please", True),
        ("do you call customers back yourselves?", False),
        ("my boss will call you", False),
        ("that's what I call quick", False),
        ("our clients never call us before nine", False),
        ("no calls on Fridays please", False),
    ],
)
def test_a_ban_is_a_ban_and_a_remark_about_calls_is_none(visitor: Visitor, text: str, is_ban: bool) -> None:
    visitor.say(f"we are 6 people and want a shared inbox, {MAIL}")
    visitor.say(text)
    assert ("call" in visitor.memory.do_not_contact) is is_ban
