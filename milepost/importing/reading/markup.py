"""Mark-up as people read it: the words, a line for each paragraph, item and row of a table."""

from __future__ import annotations

import html
import re
from typing import Any

from lxml import etree
from lxml.html import document_fromstring

_MARK = re.compile(r"<[A-Za-z/!?]|&(?:[A-Za-z]{2,12}|#\d{1,7}|#x[0-9A-Fa-f]{1,6});")
_TAG = re.compile(
    r"</?(?:p|div|br|span|ul|ol|li|table|tr|td|th|strong|b|em|i|a|img|h[1-6]|font|html|body)\b[^<>]*>", re.I
)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\ufffe\uffff\ud800-\udfff]")
_HIDDEN = frozenset(["script", "style", "template", "head", "noscript", "svg", "iframe", "object", "button", "form"])
_BLOCK_TAGS = """
p div br li ul ol dl dt dd table tr h1 h2 h3 h4 h5 h6 section article header footer blockquote hr pre tbody
thead figure figcaption details summary address main
"""
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_MOST_DEPTH = 200


def plain_text(text: str) -> str:
    """A text without mark-up: entities as their signs, lines where it had blocks, "a: b" for a row of two cells."""
    cleaned = _UNPRINTABLE.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    for _ in range(2):  # what was escaped once too often still has mark-up after the first reading
        if not _MARK.search(cleaned):
            break
        cleaned = _read(cleaned)
        if not _TAG.search(cleaned):
            break
    lines = (" ".join(line.split()) for line in cleaned.replace("\u200b", "").replace("\ufeff", "").split("\n"))
    return "\n".join(line for line in lines if line)


def listed_items(text: Any) -> list[str]:
    """The items of the lists in a text with mark-up, each in one line."""
    if not isinstance(text, str) or "<li" not in text.casefold():
        return []
    try:
        root = document_fromstring(f"<div>{_UNPRINTABLE.sub(' ', text)}</div>")
    except (etree.LxmlError, ValueError):
        return []
    found = [
        " ".join(element_text(item).split()) for item in root.iter("li") if next(item.iter("ul", "ol"), None) is None
    ]
    return [item for item in found if item]


def element_text(element: Any) -> str:
    """The text of an element of a parsed page, as `plain_text` gives it; what follows the element is not part of it."""
    parts: list[str] = []
    _walk(element, parts, 0)
    return plain_text(html.escape("".join(parts), quote=False))


def _read(text: str) -> str:
    if "<" not in text:
        return html.unescape(text)
    try:
        root = document_fromstring(f"<div>{text}</div>")
    except (etree.LxmlError, ValueError):  # nothing but comments, or no element at all
        return html.unescape(_TAG.sub(" ", text))
    parts: list[str] = []
    _walk(root, parts, 0)
    return "".join(parts)


def _walk(node: Any, parts: list[str], depth: int) -> None:
    tag = node.tag if isinstance(node.tag, str) else ""
    if tag and tag not in _HIDDEN and depth < _MOST_DEPTH:
        before = "\n" if tag in _BLOCKS else _between_cells(node, tag)
        parts.append(before)
        parts.append((node.text or "").replace("\n", " ") if tag != "pre" else node.text or "")
        for child in node:
            _walk(child, parts, depth + 1)
        parts.append("\n" if tag in _BLOCKS else "")
    if depth and node.tail:
        parts.append(node.tail.replace("\n", " ") if tag else node.tail)


def _between_cells(node: Any, tag: str) -> str:
    if tag not in ("td", "th"):
        return ""
    before = node.getprevious()
    if before is None:
        return ""
    return ": " if len(node.getparent()) == 2 and not (before.text_content() or "").rstrip().endswith(":") else " "
