"""Measures the trained model on labelled files: one report for the terminal and, where asked for, one HTML page."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from rich.console import Console

from milepost.nlu.evaluation.knowledge import Teller, told_first
from milepost.nlu.evaluation.page import page
from milepost.nlu.evaluation.reading import Findings, Parser, read_all
from milepost.nlu.evaluation.report import Figure, figures, print_report

__all__ = ["Figure", "Findings", "Parser", "evaluate"]


def evaluate(
    model_parser: Parser,
    held_out: Path,
    html: Path | None,
    console: Console | None = None,
    *,
    learnt: Container[str] = (),
    teller: Teller = told_first,
) -> list[Figure]:
    """Read the labelled files in `held_out`, print the figures and write the page to `html`.

    `model_parser` gives the parse data of a text and its metadata ({"asked": need} where a need had been asked for). It
    reads the first message once more before the clock runs. Messages that the model has `learnt` are left out. `teller` says
    what a question by itself is answered with.
    """
    model_parser("hello", {})
    findings = read_all(model_parser, held_out, learnt, teller=teller)
    found = figures(findings)
    print_report(found, console or Console())
    if html is not None:
        files = ", ".join(sorted(file.name for file in held_out.glob("*.jsonl")))
        about = f"Files: {files}. What they are stands in the README beside them."
        html.write_text(page(found, findings, about), encoding="utf-8")
    return found
