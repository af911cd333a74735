"""How much one message may hold, what is cleaned from it before anything else sees it, and how ours are cut."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

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


def parts_of(text: str, limit: int, size: Callable[[str], int] = len) -> list[str]:
    """A text cut at line ends, else between words, else anywhere, into parts of at most `limit` by `size`."""
    parts: list[str] = []
    while size(text) > limit:
        most = min(limit, len(text) - 1)
        while size(text[:most]) > limit:
            most = max(most * 3 // 4, 1)
        cut_at = max(text.rfind("\n", 1, most + 1), 0) or max(text.rfind(" ", most // 2, most + 1), 0) or most
        parts.append(text[:cut_at].rstrip())
        text = text[cut_at:].lstrip("\n ")
    return [part for part in (*parts, text) if part.strip()]


def in_bytes(text: str) -> int:
    """The size of a text where a platform counts bytes."""
    return len(text.encode())


def cut(text: str, limit: int) -> str:
    """A title that fits, with an ellipsis where something is missing."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
