"""What visitors say most: plain needs, advice asked for outright, thinking it over, waiting, small doubts of understanding."""

from __future__ import annotations

import pytest

from milepost.services import catalogues
from tests.conversations.visitors import Visitor


@pytest.mark.parametrize(
    ("text", "intent", "stage"),
    [
        ("we need a shared inbox for 30 people", "state_need", "research"),
        ("we need a help desk", "state_need", "awareness"),
        ("is LDAP supported?", "ask_question", "research"),
        ("can I pay in bitcoin?", "ask_question", "purchase"),
        ("we love Lantern Inbox and I told three friends about it", "share_praise", "advocacy"),
        ("please send me a quote to ana@costafoods.example", "request_quote", "purchase"),
        ("still not working", "make_complaint", "retention"),
        ("Gibt es eine kostenlose Testphase?", "ask_price", "evaluation"),
    ],
)
def test_plain_messages_are_taken_for_what_they_are(visitor: Visitor, text: str, intent: str, stage: str) -> None:
    line = visitor.say(text)
    assert (line["intent"]["name"], line["message_stage"]["name"]) == (intent, stage)


def test_a_need_beside_a_question_is_kept(visitor: Visitor) -> None:
    visitor.say("We're 9 people and need something for email and website chat. What kinds of tools are there?")
    facts = visitor.memory.facts
    assert facts["team_size"].value == 9
    assert "chat" in facts["use_case"].value
    assert {item["name"] for item in visitor.block("products")["items"]} == {
        product.name for product in catalogues.in_force().products.values()
    }


def test_a_need_that_speaks_for_one_product_is_met_by_it_before_any_question(visitor: Visitor) -> None:
    visitor.say("we need a shared inbox for 30 people")
    assert "Lantern Inbox" in visitor.heard()
    assert visitor.last["asked"] is None
    visitor.say("which one would suit us?")
    assert visitor.block("products")
    assert "Lantern Inbox" in visitor.heard()


def test_what_was_shown_is_no_amount(visitor: Visitor) -> None:
    visitor.say("what do you offer?")
    visitor.say("which one would suit us?")
    assert visitor.last["asked"] == "team_size"
    visitor.say("compare the first two")
    assert visitor.memory.value("team_size") is None


def test_an_introduction_with_needs_goes_on_with_a_question(visitor: Visitor) -> None:
    visitor.say("Hi, I'm Elif Kaya from Kaya Textiles. We are 30 agents and answer mail and chat")
    facts = visitor.memory.facts
    assert (facts["company"].value, facts["use_case"].value) == ("Kaya Textiles", "mail and chat")
    assert all(words in visitor.heard() for words in ("Kaya Textiles", "30"))


def test_who_wants_to_think_is_not_asked_on(visitor: Visitor) -> None:
    visitor.say("what does Relay Chat cost for 30 people?")
    visitor.say("thanks, I will think about it")
    assert len(visitor.last["replies"]) == 1
    assert "?" not in visitor.heard()


def test_too_expensive_is_answered_though_a_need_was_asked(visitor: Visitor) -> None:
    visitor.say("which one would suit us?")
    visitor.say("website chat")
    assert visitor.last["asked"]
    visitor.say("that's too expensive for us")
    assert "Relay Chat Doorway: free" in visitor.heard()
    assert visitor.memory.objections == ["that's too expensive for us"]


def test_who_waits_for_a_person_is_not_greeted_as_new(visitor: Visitor) -> None:
    visitor.say("let me speak to a human")
    visitor.say("hello? anybody?")
    assert any(words in visitor.heard() for words in ("A colleague already knows", "still open with a colleague"))


def test_security_papers_are_a_persons_and_no_quote_is_asked_about(visitor: Visitor) -> None:
    visitor.say("we need a data processing agreement and a penetration test report before we buy")
    assert "a person" in visitor.heard()
    assert "Which one shall the quote be for" not in visitor.heard()


def test_a_quote_is_for_the_term_that_was_asked_for(visitor: Visitor) -> None:
    visitor.say("how much is Lantern Inbox Team for 20 people, yearly?")
    yearly = visitor.block("quote")["total"]
    visitor.say("please send me a quote")
    assert visitor.block("quote")["total"] == yearly


def test_an_answer_that_may_belong_to_another_question_is_told_as_the_nearest_and_no_more(visitor: Visitor) -> None:
    """Nothing is written of bitcoin: what is written of paying comes nearest, and the question is noted for the owner."""
    visitor.say("can I pay in bitcoin?")
    hedge, nearest = visitor.last["replies"]
    assert "card, direct debit" in nearest["text"]
    assert "?" not in hedge["text"]
    with visitor.brain.database.begin() as store:
        assert [gap.words for gap in store.gaps.of(visitor.conversation)] == ["can I pay in bitcoin?"]


def test_a_year_is_a_year_in_german(visitor: Visitor) -> None:
    visitor.say("Was kostet Lantern Inbox im Jahr für 20 Leute?")
    assert "3.196" in visitor.heard()


def test_it_means_none_of_several_that_were_only_shown(visitor: Visitor) -> None:
    visitor.say("a friend told me about you, what is it that you do?")
    visitor.say("we lose calls because nobody picks up the phone")
    assert visitor.memory.facts["use_case"].value == "calls"
    visitor.say("we are 9 and need it before summer")
    visitor.say("what would you suggest?")
    assert visitor.block("products")["items"][0]["name"].startswith("Harbour Voice")


def test_what_would_you_suggest_is_no_refusal_of_what_was_suggested(visitor: Visitor) -> None:
    visitor.say("we are 9 people and need a shared inbox under $300 a month")
    visitor.say("which one would suit us?")
    first = visitor.block("products")["items"][0]["id"]
    visitor.say("so what would you suggest?")
    assert visitor.block("products")["items"][0]["id"] == first
    visitor.say("anything else?")
    assert visitor.block("products")["items"][0]["id"] != first


def test_a_property_of_two_that_were_compared(visitor: Visitor) -> None:
    visitor.say("what is the difference between Team and Growth of Lantern Inbox?")
    visitor.say("which has the better reports?")
    assert "Team: standard" in visitor.heard()
    assert "Growth: advanced" in visitor.heard()


def test_a_wish_is_no_feature_where_the_message_gives_figures(visitor: Visitor) -> None:
    visitor.say("Hi, I'm Ben Okafor from Okafor Logistics. We are 8 agents and answer mail and chat")
    visitor.say("we want to switch within two months, our budget is 2000 dollars a month")
    assert visitor.memory.value("must_have_features") is None
    assert visitor.memory.value("budget")["amount"] == 2000


def test_a_kind_of_thing_asked_for_is_shown(visitor: Visitor) -> None:
    visitor.say("do you have live chat for an online shop?")
    assert [item["name"] for item in visitor.block("products")["items"]] == ["Relay Chat"]


@pytest.mark.parametrize("company", ["examples/shop"], indirect=True)
def test_the_lightest_is_of_the_kind_that_is_looked_for(visitor: Visitor) -> None:
    visitor.say("need a tent for 2 people, not too heavy")
    visitor.say("which is the lightest?")
    assert "Burrow Tent: 1,990 g" in visitor.heard()
    assert "Torch" not in visitor.heard()


@pytest.mark.parametrize("company", ["examples/shop"], indirect=True)
def test_one_wish_is_noted_once(visitor: Visitor) -> None:
    visitor.say("need a sleeping bag for winter")
    noted = visitor.last["replies"][0]["text"]
    assert noted.count("winter") == 1
    assert "best fit" not in visitor.heard()  # what was just named is not praised again


def test_yes_to_leaving_an_address_asks_which(visitor: Visitor) -> None:
    visitor.say("let me speak to a human")
    visitor.say("ok")
    assert "Which e-mail address or phone number" in visitor.heard()


def test_what_the_readme_suggests_to_try(visitor: Visitor) -> None:
    visitor.say("we're 14 people drowning in support e-mail")
    visitor.say("what do you offer?")
    assert len(visitor.block("products")["items"]) == 4
    visitor.say("which one would suit us?")
    assert visitor.block("products")["items"][0]["name"] == "Lantern Inbox Team"
    visitor.say("compare the first two")
    compared = visitor.block("comparison")["columns"]
    visitor.say("what's that for 20 seats, yearly?")
    quotes = [reply["custom"] for reply in visitor.last["replies"] if (reply["custom"] or {}).get("type") == "quote"]
    assert len(quotes) == len(compared) == 2
    visitor.say("send me a quote")
    visitor.press(compared[0])
    assert visitor.block("quote")["total"] == quotes[0]["total"]


def test_who_has_left_an_address_is_not_asked_for_one_by_the_hand_over(visitor: Visitor) -> None:
    visitor.say("my mail is dana@acme.example")
    visitor.say("can I talk to a person?")
    assert "leave an e-mail" not in visitor.heard().casefold()


@pytest.mark.parametrize("company", ["examples/shop"], indirect=True)
def test_a_question_of_the_owners_is_no_wish_for_other_goods(visitor: Visitor) -> None:
    visitor.say("we go on day hikes, what would you take?")
    visitor.say("what do you recommend?")
    visitor.say("Do you have gift cards?")
    known = next(each for each in catalogues.in_force().answers.values() if "gift card" in each.question.casefold())
    assert known.answer[:30] in visitor.heard()


def test_a_price_asked_without_a_question_mark(visitor: Visitor) -> None:
    visitor.say("compare Team and Growth of Lantern Inbox")
    visitor.say("whats that for 20 seats yearly")
    assert "$3,196" in visitor.heard()


def test_huh_is_no_wish(visitor: Visitor) -> None:
    visitor.say("we need a shared inbox for 12 people asap")
    visitor.say("huh")
    assert not any(fact.value == ["huh"] for fact in visitor.memory.facts.values())


def test_the_kind_that_is_looked_for_carries_the_visitors_words(visitor: Visitor) -> None:
    visitor.say("we need a shared inbox for 12 people asap")
    assert visitor.memory.facts["category"].evidence.words == "shared inbox"


def test_who_asks_the_same_for_the_third_time_is_offered_a_person(visitor: Visitor) -> None:
    for _ in range(3):
        visitor.say("what is a seat?")
    assert visitor.memory.offered == "person"
    before = visitor.heard()
    assert "one person who answers" not in before
    visitor.say("what is a seat?")
    assert visitor.heard() != before
