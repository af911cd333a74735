"""Four frameworks are four tables over the same findings."""

from __future__ import annotations

import pytest

from milepost.sales.notes.findings import Finding, by_name
from milepost.sales.notes.qualification import FRAMEWORKS, Qualification, qualify

KNOWN = (
    Finding("budget", "up to $500", "said", "max 500", "m1"),
    Finding("use_case", "shared e-mail", "inferred", "mail", "m2"),
    Finding("timeline", "Timeline", "refused"),
    Finding("must_have_features", "Must have features", "asked"),
    Finding("decider", "my boss decides", "said", "my boss decides", "m3"),
)


def frameworks(*findings: Finding) -> dict[str, Qualification]:
    return {each.name: each for each in qualify(by_name(findings))}


def test_every_framework_has_its_criteria() -> None:
    letters = {name: "".join(label[0] for label, _ in criteria) for name, criteria in FRAMEWORKS.items()}
    assert letters == {"BANT": "BANT", "CHAMP": "CAMP", "MEDDICC": "MEDDICC", "SPICED": "SPICD"}


@pytest.mark.parametrize(
    ("framework", "criterion", "status", "texts"),
    [
        ("BANT", "Budget", "said", ["up to $500"]),
        ("BANT", "Need", "inferred", ["shared e-mail"]),
        ("BANT", "Timeline", "refused", ["Timeline"]),
        ("BANT", "Authority", "said", ["my boss decides"]),
        ("CHAMP", "Prioritization", "refused", ["Timeline", "Must have features"]),
        ("MEDDICC", "Decision criteria", "asked", ["Must have features"]),
        ("MEDDICC", "Competition", "not asked", []),
        ("SPICED", "Critical event", "refused", ["Timeline"]),
    ],
)
def test_a_criterion_shows_the_best_that_is_known(
    framework: str, criterion: str, status: str, texts: list[str]
) -> None:
    found = next(each for each in frameworks(*KNOWN)[framework].criteria if each.name == criterion)
    assert (found.status, [finding.text for finding in found.findings]) == (status, texts)


def test_what_is_known_is_counted() -> None:
    assert {name: each.met for name, each in frameworks(*KNOWN).items()} == {
        "BANT": 3,
        "CHAMP": 3,
        "MEDDICC": 3,
        "SPICED": 2,
    }
    assert {each.met for each in frameworks().values()} == {0}
