"""Referrals: a code per customer, and the friends who come by it."""

from __future__ import annotations

import secrets
from enum import Enum

from milepost.errors import StoreUnavailable
from milepost.services.turns import Turn

# Without 0, O, 1, I, L: people read codes aloud.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LENGTH = 6


class Outcome(str, Enum):
    """What a given code was worth."""

    ATTRIBUTED = "attributed"
    OWN_CODE = "own_code"
    ALREADY = "already"
    UNKNOWN = "unknown"


def issue(turn: Turn) -> str:
    """This conversation's code: the same one whenever it is asked for."""
    known = turn.store.referrals.of(turn.conversation.id)
    if known is not None:
        return known.code
    prefix = turn.catalogue.journey.referrals.code_prefix.strip().upper()
    for _ in range(20):
        code = "-".join(filter(None, (prefix, "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)))))
        if turn.store.referrals.add_code(code, turn.conversation.id, now=turn.now):
            return code
    raise StoreUnavailable("no free referral code was found")


def use(turn: Turn, code: str) -> Outcome:
    """Attribute this conversation to a code: once, and never to its own visitor's."""
    known = turn.store.referrals.find(code)
    if known is None:
        return Outcome.UNKNOWN
    if known.conversation == turn.conversation.id or _same_person(turn, known.conversation):
        return Outcome.OWN_CODE
    if turn.store.referrals.use(known.code, turn.conversation.id, now=turn.now):
        return Outcome.ATTRIBUTED
    return Outcome.ATTRIBUTED if turn.store.referrals.used_by(turn.conversation.id) == known.code else Outcome.ALREADY


def _same_person(turn: Turn, other: str) -> bool:
    mine, theirs = turn.store.conversations.find(turn.conversation.id), turn.store.conversations.find(other)
    if mine is not None and theirs is not None and mine.visitor == theirs.visitor:
        return True
    known = turn.store.conversations.memory(other)
    email, their_email = turn.conversation.value("email"), known[0].value("email") if known else None
    return bool(email and their_email) and str(email).casefold() == str(their_email).casefold()
