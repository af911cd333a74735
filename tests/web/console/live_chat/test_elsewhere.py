"""A rep sends a code to go on elsewhere, sees where lines came by, and opens what a visitor sent."""

from __future__ import annotations

import re

from milepost.channels.port import Attachment, Fetched, InboundMessage
from milepost.services.channels.moves import MoveCodes
from milepost.services.conversations import ConversationService
from milepost.services.desk.merging import undo
from tests.services.channels.test_outbox import PICTURE
from tests.web.console.conftest import House, Rep
from tests.web.console.visitors import keen_buyer
from tests.web.doors import SECRET

LEAD = "leads/web-keen"
ADA = "whatsapp-16505551234"


def service(house: House) -> ConversationService:
    codes = MoveCodes("https://chat.example/", SECRET)
    return ConversationService(house.database, clock=lambda: house.now, codes=codes)


def test_a_code_that_a_rep_sends_brings_the_visitor_to_a_messenger_and_the_card_shows_both(
    house: House, dana: Rep, sam: Rep
) -> None:
    keen_buyer(house.database, house.catalogue, now=house.now)
    assert sam.do(f"{LEAD}/elsewhere", fragment=True).status_code == 409
    dana.do(f"{LEAD}/take-over")
    assert dana.do(f"{LEAD}/elsewhere").status_code == 303
    chat = service(house)
    told = chat.read_after("web-keen", 0)[-1].text
    code = re.search(r"MOVE-\w{4}-\w{4}", told)
    assert code is not None
    chat.receive(InboundMessage("whatsapp", ADA, "w-0", "an older question", handle=ADA))
    chat.receive(InboundMessage("whatsapp", ADA, "w-1", code[0], handle=ADA))
    chat.receive(InboundMessage("whatsapp", chat.speaks_in(ADA), "w-2", "here I am", handle=ADA))
    page = dana.see(LEAD).text
    for shown in (
        "here I am",
        "Goes on elsewhere: WhatsApp",
        '<span class="how">WhatsApp</span>',
        "up to 4,096 characters",
    ):
        assert shown in page, shown
    assert f"leads/{ADA}" in page
    assert "by a code that its visitor brought" in page
    assert dana.do(f"{LEAD}/reply", text="Hello on WhatsApp").status_code == 303
    assert [(line.whom, line.text) for line in chat.undelivered("whatsapp")][-1] == (ADA, "Hello on WhatsApp")
    with house.database.begin() as store:
        [merge] = store.merges.of("web-keen")
        undo(store, merge.id, now=house.now)
        assert store.conversations.find(ADA).visitor == ADA


def test_a_picture_is_shown_to_reps_only_and_a_file_is_downloaded(house: House, dana: Rep) -> None:
    chat, both = (
        service(house),
        (Attachment("picture", {"url": "1"}, "Büro.png"), Attachment("file", {"url": "2"}, "a.csv")),
    )
    chat.receive(InboundMessage("whatsapp", ADA, "w-1", "our office", handle=ADA, attachments=both))
    chat.receive(InboundMessage("whatsapp", "whatsapp-2", "w-1", "hello", handle="whatsapp-2"))
    for file in chat.files_due("whatsapp"):
        content = PICTURE if file.kind == "picture" else b"a;b\n"
        chat.keep_file(file, Fetched(content, "text/html"))
    page = dana.see(f"leads/{ADA}").text
    paths = sorted(re.findall(rf"/console/(leads/{ADA}/files/\w+)", page))
    answers = {answer.headers["content-type"].partition(";")[0]: answer for answer in map(dana.see, paths)}
    assert set(answers) == {"image/png", "text/plain"}
    assert answers["image/png"].content == PICTURE
    assert answers["image/png"].headers["content-disposition"] == "inline; filename*=UTF-8''B%C3%BCro.png"
    assert answers["text/plain"].headers["content-disposition"].startswith("attachment;")
    for answer in answers.values():
        assert "sandbox" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
    stranger = Rep(house.app)
    assert stranger.see(paths[0]).status_code in (303, 401, 403)
    assert dana.see(paths[0].replace(ADA, "whatsapp-2")).status_code == 404


def test_the_field_says_that_a_visitor_wants_no_messages_there(house: House, dana: Rep) -> None:
    chat = service(house)
    chat.receive(InboundMessage("sms", "sms-1", "1", "STOP", handle="sms-1"))
    page = dana.see("leads/sms-1").text
    assert "the visitor wants no messages there" in page
    assert "messages by SMS" in page
