"""Products, plans and competitors as options ("plan:ID"): their names, what they belong to, what is known of them."""

from __future__ import annotations

from collections.abc import Mapping

from milepost.sales.catalogue import AttributeValue, Catalogue, Plan

_SHELVES = {"product": "products", "plan": "plans", "competitor": "competitors"}


def name_of(catalogue: Catalogue, option: str) -> str:
    """The name of "product:ID", "plan:ID" or "competitor:ID"; a plan's carries its product's."""
    kind, _, option_id = option.partition(":")
    if kind == "plan":
        return plan_name(catalogue, catalogue.plan(option_id))
    if kind == "competitor":
        return catalogue.competitors[option_id].name
    return catalogue.product(option_id).name


def plan_name(catalogue: Catalogue, plan: Plan) -> str:
    """ "Team" of product "Bright Inbox" is "Bright Inbox Team"; a plan that already says its product, or that begins as it does
    ("Windward Ten" of "Windward Sports Massage"), stays as it is."""
    product, own = catalogue.product(plan.product).name.casefold().split(), plan.name.casefold().split()
    says_product = " ".join(product) in " ".join(own) or (len(own) > 1 and own[:1] == product[:1])
    return plan.name if says_product else f"{catalogue.product(plan.product).name} {plan.name}"


def exists(catalogue: Catalogue, option: str) -> bool:
    """Whether the catalogue in force still has it."""
    kind, _, option_id = option.partition(":")
    return kind in _SHELVES and option_id in getattr(catalogue, _SHELVES[kind])


def is_ours(option: str) -> bool:
    """Whether it is a product or plan of ours."""
    return not option.startswith("competitor:")


def plans_of(catalogue: Catalogue, option: str) -> tuple[Plan, ...]:
    """A plan itself, or every plan of a product; none of a competitor."""
    kind, _, option_id = option.partition(":")
    if kind == "competitor":
        return ()
    return (catalogue.plan(option_id),) if kind == "plan" else catalogue.plans_of(option_id)


def product_of(catalogue: Catalogue, option: str) -> str:
    """The product's id that an option of ours belongs to; a competitor's own id."""
    kind, _, option_id = option.partition(":")
    return catalogue.plan(option_id).product if kind == "plan" else option_id


def attributes_of(catalogue: Catalogue, option: str) -> Mapping[str, AttributeValue]:
    """What the catalogue knows of an option, by attribute; of a competitor what a source says."""
    kind, _, option_id = option.partition(":")
    if kind == "plan":
        return catalogue.attributes_of_plan(catalogue.plan(option_id))
    if kind == "competitor":
        return {name: fact.value for name, fact in catalogue.competitors[option_id].facts.items()}
    return catalogue.product(option_id).attributes
