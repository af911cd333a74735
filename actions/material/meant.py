"""What of ours a message tells of in its own words."""

from __future__ import annotations

from milepost.dialogue.acts import ActKind
from milepost.dialogue.options.goods import plainly
from milepost.services.turns import Turn


def near_by_words(turn: Turn, *, kind: ActKind | None = None) -> list[str]:
    """The products that the words of this message by themselves plainly tell of, or those of its parts that do one thing."""
    readings = turn.interpretation.readings if turn.interpretation else ()
    heard = [plainly(reading.goods) for reading, act in readings if kind in (None, act.kind)]
    return list(dict.fromkeys(option for option in heard if option))


def meant_by_words(turn: Turn) -> list[str]:
    """The options that a message names, then the one that it tells of ("my stove came")."""
    readings = turn.interpretation.readings if turn.interpretation else ()
    named = [f"{one.kind}:{one.ids[0]}" for reading, _ in readings for one in reading.of("product", "plan")]
    near = near_by_words(turn)
    return [*named, *(near if len(near) == 1 else [])]
