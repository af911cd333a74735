"""How a company accompanies its visitors: the values that `journey.yml` is read into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType


@dataclass(frozen=True)
class NeedDefinition:
    """Something worth knowing about a visitor.

    `kind` says how a value is read: one of the built-in needs' own names (team_size, budget, timeline, industry, use_case,
    must_have_features, current_solution, company) or "attribute" with `attribute` naming the catalogue attribute that it
    filters. `weight` (0 to 1) is what the sale and the rep gain from knowing it. `stages` are those in which to ask it.
    `options` are quick replies; for an attribute with choices they default to the catalogue's.
    """

    id: str
    kind: str
    question: str
    why: str
    attribute: str | None = None
    weight: Decimal = Decimal("0.5")
    stages: tuple[str, ...] = ("research", "evaluation")
    options: tuple[str, ...] = ()
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def forms(self) -> tuple[str, ...]:
        """Every way in which a value that the owner names may be written: the options and all synonyms."""
        return (*self.options, *self.synonyms, *(form for forms in self.synonyms.values() for form in forms))

    def forms_of(self, value: str) -> tuple[str, ...]:
        """The other ways to write a value, given by its name or by one of its synonyms; none where it has none."""
        wanted = value.casefold()
        for name, forms in self.synonyms.items():
            if wanted in (name.casefold(), *(form.casefold() for form in forms)):
                return (name, *forms)
        return ()


STAGE_STEPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "awareness": ("question", "article"),
        "research": ("question", "recommendation", "article"),
        "evaluation": ("question", "recommendation", "quote", "contact", "article"),
        "purchase": ("quote", "question", "recommendation", "contact", "person"),
        "onboarding": ("step",),
        "retention": (),
        "advocacy": ("referral", "review"),
    }
)
"""What a stage tries after its answer, in this order, where the owner names nothing else."""


@dataclass(frozen=True)
class StagePlan:
    """What the bot does in one buying stage: its opening words, how many questions it may ask, what it may offer.

    `steps` are what it tries after an answer, in this order: question, recommendation, article, quote, contact, person,
    step, referral, review; empty: as STAGE_STEPS has it.
    """

    stage: str
    wording: str
    questions: int
    may_pitch: bool
    may_ask_contact: bool
    articles: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class FollowUpRule:
    """Write to a consenting visitor when `trigger` (quote_unanswered, no_order, onboarding_stalled) is `after_hours` old."""

    id: str
    trigger: str
    after_hours: Decimal
    subject: str
    body: str


@dataclass(frozen=True)
class OnboardingStep:
    """One step to get going, in order; `product` is the id of what was bought ("*": any)."""

    id: str
    product: str
    title: str
    body: str
    link: str = ""


@dataclass(frozen=True)
class LoyaltyTerms:
    """What staying is worth. Empty `summary`: no programme."""

    summary: str = ""
    benefits: tuple[str, ...] = ()
    link: str = ""


@dataclass(frozen=True)
class ReferralTerms:
    """What a referral is worth to both sides. Empty `reward`: no programme. `friend_link` is a web address with {code} in it."""

    reward: str = ""
    friend_reward: str = ""
    terms: str = ""
    code_prefix: str = ""
    review_link: str = ""
    friend_link: str = ""

    def link_for(self, code: str) -> str:
        """Where a friend begins with a code; empty where the owner names no place."""
        return self.friend_link.replace("{code}", code)


@dataclass(frozen=True)
class OpeningHours:
    """When people answer: weekday ("mon" … "sun") -> ("09:00", "17:30"), in `timezone`; `holidays` are ISO dates."""

    timezone: str = "UTC"
    days: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    holidays: tuple[str, ...] = ()


@dataclass(frozen=True)
class HandoffRules:
    """How long what may take, in minutes, once a person was promised; and who is asked first.

    `answer`: a rep who is asked has so long before the next one is asked. `escalate`: then all are told. `give_up`: then
    the visitor is told that nobody came. `reply`: a rep who has joined answers within. `route_by` are the criteria in
    their order: language, skill, product; what none of them decides goes round. `meeting`: how long a meeting takes.
    """

    answer: int = 2
    escalate: int = 5
    give_up: int = 10
    reply: int = 5
    route_by: tuple[str, ...] = ("language", "skill", "product")
    meeting: int = 30


@dataclass(frozen=True)
class CannedReply:
    """A reply that reps need often. Words in braces are filled in: {name}, {company}, {rep}, {plan}, {total}."""

    id: str
    title: str
    text: str
    language: str = "en"


@dataclass(frozen=True)
class DangerTable:
    """Danger to life, as the owner adds to it: words that tell of one here, and the help to point to.

    `phrases` are plain words, a `*` at the end of one for any ending. Empty `help`: the shipped text.
    """

    phrases: tuple[str, ...] = ()
    help: str = ""


@dataclass(frozen=True)
class Journey:
    """The owner's table of what happens when."""

    stages: Mapping[str, StagePlan]
    needs: Mapping[str, NeedDefinition]
    question_budget: int = 5
    follow_ups: Mapping[str, FollowUpRule] = field(default_factory=dict)
    onboarding: tuple[OnboardingStep, ...] = ()
    loyalty: LoyaltyTerms = field(default_factory=LoyaltyTerms)
    referrals: ReferralTerms = field(default_factory=ReferralTerms)
    opening_hours: OpeningHours = field(default_factory=OpeningHours)
    handoff: HandoffRules = field(default_factory=HandoffRules)
    canned_replies: tuple[CannedReply, ...] = ()
    danger: DangerTable = field(default_factory=DangerTable)
    consent_text_version: str = "1"
