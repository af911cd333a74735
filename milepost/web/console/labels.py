"""How stored values are called on a page: options, needs, channels, terms and amounts."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Any

from milepost.channels.kinds import kind_of
from milepost.sales import wording
from milepost.sales.catalogue import Catalogue, Term
from milepost.sales.conversations import BuyingStage
from milepost.sales.money import Money
from milepost.sales.notes.wordings import brief_value
from milepost.sales.options import plan_name
from milepost.store.records.lead_cards import LeadLine

STAGES = tuple(stage.value for stage in BuyingStage if stage is not BuyingStage.NONE)
_LANGUAGES = {"en": "English", "es": "Spanish", "de": "German", "fr": "French", "pt": "Portuguese", "it": "Italian"}
_NEEDS = {"contact_name": "Name", "email": "E-mail", "phone": "Phone"}


@lru_cache(maxsize=4096)
def _money(amount: Decimal, currency: str) -> str:
    """A board writes hundreds of sums, and many of them again and again."""
    return wording.money(Money(amount, currency))


class Labels:
    """The names in one version of the catalogue. What it no longer has keeps its id."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def option(self, option: str) -> str:
        """The name of "plan:ID", "product:ID" or "competitor:ID"."""
        kind, _, option_id = option.partition(":")
        catalogue = self._catalogue
        if kind == "plan" and option_id in catalogue.plans:
            return self.plan(option_id)
        shelves: dict[str, Any] = {"product": catalogue.products, "competitor": catalogue.competitors}
        shelf = shelves.get(kind, {})
        return shelf[option_id].name if option_id in shelf else option_id or option

    def kind(self, option: str) -> str:
        """ "plan", "product", "competitor"."""
        return option.partition(":")[0].replace("_", "-")

    def plan(self, plan_id: str) -> str:
        """A plan with its product: "Bright Inbox Team"."""
        plan = self._catalogue.plans.get(plan_id)
        if plan is None:
            return plan_id
        return plan_name(self._catalogue, plan) if plan.product in self._catalogue.products else plan.name

    def need(self, need: str) -> str:
        """What a need is called: "Team size", or its attribute's name."""
        definition = self._catalogue.journey.needs.get(need)
        if definition and definition.attribute in self._catalogue.attributes:
            return self._catalogue.attributes[str(definition.attribute)].name
        return _NEEDS.get(need, need.replace("_", " ").capitalize())

    def need_value(self, need: str, value: Any) -> str:
        """A need's value as text: "3 to 6", "up to $500 per month"."""
        definition = self._catalogue.journey.needs.get(need)
        attribute = self._catalogue.attributes.get(definition.attribute or "") if definition else None
        currency = self._catalogue.company.currencies[0] if need == "budget" else None
        return wording.need_value(
            brief_value(need, value), unit=attribute.unit if attribute else None, currency=currency
        )

    def money(self, amount: Decimal, currency: str) -> str:
        """ "$1,234.50"."""
        return _money(amount, currency)

    def term(self, term: str) -> str:
        """ "per month"; a term that we do not know as it is."""
        return wording.term(Term(term)) if term in Term._value2member_map_ else term

    def stage(self, stage: str) -> str:
        """ "Evaluation"; "No signal yet" before any evidence."""
        return "No signal yet" if stage == BuyingStage.NONE.value else stage.capitalize()

    def channel(self, channel: str) -> str:
        """ "Website", "Telegram", "WhatsApp"."""
        kind = kind_of(channel)
        return kind.title if kind else "Website" if channel == "web" else channel.replace("_", " ").capitalize()

    def language(self, code: str) -> str:
        """ "English"; a code that we have no name for as it is."""
        return _LANGUAGES.get(code, code)

    def who(self, lead: LeadLine | None, conversation: str) -> str:
        """The visitor's name, else e-mail, phone or company, else a short form of the conversation's id."""
        named = (lead.name or lead.email or lead.phone or lead.company) if lead else None
        if named or conversation.startswith("web-"):
            return named or f"Visitor {conversation.removeprefix('web-')[:6]}"
        # Of a number on a platform the last digits tell people apart.
        return f"Visitor {conversation.rpartition('-')[2][-6:]}"

    def percent(self, share: float) -> str:
        """ "83%"."""
        return f"{round(share * 100)}%"

    def sureness(self, confidence: float) -> str:
        """ "83%"; never "100%", for no reading of a conversation is that sure."""
        return self.percent(min(confidence, 0.99))
