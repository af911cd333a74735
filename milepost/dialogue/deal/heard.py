"""Everything that a note takes from a visitor's words, read once for the card, the list, the next step and other systems."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from milepost.dialogue.deal.as_said import as_said
from milepost.dialogue.deal.lines import Line
from milepost.dialogue.deal.own_words import own_words
from milepost.dialogue.deal.told import deal_told, first_words, questions_asked
from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import CONTACT_FACTS, Conversation
from milepost.sales.notes.deal import Question, Told, Topic
from milepost.sales.notes.lead_notes import LeadNote, lead_note
from milepost.sales.notes.own_words import OwnWords


@dataclass(frozen=True)
class Heard:
    """`memory` as their words bear it out; what they told of the deal, what they asked, what they said first, and the rest of what
    they told, in their own words; `every` is all of that, whether other lines of the note quote it or not."""

    memory: Conversation
    told: tuple[Told, ...]
    asked: tuple[Question, ...]
    first: Question | None
    own: tuple[OwnWords, ...]
    every: tuple[OwnWords, ...]

    def note(self, catalogue: Catalogue) -> LeadNote:
        """The sentence on top, and what is not yet known."""
        return lead_note(catalogue, self.memory, self.told, self.asked, self.first, self.own)


def heard(catalogue: Catalogue, memory: Conversation, lines: Sequence[Line]) -> Heard:
    """What a visitor's lines tell, oldest first."""
    borne = as_said(catalogue, memory, lines)
    told = deal_told(catalogue, lines)
    quoted = [each.words for each in told if each.topic is not Topic.TERMS]
    names = [str(borne.facts[name].value) for name in CONTACT_FACTS if name in borne.facts and borne.facts[name].value]
    own, every = own_words(lines, (*quoted, *names)), own_words(lines)
    return Heard(borne, told, questions_asked(lines), first_words(lines), own, every)
