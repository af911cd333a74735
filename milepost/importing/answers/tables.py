"""Questions and answers in the columns of a table: CSV in its usual dialects, or the first sheet of a workbook."""

from __future__ import annotations

import re
from collections.abc import Sequence

from milepost.importing.answers.entries import Found, QuestionAnswer, cleaned, is_question, words
from milepost.importing.feed import Remark
from milepost.importing.formats.rows import Row, UnreadableFeed
from milepost.importing.reading.markup import plain_text
from milepost.importing.text import in_a_row

_BETWEEN = re.compile(r"\s*[\n|;]\s*")
_LINK = re.compile(r"(?:https?://[^\s/]|/)\S*$")


def names_a_question(cells: Sequence[str]) -> bool:
    """Whether a line of a table is its header: a column of questions and one of answers."""
    return {"question", "answer"} <= set(_columns(cells))


def read_table(rows: Sequence[Row], source: str) -> Found:
    """The entries of a table; rows that lack half of one are told. Raises UnreadableFeed where it has no such columns."""
    if not rows:
        raise UnreadableFeed(1, "the table has no row under its header")
    headers = list(rows[0].values)
    columns = _columns(headers)
    entries: list[QuestionAnswer] = []
    remarks: list[Remark] = []
    if not {"question", "answer"} <= set(columns):
        if len(headers) != 2 or not _are_questions(
            [headers[0], *(str(row.values.get(headers[0], "")) for row in rows)]
        ):
            seen = ", ".join(headers[:8])
            raise UnreadableFeed(
                rows[0].line - 1 or 1, f"wanted a column of questions and one of answers (question, answer), not {seen}"
            )
        columns = {"question": headers[0], "answer": headers[1]}
        rows = [Row({headers[0]: headers[0], headers[1]: headers[1]}, max(1, rows[0].line - 1)), *rows]
    for row in rows:
        asked, told = (_cell(row, columns.get(name)) for name in ("question", "answer"))
        question, answer = cleaned(asked), in_a_row(plain_text(told))
        place = f"{source}:{row.line}"
        if question and answer:
            entries.append(_entry(row, columns, question, answer, source))
        elif question:
            remarks.append(Remark("a question without an answer", f'"{question}" ({place})'))
        elif answer:
            kind = "a question that is too long" if asked.strip() else "an answer without a question"
            remarks.append(Remark(kind, f'"{answer[:60]}" ({place})'))
    return Found(tuple(entries), tuple(remarks), "a table")


def _entry(row: Row, columns: dict[str, str], question: str, answer: str, source: str) -> QuestionAnswer:
    also = [cleaned(each) for each in _BETWEEN.split(_cell(row, columns.get("also")).replace("\r", ""))]
    link = _cell(row, columns.get("link")).strip()
    return QuestionAnswer(
        question,
        answer,
        source,
        row.line,
        also=tuple(each for each in also if each),
        topic=" ".join(_cell(row, columns.get("topic")).split()),
        link=link if _LINK.match(link) else "",
    )


def _cell(row: Row, column: str | None) -> str:
    return "" if column is None else str(row.values.get(column) or "")


def _columns(cells: Sequence[str]) -> dict[str, str]:
    """Which header is which; the first that fits."""
    found: dict[str, str] = {}
    for cell in cells:
        bare = re.sub(r"\s*\([^)]*\)|[:*]", "", str(cell)).strip().casefold().replace("_", " ")
        for name, known in words()["headers"].items():
            if bare in known and name not in found:
                found[name] = str(cell).strip()
                break
    return found


def _are_questions(cells: Sequence[str]) -> bool:
    return 2 * sum(is_question(cell) for cell in cells) > len(cells)
