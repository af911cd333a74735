"""What we keep of what visitors send: pictures and documents, told by what is in them and never by their name."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from milepost.channels.port import Attachment
from milepost.store.database import Store

OF_ANOTHER_TYPE = "it is of a type that is not kept"
MOST_A_DAY = 30
"""Attachments of one conversation in a day; those after it are refused."""
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
_BEGINNINGS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
    b"%PDF-": "application/pdf",
}
_OFFICE = "application/vnd.openxmlformats-officedocument"
_INSIDE = {
    "word/document.xml": f"{_OFFICE}.wordprocessingml.document",
    "xl/workbook.xml": f"{_OFFICE}.spreadsheetml.sheet",
    "ppt/presentation.xml": f"{_OFFICE}.presentationml.presentation",
}
_MACROS = "vbaproject.bin"
_TEXT_LOOKED_AT = 4096


def type_of(content: bytes) -> str | None:
    """The media type of a content that we keep: pictures, PDF, office documents without macros, plain text; else None."""
    for beginning, media_type in _BEGINNINGS.items():
        if content.startswith(beginning):
            return media_type
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content.startswith(b"PK\x03\x04"):
        return _of_office(content)
    return "text/plain" if _is_text(content) else None


def keep_due(store: Store, conversation: str, message: str, channel: str, given: Attachment, *, now: datetime) -> None:
    """Keep that an attachment has to be fetched, as long as there are not too many."""
    if store.attachments.count_since(conversation, now - timedelta(days=1)) >= MOST_A_DAY:
        return
    told = {"kind": given.kind, "name": given.name[:200], "media_type": given.media_type[:100]}
    store.attachments.add(conversation, message, channel, {**told, "where_from": dict(given.where_from)}, now=now)


def _of_office(content: bytes) -> str | None:
    try:
        names = {name.lower() for name in ZipFile(BytesIO(content)).namelist()}
    except (BadZipFile, ValueError, NotImplementedError):
        return None
    if any(name.endswith(_MACROS) for name in names):
        return None
    return next((media_type for inside, media_type in _INSIDE.items() if inside in names), None)


def _is_text(content: bytes) -> bool:
    """UTF-8 without control characters; and no page or drawing that a browser would run."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return False
    begin = text.lstrip("\ufeff \r\n\t")[:_TEXT_LOOKED_AT].lower()
    is_marked_up = begin.startswith("<") or "<script" in begin or "<svg" in begin
    return bool(begin) and not is_marked_up and all(each.isprintable() or each in "\r\n\t\ufeff" for each in text)
