"""Visitors who write Spanish, German, French or Portuguese are answered so; others are told which languages are spoken."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from milepost.sales import wording
from milepost.services import catalogues
from tests.conversations.visitors import PROJECT, Visitor

WALK = {
    "es": (
        "hola",
        "¿qué ofrecen?",
        "¿cuánto cuesta Lantern Inbox Growth para 30 puestos?",
        "compare Lantern Inbox y Relay Chat",
        "mi correo es ana@acme.example",
        "quiero hablar con una persona",
    ),
    "de": (
        "Guten Tag",
        "Was bieten Sie an?",
        "Was kostet Lantern Inbox Growth für 30 Plätze?",
        "Vergleichen Sie bitte Lantern Inbox und Relay Chat",
        "meine E-Mail ist ana@acme.example",
        "Ich möchte mit einem Menschen sprechen",
    ),
    "fr": (
        "bonjour",
        "quels produits avez-vous ?",
        "combien coûte Lantern Inbox Growth pour 30 postes ?",
        "comparez Lantern Inbox et Relay Chat",
        "mon e-mail est ana@acme.example",
        "je voudrais parler à une personne",
    ),
    "pt": (
        "olá",
        "o que vocês oferecem?",
        "quanto custa o Lantern Inbox Growth para 30 licenças?",
        "compare o Lantern Inbox com o Relay Chat",
        "meu e-mail é ana@acme.example",
        "quero falar com uma pessoa",
    ),
}
LANGUAGES = tuple(WALK)
UNSERVED = ("こんにちは、値段を教えてください", "Hoeveel kost dit product voor ons bedrijf met twintig medewerkers?")
SHORT_ENGLISH = (
    "ok",
    "hi",
    "no",
    "14",
    "Dana",
    "demo?",
    "price",
    "in March",
    "SSO and Slack",
    "a pizzeria",
    "Jan de Vries",
    "van Dijk BV",
)


def patterns(folder: str) -> dict[str, list[re.Pattern[str]]]:
    """The variants of each response as patterns with anything in their places."""
    found: dict[str, list[re.Pattern[str]]] = {}
    for path in (PROJECT / folder).glob("*.yml"):
        for name, variants in yaml.safe_load(path.read_text(encoding="utf-8"))["responses"].items():
            found[name] = [as_pattern(variant["text"]) for variant in variants]
    return found


def as_pattern(text: str) -> re.Pattern[str]:
    return re.compile("(?s)" + re.sub(r"\\\{\w+\\\}", ".+", re.escape(text)))


def names_of(text: str, folder: str) -> set[str]:
    """The responses of a folder that a text may be; those of the owner's words alone fit anything."""
    return {
        name
        for name, variants in patterns(folder).items()
        if any(
            one.fullmatch(text) and re.search(r"[^\W\d_]", re.sub(r"\W|\.\+", "", one.pattern[4:])) for one in variants
        )
    }


def is_said_in(reply: dict[str, Any], language: str) -> bool:
    """Whether a reply is a response of that language rather than of English."""
    own, english = names_of(reply["text"], f"translations/{language}"), names_of(reply["text"], "data/responses")
    return bool(own) or not english


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_walk_is_answered_in_the_visitors_language(visitor: Visitor, language: str) -> None:
    for text in WALK[language]:
        visitor.say(text)
        assert visitor.memory.language == language
        for reply in visitor.last["replies"]:
            assert is_said_in(reply, language), reply["text"]
    assert visitor.last["handler"] == "waiting"
    assert visitor.last["contact"]["email"] == "ana@acme.example"


@pytest.mark.parametrize("language", LANGUAGES)
def test_offer_price_and_comparison_come_with_their_blocks(visitor: Visitor, language: str) -> None:
    _, offer, price, comparison, *_ = WALK[language]
    visitor.say(offer)
    assert len(visitor.block("products")["items"]) == len(catalogues.in_force().products)
    visitor.say(price)
    with visitor.brain.database.begin() as store:
        quote = store.quotes.of(visitor.conversation)[0]
    total = wording.money(quotes_total(quote), language)
    assert quote.quantity == 30
    assert visitor.block("quote")["total"] == total
    assert total in visitor.heard()
    assert total != wording.money(quotes_total(quote))
    visitor.say(comparison)
    assert visitor.block("comparison")["columns"] == ["Lantern Inbox", "Relay Chat"]


def quotes_total(quote: Any) -> Any:
    from milepost.sales.money import Money

    return quote.total if isinstance(quote.total, Money) else Money(quote.total, quote.currency)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_owners_english_is_announced_once(visitor: Visitor, language: str) -> None:
    notes = patterns(f"translations/{language}")["utter_english_for_now"]
    said = [reply["text"] for text in WALK[language] for reply in visitor.say(text)["replies"]]
    assert sum(bool(note.fullmatch(text)) for note in notes for text in said) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_quick_replies_and_short_answers_keep_the_language(visitor: Visitor, language: str) -> None:
    visitor.say(WALK[language][0])
    for button in visitor.last["replies"][0]["buttons"]:
        assert button["title"] != button["payload"]
    visitor.say("What do you offer?")
    assert visitor.memory.language == language
    for text in ("ok", "14", "Dana Reyes", "Lantern Inbox Growth"):
        visitor.say(text)
        assert visitor.memory.language == language


def test_who_changes_the_language_is_followed(visitor: Visitor) -> None:
    visitor.say("hola, busco algo para mi equipo")
    visitor.say("sorry, can we go on in English? what does the Growth plan cost?")
    assert visitor.memory.language == "en"


@pytest.mark.parametrize("text", UNSERVED)
def test_another_language_is_told_which_are_spoken_and_offered_a_person(visitor: Visitor, text: str) -> None:
    visitor.say(text)
    assert len(visitor.last["replies"]) == 1
    for name in ("English", "Spanish", "German", "French", "Portuguese"):
        assert name in visitor.heard()
    assert visitor.last["offers_person"]
    visitor.press("Talk to a person")
    assert visitor.last["handler"] == "waiting"


@pytest.mark.parametrize("text", SHORT_ENGLISH)
def test_short_english_is_not_taken_for_another_language(visit: Callable[[], Visitor], text: str) -> None:
    visitor = visit()
    visitor.say("hello there, we are looking for a help desk")
    visitor.say(text)
    assert visitor.memory.language == "en"
    assert "Portuguese" not in visitor.heard()
