"""Asking to whom an order or a booking goes."""

from __future__ import annotations

from collections.abc import Iterator

from actions.material.says import Say
from milepost.dialogue.acts import ActKind
from milepost.services.turns import Turn


def ask_for_contact(turn: Turn) -> Iterator[Say]:
    """To whom an order goes, where nobody is known yet and nobody refused to say."""
    conversation = turn.conversation
    known = any(conversation.value(name) for name in ("email", "phone"))
    if known or turn.does(ActKind.SHARE_CONTACT):
        yield Say("utter_order_noted")
    elif "contact" not in conversation.refused_offers and not conversation.quiet:
        conversation.asked = "email"
        turn.has_asked = True
        yield Say("utter_order_contact", block={"type": "contact_form", "fields": ["name", "email"]})
