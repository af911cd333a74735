"""What is never weighed: danger to life, the withdrawal of consent, a code, the wish to be called or shown something by a person."""

from __future__ import annotations

from milepost.dialogue.acts import Act, ActKind
from milepost.dialogue.deal.ways import forbids_nothing
from milepost.dialogue.deal.wishes import to_be_spoken_to
from milepost.dialogue.reading import Reading
from milepost.sales.handoffs.promised import Kind

# From this evidence on a danger is taken for one: of 3,962 parts of other authors' messages that tell of none five reach it, and
# of 41 dangers told in words that neither the table nor the heads had seen 25 do (the table alone knew six).
DANGER_FROM = 0.3


def said_outright(reading: Reading) -> Act | None:
    """The act of a part that says itself what it does; None for what has to be weighed.

    A danger is heard in set words and in words that mean one: one missed costs more than one too many.
    """
    if reading.acts.get(ActKind.REPORT_DANGER.value, 0.0) >= DANGER_FROM:
        return Act(ActKind.REPORT_DANGER, text=reading.text, why="by what its words mean")
    for kind in (ActKind.REPORT_DANGER, ActKind.WITHDRAW_CONSENT):
        if kind is ActKind.WITHDRAW_CONSENT and forbids_nothing(reading.text):
            continue
        if kind.value in reading.phrases:
            return Act(kind, text=reading.text, why="said in set words")
    if reading.code and reading.words == 1:
        return Act(ActKind.ASK_DISCOUNT, code=reading.code, text=reading.text, why="a code and nothing else")
    wish = to_be_spoken_to(reading.text)
    if wish is None and forbids_nothing(reading.text) and not reading.text.rstrip().endswith("?"):
        return Act(ActKind.STATE_NEED, text=reading.text, why="forbids calls for some time only, or tells of others")
    return Act(ActKind.HUMAN_HANDOFF, how=wish.value, text=reading.text, why="wishes it in words") if wish else None


def is_to_speak(act: Act) -> bool:
    """Whether an act wishes a call or a meeting at its time, and not somebody in the chat now."""
    return act.kind is ActKind.HUMAN_HANDOFF and act.how in (Kind.CALL.value, Kind.MEETING.value)
