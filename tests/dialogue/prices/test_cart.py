"""What is put together while prices are asked for, and what lies between the last two of them."""

from __future__ import annotations

import pytest

from milepost.dialogue.acts import Act, ActKind
from milepost.dialogue.options.together import last_two
from milepost.dialogue.prices.cart import with_priced
from milepost.sales.cases import Case, PricedLine
from tests.dialogue.readings import CATALOGUE, reading

TEAM, BUSINESS, FEATHER, SHIRT = "plan:team", "plan:business", "plan:feather-13", "plan:shirt"


def after(case: Case, *options: str, phrases: tuple[str, ...] = (), **said: object) -> Case:
    act = Act(ActKind.ASK_PRICE, options, **said)  # type: ignore[arg-type]
    return with_priced(case, act, reading("…", phrases=phrases), CATALOGUE)


@pytest.mark.parametrize(
    ("cart", "options", "phrases", "left"),
    [
        ((), (TEAM,), (), ("team",)),
        (("team",), (SHIRT,), (), ("team", "shirt")),  # another kind of good joins
        (("team", "shirt"), (BUSINESS,), (), ("shirt", "business")),  # one of the same kind takes its place
        (("team",), (BUSINESS,), ("added",), ("team", "business")),  # unless it comes on top
        (("team", "shirt"), (SHIRT,), ("only",), ("shirt",)),
        (("team",), (SHIRT, FEATHER), (), ("team", "shirt", "feather-13")),
        ((), (TEAM, BUSINESS), (), ()),  # which of the two
        ((), (TEAM, BUSINESS), ("together",), ("team", "business")),
        (("team",), ("product:inbox",), (), ("team",)),  # a product is no line yet
    ],
)
def test_what_is_put_together(
    cart: tuple[str, ...], options: tuple[str, ...], phrases: tuple[str, ...], left: tuple[str, ...]
) -> None:
    case = Case(cart=cart, basket=dict.fromkeys(cart, 1))
    assert after(case, *options, phrases=phrases).cart == left


def test_who_asks_what_lies_between_two_puts_nothing_together() -> None:
    assert after(Case(cart=("team",)), TEAM, BUSINESS, difference=True).cart == ("team",)


def test_the_last_lines_are_kept_none_of_them_twice() -> None:
    case = after(Case(number=5), TEAM)
    case = after(case.changed(number=9), TEAM)
    case = after(case.changed(number=5), TEAM)
    assert case.priced == (PricedLine("team", 9), PricedLine("team", 5))
    assert last_two(case) == ()
    assert last_two(after(case, BUSINESS)) == (TEAM, BUSINESS)


def test_what_was_priced_outlives_being_written_down() -> None:
    case = after(Case(number=5, term="year"), TEAM, SHIRT, term="year", add_ons=("ai",))
    assert Case.from_json(case.as_json()) == case
