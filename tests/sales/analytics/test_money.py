from __future__ import annotations

from datetime import date
from decimal import Decimal

from milepost.sales.analytics.money import Clock, Deal, Week, losses, reps, value_by, weeks, worth
from milepost.sales.analytics.talk import Said, clusters


def deal(state: str = "open", amount: str = "10.10", currency: str = "USD", **more: object) -> Deal:
    return Deal(state, Decimal(amount), currency, **more)


def by_stage(*deals: Deal) -> dict[str, tuple[object, ...]]:
    figure = value_by(deals, by="stage", key=lambda each: each.stage, label=str.capitalize, currencies=("USD", "EUR"))
    return {line.label: line.values for line in figure.lines}


def test_value_is_added_up_to_the_cent_by_state_and_currency() -> None:
    found = by_stage(
        deal(stage="research", count=3),
        deal(stage="research", amount="0.20", currency="EUR"),
        deal("won", stage="research", amount="100"),
        deal("lost", stage="research", amount="7"),
    )
    assert found == {"Research": ("€0.20 + $30.30", 4, "$100", 1, "$7", 1)}


def test_two_accepted_quotes_of_one_lead_are_worth_both_and_one_lead() -> None:
    found = by_stage(deal("won", stage="purchase"), deal("won", stage="purchase", is_first=False))
    assert found == {"Purchase": ("-", 0, "$20.20", 1, "-", 0)}


def test_the_line_with_most_open_value_comes_first_and_has_the_longest_bar() -> None:
    deals = [
        deal(stage="research"),
        deal(stage="purchase", amount="900"),
        deal("won", stage="retention", amount="5000"),
    ]
    figure = value_by(deals, by="stage", key=lambda each: each.stage, label=str, currencies=("USD",))
    assert [(line.key, line.size) for line in figure.lines] == [
        ("purchase", 900.0),
        ("research", 10.1),
        ("retention", 0.0),
    ]
    assert figure.summary == "$910.10 open, $5,000 won"
    assert (
        value_by([], by="rep", key=lambda each: each.rep, label=str, currencies=("USD",)).summary
        == "nothing was priced"
    )


def test_who_has_nobody_is_counted_as_nobody() -> None:
    (line,) = value_by(
        [deal()], by="rep", key=lambda each: each.rep, label=lambda rep: rep or "nobody", currencies=()
    ).lines
    assert (line.key, line.label, line.behind) == ("nobody", "nobody", 1)


def test_reasons_of_loss_that_share_their_words_are_one_with_what_was_lost() -> None:
    reasons = [
        Said(f"c{n}", f"c{n}", "loss", words) for n, words in enumerate(("too expensive", "Expensive", "no answer"))
    ]
    lost = {"c0": [deal("lost", "100")], "c1": [deal("lost", "20.50")]}
    figure = losses(clusters(reasons), lost)
    assert [(line.label, line.values[:2], line.behind) for line in figure.lines] == [
        ("too expensive", (2, "$120.50"), 2),
        ("no answer", (1, "-"), 1),
    ]
    assert figure.lines[0].variants == ("Expensive",)
    assert figure.summary == "3 leads lost"


def test_weeks_tell_what_began_and_what_became_of_it_the_latest_first() -> None:
    found = [Week(date(2026, 11, 9), 4, 2, 1, 0), Week(date(2026, 11, 16), 3, 0, 0, 1)]
    deals = [deal("won", "100", week="2026-11-09"), deal("open", "5", week="2026-11-09")]
    figure = weeks(found, deals)
    assert [line.key for line in figure.lines] == ["2026-11-16", "2026-11-09"]
    assert figure.lines[1].label == "9 Nov 2026"
    assert figure.lines[1].values == (4, 2, "50%", 2, "$105", 1, "$100", 0)
    assert figure.lines[0].values == (3, 0, "0%", 0, "-", 0, "-", 1)


def test_a_reps_clocks_are_medians_of_their_own() -> None:
    clocks = [Clock("reply", "u1", f"c{n}", seconds) for n, seconds in enumerate((60.0, 120.0, 600.0))]
    clocks += [Clock("came", "u1", "c1", 30.0), Clock("owed", "u1", "c1", 7200.0), Clock("reply", "u2", "c9", 30.0)]
    figure = reps(clocks, {"u1": "Dana"})
    assert [(line.key, line.label) for line in figure.lines] == [("u1", "Dana"), ("u2", "no longer here")]
    assert figure.lines[0].values == (3, "2 min", "10 min", 1, "30 s", 1, "2.0 h")
    assert figure.lines[0].behind == 3
    assert figure.lines[1].values == (1, "30 s", "30 s", 0, "-", 0, "-")


def test_nothing_is_worth_nothing() -> None:
    assert worth([]) == "-"
