"""The attributes of an imported catalogue, and what each product has of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from milepost.importing.text import slug
from milepost.importing.understanding.choices import Choice
from milepost.importing.understanding.features import Feature
from milepost.importing.understanding.figures import Figure
from milepost.importing.understanding.shelves import Shelf


@dataclass
class Attributes:
    """Attributes of all shelves; the same name, type and unit on two shelves is one attribute."""

    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    ids: dict[tuple[str, str, str], str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def id_of(self, name: str, kind: str, unit: str, category: str, entry: dict[str, Any]) -> str:
        """The id of the attribute with that name, made if there is none yet."""
        key = (name.casefold(), kind, unit)
        if key in self.ids:
            known = self.entries[self.ids[key]]
            if "choices" in entry:
                known["choices"] = list(dict.fromkeys([*known["choices"], *entry["choices"]]))
            return self.ids[key]
        title = self._free_title(name, category)
        self.names.add(_plain(title))
        aliases = []
        for alias in entry.pop("aliases", ()):
            if _plain(alias) and _plain(alias) not in self.names:
                self.names.add(_plain(alias))
                aliases.append(alias)
        made = slug(title, self.entries)
        self.entries[made] = {
            "name": title,
            "type": kind,
            **({"unit": unit} if unit else {}),
            **entry,
            **({"aliases": aliases} if aliases else {}),
        }
        self.ids[key] = made
        return made

    def _free_title(self, name: str, category: str) -> str:
        title, number = name, 1
        while _plain(title) in self.names:
            title = f"{name} ({category})" if number == 1 else f"{name} ({category} {number})"
            number += 1
        return title


def _plain(name: str) -> str:
    """As the check of a catalogue compares names."""
    return " ".join(name.casefold().replace("-", " ").replace("_", " ").split())


def attribute_values(shelf: Shelf, attributes: Attributes) -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
    """What each product has, by attribute id; and the ids by the names that the needs use."""
    values: dict[str, dict[str, Any]] = {product.id: {} for product in shelf.products}
    by_name: dict[str, str] = {}
    asked = {draft.attribute: draft for draft in shelf.needs if draft.attribute}
    for figure in shelf.figures:
        entry = {"better": figure.better} if figure.better else {}
        by_name[figure.name] = _figure_id(figure, entry, attributes, shelf)
        for product, value in figure.values.items():
            values[product][by_name[figure.name]] = value
    for choice in shelf.choices:
        by_name[choice.name] = _choice_id(choice, attributes, shelf)
        for product, words in choice.values.items():
            values[product][by_name[choice.name]] = list(words) if choice.is_list else words[0]
    for feature in shelf.features:
        extra = asked[feature.name].aliases if feature.name in asked else ()
        by_name[feature.name] = _feature_id(feature, extra, attributes, shelf)
        for product_id in feature.products | feature.without:  # of the others nothing is known
            values[product_id][by_name[feature.name]] = product_id in feature.products
    for column in shelf.told:
        made = attributes.id_of(column.name, "text", "", shelf.category, {})
        for product, text in column.values.items():
            values[product][made] = text
    return values, by_name


def _figure_id(figure: Figure, entry: dict[str, Any], attributes: Attributes, shelf: Shelf) -> str:
    heads = [head for head in figure.heads if len(head.split()) <= 3]
    return attributes.id_of(figure.name, "number", figure.unit, shelf.category, {**entry, "aliases": heads})


def _choice_id(choice: Choice, attributes: Attributes, shelf: Shelf) -> str:
    kind = "list" if choice.is_list else "choice"
    return attributes.id_of(choice.name, kind, "", shelf.category, {"choices": list(choice.choices)})


def _feature_id(feature: Feature, extra: tuple[str, ...], attributes: Attributes, shelf: Shelf) -> str:
    return attributes.id_of(feature.name, "boolean", "", shelf.category, {"aliases": [*feature.aliases, *extra]})
