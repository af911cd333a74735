"""How many questions it takes until the right option comes first: by information gain, in the owner's order, at random.

    python benchmarks/questions.py                       the three catalogues of the project
    python benchmarks/questions.py catalogue --visitors 200 --seed 7

Every simulated visitor looks for one option of the catalogue and answers as it would suit them: with the quick reply that
fits it best, but for one answer in ten, which is any reply (`recommendation.NOISE`). All three ways of asking meet the same
visitors in the same run. What is printed: the share of visitors whose option comes first after so many questions, and how
many questions were asked until it did (one more than there are, where it never did).
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import BuyingStage, Conversation, Evidence, Fact, FactStatus, StageChange
from milepost.sales.fit.answers import PossibleAnswer, possible_answers
from milepost.sales.fit.reasons import Candidate
from milepost.sales.fit.verdicts import judge
from milepost.sales.journey import NeedDefinition
from milepost.sales.questions import askable, next_question
from milepost.sales.recommendation import NOISE, RankedOption, ranked
from milepost.store.catalogue_files import load_catalogue

PROJECT = Path(__file__).resolve().parents[1]
CATALOGUES = ("catalogue", "examples/shop", "examples/services")
SHOWN = (1, 2, 3, 4, 5)
STAGE = BuyingStage.RESEARCH

Asker = Callable[[Catalogue, Conversation, random.Random], NeedDefinition | None]


@dataclass(frozen=True)
class Visit:
    """After how many questions the right option came first and stayed so; None where it never did."""

    firsts: tuple[bool, ...]

    @property
    def needed(self) -> int:
        """Questions until it came first for good."""
        wrong = [place for place, first in enumerate(self.firsts) if not first]
        return (wrong[-1] + 1) if wrong else 0


def by_information_gain(catalogue: Catalogue, conversation: Conversation, dice: random.Random) -> NeedDefinition | None:
    """What the bot asks."""
    return next_question(catalogue, conversation)


def in_the_owners_order(catalogue: Catalogue, conversation: Conversation, dice: random.Random) -> NeedDefinition | None:
    """The first need of journey.yml that is still open."""
    return next(iter(askable(catalogue, conversation)), None)


def at_random(catalogue: Catalogue, conversation: Conversation, dice: random.Random) -> NeedDefinition | None:
    """Any need that is still open."""
    needs = askable(catalogue, conversation)
    return dice.choice(needs) if needs else None


ASKERS: dict[str, Asker] = {
    "information gain": by_information_gain,
    "owner's order": in_the_owners_order,
    "random": at_random,
}


def main() -> None:
    """Prints one table for each catalogue."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("catalogues", nargs="*", default=CATALOGUES)
    parser.add_argument("--visitors", type=int, default=60, help="visitors for each catalogue")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    for folder in given.catalogues:
        catalogue = without_limits(load_catalogue(PROJECT / folder))
        print(f"\n{folder}: {len(ranked(catalogue, blank()))} options, {given.visitors} visitors, seed {given.seed}")
        print(
            "way of asking".ljust(18) + "".join(f"after {count}".rjust(9) for count in SHOWN) + "   questions   seconds"
        )
        for name, asker in ASKERS.items():
            began = time.perf_counter()
            visits = [visit(catalogue, asker, given.seed, number) for number in range(given.visitors)]
            print(row(name, visits) + f"{time.perf_counter() - began:10.1f}")


def row(name: str, visits: Sequence[Visit]) -> str:
    """One way of asking: how often the right option comes first, and the mean number of questions."""
    shares = [100 * sum(each.firsts[count] for each in visits) / len(visits) for count in SHOWN]
    needed = sum(each.needed for each in visits) / len(visits)
    return name.ljust(18) + "".join(f"{share:7.0f} %" for share in shares) + f"{needed:12.2f}"


def without_limits(catalogue: Catalogue) -> Catalogue:
    """The catalogue with every need open in one stage, as often as there are needs."""
    needs = {
        need.id: replace(need, stages=(STAGE.value,))
        for need in catalogue.journey.needs.values()
        if need.kind not in ("timeline", "company", "current_solution", "must_have_features")
    }
    stages = {STAGE.value: replace(catalogue.journey.stages[STAGE.value], questions=len(needs))}
    return replace(
        catalogue, journey=replace(catalogue.journey, needs=needs, stages=stages, question_budget=len(needs))
    )


def blank() -> Conversation:
    """A conversation in the stage of asking, of which nothing is known."""
    stage = StageChange("m0", STAGE, 1.0, {STAGE.value: 1.0})
    return Conversation("simulated", stages=[stage])


def visit(catalogue: Catalogue, asker: Asker, seed: int, number: int) -> Visit:
    """One visitor, asked as many questions as are shown; who is asked no more keeps what they have."""
    dice = random.Random(f"{seed}:{number}")
    conversation = blank()
    target = dice.choice(sorted(option.key for option in ranked(catalogue, conversation)))
    answers = random.Random(f"{seed}:{number}:answers")
    firsts = []
    for count in range(max(SHOWN) + 1):
        options = ranked(catalogue, conversation)
        firsts.append(options[0].key == target)
        need = asker(catalogue, conversation, dice)
        if need is not None:
            answer(catalogue, conversation, need, next(each for each in options if each.key == target), answers, count)
    return Visit(tuple(firsts))


def answer(
    catalogue: Catalogue,
    conversation: Conversation,
    need: NeedDefinition,
    target: RankedOption,
    dice: random.Random,
    count: int,
) -> None:
    """Takes in the visitor's answer: what suits the option they look for, or now and then anything."""
    conversation.asked_before.append(need.id)
    every = ranked(catalogue, blank())
    replies = [each for each in possible_answers(catalogue, blank(), need, options=every) if each.value is not None]
    if not replies:
        conversation.facts[need.id] = Fact(need.id, None, FactStatus.REFUSED)
        return
    best = max(replies, key=lambda reply: suits(catalogue, need, reply, target))
    chosen = dice.choice(replies) if dice.random() < NOISE else best
    evidence = Evidence(f"m{count + 1}", chosen.text)
    conversation.facts[need.id] = Fact(need.id, chosen.value, FactStatus.SAID, evidence)


def suits(catalogue: Catalogue, need: NeedDefinition, reply: PossibleAnswer, target: RankedOption) -> float:
    """How well an answer goes with an option."""
    candidate = Candidate(catalogue, target.product, target.plan, target.price)
    reasons = judge(Fact(need.id, reply.value, FactStatus.SAID), candidate)
    return sum(reason.score for reason in reasons) / len(reasons) if reasons else 0.0


if __name__ == "__main__":
    main()
