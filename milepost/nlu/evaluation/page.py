"""The report as one HTML page that needs nothing else: figures, a confusion matrix, a reliability diagram."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from milepost.nlu.evaluation import measures
from milepost.nlu.evaluation.reading import Findings, Judged
from milepost.nlu.evaluation.report import Figure

STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c2430}"
    "table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.25rem .6rem;border-bottom:1px solid #dde3ea}"
    "td:nth-child(3){font-variant-numeric:tabular-nums}svg{max-width:100%;height:auto}svg text{font:11px system-ui,sans-serif}"
)
CELL, MARGIN, SIDE = 44, 110, 320


def page(found: Sequence[Figure], findings: Findings, about: str) -> str:
    """A whole page; `about` says what the files are."""
    drawn = []
    for title, judged in (("Stage of a message", findings.stages), ("Intents", findings.intents)):
        if len(judged):
            drawn.append(f"<h2>{escape(title)}: confusion</h2>{confusion_matrix(judged)}")
            drawn.append(f"<h2>{escape(title)}: reliability</h2>{reliability_diagram(judged)}")
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Milepost: evaluation</title>'
        f"<style>{STYLE}</style></head><body><h1>Milepost on labelled messages that it was not trained on</h1>"
        f"<p>{escape(about)}</p>{figure_table(found)}{''.join(drawn)}</body></html>\n"
    )


def figure_table(found: Sequence[Figure]) -> str:
    rows = "".join(
        f"<tr><td>{escape(one.part)}</td><td>{escape(one.what)}</td><td>{escape(one.value)}</td>"
        f"<td>{escape(one.goal)}</td></tr>"
        for one in found
    )
    return f"<table><tr><th>part</th><th>figure</th><th>value</th><th>to reach</th></tr>{rows}</table>"


def confusion_matrix(judged: Judged) -> str:
    """Wanted labels down, given ones across; darker is more of the row."""
    labels = sorted(set(judged.wanted))
    counts = measures.confusion(judged.wanted, judged.got, labels)
    cell = CELL if len(labels) <= 12 else CELL // 2
    width, height = MARGIN + cell * len(labels) + 10, MARGIN + cell * len(labels) + 10
    drawn = [cells(counts, labels, cell)]
    for place, label in enumerate(labels):
        middle = MARGIN + cell * place + cell / 2
        drawn.append(f'<text x="{MARGIN - 6}" y="{middle + 4}" text-anchor="end">{escape(label)}</text>')
        drawn.append(f'<text transform="translate({middle + 4},{MARGIN - 6}) rotate(-60)">{escape(label)}</text>')
    return svg(width, height, "confusion matrix: wanted label by given label", drawn)


def cells(counts: Any, labels: Sequence[str], cell: int) -> str:
    drawn = []
    for row in range(len(labels)):
        whole = max(1, int(counts[row].sum()))
        for column in range(len(labels)):
            count = int(counts[row, column])
            x, y, depth = MARGIN + cell * column, MARGIN + cell * row, count / whole
            colour = "#1f6f54" if row == column else "#b4462f"
            drawn.append(
                f'<rect x="{x}" y="{y}" width="{cell - 1}" height="{cell - 1}" fill="{colour}" fill-opacity="{depth:.2f}">'
                f"<title>{escape(labels[row])} read as {escape(labels[column])}: {count}</title></rect>"
            )
            if count:
                ink = "#fff" if depth > 0.5 else "#1c2430"
                middle = f'x="{x + cell / 2}" y="{y + cell / 2 + 4}"'
                drawn.append(f'<text {middle} text-anchor="middle" fill="{ink}">{count}</text>')
    return "".join(drawn)


def reliability_diagram(judged: Judged) -> str:
    """Share that was right over the confidence promised; on the diagonal a promise is kept."""
    left, top = 50, 10
    found = measures.bins(judged.confidences, judged.right)
    most = max(one.count for one in found)
    drawn = [
        f'<rect x="{left}" y="{top}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#9aa5b1"/>',
        f'<line x1="{left}" y1="{top + SIDE}" x2="{left + SIDE}" y2="{top}" stroke="#9aa5b1" stroke-dasharray="4"/>',
        f'<text x="{left + SIDE / 2}" y="{top + SIDE + 34}" text-anchor="middle">confidence</text>',
        f'<text transform="translate(14,{top + SIDE / 2}) rotate(-90)" text-anchor="middle">share that was right</text>',
    ]
    for value in (0.0, 0.5, 1.0):
        drawn.append(f'<text x="{left + SIDE * value}" y="{top + SIDE + 16}" text-anchor="middle">{value:.1f}</text>')
        drawn.append(f'<text x="{left - 6}" y="{top + SIDE * (1 - value) + 4}" text-anchor="end">{value:.1f}</text>')
    for one in found:
        x, y = left + SIDE * one.confidence, top + SIDE * (1 - one.right)
        radius = 4 + 8 * (one.count / most) ** 0.5
        drawn.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="#1f6f54" fill-opacity="0.75">'
            f"<title>{one.count} messages: promised {one.confidence:.2f}, right {one.right:.2f}</title></circle>"
        )
    return svg(left + SIDE + 20, top + SIDE + 46, "reliability diagram", drawn)


def svg(width: float, height: float, title: str, drawn: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{''.join(drawn)}</svg>"
    )
