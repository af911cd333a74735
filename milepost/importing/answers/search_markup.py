"""Questions and answers in the mark-up that search engines read: schema.org as JSON-LD, microdata or RDFa."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from milepost.importing.answers.blocks import line_of
from milepost.importing.answers.entries import Found, QuestionAnswer, cleaned
from milepost.importing.feed import Remark
from milepost.importing.reading.markup import element_text, plain_text
from milepost.importing.text import in_a_row

_WRAPPED = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*$"
)
_COMMA = re.compile(r",(\s*[}\]])")
_MOST_DEPTH = 12
_LINK = re.compile(r"https?://[^\s/]+\S*$")


def marked_up(root: Any, source: str, address: str = "") -> Found:
    """The questions that a page tells search engines; what cannot be read of them is told with its line."""
    entries: list[QuestionAnswer] = []
    remarks: list[Remark] = []
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").casefold():
            entries += _of_script(script, source, address, remarks)
    how = "FAQ mark-up (JSON-LD)" if entries else ""
    if not entries:
        entries = list(_of_elements(root, source, address))
        how = "FAQ mark-up (microdata)" if entries else ""
    return Found(tuple(entries), tuple(remarks), how)


def _of_script(script: Any, source: str, address: str, remarks: list[Remark]) -> Iterator[QuestionAnswer]:
    text = _WRAPPED.sub("", script.text or "")
    begins = int(script.sourceline or 1)
    try:
        found = json.loads(text, strict=False)
    except ValueError:
        try:
            found = json.loads(_COMMA.sub(r"\1", text), strict=False)
        except json.JSONDecodeError as error:
            place = f"{source}:{begins + error.lineno - 1} (column {error.colno})"
            remarks.append(Remark("FAQ mark-up that is not JSON", f"{error.msg} in {place}"))
            return
    places = iter(
        [match.start() for match in re.finditer(r'"@type"\s*:\s*\[?\s*"(?:https?://schema\.org/)?Question"', text)]
    )
    for question in _questions(found, 0):
        line = begins + text.count("\n", 0, next(places, 0))
        asked, told = cleaned(plain_text(_text(question, "name", "text", "headline"))), _accepted(question)
        link = next((url for url in (question.get("url"), address) if isinstance(url, str) and _LINK.match(url)), "")
        if asked and told:
            yield QuestionAnswer(asked, told, source, line, link=link)
        elif asked:
            remarks.append(Remark("a question without an answer", f'"{asked}" ({source}:{line})'))


def _questions(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > _MOST_DEPTH:
        return
    if isinstance(value, list):
        for each in value:
            yield from _questions(each, depth + 1)
    elif isinstance(value, dict):
        if "Question" in _kinds(value):
            yield value
            return
        for each in value.values():
            yield from _questions(each, depth + 1)


def _kinds(value: Mapping[str, Any]) -> list[str]:
    kinds = value.get("@type")
    return [str(kind).rpartition("/")[2].rpartition(":")[2] for kind in (kinds if isinstance(kinds, list) else [kinds])]


def _accepted(question: Mapping[str, Any]) -> str:
    answers = question.get("acceptedAnswer")
    texts = [
        plain_text(_text(each, "text", "articleBody", "name")) if isinstance(each, dict) else plain_text(str(each))
        for each in (answers if isinstance(answers, list) else [answers])
        if each
    ]
    return in_a_row("\n".join(texts))


def _text(value: Mapping[str, Any], *keys: str) -> str:
    for key in keys:
        found = value.get(key)
        if isinstance(found, list):
            found = next((each for each in found if each), "")
        if isinstance(found, dict):
            found = found.get("@value")
        if isinstance(found, str) and found.strip():
            return found
    return ""


def _of_elements(root: Any, source: str, address: str) -> Iterator[QuestionAnswer]:
    for node in root.iter():
        kind = f"{node.get('itemtype', '')} {node.get('typeof', '')}" if isinstance(node.tag, str) else ""
        if not re.search(r"(?:^|[/:\s])Question(?:\s|$)", kind):
            continue
        answer = next(_having(node, "acceptedAnswer"), None)
        inside = set(answer.iter()) if answer is not None else set()
        name = next((each for each in _having(node, "name", "text") if each not in inside), None)
        if answer is None or name is None:
            continue
        told = next(_having(answer, "text"), answer)
        question, text = cleaned(_value(name)), in_a_row(_value(told))
        if question and text:
            yield QuestionAnswer(question, text, source, line_of(name), link=address)


def _having(node: Any, *properties: str) -> Iterator[Any]:
    for each in node.iterdescendants():
        if isinstance(each.tag, str):
            named = f"{each.get('itemprop', '')} {each.get('property', '')}".replace("schema:", "").split()
            if set(named) & set(properties):
                yield each


def _value(node: Any) -> str:
    return str(node.get("content")) if node.get("content") else element_text(node) or " ".join(node.itertext()).strip()
