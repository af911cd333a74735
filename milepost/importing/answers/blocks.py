"""A page of HTML as blocks in reading order: what may be a question, what is a heading, what is text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from milepost.importing.answers.entries import is_question, says_it_is_asked, words
from milepost.importing.reading.markup import element_text

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ASIDE = frozenset(
    ["nav", "header", "footer", "aside", "script", "style", "template", "noscript", "svg", "form", "iframe"]
)
_INLINE_TAGS = """
a abbr b bdi bdo br cite code del dfn em font i img ins kbd label mark picture q s samp small source span strong sub sup time tt u
var wbr
"""
_INLINE = frozenset(_INLINE_TAGS.split())
_BOLD = frozenset(["b", "strong"])
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:question|frage|accordion[_-]?(?:title|header|heading|button|trigger|toggle))s?(?:$|[\s_-])", re.I
)
_SHORT = 300
_MOST_DEPTH = 150


@dataclass(frozen=True)
class Block:
    """A piece of a page. `kind` is a heading's tag, one of dt, summary, button, named, bold, asked, opening (which may be
    questions), row (a question and its answer, in `told`), or text. `panel` is the element that a button opens."""

    kind: str
    text: str
    node: Any
    line: int
    told: str = ""
    panel: Any = None


def blocks_of(root: Any, *, wrapped: bool = False) -> list[Block]:
    """The blocks of a page's body. `wrapped`: its lines are as somebody wrote them (Markdown), not as a program broke them."""
    body = root if root.tag != "html" else next(root.iter("body"), root)
    return list(_walk(body, wrapped, 0, set()))


def line_of(node: Any) -> int:
    """Where an element stands in its file: what a converter noted of it, or where the parser met it."""
    at = node
    while at is not None:
        noted = at.get("data-line") if isinstance(at.tag, str) else None
        if noted:
            return int(noted)
        at = at.getparent()
    return int(node.sourceline or 1)


def _walk(node: Any, wrapped: bool, depth: int, opened: set[Any]) -> Iterator[Block]:
    tag = node.tag if isinstance(node.tag, str) else ""
    if not tag or tag in _ASIDE or depth > _MOST_DEPTH or node in opened:
        return
    line = line_of(node)
    special = _special(node, tag, line)
    if special is not None:
        if special.panel is not None:
            opened.add(special.panel)
        yield special
    elif tag == "table":
        yield from _table(node, line)
    elif _is_leaf(node):
        yield from _leaf(node, line, wrapped)
    else:
        if (node.text or "").strip():
            yield Block("text", " ".join(node.text.split()), node, line)
        yield from _children(node, wrapped, depth, opened)


def _children(node: Any, wrapped: bool, depth: int, opened: set[Any]) -> Iterator[Block]:
    """Children that are blocks one by one; what stands beside them in a row as one text."""
    row: list[str] = []
    for child in node:
        tag = child.tag if isinstance(child.tag, str) else ""
        inline = tag in _INLINE and _is_leaf(child) and _special(child, tag, 1) is None
        if inline:
            row.append("\n" if tag == "br" else element_text(child))
        else:
            yield from _row(row, node)
            row = []
            yield from _walk(child, wrapped, depth + 1, opened)
        if (child.tail or "").strip():
            row.append(child.tail)
    yield from _row(row, node)


def _row(parts: list[str], node: Any) -> Iterator[Block]:
    text = "\n".join(" ".join(line.split()) for line in " ".join(parts).split("\n") if line.strip())
    if text:
        yield Block("text", text, node, line_of(node))


def _special(node: Any, tag: str, line: int) -> Block | None:
    """A heading, or an element that opens or introduces another one."""
    if tag in HEADINGS or tag in ("dt", "summary"):
        return Block(tag, _words(node), node, line, panel=_panel(node))
    if _opens(node, tag) and 0 < len(text := _words(node)) <= _SHORT:
        return Block("button", text, node, line, panel=_panel(node))
    names = f"{node.get('class', '')} {node.get('itemprop', '')}"
    if tag not in ("section", "ul", "ol", "body", "main") and _NAMED.search(names) and not _holds_others(node):
        text = _words(node)
        if 0 < len(text) <= _SHORT:
            return Block("named", text, node, line)
    return None


def _opens(node: Any, tag: str) -> bool:
    attributes = ("aria-expanded", "aria-controls", "data-bs-toggle", "data-toggle", "data-target", "data-bs-target")
    is_control = tag in ("button", "a") or node.get("role") in ("button", "tab")
    return is_control and any(node.get(name) is not None for name in attributes)


def _panel(node: Any) -> Any:
    """The element that a button (or one within a heading) names as what it opens."""
    for each in node.iter():
        for name in ("aria-controls", "data-bs-target", "data-target", "href"):
            value = each.get(name, "") if isinstance(each.tag, str) else ""
            wanted = value.removeprefix("#")
            if wanted and (name == "aria-controls" or value.startswith("#")):
                found = node.getroottree().xpath("//*[@id=$id]", id=wanted)
                if found and node not in found[0].iterdescendants() and _words(found[0]):
                    return found[0]
    return None


def _holds_others(node: Any) -> bool:
    """Whether an element called after questions is a box around them rather than one of them."""
    parts = (*HEADINGS, "dt", "summary", "button", "p", "li", "table")
    inner = [each for each in node.iterdescendants() if each.tag in parts or "answer" in each.get("class", "")]
    return bool(inner) and not (len(inner) == 1 and inner[0].tag == "p" and _words(inner[0]) == _words(node))


def _table(node: Any, line: int) -> Iterator[Block]:
    """The rows of a table of questions and answers; any other table as text."""
    rows = [[element for element in row if element.tag in ("td", "th")] for row in node.iter("tr")]
    pairs = [(row, [_words(cell) for cell in row]) for row in rows if len(row) >= 2]
    headers = words()["headers"]
    head = [cell.casefold().rstrip("s:") for cell in pairs[0][1]] if pairs else []
    asked = next((place for place, cell in enumerate(head) if _is_named(cell, headers["question"])), None)
    told = next((place for place, cell in enumerate(head) if _is_named(cell, headers["answer"])), None)
    if asked is not None and told is not None:
        pairs = pairs[1:]
    elif pairs and 2 * sum(is_question(cells[0]) for _, cells in pairs) >= len(pairs):
        asked, told = 0, 1
    if asked is None or told is None:
        yield Block("text", element_text(node), node, line)
        return
    for row, cells in pairs:
        if len(cells) > max(asked, told):
            yield Block("row", cells[asked], row[asked], line_of(row[asked]), told=element_text(row[told]).lstrip(": "))


def _is_named(cell: str, names: list[str]) -> bool:
    return cell in names or cell + "s" in names


def _is_leaf(node: Any) -> bool:
    """Whether nothing in it begins a block of its own."""
    return all(
        not isinstance(each.tag, str) or (each.tag in _INLINE and not _opens(each, each.tag))
        for each in node.iterdescendants()
    )


def _leaf(node: Any, line: int, wrapped: bool) -> Iterator[Block]:
    """A paragraph, an item: all text, or a question in bold letters (or with "Q:", or alone in its line) before it."""
    text = element_text(node)
    if not text:
        return
    lines = text.split("\n")
    bold = next((each for each in node if each.tag in _BOLD), None) if not (node.text or "").strip() else None
    lead = _words(bold) if bold is not None else ""
    whole = " ".join(text.split())
    rest = ""
    if lead and whole.startswith(lead) and is_question(lead):
        kind, rest = "bold", whole[len(lead) :].strip() if len(lines) == 1 else _without(text, lead)
        question = lead
    elif says_it_is_asked(text):
        kind, question, rest = "asked", *_first(text if not wrapped else _as_written(node))
    elif wrapped and "\n" in _as_written(node) and is_question(first := _as_written(node).partition("\n")[0]):
        kind, question, rest = "opening", first, _as_written(node).partition("\n")[2]
    elif is_question(whole) and len(whole) <= _SHORT and whole.endswith("?") and whole.count("?") == 1:
        kind, question = "opening", whole
    else:
        yield Block("text", text, node, line)
        return
    yield Block(kind, question, node, line, told=" ".join(rest.split()) if wrapped else rest)


def _first(text: str) -> tuple[str, str]:
    """The question of a paragraph that begins with "Q:", and what follows it there."""
    question, _, rest = text.partition("\n")
    if not rest and (inline := re.match(r"(.+?\?)\s+(\S.*)$", question)):
        return inline[1], inline[2]
    return question, rest


def _without(text: str, lead: str) -> str:
    """The lines behind the words that open them."""
    left = lead.split()
    for place, word in enumerate(parts := re.split(r"(\s+)", text)):
        if not left:
            return "".join(parts[place:]).strip()
        if word.strip() and word == left[0]:
            left.pop(0)
    return ""


def _as_written(node: Any) -> str:
    """The lines of a paragraph as they stand in its file."""
    text = "".join(node.itertext())
    return "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())


def _words(node: Any) -> str:
    """The text of an element in one line, whatever element it is."""
    parts = []
    for each in node.iter():
        tag = each.tag if isinstance(each.tag, str) else "script"
        if tag not in ("script", "style", "svg"):
            parts.append(each.text or "")
        if each is not node:
            parts.append(each.tail or "")
    return " ".join("".join(parts).split())
