"""A card as the visitor's own words bear it out: what was read into them by mistake is not shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from milepost.dialogue.deal.as_said import fact_stands, is_objection, settled, touch_as_said
from milepost.dialogue.deal.lines import Line, pairs
from milepost.dialogue.deal.told import unanswered
from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import Entry, Evidence, Fact, FactStatus, OptionTouch, Touch
from milepost.store.records.gaps import Gap
from milepost.store.records.lead_cards import FactRow, LeadCard, TouchRow

_UNANSWERED = "unanswered"


def as_said(card: LeadCard, catalogue: Catalogue, lines: Sequence[Line]) -> LeadCard:
    """The card with the facts, options, objections and open questions that the visitor's lines bear out."""
    said = pairs(lines)
    return replace(
        card,
        facts=tuple(_settled(each, said) for each in card.facts if fact_stands(catalogue, _fact(each), lines)),
        touches=tuple(found for each in card.touches if (found := _touch(each, catalogue, said))),
        objections=tuple(each for each in card.objections if is_objection(catalogue, each.objection)),
        gaps=(*(each for each in card.gaps if each.kind != _UNANSWERED), *_questions(card.gaps, said)),
    )


def _settled(row: FactRow, said: Sequence[tuple[str, str]]) -> FactRow:
    found = settled(_fact(row), said)
    return row if found.status.value == row.status else replace(row, status=found.status.value, earlier=None)


def _fact(row: FactRow) -> Fact:
    evidence = Evidence(row.message, row.words or "") if row.message else None
    entry = Entry(row.entered_by, "") if row.entered_by else None
    return Fact(row.need, row.value, FactStatus(row.status), evidence, entry=entry)


def _touch(row: TouchRow, catalogue: Catalogue, said: Sequence[tuple[str, str]]) -> TouchRow | None:
    found = touch_as_said(catalogue, OptionTouch(row.option, Touch(row.how), row.message), said)
    return None if found is None else replace(row, how=found.how.value, option=found.option)


def _questions(gaps: Sequence[Gap], said: Sequence[tuple[str, str]]) -> list[Gap]:
    """What was left without an answer, as whole questions, each once; a statement asks nothing."""
    found: list[Gap] = []
    for gap in gaps:
        for question in unanswered([(gap.message, gap.words)], said) if gap.kind == _UNANSWERED else ():
            if question.words not in [each.words for each in found]:
                found.append(replace(gap, words=question.words))
    return found
