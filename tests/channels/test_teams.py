"""Teams beyond what every channel promises: each claim of the Connector's token, our own token, edits, chats of several."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timezone
from typing import Any

import pytest
from joserfc import jwt

from milepost.channels.port import Button, ButtonPress, Call, InboundMessage, Notice, OutboundReply, Withdrawn
from milepost.channels.teams import KINDS, TeamsChannel
from milepost.errors import DeliveryFailed, RejectedMessage, SettingsError
from tests.channels.local_platform import LocalPlatform
from tests.channels.tables.table import PUBLIC_URL, Raw, now
from tests.channels.tables.teams import APP, KEY, TABLE


@pytest.fixture
def connector() -> Iterator[LocalPlatform]:
    connector = LocalPlatform(TABLE.reply, TABLE.spares)
    TABLE.environment(connector.url)
    yield connector
    connector.stop()


@pytest.fixture
async def teams(connector: LocalPlatform) -> AsyncIterator[TeamsChannel]:
    channel = KINDS[0].channel(TABLE.environment(connector.url), PUBLIC_URL)
    assert isinstance(channel, TeamsChannel)
    yield channel
    await channel.close()


async def read(channel: TeamsChannel, raw: Raw, headers: dict[str, str] | None = None) -> list[Any]:
    return list((await channel.read(Call(TABLE.signed(raw) if headers is None else headers, raw.body))).updates)


def reply(connector: LocalPlatform, text: str, **more: Any) -> OutboundReply:
    address = f"{connector.url}/service/ a:1x1"
    return OutboundReply("teams-1", 7, "bot", text, datetime.now(timezone.utc), address=address, **more)


async def test_a_message_tells_who_wrote_in_which_language_and_where_to_answer(
    teams: TeamsChannel, connector: LocalPlatform
) -> None:
    [message] = await read(teams, TABLE.activity(1, text="<at>Milepost</at> How much?"))
    assert isinstance(message, InboundMessage)
    assert (message.text, message.source) == ("How much?", {"profile": "Ada Lovelace", "language": "en"})
    assert message.address == f"{connector.url}/service/ a:1x1"


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://sts.windows.net/x/"},
        {"aud": "another-app"},
        {"aud": None},
        {"exp": 1},
        {"exp": None},
        {"serviceurl": "https://evil.example/"},
        {"serviceurl": None},
    ],
)
async def test_a_token_with_one_wrong_claim_is_refused(teams: TeamsChannel, claims: dict[str, Any]) -> None:
    raw = TABLE.message(1, "hi")
    with pytest.raises(RejectedMessage, match="forged"):
        await read(teams, raw, TABLE.signed(raw, **claims))
    assert await read(teams, raw)


@pytest.mark.parametrize("name", ["none", "by the public key", "nonsense", "lists", "of another scheme"])
async def test_a_token_that_is_not_signed_with_the_connector_s_key_is_refused(teams: TeamsChannel, name: str) -> None:
    def part(value: Any) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    claims = {"iss": "https://api.botframework.com", "aud": APP, "exp": int(now()) + 200, "serviceurl": TABLE.url}
    signed = f"{part({'alg': 'HS256', 'kid': 'key-1'})}.{part(claims)}"
    mac = hmac.new(KEY.as_pem(private=False), signed.encode(), hashlib.sha256).digest()
    tokens = {
        "none": f"Bearer {part({'alg': 'none', 'kid': 'key-1'})}.{part(claims)}.",
        "by the public key": f"Bearer {signed}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}",
        "nonsense": "Bearer a.b.c",
        "lists": f"Bearer {part([1])}.{part([2])}.{part([3])}",
        "of another scheme": TABLE.signed(TABLE.message(1, "hi"))["authorization"].replace("Bearer", "Basic"),
    }
    with pytest.raises(RejectedMessage, match="forged"):
        await read(teams, TABLE.message(1, "hi"), {"authorization": tokens[name]})


async def test_a_channel_for_which_the_key_is_not_endorsed_is_refused(teams: TeamsChannel) -> None:
    with pytest.raises(RejectedMessage, match="forged"):
        await read(teams, TABLE.activity(1, text="hi", channelId="directline"))


async def test_an_address_that_is_not_encrypted_gets_no_replies(teams: TeamsChannel) -> None:
    raw = TABLE.activity(1, text="hi", serviceUrl="http://10.0.0.1/")
    with pytest.raises(RejectedMessage, match="forged"):
        await read(teams, raw, TABLE.signed(raw, serviceurl="http://10.0.0.1/"))


async def test_unknown_keys_are_asked_for_once_a_minute_only(teams: TeamsChannel, connector: LocalPlatform) -> None:
    raw = TABLE.message(1, "hi")
    token = jwt.encode({"alg": "RS256", "kid": "key-9"}, {"aud": APP}, KEY)
    for _ in range(5):
        with pytest.raises(RejectedMessage, match="forged"):
            await read(teams, raw, {"authorization": f"Bearer {token}"})
    assert [call.path for call in connector.calls] == ["/openid", "/keys"]


async def test_edits_are_new_messages_deletes_are_withdrawn_and_joins_are_nothing(teams: TeamsChannel) -> None:
    [message] = await read(teams, TABLE.activity(1, text="for 20"))
    [edit] = await read(teams, TABLE.activity(1, type="messageUpdate", text="for 40"))
    [deleted] = await read(teams, TABLE.activity(1, type="messageDelete"))
    assert (edit.text, edit.message_id.partition(":")[0]) == ("for 40", message.message_id)
    assert deleted == Withdrawn("teams", message.conversation, message.message_id)
    assert await read(teams, TABLE.activity(2, type="conversationUpdate", membersAdded=[{"id": "28:x"}])) == []


async def test_in_a_chat_of_several_it_says_where_to_ask(teams: TeamsChannel) -> None:
    several = {"id": "19:x@thread.v2", "conversationType": "groupChat"}
    [notice] = await read(teams, TABLE.activity(1, text="<at>Milepost</at> price?", conversation=several))
    assert isinstance(notice, Notice)
    assert notice.said == "price?"


async def test_a_copy_in_html_is_no_attachment_and_a_file_is(teams: TeamsChannel) -> None:
    copy = {"contentType": "text/html", "content": "<p>hi</p>"}
    [words] = await read(teams, TABLE.activity(1, text="hi", attachments=[copy]))
    [file] = await read(teams, TABLE.activity(2, attachments=[copy, {"contentType": "application/vnd.x.file"}]))
    assert isinstance(words, InboundMessage)
    assert isinstance(file, Notice)
    assert file.said == "(a file)"


async def test_a_card_s_button_comes_back_as_a_press(teams: TeamsChannel, connector: LocalPlatform) -> None:
    await teams.send(reply(connector, "Yes?", buttons=(Button("Yes", "/affirm"), Button("No", "/deny"))))
    [sent] = TABLE.sent(connector.calls)
    assert connector.calls[-1].path == "/service/v3/conversations/a:1x1/activities"
    assert connector.calls[-1].headers["authorization"] == "Bearer eyJ-our-token"
    [press] = await read(teams, TABLE.press(2, sent, 1))
    assert isinstance(press, ButtonPress)
    assert (press.seq, press.button) == (7, 1)


async def test_our_token_is_kept_until_shortly_before_it_ends(connector: LocalPlatform) -> None:
    moment = [1000.0]
    values = {setting.name: setting.default or "" for setting in KINDS[0].settings}
    teams = TeamsChannel({**values, **TABLE.environment(connector.url)}, clock=lambda: moment[0])
    for moment[0] in (1000.0, 4200.0, 4400.0):
        await teams.send(reply(connector, "Hello"))
    await teams.close()
    asked = [call for call in connector.calls if "/oauth2/" in call.path]
    assert [call.path for call in asked] == ["/login/botframework.com/oauth2/v2.0/token"] * 2
    assert asked[0].data["scope"] == "https://api.botframework.com/.default"


async def test_a_reply_to_nobody_knows_where_is_given_up(teams: TeamsChannel) -> None:
    with pytest.raises(DeliveryFailed) as failed:
        await teams.send(OutboundReply("teams-1", 7, "bot", "Hello", datetime.now(timezone.utc)))
    assert failed.value.retry_after is None


def test_an_app_id_that_is_none_is_said() -> None:
    with pytest.raises(SettingsError, match="MILEPOST_TEAMS_APP_ID is the bot's"):
        KINDS[0].channel({**TABLE.environment("http://127.0.0.1:9"), "MILEPOST_TEAMS_APP_ID": "my bot"}, PUBLIC_URL)
