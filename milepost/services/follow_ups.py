"""Follow-ups: a message later, only with consent, and only while the visitor has not written meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from milepost.errors import DeliveryFailed, NotAllowed
from milepost.sales import wording
from milepost.sales.conversations import Handler
from milepost.sales.journey import FollowUpRule
from milepost.sales.money import Money
from milepost.services.jobs import Work
from milepost.services.outgoing.mail import Mail, Mailer
from milepost.services.turns import Turn
from milepost.store.columns import new_id
from milepost.store.database import Database, Store
from milepost.store.records.follow_ups import FollowUpRow
from milepost.store.records.users import User

PURPOSE = "follow_up"
JOB = "follow_up"
LONGEST_SUBJECT, LONGEST_BODY = 200, 10_000
"""Characters of an e-mail that a person approves."""


class _Known(dict[str, str]):
    """Values for a text; a name that is not known becomes nothing."""

    def __missing__(self, key: str) -> str:
        return ""


def schedule(turn: Turn, trigger: str, *, quote: str = "", step: str = "") -> bool:
    """Schedule what the catalogue wants after `trigger`, once per quote or step.

    Without consent, or without an e-mail address to write to, nothing is scheduled; whether anything was.
    """
    conversation = turn.conversation
    email = conversation.value("email")
    if not email or not turn.store.follow_ups.allows(conversation.id, PURPOSE):
        return False
    about, values = quote or step or trigger, _values(turn, quote)
    rules = [rule for rule in turn.catalogue.journey.follow_ups.values() if rule.trigger == trigger]
    scheduled = [_schedule(turn, rule, about, values) for rule in rules]
    return any(scheduled)


def approve(store: Store, follow_up: str, user: User, *, subject: str, body: str, now: datetime) -> None:
    """Let a follow-up go out when it is due, at once where it is already, in the words that a person gave it.

    Raises NotAllowed where a word is missing, where it has ended, or where a colleague was faster.
    """
    subject, body = " ".join(subject.split()), body.strip().replace("\r\n", "\n")
    if not subject or not body:
        raise NotAllowed("an e-mail needs a subject and a text")
    if len(subject) > LONGEST_SUBJECT or len(body) > LONGEST_BODY:
        raise NotAllowed(f"a subject has at most {LONGEST_SUBJECT} characters, a text {LONGEST_BODY:,}")
    row = store.follow_ups.find(follow_up)
    if row is None or not store.follow_ups.approve(follow_up, user.id, subject=subject, body=body, now=now):
        raise NotAllowed("it was sent, stopped or approved meanwhile")
    store.jobs.cancel(f"{JOB}:{follow_up}")
    key, due = f"{JOB}:{follow_up}:approved", max(row.due, now)
    store.jobs.add(JOB, {"follow_up": follow_up}, idempotency_key=key, due=due, now=now, conversation=row.conversation)


def follow_up_handler(database: Database, mailer: Mailer | None, *, must_approve: bool = False) -> Work:
    """What the job of a follow-up does: write, unless the visitor wrote first, forbade it, or talks to a rep. `must_approve`: it
    waits until a person lets it go out."""

    async def work(payload: Mapping[str, str], job_id: str, now: datetime) -> None:
        mail = _due_mail(database, payload["follow_up"], job_id, now, must_approve=must_approve)
        if mail is None:
            return
        if mailer is None:
            raise DeliveryFailed("no mail server is set", retry_after=None)
        await mailer.send(mail)
        with database.begin() as store:
            store.follow_ups.end(payload["follow_up"], "sent", ending="", now=now)

    return work


def _due_mail(database: Database, follow_up_id: str, job_id: str, now: datetime, *, must_approve: bool) -> Mail | None:
    with database.begin() as store:
        row = store.follow_ups.find(follow_up_id)
        if row is None or row.state != "scheduled" or (must_approve and row.approved_at is None):
            return None
        known = store.conversations.memory(row.conversation)
        email = known[0].value("email") if known else None
        reason = ""
        if not store.follow_ups.allows(row.conversation, PURPOSE):
            reason = "consent withdrawn"
        elif known is None or email is None:
            reason = "no address any more"
        elif known[0].handler is Handler.REP:
            reason = "a rep has the conversation"
        if reason:
            store.follow_ups.end(row.id, "cancelled", ending=reason, now=now)
            return None
        return Mail(to=str(email), subject=row.subject, text=row.body, message_id=job_id)


def _schedule(turn: Turn, rule: FollowUpRule, about: str, values: Mapping[str, str]) -> bool:
    row = FollowUpRow(
        id=new_id(),
        conversation=turn.conversation.id,
        rule=rule.id,
        trigger=rule.trigger,
        about=about,
        subject=_filled(rule.subject, values),
        body=_filled(rule.body, values),
        due=turn.now + timedelta(hours=float(rule.after_hours)),
        state="scheduled",
        ending="",
        created_at=turn.now,
        ended_at=None,
    )
    if not turn.store.follow_ups.add(row):
        return False
    payload, key = {"follow_up": row.id}, f"{JOB}:{row.id}"
    turn.store.jobs.add(JOB, payload, idempotency_key=key, due=row.due, now=turn.now, conversation=row.conversation)
    return True


def _values(turn: Turn, quote_id: str) -> dict[str, str]:
    conversation = turn.conversation
    values = {"name": str(conversation.value("contact_name") or ""), "company": turn.catalogue.company.name}
    quote = turn.store.quotes.find(quote_id) if quote_id else None
    if quote is not None:
        values["quote"] = quote.number
        values["total"] = wording.money(Money(quote.total, quote.currency), conversation.language)
    return values


def _filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its values; "Hello {name}, …" to somebody without a name becomes "Hello, …"."""
    return text.format_map(_Known(values)).replace(" ,", ",").strip()
