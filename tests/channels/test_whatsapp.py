"""WhatsApp beyond what every channel promises: setting up, the 24-hour window, lists, failures told later."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from milepost.channels.port import Button, ButtonPress, Call, InboundMessage, Notice, OutboundReply, Undelivered
from milepost.channels.whatsapp import KINDS, WhatsAppChannel
from milepost.errors import DeliveryFailed, RejectedMessage
from tests.channels.local_platform import LocalPlatform
from tests.channels.tables.table import Raw
from tests.channels.tables.whatsapp import ADA, PHONE, TABLE, change, error, incoming, shown
from tests.web import blocks

DAY = timedelta(hours=24)


@pytest.fixture
def graph() -> Iterator[LocalPlatform]:
    graph = LocalPlatform(TABLE.reply)
    yield graph
    graph.stop()


def channel_at(graph: LocalPlatform, **more: str) -> WhatsAppChannel:
    made = KINDS[0].channel({**TABLE.environment(graph.url), **more}, "https://chat.example")
    assert isinstance(made, WhatsAppChannel)
    return made


@pytest.fixture
async def channel(graph: LocalPlatform) -> AsyncIterator[WhatsAppChannel]:
    channel = channel_at(graph)
    yield channel
    await channel.close()


async def read(channel: WhatsAppChannel, raw: Raw) -> list[Any]:
    return list((await channel.read(Call(TABLE.signed(raw), raw.body))).updates)


def reply(text: str, *, silent: timedelta = timedelta(minutes=5), **more: Any) -> OutboundReply:
    now = datetime.now(timezone.utc)
    return OutboundReply(f"whatsapp-{ADA}", 7, more.pop("author", "bot"), text, now, heard_at=now - silent, **more)


async def test_meta_sets_up_the_webhook_with_our_verify_token_only(channel: WhatsAppChannel) -> None:
    asked = "hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token="
    told = await channel.read(Call({}, b"", asked + "verify-token-for-tests", "GET"))
    assert (told.updates, told.answer.text, told.answer.media_type) == ((), "1158201444", "text/plain")
    for query in (asked + "another", "hub.mode=subscribe&hub.challenge=1", asked):
        with pytest.raises(RejectedMessage, match="forged"):
            await channel.read(Call({}, b"", query, "GET"))


async def test_a_message_tells_who_wrote_and_which_advert_they_came_from(channel: WhatsAppChannel) -> None:
    advert = {"source_url": "https://fb.me/1", "source_type": "ad", "headline": "Autumn sale"}
    [message] = await read(channel, incoming(1, type="text", text={"body": "hi"}, referral=advert))
    assert message == InboundMessage(
        "whatsapp",
        f"whatsapp-{ADA}",
        "wamid.1",
        "hi",
        source={"profile": "Ada Lovelace", "phone": f"+{ADA}", "campaign": "Autumn sale"},
    )


async def test_a_call_may_bring_several_messages_and_those_of_another_number_are_not_ours(
    channel: WhatsAppChannel,
) -> None:
    two = [
        {"from": str(ADA), "id": f"wamid.{n}", "timestamp": "1", "type": "text", "text": {"body": text}}
        for n, text in enumerate(("how much is", "team for 20"), 1)
    ]
    assert [update.text for update in await read(channel, change({"messages": two}))] == ["how much is", "team for 20"]
    assert await read(channel, change({"messages": two}, phone="999")) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"type": "image", "image": {"id": "1"}}, "(a picture)"),
        ({"type": "document", "document": {"id": "1", "filename": "x.pdf"}}, "(a file)"),
        ({"type": "audio", "audio": {"id": "1"}}, "(a voice message)"),
        ({"type": "location", "location": {"latitude": 1, "longitude": 2}}, "(something that is not text)"),
        ({"type": "unsupported", "errors": [{"code": 131051}]}, "(something that is not text)"),
    ],
)
async def test_what_is_no_text_is_answered(channel: WhatsAppChannel, content: dict[str, Any], said: str) -> None:
    [notice] = await read(channel, incoming(1, **content))
    assert isinstance(notice, Notice)
    assert notice.said == said


async def test_a_caption_and_a_template_button_are_words_and_a_reaction_is_nothing(channel: WhatsAppChannel) -> None:
    captioned = await read(channel, incoming(1, type="image", image={"id": "1", "caption": "this one?"}))
    pressed = await read(channel, incoming(2, type="button", button={"payload": "No", "text": "No thanks"}))
    assert [update.text for update in captioned + pressed] == ["this one?", "No thanks"]
    assert await read(channel, incoming(3, type="reaction", reaction={"message_id": "wamid.x", "emoji": "👍"})) == []


async def test_a_number_may_be_a_choice_and_a_list_row_is_one(channel: WhatsAppChannel) -> None:
    [typed] = await read(channel, incoming(1, type="text", text={"body": "3."}))
    row = {"type": "list_reply", "list_reply": {"id": "7:4", "title": "Fifth"}}
    [chosen] = await read(channel, incoming(2, type="interactive", interactive=row))
    assert isinstance(typed, ButtonPress)
    assert isinstance(chosen, ButtonPress)
    assert (typed.button, typed.typed) == (2, "3.")
    assert (chosen.seq, chosen.button) == (7, 4)


@pytest.mark.parametrize(
    ("titles", "kind"),
    [
        (["Yes", "No", "Later"], "button"),
        (["Yes", "No", "Later", "Never"], "list"),
        (["Show me what it would cost for 20 people", "No"], "list"),
    ],
)
async def test_few_short_buttons_are_buttons_others_a_list_with_their_whole_titles(
    channel: WhatsAppChannel, graph: LocalPlatform, titles: list[str], kind: str
) -> None:
    await channel.send(reply("So?", buttons=tuple(Button(title, "/x") for title in titles)))
    [call] = graph.calls
    assert call.data["interactive"]["type"] == kind
    assert len(shown(call.data).buttons) == len(titles)
    assert all(title in call.body.decode() for title in titles)


async def test_a_long_text_keeps_its_buttons_under_a_short_one(channel: WhatsAppChannel, graph: LocalPlatform) -> None:
    await channel.send(reply("word " * 400, buttons=(Button("Yes", "/x"),)))
    first, second = [shown(call.data) for call in graph.calls]
    assert (list(first.buttons), second.text, [title for title, _ in second.buttons]) == ([], "Please choose:", ["Yes"])


async def test_the_bearer_and_the_number_are_in_each_call(channel: WhatsAppChannel, graph: LocalPlatform) -> None:
    await channel.send(reply("Hello"))
    [call] = graph.calls
    assert (call.path, call.headers["authorization"]) == (f"/{PHONE}/messages", "Bearer EAAG-token-for-tests")
    assert (call.data["to"], call.data["messaging_product"]) == (str(ADA), "whatsapp")


async def test_a_message_is_marked_as_read_and_somebody_writes(channel: WhatsAppChannel, graph: LocalPlatform) -> None:
    [message] = await read(channel, incoming(1, type="text", text={"body": "hi"}))
    await channel.confirm(message)
    assert graph.calls[0].data == {
        "messaging_product": "whatsapp",
        "status": "read",
        "message_id": "wamid.1",
        "typing_indicator": {"type": "text"},
    }


@pytest.mark.parametrize(("silent", "kind"), [(DAY - timedelta(minutes=5), "text"), (DAY, "template")])
async def test_after_a_day_of_silence_the_template_carries_the_words(
    graph: LocalPlatform, silent: timedelta, kind: str
) -> None:
    channel = channel_at(graph, MILEPOST_WHATSAPP_TEMPLATE="news", MILEPOST_WHATSAPP_TEMPLATE_LANGUAGE="en_US")
    await channel.send(reply("Your price:", silent=silent, custom=blocks.QUOTE))
    await channel.close()
    [call] = graph.calls
    assert call.data["type"] == kind
    if kind == "template":
        template = call.data["template"]
        assert (template["name"], template["language"]) == ("news", {"code": "en_US"})
        words = template["components"][0]["parameters"][0]["text"]
        assert words.startswith("Your price: Bright Inbox Team, 20 seats: $480 per month")
        assert "\n" not in words


async def test_after_a_day_without_a_template_the_reply_is_given_up_with_the_reason(
    channel: WhatsAppChannel, graph: LocalPlatform
) -> None:
    with pytest.raises(DeliveryFailed, match="24 hours ago, and MILEPOST_WHATSAPP_TEMPLATE is not set") as failed:
        await channel.send(reply("Hello", silent=DAY))
    assert failed.value.retry_after is None
    assert graph.calls == []


@pytest.mark.parametrize(
    ("status", "told", "retry_after", "sentence"),
    [
        (400, error(131047), None, "WhatsApp: the visitor last wrote more than 24 hours ago"),
        (400, error(100), None, "WhatsApp answered 400, code 100"),
        (400, error(131056), 6.0, "code 131056"),
        (400, error(130429), 30.0, "code 130429"),
        (429, error(80007), 30.0, "code 80007"),
        (500, error(131000), 30.0, "code 131000"),
        (401, error(190), 60.0, "the token is not taken"),
    ],
)
async def test_an_error_is_judged_by_its_code(
    channel: WhatsAppChannel,
    graph: LocalPlatform,
    status: int,
    told: dict[str, Any],
    retry_after: float | None,
    sentence: str,
) -> None:
    graph.fail(status, told)
    with pytest.raises(DeliveryFailed, match=sentence) as failed:
        await channel.send(reply("Hello"))
    assert failed.value.retry_after == retry_after
    assert "What Meta says" not in str(failed.value)


async def test_a_failure_that_meta_tells_later_is_of_the_line_that_was_sent(
    channel: WhatsAppChannel, graph: LocalPlatform
) -> None:
    await channel.send(reply("Hello"))
    mark = graph.calls[0].data["biz_opaque_callback_data"]
    status = {"id": "wamid.ours", "recipient_id": str(ADA), "biz_opaque_callback_data": mark}
    failed = {**status, "status": "failed", "errors": [{"code": 131026, "title": "Message undeliverable"}]}
    told = await read(channel, change({"statuses": [{**status, "status": "delivered"}, failed]}))
    assert told == [Undelivered(f"whatsapp-{ADA}", 7, "WhatsApp: this number cannot be reached on WhatsApp")]
    others = {**failed, "biz_opaque_callback_data": "web-secret:7"}
    assert await read(channel, change({"statuses": [others]})) == []
