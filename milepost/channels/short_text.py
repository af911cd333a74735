"""Replies for a small screen: what a person would send, a table or a list of prices in about 400 characters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from milepost.channels.limits import cut
from milepost.channels.plain_text import TEXTS, Block, plain_text, value_text
from milepost.channels.port import Button, Limits, OutboundReply
from milepost.sales import wording

CHARACTERS = 400
_NAME, _SUMMARY, _VALUE = 40, 90, 40


def short_text(reply: OutboundReply) -> str:
    """The reply's words, a rep's with their name before them, and then its block in few words."""
    named = reply.author == "rep" and reply.name and reply.text
    words = f"{reply.name}: {reply.text}" if named else reply.text
    draw = _DRAWN.get(str((reply.custom or {}).get("type")))
    if draw is None or reply.custom is None:
        return plain_text(words, reply.custom)
    return "\n\n".join(part for part in (words.strip(), draw(reply.custom)) if part)


def with_choices(reply: OutboundReply, limits: Limits) -> tuple[str, tuple[Button, ...]]:
    """The text and the buttons under it; more buttons than the platform has are numbered in the text instead.

    A visitor then answers with a number (`Envelope.numbered`).
    """
    text = short_text(reply)
    if len(reply.buttons) <= limits.buttons:
        return text, reply.buttons
    choices = [f"{number}. {button.title}" for number, button in enumerate(reply.buttons, 1)]
    return "\n".join([*([text, ""] if text else []), TEXTS["choose"], *choices]), ()


def _products(block: Block) -> str:
    items = block.get("items", ())
    lines = [_line(cut(str(item.get("name", "")), _NAME), [item.get("price")]) for item in items]
    told = [[line] for line in lines]
    for item, several in zip(items, told, strict=True):
        why = (item.get("reasons") or [item.get("summary")])[0]
        if why and _length(told) + min(len(why), _SUMMARY) < CHARACTERS:
            several.append(cut(str(why), _SUMMARY))
    if len(items) == 1 and items[0].get("url"):
        told[0].append(str(items[0]["url"]))
    return _within([line for several in told for line in several])


def _comparison(block: Block) -> str:
    """Each option on a line with what sets it apart, as much of that as all have room for."""
    columns = [cut(str(name), _NAME) for name in block.get("columns", ())]
    rows = [row for row in block.get("rows", ()) if row.get("differs")] or list(block.get("rows", ()))
    told: list[str] = []
    for count in range(1, len(rows) + 1):
        lines = [_line(name, _points(rows[:count], place)) for place, name in enumerate(columns)]
        if told and len("\n".join(lines)) > CHARACTERS:
            break
        told = lines
    return _within(told or columns)


def _points(rows: Sequence[Mapping[str, Any]], place: int) -> list[str]:
    points: list[str] = []
    for row in rows:
        values = row.get("values", ())
        value = cut(value_text(values[place] if place < len(values) else None), _VALUE)
        points.append(f"{str(row.get('attribute', '')).lower()} {value}" if points else value)
    return points


def _quote(block: Block) -> str:
    term = f" {block['term']}" if block.get("term") else ""
    lines = [f"{block.get('title', '')}: {block.get('total', '')}{term}".lstrip(": ")]
    charges = [f"{line.get('label', '')} {line.get('amount', '')}" for line in block.get("lines", ())]
    if len(charges) > 1:
        lines.append(", ".join(charges))
    lines.append(str(block.get("note") or ""))
    if block.get("valid_until"):
        lines.append(f"{TEXTS['valid_until']} {wording.date(date.fromisoformat(str(block['valid_until'])))}")
    lines.insert(1, str(block.get("url") or ""))  # before what may be cut off: everything else stands on that page
    return _within([line for line in lines if line])


def _steps(block: Block) -> str:
    open_steps = [(n, item) for n, item in enumerate(block.get("items", ()), 1) if not item.get("done")]
    lines = [str(block.get("title") or "")]
    lines += [f"{n}. {item.get('title', '')} {item.get('link') or ''}".rstrip() for n, item in open_steps]
    return _within([line for line in lines if line])


def _line(name: str, points: Sequence[object]) -> str:
    said = [str(point) for point in points if point]
    return f"{name}: {', '.join(said)}" if said else name


def _length(told: Sequence[Sequence[str]]) -> int:
    return sum(len(line) + 1 for several in told for line in several)


def _within(lines: Sequence[str]) -> str:
    """The lines that fit, never half a line; the first in any case."""
    kept: list[str] = []
    for line in lines:
        if kept and len("\n".join([*kept, line])) > CHARACTERS:
            break
        kept.append(line)
    return "\n".join(kept)


_DRAWN: Mapping[str, Callable[[Block], str]] = {
    "products": _products,
    "comparison": _comparison,
    "quote": _quote,
    "steps": _steps,
}
