"""What a message may do; what it leaves out is taken from the acts before it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from milepost.dialogue.acts import PRICE, UNKNOWN_FACT, ActKind, Zone
from milepost.dialogue.proposals import Candidate
from milepost.dialogue.reading import Counted, FoundFact, Order, Reading
from milepost.sales.cases import Case
from tests.dialogue.readings import CATALOGUE, count, fact, named, pointing, proposed, proposer, reading, upon

TEAM, SOLO, BUSINESS, SHIRT = "plan:team", "plan:solo", "plan:business", "product:shirt"
SHOWN = (BUSINESS, SOLO, TEAM)
PRICED = upon(
    ActKind.ASK_PRICE, TEAM, case=Case(number=5, term="month", currency="USD", basket={"team": 5}), shown=SHOWN
)
ASKED = upon(ActKind.ASK_FACT, TEAM, last={"fact": "attribute:storage"}, shown=SHOWN, rival="competitor:deskhero")


def following(found: list[Candidate], options: tuple[str, ...]) -> Candidate:
    """The one candidate that takes up the act before it, of these options."""
    (one,) = [each for each in found if each.follows and each.act.options == options]
    return one


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        (reading("and ten", counts=(count(10),)), {"number": 10}),
        (reading("what if we were 20", counts=(count(20, people=True),)), {"number": 20}),
        (reading("hired 8 more", counts=(count(8, more=True),)), {"number": 13}),
        (reading("and yearly", term="year"), {"term": "year"}),
        (reading("in euros", currency="EUR"), {"currency": "EUR"}),
        (reading("no i mean per year. in euros", term="year", currency="EUR"), {"term": "year", "currency": "EUR"}),
        (reading("then with the ai pack", named("add_on", "ai")), {"add_ons": ("ai",)}),
        (reading("we are a charity", customer_kind="nonprofit"), {"customer_kind": "nonprofit"}),
        (reading("with SPRING", code="SPRING"), {"code": "SPRING"}),
        (
            reading("what more would 20 cost?", counts=(count(20),), phrases={"difference"}),
            {"number": 20, "difference": True},
        ),
    ],
)
def test_a_follow_up_on_a_price_changes_what_it_says_and_keeps_the_rest(said: Reading, changed: dict[str, Any]) -> None:
    act = following(proposed(ActKind.ASK_PRICE, said, PRICED), (TEAM,)).act
    kept = {"number": 5, "term": "month", "currency": "USD", "add_ons": (), "customer_kind": None, "difference": False}
    assert {name: getattr(act, name) for name in kept | changed} == kept | changed


@pytest.mark.parametrize(
    ("said", "options"),
    [
        (reading("and the cheaper one", pointing("cheaper", "the cheaper one")), (SOLO,)),
        (reading("the first?", pointing("first", "the first")), (BUSINESS,)),
        (reading("and business?", named("plan", "business")), (BUSINESS,)),
        (reading("and theirs?", phrases={"theirs"}), ("competitor:deskhero",)),
    ],
)
def test_a_follow_up_on_a_question_asks_the_same_of_what_it_names(said: Reading, options: tuple[str, ...]) -> None:
    act = following(proposed(ActKind.ASK_FACT, said, ASKED), options).act
    assert (act.fact, act.why) == ("attribute:storage", "follow-up: options")


@pytest.mark.parametrize(
    ("said", "options"),
    [
        (reading("and the cheaper one", pointing("cheaper", "the cheaper one")), (SOLO,)),
        (reading("and the shirt?", named("product", "shirt")), (SHIRT,)),
    ],
)
def test_a_price_may_be_asked_of_what_is_pointed_at_for_the_same_case(said: Reading, options: tuple[str, ...]) -> None:
    (one,) = [each for each in proposed(ActKind.ASK_PRICE, said, PRICED) if each.act.options == options]
    assert one.act.term == (None if options == (SHIRT,) else "month")  # a shirt is not sold by the month
    assert one.act.number == (5 if options == (SOLO,) else None)


def test_and_on_sundays_asks_for_the_same_hours_of_other_days() -> None:
    context = upon(ActKind.ASK_FACT, last={"fact": "hours", "days": ("sat",)})
    said = reading("and on sundays", days=("sun",), facts=(fact("hours", 0.4, "We open at nine."),))
    (act,) = {
        each.act.days: each.act for each in proposed(ActKind.ASK_FACT, said, context) if each.act.fact == "hours"
    }.values()
    assert (act.fact, act.days, act.says) == ("hours", ("sun",), "We open at nine.")


def test_another_attribute_is_asked_of_what_is_in_focus() -> None:
    said = reading("and single sign-on?", named("attribute", "sso", words="single sign-on"))
    asked = [each.act.options for each in proposed(ActKind.ASK_FACT, said, ASKED) if each.act.fact == "attribute:sso"]
    assert (TEAM,) in asked


@pytest.mark.parametrize(
    "context",
    [
        upon(),
        upon(ActKind.COMPARE, TEAM, SOLO),
        upon(ActKind.ASK_FACT, last={"fact": UNKNOWN_FACT, "zone": Zone.UNKNOWN}),
    ],
)
def test_where_no_price_or_known_fact_was_asked_nothing_is_taken_up(context: Any) -> None:
    said = reading("and the shirt for 10?", named("product", "shirt"), counts=(count(10),), days=("sun",))
    assert not [each for each in proposer().candidates(said, context) if each.follows]


def test_a_fresh_request_may_always_be_one() -> None:
    said = reading("do you have refunds?", facts=(fact("answer:refunds", 0.9), fact("attribute:storage", 0.3)))
    for context in (PRICED, ASKED):
        (fresh,) = [each for each in proposed(ActKind.ASK_FACT, said, context) if each.act.fact == "answer:refunds"]
        assert (fresh.follows, fresh.act.options, fresh.rank) == (False, (), 0)


def test_a_price_of_something_named_anew_takes_up_nothing() -> None:
    said = reading("how much is business?", named("plan", "business"))
    (one,) = [each for each in proposed(ActKind.ASK_PRICE, said, PRICED) if each.act.options == (BUSINESS,)]
    assert not one.follows


def test_a_question_of_no_option_is_about_the_company_and_of_an_attribute_about_any_option() -> None:
    said = reading("storage?", facts=(fact("attribute:storage"), fact("answer:hosting", 0.5)))
    found = proposed(ActKind.ASK_FACT, said, upon(None, focus=(TEAM,), shown=SHOWN))
    about = {(each.act.fact, each.act.options) for each in found}
    assert {("attribute:storage", options) for options in ((TEAM,), SHOWN, ())} <= about
    assert {options for asked, options in about if asked == "answer:hosting"} == {()}


def test_what_is_not_known_may_always_be_asked() -> None:
    (unknown,) = [each.act for each in proposed(ActKind.ASK_FACT, reading("do you dance?"), upon())]
    assert (unknown.fact, unknown.zone) == (UNKNOWN_FACT, Zone.UNKNOWN)


def test_a_name_of_several_is_a_price_to_be_asked_about_and_two_to_be_compared() -> None:
    said = reading("how much is team or business", named("plan", "team", "business", words="team or business"))
    assert (TEAM, BUSINESS) in [each.act.among for each in proposed(ActKind.ASK_PRICE, said, upon())]
    assert (TEAM, BUSINESS) in [each.act.options for each in proposed(ActKind.COMPARE, said, upon())]


def test_one_option_of_ours_alone_is_no_comparison_and_a_rival_is() -> None:
    assert not proposed(ActKind.COMPARE, reading("team?", named("plan", "team")), upon())
    rival = reading("and deskhero?", named("competitor", "deskhero"))
    assert [each.act.options for each in proposed(ActKind.COMPARE, rival, upon())] == [("competitor:deskhero",)]


def test_an_unknown_rival_is_never_compared() -> None:
    said = reading("how do you compare to Zendora?", named("competitor", "zendora"), phrases={"theirs"})
    context = upon(ActKind.ASK_FACT, TEAM, last={"fact": "attribute:sso"}, rival="competitor:zendora")
    candidates = proposer().candidates(said, context)
    assert not [each for each in candidates if "competitor:zendora" in (*each.act.options, *each.act.among)]
    assert not [each for each in candidates if each.act.kind is ActKind.COMPARE]


def test_a_superlative_orders_what_was_shown_by_what_is_said() -> None:
    said = reading("which is cheapest?", order=Order(PRICE, highest=False))
    found = {each.act.options: each.act for each in proposed(ActKind.ASK_SUPERLATIVE, said, upon(None, shown=SHOWN))}
    assert set(found) == {SHOWN, ()}
    assert {(act.by, act.highest) for act in found.values()} == {(PRICE, False)}


def test_and_the_laptops_orders_others_by_the_same() -> None:
    context = upon(ActKind.ASK_SUPERLATIVE, last={"by": "weight"})
    said = reading("and the laptops?", named("category", "laptop", words="laptops"))
    found = [each.act for each in proposed(ActKind.ASK_SUPERLATIVE, said, context)]
    assert {(act.by, act.highest) for act in found} == {("weight", False)}
    assert any(len(act.options) == 5 for act in found)


def test_a_form_of_a_good_may_be_asked_for_in_stock() -> None:
    said = reading("the shirt in XL?", named("product", "shirt"), forms={"size": ("XL",)})
    (one,) = [each.act for each in proposed(ActKind.ASK_STOCK, said, upon())]
    assert (one.options, one.form) == ((SHIRT,), {"size": "XL"})
    assert not proposed(ActKind.ASK_STOCK, reading("team in XL", named("plan", "team"), of_stock=True), upon())
    assert not proposed(ActKind.ASK_STOCK, reading("the shirt", named("product", "shirt")), upon())


def test_a_good_without_forms_may_be_asked_for_in_stock_where_it_is_counted() -> None:
    feather = replace(CATALOGUE.product("feather-13"), variants=(), stock=0)
    counted = replace(CATALOGUE, products={**CATALOGUE.products, "feather-13": feather})
    said = reading("is feather-13 in stock?", named("product", "feather-13"), of_stock=True)
    (one,) = [each.act for each in proposed(ActKind.ASK_STOCK, said, upon(), counted)]
    assert one.options == ("product:feather-13",)
    assert not proposed(ActKind.ASK_STOCK, said, upon())


def test_each_of_several_goods_keeps_its_own_number() -> None:
    text = "2 shirt and 3 feather-13"
    said = reading(text, named("product", "shirt"), named("product", "feather-13"))
    shirt, feather = said.named
    said = replace(
        said, counts=(Counted(2, None, False, shirt.start, False), Counted(3, None, False, feather.start, False))
    )
    both = (SHIRT, "product:feather-13")
    (act,) = [each.act for each in proposed(ActKind.ASK_PRICE, said, upon()) if each.act.options == both]
    assert act.numbers == {SHIRT: 2, "product:feather-13": 3}


def test_the_extra_spoken_of_may_go_with_what_is_in_focus() -> None:
    found = proposed(ActKind.ASK_PRICE, reading("then with it"), replace(PRICED, add_on="ai"))
    assert ((TEAM,), ("ai",)) in [(each.act.options, each.act.add_ons) for each in found]


def test_what_a_form_costs_is_no_question_of_stock() -> None:
    said = reading("how much is the shirt in XL?", named("product", "shirt"), forms={"size": ("XL",)})
    assert not proposed(ActKind.ASK_STOCK, replace(said, question="how_much"), upon())
    assert proposed(ActKind.ASK_STOCK, replace(said, question="how_much", of_stock=True), upon())


def test_a_form_that_there_is_not_takes_the_place_of_the_one_before() -> None:
    context = upon(ActKind.ASK_STOCK, SHIRT, case=Case(forms={"shirt": {"size": "XL"}}))
    said = reading("and in 52?", pointing("it"), missing_form="52")
    (one,) = [each.act for each in proposed(ActKind.ASK_STOCK, said, context)]
    assert one.form == {}


@pytest.mark.parametrize(
    ("phrases", "bought", "ways"),
    [
        ((), None, set()),
        (("progress_done",), None, {"done"}),
        (("progress_left", "bought"), None, {"left"}),
        (("progress_stuck",), None, set()),  # trouble of who has begun nothing is a complaint
        ((), "team", {"done", "skip", "left", "stuck"}),
        (("progress_stuck",), "*", {"done", "skip", "left", "stuck"}),
    ],
)
def test_progress_is_of_who_has_begun_or_says_so(phrases: tuple[str, ...], bought: str | None, ways: set[str]) -> None:
    said = reading("…", phrases=phrases)
    assert {each.act.how for each in proposed(ActKind.REPORT_PROGRESS, said, upon(bought=bought))} == ways


@pytest.mark.parametrize(
    ("phrases", "is_possible"),
    [
        ((), True),
        (("progress_start",), True),
        (("progress_stuck",), False),
        (("progress_stuck", "progress_start"), True),
    ],
)
def test_what_does_not_work_is_no_question_of_where_to_begin(phrases: tuple[str, ...], is_possible: bool) -> None:
    assert bool(proposed(ActKind.ASK_HOW_TO_START, reading("…", phrases=phrases), upon())) is is_possible


TAKEN = (ActKind.CHOOSE, ActKind.WANT_TO_BUY, ActKind.REQUEST_QUOTE)


@pytest.mark.parametrize("kind", TAKEN)
@pytest.mark.parametrize(
    ("said", "context", "options"),
    [
        (reading("how do I order"), upon(ActKind.COMPARE, TEAM, SOLO, shown=(TEAM, SOLO)), set()),
        (reading("where do I pay"), upon(None, shown=SHOWN), set()),
        (reading("where do I pay"), upon(None, focus=(TEAM,), shown=SHOWN), set()),
        (reading("how do I order"), upon(ActKind.ASK_PRICE, TEAM, shown=SHOWN), {(TEAM,)}),
        (reading("how do I order"), upon(ActKind.ASK_FACT, TEAM), {(TEAM,)}),
        (reading("I take the first", pointing("first", "the first")), upon(None, shown=SHOWN), {(BUSINESS,)}),
        (
            reading("I take solo", named("plan", "solo")),
            upon(ActKind.COMPARE, TEAM, SOLO, shown=(TEAM, SOLO)),
            {(SOLO,)},
        ),
        (
            reading("both please", pointing("both", "both")),
            upon(ActKind.COMPARE, TEAM, SOLO, shown=(TEAM, SOLO)),
            {(TEAM, SOLO)},
        ),
    ],
)
def test_nothing_is_taken_as_chosen_where_several_are_on_the_table(
    kind: ActKind, said: Reading, context: Any, options: set[tuple[str, ...]]
) -> None:
    assert {each.act.options for each in proposed(kind, said, context) if each.act.options} == options


def test_no_option_comes_near_where_no_word_is_left_that_could_be_about_it() -> None:
    near = (fact("plan:team", 0.7),)
    said = reading("how much for 20 users", counts=(count(20),), facts=near, goods={SHIRT: 0.5}, rest=())
    assert {each.act.options for each in proposed(ActKind.ASK_PRICE, said, upon())} == {()}
    more = replace(said, rest=("shelf",))
    assert {(TEAM,), (SHIRT,), ()} == {each.act.options for each in proposed(ActKind.ASK_PRICE, more, upon())}


@pytest.mark.parametrize(
    ("said", "context", "found"),
    [
        (reading("the same quote for 20", pointing("it"), quote="again", counts=(count(20),)), PRICED, {("again", 20)}),
        (reading("send me Q-2026-0012", quote="Q-2026-0012"), upon(), {("Q-2026-0012", None)}),
        (reading("the quote of monday", quote="mon"), upon(ActKind.ASK_FACT, SHIRT), {("mon", None)}),
        (reading("send me a quote"), upon(), {("", None)}),
    ],
)
def test_an_earlier_quote_is_of_what_it_was_of(said: Reading, context: Any, found: set[tuple[str, int | None]]) -> None:
    acts = [each.act for each in proposed(ActKind.REQUEST_QUOTE, said, context)]
    assert {(act.quote, act.number) for act in acts} == found
    assert all(not act.options for act in acts)


def test_the_figures_of_a_quotes_number_are_no_telephone() -> None:
    said = reading("send me Q-2026-0012", quote="Q-2026-0012")
    assert not proposed(ActKind.SHARE_CONTACT, said, upon())
    mail = replace(said, needs=({"name": "email", "value": "kim@acme.example"},))
    assert proposed(ActKind.SHARE_CONTACT, mail, upon())


def test_a_person_is_never_fetched_for_who_wants_none() -> None:
    assert proposed(ActKind.HUMAN_HANDOFF, reading("i want a person"), upon())
    assert not proposed(
        ActKind.HUMAN_HANDOFF, reading("i don't want a person", phrases=frozenset({"no_person"})), upon()
    )


def test_an_extra_that_merely_comes_near_is_not_added_to_a_price() -> None:
    near = reading("how much is team", named("plan", "team"), facts=(FoundFact("add_on:ai", 0.6),), rest=("drafts",))
    assert all("ai" not in each.act.add_ons for each in proposed(ActKind.ASK_PRICE, near, upon()) if each.act.options)
