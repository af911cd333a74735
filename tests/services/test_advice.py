"""Advice on a catalogue that passes the check."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone

from milepost.sales.catalogue import Answer, Attribute, AttributeType
from milepost.sales.conversations import Conversation
from milepost.services.advice import advice, open_questions
from milepost.store.database import Database
from milepost.store.records.gaps import Gap
from tests.catalogues import small_catalogue

NOW = datetime(2026, 11, 30, tzinfo=timezone.utc)


def told(**changes: object) -> str:
    return "\n".join(advice(replace(small_catalogue(), **changes)))  # type: ignore[arg-type]


def test_answers_that_visitors_will_miss_are_named() -> None:
    assert "no answer speaks of delivery" in told(answers={})
    answers = {
        "a": Answer("a", "How do you ship?", "By post.", also=("postage",)),
        "b": Answer("b", "Can I send it back?", "Within 14 days.", also=("returns",)),
    }
    assert "no answer speaks of" not in told(answers=answers)


def test_what_is_known_by_one_name_and_asked_in_one_way_is_counted_with_examples() -> None:
    catalogue = small_catalogue()
    bare = {key: replace(product, aliases=()) for key, product in catalogue.products.items()}
    lines = told(products=bare, answers={"a": Answer("a", "Open?", "Daily.")})
    assert (
        f'{len(bare)} products are known by one name only; add what visitors call them (aliases): "Acorn Inbox"'
        in lines
    )
    assert '1 question has one wording only; each other way to ask helps (also): "Open?"' in lines


def test_an_attribute_that_nothing_has_is_named() -> None:
    idle = Attribute("wind", "Wind rating", AttributeType.TEXT)
    assert "Wind rating" not in told()
    assert 'no product has "Support" or "Wind rating": nothing is compared by it' in told(
        attributes={**small_catalogue().attributes, "wind": idle}
    )


def test_a_company_without_address_and_hours_is_told() -> None:
    catalogue = small_catalogue()
    lines = told(
        company=replace(catalogue.company, email=""),
        journey=replace(catalogue.journey, opening_hours=replace(catalogue.journey.opening_hours, days={})),
    )
    assert "the company has no email" in lines
    assert "there are no opening hours" in lines


def test_questions_that_visitors_asked_in_vain_come_first(sqlite_database: Database) -> None:
    kinds = {"1": "unanswered", "2": "unanswered", "3": "nothing_fits"}
    with sqlite_database.begin() as store:
        store.conversations.add(Conversation("web-1"), visitor="v1", now=NOW, address=None, source={})
        for number, kind in kinds.items():
            words = "do you  ship to Malta?" if kind == "unanswered" else "a red one"
            store.gaps.add(Gap(number, "web-1", kind, words, "m", "open", NOW, None))
    first, *_ = advice(small_catalogue(), open_questions(str(sqlite_database.url)))
    assert first == '1 question of visitors had no answer: "do you ship to Malta?"'
