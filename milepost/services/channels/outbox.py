"""The outbox: what the pushing channels have still to send and to fetch, and which process does it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime, timedelta

from milepost.channels.port import DueFile, Fetched, OutboundReply
from milepost.services.channels import files, opting_out
from milepost.services.channels.lines import as_line
from milepost.store.database import Database


class Outbox:
    """What a courier asks for (`channels.port.Conversations`). Every call may raise StoreUnavailable."""

    _database: Database
    _clock: Callable[[], datetime]

    def undelivered(self, channel: str, *, limit: int = 50, but_not: Collection[str] = ()) -> tuple[OutboundReply, ...]:
        """Replies that a pushing channel has still to send, oldest first within each conversation; none of `but_not`."""
        lines = []
        with self._database.begin() as store:
            due = store.messages.undelivered(channel, limit=limit, but_not=but_not)
            concerned = {message.conversation for message in due}
            reach, handles = store.conversations.reach(concerned), store.handles.of(concerned)
            refusing: dict[str, bool] = {}
            for message in due:
                of = message.conversation
                address, heard_at = reach[of]
                line = replace(as_line(message), address=address, heard_at=heard_at)
                if (named := handles.get((of, channel))) is not None:
                    line = replace(line, handle=named.handle, address=named.address or "", heard_at=named.heard_at)
                if of not in refusing:
                    refusing[of] = opting_out.refuses(store, of, channel, heard_at=line.heard_at)
                if refusing[of] and line.author != "bot":  # the bot only answers
                    store.messages.mark_failed(of, line.seq, opting_out.REFUSED)
                else:
                    lines.append(line)
        return tuple(lines)

    def mark_delivered(self, conversation: str, seq: int) -> None:
        """The channel has taken this reply and those before it."""
        with self._database.begin() as store:
            store.messages.mark_delivered(conversation, seq)

    def mark_failed(self, conversation: str, seq: int, reason: str) -> None:
        """This reply will never arrive; the lead card says why. `conversation` may be what its channel calls it."""
        with self._database.begin() as store:
            if not store.messages.mark_failed(conversation, seq, reason):
                store.messages.mark_failed(store.handles.conversation_of(conversation), seq, reason)

    def send_without_pictures(self, conversation: str, seq: int) -> bool:
        """This reply goes out once more, in words alone; False where it had no picture."""
        with self._database.begin() as store:
            for of in dict.fromkeys((conversation, store.handles.conversation_of(conversation))):
                found = [line for line in store.messages.after(of, seq - 1, limit=1) if line.seq == seq]
                custom = dict(found[0].payload.get("custom") or {}) if found else {}
                items = [dict(item) for item in custom.get("items") or ()]
                if any(item.pop("image", None) for item in items):
                    payload = {**found[0].payload, "custom": {**custom, "items": items}}
                    return store.messages.send_again(of, seq, payload)
        return False

    def hold(self, channel: str, holder: str, *, seconds: float) -> bool:
        """Whether this holder alone carries the channel's replies for so long; 0 lets it go."""
        now = self._clock()
        with self._database.begin() as store:
            if not seconds:
                store.couriers.let_go(channel, holder)
                return False
            return store.couriers.hold(channel, holder, now=now, until=now + timedelta(seconds=seconds))

    def files_due(self, channel: str) -> tuple[DueFile, ...]:
        """Attachments that the channel has still to fetch."""
        with self._database.begin() as store:
            rows = store.attachments.due(channel)
        return tuple(DueFile(row.id, row.conversation, row.kind, row.where_from, row.created_at) for row in rows)

    def keep_file(self, file: DueFile, fetched: Fetched) -> None:
        """Keep an attachment, if it is of a type that we keep by what is in it; else it is refused."""
        media_type = files.type_of(fetched.content)
        with self._database.begin() as store:
            if media_type is None:
                store.attachments.refuse(file.id, files.OF_ANOTHER_TYPE)
            else:
                store.attachments.keep(file.id, fetched.content, media_type)

    def refuse_file(self, file: DueFile, reason: str) -> None:
        """An attachment is not kept; reps see why."""
        with self._database.begin() as store:
            store.attachments.refuse(file.id, reason)
