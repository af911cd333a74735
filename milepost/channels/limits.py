"""How much one message may hold, and what is cleaned from it before anything else sees it."""

from __future__ import annotations

import unicodedata

from milepost.errors import RejectedMessage

BODY_BYTES = 16 * 1024
TEXT_CHARACTERS = 2_000

_KEPT_CONTROLS = "\n\t"


def clean_text(text: str) -> str:
    """Text without control characters, lone surrogates and surrounding space: every database and browser takes it."""
    whole = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return "".join(c for c in whole if c in _KEPT_CONTROLS or unicodedata.category(c) != "Cc").strip()


def accepted_text(text: str) -> str:
    """The cleaned text. Raises RejectedMessage: `empty` or `too_long`."""
    cleaned = clean_text(text)
    if not cleaned:
        raise RejectedMessage("empty", status=422)
    if len(cleaned) > TEXT_CHARACTERS:
        raise RejectedMessage("too_long", status=422)
    return cleaned
