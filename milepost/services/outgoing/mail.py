"""Outgoing e-mail: written from the texts in data/mails, handed to a mail server by a job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Protocol

import aiosmtplib

from milepost.errors import DeliveryFailed
from milepost.sales import wording
from milepost.sales.catalogue import Term
from milepost.sales.money import Money
from milepost.services import quotes
from milepost.services.jobs import Work
from milepost.services.quotes import Quote
from milepost.services.turns import Turn

JOB = "mail"


@dataclass(frozen=True)
class Mail:
    """One e-mail. `message_id` is the same whenever the same mail is sent again. `calendar`: an invitation (RFC 5545)."""

    to: str
    subject: str
    text: str
    message_id: str
    calendar: str = ""


class Mailer(Protocol):
    """Takes e-mail for delivery."""

    async def send(self, mail: Mail) -> None:
        """Hand a mail over. Raises DeliveryFailed with `retry_after=None` where trying again would not help."""


@dataclass(frozen=True)
class SmtpMailer:
    """Hands e-mail to a mail server. `sender` may be "Name <address>"."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    starttls: bool = True
    timeout: float = 20.0

    async def send(self, mail: Mail) -> None:
        """See the port. A refusal for good (5yz) is final; anything else is worth another try."""
        message = EmailMessage()
        message["From"], message["To"] = self.sender, mail.to
        message["Subject"] = " ".join(mail.subject.split())
        domain = self.sender.rpartition("@")[2].strip("> ") or "localhost"
        message["Message-ID"] = f"<{mail.message_id}@{domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text)
        if mail.calendar:
            calendar = mail.calendar.encode()
            message.add_attachment(
                calendar, maintype="text", subtype="calendar", filename="meeting.ics", params={"method": "REQUEST"}
            )
        try:
            await aiosmtplib.send(
                message,
                hostname=self.host,
                port=self.port,
                username=self.user or None,
                password=self.password or None,
                start_tls=self.starttls,
                timeout=self.timeout,
            )
        except aiosmtplib.SMTPRecipientsRefused as error:
            if all(500 <= refusal.code < 600 for refusal in error.recipients):
                raise DeliveryFailed("the mail server refuses the address", retry_after=None) from error
            raise


def send_quote(turn: Turn, quote: Quote, *, to: str) -> None:
    """Send a quote once the turn is committed; to the same address once."""
    language, company = turn.conversation.language, turn.catalogue.company
    currency = quote.total.currency
    lines = [
        f"- {quotes.line_label(line, language)}: {wording.money(Money(line['amount'], currency), language, whole=True)}"
        for line in quote.lines
    ]
    values = {
        "company": company.name,
        "company_email": company.email,
        "name": str(turn.conversation.value("contact_name") or ""),
        "number": quote.number,
        "product": str(quote.details.get("name", "")),
        "lines": "\n".join(lines),
        "total": wording.price_per(quote.total, Term(quote.term), language=language),
        "url": turn.url_of(quote.id),
        "valid_until": wording.date(quote.valid_until.date(), language),
        "tax_note": company.tax_note,
        "order_steps": company.order_steps,
    }
    turn.store.jobs.add(
        JOB,
        {"to": to, "text": "quote", "language": language, "values": values},
        idempotency_key=f"quote:{quote.id}:{to.casefold()}"[:200],
        due=turn.now,
        now=turn.now,
        conversation=turn.conversation.id,
    )


def mail_handler(mailer: Mailer | None, texts: Path) -> Work:
    """What the job of a mail does: fill its text (a file of `texts`, subject in the first line; in a folder of that name in the
    reader's language, where it is translated) and hand it over."""

    async def work(payload: Mapping[str, Any], job_id: str, now: datetime) -> None:
        if mailer is None:
            raise DeliveryFailed("no mail server is set", retry_after=None)
        name = f"{payload['text']}.txt"
        translated = texts / str(payload.get("language") or "en") / name
        subject, text = written(translated if translated.exists() else texts / name, payload["values"])
        await mailer.send(Mail(str(payload["to"]), subject, text, job_id, str(payload.get("calendar", ""))))

    return work


def written(file: Path, values: Mapping[str, str]) -> tuple[str, str]:
    """Subject and text of a mail; a line whose only values are empty is left out."""
    subject, _, body = file.read_text(encoding="utf-8").partition("\n")
    kept = []
    for line in body.strip("\n").splitlines():
        names = [name for name in values if f"{{{name}}}" in line]
        if not names or any(values[name] for name in names):
            kept.append(line.format(**values).replace(" ,", ","))
    return subject.format(**values).strip(), "\n".join(kept) + "\n"
