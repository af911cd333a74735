"""The section `needs` of journey.yml: what is worth knowing about a visitor, and how to ask for it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from milepost.sales.catalogue import Attribute
from milepost.sales.journey import NeedDefinition
from milepost.store.catalogue_schema import values
from milepost.store.catalogue_schema.fields import Fields
from milepost.store.catalogue_schema.knowledge import STAGES

_ATTRIBUTE = "attribute"
_KINDS = (
    "team_size",
    "budget",
    "timeline",
    "industry",
    "use_case",
    "must_have_features",
    "current_solution",
    "company",
    _ATTRIBUTE,
)


def read_needs(page: Fields, attributes: Mapping[str, Attribute]) -> dict[str, NeedDefinition]:
    """The whole section; no two needs may ask for the same thing."""
    asked: dict[tuple[str, str | None], str] = {}

    def need(need_id: str, fields: Fields) -> NeedDefinition:
        definition = _read_need(need_id, fields, attributes)
        thing = (definition.kind, definition.attribute)
        if definition.kind and asked.setdefault(thing, need_id) != need_id:
            fields.problem(f'{fields.label} asks for the same as need "{asked[thing]}"')
        return definition

    return page.table("needs", "need", need)


def _read_need(need_id: str, fields: Fields, attributes: Mapping[str, Attribute]) -> NeedDefinition:
    kind = fields.required("kind", values.one_of(_KINDS), "")
    attribute = attributes.get(attribute_id) if (attribute_id := _attribute_of(fields, kind)) else None
    choices = attribute.choices if attribute else ()
    return NeedDefinition(
        id=need_id,
        kind=kind,
        question=fields.words("question"),
        why=fields.words("why"),
        attribute=attribute_id,
        weight=fields.optional("weight", values.share, Decimal("0.5")),
        stages=fields.listing("stages", values.one_of(STAGES)) or NeedDefinition.stages,
        options=fields.texts("options") or choices,
        synonyms=_read_synonyms(fields, choices),
    )


def _attribute_of(fields: Fields, kind: str) -> str | None:
    if kind == _ATTRIBUTE:
        return fields.reference("attribute", "attribute") or None
    if kind and fields.node("attribute") is not None:
        fields.problem(f'{fields.label} has an "attribute", which only a need of kind attribute has', key="attribute")
    return None


def _read_synonyms(fields: Fields, choices: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """For an attribute with choices, only those can have synonyms."""
    group = fields.group("synonyms", f'"synonyms" of {fields.label}')
    if group is None:
        return {}
    synonyms = {choice: group.texts(choice) for choice in (choices or group.take_keys())}
    group.close()
    return {choice: words for choice, words in synonyms.items() if words}
