"""Who carries a channel's replies, who wants none, and what is kept of files."""

from __future__ import annotations

import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest

from milepost.channels.port import Attachment, Fetched, InboundMessage, Notice
from milepost.services.channels.files import MOST_A_DAY, type_of
from milepost.services.conversations import ConversationService, add_line
from milepost.store.database import Database
from tests.services.turns import NOW

ADA = "sms-16505551234"
PICTURE = (Path(__file__).resolve().parents[3] / "milepost/web/static/icon-192.png").read_bytes()


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self):
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def chat(database: Database) -> ConversationService:
    return ConversationService(database, clock=Clock())


def ours(database: Database, text: str, author: str = "bot") -> None:
    with database.begin() as store:
        add_line(store, ADA, author, text, now=NOW)


def test_one_process_at_a_time_carries_a_channel(chat: ConversationService) -> None:
    assert chat.hold("sms", "one", seconds=60)
    assert not chat.hold("sms", "two", seconds=60)
    assert chat.hold("telegram", "two", seconds=60)
    assert chat.hold("sms", "one", seconds=60)
    assert not chat.hold("sms", "one", seconds=0)
    assert chat.hold("sms", "two", seconds=60)


def test_the_turn_of_a_process_that_died_runs_out(database: Database) -> None:
    clock = Clock()
    chat = ConversationService(database, clock=clock)
    assert chat.hold("sms", "one", seconds=60)
    clock.now += timedelta(seconds=59)
    assert not chat.hold("sms", "two", seconds=60)
    clock.now += timedelta(seconds=2)
    assert chat.hold("sms", "two", seconds=60)
    assert not chat.hold("sms", "one", seconds=60)


@pytest.mark.parametrize("word", ["STOP", "stop.", "Unsubscribe", "baja"])
def test_who_writes_stop_gets_the_bots_answer_and_nothing_that_they_did_not_ask_for(
    chat: ConversationService, database: Database, word: str
) -> None:
    chat.receive(InboundMessage("sms", ADA, "1", word))
    ours(database, "You will hear nothing more.")
    ours(database, "A last offer?", author="rep")
    assert [line.text for line in chat.undelivered("sms")] == ["You will hear nothing more."]
    with database.begin() as store:
        [said, _, offer] = store.messages.after(ADA, 0)
        [consent] = store.follow_ups.consents_of(ADA)
    assert said.payload["pressed"] == "/withdraw_consent"
    assert "no messages" in str(offer.delivery_error)
    assert (consent.purpose, consent.given, consent.words, consent.message) == ("channel:sms", False, word, said.id)


def test_who_writes_again_after_stop_is_answered_by_everybody(chat: ConversationService, database: Database) -> None:
    chat.receive(InboundMessage("sms", ADA, "1", "STOP"))
    chat.receive(InboundMessage("sms", ADA, "2", "do you have a person there?"))
    ours(database, "Yes, me.", author="rep")
    assert [line.text for line in chat.undelivered("sms")] == ["Yes, me."]


def test_stop_on_the_website_is_a_word_like_others(chat: ConversationService, database: Database) -> None:
    chat.receive(InboundMessage("web", "web-1", "message-1", "stop"))
    with database.begin() as store:
        assert store.follow_ups.consents_of("web-1") == ()


def archive(*names: str) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name in names:
            file.writestr(zipfile.ZipInfo(name), "x")  # without the time at which it was made
    return content.getvalue()


OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PICTURE, "image/png"),
        (b"\xff\xd8\xff\xe0 photo", "image/jpeg"),
        (b"GIF89a...", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"%PDF-1.7 ...", "application/pdf"),
        (archive("word/document.xml"), OFFICE),
        ("Name;Number\nÄda;20\n".encode(), "text/plain"),
        (archive("word/document.xml", "word/vbaProject.bin"), None),
        (archive("setup.exe"), None),
        (b"PK\x03\x04 torn", None),
        (b"MZ\x90\x00\x03", None),
        (b"<html><script>alert(1)</script>", None),
        (b"  <svg onload='alert(1)'/>", None),
        (b"", None),
    ],
    ids=lambda value: f"{len(value)} bytes" if isinstance(value, bytes) else str(value),
)
def test_what_a_file_is_stands_in_it_and_not_in_its_name(content: bytes, media_type: str | None) -> None:
    assert type_of(content) == media_type


def test_an_attachment_is_fetched_and_kept_or_refused_with_a_reason(
    chat: ConversationService, database: Database
) -> None:
    both = (Attachment("picture", {"url": "1"}, "a.png"), Attachment("file", {"url": "2"}, "b.exe"))
    for _ in range(2):
        chat.answer(Notice("sms", ADA, "1", "(a picture)", "Thank you.", attachments=both))
    [picture, program] = sorted(chat.files_due("sms"), key=lambda file: file.where_from["url"])
    assert (picture.conversation, picture.kind, picture.where_from) == (ADA, "picture", {"url": "1"})
    chat.keep_file(picture, Fetched(PICTURE, "text/html"))
    chat.keep_file(program, Fetched(b"MZ\x90\x00", "image/png"))
    assert chat.files_due("sms") == ()
    with database.begin() as store:
        kept, refused = sorted(store.attachments.of([ADA]), key=lambda file: file.name)
        assert store.attachments.content(picture.id) == PICTURE
        assert store.attachments.content(program.id) is None
    assert (kept.state, kept.media_type, kept.size) == ("kept", "image/png", len(PICTURE))
    assert (refused.state, refused.reason) == ("refused", "it is of a type that is not kept")


def test_nobody_fills_the_database_with_files(chat: ConversationService) -> None:
    many = tuple(Attachment("picture", {"url": str(number)}) for number in range(MOST_A_DAY + 5))
    chat.receive(InboundMessage("sms", ADA, "1", "look", attachments=many))
    with chat._database.begin() as store:
        assert len(store.attachments.of([ADA])) == MOST_A_DAY
