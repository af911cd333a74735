"""SMS and WhatsApp by Twilio beyond what every channel promises: opting out, failures told later, the window, set-up."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from milepost.channels.kinds import configured
from milepost.channels.port import Call, InboundMessage, Notice, OutboundReply, Undelivered
from milepost.channels.twilio import KINDS, TwilioChannel
from milepost.errors import DeliveryFailed, RejectedMessage, SettingsError
from tests.channels.local_platform import LocalPlatform
from tests.channels.tables.sms import ACCOUNT, ADA, AUTH_TOKEN, OURS, TWILIO, Sms
from tests.channels.tables.sms import TABLE as SMS
from tests.channels.tables.table import PUBLIC_URL, Raw
from tests.channels.tables.twilio_whatsapp import TABLE as WHATSAPP

DAY = timedelta(hours=24)


@pytest.fixture
def twilio() -> Iterator[LocalPlatform]:
    twilio = LocalPlatform(SMS.reply)
    yield twilio
    twilio.stop()


def channel_at(platform: LocalPlatform, table: Sms, **more: str) -> TwilioChannel:
    kind = next(kind for kind in KINDS if kind.name == table.name)
    made = kind.channel({**table.environment(platform.url), **more}, PUBLIC_URL)
    assert isinstance(made, TwilioChannel)
    return made


@pytest.fixture
async def sms(twilio: LocalPlatform) -> AsyncIterator[TwilioChannel]:
    channel = channel_at(twilio, SMS)
    yield channel
    await channel.close()


async def read(channel: TwilioChannel, table: Sms, raw: Raw) -> list[Any]:
    return list((await channel.read(Call(table.signed(raw), raw.body, raw.query))).updates)


def reply(table: Sms, text: str, *, silent: timedelta = timedelta(minutes=5)) -> OutboundReply:
    now = datetime.now(timezone.utc)
    return OutboundReply(f"{table.name}-{ADA}", 7, "bot", text, now, heard_at=now - silent)


async def test_the_example_of_twilio_s_documentation_is_signed_as_it_says() -> None:
    # https://www.twilio.com/docs/usage/security#validating-requests, where the token is 12345
    environment = {**SMS.environment("http://127.0.0.1:9"), "MILEPOST_TWILIO_AUTH_TOKEN": "12345"}
    channel = KINDS[0].channel(environment, "https://mycompany.com")
    assert isinstance(channel, TwilioChannel)
    channel._url = "https://mycompany.com/myapp.php"
    body = b"CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212"
    signed = {"x-twilio-signature": "RSOYDt4T1cUTdK1PDd93/VVr8B8="}
    with pytest.raises(RejectedMessage, match="unreadable"):  # the signature is good; there is no message in it
        await channel.read(Call(signed, body, "foo=1&bar=2"))
    await channel.close()


async def test_a_signature_over_the_address_with_its_port_is_taken_too(sms: TwilioChannel) -> None:
    raw = SMS.message(1, "hi")
    fields = dict(parse_qsl(raw.body.decode(), keep_blank_values=True))
    with_port = TWILIO.RequestValidator(AUTH_TOKEN).compute_signature("https://chat.example:443/webhooks/sms", fields)
    assert (await sms.read(Call({"x-twilio-signature": with_port}, raw.body))).updates
    elsewhere = TWILIO.RequestValidator(AUTH_TOKEN).compute_signature("https://evil.example/webhooks/sms", fields)
    with pytest.raises(RejectedMessage, match="forged"):
        await sms.read(Call({"x-twilio-signature": elsewhere}, raw.body))


async def test_twilio_is_thanked_in_its_own_language(sms: TwilioChannel) -> None:
    raw = SMS.message(1, "hi")
    answer = (await sms.read(Call(SMS.signed(raw), raw.body))).answer
    assert (answer.text, answer.media_type) == ("<Response/>", "text/xml")


@pytest.mark.parametrize("words", ["STOP", "stop.", "Unsubscribe", "ARRÊT", " quit "])
async def test_a_word_at_which_messages_stop_withdraws_consent(sms: TwilioChannel, words: str) -> None:
    [message] = await read(sms, SMS, SMS.incoming(1, Body=words))
    assert isinstance(message, InboundMessage)
    assert message.payload == "/withdraw_consent"


async def test_what_twilio_calls_stop_is_one_and_a_sentence_with_the_word_is_not(sms: TwilioChannel) -> None:
    [told] = await read(sms, SMS, SMS.incoming(1, Body="Basta", OptOutType="STOP"))
    [said] = await read(sms, SMS, SMS.incoming(2, Body="can I stop the contract any time?"))
    assert (told.payload, said.payload) == ("/withdraw_consent", None)


async def test_a_picture_is_answered_its_caption_is_read(sms: TwilioChannel) -> None:
    picture = {"NumMedia": "1", "MediaContentType0": "image/jpeg", "MediaUrl0": "https://x.example/1"}
    [alone] = await read(sms, SMS, SMS.incoming(1, Body="", **picture))
    [captioned] = await read(sms, SMS, SMS.incoming(2, Body="this one?", **picture))
    assert isinstance(alone, Notice)
    assert (alone.said, captioned.text) == ("(a picture)", "this one?")


async def test_a_sender_that_is_a_name_is_passed_over(sms: TwilioChannel) -> None:
    assert await read(sms, SMS, SMS.incoming(1, Body="Your code is 1", From="ACMEBANK")) == []


async def test_a_reply_goes_from_our_number_with_the_account_s_login(sms: TwilioChannel, twilio: LocalPlatform) -> None:
    await sms.send(reply(SMS, "Hello"))
    [call] = twilio.calls
    login = base64.b64encode(f"{ACCOUNT}:{AUTH_TOKEN}".encode()).decode()
    assert (call.path, call.headers["authorization"]) == (
        f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json",
        f"Basic {login}",
    )
    assert (call.data["From"], call.data["To"], call.data["Body"]) == (OURS, f"+{ADA}", "Hello")


async def test_a_failure_that_twilio_tells_later_is_of_the_line_that_was_sent(
    sms: TwilioChannel, twilio: LocalPlatform
) -> None:
    await sms.send(reply(SMS, "Hello"))
    back = urlsplit(twilio.calls[0].data["StatusCallback"])
    assert f"{back.scheme}://{back.netloc}{back.path}" == f"{PUBLIC_URL}/webhooks/sms"

    def status(word: str, **more: str) -> Raw:
        raw = SMS.incoming(1, MessageStatus=word, **more)
        return Raw(raw.body, raw.content_type, back.query)

    assert await read(sms, SMS, status("delivered")) == []
    [told] = await read(sms, SMS, status("undelivered", ErrorCode="30005"))
    assert told == Undelivered(f"sms-{ADA}", 7, "SMS: there is no such phone")
    altered = status("undelivered", ErrorCode="30005")
    with pytest.raises(RejectedMessage, match="forged"):
        await sms.read(Call(SMS.signed(altered), altered.body, "line=sms-1%3A2"))


async def test_a_messaging_service_stands_in_place_of_a_number(twilio: LocalPlatform) -> None:
    channel = channel_at(twilio, SMS, MILEPOST_SMS_FROM="MG" + "a" * 32)
    await channel.send(reply(SMS, "Hello"))
    await channel.close()
    assert twilio.calls[0].data["MessagingServiceSid"] == "MG" + "a" * 32
    assert "From" not in twilio.calls[0].data


async def test_the_check_says_that_the_number_calls_another_door(sms: TwilioChannel, twilio: LocalPlatform) -> None:
    numbers = {"incoming_phone_numbers": [{"sms_url": "https://demo.twilio.com/welcome/sms/reply/"}]}
    twilio.reply = lambda called: numbers if "Phone" in called.path else {"status": "suspended"}
    assert list(await sms.check()) == [
        "the account is suspended",
        f"{OURS} does not call {PUBLIC_URL}/webhooks/sms",
    ]


@pytest.mark.parametrize("silent", [DAY - timedelta(minutes=5), DAY])
async def test_whatsapp_takes_a_template_after_a_day_of_silence(twilio: LocalPlatform, silent: timedelta) -> None:
    channel = channel_at(twilio, WHATSAPP, MILEPOST_TWILIO_WHATSAPP_TEMPLATE="HX1")
    await channel.send(reply(WHATSAPP, "Your price:\n$480", silent=silent))
    await channel.close()
    sent = twilio.calls[0].data
    assert (sent["To"], sent["From"]) == (f"whatsapp:+{ADA}", f"whatsapp:{OURS}")
    if silent < DAY:
        assert sent["Body"] == "Your price:\n$480"
    else:
        assert (sent["ContentSid"], json.loads(sent["ContentVariables"])) == ("HX1", {"1": "Your price: $480"})


async def test_whatsapp_without_a_template_is_given_up_after_a_day_but_sms_never_closes(
    sms: TwilioChannel, twilio: LocalPlatform
) -> None:
    channel = channel_at(twilio, WHATSAPP)
    with pytest.raises(DeliveryFailed, match="MILEPOST_TWILIO_WHATSAPP_TEMPLATE is not set") as failed:
        await channel.send(reply(WHATSAPP, "Hello", silent=DAY))
    await channel.close()
    assert failed.value.retry_after is None
    await sms.send(reply(SMS, "Hello", silent=30 * DAY))
    assert len(twilio.calls) == 1


async def test_an_sms_is_no_whatsapp_message_though_the_account_signs_both(twilio: LocalPlatform) -> None:
    channel = channel_at(twilio, WHATSAPP)
    raw = SMS.message(1, "hi")
    with pytest.raises(RejectedMessage, match="unreadable"):
        await channel.read(Call(WHATSAPP.signed(raw), raw.body))
    await channel.close()


def test_the_account_alone_asks_for_neither_way_and_a_number_for_its_own_only() -> None:
    environment = SMS.environment("http://127.0.0.1:9")
    assert [each.kind.name for each in configured(environment, PUBLIC_URL)] == ["sms"]
    assert configured({name: value for name, value in environment.items() if "TWILIO" in name}, PUBLIC_URL) == ()
    with pytest.raises(SettingsError, match="MILEPOST_SMS_FROM is a number such as"):
        KINDS[0].channel({**environment, "MILEPOST_SMS_FROM": "555-1234"}, PUBLIC_URL)
