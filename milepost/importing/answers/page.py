"""The questions and answers of one page of HTML or Markdown: by mark-up for search engines, and as people see them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest
from typing import Any
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HTMLParser, document_fromstring
from markdown_it import MarkdownIt

from milepost.importing.answers.blocks import HEADINGS, Block, blocks_of
from milepost.importing.answers.entries import (
    Found,
    QuestionAnswer,
    cleaned,
    is_furniture,
    is_question,
    plain,
    without_answer_mark,
)
from milepost.importing.answers.search_markup import marked_up
from milepost.importing.feed import Remark
from milepost.importing.text import in_a_row

_GROUPED = (*HEADINGS[1:], "dt", "summary", "button", "named")
_ALWAYS = ("asked", "row")
_MOST_TOPIC = 40
_LEAST_TOLD, _MOST_TOLD = 6, 300
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?\n---[ \t]*\n", re.S)


def read_html(text: str, source: str, *, address: str = "", is_own: bool = True, is_article: bool = True) -> Found:
    """What a page says. `address` is where it is on the web.

    Where nothing on it asks: `is_own`, the owner named this very page, so that its headings are taken; `is_article`, its title is
    if the whole page tells of it.
    """
    try:
        root = document_fromstring(text.encode(), parser=HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError):  # nothing but comments, or no element at all
        return Found()
    marked = marked_up(root, source, address)
    is_bare = not marked.entries
    seen = _seen(blocks_of(root), source, address, is_own=is_own and is_bare, is_article=is_article and is_bare)
    known = {plain(entry.question) for entry in marked.entries}
    more = [entry for entry in seen.entries if plain(entry.question) not in known]
    entries = (*marked.entries, *more)
    how = " and ".join(part for part in (marked.how, seen.how if more else "") if part)
    return Found(entries, (*marked.remarks, *(seen.remarks if not marked.entries else ())), how)


def read_markdown(text: str, source: str) -> Found:
    """What a Markdown file says; its lines are counted as they stand in it."""
    front = _FRONT_MATTER.match(text)
    if front:
        text = "\n" * front[0].count("\n") + text[front.end() :]
    converter = MarkdownIt("commonmark", {"html": True}).enable("table")
    tokens = converter.parse(text)
    for token in tokens:
        if token.type == "html_block" and token.map:
            token.content = _with_lines(token.content, token.map[0] + 1)
        elif token.map and token.nesting >= 0:
            token.attrSet("data-line", str(token.map[0] + 1))
    marked = converter.renderer.render(tokens, converter.options, {})
    if not marked.strip():
        return Found()
    root = document_fromstring(f"<div>{marked}</div>".encode(), parser=HTMLParser(encoding="utf-8"))
    return _seen(blocks_of(root, wrapped=True), source, "", is_own=True, is_article=False)


def _with_lines(markup: str, first: int) -> str:
    """HTML within Markdown, with the line of the file that each of its elements begins in."""
    return "\n".join(
        re.sub(r"<([A-Za-z]\w*)", rf'<\1 data-line="{number}"', line)
        for number, line in enumerate(markup.split("\n"), first)
    )


@dataclass
class _Open:
    """A question whose answer is being read."""

    block: Block
    scope: Any
    topic: str
    parts: list[str] = field(default_factory=list)
    nodes: list[Any] = field(default_factory=list)


@dataclass
class _Reader:
    """Goes through the blocks of a page and gathers the answer of each question."""

    source: str
    address: str
    entries: list[QuestionAnswer] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    topics: dict[str, str] = field(default_factory=dict)
    current: _Open | None = None

    def ask(self, block: Block) -> None:
        """A question begins."""
        self.close()
        self.current = _Open(block, _scope(block.node), self._topic())
        if block.told:
            self.tell(block.told, block.node)
        if block.panel is not None:
            self.tell(_panel_text(block.panel), block.panel)
            self.close()
        elif block.kind == "row":
            self.close()

    def tell(self, text: str, node: Any) -> None:
        """A piece of the answer, where a question is open."""
        if self.current is not None:
            self.current.parts.append(text)
            self.current.nodes.append(node)

    def head(self, block: Block) -> None:
        """A heading that asks nothing: what follows stands under it, and an answer that is not above it ends."""
        if self.current is not None and _ends(self.current.block, block):
            self.close()
        if self.current is not None:
            self.tell(block.text, block.node)
        elif block.kind in HEADINGS:
            place = HEADINGS.index(block.kind)
            self.topics = {kind: text for kind, text in self.topics.items() if HEADINGS.index(kind) < place}
            self.topics[block.kind] = block.text if not is_furniture(block.text) else ""

    def leave(self, node: Any) -> None:
        """Closes the question where the page has left the box that it stands in."""
        if self.current is not None and self.current.parts and not _is_within(node, self.current.scope):
            self.close()

    def close(self) -> None:
        """The answer ends."""
        opened, self.current = self.current, None
        if opened is None:
            return
        question = cleaned(opened.block.text)
        answer = without_answer_mark(in_a_row(_lines(opened)))
        if question and answer:
            link = _only_link(opened.nodes, self.address) or self.address
            entry = QuestionAnswer(question, answer, self.source, opened.block.line, topic=opened.topic, link=link)
            self.entries.append(entry)
        elif question:
            self.remarks.append(
                Remark("a question without an answer", f'"{question}" ({self.source}:{opened.block.line})')
            )

    def _topic(self) -> str:
        kinds = [kind for kind in self.topics if kind != "h1"]
        found = cleaned(self.topics[kinds[-1]]) if kinds else ""
        return found if len(found) <= _MOST_TOPIC else ""


def _lines(opened: _Open) -> str:
    """The pieces of an answer in lines; the items of a list are one."""
    lines: list[str] = []
    in_list = False
    for part, node in zip(opened.parts, opened.nodes, strict=True):
        text = without_answer_mark(part)
        is_item = node.tag == "li" and "\n" not in text
        if is_item and in_list:
            lines[-1] = f"{lines[-1].rstrip('.;,')}; {text}"
        else:
            lines.append(text)
        in_list = is_item
    return "\n".join(lines)


def _seen(blocks: Sequence[Block], source: str, address: str, *, is_own: bool, is_article: bool) -> Found:
    """What people see on a page."""
    asked = _asked(blocks, is_own) or ({id(block) for block in _title(blocks)} if is_article else set())
    reader = _Reader(source, address)
    for block in blocks:
        reader.leave(block.node)
        if id(block) in asked:
            reader.ask(block)
        elif block.kind in HEADINGS or block.kind in ("dt", "summary", "button", "named"):
            reader.head(block)
        else:
            reader.tell(f"{block.text}\n{block.told}".strip(), block.node)
    reader.close()
    kinds = Counter(_NAMES.get(block.kind, "headings") for block in blocks if id(block) in asked)
    how = f"{kinds.most_common(1)[0][0]}" if kinds else ""
    return Found(tuple(reader.entries), tuple(reader.remarks), how)


_NAMES = {
    "dt": "a list of terms", "summary": "what opens on a click", "button": "what opens on a click",
    "named": "parts called questions", "bold": "bold lines", "asked": "lines with Q: and A:",
    "opening": "lines with a question mark", "row": "a table",
}  # fmt: skip


def _asked(blocks: Sequence[Block], is_own: bool) -> set[int]:
    """Which blocks are questions (by their identity). Where most of one kind are, the others of that kind are as well."""
    groups: dict[str, list[Block]] = {}
    for block, after in zip_longest(blocks, blocks[1:]):
        if not _stands_over(block, after):
            groups.setdefault(block.kind, []).append(block)
    chosen = [block for kind in _ALWAYS for block in groups.get(kind, ()) if cleaned(block.text)]
    for kind in _GROUPED:
        group = [block for block in groups.get(kind, ()) if cleaned(block.text) and not is_furniture(block.text)]
        sure = [block for block in group if is_question(block.text)]
        if len(sure) > 1 and 2 * len(sure) >= len(group):
            chosen += group
        else:
            chosen += [block for block in group if block in sure or (sure and block.panel is not None)]
    bold = [block for block in groups.get("bold", ()) if block.told or _stands_alone(block)]
    chosen += bold
    if not chosen:
        chosen = [block for block in groups.get("h1", ()) if is_question(block.text)][:1]
    if not chosen and is_own:
        chosen = groups.get("opening", []) or _unmarked(blocks, groups)
    return {id(block) for block in chosen}


def _stands_over(block: Block, after: Block | None) -> bool:
    """Whether a heading is one over others and asks nothing itself ("When something goes wrong")."""
    is_over = after is not None and after.kind in HEADINGS and after.kind > block.kind
    return block.kind in HEADINGS and is_over and not block.text.rstrip().endswith("?")


def _stands_alone(block: Block) -> bool:
    return " ".join("".join(block.node.itertext()).split()) == block.text


def _unmarked(blocks: Sequence[Block], groups: dict[str, list[Block]]) -> list[Block]:
    """Where nothing on a page asks: what opens on a click, terms, or the headings that have a text right under them."""
    for kind in ("summary", "dt", "button", "named"):
        if len(groups.get(kind, ())) > 1:
            return [block for block in groups[kind] if cleaned(block.text) and not is_furniture(block.text)]
    return [
        block
        for block, after in pairwise(blocks)
        if block.kind in HEADINGS[1:]
        and after.kind not in HEADINGS
        and cleaned(block.text)
        and not is_furniture(block.text)
    ]


def _title(blocks: Sequence[Block]) -> list[Block]:
    """The title of a page that is one short text on one thing, and no list of links."""
    titles = [place for place, block in enumerate(blocks) if block.kind == "h1" and cleaned(block.text)]
    if len(titles) != 1:
        return []
    texts = [block for block in blocks[titles[0] + 1 :] if block.kind not in HEADINGS]
    told = sum(len(block.text.split()) for block in texts)
    linked = sum(len("".join(link.itertext()).split()) for block in texts for link in block.node.iter("a"))
    return [blocks[titles[0]]] if _LEAST_TOLD <= told <= _MOST_TOLD and 3 * linked < told else []


def _ends(asked: Block, heading: Block) -> bool:
    """Whether a heading ends the answer of a question: it stands as high, or the question is no heading."""
    if asked.kind in HEADINGS and heading.kind in HEADINGS:
        return HEADINGS.index(heading.kind) <= HEADINGS.index(asked.kind)
    return heading.kind in HEADINGS or heading.kind == asked.kind


def _scope(node: Any) -> Any:
    """The box that a question stands in with its answer: the first around it that says more than the question."""
    words = "".join(node.itertext()).split()
    at = node
    while at.getparent() is not None:
        parent = at.getparent()
        if "".join(parent.itertext()).split() != words:
            return parent
        at = parent
    return at


def _is_within(node: Any, box: Any) -> bool:
    return node is box or any(each is box for each in node.iterancestors())


def _panel_text(panel: Any) -> str:
    return "\n".join(f"{block.text}\n{block.told}".strip() for block in blocks_of(panel))


def _only_link(nodes: Sequence[Any], address: str) -> str:
    """The one page that an answer points at; "" where it points at none or at several."""
    found = []
    for node in nodes:
        for link in node.iter("a") if isinstance(node.tag, str) else ():
            target = urljoin(address, link.get("href", "").strip())
            if re.match(r"https?://[^\s/]+\S*$", target) and target.partition("#")[0] != address:
                found.append(target)
    return found[0] if len(set(found)) == 1 else ""
