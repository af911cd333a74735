"""What a message adds to what is known of a visitor: said, inferred, asked, refused or contradicted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from milepost.sales.conversations import Conversation, Earlier, Evidence, Fact, FactStatus, OtherPerson

# Details that a later message simply replaces: nobody contradicts himself by giving another address or a second use.
_REPLACED = frozenset(["email", "phone", "contact_name", "company", "use_case", "current_solution", "timeline"])


@dataclass(frozen=True)
class NeedFinding:
    """A need as a message states it.

    `how`: "said", "inferred" or "bare" (an answer that only the open question gives a meaning). `op`: "set", "correct",
    "add" or "remove". `was` is the value that a correction takes back, if it was named.
    """

    name: str
    value: Any
    words: str
    how: str = "said"
    op: str = "set"
    was: Any = None

    @classmethod
    def from_json(cls, parse: Mapping[str, Any]) -> NeedFinding:
        """A finding of the parse data."""
        how, op = str(parse.get("how", "said")), str(parse.get("op", "set"))
        return cls(str(parse["name"]), parse.get("value"), str(parse.get("words", "")), how, op, parse.get("was"))


def merge(
    conversation: Conversation, findings: Sequence[NeedFinding], *, asked: str | None, refused: bool, message: str
) -> list[Fact]:
    """Settles in the conversation's memory what a message says, and gives the facts that changed.

    A value that differs from a stated one without being a correction or an answer is CONTRADICTED and keeps the newer
    value, to be asked about, with the older one beside it. The open question becomes REFUSED where the visitor
    declines it and says nothing of it, ASKED where the message passes it over; answered or refused, it is no longer open
    (`conversation.asked`).
    """
    changed: list[Fact] = []
    for finding in findings:
        finding = _addressed(conversation, finding, asked)
        fact = _settled(conversation.facts.get(finding.name), finding, asked=asked, message=message)
        if fact is not None:
            _remember(conversation, fact)
            changed.append(fact)
    if asked is not None:
        changed += _open_question(
            conversation, asked, {fact.name for fact in changed} | {f.name for f in findings}, refused
        )
    return changed


def note_others(conversation: Conversation, named: Iterable[OtherPerson], *, message: str) -> None:
    """Keeps other people beside the visitor: whoever is known by a name or an address gains what is new, and stands last."""
    for person in named:
        known = next((each for each in conversation.others if _is_known(each, person)), None)
        if known is not None:
            conversation.others.remove(known)
            person = replace(
                known,
                name=max(known.name, person.name, key=len),
                part=known.part or person.part,
                email=person.email or known.email,
                phone=person.phone or known.phone,
                words=person.words or known.words,
            )
        conversation.others.append(replace(person, message=message))


def _is_known(known: OtherPerson, person: OtherPerson) -> bool:
    names = [{word.casefold() for word in each.name.split()} for each in (known, person)]
    return bool(names[0] & names[1] or set(known.addresses) & set(person.addresses))


def _open_question(conversation: Conversation, asked: str, named: Iterable[str], refused: bool) -> list[Fact]:
    """What becomes of the question that was open, given the needs that the message named."""
    if asked in named:
        conversation.asked = None if conversation.asked == asked else conversation.asked
        return []
    known = conversation.facts.get(asked)
    is_known = known is not None and known.status in (FactStatus.SAID, FactStatus.INFERRED, FactStatus.REFUSED)
    if refused:
        conversation.asked = None if conversation.asked == asked else conversation.asked
    status = FactStatus.REFUSED if refused else FactStatus.ASKED
    if is_known or (known is not None and known.status is status) or (known is not None and not refused):
        return []
    fact = Fact(asked, None, status)
    _remember(conversation, fact)
    return [fact]


def _addressed(conversation: Conversation, finding: NeedFinding, asked: str | None) -> NeedFinding:
    """A bare correction under the name of the need that it corrects: the one with the old value, else the last number."""
    if finding.op != "correct" or (finding.how != "bare" and finding.was is None) or finding.name == asked:
        return finding
    numbers = [fact for fact in conversation.facts.values() if _figures(fact.value)]
    own = conversation.facts.get(finding.name)
    if finding.was is not None:
        if (own is not None and finding.was in _figures(own.value)) or finding.how != "bare":
            return finding
        target = next((fact for fact in numbers if finding.was in _figures(fact.value)), own)
    else:
        target = numbers[-1] if numbers else own
    if target is None or target.name == finding.name:
        return finding
    return replace(finding, name=target.name, value=_with_figure(target.value, finding.value))


def _figures(value: Any) -> list[Any]:
    """The numbers of a value in normal form."""
    values = value.values() if isinstance(value, Mapping) else [value]
    return [each for each in values if isinstance(each, (int, float)) and not isinstance(each, bool)]


def _with_figure(value: Any, figure: Any) -> Any:
    """A value in normal form with another number in it."""
    if not isinstance(value, Mapping):
        return figure
    key = next((key for key in ("amount", "value") if key in value), None)
    kept = {name: each for name, each in value.items() if name not in ("min", "max", "bound", "amount", "value")}
    return {key or ("amount" if "currency" in value else "value"): figure, **kept}


def _settled(known: Fact | None, finding: NeedFinding, *, asked: str | None, message: str) -> Fact | None:
    """The fact after a finding; None where nothing changes."""
    status = FactStatus.INFERRED if finding.how == "inferred" else FactStatus.SAID
    new = Fact(finding.name, finding.value, status, Evidence(message, finding.words))
    if known is None or known.value is None:
        return None if finding.op == "remove" else new
    if isinstance(known.value, (list, tuple)):
        return _listed(known, new, finding.op)
    if finding.op == "remove":
        return None
    if known.status is FactStatus.SAID and status is FactStatus.INFERRED:
        return None
    value = _joined(known.value, new.value) if finding.op != "correct" else new.value
    if value == known.value:
        # Their own words are worth more than a rep's for the same.
        is_news = known.status is not FactStatus.SAID or known.entry is not None
        return replace(new, value=value) if is_news else None
    if _replaces(known, finding, asked) or not _conflict(known.value, new.value):
        return replace(new, value=value)
    return replace(new, status=FactStatus.CONTRADICTED, earlier=Earlier(known.value, known.evidence))


def _replaces(known: Fact, finding: NeedFinding, asked: str | None) -> bool:
    """Whether the newer value holds without asking back."""
    return (
        finding.op == "correct"
        or finding.name == asked
        or finding.name in _REPLACED
        or known.status in (FactStatus.INFERRED, FactStatus.CONTRADICTED)
    )


def _listed(known: Fact, new: Fact, op: str) -> Fact | None:
    """Lists grow; "remove" shrinks them, a correction replaces them."""
    wanted = list(new.value) if isinstance(new.value, (list, tuple)) else [new.value]
    old = list(known.value)
    if op == "correct":
        merged = wanted
    elif op == "remove":
        gone = {str(each).casefold() for each in wanted}
        merged = [each for each in old if str(each).casefold() not in gone]
    else:
        held = {str(each).casefold() for each in old}
        merged = old + [each for each in wanted if str(each).casefold() not in held]
    return None if merged == old and known.status is new.status else replace(new, value=merged)


def _joined(old: Any, new: Any) -> Any:
    """A newer value keeps what it leaves open of an equal older one: "500" after "$500 a month" is still in dollars."""
    if not (isinstance(old, Mapping) and isinstance(new, Mapping)) or _ends(old) != _ends(new):
        return new
    return {**new, **{key: value for key, value in old.items() if new.get(key) is None}}


def _conflict(old: Any, new: Any) -> bool:
    """Whether both cannot be true: figures whose ranges do not touch, or different words."""
    before, after = _ends(old), _ends(new)
    if before is None or after is None:
        return str(old).casefold() != str(new).casefold()
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in ("currency", "period", "per"):
            if old.get(key) and new.get(key) and old[key] != new[key]:
                return False
    return before[1] < after[0] or after[1] < before[0]


def _ends(value: Any) -> tuple[float, float] | None:
    """The least and the most that a value in normal form allows; None where it is no figure."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return float(value), float(value)
    if not isinstance(value, Mapping):
        return None
    single = value.get("amount", value.get("value"))
    if single is not None and isinstance(single, (int, float)):
        slack = 0.1 * single if value.get("bound") == "approx" or value.get("approx") else 0.0
        # A measure is met by what is near it: 15.6 inches after 15 is no contradiction.
        slack = slack or (0.05 * single if value.get("unit") else 0.0)
        low = float("-inf") if value.get("bound") == "max" else single - slack
        return low, (float("inf") if value.get("bound") == "min" else single + slack)
    least, most = value.get("min"), value.get("max")
    if least is None and most is None:
        return None
    return float(least if least is not None else "-inf"), float(most if most is not None else "inf")


def _remember(conversation: Conversation, fact: Fact) -> None:
    """The newest fact stands last."""
    conversation.facts.pop(fact.name, None)
    conversation.facts[fact.name] = fact
