"""Which of the candidates a part of a message is taken for, by their chances."""

from __future__ import annotations

import pytest

from milepost.dialogue.acts import Act
from milepost.dialogue.acts import ActKind as K
from milepost.dialogue.interpretation import likeliest
from milepost.dialogue.proposals import Candidate
from tests.dialogue.readings import named, reading


@pytest.mark.parametrize(("chance", "is_advice"), [(0.5, False), (0.65, True)])
def test_who_names_a_feature_asks_for_it_unless_advice_is_likely(chance: float, is_advice: bool) -> None:
    candidates = [Candidate(Act(K.ASK_RECOMMENDATION)), Candidate(Act(K.ASK_FACT, fact="attribute:storage"))]
    named_feature = reading("which has the better storage?", named("attribute", "storage"))
    assert (likeliest(candidates, [chance, 1 - chance], named_feature) == 0) is is_advice
    assert likeliest(candidates, [0.5, 0.4], reading("which is better?")) == 0


@pytest.mark.parametrize("kind", [K.MAKE_COMPLAINT, K.HUMAN_HANDOFF, K.REQUEST_QUOTE, K.GOODBYE])
@pytest.mark.parametrize(("chance", "is_taken"), [(0.46, False), (0.52, True)])
def test_what_would_weigh_heavily_if_it_were_wrong_has_to_be_likely(kind: K, chance: float, is_taken: bool) -> None:
    acts = [Act(kind), Act(K.STATE_NEED), Act(K.GREET)]
    chances = [chance, 0.3, 0.7 - chance]
    assert (likeliest([Candidate(act) for act in acts], chances, reading("…")) == 0) is is_taken
    plain = reading("…", intents={kind.value: 0.9})
    assert likeliest([Candidate(act) for act in acts], chances, plain) == 0


def test_many_doubtful_arguments_of_one_kind_do_not_lose_to_one_sure_courtesy() -> None:
    acts = [Act(K.GREET), *(Act(K.ASK_FACT, fact=f"answer:{n}") for n in range(4))]
    assert likeliest([Candidate(act) for act in acts], [0.3, 0.2, 0.21, 0.15, 0.14], reading("…")) == 2
