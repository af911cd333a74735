"""The candidates of annotated turns, and how right each is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from milepost.dialogue.acts import Act, ActKind
from milepost.dialogue.proposals import Candidate
from milepost.dialogue.reading import Reading
from milepost.learning.contexts import Companies, Company
from milepost.learning.examples import agreements_of, by_part, examples_of
from milepost.learning.gold import agreement
from tests.learning.annotated import conversation, parsed_turn
from tests.sales.shelf import shelf

K = ActKind
SHELF = shelf()


class OneCompany(Companies):
    """The shelf, whichever folder is named."""

    def of(self, folder: str) -> Company:
        return Company(SHELF)


AGREED = [
    (Act(K.GREET), {"act": "greet"}, 1.0),
    (Act(K.GREET), {"act": "thank"}, 0.0),
    (Act(K.ASK_PRICE, ("plan:team",)), {"act": "ask_price", "options": ["plan:team"]}, 1.0),
    (Act(K.ASK_PRICE, ("plan:team",), add_ons=("x",)), {"act": "ask_price", "options": ["plan:team"]}, 0.4),
    (Act(K.ASK_PRICE), {"act": "ask_price", "options": ["plan:team"]}, 0.3),
    (Act(K.ASK_FACT, fact="hours"), {"act": "ask_fact", "fact": ["contact", "hours"]}, 1.0),
    (Act(K.ASK_FACT, fact="hours"), {"act": "ask_fact", "fact": "unknown"}, 0.0),
    (Act(K.WANT_TO_BUY), {"act": "ask_fact", "fact": "order_steps"}, 0.8),
    (Act(K.ASK_FACT, fact="loyalty"), {"act": "ask_loyalty"}, 0.8),
    (Act(K.ASK_FACT, fact="discount:d"), {"act": "ask_discount", "fact": "discount:d"}, 0.9),
    (Act(K.ASK_DISCOUNT, fact="discount:d"), {"act": "ask_fact", "fact": "discount:d"}, 0.9),
    (Act(K.REPORT_PROGRESS, how="done"), {"act": "report_progress", "how": "stuck"}, 0.0),
]


@pytest.mark.parametrize(("act", "annotated", "share"), AGREED)
def test_a_candidate_is_as_right_as_its_kind_fact_and_options(
    act: Act, annotated: dict[str, Any], share: float
) -> None:
    assert agreement(Candidate(act), annotated, SHELF) == pytest.approx(share)


def test_as_many_parts_as_acts_are_taken_in_order() -> None:
    acts = [{"act": "greet"}, {"act": "thank"}]
    assert by_part([Reading("a"), Reading("b")], acts) == [[acts[0]], [acts[1]]]


def test_fewer_acts_fall_to_the_parts_that_speak_for_them_and_stay_in_order() -> None:
    acts = [{"act": "ask_price"}]
    readings = [Reading("a"), Reading("b", acts={"ask_price": 0.9}), Reading("c", acts={"greet": 0.9})]
    assert by_part(readings, acts) == [[], acts, []]
    both = [{"act": "ask_price"}, {"act": "greet"}]
    assert by_part(readings, both) == [[], [both[0]], [both[1]]]


def test_a_part_without_an_act_tells_of_a_need_or_is_a_courtesy() -> None:
    candidates = [Candidate(Act(kind)) for kind in (K.STATE_NEED, K.THANK, K.ASK_PRICE)]
    assert agreements_of(candidates, [], SHELF) == (1.0, 0.6, 0.0)


def test_each_part_of_each_turn_is_an_example_in_its_context(tmp_path: Path) -> None:
    one = conversation(tmp_path)
    parsed = {("t-1", number): parsed_turn(turn.text) for number, turn in enumerate(one.turns)}
    parsed["t-1", 0] = parsed_turn("hi", "what is Team?")
    found = list(examples_of([one], parsed, OneCompany(tmp_path)))
    assert [example.key for example in found] == [("t-1", 0), ("t-1", 0), ("t-1", 1), ("t-1", 2), ("t-1", 3)]
    assert found[0].context.is_first
    assert found[2].context.focus == ("plan:team",)
    best = max(range(len(found[4].candidates)), key=lambda place: found[4].agreements[place])
    assert found[4].candidates[best].act.kind is K.HUMAN_HANDOFF


def test_other_evidence_of_acts_takes_the_place_of_the_parse(tmp_path: Path) -> None:
    one = conversation(tmp_path)
    parsed = {
        ("t-1", number): parsed_turn(turn.text, act_evidence={"greet": 1.0}) for number, turn in enumerate(one.turns)
    }
    evidence = {key: [{"thank": 0.5}] for key in parsed}
    assert {
        example.reading.acts["thank"] for example in examples_of([one], parsed, OneCompany(tmp_path), evidence)
    } == {0.5}
