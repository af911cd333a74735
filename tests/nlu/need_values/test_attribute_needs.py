"""Needs that filter a catalogue attribute, over a made-up shelf of goods, software and services."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

import pytest

from milepost.nlu.need_values.extraction import NeedReader
from milepost.sales.catalogue import Attribute, AttributeType
from milepost.sales.journey import NeedDefinition
from tests.catalogues import small_catalogue

ATTRIBUTES = (
    Attribute("screen", "Screen size", AttributeType.NUMBER, unit="inch", aliases=("display",)),
    Attribute("ram", "Memory", AttributeType.NUMBER, unit="GB", aliases=("RAM",), better="higher"),
    Attribute("disk", "Storage", AttributeType.NUMBER, unit="GB", aliases=("SSD", "disk space"), better="higher"),
    Attribute("weight", "Weight", AttributeType.NUMBER, unit="kg", better="lower"),
    Attribute("locations", "Locations", AttributeType.NUMBER, unit="locations"),
    Attribute("firmness", "Firmness", AttributeType.CHOICE, choices=("soft", "medium", "firm")),
    Attribute("colour", "Colour", AttributeType.CHOICE, choices=("midnight blue", "sand", "olive")),
    Attribute("region", "Data region", AttributeType.CHOICE, choices=("EU", "US")),
    Attribute("sso", "Single sign-on", AttributeType.BOOLEAN, aliases=("SSO", "SAML")),
    Attribute("therapy", "Treatment", AttributeType.LIST, choices=("manual therapy", "dry needling", "taping")),
    Attribute("wood", "Wood", AttributeType.TEXT),
)


@lru_cache(maxsize=1)
def reader() -> NeedReader:
    shelf = small_catalogue()
    synonyms = {"region": {"EU": ("europe", "germany")}, "firmness": {"firm": ("hard",), "soft": ("plush",)}}
    needs = {
        f"{each.id}_need": NeedDefinition(
            f"{each.id}_need", "attribute", "?", "!", attribute=each.id, synonyms=synonyms.get(each.id, {})
        )
        for each in ATTRIBUTES
    }
    return NeedReader(
        replace(shelf, attributes={each.id: each for each in ATTRIBUTES}, journey=replace(shelf.journey, needs=needs))
    )


def found(text: str, asked: str | None = None) -> dict[str, Any]:
    extraction = reader().read(text, asked=asked and f"{asked}_need")
    return {each.name.removesuffix("_need"): each.value for each in extraction.needs}


STATED = [
    ("a 15 inch laptop", "screen", {"value": 15, "unit": "inch"}),
    ('13.3" is enough', "screen", {"value": 13.3, "unit": "inch"}),
    ("between 13 and 15 inches", "screen", {"min": 13, "max": 15, "unit": "inch"}),
    ("around 14 inch", "screen", {"value": 14, "approx": True, "unit": "inch"}),
    ("about 35 cm wide display", "screen", {"value": 13.78, "approx": True, "unit": "inch"}),
    ("16gb ram", "ram", {"value": 16, "unit": "GB"}),
    ("at least 16 GB of RAM", "ram", {"min": 16, "bound": "min", "unit": "GB"}),
    ("ram: 32", "ram", {"value": 32, "unit": "GB"}),
    ("1tb ssd", "disk", {"value": 1000, "unit": "GB"}),
    ("8gb ram and 512gb ssd", "ram", {"value": 8, "unit": "GB"}),
    ("8gb ram and 512gb ssd", "disk", {"value": 512, "unit": "GB"}),
    ("under 1.5 kg please", "weight", {"max": 1.5, "bound": "max", "unit": "kg"}),
    ("not heavier, max 3 lbs weight", "weight", {"max": 1.361, "bound": "max", "unit": "kg"}),
    ("we have 4 locations", "locations", {"value": 4, "unit": "locations"}),
    ("3 or more locations", "locations", {"min": 3, "bound": "min", "unit": "locations"}),
    ("i want a firm mattress", "firmness", "firm"),
    ("something plush", "firmness", "soft"),
    ("soft or medium", "firmness", ["soft", "medium"]),
    ("in midnight blue", "colour", "midnight blue"),
    ("data has to stay in the EU", "region", "EU"),
    ("hosted in germany", "region", "EU"),
    ("we need sso", "sso", True),
    ("with single sign on", "sso", True),
    ("no need for SSO", "sso", False),
    ("we dont need saml", "sso", False),
    ("looking for manual therapy and taping", "therapy", ["manual therapy", "taping"]),
    ("do you do dry needling", "therapy", ["dry needling"]),
]
ANSWERS = [
    ("15", "screen", {"value": 15, "unit": "inch"}),
    ("14 or 15", "screen", {"min": 14, "max": 15, "unit": "inch"}),
    ("40 cm", "screen", {"value": 15.748, "unit": "inch"}),
    ("the bigger the better", "screen", {"prefer": "higher"}),
    ("as small as possible", "screen", {"prefer": "lower"}),
    ("light", "weight", {"prefer": "lower"}),
    ("a lot", "disk", {"prefer": "higher"}),
    ("yes please", "sso", True),
    ("nope", "sso", False),
    ("not really", "sso", False),
    ("firm", "firmness", "firm"),
    ("frim", "firmness", "firm"),
    ("rather hard", "firmness", "firm"),
    ("mediun i guess", "firmness", "medium"),
    ("sand", "colour", "sand"),
    ("midnigt blue", "colour", "midnight blue"),
    ("eu", "region", "EU"),
    ("us", "region", "US"),
    ("dry needling", "therapy", ["dry needling"]),
    ("oak", "wood", "oak"),
]
NOT_STATED = [
    "our law firm is in leeds",
    "tell us more",
    "can you help us",
    "16 gb",
    "order 16",
    "we moved in 3 weeks ago",
    "what is the difference between soft and firm?",
    "does it have sso?",
    "no sand please",
    "it weighs on me",
    "the year 2015",
]


@pytest.mark.parametrize(("text", "need", "value"), STATED)
def test_attribute_is_read_from_free_text(text: str, need: str, value: Any) -> None:
    assert found(text).get(need) == value


@pytest.mark.parametrize(("text", "need", "value"), ANSWERS)
def test_bare_answer_to_the_question_is_the_attribute(text: str, need: str, value: Any) -> None:
    assert found(text, need).get(need) == value


@pytest.mark.parametrize("text", NOT_STATED)
def test_other_talk_states_no_attribute(text: str) -> None:
    assert not {each.id for each in ATTRIBUTES} & set(found(text))


@pytest.mark.parametrize("text", ["mostly commuting to work by train", "largely at home", "shortly before noon"])
def test_a_word_that_only_begins_like_a_direction_is_none(text: str) -> None:
    assert not reader().read(text, asked="screen_need").needs


@pytest.mark.parametrize("text", ["doesn't matter", "no preference", "whatever", "i don't care"])
@pytest.mark.parametrize("asked", ["screen", "firmness", "sso", "wood"])
def test_no_preference_is_a_refusal_of_any_attribute_question(text: str, asked: str) -> None:
    extraction = reader().read(text, asked=f"{asked}_need")
    assert extraction.refusal is not None
    assert not extraction.needs


def test_a_preference_is_marked_as_inferred() -> None:
    assert [each.how for each in reader().read("the bigger the better", asked="screen_need").needs] == ["inferred"]


def test_people_are_the_attribute_where_the_catalogue_counts_people_and_asks_for_no_team() -> None:
    shelf = small_catalogue()
    sleeps = Attribute("sleeps", "Sleeps", AttributeType.NUMBER, unit="persons")
    need = NeedDefinition("sleeps", "attribute", "?", "!", attribute="sleeps")
    shop = NeedReader(
        replace(shelf, attributes={"sleeps": sleeps}, journey=replace(shelf.journey, needs={"sleeps": need}))
    )
    assert {each.name: each.value for each in shop.read("something for 4 people").needs} == {
        "sleeps": {"value": 4, "unit": "persons"}
    }
