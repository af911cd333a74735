"""A conversation's memory as JSON and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from milepost.sales.cases import Case
from milepost.sales.conversations import (
    BuyingStage,
    Conversation,
    Earlier,
    Entry,
    Evidence,
    Fact,
    FactStatus,
    Handler,
    OptionTouch,
    OtherPerson,
    StageChange,
    Touch,
)

# The memory keeps this much of what only grows; the tables keep all of it.
STAGES_KEPT = 40
TOUCHES_KEPT = 200
_OWN_FORM = ("handler", "facts", "stages", "touches", "case", "others")
_PLAIN = tuple(name for name in Conversation.__dataclass_fields__ if name not in _OWN_FORM)


def write_memory(conversation: Conversation) -> dict[str, Any]:
    """The JSON of a memory."""
    return {
        **{name: getattr(conversation, name) for name in _PLAIN},
        "handler": conversation.handler.value,
        "case": conversation.case.as_json(),
        "facts": [_write_fact(fact) for fact in conversation.facts.values()],
        "stages": [_write_stage(change) for change in conversation.stages[-STAGES_KEPT:]],
        "others": [asdict(each) for each in conversation.others],
        "touches": [[t.option, t.how.value, t.message] for t in conversation.touches[-TOUCHES_KEPT:]],
    }


def read_memory(memory: Mapping[str, Any]) -> Conversation:
    """The memory that `write_memory` wrote; what an older version did not know has its default."""
    conversation = Conversation(**{name: memory[name] for name in _PLAIN if name in memory})
    conversation.handler = Handler(memory.get("handler", Handler.BOT.value))
    conversation.case = Case.from_json(memory.get("case") or {})
    conversation.facts = {fact["name"]: _read_fact(fact) for fact in memory.get("facts", ())}
    conversation.others = [OtherPerson(**each) for each in memory.get("others", ())]
    conversation.stages = [_read_stage(change) for change in memory.get("stages", ())]
    conversation.touches = [
        OptionTouch(option, Touch(how), message) for option, how, message in memory.get("touches", ())
    ]
    return conversation


def _write_fact(fact: Fact) -> dict[str, Any]:
    written = {"name": fact.name, "value": fact.value, "status": fact.status.value, "evidence": _words(fact.evidence)}
    if fact.earlier:
        written["earlier"] = [fact.earlier.value, _words(fact.earlier.evidence)]
    if fact.entry:
        written["entry"] = [fact.entry.user, fact.entry.at]
    return written


def _words(evidence: Evidence | None) -> list[str] | None:
    return [evidence.message, evidence.words] if evidence else None


def _read_fact(fact: Mapping[str, Any]) -> Fact:
    evidence = Evidence(*fact["evidence"]) if fact["evidence"] else None
    value, words = fact.get("earlier") or (None, None)
    earlier = Earlier(value, Evidence(*words) if words else None) if fact.get("earlier") else None
    entry = Entry(*fact["entry"]) if fact.get("entry") else None
    return Fact(fact["name"], fact["value"], FactStatus(fact["status"]), evidence, earlier, entry)


def _write_stage(change: StageChange) -> dict[str, Any]:
    return {
        "message": change.message,
        "stage": change.stage.value,
        "confidence": round(change.confidence, 6),
        "belief": {str(getattr(name, "value", name)): round(share, 6) for name, share in change.belief.items()},
        "cues": list(change.cues),
    }


def _read_stage(change: Mapping[str, Any]) -> StageChange:
    stage = BuyingStage(change["stage"])
    return StageChange(change["message"], stage, change["confidence"], change["belief"], tuple(change["cues"]))
