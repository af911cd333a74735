"""A small valid catalogue for tests: as values, and as the folder that it is read from."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from milepost.sales.catalogue import (
    AddOn,
    Answer,
    Article,
    Attribute,
    AttributeType,
    Catalogue,
    Company,
    Competitor,
    CompetitorFact,
    Discount,
    Plan,
    Price,
    Product,
    Term,
    Tier,
    TierModel,
    Variant,
)
from milepost.sales.journey import (
    CannedReply,
    FollowUpRule,
    HandoffRules,
    Journey,
    LoyaltyTerms,
    NeedDefinition,
    OnboardingStep,
    OpeningHours,
    ReferralTerms,
    StagePlan,
)
from tests.catalogue_texts import SMALL_FILES


def write_small_catalogue(folder: Path) -> Path:
    """Put the small catalogue's four files into a folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in SMALL_FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def small_catalogue(*, version: str = "0123456789ab") -> Catalogue:
    """The small catalogue as values, without a file."""
    return Catalogue(
        version=version,
        company=Company(
            name="Acorn",
            tagline="Calm tools for busy teams.",
            about="Acorn makes a shared inbox and a desk to put it on.",
            for_whom="small teams",
            currencies=("USD", "EUR"),
            timezone="Europe/Dublin",
            email="hello@acorn.example",
            privacy_url="https://acorn.example/privacy",
        ),
        attributes=_by_id(*_attributes()),
        products=_by_id(*_products()),
        plans=_by_id(*_plans()),
        journey=_journey(),
        add_ons=_by_id(
            AddOn("ai-pack", "AI pack", plans=("inbox-team",), prices=(_price("month", None, "5", "4.75"),))
        ),
        discounts=_by_id(*_discounts()),
        competitors=_by_id(_competitor()),
        answers=_by_id(
            Answer(
                "refund-policy", "Can I get my money back?", "Yes, within 30 days.", also=("refunds",), topic="billing"
            )
        ),
        articles=_by_id(*_articles()),
    )


def _by_id(*things):
    return {thing.id: thing for thing in things}


def _amounts(usd: str, eur: str) -> dict[str, Decimal]:
    return {"USD": Decimal(usd), "EUR": Decimal(eur)}


def _price(term: str, up_to: int | None, usd: str, eur: str) -> Price:
    return Price(Term(term), tiers=(Tier(up_to, _amounts(usd, eur)),))


def _attributes() -> list[Attribute]:
    return [
        Attribute("storage", "File storage", AttributeType.NUMBER, unit="GB", aliases=("disk space",), better="higher"),
        Attribute("region", "Data region", AttributeType.CHOICE, choices=("EU", "US")),
        Attribute("sso", "Single sign-on", AttributeType.BOOLEAN),
        Attribute("integrations", "Integrations", AttributeType.LIST),
        Attribute("support", "Support", AttributeType.TEXT),
    ]


def _products() -> list[Product]:
    return [
        Product(
            "inbox",
            "Acorn Inbox",
            "shared inbox",
            "One inbox for the whole team.",
            aliases=("inbox",),
            best_for=("teams that answer e-mail together",),
            industries=("software",),
            attributes={"storage": Decimal(10), "region": "EU", "sso": False, "integrations": ("Slack", "Shopify")},
            url="https://acorn.example/inbox",
        ),
        Product(
            "desk",
            "Acorn Desk",
            "desk",
            "A desk that stands up.",
            variants=(
                Variant("oak-120", {"width": "120", "wood": "oak"}, stock=3, surcharge=_amounts("20", "18.50")),
                Variant("pine-120", {"width": "120", "wood": "pine"}, surcharge=_amounts("0", "0")),
            ),
        ),
    ]


def _plans() -> list[Plan]:
    monthly = (Tier(10, _amounts("25", "23")), Tier(100, _amounts("22.50", "20")))
    yearly = (Tier(None, _amounts("240", "220")),)
    return [
        Plan(
            "inbox-team",
            "inbox",
            "Team",
            aliases=("team plan",),
            attributes={"storage": Decimal(50)},
            prices=(
                Price(Term.MONTH, tiers=monthly),
                Price(Term.YEAR, flat=_amounts("100", "90"), tiers=yearly, tier_model=TierModel.GRADUATED),
            ),
            max_quantity=100,
            trial_days=14,
        ),
        Plan("inbox-enterprise", "inbox", "Enterprise", attributes={"sso": True}, custom_price=True),
        Plan(
            "desk-piece",
            "desk",
            "Acorn Desk",
            prices=(Price(Term.ONE_TIME, unit="item", flat=_amounts("400", "380")),),
        ),
    ]


def _discounts() -> list[Discount]:
    return [
        Discount(
            "nonprofit",
            "Non-profit",
            percent=Decimal(20),
            stacks=False,
            terms=(Term.YEAR,),
            customer_kind="nonprofit",
            valid_until="2026-12-31",
        ),
        Discount("welcome", "Welcome", amounts=_amounts("50", "45"), order=2, code="WELCOME50", plans=("inbox-team",)),
    ]


def _competitor() -> Competitor:
    return Competitor(
        "pinebox",
        "Pinebox",
        strengths=("a large marketplace of apps",),
        facts={"sso": CompetitorFact(True, "https://pinebox.example/security", "2026-09-01")},
        price_note="from 29 USD a seat and month",
        price_source="https://pinebox.example/pricing",
    )


def _articles() -> list[Article]:
    return [
        Article(
            "choosing",
            "guide",
            "Choosing an inbox",
            "Five questions to ask.",
            stages=("awareness", "research"),
            products=("inbox",),
        ),
        Article(
            "fern",
            "story",
            "Fern answers twice as fast",
            "How Fern did it.",
            link="/stories/fern",
            industries=("software",),
        ),
    ]


def _journey() -> Journey:
    return Journey(
        stages={plan.stage: plan for plan in _stage_plans()},
        needs=_by_id(*_needs()),
        question_budget=4,
        follow_ups=_by_id(
            FollowUpRule(
                "quote-reminder", "quote_unanswered", Decimal(48), "Your quote {quote}", "Hello {name}, {total}?"
            )
        ),
        onboarding=(
            OnboardingStep("invite", "inbox", "Invite your team", "Send each an invitation."),
            OnboardingStep("hello", "*", "Say hello", "Write to us any time.", link="/hello"),
        ),
        loyalty=LoyaltyTerms("A year's loyalty is worth a month.", ("one month free",)),
        referrals=ReferralTerms("50 USD", "50 USD", "Once a friend pays.", "ACORN", "https://acorn.example/review"),
        opening_hours=OpeningHours(
            "Europe/Dublin", {"mon": ("09:00", "17:30"), "fri": ("09:00", "13:00")}, ("2026-12-25",)
        ),
        handoff=HandoffRules(answer=2, escalate=5, give_up=10, route_by=("language", "skill")),
        canned_replies=(
            CannedReply("welcome", "Greeting", "Hi {name}, {rep} here. How can I help?"),
            CannedReply("hallo", "Gruss", "Guten Tag {name}, hier ist {rep}.", "de"),
        ),
        consent_text_version="2026-11",
    )


def _stage_plans() -> list[StagePlan]:
    return [
        StagePlan("awareness", "Good to know.", 1, may_pitch=False, may_ask_contact=False, articles=("choosing",)),
        StagePlan("research", "Let us look.", 1, may_pitch=False, may_ask_contact=False),
        StagePlan("evaluation", "Let us compare.", 1, may_pitch=True, may_ask_contact=True),
        StagePlan("purchase", "Let us order.", 1, may_pitch=True, may_ask_contact=True),
        StagePlan("onboarding", "Let us start.", 0, may_pitch=False, may_ask_contact=False),
        StagePlan("retention", "How is it going?", 0, may_pitch=False, may_ask_contact=False),
        StagePlan("advocacy", "Thank you.", 0, may_pitch=False, may_ask_contact=False, articles=("fern",)),
    ]


def _needs() -> list[NeedDefinition]:
    return [
        NeedDefinition(
            "team_size",
            "team_size",
            "How many people?",
            "Prices depend on it.",
            weight=Decimal("0.9"),
            options=("1-5", "6-20"),
        ),
        NeedDefinition(
            "data_region",
            "attribute",
            "Where must your data stay?",
            "Not every plan keeps it everywhere.",
            attribute="region",
            weight=Decimal("0.4"),
            stages=("evaluation",),
            options=("EU", "US"),
            synonyms={"EU": ("europe", "gdpr")},
        ),
    ]
