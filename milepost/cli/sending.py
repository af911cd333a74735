"""Where lead events and notices go, as the operator has set it."""

from __future__ import annotations

from milepost.channels.wire.signatures import key_of
from milepost.errors import SettingsError
from milepost.services.outgoing.deliveries import Destination
from milepost.services.outgoing.events import Event
from milepost.services.outgoing.hubspot import HubSpotDestination
from milepost.services.outgoing.mail import Mailer
from milepost.services.outgoing.notices import MailNotice, SlackNotice
from milepost.services.outgoing.salesforce import SalesforceDestination
from milepost.services.outgoing.webhook import WebhookDestination
from milepost.settings import Settings


def destinations(settings: Settings, mailer: Mailer | None) -> list[Destination]:
    """Every destination that is set. Raises SettingsError for one that is set half, or wrongly."""
    outgoing, url = settings.outgoing, settings.public_url
    return [*_notices(settings, mailer), *_webhook(settings), *_hubspot(outgoing.hubspot_token, settings)] + (
        [_salesforce(settings, url)] if outgoing.salesforce_url else []
    )


def _notices(settings: Settings, mailer: Mailer | None) -> list[Destination]:
    outgoing, texts = settings.outgoing, settings.project / "data" / "mails"
    known = [event.value for event in Event]
    if unknown := [name for name in outgoing.notice_events if name not in known]:
        raise SettingsError(f'MILEPOST_NOTICE_EVENTS: there is no event "{unknown[0]}"; there are {", ".join(known)}')
    if outgoing.notice_to and mailer is None:
        raise SettingsError("MILEPOST_NOTICE_TO needs a mail server: set MILEPOST_SMTP_HOST too")
    notices: list[Destination] = []
    for address in outgoing.notice_to:
        assert mailer is not None
        notices.append(MailNotice(address, outgoing.notice_events, mailer, texts, settings.public_url))
    if outgoing.slack_url:
        notices.append(SlackNotice(outgoing.slack_url, outgoing.notice_events, settings.public_url))
    return notices


def _webhook(settings: Settings) -> list[Destination]:
    outgoing = settings.outgoing
    if not outgoing.webhook_url:
        return []
    if not outgoing.webhook_secrets:
        raise SettingsError("MILEPOST_WEBHOOK_URL needs MILEPOST_WEBHOOK_SECRET, to sign with")
    for secret in outgoing.webhook_secrets:
        try:
            key_of(secret)
        except ValueError:
            raise SettingsError(
                "MILEPOST_WEBHOOK_SECRET must be whsec_ and 24 to 64 random bytes as base64; this makes one: "
                'echo "whsec_$(openssl rand -base64 32)"'
            ) from None
    return [WebhookDestination(outgoing.webhook_url, outgoing.webhook_secrets, settings.public_url)]


def _hubspot(token: str, settings: Settings) -> list[Destination]:
    return [HubSpotDestination(token, settings.public_url, settings.outgoing.hubspot_api)] if token else []


def _salesforce(settings: Settings, public_url: str) -> Destination:
    outgoing = settings.outgoing
    if not (outgoing.salesforce_id and outgoing.salesforce_secret):
        raise SettingsError(
            "MILEPOST_SALESFORCE_URL needs MILEPOST_SALESFORCE_CLIENT_ID and MILEPOST_SALESFORCE_CLIENT_SECRET"
        )
    return SalesforceDestination(
        outgoing.salesforce_url,
        outgoing.salesforce_id,
        outgoing.salesforce_secret,
        public_url,
        outgoing.salesforce_key,
    )
