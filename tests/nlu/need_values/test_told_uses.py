"""Uses that the owner names, found where a message says to have them; what only points at something is no number."""

from __future__ import annotations

from pathlib import Path

import pytest

from milepost.nlu.need_values.extraction import NeedReader
from milepost.store.catalogue_files import load_catalogue

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def reader() -> NeedReader:
    return NeedReader(load_catalogue(ROOT / "catalogue"))


def said(reader: NeedReader, text: str, name: str, asked: str | None = None) -> object:
    return next((found.value for found in reader.read(text, asked=asked).needs if found.name == name), None)


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("we answer calls, mail and chats all day", "calls, mail and chats"),
        ("mostly email", "email"),
        ("we're drowning in support email", "email"),
        ("I need mail support", "mail"),
        ("we lose calls because nobody picks up the phone", "calls"),
        ("we need your phone number", None),
        ("I just want an email from you", None),
        ("do you do phone support?", None),
        ("we want to chat with somebody", None),
        ("just call me", None),
    ],
)
def test_uses_in_the_owners_words(reader: NeedReader, text: str, use: str | None) -> None:
    assert said(reader, text, "use_case") == use


@pytest.mark.parametrize(
    ("text", "asked", "value"),
    [
        ("compare the first two", "budget", None),
        ("compare the first two", "must_have_features", None),
        ("can I see the other two?", "team_size", None),
        ("is it possible to try two of them?", "team_size", None),
        ("two of us", "team_size", 2),
        ("all 14", "team_size", 14),
        ("the same 500", "budget", {"amount": 500, "currency": None, "period": None}),
    ],
)
def test_what_points_at_something_counts_nothing(reader: NeedReader, text: str, asked: str, value: object) -> None:
    assert said(reader, text, asked, asked) == value


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("was kostet das im Jahr?", "year"),
        ("im Jahr 2025 haben wir gewechselt", None),
        ("wie teuer pro Monat?", "month"),
        ("¿cuánto cuesta por año?", "year"),
        ("c'est combien à l'année ?", "year"),
        ("quanto fica ao mês?", "month"),
    ],
)
def test_terms_in_other_languages(reader: NeedReader, text: str, term: str | None) -> None:
    assert reader.read(text).pricing["term"] == term
