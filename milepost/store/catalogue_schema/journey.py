"""journey.yml: what happens in each buying stage, what is asked, what follows a quote or an order."""

from __future__ import annotations

import re
from decimal import Decimal

from milepost.sales.journey import (
    DangerTable,
    FollowUpRule,
    Journey,
    LoyaltyTerms,
    OnboardingStep,
    ReferralTerms,
)
from milepost.store.catalogue_schema import values
from milepost.store.catalogue_schema.fields import Fields
from milepost.store.catalogue_schema.handoff import read_canned_replies, read_handoff
from milepost.store.catalogue_schema.needs import read_needs
from milepost.store.catalogue_schema.opening_hours import read_opening_hours
from milepost.store.catalogue_schema.products import ProductsFile
from milepost.store.catalogue_schema.stages import read_stages
from milepost.store.catalogue_schema.values import UnfitError

_SHORTEST_DANGER = 4
_DANGER_WORDS = re.compile(r"(?:[^\W_]+(?:['\u2019-][^\W_]+)*(?:(?<=\w{3})\*)?(?: |$))+")
_TRIGGERS = ("quote_unanswered", "no_order", "onboarding_stalled")


def read_journey_file(page: Fields, offer: ProductsFile | None) -> Journey:
    """The whole file; `offer` is None where products.yml could not be read."""
    return Journey(
        stages=read_stages(page),
        needs=read_needs(page, offer.attributes if offer else {}),
        question_budget=page.optional("question_budget", values.whole(0), 5),
        follow_ups=page.table("follow_ups", "follow-up", _read_follow_up),
        onboarding=_read_onboarding(page),
        loyalty=_read_loyalty(page),
        referrals=_read_referrals(page),
        opening_hours=read_opening_hours(page, offer.company.timezone if offer else "UTC"),
        handoff=read_handoff(page),
        canned_replies=read_canned_replies(page),
        danger=_read_danger(page),
        consent_text_version=page.text("consent_text_version", "1"),
    )


def _read_follow_up(rule_id: str, fields: Fields) -> FollowUpRule:
    return FollowUpRule(
        id=rule_id,
        trigger=fields.required("trigger", values.one_of(_TRIGGERS), ""),
        after_hours=fields.required("after_hours", values.positive, Decimal(1)),
        subject=fields.required("subject", values.template, ""),
        body=fields.required("body", values.template, ""),
    )


def _read_onboarding(page: Fields) -> tuple[OnboardingStep, ...]:
    steps: dict[str, OnboardingStep] = {}
    for position, node in enumerate(page.items("onboarding"), start=1):
        label = f"onboarding step {position}"
        fields = page.fields_of(node, label, label, node.line)
        if fields is None:
            continue
        step = _read_step(fields)
        fields.close()
        if step.id and step.id in steps:
            fields.problem(f'the id "{step.id}" is taken by another onboarding step', key="id")
        steps[step.id] = step
    return tuple(steps.values())


def _read_step(fields: Fields) -> OnboardingStep:
    is_for_any = fields.optional("product", values.text, "") == "*"
    return OnboardingStep(
        id=fields.required("id", values.identifier, ""),
        product="*" if is_for_any else fields.reference("product", "product"),
        title=fields.words("title"),
        body=fields.words("body"),
        link=fields.optional("link", values.link, ""),
    )


def _read_loyalty(page: Fields) -> LoyaltyTerms:
    fields = page.group("loyalty", '"loyalty"')
    if fields is None:
        return LoyaltyTerms()
    terms = LoyaltyTerms(
        summary=fields.text("summary"),
        benefits=fields.texts("benefits"),
        link=fields.optional("link", values.link, ""),
    )
    fields.close()
    return terms


def _friend_link(words: str) -> str:
    """A web address that goes on to a friend, so it is whole and says where the code stands."""
    if not values.link(words).lower().startswith("http") or "{code}" not in words:
        raise UnfitError(f'must be a link that begins with https:// and has {{code}} in it, not "{words}"')
    return words


def _read_referrals(page: Fields) -> ReferralTerms:
    fields = page.group("referrals", '"referrals"')
    if fields is None:
        return ReferralTerms()
    terms = ReferralTerms(
        reward=fields.text("reward"),
        friend_reward=fields.text("friend_reward"),
        terms=fields.text("terms"),
        code_prefix=fields.text("code_prefix"),
        review_link=fields.optional("review_link", values.link, ""),
        friend_link=fields.optional("friend_link", _friend_link, ""),
    )
    fields.close()
    return terms


def _read_danger(page: Fields) -> DangerTable:
    fields = page.group("danger", '"danger"')
    if fields is None:
        return DangerTable()
    danger = DangerTable(
        phrases=fields.listing("phrases", _danger_words),
        help=fields.text("help"),
    )
    fields.close()
    return danger


def _danger_words(words: str) -> str:
    """Plain words, so that nothing else than what the owner wrote is taken for a danger."""
    phrase = " ".join(values.text(words).split())
    if len(phrase) < _SHORTEST_DANGER or not _DANGER_WORDS.fullmatch(phrase):
        raise UnfitError('must be a few plain words, "*" at the end of one (of three letters at least) for any ending')
    return phrase
