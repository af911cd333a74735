"""XML feeds: RSS and Atom as shops give them to search engines, and any list of like elements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from lxml import etree

from milepost.importing.formats.rows import Row, UnreadableFeed

_GOOGLE = "http://base.google.com/ns/1.0"


def xml_rows(content: bytes) -> Iterator[Row]:
    """The products in order. Raises UnreadableFeed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(content.lstrip(), parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        words = (error.msg or "nothing stands here").rsplit(", line ", 1)[0]
        raise UnreadableFeed(max(1, line or 1), f"this is not XML: {words}", column or None) from error
    except ValueError as error:
        raise UnreadableFeed(1, f"this is not XML: {error}") from error
    hint = "Google Merchant" if _GOOGLE in content[:4000].decode("latin-1") else ""
    for element in _records(root):
        yield Row(_cells(element), int(element.sourceline or 1), hint=hint)


def _records(root: Any) -> list[Any]:
    """The elements that are products: items and entries, or the most frequent of those that have parts of their own."""
    for name in ("item", "entry"):
        found = [each for each in root.iter() if _local(each) == name and len(each)]
        if found:
            return found
    counts = Counter(
        (_local(each.getparent()) if each.getparent() is not None else "", _local(each))
        for each in root.iter()
        if _local(each) and each is not root and _has_name(each)
    )
    if not counts:
        return []
    (_, name), _ = counts.most_common(1)[0]
    return [each for each in root.iter(etree.Element) if _local(each) == name and _has_name(each)]


def _has_name(element: Any) -> bool:
    parts = {_local(child).casefold() for child in element}
    return len(parts) > 1 and any(part in _TITLES or "name" in part or "title" in part for part in parts)


_TITLES = frozenset(["name", "title", "bezeichnung", "titel", "nom", "nombre", "nome", "produkt", "model"])


def _local(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _cells(element: Any) -> dict[str, Any]:
    found: dict[str, Any] = {f"@{etree.QName(key).localname}": value for key, value in element.attrib.items()}
    for child in element:
        name = _local(child)
        if not name:
            continue
        value: Any = _value(child)
        google = isinstance(child.tag, str) and child.tag.startswith(f"{{{_GOOGLE}}}")
        if name not in found:
            found[name] = value
        elif google and not isinstance(found[name], list) and not _is_repeated(element, child):
            found[name] = value  # g:title goes before the channel's own title
        else:
            known = found[name] if isinstance(found[name], list) else [found[name]]
            found[name] = [*known, value]
    return found


def _is_repeated(element: Any, child: Any) -> bool:
    return sum(1 for each in element if each.tag == child.tag) > 1


def _value(element: Any) -> Any:
    label = element.get("name")
    if label and not len(element):
        return {"name": label, "value": "".join(element.itertext()), "unit": element.get("unit", "")}
    if not len(element):
        text = "".join(element.itertext())
        return text if text.strip() else element.get("href") or element.get("url") or text
    if element.get("type") == "xhtml":
        return etree.tostring(element, encoding="unicode", method="html")
    parts: dict[str, Any] = {}
    for child in element:
        name = _local(child)
        if name:
            value = _value(child)
            parts[name] = value if name not in parts else [*_listed(parts[name]), value]
    return parts


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
