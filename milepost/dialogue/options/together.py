"""Options taken together with those before: on top of what is in focus, in place of one of it, all that was priced so far."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from milepost.dialogue.options.words import ours_of
from milepost.sales.catalogue import Catalogue
from milepost.sales.options import product_of

_MOST = 4
_EARLIER = 3


def joined(catalogue: Catalogue, focus: Sequence[str], found: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What is in focus with other options beside it ("plus"), or with one in place of another of its product ("swapped")."""
    held = ours_of(catalogue, focus)
    new = [option for option in ours_of(catalogue, found) if option not in held]
    if not held or not new:
        return
    products = {product_of(catalogue, option) for option in new}
    same = [option for option in held if product_of(catalogue, option) in products]
    if same and len(held) > 1:
        kept = [option for option in held if option not in same]
        if kept:
            yield "swapped", (*kept, *new)
    if len(held) + len(new) <= _MOST and not _is_part(catalogue, held, new):
        yield "plus", (*held, *new)


def priced_before(
    catalogue: Catalogue, basket: Mapping[str, int], focus: Sequence[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What was priced so far: the last two, all of it, each of the last by itself; and with what is in focus now."""
    before = [option for option in (f"plan:{each}" for each in basket) if option[5:] in catalogue.plans]
    held = ours_of(catalogue, focus)
    if len(before) > 1:
        yield "basket", tuple(before[-2:])
        if 2 < len(before) <= _MOST:
            yield "basket_all", tuple(before)
    new = [option for option in held if option not in before]
    bought = {product_of(catalogue, option) for option in before[-2:]}
    if new and before and not {product_of(catalogue, option) for option in new} & bought and len(new) <= 2:
        yield "basket_focus", (*before[-2:], *new)
    for option in reversed(before[-_EARLIER:]):
        if (option,) != tuple(held):
            yield "before", (option,)


def beside(
    catalogue: Catalogue, focus: Sequence[str], earlier: Sequence[str], cost: Callable[[str], Decimal | None]
) -> tuple[str, ...]:
    """The plan in focus with the plan of the same product, of those told of or priced before, that costs a step less, else a step
    more: what a difference is between. None where there is no such plan."""
    if len(focus) != 1 or not focus[0].startswith("plan:"):
        return ()
    product, own = product_of(catalogue, focus[0]), cost(focus[0])
    of_it = {option for option in ours_of(catalogue, earlier) if product_of(catalogue, option) == product}
    costs = {option: cost(option) for option in of_it if option.startswith("plan:") and option != focus[0]}
    known = sorted((amount, option) for option, amount in costs.items() if amount is not None)
    if own is None or not known:
        return ()
    below = [option for amount, option in known if amount <= own]
    return (focus[0], below[-1] if below else known[0][1])


def _is_part(catalogue: Catalogue, held: Sequence[str], new: Sequence[str]) -> bool:
    """Whether one names the other more closely: a plan beside its own product."""
    mine, theirs = ({product_of(catalogue, each) for each in options} for options in (held, new))
    return bool(mine & theirs) and any(each.startswith("product:") for each in (*held, *new))
