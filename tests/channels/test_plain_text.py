"""Blocks as plain text."""

from __future__ import annotations

import pytest

from milepost.channels.plain_text import plain_text
from tests.web import blocks


def test_comparison_tells_each_attribute_for_each_option() -> None:
    text = plain_text("They differ in price.", blocks.COMPARISON)
    assert text.startswith(
        "They differ in price.\n\nInbox Team and Desk Pro\n\nPrice (differs)\n  Inbox Team: $22 per seat\n"
    )
    assert "Help centre (differs)\n  Inbox Team: no\n  Desk Pro: yes" in text
    assert "Suite: not stated" in text
    assert "Data region\n  Inbox Team: EU" in text
    assert "Inbox Team: Slack, Shopify" in text
    assert "  for 20 seats" in text


def test_quote_tells_every_line_and_the_total() -> None:
    assert plain_text("", blocks.QUOTE) == (
        "Bright Inbox Team, 20 seats\nTeam × 20: $440\nAI pack × 20: $160\nNon-profit discount, 20%: -$120\n"
        "Total: $480 per month\nPrices exclude VAT and sales tax.\nValid until: 21 December 2026\nPrice list: 0123456789ab\n"
        "https://chat.example.com/q/AbCd"
    )


def test_steps_are_numbered_and_done_ones_marked() -> None:
    assert plain_text("", blocks.STEPS) == (
        "Getting started with Bright Inbox\n\n1. Connect your mailbox (done)\nSign in and choose Add mailbox.\n"
        "https://acorn.example/1\n\n2. Invite your team\nEveryone gets a link by e-mail."
    )


def test_products_form_code_and_handoff_are_told() -> None:
    assert "Bright Inbox Team - $22 per seat and month\nOne shared inbox" in plain_text("", blocks.PRODUCTS)
    assert "+ Covers your 20 people" in plain_text("", blocks.PRODUCTS)
    assert "your name, your e-mail address" in plain_text("", blocks.CONTACT_FORM)
    assert blocks.CONTACT_FORM["consent"] in plain_text("", blocks.CONTACT_FORM)
    reachable = {"type": "contact_form", "fields": ["name", "email", "phone"], "any_of": ["email", "phone"]}
    assert plain_text("", reachable) == "Please send me: your e-mail address or your phone number"
    assert "Your code: BRIGHT-4Q7X" in plain_text("", blocks.CODE)
    assert plain_text("", blocks.HANDOFF) == "A colleague has been told and will join here."


@pytest.mark.parametrize(
    ("state", "text"),
    [
        ("joined", "Grace has joined this chat."),
        ("waiting", ""),
        ("ended", "You are talking to the automated assistant again."),
    ],
)
def test_who_joined_is_told(state: str, text: str) -> None:
    assert plain_text("", {"type": "handoff", "state": state, "name": "Grace"}) == text


def test_words_that_the_block_repeats_are_told_once() -> None:
    assert plain_text(blocks.HANDOFF["text"], blocks.HANDOFF) == blocks.HANDOFF["text"]


@pytest.mark.parametrize("custom", [None, {}, {"type": "map"}])
def test_an_unknown_block_leaves_the_words(custom: dict[str, str] | None) -> None:
    assert plain_text("Hello.", custom) == "Hello."
