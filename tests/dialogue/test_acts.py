"""Acts to JSON and back, as the tracker, the memory and the driver's lines keep them."""

from __future__ import annotations

import json

import pytest

from milepost.dialogue.acts import Act, ActKind, Zone

ACTS = (
    Act(ActKind.GREET),
    Act(ActKind.ASK_PRICE, ("plan:team", "plan:solo"), number=12, low=9, term="year", currency="EUR", add_ons=("ai",)),
    Act(ActKind.ASK_PRICE, numbers={"product:shirt": 2, "product:boot": 3}, code="SPRING", customer_kind="nonprofit"),
    Act(ActKind.ASK_PRICE, among=("plan:team", "plan:solo"), difference=True, span=(3, "month")),
    Act(ActKind.ASK_FACT, fact="hours", days=("sat", "sun"), says="We open at nine.", zone=Zone.NEAR, yes_no=True),
    Act(ActKind.ASK_FACT, fact="unknown", zone=Zone.UNKNOWN),
    Act(ActKind.ASK_FACT, fact="attribute:a", values=("Slack",), unlisted="zendesk", figure=50),
    Act(ActKind.ASK_SUPERLATIVE, by="weight", highest=True),
    Act(ActKind.ASK_STOCK, ("product:shirt",), form={"size": "XL"}),
    Act(ActKind.REPORT_PROGRESS, how="done", text="done!", why="by its words", confidence=0.8123),
    Act(ActKind.RAISE_OBJECTION, about="price"),
    Act(ActKind.ASK_OFFER, free=True),
)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.kind.value)
def test_an_act_comes_back_from_json_as_it_was(act: Act) -> None:
    assert Act.from_json(json.loads(json.dumps(act.as_json()))) == act


def test_what_was_not_said_is_not_kept() -> None:
    assert Act(ActKind.THANK).as_json() == {"act": "thank", "confidence": 1.0}


def test_what_a_newer_version_kept_besides_is_left_out() -> None:
    kept = {**Act(ActKind.THANK).as_json(), "mood": "merry"}
    assert Act.from_json(kept) == Act(ActKind.THANK)


def test_the_arguments_are_what_it_is_about_and_not_how_sure_it_is() -> None:
    act = Act(ActKind.ASK_FACT, fact="hours", says="At nine.", confidence=0.7, why="by meaning", text="when?")
    assert act.arguments() == {"fact": "hours"}


def test_an_act_with_other_arguments_keeps_the_rest() -> None:
    act = Act(ActKind.ASK_PRICE, ("plan:team",), number=5, term="year").with_args("follow-up: number", number=10)
    assert (act.number, act.term, act.options, act.why) == (10, "year", ("plan:team",), "follow-up: number")
