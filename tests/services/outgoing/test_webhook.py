from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from milepost.channels.wire.signatures import key_of, standard_signature
from milepost.services.outgoing.deliveries import PAUSES
from milepost.services.outgoing.events import Event
from milepost.services.outgoing.webhook import WebhookDestination
from milepost.store.database import Database
from tests.services.outgoing.office import SECRET, Office

CONSOLE = "https://chat.example.com"


def office_of(database: Database, server: HTTPServer, *secrets: str) -> Office:
    office: list[Office] = []
    destination = WebhookDestination(
        server.url_for("/crm"), secrets or (SECRET,), CONSOLE, clock=lambda: office[0].clock()
    )
    office.append(Office(database, [destination]))
    return office[0]


def is_signed(request: Request, secret: str) -> bool:
    """As a receiver checks it, after the specification's words."""
    content = f"{request.headers['webhook-id']}.{request.headers['webhook-timestamp']}.{request.get_data(as_text=True)}"
    key = base64.b64decode(secret.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, content.encode(), hashlib.sha256).digest()).decode()
    return f"v1,{expected}" in request.headers["webhook-signature"].split(" ")


def test_the_signature_is_the_one_of_the_specifications_example() -> None:
    body = b'{"test": 2432232314}'
    assert (
        standard_signature(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body)
        == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


@pytest.mark.parametrize("secret", ["", "abc", "whsec_???", "whsec_c2hvcnQ=", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])
def test_a_secret_that_is_none_is_refused(secret: str) -> None:
    with pytest.raises(ValueError):
        key_of(secret)


async def test_an_event_arrives_signed_with_everything_about_the_lead(
    sqlite_database: Database, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/crm", method="POST").respond_with_data("ok")
    office = office_of(sqlite_database, httpserver, SECRET, "whsec_" + base64.b64encode(b"n" * 32).decode())
    office.tell(Event.WON, reason="signed", contact_name="Jäne", email="jane@example.com")
    await office.work()
    ((request, _),) = httpserver.log
    assert is_signed(request, SECRET)
    assert is_signed(request, "whsec_" + base64.b64encode(b"n" * 32).decode())
    body = json.loads(request.get_data())
    assert body["type"] == "lead.won"
    assert body["timestamp"] == "2026-11-21T12:00:00+00:00"
    assert body["data"]["name"] == "Jäne"
    assert body["data"]["sentence"] == "Jäne."
    assert body["data"]["reason"] == "signed"
    assert body["data"]["url"] == "https://chat.example.com/console/leads/c1"
    assert office.sent() == [("webhook", "done", 1, "")]


async def test_a_server_that_fails_five_times_gets_it_the_sixth_time_under_one_id(
    database: Database, httpserver: HTTPServer
) -> None:
    answers = iter([503, 500, 429, 404, 502, 200])

    def answer(request: Request) -> Response:
        return Response("", next(answers))

    httpserver.expect_request("/crm").respond_with_handler(answer)
    office = office_of(database, httpserver)
    office.tell(contact_name="Jane")
    await office.work()
    assert office.sent() == [("webhook", "waiting", 1, "localhost answered 503")]
    rests = []
    while office.sent()[0][1] != "done":
        rests.append(office.rest())
        await office.work()
    assert tuple(rests) == PAUSES[:5]
    assert office.sent() == [("webhook", "done", 6, "")]
    assert len(httpserver.log) == 6
    assert len({request.headers["webhook-id"] for request, _ in httpserver.log}) == 1
    assert all(is_signed(request, SECRET) for request, _ in httpserver.log)
    assert len({request.headers["webhook-timestamp"] for request, _ in httpserver.log}) == 6


async def test_a_delivery_that_never_succeeds_becomes_a_dead_letter_that_can_be_replayed(
    database: Database, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/crm").respond_with_data("", status=500)
    office = office_of(database, httpserver)
    office.tell(contact_name="Jane")
    await office.work()
    for _ in PAUSES:
        office.rest()
        await office.work()
    assert office.sent() == [("webhook", "dead", len(PAUSES) + 1, "localhost answered 500")]
    with database.begin() as store:
        (dead,) = store.jobs.undelivered()
    httpserver.clear()
    httpserver.expect_request("/crm").respond_with_data("ok")
    with database.begin() as store:
        assert store.jobs.replay(dead.id, now=office.now)
    await office.work()
    assert office.sent() == [("webhook", "done", 1, "")]
    with database.begin() as store:
        assert store.jobs.undelivered() == ()


async def test_what_will_never_be_taken_is_not_tried_again(sqlite_database: Database, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/crm").respond_with_data("", status=410)
    office = office_of(sqlite_database, httpserver)
    office.tell(contact_name="Jane")
    await office.work()
    assert office.sent() == [("webhook", "dead", 1, "localhost answered 410")]


async def test_a_redirect_is_not_followed(sqlite_database: Database, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/crm").respond_with_data(
        "", status=307, headers={"location": httpserver.url_for("/inside")}
    )
    office = office_of(sqlite_database, httpserver)
    office.tell(contact_name="Jane")
    await office.work()
    assert [request.path for request, _ in httpserver.log] == ["/crm"]
    assert office.sent()[0][1:] == ("dead", 1, "localhost answered with a redirect; set the final address")


async def test_a_server_that_asks_for_patience_gets_it(sqlite_database: Database, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/crm").respond_with_data("", status=429, headers={"retry-after": "90"})
    office = office_of(sqlite_database, httpserver)
    office.tell(contact_name="Jane")
    await office.work()
    assert office.rest() == 90


async def test_nobody_there_is_a_reason_to_try_again(sqlite_database: Database) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    office = Office(sqlite_database, [WebhookDestination(f"http://127.0.0.1:{port}/", (SECRET,), CONSOLE)])
    office.tell(contact_name="Jane")
    await office.work()
    assert office.sent() == [("webhook", "waiting", 1, "127.0.0.1 cannot be reached (ConnectError)")]


async def test_a_destination_that_is_gone_ends_its_deliveries(
    sqlite_database: Database, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/crm").respond_with_data("", status=503)
    office = office_of(sqlite_database, httpserver)
    office.tell(contact_name="Jane")
    await office.work()
    later = Office(sqlite_database, [])
    later.now = office.now
    later.rest()
    await later.work()
    assert later.sent() == [("webhook", "dead", 2, "webhook is not set up any more")]
