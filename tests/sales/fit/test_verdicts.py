"""One need against one option."""

from __future__ import annotations

from typing import Any

import pytest

from milepost.sales.catalogue import Term
from milepost.sales.conversations import Fact
from milepost.sales.fit.reasons import Candidate, Reason, Verdict
from milepost.sales.fit.verdicts import judge
from milepost.sales.pricing import price
from tests.sales.shelf import said, shelf

SHELF = shelf()
FITS, LACKS, UNKNOWN = Verdict.FITS, Verdict.LACKS, Verdict.UNKNOWN


def candidate(plan_id: str, quantity: int = 1) -> Candidate:
    plan = SHELF.plan(plan_id)
    breakdown = None
    if plan.prices:
        breakdown = price(SHELF, plan_id, quantity, plan.prices[0].term, "USD", today=None)
    return Candidate(SHELF, SHELF.product(plan.product), plan, breakdown)


def verdict(name: str, value: Any, plan_id: str, quantity: int = 1) -> tuple[Verdict, bool] | None:
    reasons = judge(said(name, value), candidate(plan_id, quantity))
    return (reasons[0].verdict, reasons[0].is_hard) if reasons else None


@pytest.mark.parametrize(
    ("need", "value", "plan", "expected"),
    [
        # A figure fits within a twentieth, "about" within a tenth, a bound exactly.
        ("size", 13, "feather-13", (FITS, False)),
        ("size", 13, "orchard-14", (LACKS, False)),
        ("size", {"value": 13, "bound": "approx"}, "orchard-14", (FITS, False)),
        ("size", {"min": 13, "max": 15}, "blaze-15", (FITS, False)),
        ("size", {"min": 13, "max": 15}, "desk-17", (LACKS, False)),
        ("size", {"value": 15, "bound": "max"}, "blaze-15", (LACKS, True)),
        ("size", {"value": 15, "bound": "min"}, "blaze-15", (FITS, True)),
        ("size", "15 inches", "blaze-15", (FITS, False)),
        ("size", "big", "blaze-15", (UNKNOWN, False)),
        # More is no fault where more is better, less where less is.
        ("memory", 8, "blaze-15", (FITS, False)),
        ("memory", 16, "desk-17", (LACKS, False)),
        ("memory", {"min": 8, "max": 16}, "blaze-15", (FITS, False)),
        ("memory", {"value": 16, "bound": "max"}, "blaze-15", (LACKS, True)),
        ("weight", 2, "feather-13", (FITS, False)),
        ("weight", 2, "desk-17", (LACKS, False)),
        # Yes and no, with what is not known.
        ("touch", True, "feather-13", (FITS, False)),
        ("touch", "yes", "desk-17", (LACKS, False)),
        ("touch", {"value": True, "must": True}, "desk-17", (LACKS, True)),
        ("touch", True, "blaze-15", (UNKNOWN, False)),
        ("touch", False, "blaze-15", (UNKNOWN, False)),
        ("touch", False, "feather-13", (LACKS, False)),
        # Choices by name, synonym or several.
        ("system", "windows", "desk-17", (FITS, False)),
        ("system", "apple", "orchard-14", (FITS, False)),
        ("system", ["Windows", "macOS"], "orchard-14", (FITS, False)),
        ("system", "ChromeOS", "orchard-14", (LACKS, False)),
        ("integrations", ["Slack", "Shopify"], "team", (FITS, False)),
        ("integrations", ["Slack", "Jira"], "team", (LACKS, False)),
        ("integrations", None, "team", None),
        # A plan takes the team or it does not.
        ("team_size", 20, "team", (FITS, False)),
        ("team_size", 20, "solo", (LACKS, True)),
        ("team_size", {"min": 2, "max": 4}, "solo", (LACKS, False)),
        ("team_size", {"min": 3, "max": 6}, "solo", (LACKS, True)),
        ("team_size", 2, "business", (LACKS, False)),
        ("team_size", 900, "enterprise", (FITS, False)),
        ("team_size", 20, "desk-17", None),
        # A budget by its bound.
        ("budget", {"amount": 250, "period": "month", "bound": "max"}, "team", (FITS, True)),
        ("budget", {"amount": 249, "period": "month", "bound": "max"}, "team", (LACKS, True)),
        ("budget", {"amount": 230, "period": "month", "bound": "approx"}, "team", (FITS, True)),
        ("budget", {"amount": 220, "period": "month", "bound": "approx"}, "team", (LACKS, True)),
        ("budget", {"amount": 249, "period": "month"}, "team", (LACKS, False)),
        ("budget", {"amount": 3000, "period": "year", "bound": "max"}, "team", (FITS, True)),
        ("budget", {"amount": 25, "period": "month", "per": "user"}, "team", (FITS, False)),
        ("budget", {"min": 100, "max": 300, "period": "month"}, "team", (FITS, False)),
        ("budget", {"amount": 100, "bound": "min"}, "team", (FITS, False)),
        ("budget", {"amount": None, "bound": "none"}, "team", None),
        ("budget", {"amount": 300, "currency": "EUR"}, "team", (UNKNOWN, False)),
        ("budget", {"amount": 300}, "enterprise", (UNKNOWN, False)),
        ("budget", {"amount": 300, "period": "month"}, "desk-17", (UNKNOWN, False)),
        ("budget", 800, "desk-17", (FITS, False)),
        # Words.
        ("use_case", "editing videos", "blaze-15", (FITS, False)),
        ("use_case", "editing videos", "pupil-11", (UNKNOWN, False)),
        ("industry", "online shop", "team", (FITS, False)),
        # What cannot be done without.
        ("must_have_features", ["SSO"], "business", (FITS, True)),
        ("must_have_features", ["SSO"], "team", (LACKS, True)),
        ("must_have_features", ["a touchscreen"], "blaze-15", (UNKNOWN, True)),
        ("must_have_features", ["Slack"], "team", (FITS, True)),
        ("must_have_features", "integrations", "team", (FITS, True)),
        ("must_have_features", ["Jira integration"], "team", (LACKS, True)),
        ("must_have_features", ["at least 50 GB file storage"], "business", (FITS, True)),
        ("must_have_features", ["at least 50 GB file storage"], "team", (LACKS, True)),
        ("must_have_features", ["Windows operating system"], "orchard-14", (LACKS, True)),
        ("must_have_features", ["notes and reports"], "team", (FITS, True)),
        ("must_have_features", ["rocket engine"], "team", (UNKNOWN, True)),
        # What chooses nothing.
        ("company", "Acme", "team", None),
        ("email", "a@b.example", "team", None),
    ],
)
def test_a_need_and_an_option(need: str, value: Any, plan: str, expected: tuple[Verdict, bool] | None) -> None:
    quantity = 10 if need == "budget" and plan == "team" else 5 if plan == "business" else 1
    assert verdict(need, value, plan, quantity) == expected


def test_each_must_have_is_its_own_reason_in_the_visitors_words() -> None:
    fact = said("must_have_features", ["SSO", "Slack"], words="SSO and Slack", message="m4")
    reasons = judge(fact, candidate("business", 5))
    assert [(reason.wanted, reason.attribute) for reason in reasons] == [("SSO", "sso"), ("Slack", "integrations")]
    assert reasons[0].words == "SSO and Slack"
    assert reasons[0].evidence is not None
    assert reasons[0].evidence.message == "m4"


def only(fact: Fact, plan_id: str, **more: Any) -> Reason:
    return judge(fact, candidate(plan_id), **more)[0]


def test_further_off_counts_less() -> None:
    scores = [only(said("size", 13), plan).score for plan in ("feather-13", "orchard-14", "blaze-15", "desk-17")]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] == 0.0


def test_a_budget_says_what_it_would_cost() -> None:
    reason = judge(said("budget", {"amount": 200, "period": "month"}), candidate("team", 10))[0]
    assert reason.offered is not None
    assert getattr(reason.offered, "amount", None) == 250
    assert SHELF.plan("team").prices[0].term is Term.MONTH


def test_a_budget_says_what_level_of_a_good_is_wanted_but_not_of_a_plan() -> None:
    budget = said("budget", {"amount": 1600, "bound": "max"})
    cheap, middle, dear = (only(budget, plan) for plan in ("pupil-11", "feather-13", "orchard-14"))
    assert cheap.verdict is FITS
    assert cheap.score < 0.8 < middle.score == dear.score == 1.0
    assert only(said("budget", {"amount": 1600, "period": "month"}), "team").score == 1.0


def test_a_better_ear_may_be_plugged_in() -> None:
    def ear(wish: str, text: str) -> float:
        return 0.9 if (wish, text) == ("streaming my matches", "gaming") else 0.1

    fact = said("use_case", "streaming my matches")
    assert only(fact, "blaze-15").verdict is UNKNOWN
    assert only(fact, "blaze-15", similarity=ear).verdict is FITS
