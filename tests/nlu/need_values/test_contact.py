"""Contact details as visitors write them."""

from __future__ import annotations

import pytest

from milepost.nlu.need_values.who.contact import contacts
from tests.nlu.need_values.tables import plain_reader, said

STATED = [
    ("my email is John.Doe@Acme.co.uk", {"email": "john.doe@acme.co.uk"}),
    ("sara@brightline.example", {"email": "sara@brightline.example"}),
    ("send it to (ops@delta.io).", {"email": "ops@delta.io"}),
    ("you can reach me at bob at gmail dot com", {"email": "bob@gmail.com"}),
    ("call me on 07911 123456", {"phone": "07911123456"}),
    ("+44 20 7946 0958 is my number", {"phone": "+442079460958"}),
    ("phone: (415) 555-2671", {"phone": "4155552671"}),
    ("whatsapp +34 612 345 678", {"phone": "+34612345678"}),
    ("tel. 030/1234567", {"phone": "0301234567"}),
    ("my name is sara lee", {"contact_name": "sara lee"}),
    ("I'm Anna from Brightline Studios", {"contact_name": "Anna", "company": "Brightline Studios"}),
    ("Hi, Tom here from Delta Ltd.", {"contact_name": "Tom", "company": "Delta Ltd"}),
    ("this is Maria Lopez, head of ops", {"contact_name": "Maria Lopez"}),
    ("i work at Siemens", {"company": "Siemens"}),
    ("our company is called blue fox", {"company": "blue fox"}),
    ("on behalf of Northwind Traders", {"company": "Northwind Traders"}),
    ("We are Delta Dental GmbH in Berlin", {"company": "Delta Dental GmbH"}),
    (
        "name: Jean-Luc Moreau, jl@moreau.fr, +33 6 12 34 56 78",
        {"contact_name": "Jean-Luc Moreau", "email": "jl@moreau.fr", "phone": "+33612345678"},
    ),
    ("thanks, Peter", {"contact_name": "Peter"}),
    ("its for my company, Zed & Sons LLC", {"company": "Zed & Sons LLC"}),
    ("My company's name is Greenleaf", {"company": "Greenleaf"}),
    ("we're a bakery called Sweet Crumb", {"company": "Sweet Crumb"}),
    ("Bright Dental, 12 staff", {"company": "Bright Dental"}),
    ("our agency (Pixelpark) has 8 people", {"company": "Pixelpark"}),
    ("this is Kim from accounting at Nordwind AG", {"contact_name": "Kim", "company": "Nordwind AG"}),
    ("I'm Priya Patel and I own Spice Route", {"contact_name": "Priya Patel", "company": "Spice Route"}),
]
ANSWERS = [
    ("contact_name", "sara", {"contact_name": "sara"}),
    ("contact_name", "it's Tom Baker", {"contact_name": "Tom Baker"}),
    ("company", "Acme", {"company": "Acme"}),
    ("company", "we're with blue fox media", {"company": "blue fox media"}),
    ("phone", "5551234567", {"phone": "5551234567"}),
    ("email", "ann@fox.io", {"email": "ann@fox.io"}),
]
NOT_STATED = [
    "my order number is 5551234567",
    "I'm German",
    "I'm Interested in a laptop",
    "i'm in Berlin",
    "im from germany",
    "this is Great",
    "call me maybe",
    "we met on 12.03.2025",
    "my budget is 1000000",
    "it's me again",
    "invoice 2025-000123",
    "do you work with Google?",
    "i work at a bakery",
    "look @ this",
    "Do you work with Shopify?",
    "We're Very Interested in this",
    "we are in Paris",
    "Thanks, Team",
]


@pytest.mark.parametrize(("text", "details"), STATED)
def test_contact_details_are_read_from_free_text(text: str, details: dict[str, str]) -> None:
    found = said(text)
    assert {name: found.get(name) for name in ("email", "phone", "contact_name", "company") if name in found} == details


@pytest.mark.parametrize(("asked", "text", "details"), ANSWERS)
def test_bare_answer_to_a_contact_question_is_the_detail(asked: str, text: str, details: dict[str, str]) -> None:
    assert said(text, asked) == details


@pytest.mark.parametrize("text", NOT_STATED)
def test_nothing_else_is_a_contact_detail(text: str) -> None:
    assert not {"email", "phone", "contact_name", "company"} & set(said(text))


def test_german_im_introduces_nobody() -> None:
    found, _ = contacts("Budget 800 Euro im Monat", "budget 800 euro im monat", is_english=False)
    assert [finding.name for finding in found] == []


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("reach me at jo dot smith at acme dot co dot uk", {"email": "jo.smith@acme.co.uk"}),
        ("my mail is anna (at) werk (punkt) de", {"email": "anna@werk.de"}),
        ("jo underscore b at mail dot example", {"email": "jo_b@mail.example"}),
        ("it's müller@bäckerei.de", {"email": "müller@bäckerei.de"}),
        ("020 7946 0018 ext 42", {"phone": "02079460018;ext=42"}),
        ("call +49 (0) 171 44 82 01", {"phone": "+49171448201"}),
        ("my name is 李伟", {"contact_name": "李伟"}),
        ("name: Łukasz Żak", {"contact_name": "Łukasz Żak"}),
        ("i'm Hope", {"contact_name": "Hope"}),
        ("not jo@x.com, it's jo@y.com", {"email": "jo@y.com"}),
        ("let's have lunch at joes.place", {}),
        ("meet us at acme dot com", {}),
    ],
)
def test_contact_data_is_read_whole_or_not_at_all(text: str, stated: dict[str, str]) -> None:
    values = said(text)
    assert {name: values[name] for name in ("email", "phone", "contact_name") if name in values} == stated


def test_the_address_that_a_correction_refuses_is_named() -> None:
    finding = plain_reader().read("not jo@x.com, it's jo@y.com").needs[0]
    assert (finding.value, finding.op, finding.was) == ("jo@y.com", "correct", "jo@x.com")
