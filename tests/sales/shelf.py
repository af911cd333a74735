"""A small shelf to sell from: one software product with four plans, three goods, and short ways to build a memory."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from milepost.sales.catalogue import (
    AddOn,
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
from milepost.sales.conversations import BuyingStage, Conversation, Evidence, Fact, FactStatus, StageChange
from milepost.sales.journey import Journey, LoyaltyTerms, NeedDefinition, OnboardingStep, ReferralTerms, StagePlan


def amounts(usd: str, **others: str) -> dict[str, Decimal]:
    return {"USD": Decimal(usd), **{code: Decimal(amount) for code, amount in others.items()}}


def stage_plan(stage: str, questions: int, may_pitch: bool, may_ask_contact: bool) -> StagePlan:
    return StagePlan(stage, f"wording of {stage}", questions, may_pitch, may_ask_contact)


STAGES = {
    plan.stage: plan
    for plan in (
        stage_plan("awareness", 1, False, False),
        stage_plan("research", 3, True, False),
        stage_plan("evaluation", 3, True, True),
        stage_plan("purchase", 2, True, True),
        stage_plan("onboarding", 0, False, False),
        stage_plan("retention", 0, False, False),
        stage_plan("advocacy", 0, False, False),
    )
}

ASKING = ("awareness", "research", "evaluation", "purchase")


def need(name: str, *, weight: str = "0.5", stages: tuple[str, ...] = ASKING, **more: Any) -> NeedDefinition:
    kind = more.pop("kind", "attribute" if "attribute" in more else name)
    return NeedDefinition(
        name, kind, f"question about {name}", f"why {name}", weight=Decimal(weight), stages=stages, **more
    )


ATTRIBUTES = {
    each.id: each
    for each in (
        Attribute("size", "Screen size", AttributeType.NUMBER, unit="in", aliases=("display",)),
        Attribute("memory", "Memory", AttributeType.NUMBER, unit="GB", better="higher", aliases=("ram",)),
        Attribute("weight", "Weight", AttributeType.NUMBER, unit="kg", better="lower"),
        Attribute("touch", "Touch screen", AttributeType.BOOLEAN, better="higher", aliases=("touchscreen",)),
        Attribute("system", "Operating system", AttributeType.CHOICE, choices=("Windows", "macOS", "ChromeOS")),
        Attribute("sso", "Single sign-on", AttributeType.BOOLEAN, better="higher", aliases=("SSO", "SAML")),
        Attribute("storage", "File storage", AttributeType.NUMBER, unit="GB", better="higher"),
        Attribute("integrations", "Integrations", AttributeType.LIST),
    )
}


def laptop(name: str, price: str, **attributes: Any) -> tuple[Product, Plan]:
    words = {"best_for": attributes.pop("best_for", ()), "use_cases": attributes.pop("use_cases", ())}
    slug = name.lower().replace(" ", "-")
    exact = {key: Decimal(str(value)) if type(value) in (int, float) else value for key, value in attributes.items()}
    product = Product(slug, name, "laptop", f"The {name}.", attributes=exact, **words)
    plan = Plan(slug, slug, name, prices=(Price(Term.ONE_TIME, "item", tiers=(Tier(None, amounts(price)),)),))
    return product, plan


LAPTOPS = (
    laptop("Feather 13", "999", size=13.3, memory=16, weight=1.1, touch=True, system="Windows", use_cases=("travel",)),
    laptop(
        "Desk 17", "799", size=17.3, memory=8, weight=2.6, touch=False, system="Windows", use_cases=("office work",)
    ),
    laptop(
        "Orchard 14", "1599", size=14, memory=16, weight=1.5, touch=False, system="macOS", use_cases=("photo editing",)
    ),
    laptop("Pupil 11", "249", size=11.6, memory=4, weight=1.2, touch=True, system="ChromeOS", use_cases=("school",)),
    laptop(
        "Blaze 15", "1299", size=15.6, memory=32, weight=2.4, system="Windows", use_cases=("gaming", "video editing")
    ),
)


def seats(
    term: Term, *steps: tuple[int | None, str], model: TierModel = TierModel.VOLUME, flat: str | None = None
) -> Price:
    tiers = tuple(Tier(up_to, amounts(usd, JPY=str(int(Decimal(usd) * 150)))) for up_to, usd in steps)
    return Price(term, "seat", amounts(flat, JPY=str(int(Decimal(flat) * 150))) if flat else {}, tiers, model)


INBOX = Product(
    "inbox",
    "Bright Inbox",
    "shared inbox",
    "One inbox for a whole support team.",
    description="Answer customer e-mail together, with notes, assignment and reports.",
    best_for=("support teams",),
    use_cases=("shared e-mail", "ticketing"),
    industries=("online shops", "software"),
    attributes={"storage": Decimal(10), "sso": False, "integrations": ("Slack", "Shopify")},
)
SHIRT = Product(
    "shirt",
    "Brand Shirt",
    "clothing",
    "A shirt.",
    variants=(
        Variant("s-red", {"size": "S", "colour": "red"}, stock=3),
        Variant("xl-red", {"size": "XL", "colour": "red"}, stock=0, surcharge=amounts("2.50")),
    ),
)
PLANS = (
    Plan("solo", "inbox", "Solo", "For one.", prices=(seats(Term.MONTH, (None, "0")),), max_quantity=2),
    Plan(
        "team",
        "inbox",
        "Team",
        best_for=("5 to 20 people",),
        prices=(
            seats(Term.MONTH, (10, "25"), (None, "22")),
            seats(Term.YEAR, (10, "240"), (None, "216")),
        ),
        max_quantity=100,
        trial_days=14,
    ),
    Plan(
        "business",
        "inbox",
        "Business",
        best_for=("20 to 200 people",),
        attributes={"storage": Decimal(100), "sso": True},
        prices=(seats(Term.MONTH, (10, "40"), (50, "35"), (None, "30"), model=TierModel.GRADUATED, flat="99"),),
        min_quantity=5,
    ),
    Plan("enterprise", "inbox", "Enterprise", attributes={"sso": True}, custom_price=True),
    Plan(
        "shirt", "shirt", "Brand Shirt", prices=(Price(Term.ONE_TIME, "item", tiers=(Tier(None, amounts("19.99")),)),)
    ),
)
ADD_ONS = (
    AddOn("ai", "AI pack", plans=("team", "business"), prices=(seats(Term.MONTH, (None, "5")),)),
    AddOn("space", "Extra space", prices=(Price(Term.MONTH, "pack", amounts("9")),)),
    AddOn("setup", "Set-up help", prices=(Price(Term.ONE_TIME, "session", amounts("300")),)),
)
DISCOUNTS = (
    Discount("nonprofit", "Non-profit", percent=Decimal(20), order=2, customer_kind="nonprofit"),
    Discount("welcome", "Welcome", amounts=amounts("50"), code="WELCOME50", order=1),
    Discount("spring", "Spring", percent=Decimal(30), stacks=False, code="SPRING", valid_until="2026-05-31"),
    Discount("loyal", "Loyal", percent=Decimal(5), code="LOYAL", plans=("business",), min_quantity=10),
)
COMPETITORS = (
    Competitor(
        "deskhero",
        "Deskhero",
        strengths=("a large marketplace of apps",),
        facts={
            "sso": CompetitorFact(True, "https://deskhero.example/security", "2026-09-01"),
            "storage": CompetitorFact(Decimal(10), "https://deskhero.example/limits", "2026-09-02"),
        },
        price_note="from 29 USD a seat and month",
        price_source="https://deskhero.example/prices",
    ),
)
NEEDS = (
    need("team_size", weight="0.9", options=("1-5", "6-20", "21-100")),
    need("budget", weight="0.8"),
    need("size", attribute="size", weight="0.7"),
    need("system", attribute="system", weight="0.6", synonyms={"macOS": ("mac", "apple")}),
    need("touch", attribute="touch", weight="0.3"),
    need("use_case", weight="0.6"),
    need("sso", attribute="sso", weight="0.4"),
    need("company", weight="0.9"),
)
JOURNEY = Journey(
    stages=STAGES,
    needs={each.id: each for each in NEEDS},
    onboarding=(
        OnboardingStep("invite", "inbox", "Invite your team", "…"),
        OnboardingStep("connect", "*", "Connect an address", "…"),
    ),
    loyalty=LoyaltyTerms("A year free after five."),
    referrals=ReferralTerms(reward="50 USD", review_link="https://reviews.example"),
)


def shelf(*, only: str | None = None, **changes: Any) -> Catalogue:
    """The whole shelf, or only the products of one category."""
    products = [INBOX, SHIRT, *(product for product, _ in LAPTOPS)]
    plans = [*PLANS, *(plan for _, plan in LAPTOPS)]
    products = [product for product in products if only in (None, product.category)]
    kept = {product.id for product in products}
    parts: dict[str, Any] = {
        "version": "0123456789ab",
        "company": Company("Brightdesk", "One inbox.", "We make it.", "teams", ("USD", "JPY"), tax_note="Without VAT."),
        "attributes": ATTRIBUTES,
        "products": {product.id: product for product in products},
        "plans": {plan.id: plan for plan in plans if plan.product in kept},
        "journey": JOURNEY,
        "add_ons": {each.id: each for each in ADD_ONS},
        "discounts": {each.id: each for each in DISCOUNTS},
        "competitors": {each.id: each for each in COMPETITORS},
    }
    return Catalogue(**{**parts, **changes})


def said(name: str, value: Any, *, words: str = "", message: str = "m1", status: FactStatus = FactStatus.SAID) -> Fact:
    return Fact(name, value, status, Evidence(message, words or str(value)))


def memory(
    stage: BuyingStage | str = BuyingStage.NONE, facts: Mapping[str, Any] | None = None, **more: Any
) -> Conversation:
    """A conversation in that stage that knows these needs."""
    conversation = Conversation("c1", **more)
    for name, value in (facts or {}).items():
        conversation.facts[name] = value if isinstance(value, Fact) else said(name, value)
    if BuyingStage(stage) is not BuyingStage.NONE:
        conversation.stages.append(StageChange("m1", BuyingStage(stage), 0.9, {BuyingStage(stage).value: 0.9}))
    return conversation
