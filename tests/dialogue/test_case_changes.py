"""What a message changes in the case of a price."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from milepost.dialogue.acts import Act, ActKind, Zone
from milepost.dialogue.case_changes import case_after, case_upon, is_counted_by_heads
from milepost.dialogue.reading import Counted
from milepost.sales.cases import Case
from milepost.sales.catalogue import Price, Term
from tests.dialogue.readings import CATALOGUE, count, named, reading
from tests.sales.shelf import amounts

TEAM, SHIRT, FEATHER = "plan:team", "product:shirt", "product:feather-13"


def after(case: Case, *options: str, things: tuple = (), **said: Any) -> Case:
    return case_after(case, reading("…", *things, **said), options, CATALOGUE)


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        ({"counts": (count(12),)}, {"number": 12}),
        ({"counts": (count(12, people=True),)}, {"number": 12, "people": True}),
        ({"term": "year"}, {"term": "year"}),
        ({"span": (3, "month")}, {"span": (3, "month"), "term": "month"}),
        ({"span": (3, "day")}, {"span": (3, "day")}),
        ({"currency": "EUR"}, {"currency": "EUR"}),
        ({"customer_kind": "nonprofit"}, {"customer_kind": "nonprofit"}),
        ({"code": "SPRING"}, {"codes": ("SPRING",)}),
        ({}, {}),
    ],
)
def test_each_part_that_is_said_is_kept(said: dict[str, Any], changed: dict[str, Any]) -> None:
    assert after(Case(), TEAM, **said) == Case(**changed)


WHOLE = Case(
    number=12, term="year", currency="JPY", customer_kind="nonprofit", codes=("LOYAL",), add_ons=("ai",),
    basket={"team": 12},
)  # fmt: skip


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        ({"counts": (count(20),)}, {"number": 20}),
        ({"term": "month"}, {"term": "month"}),
        ({"currency": "USD"}, {"currency": "USD"}),
        ({"code": "SPRING"}, {"codes": ("LOYAL", "SPRING")}),
        ({"code": "LOYAL"}, {}),
        ({}, {}),
    ],
)
def test_what_is_not_said_stays_in_force(said: dict[str, Any], changed: dict[str, Any]) -> None:
    assert after(WHOLE, TEAM, **said) == WHOLE.changed(**changed)


def test_a_term_that_something_is_not_sold_by_is_no_longer_asked_for_with_it() -> None:
    case = Case(term="month", span=(3, "month"))
    assert (after(case, SHIRT).term, after(case, SHIRT).span) == (None, None)
    assert after(case, SHIRT, term="year").term == "year"  # said now: it is told that there is none
    assert after(case, TEAM) == case


def test_another_term_ends_the_stretch_of_time_of_before() -> None:
    assert after(Case(term="month", span=(3, "month")), TEAM, term="year").span is None


def test_a_kind_of_customer_goes_where_the_price_is_wanted_without() -> None:
    student = Case(customer_kind="student")
    assert after(student, TEAM, customer_kind="student", phrases=("without",)).customer_kind is None
    assert after(student, TEAM, phrases=("without",)).customer_kind == "student"


def test_a_range_keeps_both_ends_and_is_priced_for_the_upper() -> None:
    case = after(Case(), TEAM, counts=(count(20, low=15),))
    assert (case.low, case.number) == (15, 20)
    assert after(case, TEAM, counts=(count(18),)).low is None


@pytest.mark.parametrize(
    ("before", "more", "number"),
    [
        (Case(number=12), 8, 20),
        (Case(number=12, people=True), 1, 13),
        (Case(), 8, 8),  # on top of what nobody has named
    ],
)
def test_who_hired_eight_more_has_as_many_on_top(before: Case, more: int, number: int) -> None:
    after_more = after(before, TEAM, counts=(count(more, more=True),))
    assert (after_more.number, after_more.people) == (number, before.people)


def test_another_good_has_a_number_of_its_own() -> None:
    case = after(Case(number=3, add_ons=("space",), basket={"feather-13": 3}), SHIRT)
    assert (case.number, case.add_ons) == (None, ())
    assert after(Case(number=3, basket={"feather-13": 3}), SHIRT, counts=(count(2),)).number == 2


def test_another_plan_of_the_same_good_is_for_the_same_number() -> None:
    assert after(Case(number=12, basket={"team": 12}), "plan:business").number == 12


def test_people_stay_as_many_whatever_they_buy() -> None:
    assert after(Case(number=14, people=True, basket={"team": 14}), SHIRT).number == 14


def test_of_several_numbers_none_is_that_of_the_whole_case() -> None:
    two = (Counted(2, None, False, 0, False), Counted(3, None, False, 9, False))
    assert after(Case(number=12), FEATHER, SHIRT, counts=two).number == 12


AI, SPACE = named("add_on", "ai"), named("add_on", "space")


@pytest.mark.parametrize(
    ("before", "things", "phrases", "kept"),
    [
        ((), (AI,), (), ("ai",)),
        (("ai",), (SPACE,), (), ("ai", "space")),
        (("ai", "space"), (AI,), (), ("space", "ai")),
        (("ai", "space"), (AI,), ("without",), ("space",)),
        (("ai",), (), ("without",), ("ai",)),  # without something else
        ((), (AI,), ("without",), ()),
    ],
)
def test_add_ons_come_with_their_name_and_go_where_it_is_to_be_without(
    before: tuple[str, ...], things: tuple, phrases: tuple[str, ...], kept: tuple[str, ...]
) -> None:
    assert after(Case(add_ons=before), TEAM, things=things, phrases=phrases).add_ons == kept


def test_a_form_is_that_of_the_good_that_comes_in_it() -> None:
    case = after(Case(), SHIRT, FEATHER, forms={"size": ("XL",)})
    assert case.forms == {"shirt": {"size": "XL"}}
    assert after(case, SHIRT, forms={"colour": ("red",)}).forms == {"shirt": {"size": "XL", "colour": "red"}}
    assert after(case, SHIRT, forms={"size": ("S",)}).forms == {"shirt": {"size": "S"}}
    assert after(case, SHIRT, forms={"size": ("52",)}).forms == {"shirt": {"size": "XL"}}


def test_a_competitor_changes_nothing_but_what_is_said() -> None:
    assert after(WHOLE, "competitor:deskhero", counts=(count(20),)) == WHOLE.changed(number=20)


@pytest.mark.parametrize(
    ("option", "by_heads"),
    [("plan:team", True), ("product:inbox", True), (SHIRT, False), ("competitor:deskhero", False)],
)
def test_what_is_sold_by_people_is_told_from_goods(option: str, by_heads: bool) -> None:
    assert is_counted_by_heads(CATALOGUE, option) is by_heads


@pytest.mark.parametrize(("extras", "people"), [(("ai",), True), (("space",), False), ((), False)])
def test_an_extra_that_is_for_people_says_that_a_number_counts_them(extras: tuple[str, ...], people: bool) -> None:
    case = case_after(Case(), reading("…", counts=(count(35),)), (SHIRT,), CATALOGUE, extras)
    assert (case.number, case.people) == (35, people)


def upon_act(before: Case, act: Act, *things: Any, **said: Any) -> Case:
    return case_upon(act, reading(act.text or "…", *things, **said), before, act.options, CATALOGUE)


@pytest.mark.parametrize(
    ("before", "fewer", "number"),
    [(Case(number=9, people=True), 3, 6), (Case(number=9), 3, 6), (Case(number=2), 3, 2), (Case(), 3, None)],
)
def test_who_falls_away_is_counted_no_more(before: Case, fewer: int, number: int | None) -> None:
    gone = Counted(fewer, None, True, None, False, fewer=True)
    assert after(before, TEAM, counts=(gone,)).number == number


def test_the_number_said_of_one_of_several_leaves_that_of_the_rest() -> None:
    before = Case(number=9, people=True, basket={"team": 9})
    numbers = {TEAM: 9, "plan:business": 5}
    act = Act(ActKind.ASK_PRICE, (TEAM, "plan:business"), number=5, numbers=numbers)
    case = upon_act(before, act, counts=(count(5, people=True),))
    assert (case.number, case.basket) == (9, {"team": 9, "business": 5})


def test_what_was_priced_for_another_number_is_priced_for_its_own_again() -> None:
    before = Case(number=5, basket={"team": 9, "business": 5})
    assert after(before, TEAM).number == 9
    assert after(before, "plan:business").number == 5
    assert after(before, TEAM, counts=(count(7),)).number == 7


def test_a_number_told_without_a_price_is_that_of_all_that_was_priced() -> None:
    case = upon_act(Case(number=9, basket={"team": 9}), Act(ActKind.STATE_NEED), counts=(count(7, people=True),))
    assert (case.number, case.basket) == (7, {"team": 7})


def test_an_extra_has_a_number_of_its_own() -> None:
    act = Act(ActKind.ASK_PRICE, (TEAM,), add_ons=("space",), number=9)
    before = Case(number=9, basket={"team": 9})
    two = upon_act(before, act, SPACE, extra_numbers={"space": 2})
    assert (two.number, two.extra_numbers) == (9, {"space": 2})
    assert upon_act(before, act, SPACE, each=True).extra_numbers == {"space": 0}
    assert upon_act(two, Act(ActKind.ASK_PRICE, (TEAM,), add_ons=("ai",)), AI, phrases=("without",)).extra_numbers == {
        "space": 2
    }


def test_a_number_said_of_an_extra_alone_counts_the_extra() -> None:
    alone = Act(ActKind.ASK_PRICE, add_ons=("space",))
    case = upon_act(Case(number=9, people=True), alone, SPACE, counts=(count(2),))
    assert (case.number, case.people, case.extra_numbers) == (9, True, {"space": 2})


@pytest.mark.parametrize(
    ("before", "fact", "kind"),
    [
        (Case(), "discount:nonprofit", "nonprofit"),
        (Case(customer_kind="student"), "discount:nonprofit", "student"),  # asked of another kind
        (Case(), "discount:welcome", None),
        (Case(), "answer:nonprofit", None),
    ],
)
def test_who_asks_for_the_reduction_of_one_kind_is_of_it(before: Case, fact: str, kind: str | None) -> None:
    assert upon_act(before, Act(ActKind.ASK_FACT, fact=fact)).customer_kind == kind


def test_the_kind_that_a_price_was_worked_out_for_stays() -> None:
    act = Act(ActKind.ASK_PRICE, (TEAM,), customer_kind="nonprofit")
    assert upon_act(Case(), act).customer_kind == "nonprofit"


def upon_it(act: Act, text: str, case: Case | None = None, **said: Any) -> Case:
    return case_upon(act, reading(text, **said), case or Case(), (), CATALOGUE)


def test_who_tells_what_they_need_is_priced_for_as_many() -> None:
    needed = {"counts": (Counted(15, None, False, 8, False), Counted(15, None, False, 20, False))}
    assert upon_it(Act(ActKind.STATE_NEED), "we need 15 shirts and 15 caps", **needed).number == 15
    two = {"counts": (Counted(15, None, False, 8, False), Counted(4, None, False, 20, False))}
    assert upon_it(Act(ActKind.STATE_NEED), "we need 15 shirts and 4 caps", **two).number is None
    assert upon_it(Act(ActKind.STATE_NEED), "9 of them, mail only", counts=(count(9),)).number == 9


@pytest.mark.parametrize(("text", "number"), [("there are 4 of us, may we park?", 4), ("does it hold 4 people?", None)])
def test_how_many_are_coming_is_heard_beside_a_question(text: str, number: int | None) -> None:
    asked = Act(ActKind.ASK_FACT, fact="answer:parking")
    assert upon_it(asked, text, counts=(count(4, people=True),)).number == number
    assert upon_it(replace(asked, figure=4), text, counts=(count(4, people=True),)).number is None


def test_a_reduction_that_merely_comes_near_makes_nobody_one_of_its_kind() -> None:
    asked = Act(ActKind.ASK_FACT, fact="discount:nonprofit")
    assert upon_it(asked, "is that less for clubs?").customer_kind == "nonprofit"
    assert upon_it(replace(asked, zone=Zone.NEAR), "does it need power?").customer_kind is None


def test_a_pack_of_so_many_that_is_named_is_one_pack() -> None:
    team = CATALOGUE.plans["team"]
    pack = replace(team, id="five", name="Five", prices=(Price(Term.ONE_TIME, "piece", amounts("90")),))
    pack = replace(pack, min_quantity=5, max_quantity=5)
    shop = replace(CATALOGUE, plans={**CATALOGUE.plans, "five": pack}, version="with a pack of five")
    said = reading("and just the five", counts=(count(5),))
    assert case_after(Case(number=2), said, ["plan:five"], shop).number is None
    assert case_after(Case(number=2, people=True), said, ["plan:five"], shop).number == 2


def test_what_is_needed_of_each_good_is_priced_when_it_comes_up() -> None:
    things = (named("product", "shirt", words="shirts"), named("product", "feather-13", words="laptops"))
    text = "we need 15 shirts and 4 laptops"
    counts = (
        Counted(15, None, False, text.index("shirts"), False),
        Counted(4, None, False, text.index("laptops"), False),
    )
    told = case_upon(Act(ActKind.STATE_NEED), reading(text, *things, counts=counts), Case(), (), CATALOGUE)
    assert told.wanted == {"shirt": 15, "feather-13": 4}
    assert case_after(told, reading("so the laptops"), ["product:feather-13"], CATALOGUE).number == 4
    assert case_after(told, reading("and the shirts"), ["product:shirt"], CATALOGUE).number == 15
    one = case_after(told, reading("just one shirt", counts=(count(1),)), ["product:shirt"], CATALOGUE)
    assert one.number == 1
    priced = told.changed(number=2, basket={"shirt": 2})
    assert case_after(priced, reading("and in blue"), ["product:shirt"], CATALOGUE).number == 2  # changed since


def test_more_of_another_good_is_no_more_of_what_was_priced() -> None:
    text = "plus 5 laptops"
    said = reading(text, named("product", "feather-13", words="laptops"), counts=(Counted(5, None, False, 7, True),))
    assert case_after(Case(number=5), said, ["product:feather-13"], CATALOGUE).number == 5
    more = reading("5 more seats", counts=(Counted(5, None, False, None, True),))
    assert case_after(Case(number=5, basket={"team": 5}), more, ["plan:team"], CATALOGUE).number == 10
