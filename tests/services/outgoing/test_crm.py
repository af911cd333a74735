from __future__ import annotations

import json
import ssl
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from milepost.services.outgoing.events import Event
from milepost.services.outgoing.hubspot import HubSpotDestination
from milepost.services.outgoing.salesforce import SalesforceDestination
from milepost.store.database import Database
from tests.services.outgoing.office import Office

CONSOLE = "https://chat.example.com"
UPSERT = "/crm/v3/objects/contacts/batch/upsert"
LEAD = "/services/data/v61.0/sobjects/Lead/Milepost_Id__c/c1"


async def test_hubspot_gets_a_contact_by_its_email_and_nothing_before_there_is_one(
    sqlite_database: Database, httpserver: HTTPServer
) -> None:
    httpserver.expect_request(UPSERT, method="POST").respond_with_json({"status": "COMPLETE", "results": []})
    office = Office(sqlite_database, [HubSpotDestination("pat-1", CONSOLE, httpserver.url_for("").rstrip("/"))])
    office.tell(contact_name="Ana Maria Costa")
    office.tell(Event.CONTACT_CHANGED, email="ana@costa.example", use_case="chat")
    await office.work()
    ((request, _),) = httpserver.log
    assert request.headers["authorization"] == "Bearer pat-1"
    (contact,) = json.loads(request.get_data())["inputs"]
    assert contact["objectWriteTraceId"]
    assert (contact["idProperty"], contact["id"]) == ("email", "ana@costa.example")
    assert contact["properties"] == {
        "email": "ana@costa.example",
        "firstname": "Ana",
        "lastname": "Maria Costa",
        "message": "Ana Maria Costa, for chat.\nhttps://chat.example.com/console/leads/c1",
    }


async def test_what_hubspot_says_about_a_visitor_stays_out_of_the_reason(
    sqlite_database: Database, httpserver: HTTPServer
) -> None:
    told = {"status": "error", "category": "VALIDATION_ERROR", "message": "ana@costa.example was invalid"}
    httpserver.expect_request(UPSERT).respond_with_json(told, status=400)
    office = Office(sqlite_database, [HubSpotDestination("pat-1", CONSOLE, httpserver.url_for("").rstrip("/"))])
    office.tell(email="ana@costa.example")
    await office.work()
    assert office.sent() == [("HubSpot", "dead", 1, "localhost answered 400 (VALIDATION_ERROR)")]


class Organisation:
    """Salesforce's token and lead endpoints; a token can be made to run out."""

    def __init__(self, server: HTTPServer) -> None:
        self.signed_in = 0
        self.leads: dict[str, dict] = {}
        self.valid = ""
        server.expect_request("/services/oauth2/token", method="POST").respond_with_handler(self.token)
        server.expect_request(LEAD, method="PATCH").respond_with_handler(self.upsert)

        self.url = server.url_for("").rstrip("/")

    def token(self, request: Request) -> Response:
        if request.form["grant_type"] != "client_credentials" or request.form["client_secret"] != "shh":
            return Response(json.dumps({"error": "invalid_client"}), 400, content_type="application/json")
        self.signed_in += 1
        self.valid = f"token-{self.signed_in}"
        return Response(
            json.dumps({"access_token": self.valid, "instance_url": self.url}), content_type="application/json"
        )

    def upsert(self, request: Request) -> Response:
        if request.headers.get("authorization") != f"Bearer {self.valid}":
            told = [{"message": "Session expired", "errorCode": "INVALID_SESSION_ID"}]
            return Response(json.dumps(told), 401, content_type="application/json")
        is_new = "c1" not in self.leads
        self.leads.setdefault("c1", {}).update(json.loads(request.get_data()))
        return Response("", 201 if is_new else 204)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate of localhost, signed by itself, in one file: Salesforce is spoken to over TLS only."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]),
    )
    now = datetime.now(timezone.utc)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    file = tmp_path_factory.mktemp("tls") / "localhost.pem"
    file.write_bytes(
        made.public_bytes(pem) + key.private_bytes(pem, serialization.PrivateFormat.TraditionalOpenSSL, plain)
    )
    return file


@pytest.fixture
def secure_server(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HTTPServer]:
    """A server whose certificate the client trusts."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    with HTTPServer(host="localhost", ssl_context=context) as server:
        yield server


@pytest.fixture
def organisation(secure_server: HTTPServer) -> Organisation:
    return Organisation(secure_server)


def salesforce(server: HTTPServer, secret: str = "shh") -> SalesforceDestination:
    return SalesforceDestination(server.url_for("").rstrip("/"), "id", secret, CONSOLE)


async def test_salesforce_gets_one_lead_that_each_event_refreshes(
    sqlite_database: Database, secure_server: HTTPServer, organisation: Organisation
) -> None:
    office = Office(sqlite_database, [salesforce(secure_server)])
    office.tell(Event.CREATED, email="ana@costa.example")
    await office.work()
    assert organisation.leads["c1"]["LastName"] == "Website visitor"
    assert organisation.leads["c1"]["Company"] == "[not provided]"
    office.tell(Event.CONTACT_CHANGED, contact_name="Ana Costa", company="Costa Foods", phone="+351123")
    await office.work()
    assert organisation.leads["c1"] == {
        "FirstName": "Ana",
        "LastName": "Costa",
        "Company": "Costa Foods",
        "Email": "ana@costa.example",
        "Phone": "+351123",
        "LeadSource": "Web",
        "Description": "Ana Costa, of Costa Foods.\nhttps://chat.example.com/console/leads/c1",
    }
    assert organisation.signed_in == 1


async def test_a_session_that_is_over_is_renewed(
    sqlite_database: Database, secure_server: HTTPServer, organisation: Organisation
) -> None:
    office = Office(sqlite_database, [salesforce(secure_server)])
    office.tell(email="ana@costa.example")
    await office.work()
    organisation.valid = "run out"
    office.tell(Event.UPDATED)
    await office.work()
    assert organisation.signed_in == 2
    assert {state for _, state, _, _ in office.sent()} == {"done"}


async def test_a_wrong_client_secret_is_told_and_gives_up(
    sqlite_database: Database, secure_server: HTTPServer, organisation: Organisation
) -> None:
    office = Office(sqlite_database, [salesforce(secure_server, "wrong")])
    office.tell(email="ana@costa.example")
    await office.work()
    assert office.sent() == [("Salesforce", "dead", 1, "localhost answered 400 (invalid_client)")]


async def test_a_redirect_is_not_followed_with_the_secret_in_hand(
    sqlite_database: Database, httpserver: HTTPServer, secure_server: HTTPServer
) -> None:
    elsewhere = {"location": "https://elsewhere.example/"}
    httpserver.expect_request(UPSERT).respond_with_data("", 307, elsewhere)
    secure_server.expect_request("/services/oauth2/token").respond_with_data("", 307, elsewhere)
    hubspot = HubSpotDestination("pat-1", CONSOLE, httpserver.url_for("").rstrip("/"))
    office = Office(sqlite_database, [hubspot, salesforce(secure_server)])
    office.tell(email="ana@costa.example")
    await office.work()
    assert len(httpserver.log) == len(secure_server.log) == 1
    assert not [state for _, state, _, _ in office.sent() if state == "done"]


async def test_a_crm_that_cannot_be_reached_or_asks_for_patience_is_tried_again(
    sqlite_database: Database, httpserver: HTTPServer
) -> None:
    httpserver.expect_request(UPSERT).respond_with_data("{}", 429, {"retry-after": "600"})
    hubspot = HubSpotDestination("pat-1", CONSOLE, httpserver.url_for("").rstrip("/"))
    nobody = SalesforceDestination("https://localhost:9", "id", "shh", CONSOLE)
    office = Office(sqlite_database, [hubspot, nobody])
    office.tell(email="ana@costa.example")
    await office.work()
    assert {(name, state, reason) for name, state, _, reason in office.sent()} == {
        ("HubSpot", "waiting", "localhost answered 429"),
        ("Salesforce", "waiting", "localhost cannot be reached (ConnectionError)"),
    }
