"""A short conversation with a demo company as an author would write it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from milepost.learning.conversations import AnnotatedConversation, read_conversations
from milepost.learning.examples import ParsedTurn

PROJECT = Path(__file__).resolve().parents[2]

TURNS: list[dict[str, Any]] = [
    {
        "text": "hi, what is Team?",
        "acts": [{"act": "greet"}, {"act": "ask_fact", "fact": "plan:team", "options": ["plan:team"]}],
        "stage": "research",
        "answer": "Hello! Team is for teams.",
        "must": [["team"]],
        "must_not": ["@sorry"],
    },
    {
        "text": "and for ten people?",
        "acts": [{"act": "ask_price", "options": ["plan:team"], "number": 10, "term": "year"}],
        "learnt": {"team_size": 10},
        "stage": "evaluation",
        "answer": "For 10 people it is $100. Shall I send you an offer?",
        "must": [["@money:100"]],
        "must_not": ["@handoff"],
    },
    {
        "text": "does it glow in the dark?",
        "acts": [{"act": "ask_fact", "fact": "unknown"}],
        "stage": "evaluation",
        "answer": "I don't know that, I'm afraid.",
        "must": [["@unknown"]],
    },
    {
        "text": "get me a person",
        "acts": [{"act": "human_handoff"}],
        "stage": "evaluation",
        "answer": "A colleague will be with you.",
        "must": [["@person"]],
        "handoff": True,
    },
]


def record(**new: Any) -> dict[str, Any]:
    """The conversation as a line of a file, with what is given in the place of what it says."""
    of_it = {"id": "t-1", "author": "t", "company": "catalogue", "language": "en", "kind": "buyer", "title": "glow"}
    return {**of_it, "turns": TURNS, **new}


def with_turn(number: int, **new: Any) -> dict[str, Any]:
    """The conversation with one turn that says something else."""
    return record(turns=[{**turn, **new} if place == number else turn for place, turn in enumerate(TURNS)])


def written(folder: Path, *records: Mapping[str, Any]) -> Path:
    """A file of conversations."""
    file = folder / "conversations.jsonl"
    file.write_text("\n".join(json.dumps(each) for each in records) + "\n", encoding="utf-8")
    return file


def conversation(folder: Path, **new: Any) -> AnnotatedConversation:
    return read_conversations([written(folder, record(**new))])[0]


def parsed_turn(*parts: str, **parse: Any) -> ParsedTurn:
    """A turn of which the parse knows no more than what is given, the same for each part."""
    return ParsedTurn(parts, tuple({"text": part, **parse} for part in parts))
