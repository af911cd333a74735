"""What of ours comes near to what a visitor tells: one of what they are weighing, else the product or plan that it speaks for."""

from __future__ import annotations

from collections.abc import Sequence

from actions.material.blocks import from_price, products_block
from actions.material.recommending import because
from actions.material.says import Say
from actions.material.written import option_nearness
from milepost.dialogue.acts import ActKind
from milepost.dialogue.options.goods import plainly
from milepost.sales import wording
from milepost.sales.conversations import CUSTOMER_STAGES, Handler, Touch
from milepost.sales.next_best_action import Answered
from milepost.sales.options import exists, is_ours, name_of, product_of
from milepost.sales.recommendation import NEAR_STEP, RankedOption, Verdict, recommend
from milepost.services.turns import Turn

# Needs in which plans of one product differ.
_OF_PLANS = ("team_size", "budget")
# How near (`nearness`) the words have to come to what is written of an option to speak for it, alone or beside one other.
_SPEAKS_FROM, _MOST_NEAR = 0.5, 2
# To one of the plans of a product that speaks for itself.
_PLAN_FROM = 0.45
# How many times as likely as the next one an option of another product is, of which it is said that it is the one.
_CLEARLY = 1.5
# More than this many are no choice that somebody is about to make.
_MOST_WEIGHED = 4


def suggested(turn: Turn) -> list[Say]:
    """What comes near to what was told, to who has not bought and waits for nobody; nothing where nothing does."""
    conversation = turn.conversation
    if conversation.buying_stage in CUSTOMER_STAGES or conversation.handler is not Handler.BOT:
        return []
    return of_the_table(turn) or likely(turn)


def of_the_table(turn: Turn) -> list[Say]:
    """Of the options that are being weighed the one that what is told now speaks for."""
    table, near = on_the_table(turn), option_nearness(turn)
    if len(table) < 2:
        return []
    found = recommend(turn.catalogue, turn.conversation, today=turn.now.date(), among=table, near=near).fits
    first, second = next(iter(found), None), next(iter(found[1:]), None)
    if first is None or not (tells(turn, first) or _is_nearer(first, second, near)):
        return []
    if second is not None and first.weight < _CLEARLY * second.weight and not _is_nearer(first, second, near):
        return []
    language = turn.conversation.language
    option = next(each for each in (first.key, f"product:{first.product.id}") if each in table)
    told = {fact.name for fact in turn.changed if fact.value is not None}
    reasons = because(turn.catalogue, first, language, of=told)
    turn.conversation.focus = [option]
    turn.conversation.touch(option, Touch.RECOMMENDED, turn.message_id)
    turn.answered = Answered.RECOMMENDED
    text = wording.listing(reasons[:2], language) or summary_of(turn, option)
    return [Say("utter_still_fits", {"first": name_of(turn.catalogue, option), "because": text})]


def on_the_table(turn: Turn) -> list[str]:
    """The options of ours that are being weighed against one another."""
    conversation, catalogue = turn.conversation, turn.catalogue
    focus, shown = (
        [option for option in options if is_ours(option) and exists(catalogue, option)]
        for options in (conversation.focus, conversation.shown)
    )
    if any(touch.how is Touch.CHOSEN for touch in conversation.touches):
        return []
    table = shown if len(focus) == 1 and focus[0] in shown else focus
    return table if len(table) <= _MOST_WEIGHED else []


def _is_nearer(first: RankedOption, second: RankedOption | None, near: dict[str, float]) -> bool:
    """Whether the words come nearer to what is written of one option than to that of the other."""

    def nearness_of(option: RankedOption) -> float:
        return max(near.get(option.key, 0.0), near.get(f"product:{option.product.id}", 0.0))

    return nearness_of(first) >= _SPEAKS_FROM and (
        second is None or nearness_of(first) >= nearness_of(second) + NEAR_STEP
    )


def tells(turn: Turn, option: RankedOption) -> bool:
    """Whether something that is told now speaks for an option."""
    told = {fact.name for fact in turn.changed if fact.value is not None}
    return any(reason.need in told and reason.offered is not None for reason in option.with_verdict(Verdict.FITS))


def likely(turn: Turn) -> list[Say]:
    """What comes nearest to what was told and goes against none of it, in a sentence each; to who only tells of a problem the
    nearest alone, and no card. What was suggested before is shown in full; what is in hand already is not suggested again."""
    catalogue, conversation = turn.catalogue, turn.conversation
    options = [fitting(turn, option) for option in likely_options(turn)]
    options = [option for option in options if option] or best_known(turn)
    made = suggested_before(turn)
    options = [option for option in options if not {option, f"product:{product_of(catalogue, option)}"} & made]
    if not options or keeps_to_another(turn, options):
        return []
    if len(options) > _MOST_NEAR:
        return [] if conversation.is_before_interest else [in_the_running(turn, options)]
    turn.answered = Answered.RECOMMENDED
    if turn.act.kind is ActKind.STATE_NEED and conversation.is_before_interest:
        return [would_help(turn, options[0])]
    conversation.shown = options
    # Of two that come near neither is the one spoken of.
    conversation.focus = options if len(options) == 1 else []
    conversation.value_given = True
    for option in options:
        conversation.touch(option, Touch.RECOMMENDED, turn.message_id)
    rows = [f"{name_of(catalogue, each)}: {summary_of(turn, each)}, {from_price(turn, each)}." for each in options]
    return [Say("utter_likely", {"options": " ".join(rows)}, block=products_block(turn, options))]


def keeps_to_another(turn: Turn, options: Sequence[str]) -> bool:
    """Whether who tells more of themselves has something in mind already that fits all that is known: nothing else is suggested
    then, unless all that they told speaks plainly for that."""
    conversation, catalogue = turn.conversation, turn.catalogue
    if turn.act.kind is not ActKind.STATE_NEED or turn.act.options:
        return False
    gone = {touch.option for touch in conversation.touches if touch.how is Touch.RULED_OUT}
    in_mind = [each for each in conversation.focus if is_ours(each) and exists(catalogue, each) and each not in gone]
    of_it = {*in_mind, *(f"product:{product_of(catalogue, each)}" for each in in_mind)}
    is_same = any({each, f"product:{product_of(catalogue, each)}"} & of_it for each in options)
    if not in_mind or is_same or plainly(conversation.goods) in options:
        return False
    return bool(recommend(catalogue, conversation, today=turn.now.date(), among=in_mind).fits)


def in_the_running(turn: Turn, options: Sequence[str]) -> Say:
    """The few that what is told leaves, by name and as cards: what tells them apart may be asked for."""
    turn.conversation.shown = list(options)
    turn.conversation.value_given = True
    names = wording.listing([name_of(turn.catalogue, option) for option in options], turn.conversation.language)
    return Say("utter_offer_named", {"names": names}, block=products_block(turn, options))


def likely_options(turn: Turn) -> list[str]:
    """The products that what was told speaks for, else those that its words come near to, where these are few."""
    known = [option for option in turn.act.likely if exists(turn.catalogue, option)]
    if known or turn.act.kind is not ActKind.STATE_NEED:
        return known
    near = {option: score for option, score in option_nearness(turn).items() if option.startswith("product:")}
    top = max(near.values(), default=0.0)
    found = [option for option in near if near[option] > top - NEAR_STEP and exists(turn.catalogue, option)]
    return found if top >= _SPEAKS_FROM and len(found) <= _MOST_NEAR else []


def suggested_before(turn: Turn) -> set[str]:
    """The options that need no suggesting: recommended before, or priced or chosen, with the products that they are of."""
    catalogue, touches = turn.catalogue, turn.conversation.touches
    in_hand = [
        touch.option
        for touch in touches
        if touch.how in (Touch.RECOMMENDED, Touch.PRICED, Touch.CHOSEN) and exists(catalogue, touch.option)
    ]
    return {*in_hand, *(f"product:{product_of(catalogue, option)}" for option in in_hand if is_ours(option))}


def fitting(turn: Turn, option: str) -> str:
    """The option, or the plan of it that fits what is known best, where plans differ in that or the words come nearer to one;
    nothing where it goes against what is known."""
    near = option_nearness(turn)
    found = recommend(
        turn.catalogue, turn.conversation, today=turn.now.date(), among=[option], one_per_product=False, near=near
    )
    if not found.fits:
        return "" if found.nearest else option
    best, second = found.fits[0], next(iter(found.fits[1:]), None)
    if best.plan is None or len(turn.catalogue.plans_of(best.product.id)) < 2 or not option.startswith("product:"):
        return option
    own = best.plan.attributes
    differs = (second is None or best.weight > second.weight) and any(
        reason.attribute in own if reason.attribute else reason.need in _OF_PLANS
        for reason in best.with_verdict(Verdict.FITS)
        if reason.offered is not None
    )
    return best.key if differs or nearest_plan(turn, best.product.id) == best.key else option


def nearest_plan(turn: Turn, product: str) -> str | None:
    """The plan of a product that the words come plainly nearer to than to any other of it."""
    plans = {f"plan:{plan.id}" for plan in turn.catalogue.plans_of(product)}
    scores = sorted(((score, plan) for plan, score in option_nearness(turn).items() if plan in plans), reverse=True)
    runner_up = scores[1][0] if len(scores) > 1 else 0.0
    is_plain = bool(scores) and scores[0][0] >= max(_PLAN_FROM, runner_up + NEAR_STEP)
    return scores[0][1] if is_plain else None


def best_known(turn: Turn) -> list[str]:
    """What fits best by all that is known, where that is plain: something that is told now speaks for it, or for a few alike, and
    for no other product nearly as much."""
    found = recommend(
        turn.catalogue, turn.conversation, limit=_MOST_WEIGHED + 1, today=turn.now.date(), near=option_nearness(turn)
    ).fits
    if not found or not tells(turn, found[0]):
        return []
    alike = [each for each in found if _CLEARLY * each.weight > found[0].weight]
    if len(alike) > _MOST_WEIGHED or not all(tells(turn, each) for each in alike):
        return []
    return [fitting(turn, f"product:{each.product.id}") for each in alike]


def summary_of(turn: Turn, option: str) -> str:
    """What an option is, in the owner's sentence: the plan's own where it has one."""
    catalogue = turn.catalogue
    own = catalogue.plan(option[5:]).summary if option.startswith("plan:") else ""
    return (own or catalogue.product(product_of(catalogue, option)).summary).rstrip(".")


def would_help(turn: Turn, option: str) -> Say:
    """What would help, in one plain sentence: told of, not recommended."""
    turn.conversation.focus = [option]
    turn.conversation.touch(option, Touch.MENTIONED, turn.message_id)
    return Say("utter_would_help", {"name": name_of(turn.catalogue, option), "summary": f"{summary_of(turn, option)}."})


def named_now(turn: Turn) -> Sequence[str]:
    """The products and plans of ours that the need names and that did not come up before."""
    before = {touch.option for touch in turn.conversation.touches if touch.message != turn.message_id}
    return [
        option
        for option in turn.act.options
        if is_ours(option) and exists(turn.catalogue, option) and option not in before
    ]
