"""A visitor who asks several things at once gets every answer, in order."""

from __future__ import annotations

from tests.conversations.visitors import Visitor


def kinds(visitor: Visitor) -> list[str]:
    return [reply["custom"]["type"] for reply in visitor.last["replies"] if reply["custom"]]


def test_a_comparison_and_a_price_are_both_given_in_order(visitor: Visitor) -> None:
    visitor.say("how does Lantern Inbox Team compare to Lantern Inbox Growth, and what's 30 seats yearly?")
    assert kinds(visitor)[:2] == ["comparison", "quote"]
    assert visitor.block("quote")["total"] in visitor.heard()


def test_the_order_is_the_visitors(visitor: Visitor) -> None:
    visitor.say("what's 30 seats of Lantern Inbox Team yearly? and how does it compare to Lantern Inbox Growth?")
    assert kinds(visitor)[:2] == ["quote", "comparison"]


def test_two_questions_get_two_answers(visitor: Visitor) -> None:
    visitor.say("what is your refund policy, and where is the data stored?")
    assert "refund" in visitor.heard().lower()
    assert "EU" in visitor.heard()


def test_a_question_is_answered_before_the_person_is_fetched(visitor: Visitor) -> None:
    visitor.say("do you give discounts? and can I talk to a person?")
    assert visitor.last["handler"] == "waiting"
    assert "Non-profit" in visitor.last["replies"][0]["text"]


def test_only_one_next_step_follows_two_answers(visitor: Visitor) -> None:
    visitor.say("how does Lantern Inbox Team compare to Lantern Inbox Growth, and what's 30 seats yearly?")
    asked = [reply for reply in visitor.last["replies"] if reply["text"].endswith("?")]
    assert len(asked) <= 1


def test_a_yes_to_an_offer_is_taken_beside_a_question(visitor: Visitor) -> None:
    visitor.say("how much is Lantern Inbox Enterprise for 300 seats?")
    assert visitor.last["offers_person"]
    visitor.say("yes please, and what is your refund policy?")
    assert "refund" in visitor.heard().lower()
    assert visitor.last["handler"] == "waiting"


def test_facts_told_between_the_requests_are_kept(visitor: Visitor) -> None:
    line = visitor.say("What is Relay Chat? We are 14 people. How much is it?")
    assert line["needs"]["team_size"]["value"] == 14
    assert "14" in visitor.heard()
