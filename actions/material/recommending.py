"""A recommendation in words: what fits first and why, what it lacks, or honestly that nothing fits."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from actions.material.blocks import products_block
from actions.material.needs_told import fact_text
from actions.material.says import Say
from actions.material.written import option_nearness
from milepost.sales import wording
from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import Touch
from milepost.sales.money import Money
from milepost.sales.next_best_action import Answered
from milepost.sales.options import name_of
from milepost.sales.recommendation import RankedOption, Reason, Recommendation, Verdict
from milepost.sales.recommendation import recommend as ranked_for
from milepost.services import gaps
from milepost.services.turns import Turn

_REASONS = 3


def recommend(turn: Turn, *, among: Sequence[str] = ()) -> Iterator[Say]:
    """The best by what is known now, of these options where any are given."""
    near = option_nearness(turn)
    found = ranked_for(turn.catalogue, turn.conversation, today=turn.now.date(), among=among, near=near)
    if found.fits:
        yield from fitting(turn, found)
    else:
        yield from nothing_fits(turn, found)


def fitting(turn: Turn, found: Recommendation) -> Iterator[Say]:
    """At most three cards; the first is named with its reasons and what it lacks."""
    goods = turn.conversation.goods
    fits = sorted(
        found.fits, key=lambda option: goods.get(f"product:{option.product.id}", 0.0) < max(goods.values(), default=0.0)
    )
    keys = [option.key for option in fits]
    reasons = {option.key: because(turn.catalogue, option, turn.conversation.language) for option in fits}
    turn.conversation.value_given = True
    turn.conversation.shown = keys
    for key in reversed(keys):
        turn.conversation.touch(key, Touch.RECOMMENDED, turn.message_id)
    first = fits[0]
    turn.conversation.focus = keys[:1]
    turn.answered = Answered.RECOMMENDED
    if not reasons[first.key]:
        yield Say(
            "utter_recommendation_plain",
            {"first": name_of(turn.catalogue, first.key)},
            block=products_block(turn, keys),
        )
        return
    language = turn.conversation.language
    because_text = wording.listing(reasons[first.key][:_REASONS], language)
    values = {"first": name_of(turn.catalogue, first.key), "because": because_text}
    lacks = [
        reason_text(turn.catalogue, reason, language)
        for reason in first.with_verdict(Verdict.LACKS)
        if reason.offered is not None or reason.is_hard
    ]
    block = products_block(turn, keys, reasons)
    if lacks:
        yield Say("utter_recommendation_with_lack", {**values, "lacks": wording.listing(lacks, language)}, block=block)
    else:
        yield Say("utter_recommendation", values, block=block)


def still_best(turn: Turn) -> Iterator[Say]:
    """What the message changes for a recommendation that stands: its part in it, so that nobody is left with "noted"."""
    catalogue, conversation = turn.catalogue, turn.conversation
    made = {
        touch.option
        for touch in conversation.touches
        if touch.how is Touch.RECOMMENDED and touch.message != turn.message_id
    }
    found = ranked_for(catalogue, conversation, today=turn.now.date()) if made else None
    if found is None or not found.fits or not {found.fits[0].key, f"product:{found.fits[0].product.id}"} & made:
        return
    best, told = found.fits[0], {fact.name for fact in turn.changed if fact.value is not None}
    met, lacked = (
        [reason for reason in best.with_verdict(verdict) if reason.need in told and reason.offered is not None]
        for verdict in (Verdict.FITS, Verdict.LACKS)
    )
    texts = list(dict.fromkeys(reason_text(catalogue, reason, conversation.language) for reason in met or lacked))
    if texts:
        values = {"first": name_of(catalogue, best.key), "because": wording.listing(texts[:2], conversation.language)}
        yield Say("utter_still_fits" if met else "utter_still_nearest", values)


def nothing_fits(turn: Turn, found: Recommendation) -> Iterator[Say]:
    """Names the nearest and what it violates; the wish is kept for the owner."""
    gaps.record(turn, "nothing_fits", turn.text)
    turn.answered = Answered.NOTHING_FITS
    language = turn.conversation.language
    if found.nearest:
        nearest = found.nearest[0]
        missed = dict.fromkeys(reason.need for reason in nearest.shortfalls)
        violated = wording.listing([fact_text(turn, turn.conversation.facts[need]) for need in missed], language)
        lacks = wording.listing(
            [reason_text(turn.catalogue, reason, language) for reason in nearest.shortfalls], language
        )
        turn.conversation.shown = turn.conversation.focus = [nearest.key]
        turn.conversation.touch(nearest.key, Touch.RECOMMENDED, turn.message_id)
        values = {"violated": violated, "nearest": name_of(turn.catalogue, nearest.key), "lacks": lacks}
        gone = fitting_but_turned_down(turn)
        if gone:
            yield Say("utter_nothing_else_fits", {**values, "gone": wording.listing(gone[:3], language)})
        else:
            yield Say("utter_nothing_fits", values)
    else:
        yield Say("utter_nothing_left")


def fitting_but_turned_down(turn: Turn) -> list[str]:
    """The names of what would fit and was turned down: "nothing fits" would not be true of the rest alone."""
    kept = [touch for touch in turn.conversation.touches if touch.how is not Touch.RULED_OUT]
    if len(kept) == len(turn.conversation.touches):
        return []
    found = ranked_for(turn.catalogue, replace(turn.conversation, touches=kept), today=turn.now.date())
    whole = [option for option in found.fits if not option.with_verdict(Verdict.LACKS)]
    return [name_of(turn.catalogue, option.key) for option in whole]


def because(catalogue: Catalogue, option: RankedOption, language: str, *, of: Collection[str] = ()) -> Sequence[str]:
    """What speaks for an option, need by need, with its own values; of these needs where any are given."""
    known = [reason for reason in option.with_verdict(Verdict.FITS) if reason.offered is not None]
    known = [reason for reason in known if not of or reason.need in of]
    shown = {str(reason.offered).casefold() for reason in known if reason.need != "use_case"}
    known = [each for each in known if each.need != "use_case" or str(each.offered).casefold() not in shown]
    return list(dict.fromkeys(reason_text(catalogue, reason, language) for reason in known))


def reason_text(catalogue: Catalogue, reason: Reason, language: str) -> str:
    """One need against one option: "made for shared email", "screen size 14 inch", of what it lacks "team size up to 10"."""
    attribute = catalogue.attributes.get(reason.attribute or "")
    if isinstance(reason.offered, Money):
        offered = wording.money(reason.offered, language)
    elif reason.offered is None:
        offered = wording.word("unknown" if reason.verdict is Verdict.UNKNOWN else "no", language)
    else:
        offered = wording.attribute_value(attribute, reason.offered, language)
    if reason.need == "team_size" and isinstance(reason.offered, Decimal):
        offered = wording.word("at_most", language).format(offered)
    if attribute:
        return f"{attribute.name} {offered}"
    if reason.verdict is Verdict.FITS:
        return wording.suits(reason.need, offered, language)
    return f"{wording.label(reason.need, language)} {offered}"
