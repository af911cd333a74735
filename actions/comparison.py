"""Moves of weighing: options side by side or in order, and doubts answered with facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from actions.material.blocks import comparison_block, from_price, products_block
from actions.material.cases import currency_for
from actions.material.knowledge import known_answer
from actions.material.options import attributes_of, name_of, ours, product_of, rivals
from actions.material.ordering import asked_superlative, figures
from actions.moves import Move, Say
from milepost.sales import wording
from milepost.sales.catalogue import Catalogue
from milepost.sales.comparison import BetterFor, compare
from milepost.sales.conversations import Touch
from milepost.sales.fit import objections
from milepost.sales.fit.superlatives import in_order
from milepost.sales.next_best_action import Answered
from milepost.sales.pricing import cheapest_way
from milepost.services import gaps
from milepost.services.turns import Turn

_MOST, _NAMED = 4, 3
# "more expensive than Acme", "vs Acme"; not "than the other one", "than 20" or "than expected".
_NO_NAMES = (
    r"the|a|an|this|that|it|its|your|yours|my|mine|our|ours|his|her|their|them|us|me|you|we|i|they|other|others|another|each|"
    r"any\w*|all|every\w*|some\w*|one|ones|both|two|three|four|before|usual\w*|last|what|which|these|those|here|now|ever|"
    r"compet\w*|elsewhere|expected|normal|average|most|more|less|just|only|paying|buying|having|using|doing|when|if|in|on|at|for"
)
_MEASURED_BY = re.compile(
    r"\b(?:than|vs\.?|versus|compared (?:to|with)|better than|cheaper than)\s+"
    rf"(?!(?:{_NO_NAMES})\b)([^\W\d_][\w.&-]{{2,30}}?)(?=[\s?!,.;]|$)",
    re.IGNORECASE,
)


class ActionCompareOptions(Move):
    """Two to four options, ours or ours against a competitor."""

    answered = Answered.COMPARED

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_compare_options"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """What differs and matters first; asks which where fewer than two are meant."""
        options = compared(turn)
        if stranger := unknown_rival(turn):
            yield Say("utter_rival_unknown", {"name": stranger})
            turn.answered = Answered.UNKNOWN
            gaps.record(turn, "unanswered", turn.text)
            return
        if len(options) < 2:
            turn.conversation.pending = self.name()
            turn.has_asked = True
            names = tuple(product.name for product in turn.catalogue.products.values())[:_MOST]
            yield Say("utter_compare_what", buttons=names)
            return
        if turn.attributes and not turn.options and not any(each.startswith("competitor:") for each in options):
            yield from by_attribute(turn, options)
            return
        result = compare(turn.catalogue, options, turn.conversation, today=turn.now.date())
        turn.conversation.value_given = True
        turn.conversation.shown = list(options)
        for option in options:
            turn.conversation.touch(option, Touch.COMPARED, turn.message_id)
        language = turn.conversation.language
        names_text = wording.listing([column.name for column in result.columns], language)
        yield Say("utter_comparison", {"names": names_text}, block=comparison_block(result, names_text))
        for better in result.better_for:
            if better.rows or better.meant_for:
                yield better_for(turn, better)


class ActionAnswerObjection(Move):
    """Answers a doubt with what the catalogue knows, and keeps it for the rep."""

    answered = Answered.OBJECTION

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_answer_objection"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """By kind: price, a rival, not now; else from the knowledge base."""
        conversation = turn.conversation
        kind = objections.kind_of(turn.text, names_rival=bool(rivals(turn)))
        if turn.text not in conversation.objections:
            conversation.objections.append(turn.text)
        if kind is objections.Objection.RIVAL:
            rival = turn.catalogue.competitors[rivals(turn)[0].partition(":")[2]]
            conversation.pending = "action_compare_options"
            turn.has_asked = True
            strengths = wording.listing(rival.strengths, conversation.language)
            yield Say("utter_objection_rival", {"rival": rival.name, "strengths": strengths})
        elif kind is objections.Objection.LATER:
            turn.has_asked = True  # whoever wants to think is left to it
            yield Say("utter_objection_later")
        elif kind is objections.Objection.PRICE:
            yield cheapest(turn) or known_answer(turn) or Say("utter_objection_unknown")
        else:
            yield known_answer(turn) or Say("utter_objection_unknown")


def unknown_rival(turn: Turn) -> str | None:
    """Somebody else's name that the visitor measures us by and the catalogue knows nothing of."""
    if len(turn.options) > 1 or rivals(turn):
        return None
    named = _MEASURED_BY.search(turn.text)
    mentions = turn.parse.get("mentions") or ()
    if named is None or any(m["start"] < named.end(1) and named.start(1) < m["end"] for m in mentions):
        return None
    return named.group(1)


def compared(turn: Turn) -> tuple[str, ...]:
    """What to compare: what is named; a single one beside what was spoken of or shown before."""
    named = list(turn.options)
    if len(named) >= 2:
        return tuple(named[:_MOST])
    pool = [*turn.ambiguous, *turn.conversation.shown, *ours(turn)]
    wanted = named + [
        option for option in dict.fromkeys(pool) if option not in named and is_alike(turn.catalogue, option, named)
    ]
    return tuple(wanted[: max(2, len(turn.ambiguous))])


def by_attribute(turn: Turn, options: Sequence[str]) -> Iterator[Say]:
    """Options spoken of before, by the one property that is asked for now: "which has the better reports?"."""
    language, turn.conversation.value_given = turn.conversation.language, True
    for attribute_id in turn.attributes[:2]:
        attribute = turn.catalogue.attributes[attribute_id]
        known = {option: attributes_of(turn.catalogue, option).get(attribute_id) for option in options}
        told = [
            f"{name_of(turn.catalogue, option)}: "
            + (
                wording.word("unknown", language)
                if value is None
                else wording.attribute_value(attribute, value, language)
            )
            for option, value in known.items()
        ]
        yield Say("utter_feature_list", {"attribute": attribute.name, "values": "; ".join(told)})


def is_alike(catalogue: Catalogue, option: str, named: list[str]) -> bool:
    """Whether an option makes sense beside those named: not a product beside its own plan."""
    if not named or option.startswith("competitor:") or named[0].startswith("competitor:"):
        return True
    if option.partition(":")[0] == named[0].partition(":")[0]:
        return True
    return product_of(catalogue, option) != product_of(catalogue, named[0])


def better_for(turn: Turn, better: BetterFor) -> Say:
    """Where an option is ahead, and whom it is made for."""
    language = turn.conversation.language
    rows, meant_for = wording.listing(better.rows[:3], language), wording.listing(better.meant_for[:2], language)
    values = {"name": name_of(turn.catalogue, better.option), "rows": rows, "meant_for": meant_for}
    if rows and meant_for:
        return Say("utter_better_for", values)
    return Say("utter_ahead_on" if rows else "utter_meant_for", values)


def cheapest(turn: Turn) -> Say | None:
    """The least costly way to buy what was spoken of, for this visitor's number."""
    catalogue, options = turn.catalogue, ours(turn)
    plans = [
        plan.id for plan in catalogue.plans.values() if not options or plan.product == product_of(catalogue, options[0])
    ]
    size = turn.conversation.value("team_size")
    quantity = size if isinstance(size, int) else 1
    way = cheapest_way(catalogue, plans, quantity, currency_for(turn), today=turn.now.date())
    if way is None:
        return None
    option = f"plan:{way.plan.id}"
    turn.conversation.touch(option, Touch.PRICED, turn.message_id)
    language = turn.conversation.language
    price = f"{wording.money(way.total, language)} {wording.term(way.term, language=language)}"
    if way.quantity > 1:
        price = f"{price}, {wording.count(way.quantity, way.unit, language)}"
    return Say("utter_objection_price", {"name": name_of(catalogue, option), "price": price})


class ActionNameExtreme(Move):
    """Options put in order by what was asked, the first few with their figures; what is unknown is said to be."""

    answered = Answered.OPTIONS

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_name_extreme"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """Exact figures from the catalogue in force; equal ones stand beside each other."""
        asked = asked_superlative(turn)
        if asked is None:  # taken up again when the message has gone: there is nothing to put in order
            return
        language, attribute = turn.conversation.language, asked.attribute
        known, unknown = in_order(figures(turn, asked), highest=asked.highest)
        rows = []
        for option, figure in known[:_NAMED]:
            told = (
                from_price(turn, option) if attribute is None else wording.attribute_value(attribute, figure, language)
            )
            rows.append(f"{name_of(turn.catalogue, option)}: {told}")
        if unknown and (attribute is not None or asked.highest):  # what is priced on request is hardly the cheapest
            names = [name_of(turn.catalogue, option) for option in unknown[:_NAMED]]
            rows.append(f"{wording.word('custom' if attribute is None else 'unknown', language)}: {', '.join(names)}")
        title = attribute.name if attribute else wording.word("price", language)
        order = wording.word("highest_first" if asked.highest else "lowest_first", language)
        first = [option for option, _ in known[:_NAMED]]
        turn.conversation.value_given, turn.conversation.shown = True, first
        if first:
            turn.conversation.touch(first[0], Touch.MENTIONED, turn.message_id)
        values_said = {"attribute": f"{title} ({order})", "values": "; ".join(rows)}
        yield Say("utter_feature_list", values_said, block=products_block(turn, first) if first else None)
