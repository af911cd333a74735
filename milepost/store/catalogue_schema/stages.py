"""The section `stages` of journey.yml: what the bot does in each buying stage; what is left out is as stages.yml says."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from milepost.sales.journey import STAGE_STEPS, StagePlan
from milepost.sales.next_best_action import STEP_NAMES
from milepost.store.catalogue_schema import values
from milepost.store.catalogue_schema.fields import Fields
from milepost.store.catalogue_schema.knowledge import STAGES


@lru_cache(maxsize=1)
def default_stages() -> Mapping[str, Mapping[str, Any]]:
    """Wording, questions, may_pitch and may_ask_contact of each stage."""
    text = files("milepost.store.catalogue_schema").joinpath("stages.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text)  # type: ignore[no-any-return]


def read_stages(page: Fields) -> dict[str, StagePlan]:
    """All seven stages, whatever the file says of them."""
    stages = page.group("stages", '"stages"')
    found: dict[str, StagePlan] = {}
    for stage in STAGES:
        fields = stages.group(stage, f'stage "{stage}"') if stages else None
        found[stage] = _read_stage(stage, fields) if fields else StagePlan(stage=stage, **default_stages()[stage])
        if fields is not None:
            fields.close()
    if stages:
        stages.close()
    return found


def _read_stage(stage: str, fields: Fields) -> StagePlan:
    default = default_stages()[stage]
    return StagePlan(
        stage=stage,
        wording=fields.text("wording", str(default["wording"])),
        questions=fields.optional("questions", values.whole(0), int(default["questions"])),
        may_pitch=fields.optional("may_pitch", values.boolean, bool(default["may_pitch"])),
        may_ask_contact=fields.optional("may_ask_contact", values.boolean, bool(default["may_ask_contact"])),
        articles=fields.references("articles", "article"),
        steps=_read_steps(stage, fields),
    )


def _read_steps(stage: str, fields: Fields) -> tuple[str, ...]:
    steps = fields.listing("steps", values.one_of(tuple(STEP_NAMES)))
    allowed = STAGE_STEPS["awareness"]
    if stage == "awareness" and set(steps) - set(allowed):
        wrong = ", ".join(step for step in steps if step not in allowed)
        fields.problem(f"{fields.label} explains only: {wrong} must wait for a later stage", key="steps")
    if len(set(steps)) < len(steps):
        fields.problem(f'"steps" of {fields.label} names a step twice', key="steps")
    return steps
