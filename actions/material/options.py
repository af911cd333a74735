"""What a visitor means: options of the catalogue by name, by pointing, or from what was last talked about."""

from __future__ import annotations

from collections.abc import Mapping

from milepost.sales.catalogue import AttributeValue, Catalogue, Plan
from milepost.sales.conversations import Conversation, Touch
from milepost.services.turns import Turn

_RECENT = 8


def name_of(catalogue: Catalogue, option: str) -> str:
    """The name of "product:ID", "plan:ID" or "competitor:ID"; a plan's carries its product's."""
    kind, _, option_id = option.partition(":")
    if kind == "plan":
        return plan_name(catalogue, catalogue.plan(option_id))
    if kind == "competitor":
        return catalogue.competitors[option_id].name
    return catalogue.product(option_id).name


def plan_name(catalogue: Catalogue, plan: Plan) -> str:
    """ "Team" of product "Bright Inbox" is "Bright Inbox Team"; a plan that already says its product stays as it is."""
    product = catalogue.product(plan.product).name
    return plan.name if product.casefold() in plan.name.casefold() else f"{product} {plan.name}"


def exists(catalogue: Catalogue, option: str) -> bool:
    """Whether the catalogue in force still has it."""
    kind, _, option_id = option.partition(":")
    shelf = {"plan": catalogue.plans, "product": catalogue.products, "competitor": catalogue.competitors}
    return option_id in shelf.get(kind, {})


def ours(turn: Turn) -> tuple[str, ...]:
    """The products and plans that this message is about: those it names, else the last one talked about."""
    named = tuple(option for option in turn.options if not option.startswith("competitor:"))
    return named or last_discussed(turn.catalogue, turn.conversation)


def rivals(turn: Turn) -> tuple[str, ...]:
    """The competitors that this message names."""
    return tuple(option for option in turn.options if option.startswith("competitor:"))


def last_discussed(catalogue: Catalogue, conversation: Conversation) -> tuple[str, ...]:
    """The product or plan that came up last, if any; of the last ones only, and only if still in the catalogue."""
    for touch in reversed(conversation.touches[-_RECENT:]):
        if not touch.option.startswith("competitor:") and exists(catalogue, touch.option):
            return (touch.option,)
    return ()


def last_priced_together(conversation: Conversation) -> tuple[str, ...]:
    """The plans that the last price was told of, where that were several in one turn."""
    priced = [touch for touch in conversation.touches if touch.how is Touch.PRICED and touch.option.startswith("plan:")]
    last = tuple(dict.fromkeys(touch.option for touch in priced if touch.message == priced[-1].message))
    return last if len(last) > 1 else ()


def compared_last(turn: Turn) -> tuple[str, ...]:
    """The options of ours that were put side by side just before a message that names none."""
    touches = turn.conversation.touches
    if turn.options or not touches or touches[-1].how is not Touch.COMPARED:
        return ()
    batch = [touch.option for touch in touches if touch.message == touches[-1].message and touch.how is Touch.COMPARED]
    found = tuple(option for option in dict.fromkeys(batch) if exists(turn.catalogue, option))
    return tuple(option for option in found if not option.startswith("competitor:"))


def plans_of(catalogue: Catalogue, option: str) -> tuple[Plan, ...]:
    """A plan itself, or every plan of a product."""
    kind, _, option_id = option.partition(":")
    return (catalogue.plan(option_id),) if kind == "plan" else catalogue.plans_of(option_id)


def product_of(catalogue: Catalogue, option: str) -> str:
    """The product's id that an option of ours belongs to."""
    kind, _, option_id = option.partition(":")
    return catalogue.plan(option_id).product if kind == "plan" else option_id


def attributes_of(catalogue: Catalogue, option: str) -> Mapping[str, AttributeValue]:
    """What the catalogue knows of a product or plan of ours, by attribute."""
    if option.startswith("plan:"):
        return catalogue.attributes_of_plan(plans_of(catalogue, option)[0])
    return catalogue.product(product_of(catalogue, option)).attributes
