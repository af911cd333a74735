"""How likely each candidate act is: features with weights, first by kind, then by arguments."""

from __future__ import annotations

import pytest

from milepost.dialogue.acts import Act, ActKind
from milepost.dialogue.context import Context
from milepost.dialogue.proposals import Candidate
from milepost.dialogue.scorer import Scorer, learnt, softmax
from tests.dialogue.readings import count, named, proposer, reading, upon

K = ActKind


def candidate(kind: ActKind, source: str = "none", *options: str) -> Candidate:
    return Candidate(Act(kind, options), source)


def test_the_chances_of_all_that_a_message_may_do_add_up_to_one() -> None:
    said = reading("how much is team for 12?", named("plan", "team"), counts=(count(12),), acts={"ask_price": 0.7})
    context = upon(K.ASK_FACT, "plan:solo", shown=("plan:solo", "plan:team"))
    candidates = proposer().candidates(said, context)
    for scorer in (learnt(), Scorer({"evidence": 3.0}, {"by_named": 2.0}), Scorer({}, {})):
        chances = scorer.chances(candidates, said, context)
        assert sum(chances) == pytest.approx(1)
        assert min(chances) >= 0


def test_more_arguments_make_a_kind_no_likelier() -> None:
    one = [candidate(K.GREET), candidate(K.ASK_PRICE)]
    many = [candidate(K.GREET), *(candidate(K.ASK_PRICE, "named", str(n)) for n in range(9))]
    scorer = Scorer({}, {})
    assert scorer.chances(one, reading("hm"), Context())[0] == scorer.chances(many, reading("hm"), Context())[0] == 0.5


@pytest.mark.parametrize(
    ("weights", "likeliest"),
    [
        ({"evidence": 2.0}, K.ASK_PRICE),
        ({"intent": 2.0}, K.THANK),
        ({"greet|says_hello": 9.0}, K.GREET),
        ({"unused_number": -9.0}, K.ASK_PRICE),
        ({"thank|after_ask_price": 5.0}, K.THANK),
        ({"greet|length_0": 1.0}, K.GREET),
        ({"ask_price|evidence_ask_price": 5.0}, K.ASK_PRICE),
        ({"no such feature": 99.0, "thank|bias": 1.0}, K.THANK),
    ],
)
def test_what_speaks_for_a_kind_counts_by_its_weight(weights: dict[str, float], likeliest: ActKind) -> None:
    said = reading("12", counts=(count(12),), phrases={"hello"}, acts={"ask_price": 0.9}, intents={"thank": 0.9})
    candidates = [candidate(kind) for kind in (K.GREET, K.THANK, K.ASK_PRICE)]
    chances = Scorer(weights, {}).chances(candidates, said, upon(K.ASK_PRICE))
    assert candidates[chances.index(max(chances))].act.kind is likeliest


def test_what_speaks_for_arguments_decides_within_their_kind() -> None:
    candidates = [candidate(K.ASK_PRICE, "focus", "plan:team"), candidate(K.ASK_PRICE, "named", "plan:solo")]
    first, second = Scorer({}, {"by_named": 1.0}).chances(candidates, reading("solo"), Context())
    assert second > first


@pytest.mark.parametrize("scores", [[0.0], [1000.0, 999.0], [-1000.0, -1001.0, -1002.0]])
def test_probabilities_of_any_scores_add_up_to_one(scores: list[float]) -> None:
    assert sum(softmax(scores)) == pytest.approx(1)
