"""Random walks over everything that can be said, on all three catalogues: the promises hold after every turn."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from milepost.brain.session import Brain
from milepost.services import catalogues
from milepost.store.catalogue_files import load_catalogue
from tests.conversations.visitors import PROJECT
from tests.conversations.walks import promises
from tests.conversations.walks.sayings import KINDS, Saying
from tests.conversations.walks.walker import PERSON, Remembering, Walker

# Walks per company; WALKS=500 before a release. The same ones every time, so that a red build is red again; a walk that
# breaks a promise is shown as it was, for a shorter one takes minutes to find.
WALKS = int(os.environ.get("WALKS", "30"))
STEPS = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 9999)), min_size=15, max_size=40)
SETTINGS = settings(
    max_examples=WALKS,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def reading(processor):
    return Remembering(processor)


@pytest.mark.parametrize("company", promises.COMPANIES)
def test_the_promises_hold_after_every_turn(reading, company: str) -> None:
    catalogue = load_catalogue(PROJECT / company)
    promises.know(PROJECT / company, catalogue)
    catalogues.put_in_force(catalogue)
    turns = 0
    try:
        with Brain(reading) as brain:

            @SETTINGS
            @given(STEPS)
            def walk(steps) -> None:
                nonlocal turns
                turns += len(steps)
                walker = Walker(brain, catalogue)
                for kind, number in steps:
                    walker.walk(kind, number)
                    keep(walker)
                reach_a_person(walker)

            walk()
        assert turns >= 20 * WALKS  # three companies make thousands
    finally:
        catalogues.put_in_force(load_catalogue(PROJECT / "catalogue"))


def keep(walker: Walker) -> None:
    found = list(promises.broken(walker))
    assert not found, "\n".join([*found, walker.written()])


def reach_a_person(walker: Walker) -> None:
    """From any state a person is at most two turns away."""
    for text in (PERSON, "yes please"):
        if walker.take(Saying("person", text)).line["handler"] == "waiting":
            return
    raise AssertionError("no person after two turns\n" + walker.written())
