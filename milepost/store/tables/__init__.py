"""The tables. Everything of a visitor hangs on `conversations` and goes with it."""

from milepost.store.tables.conversations import conversations, messages, tracker_events
from milepost.store.tables.desk import (
    audit,
    corrections,
    lead_files,
    merges,
    quiet_hours,
    saved_views,
    sign_in_tries,
    tags,
)
from milepost.store.tables.duty import duties, mentions, presences
from milepost.store.tables.jobs import jobs
from milepost.store.tables.leads import (
    facts,
    gaps,
    leads,
    notes,
    objections,
    quote_numbers,
    quotes,
    stage_changes,
    touches,
)
from milepost.store.tables.people import sessions, users
from milepost.store.tables.promises import (
    consents,
    feedback,
    follow_ups,
    handoffs,
    meetings,
    onboarding,
    promises,
    referral_codes,
    referral_uses,
)
from milepost.store.tables.search import search_entries
from milepost.store.tables.shapes import metadata
from milepost.store.tables.teasers import teaser_counts

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
    "lead_files",
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
    "promises",
    "quiet_hours",
    "quote_numbers",
    "quotes",
    "referral_codes",
    "referral_uses",
    "saved_views",
    "search_entries",
    "sessions",
    "sign_in_tries",
    "stage_changes",
    "tags",
    "teaser_counts",
    "touches",
    "tracker_events",
    "users",
]
