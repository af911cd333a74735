"""Notices to reps within seconds, by e-mail and to a Slack-compatible webhook, with the lead card's sentence."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from milepost.services.outgoing.deliveries import EventPayload
from milepost.services.outgoing.events import Event
from milepost.services.outgoing.mail import Mail, Mailer, written
from milepost.services.outgoing.posting import request

TEXT = "notice"
_HEADINGS: Mapping[str, str] = {
    Event.CREATED.value: "New lead",
    Event.UPDATED.value: "News of a lead",
    Event.CONTACT_CHANGED.value: "Contact details",
    Event.STAGE_CHANGED.value: "Buying stage",
    Event.QUOTED.value: "A price was quoted",
    Event.QUOTE_ACCEPTED.value: "Quote accepted",
    Event.HANDOFF_REQUESTED.value: "Needs a person",
    Event.PROMISED.value: "A promise to keep",
    Event.PROMISE_DUE.value: "A promise falls due",
    Event.WON.value: "Won",
    Event.LOST.value: "Lost",
}


@dataclass(frozen=True)
class MailNotice:
    """A notice to one rep's address."""

    to: str
    events: Collection[str]
    mailer: Mailer
    texts: Path
    public_url: str

    @property
    def name(self) -> str:
        """ "e-mail to rep@example.com"."""
        return f"e-mail to {self.to}"

    def wants(self, event: EventPayload) -> bool:
        """Those that the operator named."""
        return event["type"] in self.events

    async def send(self, event_id: str, event: EventPayload) -> None:
        """One mail, under the same Message-ID whatever the try. Raises DeliveryFailed."""
        subject, text = written(self.texts / f"{TEXT}.txt", values_of(event, self.public_url))
        await self.mailer.send(Mail(self.to, subject, text, event_id))


@dataclass(frozen=True)
class SlackNotice:
    """A notice to an incoming webhook of Slack, Mattermost, Rocket.Chat or Discord (its /slack address)."""

    url: str
    events: Collection[str]
    public_url: str
    name: str = "Slack"

    def wants(self, event: EventPayload) -> bool:
        """Those that the operator named."""
        return event["type"] in self.events

    async def send(self, event_id: str, event: EventPayload) -> None:
        """One message: heading, who, the sentence, why, and the way to the card. Raises DeliveryFailed."""
        values = {name: _escaped(value) for name, value in values_of(event, self.public_url).items()}
        lines = [f"*{values['heading']}*: {values['who']}", values["sentence"], values["reason"]]
        text = "\n".join(line for line in lines if line) + f"\n<{values['url']}|Open the lead>"
        await request("POST", self.url, content=json.dumps({"text": text}).encode(), content_type="application/json")


def values_of(event: EventPayload, public_url: str) -> dict[str, str]:
    """What a notice says of an event: heading, who, stage, sentence, reason, url."""
    data = event["data"]
    who = data["name"] or data["email"] or data["phone"] or data["company"] or "A visitor"
    company = f" of {data['company']}" if data["company"] and data["company"] != who else ""
    return {
        "heading": _HEADINGS.get(event["type"], event["type"]),
        "who": f"{who}{company}",
        "stage": data["stage"],
        "sentence": data["sentence"],
        "reason": data["reason"],
        "url": f"{public_url}/console/leads/{data['conversation']}",
    }


def _escaped(text: str) -> str:
    """Slack's three control characters as it wants them (api.slack.com/reference/surfaces/formatting#escaping)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
