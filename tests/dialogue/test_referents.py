"""Which options a message may mean: named, pointed at, called by ordinary words, or those in focus."""

from __future__ import annotations

from dataclasses import replace

import pytest

from milepost.dialogue.context import Context
from milepost.dialogue.reading import Reading
from milepost.dialogue.referents import Meant, Referents
from milepost.sales.catalogue import Plan, Product
from tests.dialogue.readings import CATALOGUE, fact, named, pointing, reading, upon

REFERENTS = Referents(CATALOGUE)
NOWHERE = Context()
TEAM, SOLO, BUSINESS, SHIRT = "plan:team", "plan:solo", "plan:business", "plan:shirt"


def named_in(*things, context: Context = NOWHERE, referents: Referents = REFERENTS) -> Meant:
    return referents.named(reading("…", *things), context)


def pointed(reference: str, *focus: str, shown: tuple[str, ...] = ()) -> tuple[str, ...]:
    return REFERENTS.pointed(reading("…", pointing(reference)), Context(focus=focus, shown=shown)).options


def test_named_things_are_options_in_order_and_once() -> None:
    said = named_in(named("plan", "team"), named("competitor", "deskhero"), named("plan", "team"))
    assert said.options == (TEAM, "competitor:deskhero")


def test_a_product_named_to_say_which_plan_is_no_option_of_its_own() -> None:
    assert named_in(named("product", "inbox"), named("plan", "team")).options == (TEAM,)


def test_attributes_and_add_ons_are_no_options() -> None:
    said = reading("…", named("attribute", "sso"), named("add_on", "ai"), named("add_on", "ai"))
    assert (said.attributes, said.add_ons) == (("sso",), ("ai",))
    assert REFERENTS.named(said, NOWHERE).options == ()


@pytest.mark.parametrize("kind", ["plan", "product", "competitor"])
def test_what_the_catalogue_in_force_does_not_have_is_nothing(kind: str) -> None:
    said = named_in(named(kind, "gone"))
    assert (said.options, said.among) == ((), ())


def test_a_name_of_several_is_asked_about() -> None:
    said = named_in(named("plan", "team", "business"))
    assert (said.options, said.among) == ((), (TEAM, BUSINESS))


TWO = Referents(replace(CATALOGUE, plans={**CATALOGUE.plans, "shirt-team": Plan("shirt-team", "shirt", "Team")}))
EITHER = named("plan", "team", "shirt-team", words="team")


@pytest.mark.parametrize(
    "context",
    [
        Context(focus=("product:shirt",)),
        Context(focus=("plan:shirt-team",)),
        Context(focus=("plan:shirt-team",), shown=(TEAM, SOLO)),
        Context(shown=("plan:shirt-team", "plan:shirt")),
    ],
)
def test_of_two_plans_of_one_name_the_one_talked_about_or_shown_is_meant(context: Context) -> None:
    assert named_in(EITHER, context=context, referents=TWO).options == ("plan:shirt-team",)


def test_of_two_plans_of_one_name_the_one_of_the_product_beside_it_is_meant_whatever_was_talked_about() -> None:
    said = named_in(named("product", "shirt"), EITHER, context=Context(focus=(TEAM,)), referents=TWO)
    assert (said.options, said.among) == (("plan:shirt-team",), ())


SHOWN = (BUSINESS, SOLO, TEAM)


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("first", (BUSINESS,)),
        ("second", (SOLO,)),
        ("third", (TEAM,)),
        ("last", (TEAM,)),
        ("cheaper", (SOLO,)),
        ("dearer", (BUSINESS,)),
    ],
)
def test_places_and_prices_point_into_what_was_shown(reference: str, expected: tuple[str, ...]) -> None:
    assert pointed(reference, shown=SHOWN) == expected


def test_a_place_beyond_what_was_shown_is_nothing() -> None:
    assert pointed("third", shown=(TEAM, SOLO)) == ()


def test_it_is_what_is_in_focus_else_the_only_one_shown() -> None:
    assert pointed("it", BUSINESS) == (BUSINESS,)
    assert pointed("it", BUSINESS, shown=(TEAM, SOLO)) == (BUSINESS,)
    assert pointed("it", shown=(TEAM, SOLO)) == ()


def test_what_a_message_names_comes_before_what_it_points_at() -> None:
    said = reading("is solo good, does it have notes?", named("plan", "solo"), pointing("it"))
    first = REFERENTS.hypotheses(said, upon(None, TEAM))[0]
    assert (first.options, first.source) == ((SOLO,), "named")


def test_the_cheaper_of_two_named_is_of_these_two_whatever_was_shown() -> None:
    said = reading(
        "is business or team the cheaper?", named("plan", "business"), named("plan", "team"), pointing("cheaper")
    )
    first = REFERENTS.hypotheses(said, Context(shown=(SOLO, "plan:enterprise")))[0]
    assert first.options == (BUSINESS, TEAM)


def test_both_are_the_two_in_focus_else_the_two_shown() -> None:
    assert pointed("both", TEAM, BUSINESS) == (TEAM, BUSINESS)
    assert pointed("both", TEAM, shown=(SOLO, TEAM)) == (SOLO, TEAM)


def test_the_other_is_the_one_not_spoken_of_last() -> None:
    assert pointed("other", TEAM, shown=(SOLO, TEAM)) == (SOLO,)


def test_the_cheaper_one_of_a_single_product_is_one_of_its_plans() -> None:
    assert pointed("cheaper", "product:inbox") == (SOLO,)


def test_prices_of_different_terms_are_put_in_order_by_what_a_year_costs() -> None:
    assert pointed("cheaper", shown=(TEAM, SHIRT)) == (SHIRT,)


def test_a_custom_price_is_the_dearer() -> None:
    assert pointed("dearer", shown=("plan:enterprise", TEAM)) == ("plan:enterprise",)
    assert pointed("cheaper", shown=("plan:enterprise", TEAM)) == (TEAM,)
    assert pointed("cheaper", shown=("plan:enterprise", "plan:enterprise")) == ()


@pytest.mark.parametrize("reference", ["it", "both", "cheaper", "dearer", "first", "second", "third", "last", "other"])
def test_a_pointer_to_nothing_means_nothing(reference: str) -> None:
    assert pointed(reference) == ()


@pytest.mark.parametrize("reference", ["it", "both", "cheaper", "first", "other"])
def test_what_was_spoken_of_and_is_sold_no_longer_is_not_pointed_at(reference: str) -> None:
    assert pointed(reference, "plan:gone", shown=("plan:gone", "product:lost")) == ()


def test_theirs_are_those_of_the_rival_spoken_of_last() -> None:
    said = reading("and theirs?", phrases={"theirs"})

    def theirs(context: Context) -> list[tuple[str, ...]]:
        return [each.options for each in REFERENTS.hypotheses(said, context) if each.source == "theirs"]

    assert theirs(Context(focus=(TEAM,), rival="competitor:deskhero")) == [("competitor:deskhero",)]
    assert theirs(Context(focus=(TEAM,), rival="competitor:gone")) == theirs(Context(focus=(TEAM,))) == []


def test_what_was_told_points_at_the_product_that_comes_nearest_to_all_of_it() -> None:
    said = reading("for gaming too", goods={"product:blaze-15": 0.5})
    before = Context(goods={"product:pupil-11": 0.4})
    assert REFERENTS.likely(said, before).options == ("product:blaze-15",)
    assert REFERENTS.likely(reading("…"), before).options == ("product:pupil-11",)
    assert REFERENTS.likely(reading("…"), NOWHERE).options == ()


PASSES = {
    each.id: each
    for each in (
        Product("day", "Day Pass", "pass", "A day."),
        Product("week", "Week Pass", "pass", "A week."),
        Product("studio", "Quiet Studio", "room", "A room."),
    )
}
GYM = Referents(replace(CATALOGUE, products=PASSES, plans={}))


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("how much is the day pass?", ("product:day",)),
        ("is the quiet studio free", ("product:studio",)),
        ("a pass please", ()),
        ("what a nice day", ()),
        ("can i bring my quiet studio", ()),  # their own, not ours
        ("", ()),
    ],
)
def test_a_name_of_ordinary_words_is_meant_where_most_of_it_is_said(text: str, options: tuple[str, ...]) -> None:
    assert GYM.by_words(reading(text)).options == options


def test_a_description_that_comes_near_is_meant_by_its_meaning() -> None:
    said = reading("the one for mail", facts=(fact("answer:x", 0.9), fact("product:inbox", 0.6)))
    meant = REFERENTS.by_meaning(said)
    assert (meant.options, meant.strength) == (("product:inbox",), 0.6)


def test_a_kind_means_every_product_of_it() -> None:
    said = reading("the laptops", named("category", "laptop", words="laptops"))
    (kind,) = [each.options for each in REFERENTS.hypotheses(said, NOWHERE) if each.source == "kind"]
    assert len(kind) > 1


def test_the_only_product_of_a_kind_is_named_by_its_kind() -> None:
    said = reading("the shirts", named("category", "clothing", words="shirts"))
    assert REFERENTS.named(said, NOWHERE).options == ("product:shirt",)


def test_one_named_beside_what_was_spoken_of_may_mean_the_two() -> None:
    said = reading("compared with business?", named("plan", "business"))
    assert (TEAM, BUSINESS) in [each.options for each in REFERENTS.hypotheses(said, upon(None, TEAM))]


def test_every_set_of_options_is_told_once_the_more_outspoken_way_first_and_none_last() -> None:
    said = reading("and team, is it good?", named("plan", "team"), pointing("it"))
    found = REFERENTS.hypotheses(said, Context(focus=(TEAM,), shown=(TEAM, SOLO)))
    assert [(each.options, each.source) for each in found] == [((TEAM,), "named"), ((), "none")]
    pointed = REFERENTS.hypotheses(
        reading("and is it good?", pointing("it")), Context(focus=(TEAM,), shown=(TEAM, SOLO))
    )
    assert [(each.options, each.source) for each in pointed] == [
        ((TEAM,), "pointed"),
        ((TEAM, SOLO), "shown"),
        ((), "none"),
    ]


@pytest.mark.parametrize("currency", ["USD", "JPY"])
def test_the_cost_of_an_option_is_the_least_of_it_in_a_year(currency: str) -> None:
    rate = 1 if currency == "USD" else 150
    assert REFERENTS.cost(TEAM, currency) == 25 * 12 * rate
    assert REFERENTS.cost("product:inbox", currency) == 0
    assert REFERENTS.cost("plan:enterprise", currency) is None


SESSIONS = Referents(
    replace(
        CATALOGUE,
        plans={
            **CATALOGUE.plans,
            "five": Plan("five", "shirt", "Windward Five"),
            "ten": Plan("ten", "shirt", "Windward Ten"),
            "whole": Plan("whole", "shirt", "Windward Whole Day", aliases=("all day",)),
        },
    )
)


def within(said: Reading, context: Context) -> list[tuple[str, ...]]:
    return [each.options for each in SESSIONS.picked(said, context) if each.source == "within"]


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("and the ten then", "plan:ten"),
        ("what would 5 come to", "plan:five"),
        ("the whole day please", "plan:whole"),
        ("how much is the windward", None),  # it tells none from the others
        ("five or ten", None),
        ("which one", None),
    ],
)
def test_a_word_that_tells_one_of_what_is_on_the_table_from_the_others_means_it(text: str, option: str | None) -> None:
    found = within(reading(text), Context(focus=("product:shirt",)))
    assert found == ([(option,)] if option else [])


def test_what_was_shown_is_on_the_table_as_well() -> None:
    shown = Context(shown=("plan:five", "plan:ten"))
    assert within(reading("ten"), shown) == [("plan:ten",)]
    assert within(reading("ten"), NOWHERE) == []


def test_a_word_that_says_nothing_by_itself_calls_no_option() -> None:
    single = Referents(replace(CATALOGUE, plans={**CATALOGUE.plans, "one": Plan("one", "shirt", "One")}))
    assert single.by_words(reading("how much for one year")).options == ()


@pytest.mark.parametrize(
    ("attributes", "options"),
    [(("sso",), (BUSINESS,)), ((), ()), (("glow",), ())],  # Enterprise has it too, at a price on request
)
def test_the_one_with_something_is_the_least_that_has_it(attributes: tuple[str, ...], options: tuple[str, ...]) -> None:
    said = reading("…", pointing("having", "the one with"), *(named("attribute", each) for each in attributes))
    assert REFERENTS.pointed(said, NOWHERE).options == options


def test_all_of_them_are_all_that_was_shown_and_both_are_two() -> None:
    shown = (TEAM, SOLO, BUSINESS)
    assert pointed("all", TEAM, shown=shown) == shown
    assert pointed("both", TEAM, shown=shown) == shown[:2]
