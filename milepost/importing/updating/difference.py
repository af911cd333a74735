"""What an update changes, told before it is in force: new, gone, dearer, cheaper, sold out, back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from milepost.importing.report import some
from milepost.sales import wording
from milepost.sales.catalogue import Catalogue, Product, Sale, Variant
from milepost.sales.money import Money

_EXAMPLES = 4


@dataclass(frozen=True)
class Difference:
    """The changes by kind, each with what it is about; `is_empty` where there are none. `losing` is the share of the products
    that would no longer be sold."""

    changes: dict[str, list[str]]
    losing: float = 0.0

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes."""
        return not any(self.changes.values())

    def lines(self) -> list[str]:
        """A line for each kind, the first few by name."""
        told = [f"{len(each)} {kind}: {some(each, _EXAMPLES)}" for kind, each in self.changes.items() if each]
        return told or ["nothing changes"]


def difference(before: Catalogue, after: Catalogue) -> Difference:
    """How the catalogue that would be differs from the one in force."""
    both = [(before.products[name], after.products[name]) for name in before.products if name in after.products]
    gone = [product.name for name, product in before.products.items() if name not in after.products]
    changes: dict[str, list[str]] = {
        "new": [product.name for name, product in after.products.items() if name not in before.products],
        "set aside, no longer sold": gone,
        "with another price": _prices(before, after),
        "with another sale": _sales(before, after),
        "sold out": [new.name for old, new in both if new.is_sold_out and not old.is_sold_out],
        "to be had again": [new.name for old, new in both if old.is_sold_out and not new.is_sold_out],
        "with another stock": [f"{new.name} {stock}" for old, new in both if (stock := _stock(old, new))],
        "with other variants": [new.name for old, new in both if _forms(old) != _forms(new)],
        "called otherwise": [f"{old.name} is {new.name}" for old, new in both if old.name != new.name],
        "with other words or attributes": [new.name for old, new in both if _texts(old) != _texts(new)],
        "questions or needs": _keys(before, after, lambda each: each.journey.needs),
        "attributes": _keys(before, after, lambda each: each.attributes),
        "answers": _keys(before, after, lambda each: each.answers),
    }
    return Difference(changes, len(gone) / max(1, len(before.products)))


def _prices(before: Catalogue, after: Catalogue) -> list[str]:
    found = []
    for plan_id, plan in after.plans.items():
        old = before.plans.get(plan_id)
        if old is not None and [each.tiers for each in old.prices] != [each.tiers for each in plan.prices]:
            found.append(f"{plan.name} {_cost(before, plan_id)} -> {_cost(after, plan_id)}")
    surcharges = [
        product.name
        for name, product in after.products.items()
        if name in before.products and _surcharges(before.products[name]) != _surcharges(product)
    ]
    return found + [f"{name} (variants)" for name in surcharges]


def _sales(before: Catalogue, after: Catalogue) -> list[str]:
    found = []
    for plan_id, plan in after.plans.items():
        old = before.plans.get(plan_id)
        if old is None:
            continue
        one, other = ([each.sale for each in which.prices] for which in (old, plan))
        forms = [_form_sales(which.products.get(plan.product)) for which in (before, after)]
        if one != other or forms[0] != forms[1]:
            now = next((sale for sale in other if sale is not None), None)
            found.append(f"{plan.name} {_sale_text(now)}" if one != other else f"{plan.name} (variants)")
    return found


def _form_sales(product: Product | None) -> dict[str, Sale | None]:
    return {each.id: each.sale for each in product.variants} if product else {}


def _sale_text(sale: Sale | None) -> str:
    if sale is None:
        return "is at its regular price"
    code, amount = next(iter(sale.amounts.items()))
    return f"at {wording.money(Money(amount, code))}"


def _cost(catalogue: Catalogue, plan_id: str) -> str:
    prices = catalogue.plans[plan_id].prices
    tiers = prices[0].tiers if prices else ()
    if not tiers:
        return "on request"
    code, amount = next(iter(tiers[0].amounts.items()))
    return wording.money(Money(amount, code))


def _stock(old: Product, new: Product) -> str:
    one, other = (
        _pieces(old.variants) if old.variants else old.stock,
        _pieces(new.variants) if new.variants else new.stock,
    )
    counts = ("not counted" if each is None else str(each) for each in (one, other))
    return "" if one == other and old.availability == new.availability else " -> ".join(counts)


def _pieces(variants: Sequence[Variant]) -> int | None:
    counted = [each.stock for each in variants if each.stock is not None]
    return sum(counted) if counted else None


def _forms(product: Product) -> set[tuple[tuple[str, str], ...]]:
    return {tuple(sorted(each.options.items())) for each in product.variants}


def _surcharges(product: Product) -> dict[str, object]:
    return {each.id: dict(each.surcharge) for each in product.variants}


def _texts(product: Product) -> tuple[object, ...]:
    return product.summary, product.description, dict(product.attributes), product.category, product.url


def _keys(before: Catalogue, after: Catalogue, of: Callable[[Catalogue], object]) -> list[str]:
    old, new = set(of(before)), set(of(after))  # type: ignore[call-overload]
    return [*(f"{key} new" for key in sorted(new - old)), *(f"{key} gone" for key in sorted(old - new))]
