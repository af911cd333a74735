"""Consents: what a visitor allowed or forbade, in their words, over which version of our text."""

from __future__ import annotations

from collections.abc import Collection

from milepost.services.turns import Turn
from milepost.store.records.follow_ups import ConsentRow

FOLLOW_UP = "follow_up"
WAYS = ("mail", "call")
"""On which a visitor can be reached later, and may wish not to be."""


def record(turn: Turn, purpose: str, *, given: bool, words: str) -> None:
    """Keep a yes or no. A no to follow-ups cancels those that are scheduled; a yes lifts the wish for no mail."""
    version = turn.catalogue.journey.consent_text_version
    turn.conversation.consents[purpose] = given
    consent = ConsentRow(purpose, given, words, turn.message_id, version, turn.now)
    turn.store.follow_ups.add_consent(turn.conversation.id, consent)
    if purpose == FOLLOW_UP and not given:
        turn.store.follow_ups.cancel_all(turn.conversation.id, ending="consent withdrawn", now=turn.now)
    elif purpose == FOLLOW_UP and "mail" in turn.conversation.do_not_contact:
        turn.conversation.do_not_contact.remove("mail")


def withdraw(turn: Turn, *, words: str, ways: Collection[str] = WAYS) -> None:
    """Keep the standing wish not to be reached on `ways`; with it goes every purpose, whether it was ever allowed or not, for all
    are mail's: who wants no calls may still be written to."""
    conversation = turn.conversation
    known = {consent.purpose for consent in turn.store.follow_ups.consents_of(conversation.id)}
    for purpose in sorted({FOLLOW_UP, *known, *conversation.consents}) if "mail" in ways else ():
        record(turn, purpose, given=False, words=words)
    leave_alone(turn, ways)


def leave_alone(turn: Turn, ways: Collection[str]) -> None:
    """Keep the wish that nobody comes on these ways."""
    unwanted = {*turn.conversation.do_not_contact, *ways}
    turn.conversation.do_not_contact = [way for way in WAYS if way in unwanted]
