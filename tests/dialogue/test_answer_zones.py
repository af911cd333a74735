"""How surely a question of fact is answered: as the answer, as what comes nearest, or as not known."""

from __future__ import annotations

import pytest

from milepost.dialogue.acts import UNKNOWN_FACT, Act, Zone
from milepost.dialogue.asked_facts import zoned
from milepost.dialogue.proposals import Candidate
from milepost.dialogue.reading import Named
from milepost.dialogue.scorer import Scorer
from tests.dialogue.readings import fact, named, reading
from tests.dialogue.test_interpretation import TEAM, K, does, interpreted
from tests.sales.shelf import memory


@pytest.mark.parametrize(
    ("scores", "zone", "asked"),
    [
        ((0.9, 0.2), Zone.SURE, "answer:a"),
        ((0.5, 0.48, 0.46), Zone.LIKELY, "answer:a"),
        (
            (0.24, 0.2),
            Zone.NEAR,
            "answer:a",
        ),  # none is the likeliest, and what comes nearest is told as no more than that
        ((0.1,), Zone.UNKNOWN, UNKNOWN_FACT),
        ((0.01,), Zone.UNKNOWN, UNKNOWN_FACT),
    ],
)
def test_an_answer_is_sure_near_or_unknown(scores: tuple[float, ...], zone: Zone, asked: str) -> None:
    scorer = Scorer(kinds={"evidence": 4.0}, arguments={"fact_score": 12.0, "unknown": 3.0})
    facts = tuple(fact(f"answer:{name}", score, "It is so.") for name, score in zip("abc", scores, strict=False))
    (act,) = interpreted(does(K.ASK_FACT, "is it so?", facts=facts), scorer=scorer).acts
    assert (act.zone, act.fact) == (zone, asked)
    assert bool(act.says) is (zone is not Zone.UNKNOWN)


@pytest.mark.parametrize(
    ("scores", "nearly"),
    [((0.5, 0.48, 0.46), ["answer:b"]), ((0.3, 0.1, 0.29), ["answer:c"]), ((0.9, 0.2), []), ((0.3, 0.1), [])],
)
def test_a_fact_that_comes_about_as_near_is_told_beside_the_nearest(
    scores: tuple[float, ...], nearly: list[str]
) -> None:
    scorer = Scorer(kinds={"evidence": 4.0}, arguments={"fact_score": 12.0, "unknown": 3.0})
    facts = tuple(fact(f"answer:{name}", score, "It is so.") for name, score in zip("abc", scores, strict=False))
    (act,) = interpreted(does(K.ASK_FACT, "is it so?", facts=facts), scorer=scorer).acts
    assert list(act.nearly) == nearly
    assert Act.from_json(act.as_json()).nearly == act.nearly


@pytest.mark.parametrize(("strange", "zone"), [((), Zone.SURE), (("bitcoin",), Zone.LIKELY)])
def test_a_word_that_the_catalogue_does_not_know_makes_an_answer_doubtful(strange: tuple[str, ...], zone: Zone) -> None:
    scorer = Scorer(kinds={"evidence": 4.0}, arguments={"fact_score": 12.0, "unknown": 3.0})
    facts = (fact("answer:a", 0.5, "It is so."), fact("answer:b", 0.47, "Or so."))
    said = does(K.ASK_FACT, "is it so with those cards?", facts=facts, strange=strange, rest=("read", "cards"))
    (act,) = interpreted(said, scorer=scorer).acts
    assert act.zone is zone


@pytest.mark.parametrize(
    ("strange", "zone"),
    [((), Zone.NEAR), (("punch", "pattern"), Zone.UNKNOWN), (("pattern",), Zone.NEAR)],
)
def test_what_is_mostly_of_words_that_the_catalogue_does_not_know_is_of_something_else(
    strange: tuple[str, ...], zone: Zone
) -> None:
    scorer = Scorer(kinds={"evidence": 4.0}, arguments={"fact_score": 12.0, "unknown": 6.5})
    said = does(
        K.ASK_FACT, "punched patterns?", facts=(fact("answer:a", 0.5, "So."),), strange=strange, rest=("a", "b")
    )
    assert interpreted(said, scorer=scorer).acts[0].zone is zone


@pytest.mark.parametrize(
    ("score", "focus"),
    [(0.9, ("product:shirt",)), (0.2, (TEAM,))],  # sure of it; as no more than what comes near
)
def test_a_fact_that_merely_comes_near_takes_nothing_into_focus(score: float, focus: tuple[str, ...]) -> None:
    scorer = Scorer(kinds={"evidence": 4.0}, arguments={"fact_score": 12.0, "unknown": 3.0})
    said = does(K.ASK_FACT, "what is it made of?", facts=(fact("product:shirt", score, "It is cotton."),))
    before = memory()
    before.focus = [TEAM]
    assert interpreted(said, conversation=before, scorer=scorer).focus == focus


SSO = "attribute:sso"


@pytest.mark.parametrize(
    ("asked_of", "names", "focus", "is_of_it"),
    [
        ((TEAM,), (named("attribute", "sso"), named("plan", "team")), (), True),
        ((TEAM,), (named("attribute", "sso"),), (TEAM,), True),
        ((TEAM,), (named("attribute", "sso"),), (), False),  # of what, nobody said
        ((TEAM,), (named("plan", "team"),), (), False),  # the attribute is a guess
        ((), (named("attribute", "sso"),), (TEAM,), False),
    ],
)
def test_what_comes_near_may_be_of_the_very_thing_asked(
    asked_of: tuple[str, ...], names: tuple[Named, ...], focus: tuple[str, ...], is_of_it: bool
) -> None:
    acts = [Act(K.ASK_FACT, asked_of, fact=SSO), Act(K.ASK_FACT, fact="answer:a"), Act(K.ASK_FACT, fact=UNKNOWN_FACT)]
    said = reading("and sso with badges on team?", *names)
    act = zoned([Candidate(each) for each in acts], [0.5, 0.4, 0.1], said, focus)
    assert (act.fact, act.zone, act.of_it) == (SSO, Zone.LIKELY, is_of_it)
    assert list(act.nearly) == ([] if is_of_it else ["answer:a"])


def test_what_may_well_have_no_answer_is_never_told_as_one() -> None:
    acts = [Act(K.ASK_FACT, (TEAM,), fact=SSO), Act(K.ASK_FACT, fact=UNKNOWN_FACT)]
    said = reading("and sso with badges on team?", named("attribute", "sso"), named("plan", "team"))
    act = zoned([Candidate(each) for each in acts], [0.52, 0.48], said, (TEAM,))
    assert (act.zone, act.of_it) == (Zone.NEAR, False)
