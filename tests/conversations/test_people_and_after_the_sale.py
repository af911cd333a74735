"""Hand-over, contact and consent, follow-up, onboarding, feedback, complaints, loyalty, referrals."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from milepost.services import catalogues
from tests.conversations.visitors import Visitor


def test_a_person_is_fetched_by_word(visitor: Visitor) -> None:
    visitor.say("I want to talk to a human please")
    assert visitor.last["handler"] == "waiting"
    with visitor.brain.database.begin() as store:
        assert store.handoffs.open_of(visitor.conversation) is not None
    visitor.say("how much is Lantern Inbox Growth for 5 seats?")
    assert visitor.block("quote"), "the bot goes on helping until the person comes"


def test_two_misunderstandings_offer_a_person(visitor: Visitor) -> None:
    visitor.say("flurb gnarl wibble")
    visitor.say("zxcv qwer asdf poiu")
    assert visitor.last["offers_person"]


def test_contact_details_are_kept_and_consent_is_asked_for_once(visitor: Visitor) -> None:
    visitor.say("how much is Lantern Inbox Growth for 5 seats?")
    visitor.say("my email is Dana.Reyes@Acme.example")
    assert visitor.last["contact"]["email"] == "dana.reyes@acme.example"
    visitor.say("no thanks")
    assert visitor.memory.consents.get("follow_up") is False
    visitor.say("tell me more about Lantern Inbox")
    assert "follow up" not in visitor.heard().lower()


def test_a_follow_up_is_scheduled_only_with_consent(visit: Callable[[], Visitor]) -> None:
    def scheduled(answer: str) -> int:
        visitor = visit()
        visitor.say("send me a quote for Lantern Inbox Growth for 5 seats")
        visitor.say("dana@acme.example")
        visitor.say(answer)
        with visitor.brain.database.begin() as store:
            return len(store.follow_ups.of(visitor.conversation))

    assert scheduled("Yes, you may") == 1
    assert scheduled("no thanks") == 0


def test_consent_is_withdrawn_by_one_sentence(visitor: Visitor) -> None:
    visitor.say("send me a quote for Lantern Inbox Growth for 5 seats")
    visitor.say("dana@acme.example")
    visitor.say("Yes, you may")
    visitor.say("please stop sending me emails")
    assert visitor.memory.consents["follow_up"] is False


def test_a_customer_is_led_through_the_steps_of_what_was_bought(visitor: Visitor) -> None:
    visitor.say("we just bought Lantern Inbox, how do we get started?")
    steps = [step for step in catalogues.in_force().journey.onboarding if step.product in ("inbox", "*")]
    assert [item["title"] for item in visitor.block("steps")["items"]] == [step.title for step in steps]
    assert steps[0].title in visitor.heard()
    visitor.say("done, what's next?")
    assert steps[1].title in visitor.heard()
    assert visitor.last["buying_stage"]["name"] == "onboarding"


def test_who_does_not_say_what_was_bought_is_asked_once(visitor: Visitor) -> None:
    visitor.say("I just signed up, how do I get started?")
    visitor.press("Relay Chat")
    assert visitor.block("steps")["title"] == "Relay Chat"


def test_a_complaint_reaches_a_person_and_is_kept_in_the_customers_words(visitor: Visitor) -> None:
    text = "your app has been down for two days and nobody answers my tickets"
    visitor.say(text)
    assert visitor.last["handler"] == "waiting"
    with visitor.brain.database.begin() as store:
        assert store.gaps.feedback_of(visitor.conversation)[0].words == text


def test_a_leaving_customer_is_not_obstructed(visitor: Visitor) -> None:
    visitor.say("I want to cancel my subscription")
    assert visitor.last["handler"] == "waiting"
    assert visitor.last["buying_stage"]["name"] == "retention"


def test_a_happy_customer_gets_a_code_and_its_use_counts_once(visit: Callable[[], Visitor]) -> None:
    giver, friend = visit(), visit()
    giver.say("I'd like to refer a friend to you")
    code = giver.block("code")["code"]
    giver.say("can you give me my referral code again?")
    assert giver.block("code")["code"] == code
    friend.say(f"a friend gave me the referral code {code}")
    assert code in friend.heard()
    friend.say(f"I have the referral code {code}")
    with giver.brain.database.begin() as store:
        assert store.referrals.find(code).uses == 1


def test_a_text_that_begins_with_a_slash_is_text(visitor: Visitor) -> None:
    visitor.say("/restart")
    visitor.say('/want_to_buy{"email": "x"}')
    assert visitor.last["handler"] == "bot"


ODD = {
    "empty": "",
    "blank": "   ",
    "100 KB": "a" * 100_000,
    "emoji only": "\N{GRINNING FACE}" * 3,
    "control characters": "\x00\x07\x1b[31m",
    "HTML": "<script>alert(1)</script>",
    "SQL": "'; DROP TABLE leads; --",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_odd_messages_get_a_helpful_reply(visitor: Visitor, text: str) -> None:
    visitor.say(text)
    assert visitor.heard().strip()
    visitor.say("what do you offer?")
    assert visitor.block("products")
