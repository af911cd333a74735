from __future__ import annotations

import json
from pathlib import Path

from pytest_httpserver import HTTPServer

from milepost.services.outgoing.events import Event
from milepost.services.outgoing.notices import MailNotice, SlackNotice
from milepost.store.database import Database
from tests.services.outgoing.office import Office
from tests.services.outgoing.test_mail import Server, mailer, server  # noqa: F401  # the mail server's fixture

TEXTS = Path(__file__).resolve().parents[3] / "data" / "mails"
CONSOLE = "https://chat.example.com"
HANDOFFS = (Event.HANDOFF_REQUESTED.value,)


async def test_a_mail_tells_who_needs_a_person_with_the_cards_sentence(
    sqlite_database: Database,
    server: Server,  # noqa: F811
) -> None:
    notices = [
        MailNotice(to, HANDOFFS, mailer(server), TEXTS, CONSOLE) for to in ("a@acorn.example", "b@acorn.example")
    ]
    office = Office(sqlite_database, notices)
    office.tell(Event.CREATED, contact_name="Ana Costa", company="Costa Foods")
    office.tell(Event.HANDOFF_REQUESTED, reason="wants a contract")
    await office.work()
    first, second = sorted(content.decode() for content in server.got)
    assert "To: a@acorn.example" in first
    assert "To: b@acorn.example" in second
    assert "Subject: Needs a person: Ana Costa of Costa Foods" in first
    for line in ("Ana Costa, of Costa Foods.", "Why: wants a contract", "https://chat.example.com/console/leads/c1"):
        assert line in first


async def test_slack_gets_one_message_with_the_sentence_and_the_way_to_the_card(
    sqlite_database: Database, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/services/T0/B0/x", method="POST").respond_with_data("ok")
    office = Office(sqlite_database, [SlackNotice(httpserver.url_for("/services/T0/B0/x"), HANDOFFS, CONSOLE)])
    office.tell(Event.HANDOFF_REQUESTED, contact_name="<!channel> & Sons", use_case="chat")
    await office.work()
    ((request, _),) = httpserver.log
    assert request.content_type == "application/json"
    assert json.loads(request.get_data()) == {
        "text": "*Needs a person*: &lt;!channel&gt; &amp; Sons\n&lt;!channel&gt; &amp; Sons, for chat.\n"
        "<https://chat.example.com/console/leads/c1|Open the lead>"
    }


async def test_only_the_events_that_were_asked_for_are_noticed(
    sqlite_database: Database, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/").respond_with_data("ok")
    office = Office(sqlite_database, [SlackNotice(httpserver.url_for("/"), (Event.WON.value,), CONSOLE)])
    office.tell(Event.HANDOFF_REQUESTED, contact_name="Ana")
    office.tell(Event.WON)
    await office.work()
    assert [json.loads(request.get_data())["text"].partition("\n")[0] for request, _ in httpserver.log] == [
        "*Won*: Ana"
    ]


async def test_a_mail_server_that_is_down_delays_no_other_notice(
    sqlite_database: Database,
    server: Server,  # noqa: F811
    httpserver: HTTPServer,
) -> None:
    httpserver.expect_request("/").respond_with_data("ok")
    server.refusal = "450 try later"
    notices = [
        MailNotice("a@acorn.example", HANDOFFS, mailer(server), TEXTS, CONSOLE),
        SlackNotice(httpserver.url_for("/"), HANDOFFS, CONSOLE),
    ]
    office = Office(sqlite_database, notices)
    office.tell(Event.HANDOFF_REQUESTED, contact_name="Ana")
    await office.work()
    assert sorted(office.sent()) == [
        ("Slack", "done", 1, ""),
        ("e-mail to a@acorn.example", "waiting", 1, "SMTPRecipientsRefused"),
    ]
    server.refusal = ""
    office.rest()
    await office.work()
    assert {state for _, state, _, _ in office.sent()} == {"done"}
    assert len(server.got) == len(httpserver.log) == 1
