"""What two ways of asking have in common beside their meaning."""

from __future__ import annotations

import pytest

from milepost.nlu.fact_index.words import question_kind, sentences, stems, with_kinds


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("how much is it", "how_much"),
        ("what does it cost?", "how_much"),
        ("was kostet das", "how_much"),
        ("how much for twenty of us", "how_much"),
        ("how much the big one", "how_much"),
        ("so what would those come to", "how_much"),
        ("the mug, what will it set me back", "how_much"),
        ("what's the damage then", "how_much"),
        ("what would my uncle pay", "what"),
        ("what would he pay", "how_much"),
        ("20 less is what now", "how_much"),
        ("what's it worth", "how_much"),
        ("what would it be", "how_much"),
        ("what would it be like", "what"),
        ("how much storage do i get", "how_many"),
        ("cuanto sale por mes", "how_much"),
        ("cuanto espacio trae", "how_many"),
        ("wieviel kostet das", "how_much"),
        ("wieviel platz habe ich", "how_many"),
        ("c'est combien", "how_much"),
        ("combien de places", "how_many"),
        ("quanto fica pra 20", "how_much"),
        ("quantas pessoas", "how_many"),
        ("how long does it take", "how_long"),
        ("wie lange dauert es", "how_long"),
        ("how many seats", "how_many"),
        ("cuántas personas", "how_many"),
        ("where are you", "where"),
        ("dónde están", "where"),
        ("when do you open", "when"),
        ("who uses it", "who"),
        ("why so dear", "why"),
        ("how do i order", "how"),
        ("what is in it", "what"),
        ("do you have sso", "yes_no"),
        ("and is it free", "yes_no"),
        ("tienen garantía", "yes_no"),
        ("se puede devolver", "yes_no"),
        ("und geht das auch samstags", "yes_no"),
        ("vous avez un parking", "yes_no"),
        ("da pra parcelar", "yes_no"),
        ("the red one, can i return it", "yes_no"),
        ("the red one?", "question"),
        ("the red one", "none"),
        ("we are 12", "none"),
        ("", "none"),
    ],
)
def test_how_a_message_asks(text: str, kind: str) -> None:
    assert question_kind(text) == kind


@pytest.mark.parametrize(
    ("one", "other"),
    [("Do you give refunds?", "refund"), ("what are the integrations", "integration"), ("I want to ship it", "ships")],
)
def test_content_words_meet_in_their_stems(one: str, other: str) -> None:
    assert stems(one) == stems(other)


@pytest.mark.parametrize(
    ("text", "all_words", "found"), [("do you have it", False, []), ("do you", True, ["do", "you"])]
)
def test_words_that_lead_or_link_are_no_content_unless_all_are_wanted(
    text: str, all_words: bool, found: list[str]
) -> None:
    assert stems(text, all_words=all_words) == found


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("does it work with HubSpot?", "does it work with HubSpot (CRM)?"),
        ("paypal or visa", "paypal (payment method) or visa (payment method)"),
        ("is there an app", "is there an app"),
    ],
)
def test_names_that_everybody_knows_carry_their_kind(text: str, told: str) -> None:
    assert with_kinds(text) == told


def test_a_text_of_the_owners_falls_into_sentences() -> None:
    text = "We ship at once. It takes a day: or two!\nOK"
    assert sentences(text) == ["We ship at once.", "It takes a day:", "or two!"]
    assert sentences("") == []
