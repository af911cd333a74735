"""Three versions of a catalogue's files made one: what the last import wrote, what its owner made of it, what is new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from milepost.importing.updating.values import Plain

_NOTHING: Any = object()
_ASIDE = "set_aside"
# What the feed says first of all: here an owner's own value that the feed has since changed as well is told.
_FOLLOWED = ("prices", "stock", "availability", "variants", "custom_price")


@dataclass
class Merged:
    """The pages as they are to be. `kept` are places where the owner's own value stays although the feed's has changed."""

    pages: dict[str, Any]
    kept: list[str] = field(default_factory=list)
    set_aside: list[str] = field(default_factory=list)


def merged(before: Mapping[str, Any], current: Mapping[str, Any], new: Mapping[str, Any]) -> Merged:
    """The newest of everything that the owner did not touch; the owner's own edits, additions and deletions stay.

    Products that the feed has no longer are set aside, with all that was written about them. All three in the form of
    `values.normal`.
    """
    result = Merged({})
    new = _with_vanished(before, current, new, result)
    result.pages = _table(before, current, new, (), result)
    _keep_what_is_used(before, current, result.pages)
    return result


def with_set_aside(new: Mapping[str, Any], pages: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """The pages of a feed together with what was written before about products that are set aside in `pages`: what the next
    import has to compare with."""
    found = {page: dict(keys) for page, keys in new.items()}
    for product_id, entry in _section(pages, "products").items():
        if isinstance(entry, Mapping) and entry.get(_ASIDE) == "yes" and product_id not in _section(new, "products"):
            earlier = _section(before, "products").get(product_id)
            if isinstance(earlier, Mapping):
                products = {**_section(found, "products"), product_id: {**earlier, _ASIDE: Plain("yes")}}
                found["products"]["products"] = products
                plan = _section(before, "pricing", "plans").get(product_id)
                if plan is not None:
                    found["pricing"]["plans"] = {**_section(found, "pricing", "plans"), product_id: plan}
    return found


def _with_vanished(
    before: Mapping[str, Any], current: Mapping[str, Any], new: Mapping[str, Any], result: Merged
) -> dict[str, Any]:
    """The new pages with the products that were imported before and are in the feed no longer, set aside."""
    pages = {page: dict(keys) for page, keys in new.items()}
    products, plans = dict(_section(new, "products")), dict(_section(new, "pricing", "plans"))
    for product_id, entry in _section(before, "products").items():
        if product_id in products or product_id not in _section(current, "products") or not isinstance(entry, Mapping):
            continue
        if entry.get(_ASIDE) != "yes":
            result.set_aside.append(product_id)
        products[product_id] = {**entry, _ASIDE: Plain("yes")}
        plan = _section(before, "pricing", "plans").get(product_id)
        if plan is not None:
            plans[product_id] = plan
    pages["products"]["products"] = products
    pages["pricing"]["plans"] = plans
    return pages


def _table(
    before: Mapping[str, Any], current: Mapping[str, Any], new: Mapping[str, Any], path: tuple[str, ...], result: Merged
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, mine in current.items():
        value = _value(before.get(key, _NOTHING), mine, new.get(key, _NOTHING), (*path, key), result)
        if value is not _NOTHING:
            found[key] = value
    for key, theirs in new.items():
        if key not in current and key not in before:
            found[key] = theirs
    return found


def _value(before: Any, mine: Any, theirs: Any, path: tuple[str, ...], result: Merged) -> Any:
    """One value: the newer one where the owner left it alone, else the owner's."""
    if before is _NOTHING and theirs is _NOTHING:
        return mine
    if mine == before:
        return theirs
    if theirs == before or mine == theirs:
        return mine
    if isinstance(mine, Mapping) and (isinstance(theirs, Mapping) or theirs is _NOTHING):
        if theirs is _NOTHING:
            return mine
        return _table(before if isinstance(before, Mapping) else {}, mine, theirs, path, result)
    if path[-1:] == ("choices",) and isinstance(mine, list) and isinstance(theirs, list):
        return list(dict.fromkeys([*theirs, *mine]))
    if any(step in _FOLLOWED for step in path) and before is not _NOTHING:
        result.kept.append("/".join(path))
    return mine


def _keep_what_is_used(before: Mapping[str, Any], current: Mapping[str, Any], pages: dict[str, Any]) -> None:
    """Attributes that products, plans or needs still speak of stay, and so do the choices that they take."""
    attributes = dict(_section(pages, "products", "attributes"))
    known = {**_section(before, "products", "attributes"), **_section(current, "products", "attributes")}
    entries = [
        *_section(pages, "products").values(),
        *_section(pages, "pricing", "plans").values(),
    ]
    used: dict[str, list[str]] = {}
    for entry in entries:
        said = entry.get("attributes") if isinstance(entry, Mapping) else None
        for attribute, value in said.items() if isinstance(said, Mapping) else ():
            used.setdefault(attribute, []).extend(value if isinstance(value, list) else [value])
    for need in _section(pages, "journey", "needs").values():
        if isinstance(need, Mapping) and need.get("attribute"):
            used.setdefault(str(need["attribute"]), [])
    for attribute, values in used.items():
        if attribute not in attributes and attribute in known:
            attributes[attribute] = known[attribute]
        entry = attributes.get(attribute)
        if isinstance(entry, Mapping) and isinstance(entry.get("choices"), list):
            known_choices = set(entry["choices"])
            missing = [value for value in dict.fromkeys(values) if value not in known_choices]
            if missing:
                attributes[attribute] = {**entry, "choices": [*entry["choices"], *missing]}
    if attributes and isinstance(pages.get("products"), dict):
        pages["products"]["attributes"] = attributes


def _section(pages: Mapping[str, Any], page: str, key: str = "") -> Mapping[str, Any]:
    """A section of a page, that of its own name where none is given; empty where the owner left it out."""
    found = pages.get(page)
    section = found.get(key or page) if isinstance(found, Mapping) else None
    return section if isinstance(section, Mapping) else {}
