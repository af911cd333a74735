"""A conversation goes on elsewhere: by a code or a link, once, in time, and by nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from milepost.channels.port import InboundMessage
from milepost.errors import NotAllowed
from milepost.services.channels import moves
from milepost.services.channels.moves import MoveCodes, code_in
from milepost.services.conversations import ConversationService
from milepost.store.database import Database
from tests.services.turns import NOW

CODES = MoveCodes("https://shop.example/chat", "a-secret-for-tests")
ADA = "whatsapp-16505551234"


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def chat(database: Database, clock: Clock) -> ConversationService:
    return ConversationService(database, clock=clock, codes=CODES)


def said(
    chat: ConversationService, text: str, number: int = 1, *, channel: str = "whatsapp", handle: str = ADA, **more
):
    message = InboundMessage(channel, chat.speaks_in(handle), f"{channel}.{number}", text, handle=handle, **more)
    return chat.receive(message)


def on_the_web(chat: ConversationService, text: str = "how much is Team for 20?", number: int = 1) -> str:
    chat.receive(InboundMessage("web", "web-1", f"web-message-{number}", text))
    return chat.offer_move("web-1", channel="web", by="visitor").code


def lines(chat: ConversationService, conversation: str) -> list[tuple[str, str]]:
    return [(line.author, line.text) for line in chat.read_after(conversation, 0)]


def due(chat: ConversationService, channel: str = "whatsapp") -> list[tuple[str, str]]:
    return [(line.whom, line.text) for line in chat.undelivered(channel)]


def test_a_code_said_in_another_channel_brings_the_conversation_there_with_its_history(
    chat: ConversationService, database: Database
) -> None:
    code = on_the_web(chat)
    said(chat, f"Go on with {code.lower()}")
    assert chat.speaks_in(ADA) == "web-1"
    told = due(chat)
    assert [whom for whom, _ in told] == [ADA]
    assert "how much is Team for 20?" in told[0][1]
    said(chat, "and for 30?", 2)
    assert [text for author, text in lines(chat, "web-1") if author == "visitor"] == [
        "how much is Team for 20?",
        f"Go on with {code.lower()}",
        "and for 30?",
    ]
    with database.begin() as store:
        row, known = store.conversations.find("web-1"), store.conversations.memory("web-1")
        assert store.conversations.find(ADA) is None
    assert row is not None
    assert known is not None
    assert (row.channel, known[0].channel) == ("whatsapp", "whatsapp")


def test_back_on_the_website_replies_go_there_again(chat: ConversationService) -> None:
    said(chat, on_the_web(chat))
    for reply in chat.undelivered("whatsapp"):
        chat.mark_delivered(reply.conversation, reply.seq)
    chat.receive(InboundMessage("web", "web-1", "web-message-9", "I am back"))
    with chat._database.begin() as store:
        moves.add_line(store, "web-1", "bot", "Welcome back.", now=NOW)
    assert due(chat) == []
    assert lines(chat, "web-1")[-1] == ("bot", "Welcome back.")


def test_a_link_opens_on_the_website_what_began_in_a_messenger(chat: ConversationService) -> None:
    said(chat, "hello")
    said(chat, "Continue on the website", 2)
    offered = due(chat)[-1][1]
    link = next(word for word in offered.split() if word.startswith("https://shop.example/chat#milepost="))
    token = link.partition("=")[2]
    assert chat.take_up(token, handle="web-9", channel="web") == ADA
    with pytest.raises(NotAllowed):
        chat.take_up(token, handle="web-8", channel="web")
    assert chat.take_up(token, handle="web-9", channel="web") == ADA, "whoever lost the answer may ask again"
    assert [text for _, text in due(chat)][-1] == "This conversation now goes on elsewhere (the website)."


@pytest.mark.parametrize("change", [lambda link: link[:-2] + "AA", lambda link: "x" + link[1:], lambda link: ""])
def test_a_link_that_we_did_not_sign_is_nobodys(chat: ConversationService, change) -> None:
    code = on_the_web(chat)
    link = CODES.link(code).partition("=")[2]
    assert CODES.code_of(link) == code
    assert MoveCodes(CODES.page, "another-secret").code_of(link) is None
    with pytest.raises(NotAllowed):
        chat.take_up(change(link), handle="web-9", channel="web")


def test_a_code_works_once_and_for_a_quarter_of_an_hour(chat: ConversationService, clock: Clock) -> None:
    code = on_the_web(chat)
    said(chat, code)
    said(chat, code, handle="whatsapp-16505559999")
    assert chat.speaks_in("whatsapp-16505559999") == "whatsapp-16505559999"
    assert ["does not hold" in text for whom, text in due(chat) if whom == "whatsapp-16505559999"] == [True]
    late = on_the_web(chat, number=2)
    clock.now += timedelta(minutes=15)
    said(chat, late, channel="sms", handle="sms-16505551234")
    assert chat.speaks_in("sms-16505551234") == "sms-16505551234"


def test_a_new_code_makes_those_before_it_void(chat: ConversationService) -> None:
    first = on_the_web(chat)
    second = chat.offer_move("web-1", channel="web", by="visitor").code
    said(chat, first)
    assert chat.speaks_in(ADA) == ADA
    said(chat, second, 2)
    assert chat.speaks_in(ADA) == "web-1"


def test_after_five_wrong_codes_even_a_good_one_waits_an_hour(chat: ConversationService, clock: Clock) -> None:
    for number in range(5):
        said(chat, f"MOVE-2222-333{number + 2}", number)
    good = on_the_web(chat)
    said(chat, good, 9)
    assert chat.speaks_in(ADA) == ADA
    assert "Too many codes" in due(chat)[-1][1]
    clock.now += timedelta(minutes=61)
    said(chat, on_the_web(chat, number=3), 10)
    assert chat.speaks_in(ADA) == "web-1"


def test_a_conversation_gets_six_codes_an_hour(chat: ConversationService, clock: Clock) -> None:
    for number in range(6):
        on_the_web(chat, number=number)
    with pytest.raises(NotAllowed, match="too many"):
        chat.offer_move("web-1", channel="web", by="visitor")
    clock.now += timedelta(minutes=61)
    assert chat.offer_move("web-1", channel="web", by="visitor").minutes == 15


def test_what_was_said_there_before_stays_and_becomes_the_same_visitors(
    chat: ConversationService, database: Database
) -> None:
    said(chat, "an earlier question")
    said(chat, on_the_web(chat), 2)
    assert [text for _, text in lines(chat, ADA)] == ["an earlier question"]
    with database.begin() as store:
        one, other = store.conversations.find("web-1"), store.conversations.find(ADA)
        [merge] = store.merges.of("web-1")
    assert one is not None
    assert other is not None
    assert one.visitor == other.visitor
    assert (merge.other, merge.by_what, merge.before) == (ADA, "code", ADA)


def test_the_same_name_on_two_channels_makes_nobody_the_same(chat: ConversationService, database: Database) -> None:
    said(chat, "hello", source={"profile": "Ada Lovelace"})
    said(chat, "hi", channel="telegram", handle="telegram-7", source={"profile": "Ada Lovelace"})
    with database.begin() as store:
        visitors = {store.conversations.find(each).visitor for each in (ADA, "telegram-7")}
        assert store.merges.suggestions(ADA) == ()
    assert len(visitors) == 2


def test_a_call_that_comes_again_after_the_move_does_nothing(chat: ConversationService) -> None:
    said(chat, "hello")
    code = on_the_web(chat)
    first = said(chat, code, 2)
    before = lines(chat, "web-1"), lines(chat, ADA)
    again, old = said(chat, code, 2), said(chat, "hello")
    assert (again.is_new, again.seq, old.is_new) == (False, first.seq, False)
    assert (lines(chat, "web-1"), lines(chat, ADA)) == before


def test_who_did_not_mean_it_leaves_and_has_a_conversation_of_their_own_again(chat: ConversationService) -> None:
    said(chat, on_the_web(chat))
    said(chat, "/leave", 2)
    said(chat, "hello?", 3)
    assert chat.speaks_in(ADA) == ADA
    assert [text for _, text in lines(chat, ADA)] == [
        "/leave",
        "All right, this is a conversation of its own again.",
        "hello?",
    ]
    assert lines(chat, "web-1")[-1][1].startswith("Let's go on here")


def test_a_messenger_link_carries_the_code_as_its_campaign(chat: ConversationService) -> None:
    code = on_the_web(chat)
    said(chat, "/start", channel="telegram", handle="telegram-7", source={"campaign": code})
    assert chat.speaks_in("telegram-7") == "web-1"


def test_everything_of_a_visitor_is_erased_with_them(chat: ConversationService, database: Database) -> None:
    said(chat, "an earlier question")
    said(chat, on_the_web(chat), 2)
    with database.begin() as store:
        assert store.conversations.erase("web-1") == 2
    assert chat.speaks_in(ADA) == ADA
    with database.begin() as store:
        assert store.conversations.find(ADA) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("MOVE-7K3F-9QXM", "MOVE-7K3F-9QXM"),
        ("move 7k3f 9qxm please", "MOVE-7K3F-9QXM"),
        ("my code is MOVE7K3F9QXM.", "MOVE-7K3F-9QXM"),
        ("we move in 2025-2026", None),
        ("remove-7K3F-9QXM", None),
        ("MOVE-7K3F-9QX0", None),
    ],
)
def test_what_counts_as_a_code(text: str, code: str | None) -> None:
    assert code_in(text) == code
