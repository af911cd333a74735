"""What a message comes upon, and that conversations of older versions can still be come upon."""

from __future__ import annotations

import json
from typing import Any

import pytest

from milepost.dialogue.acts import Act, ActKind
from milepost.dialogue.context import MOST_SUBJECTS, PASSING, Context, asks_in_full, subjects_after
from milepost.dialogue.interpretation import interpret
from milepost.sales.cases import Case
from milepost.sales.conversations import BuyingStage, Conversation, Handler
from milepost.store.records.memories import read_memory, write_memory
from tests.dialogue.readings import BY_HAND, CATALOGUE, named, reading
from tests.sales.shelf import memory

PRICE = Act(ActKind.ASK_PRICE, ("plan:team",), number=5, text="how much is team for 5")


def kept(*acts: Act) -> list[dict[str, Any]]:
    return [act.as_json() for act in acts]


def test_the_context_is_what_the_memory_holds() -> None:
    conversation = memory(
        "evaluation", acts=kept(PRICE), focus=["plan:team"], shown=["plan:solo", "plan:team"], case=Case(number=5),
        asked="budget", offered="contact", add_on="ai", asked_in_full="how much", rival="competitor:deskhero",
        handler=Handler.WAITING,
    )  # fmt: skip
    context = Context.of(conversation)
    assert (context.last, context.focus, context.shown) == (PRICE, ("plan:team",), ("plan:solo", "plan:team"))
    assert (context.case, context.stage, context.asked) == (Case(number=5), BuyingStage.EVALUATION, "budget")
    assert (context.offered, context.add_on, context.before) == ("contact", "ai", "how much")
    assert (context.rival, context.is_waiting, context.is_first) == ("competitor:deskhero", True, False)


def test_the_first_message_comes_upon_nothing() -> None:
    assert Context.of(Conversation("c")) == Context()
    assert Context().is_first


@pytest.mark.parametrize("kind", PASSING)
def test_a_courtesy_leaves_what_was_spoken_of_to_be_followed_up(kind: ActKind) -> None:
    assert Context.of(memory(acts=kept(PRICE, Act(kind, text="ok")))).last == PRICE
    assert Context(last=PRICE).after(Act(kind), Case()).last == PRICE


def test_the_next_part_comes_upon_the_part_before_it() -> None:
    asked = Act(ActKind.ASK_FACT, ("plan:solo",), fact="attribute:sso", text="does solo have sso?")
    context = Context(last=PRICE, focus=("plan:team",)).after(asked, Case(number=9), ("plan:solo",))
    assert (context.last, context.focus, context.case.number) == (asked, ("plan:solo",), 9)
    assert context.before == "does solo have sso?"
    assert context.after(Act(ActKind.ASK_OFFER), Case()).focus == ("plan:solo",)


@pytest.mark.parametrize(
    ("act", "in_full"),
    [
        (PRICE, True),
        (PRICE.with_args("follow-up: number", number=9), False),
        (Act(ActKind.ASK_PRICE), False),
        (Act(ActKind.THANK, text="thanks"), False),
    ],
)
def test_what_leans_on_the_words_before_is_not_asked_in_full(act: Act, in_full: bool) -> None:
    assert asks_in_full(act) is in_full


WRITTEN_BEFORE = {
    "id": "c1", "channel": "web", "language": "de", "asked": "budget", "asked_before": ["team_size", "budget"],
    "shown": ["plan:team", "plan:solo"], "misunderstandings": 1, "bought": None, "onboarding_step": 0, "quotes": [],
    "objections": [], "offers_made": ["contact"], "refused_offers": [], "insisted": [], "value_given": True,
    "english_noted": False, "offered": None, "pending": None, "consents": {"contact": True}, "handler": "bot",
    "facts": [
        {"name": "team_size", "value": 12, "status": "said", "evidence": ["m1", "we are 12"]},
        {"name": "term", "value": "year", "status": "said", "evidence": ["m2", "yearly"]},
    ],
    "stages": [{"message": "m1", "stage": "research", "confidence": 0.8, "belief": {"research": 0.8}, "cues": []}],
    "touches": [["plan:team", "priced", "m1"]],
}  # fmt: skip


def test_a_conversation_stored_before_acts_were_kept_still_loads_and_goes_on() -> None:
    conversation = read_memory(json.loads(json.dumps(WRITTEN_BEFORE)))
    context = Context.of(conversation)
    assert (context.last, context.focus, context.case) == (None, (), Case())
    assert (context.stage, context.asked, context.is_first) == (BuyingStage.RESEARCH, "budget", False)
    assert conversation.value("team_size") == 12
    said = reading("and the price of team?", named("plan", "team"), acts={"ask_price": 0.9})
    (act,) = interpret([said], conversation, CATALOGUE, BY_HAND).acts
    assert (act.kind, act.options) == (ActKind.ASK_PRICE, ("plan:team",))


CASE = Case(
    number=12, low=9, people=True, span=(3, "month"), term="year", currency="EUR", customer_kind="nonprofit",
    codes=("SPRING", "LOYAL"), add_ons=("ai",), forms={"shirt": {"size": "XL"}}, basket={"team": 12, "shirt": 1},
)  # fmt: skip


@pytest.mark.parametrize("case", [Case(), Case(number=1), CASE])
def test_a_case_comes_back_from_json_as_it_was(case: Case) -> None:
    assert Case.from_json(json.loads(json.dumps(case.as_json()))) == case


def test_what_a_newer_version_knew_of_a_case_is_left_out() -> None:
    assert Case.from_json({"number": 3, "mood": "merry"}) == Case(number=3)


def test_acts_and_case_come_back_from_the_store() -> None:
    conversation = memory(acts=kept(PRICE), focus=["plan:team"], case=CASE, goods={"product:inbox": 0.4})
    again = read_memory(json.loads(json.dumps(write_memory(conversation))))
    assert Context.of(again) == Context.of(conversation)


@pytest.mark.parametrize(
    ("act", "subjects"),
    [
        (Act(ActKind.ASK_FACT, fact="hours"), ("hours", "answer:a")),
        (Act(ActKind.ASK_FACT, fact="answer:a"), ("answer:a",)),
        (Act(ActKind.ASK_FACT, fact="unknown"), ("answer:a",)),
        (Act(ActKind.WANT_TO_REFER), ("referral", "answer:a")),
        (Act(ActKind.MAKE_COMPLAINT, fact="answer:returns"), ("answer:returns", "answer:a")),
        (Act(ActKind.THANK), ("answer:a",)),
    ],
)
def test_what_was_spoken_of_last_is_remembered_newest_first(act: Act, subjects: tuple[str, ...]) -> None:
    assert subjects_after(("answer:a",), act) == subjects
    assert Context(subjects=("answer:a",)).after(act, Case()).subjects == subjects


def test_what_was_spoken_of_long_ago_is_let_go() -> None:
    subjects: tuple[str, ...] = ()
    for name in "abcde":
        subjects = subjects_after(subjects, Act(ActKind.ASK_FACT, fact=f"answer:{name}"))
    assert subjects == ("answer:e", "answer:d", "answer:c")[:MOST_SUBJECTS]
