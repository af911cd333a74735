"""What a recommendation comes to when the visitor answers it."""

from __future__ import annotations

from milepost.sales.conversations import Conversation, Touch
from milepost.sales.fit.rejections import last_recommended, take_reply
from milepost.sales.recommendation import recommend
from tests.sales.shelf import memory, said, shelf

LAPTOPS = shelf(only="laptop")


def recommended(**facts: object) -> Conversation:
    conversation = memory("research", facts)
    for option in reversed(recommend(LAPTOPS, conversation).fits):
        conversation.touch(option.key, Touch.RECOMMENDED, "m2")
    return conversation


def test_the_best_of_a_recommendation_is_noted_last_and_listed_first() -> None:
    conversation = recommended(system="Windows")
    first = recommend(LAPTOPS, conversation).fits[0].key
    assert conversation.touches[-1].option == last_recommended(conversation)[0] == first


def test_what_is_named_against_a_recommendation_is_a_limit_from_then_on() -> None:
    conversation = recommended(system="Windows")
    first = last_recommended(conversation)[0]
    assert first == "plan:desk-17"
    conversation.facts["size"] = said("size", 13)
    take_reply(LAPTOPS, conversation, ["size"], says_no=False, message="m3")
    assert conversation.insisted == ["size"]
    assert [option.key for option in recommend(LAPTOPS, conversation).fits] == ["plan:feather-13"]


def test_an_option_that_has_all_that_was_named_stays() -> None:
    conversation = recommended(budget={"amount": 1000, "currency": "USD"})
    conversation.facts["touch"] = said("touch", True)
    take_reply(LAPTOPS, conversation, ["touch"], says_no=False, message="m3")
    ruled_out = {touch.option for touch in conversation.touches if touch.how is Touch.RULED_OUT}
    assert "plan:desk-17" in ruled_out
    assert "plan:feather-13" not in ruled_out


def test_no_without_a_reason_leaves_everything_shown_behind() -> None:
    conversation = recommended()
    shown = set(last_recommended(conversation))
    take_reply(LAPTOPS, conversation, [], says_no=True, message="m3")
    assert last_recommended(conversation) == []
    assert not shown & {option.key for option in recommend(LAPTOPS, conversation).fits}


def test_a_message_that_says_nothing_of_it_changes_nothing() -> None:
    conversation = recommended()
    before = list(conversation.touches)
    take_reply(LAPTOPS, conversation, ["timeline"], says_no=False, message="m3")
    take_reply(LAPTOPS, memory(), ["size"], says_no=True, message="m3")
    assert conversation.touches == before


def test_what_says_nothing_of_the_options_holds_nothing_against_them() -> None:
    conversation = recommended(system="Windows")
    before = last_recommended(conversation)
    conversation.facts["current_solution"] = said("current_solution", "gmail")
    take_reply(LAPTOPS, conversation, ["current_solution"], says_no=True, message="m3")
    assert last_recommended(conversation) == before
