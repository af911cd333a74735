"""What a message adds to what is known."""

from __future__ import annotations

from typing import Any

import pytest

from milepost.sales.conversations import Conversation, Earlier, Evidence, Fact, FactStatus, OtherPerson
from milepost.sales.needs import NeedFinding, merge, note_others


def said(name: str, value: Any, words: str = "words", **more: Any) -> NeedFinding:
    return NeedFinding(name, value, words, **more)


def knowing(*facts: Fact, asked: str | None = None) -> Conversation:
    return Conversation("c", facts={fact.name: fact for fact in facts}, asked=asked)


def fact(name: str, value: Any, status: FactStatus = FactStatus.SAID) -> Fact:
    return Fact(name, value, status, Evidence("m0", "earlier words"))


def test_a_stated_need_is_kept_with_message_and_exact_words() -> None:
    conversation = Conversation("c")
    changed = merge(conversation, [said("team_size", 14, "14 of us")], asked=None, refused=False, message="m1")
    assert changed == [Fact("team_size", 14, FactStatus.SAID, Evidence("m1", "14 of us"))]
    assert conversation.value("team_size") == 14


def test_the_parse_data_gives_findings() -> None:
    parse = {
        "name": "team_size",
        "value": 40,
        "words": "40",
        "start": 9,
        "end": 11,
        "how": "bare",
        "op": "correct",
        "was": 14,
    }
    assert NeedFinding.from_json(parse) == NeedFinding("team_size", 40, "40", "bare", "correct", 14)


def test_an_inferred_need_gives_way_to_a_stated_one_and_not_the_other_way() -> None:
    conversation = Conversation("c")
    merge(conversation, [said("size", {"prefer": "higher"}, how="inferred")], asked=None, refused=False, message="m1")
    assert conversation.facts["size"].status is FactStatus.INFERRED
    merge(conversation, [said("size", {"value": 15})], asked=None, refused=False, message="m2")
    assert (
        merge(conversation, [said("size", {"value": 17}, how="inferred")], asked=None, refused=False, message="m3")
        == []
    )
    assert conversation.value("size") == {"value": 15}


@pytest.mark.parametrize(
    ("before", "after", "status"),
    [
        (14, 40, FactStatus.CONTRADICTED),
        ({"min": 10, "max": 20}, 14, FactStatus.SAID),
        ({"min": 10}, 8, FactStatus.CONTRADICTED),
        ({"max": 10}, {"min": 20}, FactStatus.CONTRADICTED),
        ({"amount": 500, "bound": "approx"}, {"amount": 520}, FactStatus.SAID),
        ({"amount": 500, "period": "month"}, {"amount": 6000, "period": "year"}, FactStatus.SAID),
        ({"amount": 500}, {"amount": 900}, FactStatus.CONTRADICTED),
        ("firm", "soft", FactStatus.CONTRADICTED),
        (True, False, FactStatus.CONTRADICTED),
    ],
)
def test_a_different_value_out_of_the_blue_is_a_contradiction(before: Any, after: Any, status: FactStatus) -> None:
    conversation = knowing(fact("need", before))
    changed = merge(conversation, [said("need", after)], asked=None, refused=False, message="m1")
    assert [(each.status, each.value) for each in changed] == [(status, after)]
    assert changed[0].earlier == (
        Earlier(before, Evidence("m0", "earlier words")) if status is FactStatus.CONTRADICTED else None
    )


def test_the_next_word_on_a_contradiction_settles_it() -> None:
    conversation = knowing(fact("team_size", 40, FactStatus.CONTRADICTED))
    merge(conversation, [said("team_size", 40)], asked=None, refused=False, message="m1")
    assert conversation.facts["team_size"].status is FactStatus.SAID


def test_an_answer_to_the_question_replaces_without_contradiction() -> None:
    conversation = knowing(fact("team_size", 14), asked="team_size")
    merge(conversation, [said("team_size", 40, how="bare")], asked="team_size", refused=False, message="m1")
    assert conversation.facts["team_size"].status is FactStatus.SAID
    assert conversation.asked is None


def test_a_correction_replaces_without_contradiction() -> None:
    conversation = knowing(fact("team_size", 14))
    merge(conversation, [said("team_size", 40, op="correct", was=14)], asked=None, refused=False, message="m1")
    assert conversation.facts["team_size"] == Fact("team_size", 40, FactStatus.SAID, Evidence("m1", "words"))


def test_a_bare_correction_goes_to_the_need_with_the_old_value() -> None:
    budget = {"amount": 14, "currency": "EUR", "period": "month"}
    conversation = knowing(fact("team_size", 30), fact("budget", budget))
    merge(
        conversation, [said("team_size", 40, how="bare", op="correct", was=14)], asked=None, refused=False, message="m1"
    )
    assert conversation.value("budget") == {"amount": 40, "currency": "EUR", "period": "month"}
    assert conversation.value("team_size") == 30


def test_a_bare_correction_without_the_old_value_goes_to_the_last_number_said() -> None:
    conversation = Conversation("c")
    merge(conversation, [said("size", {"value": 15, "unit": "in"})], asked=None, refused=False, message="m1")
    merge(conversation, [said("team_size", 5)], asked=None, refused=False, message="m2")
    merge(
        conversation, [said("size", {"value": 14, "unit": "in"}, op="correct")], asked=None, refused=False, message="m3"
    )
    merge(conversation, [said("team_size", 13, how="bare", op="correct")], asked=None, refused=False, message="m4")
    assert conversation.value("size") == {"value": 13, "unit": "in"}
    assert conversation.value("team_size") == 5


def test_saying_the_same_again_changes_nothing() -> None:
    conversation = knowing(fact("team_size", 14))
    assert merge(conversation, [said("team_size", 14)], asked=None, refused=False, message="m1") == []


def test_a_shorter_repetition_keeps_what_was_said_before() -> None:
    conversation = knowing(fact("budget", {"amount": 500, "currency": "USD", "period": "month"}))
    merge(
        conversation,
        [said("budget", {"amount": 500, "currency": None, "period": None})],
        asked=None,
        refused=False,
        message="m1",
    )
    assert conversation.value("budget") == {"amount": 500, "currency": "USD", "period": "month"}


def test_lists_grow_shrink_and_are_corrected() -> None:
    conversation = Conversation("c")
    for finding in (
        said("must_have_features", ["SSO"], op="add"),
        said("must_have_features", ["API", "sso"], op="add"),
        said("must_have_features", ["SSO"], op="remove"),
    ):
        merge(conversation, [finding], asked=None, refused=False, message="m")
    assert conversation.value("must_have_features") == ["API"]
    merge(conversation, [said("must_have_features", ["GPS"], op="correct")], asked=None, refused=False, message="m")
    assert conversation.value("must_have_features") == ["GPS"]


@pytest.mark.parametrize("name", ["email", "phone", "contact_name", "company", "use_case", "current_solution"])
def test_details_of_the_visitor_are_replaced_not_contradicted(name: str) -> None:
    conversation = knowing(fact(name, "old"))
    merge(conversation, [said(name, "new")], asked=None, refused=False, message="m1")
    assert conversation.value(name) == "new"


def test_a_refusal_is_of_the_open_question_and_closes_it() -> None:
    conversation = knowing(asked="budget")
    assert merge(conversation, [], asked="budget", refused=True, message="m1") == [
        Fact("budget", None, FactStatus.REFUSED)
    ]
    assert conversation.asked is None
    assert conversation.value("budget") is None


def test_a_refusal_without_an_open_question_is_nothing() -> None:
    conversation = Conversation("c")
    assert merge(conversation, [], asked=None, refused=True, message="m1") == []


def test_an_answer_beside_a_refusal_counts() -> None:
    conversation = knowing(asked="budget")
    merge(conversation, [said("budget", {"amount": 500})], asked="budget", refused=True, message="m1")
    assert conversation.value("budget") == {"amount": 500}


def test_a_refusal_does_not_take_back_what_was_said() -> None:
    conversation = knowing(fact("budget", {"amount": 500}), asked="budget")
    assert merge(conversation, [], asked="budget", refused=True, message="m1") == []
    assert conversation.value("budget") == {"amount": 500}


def test_a_question_passed_over_is_asked_and_stays_open() -> None:
    conversation = knowing(asked="team_size")
    changed = merge(conversation, [said("budget", {"amount": 500})], asked="team_size", refused=False, message="m1")
    assert [each.status for each in changed] == [FactStatus.SAID, FactStatus.ASKED]
    assert conversation.asked == "team_size"
    assert merge(conversation, [], asked="team_size", refused=False, message="m2") == []


def test_what_was_refused_may_still_be_said() -> None:
    conversation = knowing(Fact("budget", None, FactStatus.REFUSED))
    merge(conversation, [said("budget", {"amount": 500})], asked=None, refused=False, message="m1")
    assert conversation.facts["budget"].status is FactStatus.SAID


@pytest.mark.parametrize(
    ("later", "kept"),
    [
        (
            OtherPerson("Ida Berg", phone="0151 3333 444"),
            [("Ida Berg", "colleague", "ida@fjord.example", "0151 3333 444")],
        ),
        (OtherPerson(email="ida@fjord.example"), [("Ida", "colleague", "ida@fjord.example", "")]),
        (
            OtherPerson("Olav", "boss", email="olav@fjord.example"),
            [("Ida", "colleague", "ida@fjord.example", ""), ("Olav", "boss", "olav@fjord.example", "")],
        ),
    ],
)
def test_other_people_are_kept_each_once(later: OtherPerson, kept: list[tuple[str, ...]]) -> None:
    conversation = Conversation("c1")
    note_others(conversation, [OtherPerson("Ida", "colleague", email="ida@fjord.example")], message="m1")
    note_others(conversation, [later], message="m2")
    assert [(each.name, each.part, each.email, each.phone) for each in conversation.others] == kept
    assert conversation.others[-1].message == "m2"
