"""What a rep reads first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from milepost.sales.conversations import Earlier, FactStatus, OtherPerson, Touch
from milepost.sales.notes.deal import Question, Told, Topic
from milepost.sales.notes.lead_notes import OTHERS, lead_note
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
        "asked the price of Bright Inbox Team."
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
        ([("plan:gone", Touch.PRICED, "m1")], "asked the price of gone"),
    ],
)
def test_the_options_that_count(touches: list[tuple[str, Touch, str]], text: str) -> None:
    conversation = memory("evaluation")
    for touch in touches:
        conversation.touch(*touch)
    assert [part.text for part in lead_note(SHELF, conversation).parts] == [text]


def test_only_what_matters_now_and_is_not_known_is_listed() -> None:
    facts = {"team_size": 20, "budget": said("budget", None, status=FactStatus.REFUSED)}
    unknown = lead_note(SHELF, memory("research", facts, asked_before=["budget", "size"])).not_yet_known
    assert [(each.name, each.status) for each in unknown] == [
        ("budget", FactStatus.REFUSED),
        ("size", FactStatus.ASKED),
        ("system", None),
        ("contact_name", None),
        ("email", None),
    ]


def test_one_way_to_reach_them_is_enough_and_an_unwanted_one_is_not_missed() -> None:
    known = lead_note(SHELF, memory("retention", {"phone": "+353 1 555 0100"})).not_yet_known
    assert [each.name for each in known] == ["contact_name"]
    no_mail = lead_note(SHELF, memory("retention", do_not_contact=["mail"])).not_yet_known
    assert [each.name for each in no_mail] == ["contact_name", "phone"]
    assert [
        each.name for each in lead_note(SHELF, memory("retention", do_not_contact=["mail", "call"])).not_yet_known
    ] == ["contact_name"]


def test_who_wants_no_calls_is_said_right_after_the_name() -> None:
    note = lead_note(SHELF, memory("research", {"contact_name": "Kim", "team_size": 9}, do_not_contact=["call"]))
    assert note.sentence == "Kim, wants no calls, write only, 9 people."


def test_the_deal_stands_in_the_sentence_in_whole_clauses_each_once() -> None:
    told = [
        Told(Topic.DECIDES, "our CTO has to sign off", "m2"),
        Told(Topic.TERMS, "an invoice with a PO number", "m3", "invoice"),
        Told(Topic.TERMS, "an invoice with a PO number", "m3", "PO number"),
        Told(Topic.RIVAL, "Deskhero is cheaper, else we leave", "m4"),
        Told(Topic.THREAT, "Deskhero is cheaper, else we leave", "m4"),
    ]
    note = lead_note(SHELF, memory("purchase", {"team_size": 9}), told)
    assert note.sentence == (
        "9 people, may leave: \u201cDeskhero is cheaper, else we leave\u201d, decision: \u201cour CTO has to sign off\u201d, "
        "asks for invoice and PO number."
    )
    assert [part.message for part in note.parts][1:] == ["m4", "m2", "m3"]


def test_where_no_need_is_known_their_questions_are_quoted_else_their_first_words() -> None:
    asked, first = [Question("does it do LDAP?", "m1")], Question("my knee hurts", "m1")
    assert lead_note(SHELF, memory("research", {"contact_name": "Kim"}), (), asked, first).sentence == (
        "Kim, asks \u201cdoes it do LDAP?\u201d."
    )
    assert lead_note(SHELF, memory("research", {"contact_name": "Kim"}), (), (), first).sentence == (
        "Kim, says \u201cmy knee hurts\u201d."
    )
    assert "asks" not in lead_note(SHELF, memory("research", {"team_size": 9}), (), asked, first).sentence


def test_other_people_stand_beside_the_visitor_with_their_addresses() -> None:
    conversation = memory("research", {"contact_name": "Per Lund"})
    conversation.others = [
        OtherPerson("Ida Berg", "colleague", email="ida@fjord.example", message="m2", words="my colleague Ida Berg"),
        OtherPerson(phone="0151 3333 444", message="m3"),
    ]
    parts = [part for part in lead_note(SHELF, conversation).parts if part.name == OTHERS]
    assert [(part.text, part.message) for part in parts] == [
        ("also: Ida Berg (colleague), ida@fjord.example", "m2"),
        ("also: 0151 3333 444", "m3"),
    ]
