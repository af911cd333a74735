"""Opting out of one channel: who wrote STOP there gets nothing that they did not ask for, until they write there again."""

from __future__ import annotations

from datetime import datetime

from milepost.channels.plain_text import TEXTS
from milepost.channels.port import InboundMessage
from milepost.services.channels.lines import FETCHING_CHANNELS
from milepost.store.database import Store
from milepost.store.records.follow_ups import ConsentRow

OPT_OUT = "/withdraw_consent"
REFUSED = "the visitor wrote that they want no messages here, and has not written since"
_VERSION = "opt-out words"


def purpose_of(channel: str) -> str:
    """Under which purpose a channel's consent is kept."""
    return f"channel:{channel}"


def is_opting_out(message: InboundMessage) -> bool:
    """Whether a whole message on a messaging channel is one of the words for it, or its platform says so."""
    if message.channel in FETCHING_CHANNELS:
        return False
    word = " ".join(message.text.casefold().strip(" .!").split())
    return message.payload == OPT_OUT or (message.payload is None and word in TEXTS["opt_out"])


def keep(store: Store, message: InboundMessage, message_id: str, *, now: datetime) -> None:
    """Keep that the visitor wants no messages on this channel."""
    consent = ConsentRow(purpose_of(message.channel), False, message.text, message_id, _VERSION, now)
    store.follow_ups.add_consent(message.conversation, consent)


def refuses(store: Store, conversation: str, channel: str, *, heard_at: datetime | None) -> bool:
    """Whether what nobody asked for may not be sent there; `heard_at` is when they last wrote there."""
    refused_at = store.follow_ups.refused_at(conversation, purpose_of(channel))
    return refused_at is not None and (heard_at is None or heard_at <= refused_at)
