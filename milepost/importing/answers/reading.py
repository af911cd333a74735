"""A file, a folder or a site with questions and answers, read as a whole; what cannot be used is told with file and line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from milepost.importing.answers.entries import Found, QuestionAnswer
from milepost.importing.answers.page import read_html, read_markdown
from milepost.importing.answers.site import MOST_PAGES, SiteReader, shown
from milepost.importing.answers.tables import names_a_question, read_table
from milepost.importing.feed import Remark
from milepost.importing.formats.decoding import decoded
from milepost.importing.formats.rows import UnreadableFeed
from milepost.importing.formats.table_rows import csv_rows
from milepost.importing.formats.workbook import xlsx_rows
from milepost.importing.reading.sources import is_address, problem

KINDS = {
    ".md": "markdown", ".markdown": "markdown", ".txt": "markdown", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".csv": "table", ".tsv": "table", ".xlsx": "xlsx",
}  # fmt: skip
_TYPES = {
    "text/csv": "table", "text/tab-separated-values": "table", "text/markdown": "markdown", "text/plain": "markdown",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}  # fmt: skip
_MOST_BYTES = 20_000_000
_MOST_FILES = 2_000
_LONG = 80
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\u200b\ufeff\ufffe\uffff\ud800-\udfff]")

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Read:
    """What a source gives. `unread` are the pages that could not be read this time: what they said before still holds."""

    shown: str
    entries: tuple[QuestionAnswer, ...]
    remarks: tuple[Remark, ...] = ()
    understood: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def read_answers(
    source: Path | str, *, pages: int = MOST_PAGES, known: Sequence[str] = (), progress: Progress | None = None
) -> Read:
    """All questions and answers of a source. `known` are pages of a site that gave some before; `pages` how many are read at most.

    Raises CatalogueError naming file, line and, where it is known, column.
    """
    tell = progress or (lambda _: None)
    if is_address(source):
        address = re.sub(r"^(https?):/(?!/)", r"\1://", str(source))
        return _of_site(address, pages, known, tell)
    path = Path(source)
    if not path.is_dir():
        found = _of_file(path)
        return _whole(path.as_posix(), [found], [f"{path.as_posix()}: {_counted(found)}"])
    files = sorted(each for each in path.rglob("*") if each.suffix.casefold() in KINDS and not _is_hidden(each, path))
    if not files or len(files) > _MOST_FILES:
        what = f"there are {len(files)} files" if files else "there is no file with questions and answers"
        raise problem(path.as_posix(), 1, f"{what} in this folder: wanted {', '.join(KINDS)}, {_MOST_FILES:,} at most")
    found_in = {}
    for number, file in enumerate(files, 1):
        tell(f"file {number} of {len(files)}: {file.as_posix()}")
        found_in[file.as_posix()] = _of_file(file)
    return _whole(path.as_posix(), found_in.values(), _summed(found_in))


def _of_file(path: Path) -> Found:
    kind = KINDS.get(path.suffix.casefold())
    if kind is None:
        raise problem(
            path.as_posix(),
            1,
            f'questions and answers are in one of {", ".join(KINDS)}, not "{path.suffix or path.name}"',
        )
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise problem(path.as_posix(), 1, f"the file is larger than {_MOST_BYTES // 1_000_000} MB")
        content = path.read_bytes()
    except OSError as error:
        raise problem(path.as_posix(), 1, f"the file cannot be read: {error.strerror}") from error
    return _of_content(content, kind, path.as_posix())


def _of_content(content: bytes, kind: str, source: str) -> Found:
    try:
        if kind == "xlsx":
            return read_table(list(xlsx_rows(content, names_a_question)), source)
        if b"\0" in content[:1000] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise UnreadableFeed(1, "this is not a text")
        text = decoded(content).text
        if kind == "table":
            return read_table(list(csv_rows(text, names_a_question)), source)
    except UnreadableFeed as error:
        raise problem(source, error.line, str(error)) from error
    return read_markdown(text, source) if kind == "markdown" else read_html(text, source)


def _of_site(address: str, pages: int, known: Sequence[str], tell: Progress) -> Read:
    reader = SiteReader(address, most=pages, tell=tell)
    site = reader.read(known)
    if site.document is not None:
        name, media, content = site.document
        kind = _TYPES.get(media) or KINDS.get(Path(name).suffix.casefold())
        if kind is None:
            raise problem(
                shown(address), 1, f"wanted a page with questions and answers, or a table of them, not {media}"
            )
        found = _of_content(content, kind, shown(address))
        return _whole(address, [found], [f"{shown(address)}: {_counted(found)}"])
    found_on = {
        page.address: read_html(
            page.text, page.address, address=page.address, is_own=page.address == site.address, is_article=page.is_near
        )
        for page in site.pages
    }
    lines = [f"{len(site.pages)} pages read of {shown(address)}", *_summed(found_on)]
    if site.refused:
        lines.append(f"{len(site.refused)} pages are kept to the site by its robots.txt")
    if site.left:
        lines.append(f"{site.left} more pages were found and not read: --pages {pages * 2} reads more")
    remarks = [Remark("a page that cannot be read", f"{shown(each)}: {told}") for each, told in site.unread.items()]
    whole = _whole(address, found_on.values(), lines, tuple(site.unread))
    return replace(whole, remarks=(*whole.remarks, *remarks))


def _whole(source: str, found: Iterable[Found], lines: Sequence[str], unread: tuple[str, ...] = ()) -> Read:
    found = list(found)
    entries = [_printable(entry) for each in found for entry in each.entries]
    remarks = [remark for each in found for remark in each.remarks]
    for entry in entries:
        if len(entry.answer.split()) > _LONG:
            remarks.append(Remark(f"an answer of more than {_LONG} words", f'"{entry.question}" ({entry.place})'))
    if not entries:
        missing = "no question with an answer was found: wanted headings that ask, FAQ mark-up, or columns question and answer"
        raise problem(shown(source) if is_address(source) else source, 1, missing)
    return Read(source, tuple(entries), tuple(remarks), tuple(lines), unread)


def _printable(entry: QuestionAnswer) -> QuestionAnswer:
    def told(text: str) -> str:
        return " ".join(_UNPRINTABLE.sub(" ", text).split())

    also = tuple(told(each) for each in entry.also)
    return replace(entry, question=told(entry.question), answer=told(entry.answer), topic=told(entry.topic), also=also)


def _counted(found: Found) -> str:
    how = f", by {found.how}" if found.how else ""
    return f"{len(found.entries)} questions with answers{how}"


def _summed(found: dict[str, Found], most: int = 8) -> list[str]:
    """The places with the most, and how many say nothing of the kind."""
    telling = {place: each for place, each in found.items() if each.entries}
    counts = Counter({place: len(each.entries) for place, each in telling.items()})
    lines = [f"  {place}: {_counted(telling[place])}" for place, _ in counts.most_common(most)]
    if len(telling) > most:
        rest = [count for _, count in counts.most_common()[most:]]
        lines.append(f"  {len(rest)} more with {sum(rest)} questions")
    if len(telling) < len(found):
        lines.append(f"  {len(found) - len(telling)} without a question")
    return lines


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)
