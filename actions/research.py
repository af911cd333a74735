"""Moves of finding out: what there is, and what suits."""

from __future__ import annotations

from collections.abc import Iterator

from actions.material.blocks import products_block
from actions.material.meant import near_by_words
from actions.material.recommending import recommend
from actions.material.suggesting import likely, suggested_before
from actions.moves import Move, Say
from milepost.dialogue.acts import ActKind
from milepost.sales import wording
from milepost.sales.conversations import Touch
from milepost.sales.next_best_action import Answered
from milepost.sales.options import is_ours, name_of, plan_name, product_of
from milepost.sales.pricing import starting_price
from milepost.services import gaps
from milepost.services.turns import Turn

_CARDS, _CHOOSES = 4, 2


class ActionShowOffer(Move):
    """What there is: kinds and products, the plans of the product that is meant, or what is free."""

    answered = Answered.OPTIONS

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_show_offer"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """What the words come near to, cards for few products, kinds to choose from where there are many."""
        turn.conversation.value_given = True
        options = [option for option in turn.act.options if is_ours(option)]
        if turn.act.free:
            yield from free_ones(turn)
        elif (
            len(options) == 1 and options[0].startswith("product:") and len(turn.catalogue.plans_of(options[0][8:])) > 1
        ):
            yield plans_offered(turn, options[0])
        elif options:
            turn.conversation.shown = options[:_CARDS]
            names = wording.listing(
                [name_of(turn.catalogue, option) for option in options[:_CARDS]], turn.conversation.language
            )
            yield Say("utter_offer_named", {"names": names}, block=products_block(turn, options[:_CARDS]))
        elif set(turn.act.likely) & set(near_by_words(turn, kind=ActKind.ASK_OFFER)) and (near := likely(turn)):
            yield from near
        else:
            if turn.act.unlisted:
                gaps.record(turn, "unanswered", turn.act.text or turn.text)
                yield Say("utter_offer_unlisted")
            yield from whole_offer(turn)


class ActionRecommendProducts(Move):
    """What fits what is known, with reasons; honestly nothing where nothing does."""

    answered = Answered.WANTS_RECOMMENDATION

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_recommend_products"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """The best by what is known, of what is meant; left to the next step where too little is known to choose by."""
        if turn.act.options:
            yield from recommend(turn, among=turn.act.options)
        elif turn.act.likely and not is_known_enough(turn):
            yield from likely(turn) or more_of(turn)


def more_of(turn: Turn) -> Iterator[Say]:
    """Of what was suggested before its plans, to who asks again which one that is: the same words once more tell nothing."""
    before = suggested_before(turn)
    known = next((option for option in turn.act.likely if option in before), None)
    if known and len(turn.catalogue.plans_of(known[8:])) > 1:
        turn.answered = Answered.RECOMMENDED
        yield plans_offered(turn, known)


def is_known_enough(turn: Turn) -> bool:
    """Whether enough is known of the visitor to choose by it."""
    facts = turn.conversation.facts
    return (
        sum(turn.conversation.value(name) is not None for name in facts if name in turn.catalogue.journey.needs)
        >= _CHOOSES
    )


def plans_offered(turn: Turn, option: str) -> Say:
    """The plans of a product, each with its price."""
    catalogue, language = turn.catalogue, turn.conversation.language
    plans = catalogue.plans_of(option[8:])
    turn.conversation.shown = [f"plan:{plan.id}" for plan in plans]
    names = wording.listing([plan.name for plan in plans], language)
    count = wording.count(len(plans), "plan", language)
    values = {"product": name_of(catalogue, option), "plans": names, "count": count}
    return Say("utter_offer_of_product", values, block=products_block(turn, turn.conversation.shown[:_CARDS]))


def free_ones(turn: Turn) -> Iterator[Say]:
    """What costs nothing, with its limits in its own words; else what can be tried for nothing."""
    catalogue, currency, today = turn.catalogue, turn.catalogue.company.currencies[0], turn.now.date()
    free = [
        plan
        for plan in catalogue.plans.values()
        if (way := starting_price(catalogue, plan.id, currency, today=today)) is not None and not way.total.amount
    ]
    if free:
        turn.conversation.shown = [f"plan:{plan.id}" for plan in free]
        rows = [f"{plan_name(catalogue, plan)}: {plan.summary}".rstrip(": ") for plan in free[:3]]
        yield Say("utter_free", {"names": " ".join(rows)}, block=products_block(turn, turn.conversation.shown[:_CARDS]))
        return
    trials = [plan for plan in catalogue.plans.values() if plan.trial_days]
    if trials:
        rows = [
            f"{plan_name(catalogue, plan)} {wording.count(plan.trial_days, 'day', turn.conversation.language)}"
            for plan in trials[:4]
        ]
        yield Say("utter_nothing_free_but_trial", {"plans": "; ".join(rows)})
    else:
        yield Say("utter_nothing_free")


def whole_offer(turn: Turn) -> Iterator[Say]:
    """Few goods as cards; of several kinds one card each, with what each kind is called; what was recommended comes last."""
    catalogue, language = turn.catalogue, turn.conversation.language
    touches = turn.conversation.touches
    known = {
        product_of(catalogue, one.option) for one in touches if one.how is Touch.RECOMMENDED and is_ours(one.option)
    }
    products = sorted(catalogue.products.values(), key=lambda product: product.id in known)
    kinds = list(dict.fromkeys(product.category for product in products))
    options = [f"product:{product.id}" for product in products]
    values = {"for_whom": catalogue.company.for_whom, "kinds": wording.listing(kinds, language)}
    if len(options) <= _CARDS:
        turn.conversation.shown = options
        yield Say("utter_offer", values, block=products_block(turn, options))
        return
    first = {kind: next(p for p in products if p.category == kind) for kind in kinds[:_CARDS]}
    turn.conversation.shown = [f"product:{product.id}" for product in first.values()]
    yield Say("utter_offer", values, buttons=tuple(kinds[:6]), block=products_block(turn, turn.conversation.shown))
