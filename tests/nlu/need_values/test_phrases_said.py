"""Industry, use, must-haves and current solution as visitors write them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.nlu.need_values.tables import is_right, said

STATED = [
    ("we're a small dental clinic in Leeds", "industry", "dental clinic"),
    ("i run a bakery", "industry", "bakery"),
    ("I work in real estate", "industry", "real estate"),
    ("we are in the construction industry", "industry", "construction"),
    ("we're a 12-person law firm", "industry", "law firm"),
    ("non-profit here, 20 volunteers", "industry", "non-profit"),
    ("we have an online furniture store", "industry", "online furniture store"),
    ("for our restaurant we need a booking tool", "industry", "restaurant"),
    ("im opening a yoga studio in spring", "industry", "yoga studio"),
    ("as a marketing agency we have many clients", "industry", "marketing agency"),
    ("healthcare company looking for chat", "industry", "healthcare"),
    ("i own two coffee shops", "industry", "coffee shops"),
    ("looking for a laptop for video editing", "use_case", "video editing"),
    ("i need something to track time", "use_case", "track time"),
    ("we want to automate our invoices", "use_case", "automate our invoices"),
    ("its mainly for browsing and netflix", "use_case", "browsing and netflix"),
    ("I'll be using it for work", "use_case", "work"),
    ("need a mattress for side sleeping", "use_case", "side sleeping"),
    ("help us manage our bookings", "use_case", "manage our bookings"),
    ("primary use is teaching", "use_case", "teaching"),
    ("im looking for a guitar to play at home", "use_case", "play at home"),
    ("we're trying to reduce response times", "use_case", "reduce response times"),
    ("need physio for my knee pain", "use_case", "knee pain"),
    ("must have SSO and an API", "must_have_features", ["SSO", "API"]),
    ("must have: wifi, gps and long battery life", "must_have_features", ["wifi", "gps", "long battery life"]),
    ("free shipping is a must", "must_have_features", ["free shipping"]),
    (
        "I need a phone with a good camera and long battery, under $500",
        "must_have_features",
        ["good camera", "long battery"],
    ),
    ("it has to be waterproof", "must_have_features", ["waterproof"]),
    ("sso is non negotiable for us", "must_have_features", ["sso"]),
    ("it needs to support german", "must_have_features", ["german"]),
    ("we need slack integration", "must_have_features", ["slack integration"]),
    ("can't live without dark mode", "must_have_features", ["dark mode"]),
    ("it must integrate with Shopify and Xero", "must_have_features", ["Shopify", "Xero"]),
    ("backlit keyboard is essential", "must_have_features", ["backlit keyboard"]),
    ("we use zendesk right now but it's too slow", "current_solution", "zendesk"),
    ("currently using a mix of excel and email", "current_solution", "excel and email"),
    ("switching from Hubspot", "current_solution", "Hubspot"),
    ("our current provider is Vodafone", "current_solution", "Vodafone"),
    ("we do everything in spreadsheets", "current_solution", "spreadsheets"),
    ("looking to replace our old Dell server", "current_solution", "Dell server"),
    ("we're with Telekom at the moment", "current_solution", "Telekom"),
    ("im sick of Jira", "current_solution", "Jira"),
    ("atm we have a shared gmail account", "current_solution", "shared gmail account"),
    ("we track it all on paper", "current_solution", "paper"),
    ("moving away from intercom", "current_solution", "intercom"),
    ("my team uses Trello today", "current_solution", "Trello"),
]
ANSWERS = [
    ("industry", "dental", "dental"),
    ("industry", "we're in logistics", "logistics"),
    ("industry", "online shop mostly", "online shop"),
    ("use_case", "gaming", "gaming"),
    ("use_case", "mostly for school work", "school work"),
    ("current_solution", "a shared mailbox", "shared mailbox"),
    ("current_solution", "excel lol", "excel"),
    ("must_have_features", "API, call recording and dark mode", ["API", "call recording", "dark mode"]),
    ("must_have_features", "good battery", ["good battery"]),
]
NOT_STATED = [
    "what do you sell",
    "i want to cancel my plan",
    "how do i set it up?",
    "does it have to be paid upfront?",
    "can you help me with my order",
    "my phone company overcharged me",
    "it's for my wife",
    "i'd like to know the price",
    "is it good",
    "thanks a lot",
    "we need 20 seats",
    "i want to talk to a human",
    "do you use my data for ads?",
    "need help with this",
    "how much is it with tax",
]
ALL = ("industry", "use_case", "must_have_features", "current_solution")


@pytest.mark.parametrize(("text", "slot", "value"), STATED)
def test_phrases_are_read_from_free_text(text: str, slot: str, value: Any) -> None:
    assert is_right(slot, value, said(text).get(slot)), said(text)


@pytest.mark.parametrize(("asked", "text", "value"), ANSWERS)
def test_bare_answer_to_the_question_is_the_phrase(asked: str, text: str, value: Any) -> None:
    assert is_right(asked, value, said(text, asked).get(asked)), said(text, asked)


@pytest.mark.parametrize("text", NOT_STATED)
def test_talk_that_states_no_need_leaves_nothing(text: str) -> None:
    assert not set(ALL) & set(said(text)), said(text)


@pytest.mark.parametrize("asked", ALL)
@pytest.mark.parametrize(
    "text", ["no", "nothing", "what do you mean?", "ok", "skip", "i'd rather not say", "how much is it?", "dunno"]
)
def test_an_empty_answer_or_a_question_is_no_phrase(asked: str, text: str) -> None:
    assert asked not in said(text, asked)
