"""What a visitor makes of a recommendation: what they name against it becomes a limit, and what was shown is left behind."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import KNOWN, Conversation, Touch
from milepost.sales.fit.reasons import Verdict
from milepost.sales.recommendation import RankedOption, ranked


def last_recommended(conversation: Conversation) -> list[str]:
    """The options of the latest recommendation that were neither chosen nor ruled out since, the best first: it is noted
    last, for "it" means the last one noted."""
    made = [touch for touch in conversation.touches if touch.how is Touch.RECOMMENDED]
    batch = [touch.option for touch in made if touch.message == made[-1].message]
    settled = {touch.option for touch in conversation.touches if touch.how in (Touch.CHOSEN, Touch.RULED_OUT)}
    return [option for option in reversed(batch) if option not in settled]


def take_reply(
    catalogue: Catalogue,
    conversation: Conversation,
    needs: Collection[str],
    *,
    says_no: bool,
    message: str,
    today: date | None = None,
) -> None:
    """Settles a message that comes upon a recommendation and names no product of it.

    `needs` are those that it speaks of. A need that the first option lacks was named against it: it is insisted on from
    now on, unless it is a matter of taste. Options that lack a named need, or were turned down without a word of why
    (`says_no`), are ruled out; those that have all that is named stay, and so does everything where nothing that is named
    says anything of them (the mail that they use, a date): that was told beside it and holds nothing against it.
    """
    batch = last_recommended(conversation)
    named = [name for name in needs if name in conversation.facts and conversation.facts[name].status in KNOWN]
    if not batch or not (named or says_no):
        return
    options = {option.key: option for option in ranked(catalogue, conversation, today=today, among=batch)}
    first = options.get(batch[0])
    lacked = {reason.need for reason in first.shortfalls} if first else set()
    conversation.insisted += [name for name in named if name in lacked and name not in conversation.insisted]
    for key in batch:
        if key in options and (not named or _lacks_one(options[key], named)):
            conversation.touch(key, Touch.RULED_OUT, message)


def _lacks_one(option: RankedOption, named: Collection[str]) -> bool:
    """Whether anything that was named is not known to be met by it."""
    return any(reason.verdict is not Verdict.FITS for reason in option.reasons if reason.need in named)
