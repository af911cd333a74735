"""Moves of weighing: options side by side or in order, and a choice taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from actions.material.blocks import comparison_block, from_price, products_block
from actions.material.suggesting import summary_of
from actions.moves import Move, Say
from actions.pricing import priced
from milepost.dialogue.acts import PRICE, ActKind
from milepost.sales import wording
from milepost.sales.charges.case_prices import price_of_option
from milepost.sales.comparison import BetterFor, compare
from milepost.sales.conversations import Touch
from milepost.sales.fit.superlatives import in_order
from milepost.sales.next_best_action import Answered
from milepost.sales.options import attributes_of, exists, is_ours, name_of, plans_of, product_of
from milepost.sales.pricing import starting_price
from milepost.services import gaps
from milepost.services.turns import Turn

_MOST, _NAMED = 4, 3


class ActionCompareOptions(Move):
    """Two to four options, ours or ours against a competitor."""

    answered = Answered.COMPARED

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_compare_options"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """What differs and matters first; asks which where fewer than two are meant."""
        if turn.act.unlisted:
            turn.answered = Answered.UNKNOWN
            gaps.record(turn, "unanswered", turn.act.text or turn.text)
            yield Say("utter_rival_unknown", {"name": turn.act.unlisted})
            return
        options = list(turn.act.options or turn.act.among)[:_MOST]
        if len(options) == 1 and not is_ours(options[0]):
            spoken_of = [*turn.conversation.focus, *(touch.option for touch in reversed(turn.conversation.touches))]
            beside = [option for option in spoken_of if is_ours(option) and exists(turn.catalogue, option)]
            options = [*(beside or [f"product:{next(iter(turn.catalogue.products))}"])[:1], *options]
        if len(options) < 2:
            turn.has_asked = True
            names = tuple(product.name for product in turn.catalogue.products.values())[:_MOST]
            yield Say("utter_compare_what", buttons=names)
            return
        result = compare(turn.catalogue, options, turn.conversation, today=turn.now.date())
        turn.conversation.value_given = True
        turn.conversation.shown = list(options)
        for option in options:
            turn.conversation.touch(option, Touch.COMPARED, turn.message_id)
        language = turn.conversation.language
        names_text = wording.listing([column.name for column in result.columns], language)
        yield Say("utter_comparison", {"names": names_text}, block=comparison_block(result, names_text))
        ahead = [better for better in result.better_for if better.rows or better.meant_for]
        for better in ahead:
            yield better_for(turn, better)
        if not ahead:
            yield from what_each_is(turn, options)


def what_each_is(turn: Turn, options: Sequence[str]) -> Iterator[Say]:
    """Each of ours in the owner's words, where the table tells nothing that sets them apart."""
    for option in [each for each in options if is_ours(each)][:_NAMED]:
        values = {"name": name_of(turn.catalogue, option), "summary": f"{summary_of(turn, option)}."}
        yield Say("utter_product", values)


class ActionNameExtreme(Move):
    """Options put in order by what was asked, the first few with their figures; what is unknown is said to be."""

    answered = Answered.OPTIONS

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_name_extreme"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """Exact figures from the catalogue in force; equal ones stand beside each other."""
        act, language = turn.act, turn.conversation.language
        attribute = turn.catalogue.attributes.get(act.by or "")
        known, unknown = in_order(figures(turn, in_question(turn), act.by), highest=act.highest)
        rows = []
        for option, figure in known[:_NAMED]:
            told = (
                from_price(turn, option) if attribute is None else wording.attribute_value(attribute, figure, language)
            )
            rows.append(f"{name_of(turn.catalogue, option)}: {told}")
        if unknown and (attribute is not None or act.highest):  # what is priced on request is hardly the cheapest
            names = [name_of(turn.catalogue, option) for option in unknown[:_NAMED]]
            rows.append(f"{wording.word('custom' if attribute is None else 'unknown', language)}: {', '.join(names)}")
        title = attribute.name if attribute else wording.word("price", language)
        order = wording.word("highest_first" if act.highest else "lowest_first", language)
        first = [option for option, _ in known[:_NAMED]]
        turn.conversation.value_given, turn.conversation.shown = True, first
        if first:
            turn.conversation.focus = first[:1]
            turn.conversation.touch(first[0], Touch.MENTIONED, turn.message_id)
        values_said = {"attribute": f"{title} ({order})", "values": "; ".join(rows)}
        yield Say("utter_feature_list", values_said, block=products_block(turn, first) if first else None)


class ActionTakeChoice(Move):
    """Takes what the visitor picked: it is what prices and orders are about from now on."""

    answered = Answered.CHOSEN

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_take_choice"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """The choice said back, with its price for the case."""
        options = [option for option in turn.act.options if is_ours(option)]
        for option in options:
            turn.conversation.touch(option, Touch.CHOSEN, turn.message_id)
        names = wording.listing([name_of(turn.catalogue, option) for option in options], turn.conversation.language)
        yield Say("utter_choice_taken", {"name": names})
        if (
            len(options) == 1
            and len(price_of_option(turn.catalogue, options[0], turn.conversation.case, today=turn.now.date())) == 1
        ):
            case = turn.conversation.case
            yield from priced(turn, replace(turn.act, kind=ActKind.ASK_PRICE, add_ons=case.add_ons), options)


def in_question(turn: Turn) -> list[str]:
    """The options to put in order: those meant, those of the kind that is looked for, or all there are; plans in place of their
    product where it is one alone."""
    catalogue = turn.catalogue
    named = [option for option in turn.act.options if is_ours(option)]
    if not named:
        looked_for = str(turn.conversation.value("category") or "").casefold()
        kept = [f"product:{p.id}" for p in catalogue.products.values() if p.category.casefold() == looked_for]
        named = kept or [f"product:{product}" for product in catalogue.products]
    if len(named) == 1:
        return [f"plan:{plan.id}" for plan in catalogue.plans_of(product_of(catalogue, named[0]))]
    return named


def figures(turn: Turn, options: Sequence[str], by: str | None) -> dict[str, Decimal | None]:
    """The options with the figure that they are put in order by; None where the catalogue has none. Plans in place of a product
    where these differ by it."""
    found: dict[str, Decimal | None] = {}
    for option in options:
        own = _figure(turn, option, by)
        plans = {f"plan:{plan.id}": _figure(turn, f"plan:{plan.id}", by) for plan in plans_of(turn.catalogue, option)}
        known = {plan: figure for plan, figure in plans.items() if figure is not None}
        is_of_plans = len(plans) > 1 and (by == PRICE or own is None) and bool(known)
        found |= (plans if by == PRICE else known) if is_of_plans else {option: own}
    return found


def _figure(turn: Turn, option: str, by: str | None) -> Decimal | None:
    catalogue, ways = turn.catalogue, plans_of(turn.catalogue, option)
    if by == PRICE:
        # What the least of it costs in a year: monthly and yearly prices can be put in order.
        currency, today = catalogue.company.currencies[0], turn.now.date()
        started = [starting_price(catalogue, plan.id, currency, today=today) for plan in ways]
        return min((way.a_year.amount for way in started if way), default=None)
    known = dict(attributes_of(catalogue, option))
    if len(ways) == 1:
        known = catalogue.attributes_of_plan(ways[0])
    value = known.get(by or "")
    return value if isinstance(value, Decimal) else None


def better_for(turn: Turn, better: BetterFor) -> Say:
    """Where an option is ahead, and whom it is made for."""
    language = turn.conversation.language
    rows, meant_for = wording.listing(better.rows[:3], language), wording.listing(better.meant_for[:2], language)
    values = {"name": name_of(turn.catalogue, better.option), "rows": rows, "meant_for": meant_for}
    if rows and meant_for:
        return Say("utter_better_for", values)
    return Say("utter_ahead_on" if rows else "utter_meant_for", values)
