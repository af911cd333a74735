"""The tables. Everything of a visitor hangs on `conversations` and goes with it."""

from milepost.store.tables.channels import attachments, couriers, handles, move_tries, moves
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
from milepost.store.tables.processes import processes
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
    "attachments",
    "audit",
    "consents",
    "conversations",
    "corrections",
    "couriers",
    "duties",
    "facts",
    "feedback",
    "follow_ups",
    "gaps",
    "handles",
    "handoffs",
    "jobs",
    "lead_files",
    "leads",
    "meetings",
    "mentions",
    "merges",
    "messages",
    "metadata",
    "move_tries",
    "moves",
    "notes",
    "objections",
    "onboarding",
    "presences",
    "processes",
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
