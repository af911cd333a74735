"""A turn whose parts were read by hand: what a move says to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from actions.moves import Move, Say
from milepost.dialogue.acts import Act
from milepost.dialogue.interpretation import Interpretation
from milepost.dialogue.reading import Reading
from milepost.sales.catalogue import Answer, Catalogue
from milepost.sales.conversations import BuyingStage, StageChange
from milepost.services.turns import Turn
from milepost.store.database import Database
from tests.catalogues import small_catalogue
from tests.services.turns import turn_of

CLOSING = Answer("closing", "When do you close?", answer="The gate shuts at dusk.", link="")
WASHING = Answer("washing", "How is it washed?", answer="By hand, in cold water.", link="")


def catalogue(**more: object) -> Catalogue:
    """The small catalogue with two answers of these tests."""
    known = small_catalogue()
    return replace(known, answers={each.id: each for each in (CLOSING, WASHING)}, **more)  # type: ignore[arg-type]


@contextmanager
def hearing(
    database: Database,
    act: Act,
    *readings: Reading,
    before: Sequence[Act] = (),
    stage: BuyingStage = BuyingStage.EVALUATION,
    **facts: object,
) -> Iterator[Turn]:
    """A turn that is at this act, after those acts, in that stage; its parts are those readings."""
    with turn_of(database, **facts) as turn:  # type: ignore[arg-type]
        parts = readings or (Reading(act.text),)
        pairs = tuple((reading, act) for reading in parts)
        turn.catalogue = catalogue()
        turn.act = act
        turn.interpretation = Interpretation((act,), turn.conversation.case, act.options, pairs)
        turn.conversation.acts = [each.as_json() for each in (*before, *(act for _ in parts))]
        turn.conversation.stages.append(StageChange("m1", stage, 0.9, {}))
        yield turn


def said(move: Move, turn: Turn) -> list[Say]:
    """What a move says."""
    move.begin(turn)
    return list(move.answer(turn))


def names(says: Sequence[Say]) -> list[str]:
    """The responses by name."""
    return [say.response for say in says]
