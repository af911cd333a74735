"""The figures of conversations as tables: for the terminal, and for docs/quality.md between its markers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table as Drawn

from milepost.errors import MilepostError
from milepost.learning.measuring import Judged
from milepost.learning.scores import Figures, figures, grouped, hand_overs

_COLUMNS: tuple[tuple[str, Callable[[Figures], str]], ...] = (
    ("turns", lambda found: str(found.turns)),
    ("right", lambda found: percent(found.right)),
    ("foolish", lambda found: percent(found.foolish)),
    ("stage", lambda found: percent(found.stage)),
    ("acts, F1", lambda found: percent(found.acts)),
    ("arguments", lambda found: percent(found.arguments)),
    ("as if known", lambda found: percent(found.as_if_known)),
    ("words", lambda found: "-" if found.words is None else f"{found.words:.1f}"),
    ("failed", lambda found: str(found.failed)),
)
_GROUPS = {
    "company": "by company",
    "author": "by author",
    "visitor": "by kind of visitor",
    "turn": "by kind of turn (the first act that is more than a courtesy)",
}


@dataclass(frozen=True)
class Table:
    """A titled table of words; the first row are its headings."""

    title: str
    rows: Sequence[Sequence[str]]

    def as_markdown(self) -> str:
        """The table as a page has it."""
        heading, *rows = [" | ".join(cell.replace("|", "/") for cell in row) for row in self.rows]
        line = " | ".join(["---", *["---:"] * (len(self.rows[0]) - 1)])
        return "\n".join([f"**{self.title}**", "", *(f"| {row} |" for row in (heading, line, *rows))])

    def draw(self, console: Console) -> None:
        """The table in a terminal."""
        drawn = Drawn(title=self.title, title_justify="left", box=SIMPLE, padding=(0, 1, 0, 0))
        for place, heading in enumerate(self.rows[0]):
            drawn.add_column(heading, justify="right" if place else "left", no_wrap=not place)
        for row in self.rows[1:]:
            drawn.add_row(*row)
        console.print(drawn)


def percent(share: float | None) -> str:
    """A share in per cent with one decimal; a dash where nothing was measured."""
    return "-" if share is None else f"{100 * share:.1f}"


def conversation_tables(judged: Sequence[Judged]) -> Iterator[Table]:
    """All turns together with the hand-overs, then group by group."""
    every = figures(judged)
    conversations = len({each.conversation.id for each in judged})
    authors = ", ".join(grouped(judged, "author"))
    rows = [("what", "%"), ("turns answered rightly", percent(every.right))]
    rows += [("turns with something foolish", percent(every.foolish)), ("stage after the turn", percent(every.stage))]
    rows += [("a person fetched at the right turn (conversations)", percent(hand_overs(judged)))]
    rows += [("kinds of acts, F1", percent(every.acts)), ("arguments of acts found", percent(every.arguments))]
    rows += [("questions without an answer, answered as if known", percent(every.as_if_known))]
    what = f"{conversations} conversations by {authors}: {every.turns} turns, {every.checked} with a checkable answer"
    yield Table(what, rows)
    for by, title in _GROUPS.items():
        yield figure_table(title, {name: figures(own) for name, own in grouped(judged, by).items()})


def figure_table(title: str, of: Mapping[str, Figures]) -> Table:
    """One line of figures for each name."""
    rows = [["", *(heading for heading, _ in _COLUMNS)]]
    rows += [[name, *(cell(found) for _, cell in _COLUMNS)] for name, found in of.items()]
    return Table(title, rows)


def fill_page(page: Path, part: str, tables: Sequence[Table]) -> None:
    """Puts tables between the markers of a part of a page. Raises MilepostError where the page has no such markers."""
    begin, end = f"<!-- figures: {part} -->", f"<!-- end: {part} -->"
    try:
        text = page.read_text(encoding="utf-8")
    except OSError as error:
        raise MilepostError(f"{page} cannot be read: {error.strerror}") from error
    before, found, rest = text.partition(begin)
    _, ended, after = rest.partition(end)
    if not found or not ended:
        raise MilepostError(f"{page} has no place for figures between {begin} and {end}")
    filled = "\n\n".join(table.as_markdown() for table in tables)
    page.write_text(f"{before}{begin}\n{filled}\n{end}{after}", encoding="utf-8")
