"""E-mail beyond what every channel promises: threads, robots, files in a form, failures told later."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timezone
from typing import Any

import pytest

from milepost.channels.mailgun import KINDS, MailgunChannel
from milepost.channels.port import Call, InboundMessage, Notice, OutboundReply, Undelivered
from milepost.errors import DeliveryFailed, RejectedMessage, SettingsError
from tests.channels.local_platform import LocalPlatform
from tests.channels.tables.mailgun import TABLE, mail, seal
from tests.channels.tables.table import PUBLIC_URL, Raw, now


@pytest.fixture
def server() -> Iterator[LocalPlatform]:
    server = LocalPlatform(TABLE.reply)
    yield server
    server.stop()


@pytest.fixture
async def mailgun(server: LocalPlatform) -> AsyncIterator[MailgunChannel]:
    channel = KINDS[0].channel(TABLE.environment(server.url), PUBLIC_URL)
    assert isinstance(channel, MailgunChannel)
    yield channel
    await channel.close()


async def read(channel: MailgunChannel, raw: Raw) -> list[Any]:
    sealed = TABLE.sealed(raw)
    return list((await channel.read(Call({"content-type": sealed.content_type}, sealed.body))).updates)


def reply(heard: InboundMessage, text: str, **more: Any) -> OutboundReply:
    author = more.pop("author", "bot")
    return OutboundReply(heard.conversation, 7, author, text, datetime.now(timezone.utc), address=heard.address, **more)


async def test_an_answer_to_our_mail_goes_on_with_its_conversation_whoever_it_comes_from(
    mailgun: MailgunChannel, server: LocalPlatform
) -> None:
    [first] = await read(mailgun, mail(1, "How much?"))
    await mailgun.send(reply(first, "Team is $22."))
    sent = server.calls[0].data
    assert (sent["to"], sent["subject"]) == ("ada1@visitor.example", "Re: A question")
    assert (sent["h:In-Reply-To"], sent["h:Auto-Submitted"]) == ("<1@visitor.example>", "auto-replied")
    headers = {"References": f"<1@visitor.example> {sent['h:Message-Id']}", "Subject": "Re: A question"}
    [second] = await read(mailgun, mail(2, "For 20.", who=2, headers=headers))
    assert second.conversation == first.conversation
    await mailgun.send(reply(second, "Hello", author="rep", name="Grace"))
    again = server.calls[1].data
    assert (again["to"], again["subject"], again["text"]) == ("ada2@visitor.example", "Re: A question", "Grace: Hello")
    assert again["h:References"].split() == ["<1@visitor.example>", sent["h:Message-Id"], "<2@visitor.example>"]
    assert "h:Auto-Submitted" not in again


async def test_an_id_that_we_did_not_make_opens_no_conversation(mailgun: MailgunChannel, server: LocalPlatform) -> None:
    [first] = await read(mailgun, mail(1, "How much?"))
    await mailgun.send(reply(first, "Team is $22."))
    ours = server.calls[0].data["h:Message-Id"]
    for forged in (ours.replace(".7.", ".8."), ours[:-30] + "0" * 10 + ours[-20:]):
        [other] = await read(mailgun, mail(2, "Me again", headers={"In-Reply-To": forged}))
        assert other.conversation != first.conversation


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        ({"Auto-Submitted": "auto-replied"}, {}),
        ({"Precedence": "bulk"}, {}),
        ({"List-Id": "<news.example>"}, {}),
        ({}, {"sender": ""}),
        ({}, {"sender": "MAILER-DAEMON@mx.example"}),
        ({}, {"sender": "no-reply@shop.example"}),
        ({}, {"from": "sales@mail.acorn.example"}),
    ],
)
async def test_what_no_person_wrote_is_not_answered(
    mailgun: MailgunChannel, headers: dict[str, str], fields: dict[str, str]
) -> None:
    assert await read(mailgun, mail(1, "I am away", headers=headers, **fields)) == []


async def test_a_form_with_files_is_read_without_them(mailgun: MailgunChannel) -> None:
    fields = {
        "from": "Ada <ada@visitor.example>",
        "sender": "ada@visitor.example",
        "Message-Id": "<9@visitor.example>",
        "stripped-text": "für 20?",
        "attachment-count": "1",
        **seal(),
    }
    lines = [
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()
    ]
    file = '--x\r\nContent-Disposition: form-data; name="attachment-1"; filename="a.txt"\r\n\r\nsecret\r\n--x--\r\n'
    call = Call({"content-type": "multipart/form-data; boundary=x"}, ("".join(lines) + file).encode())
    [message] = (await mailgun.read(call)).updates
    assert isinstance(message, InboundMessage)
    assert (message.text, message.message_id, message.source["email"]) == (
        "für 20?",
        "<9@visitor.example>",
        "ada@visitor.example",
    )


async def test_files_alone_are_answered(mailgun: MailgunChannel) -> None:
    [notice] = await read(mailgun, mail(1, " ", **{"attachment-count": "2"}))
    assert isinstance(notice, Notice)
    assert notice.said == "(a file)"


async def test_a_mail_that_is_returned_for_good_is_of_the_line_that_was_sent(
    mailgun: MailgunChannel, server: LocalPlatform
) -> None:
    [first] = await read(mailgun, mail(1, "How much?"))
    await mailgun.send(reply(first, "Team is $22."))
    event = {
        "event": "failed",
        "severity": "permanent",
        "delivery-status": {"code": 550},
        "message": {"headers": {"message-id": server.calls[0].data["h:Message-Id"].strip("<>")}},
    }

    async def told(**more: Any) -> list[Any]:
        body = json.dumps({"signature": seal(), "event-data": {**event, **more}}).encode()
        return list((await mailgun.read(Call({"content-type": "application/json"}, body))).updates)

    assert await told() == [Undelivered(first.conversation, 7, "the mail could not be delivered, code 550")]
    assert await told(severity="temporary") == []
    assert await told(message={"headers": {"message-id": "x@y"}}) == []
    with pytest.raises(RejectedMessage, match="forged"):
        await mailgun.read(Call({"content-type": "application/json"}, json.dumps({"event-data": event}).encode()))


async def test_a_call_of_yesterday_is_refused(mailgun: MailgunChannel) -> None:
    raw = TABLE.sealed(mail(1, "hi"), at=now() - 24 * 3600)
    with pytest.raises(RejectedMessage, match="old"):
        await mailgun.read(Call({"content-type": raw.content_type}, raw.body))


async def test_a_reply_to_an_address_that_is_not_known_is_given_up(mailgun: MailgunChannel) -> None:
    with pytest.raises(DeliveryFailed) as failed:
        await mailgun.send(OutboundReply("mailgun-1", 7, "bot", "Hello", datetime.now(timezone.utc)))
    assert failed.value.retry_after is None


async def test_the_check_says_that_the_domain_is_not_ready(mailgun: MailgunChannel, server: LocalPlatform) -> None:
    server.reply = lambda called: {"domain": {"state": "unverified"}}
    assert list(await mailgun.check()) == ["the domain mail.acorn.example is unverified, not active"]


def test_an_address_that_is_none_is_said() -> None:
    with pytest.raises(SettingsError, match="MILEPOST_MAILGUN_FROM is an address of ours"):
        KINDS[0].channel({**TABLE.environment("http://127.0.0.1:9"), "MILEPOST_MAILGUN_FROM": "Acorn"}, PUBLIC_URL)
