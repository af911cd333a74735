from __future__ import annotations

import socket
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from milepost.errors import DeliveryFailed
from milepost.sales import wording
from milepost.sales.catalogue import Term
from milepost.services import quotes
from milepost.services.jobs import JobRunner
from milepost.services.outgoing import mail
from milepost.services.outgoing.mail import Mail, SmtpMailer, mail_handler, written
from milepost.services.quotes.links import QuoteLinks
from milepost.store.database import Database
from tests.services.quotes.test_giving import breakdown
from tests.services.turns import NOW, turn_of

TEXTS = Path(__file__).resolve().parents[3] / "data" / "mails"


class Server:
    """A mail server that keeps what it gets and refuses some."""

    def __init__(self) -> None:
        self.got: list[bytes] = []
        self.refusal = ""
        self.port = 0

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # noqa: N802
        if self.refusal:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        self.got.append(envelope.content)
        return "250 OK"


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    with socket.create_server(("127.0.0.1", 0)) as free:
        server.port = free.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    yield server
    controller.stop()


def mailer(server: Server) -> SmtpMailer:
    return SmtpMailer("127.0.0.1", server.port, "Acorn <hello@acorn.example>", starttls=False, timeout=5)


async def test_a_quote_is_sent_after_the_commit_and_once(sqlite_database: Database, server: Server) -> None:
    with turn_of(sqlite_database, contact_name="Jäne") as turn:
        quote = quotes.record(turn, breakdown(turn))
        mail.send_quote(turn, quote, to="jane@example.com")
        mail.send_quote(turn, quote, to="Jane@example.com")
    runner = JobRunner(sqlite_database, {"mail": mail_handler(mailer(server), TEXTS)}, clock=lambda: NOW)
    while await runner.run_next():
        pass
    (content,) = server.got
    text = content.decode()
    assert f"Subject: Your quote {quote.number} from Acorn" in text
    assert "To: jane@example.com" in text
    assert "From: Acorn <hello@acorn.example>" in text
    assert "Auto-Submitted: auto-generated" in text


@pytest.mark.parametrize("language", wording.LANGUAGES)
async def test_a_quotes_letter_is_in_the_visitors_language_with_the_link_to_its_page(
    sqlite_database: Database, server: Server, language: str
) -> None:
    with turn_of(sqlite_database, contact_name="Jäne") as turn:
        turn.conversation.language, turn.links = language, QuoteLinks("https://chat.acorn.example", "a-secret")
        quote = quotes.record(turn, breakdown(turn))
        mail.send_quote(turn, quote, to="jane@example.com")
    runner = JobRunner(sqlite_database, {"mail": mail_handler(mailer(server), TEXTS)}, clock=lambda: NOW)
    assert await runner.run_next()
    text = message_from_bytes(server.got[0]).get_payload(decode=True).decode()
    expected = {"en": "Hello", "de": "Guten Tag", "es": "Hola", "fr": "Bonjour", "pt": "Olá"}[language]
    assert text.startswith(f"{expected} Jäne,")
    assert turn.links.to(quote.id) in text
    total = wording.price_per(quote.total, Term(quote.term), language=language)
    assert f"{total}:" in text.replace(f"{total} :", f"{total}:")
    assert wording.date(quote.valid_until.date(), language) in text
    assert "{" not in text


async def test_the_same_job_has_the_same_message_id(server: Server) -> None:
    for _ in range(2):
        await mailer(server).send(Mail("jane@example.com", "Hello\nBcc: evil@example.com", "Text", "job-1"))
    assert all(b"Message-ID: <job-1@acorn.example>" in content for content in server.got)
    assert all(b"\nBcc:" not in content for content in server.got)


async def test_a_refused_address_is_final_and_a_busy_server_is_not(server: Server) -> None:
    server.refusal = "550 no such user"
    with pytest.raises(DeliveryFailed) as caught:
        await mailer(server).send(Mail("nobody@example.com", "Hello", "Text", "job-1"))
    assert caught.value.retry_after is None
    server.refusal = "450 try later"
    with pytest.raises(Exception) as other:
        await mailer(server).send(Mail("nobody@example.com", "Hello", "Text", "job-1"))
    assert not isinstance(other.value, DeliveryFailed)


async def test_no_mail_server_is_a_reason_to_give_up() -> None:
    with pytest.raises(DeliveryFailed, match="no mail server"):
        await mail_handler(None, TEXTS)({"to": "x@example.com", "text": "quote", "values": {}}, "j1", NOW)


def test_a_mails_first_line_is_its_subject_and_empty_lines_of_values_fall_away(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("Quote {number}\nHello {name},\n\n{total}\n{tax_note}\nBye\n")
    values = {"number": "Q-1", "name": "", "total": "5 EUR", "tax_note": ""}
    assert written(tmp_path / "x.txt", values) == ("Quote Q-1", "\n5 EUR\nBye\n")
    assert written(tmp_path / "x.txt", {**values, "name": "Jane"})[1].startswith("Hello Jane,")


async def test_an_invitation_goes_along_as_a_calendar_entry(server: Server) -> None:
    calendar = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Töpfe\r\nEND:VCALENDAR\r\n"
    await mailer(server).send(Mail("jane@example.com", "Our meeting", "See you", "job-2", calendar))
    parts = list(message_from_bytes(server.got[0]).walk())
    entry = next(part for part in parts if part.get_content_type() == "text/calendar")
    assert entry.get_param("method") == "REQUEST"
    assert entry.get_filename() == "meeting.ics"
    assert entry.get_payload(decode=True).decode() == calendar


async def test_the_meeting_and_transcript_letters_are_filled(server: Server) -> None:
    values = {"company": "Acorn", "name": "", "when": "Monday 09:00 (your time)", "minutes": "30"}
    subject, text = written(TEXTS / "meeting.txt", values)
    assert subject == "Your meeting with Acorn: Monday 09:00 (your time)"
    assert "for 30 minutes" in text
    subject, text = written(TEXTS / "transcript.txt", {"company": "Acorn", "lines": "a\n\nb", "zone": "Europe/Paris"})
    assert "a\n\nb" in text
    assert "Europe/Paris" in text
