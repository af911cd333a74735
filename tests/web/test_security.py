"""Visitor tokens and allowed origins."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine

from milepost.errors import NotAllowed
from milepost.web.security import TOKEN_DAYS, AllowedOrigins, Visitor, VisitorTokens


def test_a_token_names_the_conversation_that_the_server_made() -> None:
    tokens = VisitorTokens("secret")
    conversation, token = tokens.issue()
    assert re.fullmatch(r"[a-z0-9-]{1,64}", conversation)
    assert tokens.visitor(token).conversation == conversation
    assert tokens.issue()[0] != conversation


def test_a_changed_foreign_or_missing_token_is_nobodys() -> None:
    tokens = VisitorTokens("secret")
    token = tokens.sign(Visitor("web-1"))
    for wrong in (token[:-2] + "xx", VisitorTokens("other").sign(Visitor("web-1")), "", None, {"c": "web-1"}):
        with pytest.raises(NotAllowed):
            tokens.visitor(wrong)


def test_a_token_ends_after_its_days() -> None:
    tokens = VisitorTokens("secret")
    with time_machine.travel("2026-11-21T12:00:00Z", tick=False) as clock:
        token = tokens.sign(Visitor("web-1"))
        clock.shift(timedelta(days=TOKEN_DAYS - 1))
        assert tokens.visitor(token).conversation == "web-1"
        clock.shift(timedelta(days=2))
        with pytest.raises(NotAllowed):
            tokens.visitor(token)


@pytest.mark.parametrize(
    ("origin", "host", "allowed"),
    [
        ("https://shop.example", "chat.example", True),
        ("https://SHOP.example", "chat.example", True),
        ("https://chat.example", "internal:8000", True),
        ("http://127.0.0.1:8000", "127.0.0.1:8000", True),
        ("https://evil.example", "chat.example", False),
        ("https://shop.example.evil.example", "chat.example", False),
        ("http://shop.example", "chat.example", False),
        ("null", "chat.example", False),
        ("", "chat.example", True),
    ],
)
def test_listed_websites_and_the_own_host_may_embed(origin: str, host: str, allowed: bool) -> None:
    origins = AllowedOrigins(("https://shop.example/",), "https://chat.example/help")
    headers = {"host": host, **({"origin": origin} if origin else {})}
    assert origins.allow(headers) is allowed
    assert ("access-control-allow-origin" in origins.cors(headers)) is (allowed and bool(origin))
