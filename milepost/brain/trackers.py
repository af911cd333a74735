"""Rasa's view of a conversation: the last events and a snapshot of the rest, kept in the turn's own transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from rasa.core.lock_store import LockStore
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from milepost.brain.responses import begin_counting, counted
from milepost.services.turns import current_turn
from milepost.store.records.trackers import TrackerTail

# No rule looks further back than the message that is being answered, whose events come on top of these.
WINDOW = 16
_PARSE_KEPT = ("text", "intent", "entities", "act")
_METADATA_DROPPED = ("model_id", "assistant_id")


class TurnTrackerStore(TrackerStore):
    """Reads and writes in the transaction of the turn in progress; only what is new is written."""

    def __init__(self, domain: Domain | None = None) -> None:
        super().__init__(domain)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker with the conversation's last events; None for a new conversation."""
        tail = current_turn().store.trackers.tail(sender_id, window=WINDOW)
        begin_counting(tail.snapshot.get("said", {}))
        if not tail.total:
            return None
        tracker = self.init_tracker(sender_id)
        events = _events(tail)
        for event in [*_before(tail, events, self.domain), *events]:
            tracker.update(event)
        _mark(tracker, tail.total)
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the events that are new since it was read, and the snapshot after them."""
        total, read = getattr(tracker, "_milepost_kept", (0, 0))
        new = list(tracker.events)[read:]
        if not new:
            # Rasa saves an empty tracker first: writing here would lock the conversation for the whole turn.
            return
        current_turn().store.trackers.append(
            tracker.sender_id, total, [compact(event) for event in new], _snapshot(tracker)
        )
        _mark(tracker, total + len(new))

    async def keys(self) -> Iterable[str]:
        """Conversations are listed by the store, not by Rasa."""
        return ()


class NoLocks(LockStore):
    """Locks nothing: the lease on a message is what keeps a conversation to one worker."""

    def get_lock(self, conversation_id: str) -> None:
        """There is none."""

    def save_lock(self, lock: Any) -> None:
        """There is none."""

    def delete_lock(self, conversation_id: str) -> None:
        """There is none."""


def compact(event: Event) -> dict[str, Any]:
    """An event as it is kept: without empty fields, without the model's id, of a parse only what dialogue needs."""
    kept = {name: value for name, value in event.as_dict().items() if value not in (None, {}, [])}
    metadata = {name: value for name, value in kept.get("metadata", {}).items() if name not in _METADATA_DROPPED}
    kept.pop("metadata", None)
    if metadata:
        kept["metadata"] = metadata
    if "parse_data" in kept:
        kept["parse_data"] = {name: kept["parse_data"][name] for name in _PARSE_KEPT if name in kept["parse_data"]}
    if isinstance(kept.get("data"), dict):
        kept["data"] = {name: value for name, value in kept["data"].items() if value}
    return kept


def read_event(kept: Mapping[str, Any]) -> Event:
    """The event that `compact` wrote."""
    return _kinds()[kept["event"]]._from_parameters({"metadata": {}, **kept})


@lru_cache(maxsize=1)
def _kinds() -> dict[str, type[Event]]:
    found: dict[str, type[Event]] = {}
    waiting: list[type[Event]] = [Event]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if "type_name" in kind.__dict__:
            found[kind.type_name] = kind
    return found


def _events(tail: TrackerTail) -> list[Event]:
    """The events; where earlier ones are left out, from the first point at which the bot listened."""
    events = [read_event(event) for event in tail.events]
    if tail.total <= len(events):
        return events
    listening = (n for n, event in enumerate(events) if _is_listening(event))
    return events[next(listening, 0) :]


def _before(tail: TrackerTail, events: Sequence[Event], domain: Domain) -> Sequence[Event]:
    """What the left-out events had set and none of those taken sets again."""
    if tail.total <= len(tail.events):
        return ()
    set_again = {event.key for event in events if isinstance(event, SlotSet)}
    known = {slot.name for slot in domain.slots}
    slots = tail.snapshot.get("slots", {})
    earlier: list[Event] = [SlotSet(n, v) for n, v in slots.items() if n in known and n not in set_again]
    loop = tail.snapshot.get("loop")
    if loop and not any(isinstance(event, ActiveLoop) for event in events):
        earlier.append(ActiveLoop(loop))
    return earlier


def _snapshot(tracker: DialogueStateTracker) -> dict[str, Any]:
    slots = {slot.name: slot.value for slot in tracker.slots.values() if slot.has_been_set}
    return {"slots": slots, "loop": tracker.active_loop_name, "said": counted()}


def _is_listening(event: Event) -> bool:
    return isinstance(event, ActionExecuted) and event.action_name == ACTION_LISTEN_NAME


def _mark(tracker: DialogueStateTracker, total: int) -> None:
    tracker._milepost_kept = (total, len(tracker.events))
