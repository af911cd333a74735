"""What a short answer means when the open question is about an attribute."""

from __future__ import annotations

import re
from typing import Any

from milepost.nlu.need_values.attribute_needs.readers import NEGATED, Reader, number_finding, unit_after
from milepost.nlu.need_values.finding import Finding, Span
from milepost.nlu.need_values.numbers import Quantity
from milepost.nlu.need_values.refusals import refusal
from milepost.nlu.need_values.text import clause_before
from milepost.sales.catalogue import AttributeType

_HIGHER = re.compile(
    r"(?:(?:the )?(?:bigger|larger|higher|more|longer|faster|stronger|heavier|greater|wider|taller) the better|"
    r"as (?:big|large|high|much|many|long|fast|strong|powerful|wide) as (?:possible|i can|we can|it gets)|"
    r"(?:lots|loads|plenty|tons|a lot|as much)(?: of)?|(?:the )?(?:biggest|largest|highest|most|longest|"
    r"max(?:imum)?|fastest)|huge|(?:very |really |pretty |quite )?(?:big|large|high|long|fast)(?:ger|er)?|"
    r"bigger|a big one|a large (?:one|size)|massive)(?![a-z])"
)
_LOWER = re.compile(
    r"(?:(?:the )?(?:smaller|lighter|lower|less|shorter|fewer|slimmer|quieter|thinner|cheaper) the better|"
    r"as (?:small|light|low|little|short|compact|few|quiet|thin) as (?:possible|i can|we can|it gets)|"
    r"(?:the )?(?:smallest|lightest|lowest|least|shortest)|tiny|(?:very |really |pretty |quite )?(?:small|"
    r"light|low|short|little|lightweight|compact)(?:er)?|smaller|lighter|a small one|not much|not (?:very |"
    r"too )?(?:big|large|long|high|heavy))(?![a-z])"
)
_YES = re.compile(
    r"(?:(?:yes|yeah|yep|yup|yea|ya|ye|sure|definitely|absolutely|of course|please|must|correct|indeed|"
    r"required|we do|i do|i would|it is|very (?:important|much)|important|needed|preferably|ideally|"
    r"(?:somewhat|extremely|quite|fairly|really|super|pretty) important|sometimes|occasionally|"
    r"would be (?:nice|great|good)|ok|affirmative|sí|si|ja|oui|sim|y|aye|true)(?![a-z]))"
)
_NO = re.compile(
    r"(?:(?:no|nope|nah|not (?:really|particularly|especially|much|needed|necessary|required|important|at all|for now|a must)|don'?t|"
    r"do not|never|we don'?t|i don'?t|negative|nein|non|não|n|false|no need|without)(?![a-z]))"
)
_PLAIN_NO = re.compile(r"(?:nope|no thanks?|not now|not important)(?![a-z])")


def attribute_answer(reader: Reader, text: str, folded: str, numbers: list[Quantity]) -> Finding | None:
    """The finding that a message is as the answer; None where it means nothing."""
    span = (len(text) - len(text.lstrip()), len(text.rstrip()))
    kind = reader.attribute.type
    declined = refusal(folded)
    if declined and kind is not AttributeType.NUMBER and declined[1] - declined[0] > 0.6 * (span[1] - span[0]):
        return _bare_boolean(reader, folded, span) if _PLAIN_NO.match(folded.strip()) else None
    if kind is AttributeType.NUMBER:
        return _bare_number(reader, folded, numbers)
    if kind is AttributeType.BOOLEAN:
        return _bare_boolean(reader, folded, span)
    if reader.words is not None and reader.words.values:
        return _bare_choice(reader, folded, span)
    return Finding(reader.need.id, text.strip(), *span, how="bare") if 0 < len(text.split()) <= 12 else None


def _bare_number(reader: Reader, folded: str, numbers: list[Quantity]) -> Finding | None:
    for number in numbers:
        if number.money:
            continue
        end, factor = number.core_end, None
        if reader.unit and (match := unit_after(reader.unit, folded, number)):
            end, factor = match
        finding = number_finding(reader, folded, number, end, factor)
        return Finding(finding.name, finding.value, finding.start, finding.end, how="bare")
    for pattern, prefer in ((_HIGHER, "higher"), (_LOWER, "lower")):
        if (found := pattern.search(folded)) and len(folded) < 80:
            return Finding(reader.need.id, {"prefer": prefer}, *found.span(), how="inferred")
    return None


def _bare_boolean(reader: Reader, folded: str, span: Span) -> Finding | None:
    answer = folded[slice(*span)].lstrip(" ,.!")
    for pattern, value in ((_NO, False), (_YES, True)):
        if pattern.match(answer):
            return Finding(reader.need.id, value, *span, how="bare") if len(answer) <= 80 else None
    for key, forms in reader.need.synonyms.items():
        if key.casefold() in ("yes", "no") and any(form.casefold() in answer for form in forms):
            return Finding(reader.need.id, key.casefold() == "yes", *span, how="bare")
    return None


def _bare_choice(reader: Reader, folded: str, span: Span) -> Finding | None:
    assert reader.words is not None
    found = [
        (place, word)
        for place, word in reader.words.find(folded)
        if not NEGATED.search(clause_before(folded, place[0]))
    ]
    is_list = reader.attribute.type is AttributeType.LIST
    if found:
        values = list(dict.fromkeys(word.value for _, word in found))
        value: Any = values if is_list or len(values) > 1 else values[0]
        return Finding(
            reader.need.id,
            value,
            found[0][0][0],
            max(place[1] for place, _ in found),
            how="bare",
            op="add" if is_list else "set",
        )
    answer = re.sub(r"[.!,]+$", "", folded[slice(*span)]).strip()
    tokens = answer.split()
    if len(tokens) <= 6:
        for candidate in (answer, *(token for token in tokens if len(token) > 3)):
            if nearest := reader.words.nearest(candidate):
                return Finding(
                    reader.need.id, [nearest] if is_list else nearest, *span, how="bare", op="add" if is_list else "set"
                )
    return None
