"""Mentions of the catalogue's things over three made-up companies: software, mattresses, physiotherapy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.nlu.mention_matching.masking import masked
from milepost.nlu.mention_matching.matching import Mention, mentions
from milepost.nlu.mention_matching.names import CatalogueNames
from milepost.sales.catalogue import AddOn, Attribute, AttributeType, Catalogue, Competitor, Plan, Product
from tests.catalogues import small_catalogue


def shelf(
    products: Sequence[Product],
    plans: Sequence[Plan] = (),
    attributes: Sequence[Attribute] = (),
    competitors: Sequence[Competitor] = (),
    add_ons: Sequence[AddOn] = (),
) -> Catalogue:
    return replace(
        small_catalogue(),
        products={each.id: each for each in products},
        plans={each.id: each for each in plans},
        attributes={each.id: each for each in attributes},
        competitors={each.id: each for each in competitors},
        add_ons={each.id: each for each in add_ons},
    )


SOFTWARE = shelf(
    [
        Product("desk", "Quillmark Desk", "help desk", "…", aliases=("quillmark", "ticket desk")),
        Product("chat", "Parlay Chat", "live chat", "…", aliases=("parlay",)),
    ],
    [
        Plan("desk-team", "desk", "Team"),
        Plan("desk-business", "desk", "Business"),
        Plan("chat-team", "chat", "Team"),
        Plan("chat-zenith", "chat", "Zenith"),
    ],
    [
        Attribute("sso", "Single sign-on", AttributeType.BOOLEAN, aliases=("SSO", "SAML")),
        Attribute("storage", "File storage", AttributeType.NUMBER, unit="GB", aliases=("storage",)),
    ],
    [Competitor("deskhero", "Deskhero", aliases=("desk hero",)), Competitor("tandem", "Tandem")],
    [AddOn("ai", "Drafting Pack", aliases=("ai pack",))],
)
BEDS = shelf(
    [
        Product("cloud", "Cloudrest Hybrid Mattress", "mattress", "…"),
        Product("oak", "Oakheart Original Mattress", "mattress", "…"),
        Product("topper", "Featherlow Topper", "topper", "…", aliases=("topper three",)),
    ],
    [Plan("cloud-item", "cloud", "Cloudrest Hybrid Mattress"), Plan("oak-item", "oak", "Oakheart Original Mattress")],
    [Attribute("colour", "Colour", AttributeType.CHOICE, choices=("grey", "white"))],
)
CLINIC = shelf(
    [
        Product("knee", "Knee Recovery Programme", "physiotherapy programme", "…", aliases=("knee programme",)),
        Product("back", "Back Relief Sessions", "single sessions", "…"),
    ],
    [Plan("knee-five", "knee", "Fiver"), Plan("knee-ten", "knee", "Tenner")],
)


@lru_cache(maxsize=8)
def _names(version: int) -> CatalogueNames:
    return CatalogueNames({0: SOFTWARE, 1: BEDS, 2: CLINIC}[version])


def found(text: str, version: int = 0) -> list[Mention]:
    return mentions(text, _names(version))


def named(text: str, version: int = 0) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.kind, each.ids) for each in found(text, version) if each.kind != "reference"]


NAMED = [
    (0, "what does Quillmark Desk do", [("product", ("desk",))]),
    (0, "is quillmark any good", [("product", ("desk",))]),
    (0, "quilmark desk pricing", [("product", ("desk",))]),
    (0, "the qiullmark desks", [("product", ("desk",))]),
    (0, "quillmarkdesk?", [("product", ("desk",))]),
    (0, "parlay-chat for shops", [("product", ("chat",))]),
    (0, "tell me about ticketdesk", [("product", ("desk",))]),
    (0, "how much is Team for 20 people?", [("plan", ("desk-team", "chat-team"))]),
    (0, "how much is the team plan", [("plan", ("desk-team", "chat-team"))]),
    (0, "quillmark desk team for us", [("plan", ("desk-team",))]),
    (0, "compare team and business", [("plan", ("desk-team", "chat-team")), ("plan", ("desk-business",))]),
    (0, "business plan please", [("plan", ("desk-business",))]),
    (0, "buisness plan please", [("plan", ("desk-business",))]),
    (0, "zenith or parlay team", [("plan", ("chat-zenith",)), ("plan", ("chat-team",))]),
    (0, "zenth plan", [("plan", ("chat-zenith",))]),
    (0, "we use deskhero now", [("competitor", ("deskhero",))]),
    (0, "desk hero is cheaper", [("competitor", ("deskhero",))]),
    (0, "how are you better than Deskheroo", [("competitor", ("deskhero",))]),
    (0, "does it have saml", [("attribute", ("sso",))]),
    (0, "how much storage do i get", [("attribute", ("storage",))]),
    (0, "can we add the ai pack", [("add_on", ("ai",))]),
    (0, "do you sell a help-desk", [("category", ("help desk",))]),
    (0, "live chats", [("category", ("live chat",))]),
    (1, "is the cloudrest firm", [("product", ("cloud",))]),
    (1, "Cloudrest Hybrid vs Oakheart", [("product", ("cloud",)), ("product", ("oak",))]),
    (1, "oakhart original", [("product", ("oak",))]),
    (1, "a mattress", [("category", ("mattress",))]),
    (1, "which colors", [("attribute", ("colour",))]),
    (1, "feather low topper", [("product", ("topper",))]),
    (2, "what is in the knee recovery program", [("product", ("knee",))]),
    (2, "back relief sessions", [("product", ("back",))]),
    (2, "fiver or tenner?", [("plan", ("knee-five",)), ("plan", ("knee-ten",))]),
]
NOT_NAMED = [
    (0, "our team is growing"),
    (0, "we are a small business"),
    (0, "a team of 12"),
    (0, "in tandem with sales"),
    (0, "my business is a bakery"),
    (0, "the whole team will use it"),
    (0, "for business use"),
    (0, "i need to talk to your support team"),
    (0, "can you help me"),
    (0, "what do you sell"),
    (1, "a white cloud"),
    (1, "an oak table"),
    (1, "it hurts"),
    (2, "my knee hurts"),
    (2, "back pain since monday"),
    (2, "give me five minutes"),
]
REFERENCES = [
    ("i'll take it", "it"),
    ("how much is this one", "it"),
    ("does that plan have it", "it"),
    ("both please", "both"),
    ("compare them", "both"),
    ("what's the difference between these two", "both"),
    ("the cheaper one", "cheaper"),
    ("which is the cheapest plan", "cheaper"),
    ("how much is the one with single sign-on", "having"),
    ("whats the difference between them all", "all"),
    ("compare all three", "all"),
    ("are those four any different", "all"),
    ("a plan that includes phone support", "having"),
    ("the more expensive one", "dearer"),
    ("the first", "first"),
    ("option 1", "first"),
    ("number two please", "second"),
    ("i like the second one better", "second"),
    ("the 3rd option", "third"),
    ("the last one", "last"),
    ("and the other one?", "other"),
]
NO_REFERENCE = [
    "is it possible to pay by card",
    "it's just me",
    "it depends",
    "make it 30",
    "for the first time",
    "in the first month",
    "both of us",
    "something cheaper",
    "two seconds",
    "our it department",
    "one more question",
]


@pytest.mark.parametrize(("version", "text", "expected"), NAMED)
def test_names_are_found_however_they_are_written(
    version: int, text: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert named(text, version) == expected


@pytest.mark.parametrize(("version", "text"), NOT_NAMED)
def test_ordinary_words_are_no_names(version: int, text: str) -> None:
    assert named(text, version) == []


@pytest.mark.parametrize(("text", "reference"), REFERENCES)
def test_words_that_point_are_references(text: str, reference: str) -> None:
    assert [each.reference for each in found(text) if each.kind == "reference"][:1] == [reference]


@pytest.mark.parametrize("text", NO_REFERENCE)
def test_other_words_do_not_point(text: str) -> None:
    assert not [each for each in found(text) if each.kind == "reference"]


MASKED = [
    ("is Quillmark Desk better than deskhero", "is ProductA better than CompetitorA"),
    ("zenith or the business plan", "PlanA or the PlanB"),
    ("zenith, zenith and parlay", "PlanA, PlanA and ProductA"),
    ("does it have SSO and storage", "does it have FeatureA and storage"),
    ("nothing of yours", "nothing of yours"),
]


@pytest.mark.parametrize(("text", "expected"), MASKED)
def test_names_are_masked_and_plain_words_kept(text: str, expected: str) -> None:
    assert masked(text, found(text)).replace("PlanB plan", "PlanB") == expected


def test_a_mention_carries_the_visitors_words_and_place() -> None:
    text = "Hi! How much is the Quilmark desk?"
    parse = found(text)[0].as_parse(text)
    assert parse["words"] == "Quilmark desk"
    assert text[parse["start"] : parse["end"]] == parse["words"]
    assert 0.7 < parse["score"] < 1


def test_every_name_of_a_catalogue_is_found_as_it_is_written() -> None:
    for version, catalogue in ((0, SOFTWARE), (1, BEDS), (2, CLINIC)):
        for product in catalogue.products.values():
            for name in (product.name, *product.aliases):
                assert ("product", (product.id,)) in named(f"tell me about {name} please", version)


_PIECES = st.sampled_from(
    [
        "quillmark",
        "team",
        "it",
        "the",
        "cheaper",
        "one",
        "both",
        "deskhero",
        "é",
        "İ",
        ",",
        ".",
        "'S",
        "business",
        "plan",
        "x",
    ]
)


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(
            _PIECES,
            max_size=30,
        ).map(" ".join),
    )
)
def test_finding_never_fails_and_mentions_never_overlap(text: str) -> None:
    spans = [(each.start, each.end) for each in found(text)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert isinstance(masked(text, found(text)), str)
