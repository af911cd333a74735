"""What is stored of a visitor, for the visitor and for whoever answers them: as JSON, and as a page to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from milepost.store.database import Store

# What each table is for, in the order of a page. What reps think and note, and how the bot works, is for the company's own
# answer to a request; a visitor who helps themselves sees what they said, were told and allowed, and what was learnt of them.
KINDS: Mapping[str, str] = {
    "conversations": "The conversation: where you came from, language, where you stand in buying",
    "messages": "What was said",
    "facts": "What we understood of your needs, with your words",
    "leads": "Your contact details and what you look for",
    "stage_changes": "Where we took you to be in buying, and why",
    "touches": "Products that were spoken of",
    "objections": "Doubts that you told of",
    "quotes": "Quotes that were made for you",
    "consents": "What you allowed or forbade",
    "handoffs": "When a person was asked for",
    "promises": "What was promised to you",
    "follow_ups": "Messages that were to follow",
    "meetings": "Appointments",
    "feedback": "What you thought of us",
    "onboarding": "How far you have got",
    "referral_codes": "Your referral codes",
    "referral_uses": "Referral codes that you used",
    "gaps": "What we could not answer",
}
OF_THE_COMPANY: Mapping[str, str] = {
    "notes": "Notes of the people who work here",
    "tags": "Tags",
    "corrections": "Corrections by the people who work here",
    "merges": "Conversations that were taken to be yours",
    "jobs": "Work that is due",
    "mentions": "Who was named in a note",
    "tracker_events": "The dialogue's own log",
    "audit": "Who looked at it and changed it",
}
# Beside these, text is hard to read; in the JSON it is all there.
_LONGEST = 600


@dataclass(frozen=True)
class Section:
    """One table of an export: its heading, its columns and rows as text."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def stored_of(store: Store, conversation: str, *, now: datetime, for_company: bool = False) -> dict[str, Any]:
    """Everything as plain values, by kind; `for_company` adds what only the company's own answer holds."""
    found = store.visitors.everything_of(conversation)
    kinds = {**KINDS, **OF_THE_COMPANY} if for_company else KINDS
    unknown = [name for name in found if name not in KINDS and name not in OF_THE_COMPANY]
    named = [*kinds, *(unknown if for_company else [])]
    data = {name: found[name] for name in named if found.get(name)}
    return {"made_at": now.isoformat(), "what_each_kind_is": {n: kinds.get(n, n) for n in data}, "data": data}


def sections(stored: Mapping[str, Any]) -> list[Section]:
    """The same for a page."""
    return [_section(stored["what_each_kind_is"][name], rows) for name, rows in stored["data"].items()]


def _section(title: str, rows: Sequence[Mapping[str, Any]]) -> Section:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    return Section(title, columns, [[_text(row.get(name)) for name in columns] for row in rows])


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        text = "; ".join(f"{name}: {_text(each)}" for name, each in value.items())
    elif isinstance(value, list):
        text = ", ".join(map(_text, value))
    else:
        text = str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"
