"""The transcript by e-mail: only with the visitor's consent, to the address that they named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from milepost.sales import wording
from milepost.sales.catalogue import Catalogue
from milepost.sales.handoffs.promises import zone_of
from milepost.services.conversations import TRANSCRIPT
from milepost.services.jobs import Work
from milepost.services.outgoing import mail
from milepost.store.database import Database, Store
from milepost.store.records.follow_ups import ConsentRow
from milepost.store.records.messages import Message

__all__ = ["TRANSCRIPT", "request", "transcript_handler"]

_LINES = 2_000


def request(store: Store, conversation_id: str, to: str, *, words: str, message: str, now: datetime) -> None:
    """Have what was said so far sent, once the transaction is committed; `words` and `message`: how the visitor agreed."""
    payload = {"conversation": conversation_id, "to": to, "words": words, "message": message}
    key = f"{TRANSCRIPT}:{conversation_id}:{message}:{to.casefold()}"[:200]
    store.jobs.add(TRANSCRIPT, payload, idempotency_key=key, due=now, now=now, conversation=conversation_id)


def transcript_handler(database: Database, catalogue: Callable[[], Catalogue]) -> Work:
    """What the job does: keep the consent, write the transcript, and put it into the mail."""

    async def work(payload: Mapping[str, Any], job_id: str, now: datetime) -> None:
        with database.begin() as store:
            _send(store, catalogue(), payload, job_id, now)

    return work


def _send(store: Store, catalogue: Catalogue, payload: Mapping[str, Any], job_id: str, now: datetime) -> None:
    conversation_id, company = str(payload["conversation"]), catalogue.company
    row = store.conversations.find(conversation_id)
    lines = store.messages.after(conversation_id, 0, limit=_LINES)
    if row is None or not lines:
        return
    zone, _ = zone_of(row.source.get("timezone", ""), otherwise=company.timezone)
    you = wording.word("you", row.language)
    said = [text for text in (_line(line, {"visitor": you, "bot": company.name}, zone) for line in lines) if text]
    values = {"company": company.name, "lines": "\n\n".join(said), "zone": zone.key}
    letter = {"to": str(payload["to"]), "text": TRANSCRIPT, "values": values}
    if store.jobs.add(
        mail.JOB, letter, idempotency_key=f"mail:{job_id}", due=now, now=now, conversation=conversation_id
    ):
        version = catalogue.journey.consent_text_version
        agreed = ConsentRow(TRANSCRIPT, True, str(payload["words"]), str(payload["message"]), version, now)
        store.follow_ups.add_consent(conversation_id, agreed)


def _line(line: Message, names: Mapping[str, str], zone: ZoneInfo) -> str:
    """Who said what and when; "" for a line that says nothing."""
    block = line.payload.get("custom") or {}
    text = line.text or _written(block)
    if not text or line.author == "system":
        return ""
    who = names.get(line.author) or line.rep_name or names["bot"]
    return f"{line.created_at.astimezone(zone):%Y-%m-%d %H:%M} {who}:\n{text}"


def _written(block: Mapping[str, Any]) -> str:
    if block.get("type") != "quote":
        return ""
    rows = [f"{row['label']}: {row['amount']}" for row in block.get("lines", ())]
    return "\n".join(
        [
            str(block.get("title", "")),
            *rows,
            f"= {block.get('total', '')} {block.get('term', '')}".strip(),
            *([str(block["url"])] if block.get("url") else []),
        ]
    )
