from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from milepost.channels.kinds import configured
from milepost.channels.port import InboundMessage
from milepost.services.conversations import ConversationService, add_line
from milepost.web.courier import Health
from tests.channels.tables.slack import SIGNING_SECRET, TOKEN
from tests.channels.tables.slack import TABLE as SLACK
from tests.web.console.conftest import NOW, House, Rep

HALF = {"MILEPOST_WHATSAPP_TOKEN": "EAAG-secret"}


def writes(house: House, channel: str, *, replies: int = 1, **source: str) -> ConversationService:
    """Somebody writes on a channel, and the bot answers."""
    service = ConversationService(house.database, clock=lambda: house.now)
    service.receive(InboundMessage(channel, f"{channel}-1", f"m-{house.now}", "hello", source=source))
    with house.database.begin() as store:
        for number in range(replies):
            add_line(store, f"{channel}-1", "bot", f"Hi {number}!", now=house.now)
    return service


def signed_in(house: House, role: str = "rep") -> Rep:
    house.employ("Dana", role)
    rep = Rep(house.app)
    rep.sign_in("Dana")
    return rep


def test_the_page_says_of_each_channel_whether_it_is_on_what_came_and_what_failed(tmp_path: Path) -> None:
    health = {"slack": Health("Slack answered 503", NOW - timedelta(minutes=5))}
    set_up = configured({**SLACK.environment("https://slack.example"), **HALF}, "https://chat.example")
    house = House(tmp_path, channels=set_up, health=health)
    service = writes(house, "slack", replies=3)
    service.mark_delivered("slack-1", 2)
    service.mark_failed("slack-1", 3, "Slack will not take it: is_archived")
    house.wait(minutes=10)
    page = signed_in(house).see("channels").text
    for shown in ("Slack</th>", "in trouble", "Slack answered 503", "10 min", "is_archived", "leads/slack-1#m-"):
        assert shown in page, shown
    assert "WhatsApp needs MILEPOST_WHATSAPP_PHONE_ID" in page
    unused = page.partition("Not set up: ")[2].partition(".")[0].split(", ")
    assert {"Telegram", "SMS", "Webhook"} <= {*unused}
    assert not {"Slack", "WhatsApp"} & {*unused}
    assert [secret for secret in (TOKEN, SIGNING_SECRET, "EAAG-secret", "Hi 0") if secret in page] == []


def test_without_channels_visitors_come_by_the_website_only(house: House, dana: Rep) -> None:
    assert "by the website only" in dana.see("channels").text


def test_what_came_before_a_channel_was_switched_off_is_still_shown(house: House, dana: Rep) -> None:
    writes(house, "telegram")
    page = dana.see("channels").text
    assert "Telegram</th>" in page
    assert "in trouble" not in page


def test_a_rep_who_sees_their_own_leads_only_does_not_see_everybody_s_failures(tmp_path: Path) -> None:
    rep = signed_in(House(tmp_path, reps_see_all=False))
    assert rep.see("channels").status_code == 403


def test_a_rep_sees_what_the_visitor_s_channel_takes_and_until_when(house: House, dana: Rep) -> None:
    writes(house, "whatsapp", profile="Ada <b>", phone="+16505551234")
    writes(house, "sms")
    page = dana.see("leads/whatsapp-1").text
    assert "WhatsApp: up to 4,096 characters a message" in page
    assert "you may write freely until" in page
    assert 'Number there</dt><dd dir="auto">+16505551234</dd>' in page
    assert "Ada &lt;b&gt;" in page
    sms = dana.see("leads/sms-1").text
    assert "SMS: up to 1,600 characters a message" in sms
    assert "freely until" not in sms
    house.wait(hours=25)
    dana.sign_in("Dana")
    assert "last wrote more than 24 hours ago" in dana.see("leads/whatsapp-1").text
    assert "last wrote more than" not in dana.see("leads/sms-1").text
