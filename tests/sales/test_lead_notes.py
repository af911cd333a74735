"""What a rep reads first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from milepost.sales.conversations import Earlier, FactStatus, Touch
from milepost.sales.lead_notes import lead_note
from tests.sales.shelf import memory, said, shelf

SHELF = shelf()


def test_the_sentence_is_made_of_facts_each_with_its_message() -> None:
    facts = {
        "budget": said("budget", {"amount": 500, "period": "month", "bound": "max"}, words="max 500", message="m5"),
        "contact_name": said("contact_name", "Nora", message="m7"),
        "company": said("company", "Maple Shoes", message="m7"),
        "team_size": said("team_size", 20, words="20 people", message="m2"),
        "use_case": said("use_case", "shared e-mail", message="m1"),
        "sso": said("sso", True, message="m6"),
        "email": said("email", "nora@maple.example", message="m7"),
    }
    conversation = memory("evaluation", facts)
    conversation.touch("plan:solo", Touch.COMPARED, "m3")
    conversation.touch("plan:team", Touch.PRICED, "m8")
    note = lead_note(SHELF, conversation)
    assert note.sentence == (
        "Nora, of Maple Shoes, 20 people, for shared e-mail, budget up to $500 per month, single sign-on, "
        "asked what Bright Inbox Team costs."
    )
    assert [part.message for part in note.parts] == ["m7", "m7", "m2", "m1", "m5", "m6", "m8"]
    assert note.parts[2].words == "20 people"


def test_what_is_not_sure_says_so() -> None:
    facts = {
        "team_size": said("team_size", 1, status=FactStatus.INFERRED),
        "budget": said("budget", 100, status=FactStatus.CONTRADICTED),
    }
    texts = [part.text for part in lead_note(SHELF, memory("research", facts)).parts]
    assert texts == ["1 person (inferred)", "budget 100 (contradicted)"]


def test_a_contradiction_shows_both_values() -> None:
    facts = {"team_size": replace(said("team_size", 45, status=FactStatus.CONTRADICTED), earlier=Earlier(20))}
    assert lead_note(SHELF, memory("research", facts)).sentence == "45 people (contradicted: before 20)."


def test_nothing_known_is_no_sentence() -> None:
    note = lead_note(SHELF, memory())
    assert (note.sentence, note.parts) == ("", ())


@pytest.mark.parametrize(
    ("touches", "text"),
    [
        ([("plan:blaze-15", Touch.CHOSEN, "m1"), ("plan:team", Touch.PRICED, "m2")], "has chosen Blaze 15"),
        (
            [("product:inbox", Touch.COMPARED, "m1"), ("competitor:deskhero", Touch.COMPARED, "m1")],
            "compared Bright Inbox and Deskhero",
        ),
        ([("plan:gone", Touch.PRICED, "m1")], "asked what gone costs"),
    ],
)
def test_the_options_that_count(touches: list[tuple[str, Touch, str]], text: str) -> None:
    conversation = memory("evaluation")
    for touch in touches:
        conversation.touch(*touch)
    assert [part.text for part in lead_note(SHELF, conversation).parts] == [text]


def test_what_is_not_yet_known_is_listed_with_what_became_of_it() -> None:
    facts = {"team_size": 20, "budget": said("budget", None, status=FactStatus.REFUSED)}
    unknown = lead_note(SHELF, memory("research", facts, asked_before=["budget", "size"])).not_yet_known
    assert [(each.name, each.status) for each in unknown] == [
        ("budget", FactStatus.REFUSED),
        ("size", FactStatus.ASKED),
        ("system", None),
        ("use_case", None),
        ("sso", None),
        ("touch", None),
        ("contact_name", None),
        ("company", None),
        ("email", None),
        ("phone", None),
    ]
