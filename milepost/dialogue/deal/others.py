"""Whose a name, an e-mail address or a number in a message is: the visitor's own, or somebody else's of the deal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from milepost.dialogue.deal.words.others import (
    AS_MYSELF,
    COPY,
    CORRECTS,
    DESTINATION,
    LEADS_TO,
    MYSELF,
    NAME_IS,
    NAMED_LAST,
    NAMES,
    PART,
    PRONOUN,
    SENTENCE,
)
from milepost.sales.conversations import OtherPerson

_WAYS = ("email", "phone")
_NAME, _PERSON = "contact_name", "person_of_deal"
_WHOLE_NAME = 2
"""Words of a name that is taken for one without anything else that speaks for it."""
_AROUND = 20
"""Characters in which something says that a word is a name."""

Found = Mapping[str, Any]


@dataclass
class Sorted:
    """The findings of a message that are of the visitor, and the other people that it names or gives an address of."""

    own: list[Found] = field(default_factory=list)
    others: list[OtherPerson] = field(default_factory=list)


def sort_out(text: str, needs: Sequence[Found], known: Mapping[str, Any]) -> Sorted:
    """Tells apart what a message gives of its writer and of others; `known` is what is known of the writer by name of the fact."""
    found = Sorted([each for each in needs if each["name"] not in (*_WAYS, _NAME)])
    names = [each for each in needs if each["name"] == _NAME]
    at, had, given = 0, dict(known), set()
    for detail in sorted((each for each in needs if each["name"] in _WAYS), key=_start):
        lead = text[at : _start(detail)]
        other = None if detail.get("op") == "correct" else _other(lead, had, _named_in(names, _start(detail), lead))
        at = _end(detail)
        if other is None and detail["name"] in given and not CORRECTS.search(lead):
            other = OtherPerson()  # a second address is kept beside the first
        if other is None:
            found.own.append(detail)
            given.add(detail["name"])
            had |= {detail["name"]: detail["value"], _NAME: had.get(_NAME) or _last_name(lead)}
            continue
        if DESTINATION.search(lead) and not COPY.search(lead) and not had.get(detail["name"]):
            found.own.append(detail)  # where to write or to ring, whosever it is
        _add(found.others, replace(other, **{detail["name"]: str(detail["value"])}), _clause(lead))
    for person in (
        each for each in needs if each["name"] == _PERSON
    ):  # with the address right behind them, which is no finding of its own
        value = person["value"] if isinstance(person["value"], Mapping) else {}
        if value.get("email"):
            part = "" if " " in str(value.get("part")) and value.get("name") else str(value.get("part") or "")
            made = OtherPerson(str(value.get("name") or ""), part, email=str(value["email"]))
            _add(found.others, made, str(person.get("words") or ""))
    return _with_names(text, names, found)


def _with_names(text: str, names: Sequence[Found], found: Sorted) -> Sorted:
    """The names of the message, each with whom it is of; where the visitor's own stands before their address, that."""
    has_address = any(each["name"] in _WAYS for each in found.own) or any(each.addresses for each in found.others)
    for name in names:
        value = str(name["value"])
        if any(_is_same(value, each.name) for each in found.others):
            continue
        lead = _clause(text[: _start(name)])
        part = _part_of(lead)
        if part and not MYSELF.search(lead[part[1] :]):
            _add(found.others, OtherPerson(value, part[0]), value)
        elif has_address or not _is_lone(text, name):
            found.own.append(name)
    first = min((each for each in found.own if each["name"] in _WAYS), key=_start, default=None)
    if first is not None and not any(each["name"] == _NAME for each in found.own):
        signed = _last_name(_clause(text[: _start(first)]))
        if len(signed.split()) >= _WHOLE_NAME and not any(_is_same(signed, each.name) for each in found.others):
            start = text.index(signed)
            span = {"start": start, "end": start + len(signed)}
            found.own.append({"name": _NAME, "value": signed, "words": signed, "how": "said", "op": "set", **span})
    return found


def _is_lone(text: str, name: Found) -> bool:
    """Whether one word was taken for a name that nothing says is one: a farewell, the first word of a sentence."""
    around = text[max(_start(name) - _AROUND, 0) : _end(name) + _AROUND]
    value = str(name["value"])
    is_one = value in around and len(value.split()) < _WHOLE_NAME and len(text.split()) > 1
    return is_one and name.get("how") != "bare" and not NAMES.search(around)


def _other(lead: str, had: Mapping[str, Any], named: str) -> OtherPerson | None:
    """Whose an address is by the words before it; None where it is the visitor's own."""
    clause = _clause(lead)
    part = _part_of(clause)
    if part and LEADS_TO.fullmatch(clause, part[1]) and not MYSELF.search(clause[part[1] :]):
        return OtherPerson(named or _last_name(clause[part[1] :]), part[0])
    if spoken := NAME_IS.search(lead):
        return None if _is_same(spoken["name"], str(had.get(_NAME) or "")) else OtherPerson(spoken["name"])
    if COPY.search(lead):
        return OtherPerson(_last_name(lead))
    sent_to = _part_of(lead)
    if sent_to and DESTINATION.search(lead[: sent_to[1]]) and not MYSELF.search(lead[sent_to[1] :]):
        return OtherPerson(_last_name(clause), sent_to[0])
    if spoken_of := PRONOUN.search(lead):
        return OtherPerson(_last_name(lead[: spoken_of.start()]), sent_to[0] if sent_to else "")
    name, mine = _last_name(clause), str(had.get(_NAME) or "")
    is_reachable = any(had.get(way) for way in _WAYS)
    if is_reachable and mine and len(name.split()) >= _WHOLE_NAME and not _is_same(name, mine):
        return OtherPerson(name)
    return None


def _part_of(text: str) -> tuple[str, int] | None:
    """The last person spoken of by their part, with the end of the words; not where the visitor is it."""
    last = None
    for match in PART.finditer(text):
        if not AS_MYSELF.search(text[: match.start()]):
            last = (next(each for each in match.groupdict().values() if each).lower(), match.end())
    return last


def _named_in(names: Sequence[Found], end: int, lead: str) -> str:
    """The name that NLU found in the sentence before an address."""
    start = end - len(_clause(lead))
    return next((str(each["value"]) for each in names if start <= _start(each) < end), "")


def _last_name(text: str) -> str:
    """The name that a text ends on, else the last one that is spoken of by it; "" where it has none."""
    match = NAMED_LAST.search(text) or NAME_IS.search(text)
    return match["name"] if match else ""


def _clause(text: str) -> str:
    """The sentence that a text ends in."""
    return SENTENCE.split(text)[-1]


def _is_same(name: str, other: str) -> bool:
    """Whether two names have a word in common."""
    return bool({each.casefold() for each in name.split()} & {each.casefold() for each in other.split()})


def _add(others: list[OtherPerson], person: OtherPerson, words: str) -> None:
    """Adds somebody, or to somebody who is among them already what is new."""
    for place, known in enumerate(others):
        if known.name and person.name and _is_same(known.name, person.name):
            others[place] = replace(known, email=person.email or known.email, phone=person.phone or known.phone)
            return
    others.append(replace(person, words=" ".join(words.split()).strip(" ,;:(")))


def _start(found: Found) -> int:
    return int(found.get("start", 0))


def _end(found: Found) -> int:
    return int(found.get("end", 0))
