"""What a message puts right in the act before it: "not the small one, the large", "no, I said three", "monthly, I meant"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from milepost.dialogue.acts import Act, ActKind
from milepost.dialogue.case_changes import case_after
from milepost.dialogue.context import Context
from milepost.dialogue.options.taken_back import taken_back
from milepost.dialogue.prices.priced import price_act
from milepost.dialogue.reading import Named, Reading
from milepost.dialogue.referents import Meant, Referents
from milepost.dialogue.words import content_words, telling_words
from milepost.sales.catalogue import Catalogue
from milepost.sales.options import exists, is_ours

# Whoever says more than this tells something else beside the correction.
_MOST_WORDS, _MOST_ELSE, _MOST_LEFT = 12, 1, 2
_OPENS_TEXT = "no|nope|nah|nein|nee|non|não|nao|sorry|perdón|perdon|desculpe|pardon|entschuldigung"
_OPENS = re.compile(rf"^\W*(?:(?:{_OPENS_TEXT})\b\W*)+", re.IGNORECASE)
_MEANT = re.compile(
    r"\b(?:i (?:said|meant|mean|asked (?:for|about))|ich (?:sagte|meinte|meine)|je (?:voulais dire|parlais d[eu])|j'ai dit|"
    r"dije|quise decir|quería decir|me refería|eu disse|quis dizer|queria dizer)\b",
    re.IGNORECASE,
)
# Acts that are done anew of another option.
_DONE_ANEW = (
    *(ActKind.ASK_PRICE, ActKind.ASK_FACT, ActKind.COMPARE, ActKind.CHOOSE, ActKind.WANT_TO_BUY, ActKind.ASK_STOCK),
    *(ActKind.REQUEST_QUOTE, ActKind.ASK_OFFER, ActKind.ASK_RECOMMENDATION, ActKind.ASK_DISCOUNT),
)
_COUNTED = (ActKind.WANT_TO_BUY, ActKind.CHOOSE, ActKind.REQUEST_QUOTE)


def corrected(reading: Reading, context: Context, referents: Referents) -> Act | None:
    """The act before with what is put right in it, where the message does just that; None for any other message. An option put in
    the place of one that nothing was asked of is told of."""
    catalogue = referents.catalogue
    gone, kept = taken_back(reading)
    in_words = () if kept else told_instead(reading, gone, referents)
    is_outspoken = bool(gone and (kept or in_words)) or _MEANT.search(reading.text) is not None
    is_open = bool(context.asked or context.offered)
    is_plain = not is_open and _OPENS.match(reading.text) is not None and _says_no_more(reading)
    if reading.asks or not (is_outspoken or is_plain):
        return None
    if reading.words > _MOST_WORDS or len(_else_said(reading)) > _MOST_ELSE:
        return None
    options = in_words or tuple(option for option in (_option(one) for one in kept) if exists(catalogue, option))
    said = [reading.counts, reading.term, reading.span, reading.currency]
    last = context.last if context.last is not None and context.last.kind in _DONE_ANEW else None
    if last is None:
        return _told_of(options, reading) if gone and options else None
    if not options and not (any(said) and last.kind in (ActKind.ASK_PRICE, *_COUNTED)):
        return None
    meant = _in_place(last.options, [_option(one) for one in gone], options)
    return _anew(last, meant, reading, context, catalogue).with_args(
        "follow-up: put right", text=reading.text, confidence=1.0
    )


def told_instead(reading: Reading, gone: Sequence[Named], referents: Referents) -> tuple[str, ...]:
    """The option that is put in the place of one without its name: "not the large one, the blue"."""
    left = reading.text[gone[-1].end :] if gone else ""
    if not left or len(left.split()) > _MOST_LEFT + 1:
        return ()
    option, _ = referents.words.told(telling_words(left))
    return (option,) if option is not None and option not in [_option(one) for one in gone] else ()


def _option(one: Named) -> str:
    return f"{one.kind}:{one.ids[0]}"


def _else_said(reading: Reading) -> Sequence[str]:
    """The words that neither correct nor are explained by what is put right."""
    left = _MEANT.sub(" ", _OPENS.sub(" ", reading.text))
    return [word for word in reading.rest if word in content_words(left, ())]


def _says_no_more(reading: Reading) -> bool:
    """Whether a message that opens with a no gives what is right and nothing else: not so "no, I will take the large one"."""
    left = _OPENS.sub("", reading.text)
    for one in reading.named:
        left = left.replace(reading.text[one.start : one.end], " ")
    return not reading.rest and len(left.split()) <= _MOST_LEFT


def _told_of(options: Sequence[str], reading: Reading) -> Act:
    return Act(
        ActKind.ASK_FACT,
        tuple(options[:1]),
        fact=options[0],
        text=reading.text,
        why="put in the place of another option",
    )


def _in_place(before: Sequence[str], gone: Sequence[str], options: tuple[str, ...]) -> tuple[str, ...]:
    """The options of the act before, with the new ones in the place of what is taken back where that is some of them."""
    if not options:
        return tuple(before)
    kept = [option for option in before if option not in gone]
    return (*kept, *options) if kept and len(kept) < len(before) else options


def _anew(last: Act, options: tuple[str, ...], reading: Reading, context: Context, catalogue: Catalogue) -> Act:
    """The act before, of these options and in the case that is said now."""
    if last.kind is ActKind.ASK_PRICE:
        ours = [option for option in options if is_ours(option)]
        case = case_after(context.case, reading, ours, catalogue)
        return price_act(case, Meant(options, "named"), reading)
    number = reading.count.number if reading.count and last.kind in _COUNTED else last.number
    fact = last.fact
    if fact and fact.startswith(("product:", "plan:")) and options:
        fact = options[0]
    return last.with_args("", options=options, among=(), fact=fact, number=number)
