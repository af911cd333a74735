"""The report of `milepost evaluate`: a table of figures for the terminal and for the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan

import numpy as np
from rich.console import Console
from rich.table import Table

from milepost.dialogue.acts import Zone
from milepost.nlu.evaluation import measures
from milepost.nlu.evaluation.reading import OUT_OF_SCOPE, Findings, Judged


@dataclass(frozen=True)
class Figure:
    """One line of the report; `goal` is what the project wants to reach ("" where it has set none)."""

    part: str
    what: str
    value: str
    goal: str = ""


def share(value: float) -> str:
    """A share with three decimals; a dash where nothing was measured."""
    return "-" if isnan(value) else f"{value:.3f}"


def figures(findings: Findings) -> list[Figure]:
    """Every figure of a run; parts without messages are left out."""
    parts = (
        stage_figures,
        turn_figures,
        intent_figures,
        language_figures,
        need_figures,
        knowledge_figures,
        left_out_figures,
        cost_figures,
    )
    return [figure for part in parts for figure in part(findings)]


def accuracy(judged: Judged) -> float:
    return sum(judged.right) / max(1, len(judged))


def stage_figures(findings: Findings) -> Iterator[Figure]:
    judged = findings.stages
    if not len(judged):
        return
    part = f"stage of a message ({len(judged)})"
    yield Figure(part, "accuracy", share(accuracy(judged)))
    yield Figure(part, "macro-F1", share(measures.macro_f1(judged.wanted, judged.got)), ">= 0.80")
    error = measures.calibration_error(judged.confidences, judged.right)
    yield Figure(part, "expected calibration error", share(error), "<= 0.06")
    for precision, goal in ((0.9, ""), (0.95, ">= 0.60")):
        value = measures.answered(judged.confidences, judged.right, precision=precision)
        yield Figure(part, f"answered at {precision:.0%} precision", share(value), goal)
    hits = [right for right, sure in zip(judged.right, judged.sure, strict=True) if sure]
    yield Figure(part, "called sure", share(len(hits) / len(judged)))
    yield Figure(part, "right where sure", share(sum(hits) / max(1, len(hits))))
    for label in sorted(set(judged.wanted)):
        yield Figure(part, f"F1 {label}", share(measures.f1(judged.wanted, judged.got, label)))


def turn_figures(findings: Findings) -> Iterator[Figure]:
    judged = findings.turns
    if len(judged):
        part = f"stage after each turn ({len(judged)})"
        yield Figure(part, "accuracy", share(accuracy(judged)), ">= 0.85")
        error = measures.calibration_error(judged.confidences, judged.right)
        yield Figure(part, "expected calibration error", share(error))


def intent_figures(findings: Findings) -> Iterator[Figure]:
    judged = findings.intents
    if not len(judged):
        return
    part = f"intents ({len(judged)})"
    yield Figure(part, "accuracy of the likeliest", share(accuracy(judged)))
    yield Figure(part, "macro-F1", share(measures.macro_f1(judged.wanted, judged.got)))
    error = measures.calibration_error(judged.confidences, judged.right)
    yield Figure(part, "expected calibration error", share(error))
    hits = [right for right, sure in zip(judged.right, judged.sure, strict=True) if sure]
    yield Figure(part, "answered (others: not sure)", share(len(hits) / len(judged)))
    yield Figure(part, "right where answered", share(sum(hits) / max(1, len(hits))))
    yield from out_of_scope_figures(judged)


def out_of_scope_figures(judged: Judged) -> Iterator[Figure]:
    outside = [wanted == OUT_OF_SCOPE for wanted in judged.wanted]
    if not any(outside):
        return
    part = f"out of scope ({sum(outside)})"
    scores = np.array(judged.scores)
    value = measures.separation(scores[~np.array(outside)], scores[np.array(outside)])
    yield Figure(part, "AUROC", share(value))
    answered = [sure and got != OUT_OF_SCOPE for sure, got in zip(judged.sure, judged.got, strict=True)]
    taken = [given for given, out in zip(answered, outside, strict=True) if out]
    yield Figure(part, "not answered as something else", share(1 - sum(taken) / len(taken)))
    hits = [right and not out for right, out in zip(judged.right, outside, strict=True)]
    inside = len(judged) - sum(outside)
    value = measures.coverage(judged.scores, hits, precision=0.95, of=inside)
    yield Figure(part, "in scope, answered right at 95% precision", share(value))


def language_figures(findings: Findings) -> Iterator[Figure]:
    if not findings.languages:
        return
    counts = [(language, judged, findings.foreign_intents[language]) for language, judged in findings.languages.items()]
    part = f"other languages ({sum(len(judged) for _, judged, _ in counts)})"
    for language, judged, intents in counts:
        yield Figure(part, f"{language}: language", share(accuracy(judged)))
        yield Figure(part, f"{language}: intent", share(accuracy(intents)))
    total = sum(len(intents) for _, _, intents in counts)
    right = sum(sum(intents.right) for _, _, intents in counts)
    yield Figure(part, "intent, all", share(right / total), ">= 0.80")


def need_figures(findings: Findings) -> Iterator[Figure]:
    score = findings.needs
    if score is None:
        return
    part = f"needs ({score.total.right + score.total.missed} values)"
    yield Figure(part, "precision", share(score.total.precision))
    yield Figure(part, "recall", share(score.total.recall))
    yield Figure(part, "F1 in normal form", share(score.total.f1), ">= 0.88")
    yield Figure(part, f"decoys taken (of {score.decoys})", share(score.decoy_rate), "<= 0.03")
    for need, count in score.slots.items():
        yield Figure(part, f"F1 {need}", share(count.f1))


def knowledge_figures(findings: Findings) -> Iterator[Figure]:
    """What is told of the knowledge base, and what is told where it has no answer."""
    answered = [(f"answer:{wanted}", told) for wanted, told in findings.knowledge if wanted is not None]
    others = [told for wanted, told in findings.knowledge if wanted is None]
    if not answered or not others:
        return
    part = f"knowledge base ({len(answered)} questions, {len(others)} others)"
    for zone, how in (
        (Zone.SURE, "told as the answer"),
        (Zone.LIKELY, "told as the nearest"),
        (Zone.NEAR, "told as the nearest, in doubt"),
    ):
        right = sum(fact == wanted and given is zone for wanted, (fact, given) in answered)
        wrong = sum(fact != wanted and given is zone for wanted, (fact, given) in answered)
        yield Figure(part, f"right, {how}", share(right / len(answered)))
        yield Figure(part, f"wrong, {how}", share(wrong / len(answered)))
        yield Figure(part, f"others, {how}", share(sum(given is zone for _, given in others) / len(others)))


def left_out_figures(findings: Findings) -> Iterator[Figure]:
    for name, count in findings.left_out.items():
        yield Figure("left out, for training holds them too", name, str(count))


def cost_figures(findings: Findings) -> Iterator[Figure]:
    if not findings.seconds:
        return
    part = f"cost ({len(findings.seconds)} messages)"
    for percent, goal in ((50, "<= 8"), (99, "<= 20")):
        milliseconds = float(np.percentile(findings.seconds, percent)) * 1000
        yield Figure(part, f"p{percent} per message, ms", f"{milliseconds:.1f}", goal)
    yield Figure(part, "memory of this process, MB", f"{findings.memory:.0f}", "<= 350")


def print_report(found: list[Figure], console: Console) -> None:
    """The figures as a table."""
    table = Table(
        "part", "figure", "value", "to reach", title="Milepost on labelled messages that it was not trained on"
    )
    before = ""
    for figure in found:
        if figure.part != before:
            table.add_section()
        table.add_row(figure.part if figure.part != before else "", figure.what, figure.value, figure.goal)
        before = figure.part
    console.print(table)
