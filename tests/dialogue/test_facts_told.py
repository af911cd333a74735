"""What a message tells of its writer, given what it does."""

from __future__ import annotations

from typing import Any

import pytest

from milepost.dialogue.acts import Act, ActKind
from milepost.dialogue.facts_told import told
from tests.dialogue.readings import reading
from tests.sales.shelf import memory

FIRM = ("industry", "company", "current_solution")
FREE = ("use_case", "must_have_features", "system")


def learnt(
    name: str,
    kind: ActKind,
    *,
    text: str = "…",
    known: dict[str, Any] | None = None,
    asked: str | None = None,
    **more: Any,
) -> bool:
    """Whether a need that the message names is learnt where it does that."""
    found = {"name": name, "value": 20, "words": "…", "start": 0, "end": 1, **more}
    act = Act(kind, text=text)
    return bool(told({"text": text, "needs": [found]}, [(reading(text), act)], memory(facts=known), asked))


@pytest.mark.parametrize("name", [*FREE, *FIRM, "team_size", "budget", "timeline"])
def test_what_is_told_is_learnt(name: str) -> None:
    assert learnt(name, ActKind.STATE_NEED)


@pytest.mark.parametrize(
    ("name", "start", "end", "is_learnt"),
    [
        ("must_have_features", 10, 18, False),
        ("current_solution", 10, 14, False),
        ("must_have_features", 0, 18, True),  # more than the name
        ("team_size", 10, 12, True),
    ],
)
def test_a_name_of_ours_tells_of_no_need(name: str, start: int, end: int, is_learnt: bool) -> None:
    text = "I'll take Shelf Team"
    found = {"name": name, "value": 20, "words": "…", "start": start, "end": end}
    mentions = [{"kind": "plan", "ids": ["team"], "start": 10, "end": 20}]
    parse = {"text": text, "needs": [found], "mentions": mentions}
    act = Act(ActKind.CHOOSE, ("plan:team",), text=text)
    assert bool(told(parse, [(reading(text), act)], memory(), None)) is is_learnt


@pytest.mark.parametrize("name", FREE)
@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (ActKind.ASK_FACT, "does it do tickets?"),
        (ActKind.ASK_PRICE, "what do tickets cost"),
        (ActKind.COMPARE, "which is better for tickets"),
        (ActKind.THANK, "thanks for the tickets"),
        (ActKind.GOODBYE, "bye"),
        (ActKind.MAKE_COMPLAINT, "my tickets are gone"),
        (ActKind.STATE_NEED, "does anybody need tickets?"),
        (ActKind.WITHDRAW_CONSENT, "no more mails on tickets"),
        (ActKind.REPORT_DANGER, "…"),
        (ActKind.BOT_CHALLENGE, "are you a bot for tickets"),
        (ActKind.OUT_OF_SCOPE, "tickets to the moon"),
        (ActKind.LAUGH, "haha tickets"),
    ],
)
def test_nothing_is_learnt_from_a_question_a_courtesy_a_request_or_a_remark(
    name: str, kind: ActKind, text: str
) -> None:
    assert not learnt(name, kind, text=text)


@pytest.mark.parametrize("kind", [ActKind.ASK_RECOMMENDATION, ActKind.ASK_OFFER])
def test_who_asks_for_advice_tells_what_they_need(kind: ActKind) -> None:
    assert learnt("use_case", kind, text="what do you have for gaming?")


@pytest.mark.parametrize(
    ("kind", "known", "op", "is_learnt"),
    [
        (ActKind.ASK_PRICE, None, "set", True),
        (ActKind.ASK_PRICE, {"team_size": 12}, "set", False),
        (ActKind.ASK_DISCOUNT, {"team_size": 12}, "set", False),
        (ActKind.REQUEST_QUOTE, {"team_size": 12}, "set", False),
        (ActKind.WANT_TO_BUY, {"team_size": 12}, "set", False),
        (ActKind.ASK_PRICE, {"team_size": 12}, "correct", True),
        (ActKind.STATE_NEED, {"team_size": 12}, "set", True),
    ],
)
def test_a_number_to_price_never_overwrites_the_team(
    kind: ActKind, known: dict[str, Any] | None, op: str, is_learnt: bool
) -> None:
    assert learnt("team_size", kind, text="how much for 20?", known=known, op=op) is is_learnt


@pytest.mark.parametrize(
    ("name", "kind", "is_learnt"),
    [
        ("budget", ActKind.ASK_PRICE, True),  # "is there anything for under 500?"
        ("budget", ActKind.ASK_FACT, True),
        ("budget", ActKind.RAISE_OBJECTION, True),
        ("timeline", ActKind.ASK_PRICE, True),
        ("timeline", ActKind.ASK_FACT, False),  # "can it be here by May?"
        ("budget", ActKind.WITHDRAW_CONSENT, False),
        ("timeline", ActKind.OUT_OF_SCOPE, False),
    ],
)
def test_figures_are_learnt_wherever_they_are_of_the_visitor(name: str, kind: ActKind, is_learnt: bool) -> None:
    assert learnt(name, kind, text="… by May?") is is_learnt


@pytest.mark.parametrize("name", ["email", "phone", "contact_name"])
@pytest.mark.parametrize("kind", [ActKind.SHARE_CONTACT, ActKind.ASK_FACT, ActKind.THANK, ActKind.ASK_PRICE])
def test_contact_details_are_learnt_whatever_else_is_said(name: str, kind: ActKind) -> None:
    assert learnt(name, kind, text="can you write to ann@acorn.example?")


@pytest.mark.parametrize("name", ["person_of_deal", "call_time"])
def test_other_people_and_times_to_call_are_no_needs_of_theirs(name: str) -> None:
    assert not learnt(name, ActKind.STATE_NEED)


@pytest.mark.parametrize("name", ["email", "team_size", "use_case"])
@pytest.mark.parametrize("kind", [ActKind.WITHDRAW_CONSENT, ActKind.REPORT_DANGER])
def test_nothing_at_all_is_read_into_a_withdrawal_or_a_danger(name: str, kind: ActKind) -> None:
    assert not learnt(name, kind)


@pytest.mark.parametrize(
    ("kind", "text", "is_learnt"),
    [
        (ActKind.ASK_FACT, "we are a bakery, is that ok?", True),
        (ActKind.ASK_PRICE, "how much for a bakery", True),
        (ActKind.ASK_PRICE, "how much is it for bakeries?", False),
        (ActKind.COMPARE, "which suits a bakery?", False),
        (ActKind.ASK_OFFER, "what do you have for a bakery?", True),
    ],
)
def test_what_the_firm_is_may_stand_beside_a_request_but_not_within_a_question(
    kind: ActKind, text: str, is_learnt: bool
) -> None:
    assert learnt("industry", kind, text=text) is is_learnt


@pytest.mark.parametrize(
    ("kind", "text", "is_learnt"),
    [
        (ActKind.STATE_NEED, "20", True),
        (ActKind.ASK_PRICE, "20", True),  # read as a price, but without any question
        (ActKind.ASK_PRICE, "and for 20?", False),
        (ActKind.AFFIRM, "yes 20?", True),
        (ActKind.THANK, "20 thanks", False),
    ],
)
def test_a_bare_answer_counts_where_the_message_may_be_one(kind: ActKind, text: str, is_learnt: bool) -> None:
    assert learnt("team_size", kind, text=text, asked="team_size", how="bare") is is_learnt


def test_each_need_is_judged_by_the_part_that_it_stands_in() -> None:
    text = "we do tickets. does it do mails?"
    needs = [
        {"name": "use_case", "value": "tickets", "words": "tickets", "start": text.index("tickets")},
        {"name": "use_case", "value": "mails", "words": "mails", "start": text.index("mails")},
    ]
    parts = [
        (reading("we do tickets."), Act(ActKind.STATE_NEED)),
        (reading("does it do mails?"), Act(ActKind.ASK_FACT)),
    ]
    assert [each.value for each in told({"text": text, "needs": needs}, parts, memory(), None)] == ["tickets"]
