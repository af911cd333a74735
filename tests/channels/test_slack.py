"""Slack beyond what every channel promises: setting up, edits and deletes, what is not for us, words for refusals."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timezone
from typing import Any

import pytest

from milepost.channels.port import Button, ButtonPress, Call, InboundMessage, Notice, OutboundReply, Withdrawn
from milepost.channels.slack import KINDS, SlackChannel
from milepost.errors import DeliveryFailed, RejectedMessage
from tests.channels.local_platform import LocalPlatform
from tests.channels.tables.slack import TABLE, TOKEN, event, pressed
from tests.channels.tables.table import PUBLIC_URL, Raw

ADA = "slack-d0ada0001"


@pytest.fixture
def api() -> Iterator[LocalPlatform]:
    api = LocalPlatform(TABLE.reply)
    yield api
    api.stop()


@pytest.fixture
async def slack(api: LocalPlatform) -> AsyncIterator[SlackChannel]:
    channel = KINDS[0].channel(TABLE.environment(api.url), PUBLIC_URL)
    assert isinstance(channel, SlackChannel)
    yield channel
    await channel.close()


async def read(channel: SlackChannel, raw: Raw) -> list[Any]:
    headers = {"content-type": raw.content_type, **TABLE.signed(raw)}
    return list((await channel.read(Call(headers, raw.body))).updates)


def reply(text: str, **more: Any) -> OutboundReply:
    return OutboundReply(ADA, 7, "bot", text, datetime.now(timezone.utc), **more)


async def test_the_example_of_slack_s_documentation_is_signed_as_it_says() -> None:
    # https://docs.slack.dev/authentication/verifying-requests-from-slack
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    headers = {
        "content-type": "application/json",
        "x-slack-request-timestamp": "1531420618",
        "x-slack-signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
    }
    secret = "8f742231b10e8888abcd99yyyzzz85a5"
    for moment, reason in ((1531420618, "unreadable"), (1531420618 + 301, "old")):
        channel = SlackChannel(TOKEN, secret, "http://127.0.0.1:9", clock=lambda moment=moment: moment)
        with pytest.raises(RejectedMessage, match=reason):
            await channel.read(Call(headers, body))
        await channel.close()


async def test_slack_sets_up_the_address_with_a_signed_challenge(slack: SlackChannel) -> None:
    raw = Raw(json.dumps({"type": "url_verification", "challenge": "3eZbrw1aB"}).encode())
    told = await slack.read(Call(TABLE.signed(raw), raw.body))
    assert (told.answer.text, told.updates) == ("3eZbrw1aB", ())
    with pytest.raises(RejectedMessage):
        await slack.read(Call({}, raw.body))


async def test_a_message_is_what_the_visitor_typed(slack: SlackChannel) -> None:
    typed = "<@U0BOT> see <https://acorn.example/a?b=1&amp;c=2|our page> &amp; &lt;b&gt;"
    [message] = await read(slack, event(1, text=typed))
    assert message == InboundMessage("slack", ADA, "1795000000.000001", "see https://acorn.example/a?b=1&c=2 & <b>")


async def test_an_edit_is_a_new_message_and_an_unfurled_link_is_none(slack: SlackChannel) -> None:
    before = {"type": "message", "user": "U0ADA0001", "text": "for 20", "ts": "1795000000.000001"}
    after = {**before, "text": "for 40", "edited": {"user": "U0ADA0001", "ts": "1795000009.000000"}}
    change = {"subtype": "message_changed", "previous_message": before}
    [edit] = await read(slack, event(2, **change, message=after))
    assert (edit.message_id, edit.text) == ("1795000000.000001:1795000009.000000", "for 40")
    assert await read(slack, event(3, **change, message={**before, "attachments": [{"title": "x"}]})) == []
    assert await read(slack, event(4, **change, message={**after, "bot_id": "B1"})) == []


async def test_a_deleted_message_is_withdrawn(slack: SlackChannel) -> None:
    told = await read(slack, event(2, subtype="message_deleted", deleted_ts="1795000000.000001"))
    assert told == [Withdrawn("slack", ADA, "1795000000.000001")]


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B1"},
        {"subtype": "bot_message"},
        {"subtype": "channel_join"},
        {"channel_type": "channel"},
        {"channel": "../../D1"},
        {"type": "reaction_added"},
    ],
)
async def test_what_is_no_direct_message_of_a_person_is_passed_over(slack: SlackChannel, more: dict[str, Any]) -> None:
    assert await read(slack, event(1, **{"text": "hi", **more})) == []


async def test_a_mention_in_a_channel_is_told_where_to_ask(slack: SlackChannel) -> None:
    mention = {"type": "app_mention", "channel": "C0123456", "channel_type": "channel", "text": "<@U0BOT> price?"}
    [notice] = await read(slack, event(1, **mention))
    assert isinstance(notice, Notice)
    assert (notice.conversation, notice.said) == ("slack-c0123456", "price?")
    assert "private chats only" in notice.text


async def test_a_file_alone_is_answered_and_with_words_it_is_read(slack: SlackChannel) -> None:
    files = {"subtype": "file_share", "files": [{"mimetype": "image/png"}]}
    [alone] = await read(slack, event(1, text="", **files))
    [captioned] = await read(slack, event(2, text="this one?", **files))
    assert isinstance(alone, Notice)
    assert (alone.said, captioned.text) == ("(a picture)", "this one?")


async def test_a_press_is_of_its_line_and_a_forged_one_of_none(slack: SlackChannel) -> None:
    [press] = await read(slack, pressed(1, "7:1"))
    assert isinstance(press, ButtonPress)
    assert (press.conversation, press.seq, press.button) == (ADA, 7, 1)
    assert await read(slack, pressed(2, "/human_handoff")) == []
    assert await read(slack, pressed(3, "7:1", channel="x")) == []


async def test_our_words_are_no_markup(slack: SlackChannel, api: LocalPlatform) -> None:
    await slack.send(reply("a < b & <!channel> *c*", buttons=(Button("Yes & no", "/x"),)))
    [call] = api.calls
    assert call.data["text"] == "a &lt; b &amp; &lt;!channel&gt; *c*"
    assert (call.data["channel"], call.data["mrkdwn"], call.data["unfurl_links"]) == ("D0ADA0001", False, False)
    assert [block["text"]["type"] for block in call.data["blocks"] if "text" in block] == ["plain_text"]
    assert call.headers["authorization"] == f"Bearer {TOKEN}"


async def test_escaping_counts_towards_the_limit(slack: SlackChannel, api: LocalPlatform) -> None:
    await slack.send(reply("&" * 2000))
    assert [len(call.data["text"]) <= 3000 for call in api.calls] == [True] * 4


@pytest.mark.parametrize(
    ("word", "retry_after", "for_all"),
    [
        ("internal_error", 5.0, False),
        ("invalid_auth", 60.0, True),
        ("is_archived", None, False),
        ("<script>", None, False),
    ],
)
async def test_a_refusal_is_judged_by_its_word(
    slack: SlackChannel, api: LocalPlatform, word: str, retry_after: float | None, for_all: bool
) -> None:
    api.fail(200, {"ok": False, "error": word})
    with pytest.raises(DeliveryFailed) as failed:
        await slack.send(reply("Hello"))
    assert (failed.value.retry_after, failed.value.for_all) == (retry_after, for_all)
    assert ("no reason given" if "<" in word else word) in str(failed.value)
