"""Replies as clear plain text, for channels that draw no tables, cards or forms."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

from milepost.sales import wording

TEXTS: Mapping[str, Any] = json.loads((Path(__file__).parent / "texts.json").read_text("utf-8"))

Block = Mapping[str, Any]


def plain_text(text: str, custom: Block | None) -> str:
    """The reply's words and then its block. A block of an unknown type is left to the words."""
    draw = _DRAWN.get(str((custom or {}).get("type")))
    parts = dict.fromkeys((text.strip(), draw(custom) if draw and custom else ""))  # a notice repeats its words
    return "\n\n".join(part for part in parts if part)


def value_text(value: object) -> str:
    """One value of a table: yes, no, a list, or as it is."""
    if value is None or value == "":
        return str(TEXTS["unknown"])
    if isinstance(value, bool):
        return str(TEXTS["yes"] if value else TEXTS["no"])
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(str(item) for item in value)
    return str(value)


def _products(block: Block) -> str:
    return "\n\n".join(_product(item) for item in block.get("items", ()))


def _product(item: Block) -> str:
    name = " - ".join(str(part) for part in (item.get("name"), item.get("price")) if part)
    lines = [name, item.get("summary"), *(f"+ {reason}" for reason in item.get("reasons") or ()), item.get("url")]
    return "\n".join(str(line) for line in lines if line)


def _comparison(block: Block) -> str:
    columns = [str(name) for name in block.get("columns", ())]
    rows = []
    for row in block.get("rows", ()):
        mark = f" ({TEXTS['differs']})" if row.get("differs") else ""
        values = [f"  {name}: {value_text(value)}" for name, value in zip(columns, row.get("values", ()), strict=False)]
        note = [f"  {row['note']}"] if row.get("note") else []
        rows.append("\n".join([f"{row.get('attribute', '')}{mark}", *values, *note]))
    return "\n\n".join([*([str(block["caption"])] if block.get("caption") else []), *rows])


def _quote(block: Block) -> str:
    lines = [str(block.get("title") or "")]
    lines += [f"{line.get('label', '')}: {line.get('amount', '')}" for line in block.get("lines", ())]
    term = f" {block['term']}" if block.get("term") else ""
    lines.append(f"{TEXTS['total']}: {block.get('total', '')}{term}")
    lines.append(str(block.get("note") or ""))
    if block.get("valid_until"):
        lines.append(f"{TEXTS['valid_until']}: {wording.date(date.fromisoformat(str(block['valid_until'])))}")
    if block.get("catalogue_version"):
        lines.append(f"{TEXTS['catalogue_version']}: {block['catalogue_version']}")
    lines.append(str(block.get("url") or ""))
    return "\n".join(line for line in lines if line)


def _contact_form(block: Block) -> str:
    ways = block.get("any_of") or ()
    names = [TEXTS["field_names"].get(name, name) for name in block.get("fields", ()) if name in ways or not ways]
    asked = block.get("consent") or TEXTS.get(f"consent_{block.get('purpose')}")
    consent = TEXTS["consent"].format(consent=asked) if asked else ""
    return "\n".join(
        part
        for part in (TEXTS["fields"].format(fields=(f" {TEXTS['or']} " if ways else ", ").join(names)), consent)
        if part
    )


def _steps(block: Block) -> str:
    steps = [_step(number, item) for number, item in enumerate(block.get("items", ()), 1)]
    return "\n\n".join(part for part in (str(block.get("title") or ""), *steps) if part)


def _step(number: int, item: Block) -> str:
    done = f" ({TEXTS['done']})" if item.get("done") else ""
    lines = [f"{number}. {item.get('title', '')}{done}", item.get("body"), item.get("link")]
    return "\n".join(str(line) for line in lines if line)


def _handoff(block: Block) -> str:
    told = TEXTS["handoff"].get(block.get("state"), "")
    return str(block.get("text") or told.format(name=block.get("name") or TEXTS["someone"]))


def _meeting(block: Block) -> str:
    """The time in UTC where the visitor's own zone is not known to the platform."""
    starts = datetime.fromisoformat(str(block["starts"])).astimezone(timezone.utc)
    told = TEXTS["meeting"].format(when=f"{wording.day_and_time(starts)} UTC", minutes=block.get("minutes", ""))
    email = block.get("email")
    return f"{told} {TEXTS['meeting_sent'].format(email=email) if email else TEXTS['meeting_ask']}"


def _rating(block: Block) -> str:
    return str(TEXTS["rating"])


def _code(block: Block) -> str:
    lines = [block.get("text"), TEXTS["code"].format(code=block.get("code", "")), block.get("share_url")]
    return "\n".join(str(line) for line in lines if line)


_DRAWN: Mapping[str, Callable[[Block], str]] = {
    "products": _products,
    "comparison": _comparison,
    "quote": _quote,
    "contact_form": _contact_form,
    "steps": _steps,
    "handoff": _handoff,
    "code": _code,
    "meeting": _meeting,
    "rating": _rating,
}
