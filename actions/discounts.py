"""The move about money off: which reductions there are and whether a code works."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from actions.material.reductions import about_one, discount_text, is_in_force, is_told
from actions.moves import Move, Phrase, Say
from actions.pricing import priced
from milepost.dialogue.acts import CODE, Act
from milepost.sales.catalogue import Discount
from milepost.sales.next_best_action import Answered
from milepost.sales.options import exists, is_ours, plans_of
from milepost.services.turns import Turn

_MOST = 4


class ActionAnswerDiscount(Move):
    """Says which reductions there are and whether a code works; what is beyond the list goes to a person."""

    answered = Answered.PRICED

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_answer_discount"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """A code is tried on what is meant; else the reduction that is asked for, or those in force."""
        act, conversation = turn.act, turn.conversation
        options = [
            each for each in (act.options or conversation.focus) if is_ours(each) and exists(turn.catalogue, each)
        ]
        if act.code:
            yield from code_told(turn, act.code, options)
            return
        asked = asked_for(turn) or coded(turn)
        told = asked or for_kind(turn) or for_options(turn, told_to_all(turn), options)
        turn.conversation.value_given = True
        if len(asked) == 1:
            yield about_one(turn, asked[0], options)
        elif told:
            yield Say("utter_discounts", {"discounts": " ".join(discount_text(turn, each) for each in told[:_MOST])})
        else:
            turn.answered = Answered.NO_PRICE
            yield Say("utter_no_discounts")


def asked_for(turn: Turn) -> list[Discount]:
    """The reductions that a question is about: the one that it means, or those for the kind of customer that it names."""
    act = turn.act
    meant = turn.catalogue.discounts.get(str(act.fact).partition(":")[2]) if act.fact else None
    if meant is not None and is_told(meant, turn):
        return [meant]
    return [each for each in told_to_all(turn) if act.customer_kind and each.customer_kind == act.customer_kind]


def for_kind(turn: Turn) -> list[Discount]:
    """The reductions for the kind of customer that the visitor is known to be."""
    kind = turn.conversation.case.customer_kind
    return [each for each in told_to_all(turn) if kind and each.customer_kind == kind]


def coded(turn: Turn) -> list[Discount]:
    """The reductions that take a code, where a code is asked for."""
    return [each for each in told_to_all(turn) if each.code] if turn.act.by == CODE else []


def told_to_all(turn: Turn) -> list[Discount]:
    """The reductions in force that may be told to anyone."""
    return [each for each in turn.catalogue.discounts.values() if is_in_force(each, turn) and is_told(each, turn)]


def for_options(turn: Turn, discounts: Sequence[Discount], options: Sequence[str]) -> list[Discount]:
    """The reductions, first what goes with the options that are meant, and of these what is for everyone."""
    plans = {
        plan.id for option in options if exists(turn.catalogue, option) for plan in plans_of(turn.catalogue, option)
    }
    return sorted(
        discounts,
        key=lambda each: (bool(each.plans and plans) and not plans & set(each.plans), bool(each.customer_kind)),
    )


def price_again(turn: Turn) -> Act:
    """The act of this turn with the case in force."""
    case = turn.conversation.case
    return turn.act.with_args(turn.act.why, number=turn.act.number or case.number, term=turn.act.term or case.term)


def is_public(discount: Discount, turn: Turn) -> bool:
    """Whether a reduction needs no code and is in force today."""
    return discount.code is None and is_in_force(discount, turn)


def code_told(turn: Turn, code: str, options: Sequence[str]) -> Iterator[Say]:
    """A code that is known tried on what is meant: what it takes off, and the price with it; else what there is to say of it."""
    known = [each for each in turn.catalogue.discounts.values() if (each.code or "").casefold() == code.casefold()]
    if not known or not options:
        yield from code_alone(turn, code)
        return
    says = list(priced(turn, replace(price_again(turn), options=tuple(options), code=code), options[:1]))
    if not any(say.response == "utter_code_rejected" for say in says):
        yield from code_alone(turn, code)
    yield from says


def code_alone(turn: Turn, code: str) -> Iterator[Say]:
    """A code given before anything was chosen: whether we have it, and what it is for."""
    known = [d for d in turn.catalogue.discounts.values() if d.code and d.code.casefold() == code.casefold()]
    if not known:
        turn.answered = Answered.NO_PRICE
        yield Say("utter_code_rejected", {"code": code, "reason": Phrase("utter_code_reason_unknown")})
    elif known[0].valid_until is not None and known[0].valid_until < turn.now.date().isoformat():
        yield Say("utter_code_rejected", {"code": code, "reason": Phrase("utter_code_reason_expired")})
    else:
        yield Say("utter_code_accepted", {"code": code, "name": discount_text(turn, known[0])})
