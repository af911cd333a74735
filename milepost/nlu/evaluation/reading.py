"""Reads labelled files with the model and gathers what it said beside what was wanted."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from milepost.dialogue.interpretation import interpret, remember
from milepost.dialogue.reading import readings_of
from milepost.dialogue.scorer import learnt
from milepost.dialogue.segments import segments_of
from milepost.dialogue.stage import settle_stage, stage_words
from milepost.nlu.catalogue_in_use import catalogue_in_use
from milepost.nlu.evaluation.knowledge import Teller, Told, told_first
from milepost.nlu.evaluation.needs import NeedsScore, score_needs
from milepost.sales.conversations import Conversation

Parser = Callable[[str, Mapping[str, Any]], Mapping[str, Any]]
"""Gives the parse data of a text with its metadata."""
OUT_OF_SCOPE, UNSURE = "out_of_scope", "nlu_fallback"


@dataclass
class Judged:
    """Labels wanted and given, with the confidence of what was given and whether the model called itself sure."""

    wanted: list[str] = field(default_factory=list)
    got: list[str] = field(default_factory=list)
    confidences: list[float] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    sure: list[bool] = field(default_factory=list)

    def add(self, wanted: str, got: str, confidence: float, *, score: float | None = None, sure: bool = True) -> None:
        """Add one message."""
        self.wanted.append(wanted)
        self.got.append(got)
        self.confidences.append(confidence)
        self.scores.append(confidence if score is None else score)
        self.sure.append(sure)

    @property
    def right(self) -> list[bool]:
        return [one == other for one, other in zip(self.wanted, self.got, strict=True)]

    def __len__(self) -> int:
        return len(self.wanted)


@dataclass
class Findings:
    """Everything that one run over the labelled files gave."""

    stages: Judged = field(default_factory=Judged)
    turns: Judged = field(default_factory=Judged)
    intents: Judged = field(default_factory=Judged)
    languages: dict[str, Judged] = field(default_factory=dict)
    foreign_intents: dict[str, Judged] = field(default_factory=dict)
    needs: NeedsScore | None = None
    knowledge: list[tuple[str | None, Told]] = field(default_factory=list)
    """Of each question: the entry that answers it, None where none does; what is told."""
    seconds: list[float] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    """By file: messages that the model has learnt, of which nothing is reported."""

    @property
    def memory(self) -> float:
        """The most memory that this process held, in MB."""
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def lines(file: Path) -> Iterator[dict[str, Any]]:
    """The records of a JSONL file; none where there is no such file."""
    if file.exists():
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield json.loads(line)


def read_all(parse: Parser, folder: Path, learnt: Container[str] = (), *, teller: Teller = told_first) -> Findings:
    """Read every labelled file of a folder but the messages that the model has `learnt`; journeys are read whole."""
    findings = Findings()

    def unseen(name: str) -> Iterator[dict[str, Any]]:
        for record in lines(folder / name):
            if record["text"] in learnt:
                findings.left_out[name] += 1
            else:
                yield record

    def timed(text: str, **metadata: Any) -> Mapping[str, Any]:
        started = time.perf_counter()
        read = parse(text, metadata)
        findings.seconds.append(time.perf_counter() - started)
        return read

    for record in unseen("stages.jsonl"):
        judge_stage(findings.stages, record["stage"], timed(record["text"]))
    for record in lines(folder / "journeys.jsonl"):
        judge_journey(findings.turns, record, timed)
    for record in unseen("intents.jsonl"):
        judge_intent(findings.intents, record["intent"], timed(record["text"]))
    for record in unseen("languages.jsonl"):
        judge_foreign(findings, record, timed(record["text"]))
    for record in lines(folder / "knowledge.jsonl"):
        findings.knowledge.append((record["answer"], teller(timed(record["text"]))))
    needs = list(lines(folder / "needs.jsonl"))
    if needs:
        read = [timed(record["text"], asked=record.get("asked")).get("needs", []) for record in needs]
        findings.needs = score_needs(zip(needs, read, strict=True))
    return findings


def judge_stage(judged: Judged, wanted: str, read: Mapping[str, Any]) -> None:
    """The stage of a single message."""
    stage = read["message_stage"]
    judged.add(wanted, stage["name"], stage["confidence"], sure=stage.get("sure", True))


def judge_intent(judged: Judged, wanted: str, read: Mapping[str, Any]) -> None:
    """The likeliest intent, and whether the model was sure of it; `score` is high where it takes a message for in scope."""
    likeliest: Mapping[str, Any] = {"name": UNSURE, "confidence": 1.0}
    if read["intent_ranking"]:
        likeliest = read["intent_ranking"][0]
    outside = next((one["confidence"] for one in read["intent_ranking"] if one["name"] == OUT_OF_SCOPE), 0.0)
    score = read.get("intent_score", likeliest["confidence"])
    score = -outside if likeliest["name"] == OUT_OF_SCOPE else score * (1 - outside)
    sure = read["intent"]["name"] != UNSURE
    judged.add(wanted, likeliest["name"], likeliest["confidence"], score=score, sure=sure)


def judge_foreign(findings: Findings, record: Mapping[str, Any], read: Mapping[str, Any]) -> None:
    """Language and intent of a message in another language."""
    language = record["language"]
    named = read.get("language", {"name": "en", "confidence": 0.0})
    findings.languages.setdefault(language, Judged()).add(language, named["name"], named["confidence"])
    judge_intent(findings.foreign_intents.setdefault(language, Judged()), record["intent"], read)


def judge_journey(judged: Judged, record: Mapping[str, Any], parse: Callable[..., Mapping[str, Any]]) -> None:
    """The stage of the conversation after each message, settled as in a real one."""
    conversation = Conversation("journey")
    for number, turn in enumerate(record["turns"]):
        known = {
            "before": conversation.asked_in_full,
            "subjects": conversation.subjects,
            "focus": conversation.focus,
        }
        whole = parse(turn["text"], **known)
        parts = segments_of(turn["text"])
        parses = [whole] if len(parts) == 1 else [parse(part, **known) for part in parts]
        found = interpret(readings_of(parses), conversation, catalogue_in_use(), learnt())
        remember(conversation, found, turn["text"])
        cues = whole["message_stage"]["cues"]
        stages = conversation.stages
        stages.append(settle_stage(stages, found.kinds, stage_words(whole), cues, str(number), learnt().stages))
        judged.add(turn["buying_stage"], stages[-1].stage.value, stages[-1].confidence)
