"""Where the bot has no facts it says so, and says what it can."""

from __future__ import annotations

import pytest

from milepost.services import catalogues
from tests.conversations.visitors import Visitor


@pytest.mark.parametrize(
    "text", ["why are you more expensive than zendesk", "are you better than Acme?", "cheaper than trello?"]
)
def test_a_rival_that_the_catalogue_does_not_know_is_not_compared(visitor: Visitor, text: str) -> None:
    visitor.say(text)
    rival = text.rstrip("?").split()[-1]
    assert f"no verified facts about {rival}" in visitor.heard()
    assert len(visitor.last["replies"]) == 1
    with visitor.brain.database.begin() as store:
        assert [gap.words for gap in store.gaps.of(visitor.conversation)] == [text]


@pytest.mark.parametrize("text", ["is Relay Chat better than the other one?", "is it cheaper than last year?"])
def test_a_comparison_that_names_nobody_is_not_taken_for_a_rival(visitor: Visitor, text: str) -> None:
    visitor.say(text)
    assert "no verified facts" not in visitor.heard()


@pytest.mark.parametrize(
    "text",
    ["where is my order? it was supposed to arrive monday", "import keeps failing at step 3, first time doing this"],
)
def test_trouble_at_the_start_is_no_welcome(visitor: Visitor, text: str) -> None:
    visitor.say(text)
    assert "Welcome aboard" not in visitor.heard()
    assert visitor.last["offers_person"] or "More:" in visitor.heard()


def test_a_price_for_a_number_is_worked_out_for_it(visitor: Visitor) -> None:
    visitor.say("how much for 20 users")
    heard = visitor.heard()
    assert heard.startswith("For 20")
    assert all(product.name in heard for product in catalogues.in_force().products.values())


def test_an_answer_in_german_holds_no_english_opening(visitor: Visitor) -> None:
    visitor.say("Wir ertrinken in Kundenmails und brauchen dringend eine Lösung")
    assert visitor.last["contact"] == {}
    assert not any(english in visitor.heard() for english in ("Happy to", "Let's"))


def test_a_question_that_nothing_answers_gets_the_nearest_to_pick_from(visitor: Visitor) -> None:
    visitor.say("is my data safe with you? we had a breach last year")
    titles = [button["title"] for reply in visitor.last["replies"] for button in reply["buttons"]]
    questions = {answer.question for answer in catalogues.in_force().answers.values()}
    assert questions & set(titles) or "More:" in visitor.heard()
    assert visitor.last["offers_person"] or "More:" in visitor.heard()


def test_a_trial_that_is_asked_about_is_answered(visitor: Visitor) -> None:
    visitor.say("is there a free trial")
    assert "14 days" in visitor.heard()


def test_no_to_a_newer_figure_keeps_the_older_one(visitor: Visitor) -> None:
    visitor.say("our budget is 300 a month")
    visitor.say("we can spend at most 12 a month")
    visitor.say("No")
    assert visitor.last["needs"]["budget"]["value"]["amount"] == 300
    assert "stays as it was" in visitor.heard()
