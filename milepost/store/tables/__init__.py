"""The tables. Everything of a visitor hangs on `conversations` and goes with it."""

from milepost.store.tables.conversations import conversations, messages, tracker_events
from milepost.store.tables.desk import audit, corrections, merges, sign_in_tries
from milepost.store.tables.duty import duties, mentions, presences
from milepost.store.tables.jobs import jobs
from milepost.store.tables.leads import facts, gaps, leads, notes, objections, quotes, stage_changes, touches
from milepost.store.tables.people import sessions, users
from milepost.store.tables.promises import (
    consents,
    feedback,
    follow_ups,
    handoffs,
    meetings,
    onboarding,
    referral_codes,
    referral_uses,
)
from milepost.store.tables.search import search_entries
from milepost.store.tables.shapes import metadata

__all__ = [
    "audit",
    "consents",
    "conversations",
    "corrections",
    "duties",
    "facts",
    "feedback",
    "follow_ups",
    "gaps",
    "handoffs",
    "jobs",
    "leads",
    "meetings",
    "mentions",
    "merges",
    "messages",
    "metadata",
    "notes",
    "objections",
    "onboarding",
    "presences",
    "quotes",
    "referral_codes",
    "referral_uses",
    "search_entries",
    "sessions",
    "sign_in_tries",
    "stage_changes",
    "touches",
    "tracker_events",
    "users",
]
