"""What a customer bought, as they call it."""

from __future__ import annotations

from milepost.dialogue.reading import Reading
from milepost.dialogue.referents import Referents
from milepost.sales.options import is_ours, product_of

SOMETHING = "*"
"""What a customer has of whom it is not known what they bought."""
# How much has to speak for the option that their words tell of.
_TOLD_FROM = 0.4


def called(reading: Reading, referents: Referents) -> tuple[str, ...]:
    """The options of one product that somebody calls by ordinary words: "my duo came"."""
    told = referents.told(reading)
    found = referents.by_words(reading).options or (told.options if told.strength >= _TOLD_FROM else ())
    return found if len({product_of(referents.catalogue, option) for option in found if is_ours(option)}) == 1 else ()
