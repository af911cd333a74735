"""Bursts: what a visitor writes in several quick messages is one thing to say, read as one turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from milepost.channels.limits import TEXT_CHARACTERS
from milepost.dialogue.segments import segments_of
from milepost.store.database import Store
from milepost.store.records.messages import Message

# Nobody waits longer for the end of what they write than so many times the pause between two pieces.
_MOST_PAUSES = 4
_BREAK, _SAYING_WORDS = ", ", 3


def settling_at(store: Store, conversation: str, *, seconds: float, now: datetime) -> datetime | None:
    """Until when a message that comes now may be followed by more of the same; None where nobody waits for that."""
    if not seconds:
        return None
    first = store.messages.first_open(conversation)
    latest = (first.created_at if first else now) + timedelta(seconds=seconds * _MOST_PAUSES)
    return min(now + timedelta(seconds=seconds), latest)


def pieces(store: Store, message: Message) -> tuple[Message, ...]:
    """What followed a message and is read with it: words only, and no more than one message may hold."""
    if not _is_piece(message):
        return ()
    found, size = [], len(message.text)
    for each in store.messages.pieces_after(message):
        size += 1 + len(each.text)
        if not _is_piece(each) or size > TEXT_CHARACTERS:
            break
        found.append(each)
    return tuple(found)


def as_one(message: Message, more: Sequence[Message]) -> Message:
    """The message with what followed it, in the order in which it was written; an edited piece as it is now."""
    if not more:
        return message
    written: dict[str, Message] = {}
    for each in (message, *more):
        known_as = str(each.channel_message_id or each.id)
        place = next((first for first in written if known_as.startswith(f"{first}:")), known_as)
        written[place] = replace(written[place], text=each.text) if place in written else each
    ordered = list(written.values())
    if all("said_at" in each.payload for each in ordered):
        ordered.sort(key=lambda each: (each.payload["said_at"], each.seq))
    text = ordered[0].text
    for each in ordered[1:]:
        text += (_BREAK if _begins_anew(text, each.text) else " ") + each.text
    return replace(message, text=text)


def _begins_anew(text: str, more: str) -> bool:
    """Whether the next piece asks something of its own, as after a comma, where what stands before it says something."""
    before = text.splitlines()[-1].rpartition(_BREAK)[2]
    in_two, in_one = (len(segments_of(f"{before}{each}{more}")) for each in (_BREAK, " "))
    return len(before.split()) >= _SAYING_WORDS and in_two > in_one


def _is_piece(message: Message) -> bool:
    return message.settles_at is not None and not message.payload.get("pressed") and not message.payload.get("form")
