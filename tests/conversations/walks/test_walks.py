"""Random walks over everything that can be said, on all three catalogues: the promises hold after every turn."""

from __future__ import annotations

import os
from collections.abc import Iterator
from random import Random

import pytest

from milepost.brain.session import Brain
from milepost.services import catalogues
from milepost.store.catalogue_files import load_catalogue
from tests.conversations.visitors import PROJECT
from tests.conversations.walks import promises
from tests.conversations.walks.sayings import KINDS, Saying
from tests.conversations.walks.walker import PERSON, Remembering, Walker

# Walks per company; WALKS=500 before a release. The same ones in every run, whatever ran before, so that a red build is red
# again; FIRST_WALK=7 WALKS=1 takes the walk of that number alone.
WALKS, FIRST = int(os.environ.get("WALKS", "30")), int(os.environ.get("FIRST_WALK", "0"))
STEPS = (15, 40)


@pytest.fixture(scope="module")
def reading(processor):
    return Remembering(processor)


@pytest.mark.parametrize("company", promises.COMPANIES)
def test_the_promises_hold_after_every_turn(reading, company: str) -> None:
    catalogue = load_catalogue(PROJECT / company)
    promises.know(PROJECT / company, catalogue)
    catalogues.put_in_force(catalogue)
    try:
        with Brain(reading) as brain:
            for number in range(FIRST, FIRST + WALKS):
                walker = Walker(brain, catalogue)
                for kind, wording in steps(company, number):
                    walker.walk(kind, wording)
                    keep(walker, number)
                reach_a_person(walker)
    finally:
        catalogues.put_in_force(load_catalogue(PROJECT / "catalogue"))


def steps(company: str, number: int) -> Iterator[tuple[str, int]]:
    """What is said in the walk of that number at that company: the kind of saying, and which of its wordings."""
    chance = Random(f"{company} {number}")
    for _ in range(chance.randint(*STEPS)):
        yield chance.choice(KINDS), chance.randrange(10_000)


def keep(walker: Walker, number: int) -> None:
    found = list(promises.broken(walker))
    assert not found, "\n".join([f"walk {number}:", *found, walker.written()])


def reach_a_person(walker: Walker) -> None:
    """From any state a person is at most two turns away."""
    for text in (PERSON, "yes please"):
        if walker.take(Saying("person", text)).line["handler"] == "waiting":
            return
    raise AssertionError("no person after two turns\n" + walker.written())
