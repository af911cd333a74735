"""Moves: a conversation goes on in another channel, by a code or signed link that its visitor brings there; never by a name."""

from __future__ import annotations

import hmac
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from milepost.channels.kinds import kind_of
from milepost.channels.limits import cut
from milepost.channels.plain_text import TEXTS
from milepost.channels.port import InboundMessage, MoveOffer
from milepost.errors import NotAllowed
from milepost.services.channels.lines import FETCHING_CHANNELS, add_line, start
from milepost.store.columns import new_id
from milepost.store.database import Database, Store
from milepost.store.records.channels.handles import Handle
from milepost.store.records.conversations import ConversationRow
from milepost.store.records.desk.merges import MERGED, Merge

BY_CODE = "code"
"""By what two visitors were found to be one: the code of one was brought by the other."""
FRAGMENT = "milepost"
HOLDS = timedelta(minutes=15)
_HOUR = timedelta(hours=1)
_CODES_AN_HOUR, _TRIES_AN_HOUR = 6, 5
# Without 0, O, 1, I, L: people read codes aloud. Eight of 31 letters are 10**11.9.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_HALF = 4
_CODE = re.compile(rf"(?<![A-Za-z0-9])MOVE[-_ ]?([{_LETTERS}]{{4}})[-_ ]?([{_LETTERS}]{{4}})(?![A-Za-z0-9])", re.I)
_MARK = 16
_RECAP = 130


@dataclass(frozen=True)
class MoveCodes:
    """Makes codes and links. `page` is where the website's chat is; another `secret` makes every code void."""

    page: str
    secret: str = field(repr=False)

    def new(self) -> str:
        """A code that nobody can guess in the time that it holds."""
        halves = ("".join(secrets.choice(_LETTERS) for _ in range(_HALF)) for _ in range(2))
        return "-".join(("MOVE", *halves))

    def seal(self, code: str) -> str:
        """What is kept of a code."""
        return hmac.new(self.secret.encode(), f"milepost.move.1:{code}".encode(), sha256).hexdigest()

    def link(self, code: str) -> str:
        """The address that opens a conversation on the website; what is behind "#" no server and no log gets to see."""
        mark = bytes.fromhex(self.seal(f"link:{code}"))[:_MARK]
        return f"{self.page}#{FRAGMENT}={urlsafe_b64encode(mark + code.encode()).decode().rstrip('=')}"

    def code_of(self, token: str) -> str | None:
        """The code that a link ends in; None for one that we did not make."""
        try:
            content = urlsafe_b64decode(token + "=" * (-len(token) % 4))
            mark, code = content[:_MARK], content[_MARK:].decode("ascii")
        except ValueError:
            return None
        return code if hmac.compare_digest(mark, bytes.fromhex(self.seal(f"link:{code}"))[:_MARK]) else None


def code_in(text: str) -> str | None:
    """The code that a text holds, in its normal form."""
    found = _CODE.search(text)
    return f"MOVE-{found[1]}-{found[2]}".upper() if found else None


def wants_to_move(text: str) -> bool:
    """Whether a whole message asks for a code."""
    return _bare(text) in TEXTS["move"]["asked_by"]


def wants_to_leave(text: str) -> bool:
    """Whether a whole message says that a move was not meant."""
    return _bare(text) in TEXTS["move"]["left_by"]


def offer(store: Store, codes: MoveCodes, conversation: str, *, channel: str, by: str, now: datetime) -> MoveOffer:
    """A new code for a conversation; those before are void. Raises NotAllowed where there were too many."""
    start(store, conversation, channel=channel, now=now)
    store.conversations.lock(conversation)
    if store.moves.made_since(conversation, now - _HOUR) >= _CODES_AN_HOUR:
        raise NotAllowed(TEXTS["move"]["too_many_codes"])
    code = codes.new()
    store.moves.add(codes.seal(code), conversation, made_by=by, now=now, until=now + HOLDS)
    return MoveOffer(code, codes.link(code), int(HOLDS.total_seconds() // 60))


def told(offered: MoveOffer) -> str:
    """The offer in words."""
    words: str = TEXTS["move"]["offer"]
    return words.format(code=offered.code, link=offered.link, minutes=offered.minutes)


def use(store: Store, codes: MoveCodes, code: str, *, handle: str, now: datetime) -> tuple[str, bool] | None:
    """The conversation of a code that holds, which is used up, and whether only now; None for another, which is counted.

    Raises NotAllowed where this handle tried too many.
    """
    if store.moves.tries_since(handle, now - _HOUR) >= _TRIES_AN_HOUR:
        raise NotAllowed(TEXTS["move"]["too_many_tries"])
    found = store.moves.use(codes.seal(code), by=handle, now=now)
    if found is None:
        store.moves.note_try(handle, now=now, forget_before=now - 2 * _HOUR)
    return found


def bring(store: Store, target: str, *, handle: str, channel: str, address: str, now: datetime) -> None:
    """Let the conversation go on where `handle` writes; what that visitor wrote there before stays, as theirs."""
    store.conversations.lock(target)
    goes_on, before = store.conversations.find(target), store.conversations.find(store.handles.conversation_of(handle))
    if goes_on is None:
        raise NotAllowed(TEXTS["move"]["void"])
    if before is not None and before.visitor != goes_on.visitor:
        _join(store, goes_on, before, now=now)
    add_line(
        store,
        target,
        "system",
        TEXTS["move"]["goes_on"].format(channel=title(channel)),
        custom={"type": "moved", "from": goes_on.channel, "to": channel},
        now=now,
    )
    if handle == target:
        store.handles.forget(handle)
    elif channel not in FETCHING_CHANNELS:
        store.handles.put(Handle(handle, target, channel, address or None, now))
    follow(store, goes_on, channel)
    if channel not in FETCHING_CHANNELS:
        add_line(store, target, "bot", _recap(store, goes_on), now=now)


def follow(store: Store, row: ConversationRow, channel: str) -> None:
    """Replies go where the visitor wrote last. The caller holds the conversation's lock."""
    known = store.conversations.memory(row.id) if row.channel != channel else None
    if known is None:
        return
    memory, version = known
    memory.channel = channel
    store.conversations.save_memory(memory, version)
    store.conversations.set_channel(row.id, channel)


def title(channel: str) -> str:
    """A channel as a visitor calls it."""
    kind = kind_of(channel)
    return kind.title if kind else str(TEXTS["move"]["website"])


def _join(store: Store, kept: ConversationRow, joined: ConversationRow, *, now: datetime) -> None:
    """Whoever brings a code is whom it was given to: their conversations are one visitor's, until a manager undoes it."""
    for each in store.conversations.of_visitor(joined.visitor):
        store.merges.set_visitor(each.id, kept.visitor, before=joined.visitor)
        merge = Merge(new_id(), kept.id, each.id, MERGED, BY_CODE, joined.visitor, None, now, None)
        store.merges.add(merge)


def _recap(store: Store, row: ConversationRow) -> str:
    """What a person would say who goes on with it: where it was, and what was asked and said last."""
    texts = TEXTS["move"]
    lines = [
        line for line in store.messages.after(row.id, max(row.last_seq - 12, 0)) if line.text and not code_in(line.text)
    ]
    said = [texts["recap"].format(channel=title(row.channel))]
    for author, words in (("visitor", texts["you"]), ("bot", texts["we"])):
        last = next((line.text for line in reversed(lines) if line.author == author), "")
        if last:
            said.append(words.format(text=cut(" ".join(last.split()), _RECAP)))
    return "\n".join([*said, texts["not_you"]])


def _bare(text: str) -> str:
    return " ".join(text.casefold().strip(" .!?").split())


class Moving:
    """What doors ask for (`channels.port.Conversations`). Every call may raise StoreUnavailable."""

    _database: Database
    _clock: Callable[[], datetime]
    _codes: MoveCodes | None

    def speaks_in(self, handle: str) -> str:
        """The conversation in which a channel's visitor speaks: their own, unless it was moved."""
        with self._database.begin() as store:
            return store.handles.conversation_of(handle)

    def offer_move(self, conversation: str, *, channel: str, by: str) -> MoveOffer:
        """A new code for a conversation; those before are void. Raises NotAllowed."""
        if self._codes is None:
            raise NotAllowed(TEXTS["move"]["void"])
        with self._database.begin() as store:
            return offer(store, self._codes, conversation, channel=channel, by=by, now=self._clock())

    def take_up(self, code: str, *, handle: str, channel: str) -> str:
        """The conversation that a code or a link's end names, which goes on on this channel. Raises NotAllowed."""
        if self._codes is None:
            raise NotAllowed(TEXTS["move"]["void"])
        named, now = code_in(code) or self._codes.code_of(code), self._clock()
        with self._database.begin() as store:
            found = use(store, self._codes, named or code, handle=handle, now=now)
            if found is not None and found[1]:
                bring(store, found[0], handle=handle, channel=channel, address="", now=now)
        if found is None:
            raise NotAllowed(TEXTS["move"]["void"])
        return found[0]

    def _offered(self, store: Store, message: InboundMessage, *, now: datetime) -> str:
        """Our answer to a message that asks for a code."""
        assert self._codes is not None
        try:
            return told(offer(store, self._codes, message.conversation, channel=message.channel, by="visitor", now=now))
        except NotAllowed as refused:
            return str(refused)
