"""Needs that filter a catalogue attribute, typed: number with unit, yes or no, choice, list."""

from __future__ import annotations

import re
from typing import Any

from milepost.nlu.need_values.attribute_needs.answers import attribute_answer
from milepost.nlu.need_values.attribute_needs.choice_words import is_too_common
from milepost.nlu.need_values.attribute_needs.readers import (
    NEGATED,
    Reader,
    name_pattern,
    number_finding,
    reader_of,
    unit_after,
)
from milepost.nlu.need_values.attribute_needs.units import Unit
from milepost.nlu.need_values.finding import Finding, Span, overlaps
from milepost.nlu.need_values.numbers import Quantity
from milepost.nlu.need_values.text import clause_after, clause_before
from milepost.sales.catalogue import AttributeType, Catalogue

_WANTED = re.compile(
    r"(?<![a-z])(?:need\w*|want\w*|look\w* for|searching|with|must|has|have|prefer\w*|like|ideally|should|"
    r"require\w*|for|in|only|something|anything|got|get|buy|rather|choose|pick|take|go(?:ing)? (?:for|"
    r"with)|interested|wanna|love|recommend|suggest|it'?s|is|be|any|hosted|stored|stay|a|an|the)(?![a-z])"
)

_QUESTION = re.compile(
    r"(?:^|[.!,]\s*)(?:and |so |but |ok |hi |hello )?(?:does|do you (?:have|support|offer|do)|is there|"
    r"are there|is it|can (?:it|i|you|we)|has it|what|how|which|why|where|when|do i|do we)(?![a-z])[^.!]*$"
)
_ONLY = re.compile(r"(?:\W|\b(?:or|and|a|an|the|one|please|something|any|maybe)\b)*")

_DIFFERENCE = re.compile(r"(?:difference|compare|versus|\bvs\b|better|mean(?:s|ing)?)")


class AttributeNeeds:
    """The attribute needs of one catalogue version, ready to be read."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.readers = [
            reader_of(need, catalogue)
            for need in catalogue.journey.needs.values()
            if need.kind == "attribute" and need.attribute in catalogue.attributes
        ]
        self._units = [reader.unit for reader in self.readers if reader.unit]
        needed = {reader.attribute.id for reader in self.readers}
        self._rivals = [
            (Unit(other.unit), name_pattern(other))
            for other in catalogue.attributes.values()
            if other.unit and other.id not in needed
        ]
        self.counts_people = any(reader.unit and reader.unit.match(" people", 0) for reader in self.readers)

    def find(self, text: str, folded: str, numbers: list[Quantity], taken: list[Span]) -> list[Finding]:
        """The attribute needs that a message states, whatever was asked."""
        found: list[Finding] = []
        for reader in self.readers:
            if reader.attribute.type is AttributeType.NUMBER:
                found += self._number(
                    reader,
                    folded,
                    [number for number in numbers if not overlaps((number.core_start, number.core_end), taken)],
                )
            elif reader.attribute.type is AttributeType.BOOLEAN:
                found += _boolean(reader, folded)
            elif reader.words is not None:
                found += _choices(reader, text, folded, list(taken))
        return _unshared(found)

    def answer(self, need_id: str, text: str, folded: str, numbers: list[Quantity]) -> Finding | None:
        """What a short answer to the question of that need means; None where it means nothing."""
        reader = next((reader for reader in self.readers if reader.need.id == need_id), None)
        return attribute_answer(reader, text, folded, numbers) if reader else None

    def _number(self, reader: Reader, folded: str, numbers: list[Quantity]) -> list[Finding]:
        found = []
        for number in numbers:
            if number.money:
                continue
            end, factor, named = number.core_end, None, _named(reader, folded, number)
            if reader.unit and (match := unit_after(reader.unit, folded, number)):
                end, factor = match
            if factor is None and not named:
                continue
            if factor is None and (
                reader.unit and re.match(r"[\s-]*[a-z]", folded[number.core_end : number.core_end + 3]) and not named
            ):
                continue
            if factor is not None and not named and self._shared(reader, folded, number, end):
                continue
            found.append(number_finding(reader, folded, number, end, factor))
        return found

    def _shared(self, reader: Reader, folded: str, number: Quantity, end: int) -> bool:
        """Whether another attribute is as likely to be meant: it has the dimension too, and is needed or named here."""
        assert reader.unit is not None
        if sum(unit.dimension == reader.unit.dimension for unit in self._units) > 1:
            return True
        clause = clause_before(folded, number.core_start, 30) + " " + clause_after(folded, end, 30)
        if any(unit.dimension == reader.unit.dimension and name.search(clause) for unit, name in self._rivals):
            return True
        lead = clause_before(folded, number.core_start, 30)
        return (
            reader.unit.dimension in ("time", "share", "length")
            and bool(
                re.search(
                    r"(?:within|in|after|for|ago|last|every|tall|i'?m|i am)\s*(?:the next |about |around )?$", lead
                )
            )
            and reader.unit.dimension == "time"
        )


def _named(reader: Reader, folded: str, number: Quantity) -> bool:
    """Whether the attribute's name stands right before or behind the number."""
    lead = folded[max(0, number.start - 50) : number.start]
    rest = folded[number.core_end : number.core_end + 50]
    near_before = re.search(
        rf"(?:{reader.name.pattern})(?:\s*(?:is|of|should be|must be|has to be|=|:|-|to be|at|with|around|"
        rf"about|needs? to be|would be|maybe|like)){{0,2}}\s*$",
        lead,
    )
    near_after = re.match(rf"\s*-?(?:\s*[a-z\"%]{{1,8}})?\s+(?:of )?(?:{reader.name.pattern})", rest)
    return bool(near_before or near_after)


def _boolean(reader: Reader, folded: str) -> list[Finding]:
    match = reader.name.search(folded)
    if match is None:
        return []
    lead = clause_before(folded, match.start(), 60)
    if NEGATED.search(lead):
        value = False
    elif (
        _QUESTION.search(lead) and not re.search(r"need|want|something|anything|must|looking for", lead)
    ) or re.search(r"don'?t care|doesn'?t matter|no matter|whether", lead + clause_after(folded, match.end())):
        return []
    else:
        value = True
    return [Finding(reader.need.id, value, *match.span())]


def _choices(reader: Reader, text: str, folded: str, taken: list[Span]) -> list[Finding]:
    assert reader.words is not None
    is_named = reader.name.search(folded) is not None
    is_only = _ONLY.fullmatch(reader.words.without(folded)) is not None
    kept: list[tuple[Span, str]] = []
    for span, word in reader.words.find(folded):
        lead = clause_before(folded, span[0])
        exact = word.is_code and text[slice(*span)].isupper() and not text.isupper()
        sure = (
            is_named
            or is_only
            or exact
            or word.is_distinct
            or (not is_too_common(word.form) and len(word.form) > 3 and bool(_WANTED.search(lead)))
        )
        blocked = (
            overlaps(span, taken)
            or NEGATED.search(lead)
            or (is_too_common(word.form) and not (exact or is_only or _beside(reader, folded, span)))
        )
        if word.is_code and not exact and not _beside(reader, folded, span):
            continue
        if sure and not blocked:
            kept.append((span, word.value))
    values = list(dict.fromkeys(value for _, value in kept))
    if not values or (len(values) > 1 and "?" in folded and _DIFFERENCE.search(folded)):
        return []
    is_list = reader.attribute.type is AttributeType.LIST
    value: Any = values if is_list or len(values) > 1 else values[0]
    return [
        Finding(
            reader.need.id,
            value,
            min(span[0] for span, _ in kept),
            max(span[1] for span, _ in kept),
            op="add" if is_list else "set",
        )
    ]


def _beside(reader: Reader, folded: str, span: Span) -> bool:
    lead, rest = folded[max(0, span[0] - 40) : span[0]], folded[span[1] : span[1] + 40]
    return bool(
        re.search(
            rf"(?:{reader.name.pattern})(?:\s*(?:is|in|:|=|should be|of|would be|to be|must be)){{0,2}}\s*$", lead
        )
        or re.match(rf"\s*-?\s*(?:{reader.name.pattern})", rest)
    )


def _unshared(found: list[Finding]) -> list[Finding]:
    """Without value words that two attributes both claim."""
    return [
        one
        for one in found
        if not any(
            one is not other
            and one.start < other.end
            and other.start < one.end
            and one.name != other.name
            and (one.end - one.start) <= (other.end - other.start)
            and isinstance(other.value, type(one.value))
            and not isinstance(one.value, dict)
            for other in found
        )
    ]
