from __future__ import annotations

import pytest

from milepost.cli.sending import destinations
from milepost.errors import SettingsError
from milepost.services.outgoing.mail import SmtpMailer
from milepost.settings import Settings

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MAILER = SmtpMailer("127.0.0.1", 25, "hello@acorn.example")


def settings(**environment: str) -> Settings:
    return Settings.from_environment({f"MILEPOST_{name}": value for name, value in environment.items()})


@pytest.mark.parametrize(
    "address",
    [
        "http://crm.example.com/hook",
        "http://169.254.169.254/latest",
        "http://127.0.0.1.example.com/",
        "http://127.0.0.1@evil.example/",
        "file:///etc/passwd",
        "ftp://crm.example.com",
        "crm.example.com",
        "https://",
        "https://[::1",
        "https://crm.example.com:notaport/",
    ],
)
def test_an_address_that_would_leak_is_refused_in_a_sentence(address: str) -> None:
    for name in ("WEBHOOK_URL", "SLACK_WEBHOOK_URL", "HUBSPOT_API", "SALESFORCE_URL"):
        with pytest.raises(SettingsError, match=f"MILEPOST_{name} must be an https:// address"):
            settings(**{name: address})


def test_a_refused_address_is_not_told_with_its_secrets() -> None:
    with pytest.raises(SettingsError) as caught:
        settings(SLACK_WEBHOOK_URL="http://hooks.example.com/services/T0/B0/secret")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "address", ["https://crm.example.com/hook?x=1", "http://localhost:9/", "http://127.0.0.1:1/x", "http://[::1]:8/"]
)
def test_an_encrypted_address_or_one_of_this_machine_is_taken(address: str) -> None:
    assert settings(WEBHOOK_URL=address).outgoing.webhook_url == address


def test_nothing_is_sent_anywhere_unless_it_is_set() -> None:
    assert destinations(settings(), None) == []


def test_everything_that_is_set_is_a_destination() -> None:
    given = settings(
        NOTICE_TO="a@acorn.example, b@acorn.example",
        SLACK_WEBHOOK_URL="https://hooks.example.com/x",
        WEBHOOK_URL="https://crm.example.com/hook",
        WEBHOOK_SECRET=f"{SECRET}, {SECRET}",
        HUBSPOT_TOKEN="pat",
        SALESFORCE_URL="https://acorn.my.salesforce.com/",
        SALESFORCE_CLIENT_ID="id",
        SALESFORCE_CLIENT_SECRET="shh",
    )
    assert [destination.name for destination in destinations(given, MAILER)] == [
        "e-mail to a@acorn.example",
        "e-mail to b@acorn.example",
        "Slack",
        "webhook",
        "HubSpot",
        "Salesforce",
    ]


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"WEBHOOK_URL": "https://x.example"}, "needs MILEPOST_WEBHOOK_SECRET"),
        ({"WEBHOOK_URL": "https://x.example", "WEBHOOK_SECRET": "abc"}, "must be whsec_"),
        ({"NOTICE_TO": "a@acorn.example"}, "needs a mail server"),
        ({"NOTICE_EVENTS": "lead.wonn"}, 'there is no event "lead.wonn"'),
        ({"SALESFORCE_URL": "https://x.example"}, "needs MILEPOST_SALESFORCE_CLIENT_ID"),
    ],
)
def test_what_is_set_half_stops_the_start_with_a_sentence(environment: dict[str, str], sentence: str) -> None:
    with pytest.raises(SettingsError, match=sentence):
        destinations(settings(**environment), None)


@pytest.mark.parametrize(("value", "sees_all"), [("", True), ("all", True), (" Own ", False)])
def test_which_leads_a_rep_sees(value: str, sees_all: bool) -> None:
    assert Settings.from_environment({"MILEPOST_REPS_SEE": value}).reps_see_all is sees_all


def test_a_choice_that_there_is_not_is_named() -> None:
    with pytest.raises(SettingsError, match="MILEPOST_REPS_SEE is all or own, not some"):
        Settings.from_environment({"MILEPOST_REPS_SEE": "some"})
