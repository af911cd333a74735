from __future__ import annotations

import pytest

from milepost.sales.analytics.figures import duration, percent, percentile
from milepost.sales.analytics.journeys import (
    Journey,
    clock_of,
    conversion,
    corrections,
    funnel,
    judged,
    response_clocks,
    source_of,
)
from milepost.sales.conversations import BuyingStage


def journey(stage: str = "none", channel: str = "web", **more) -> Journey:
    source = more.pop("source", {})
    return Journey(BuyingStage(stage), source, channel, **more)


def test_the_funnel_counts_who_reached_went_on_and_stopped_with_the_bots_last_words() -> None:
    journeys = [journey("research"), journey("evaluation", count=2), journey(), journey("purchase")]
    said = {BuyingStage.EVALUATION: ("For how many?", 2), BuyingStage.PURCHASE: ("Done.", 1)}
    figure = funnel(journeys, said)
    lines = {line.key: line for line in figure.lines}
    assert figure.summary == "5 conversations"
    assert lines["awareness"].values == (4, "80%", 4, 0, "")
    assert lines["research"].values == (4, "80%", 3, 1, "")
    assert lines["evaluation"].values == (3, "60%", 1, 2, "For how many? (2)")
    assert (lines["evaluation"].behind, lines["awareness"].behind) == (2, 0)
    assert lines["purchase"].values[:4] == (1, "20%", 0, 1)
    assert lines["advocacy"].values == (0, "0%", 0, 0, "")
    assert judged(journeys) == 4


def test_response_clocks_tell_median_and_90th_percentile_of_the_answered_and_count_the_others() -> None:
    waits = [(str(number), float(seconds)) for number, seconds in enumerate((30, 40, 120, 400, 7200))]
    figure = response_clocks([*waits, ("z", None)])
    assert figure.summary == "median 2 min, 90th percentile 2.0 h, 6 requests"
    assert [line.values[0] for line in figure.lines] == [2, 1, 1, 0, 1, 1]
    assert figure.line("nobody").behind == 1


@pytest.mark.parametrize(
    ("seconds", "key"),
    [
        (0, "within_a_minute"),
        (59.9, "within_a_minute"),
        (60, "1_to_5_minutes"),
        (3599, "15_to_60_minutes"),
        (3600, "longer"),
        (None, "nobody"),
    ],
)
def test_a_wait_is_counted_in_one_line(seconds: float | None, key: str) -> None:
    assert clock_of(seconds) == key
    assert [line.key for line in response_clocks([("c1", seconds)]).lines if line.values[0]] == [key]


def test_no_request_has_no_clock() -> None:
    assert response_clocks([]).summary == "nobody asked for a person"


def test_conversion_is_counted_by_where_visitors_came_from() -> None:
    journeys = [
        journey("evaluation", source={"referrer": "https://www.search.example/x"}, has_contact=True, is_won=True),
        journey("awareness", source={"referrer": "https://search.example/y"}, count=3),
        journey(source={"campaign": "news / mail / autumn"}),
    ]
    by_source = conversion(journeys, by="source")
    assert by_source.line("search.example").values == (4, 1, "25%", 1, "25%", 1, "25%")
    assert by_source.line("news").values == (1, 0, "0%", 0, "0%", 0, "0%")
    assert conversion(journeys, by="campaign").line("news / mail / autumn").behind == 1


@pytest.mark.parametrize(
    ("channel", "source", "name"),
    [
        ("web", {}, "direct"),
        ("telegram", {"referrer": "https://x.example"}, "telegram"),
        ("web", {"campaign": "autumn", "referrer": "https://x.example/"}, "x.example"),
        ("web", {"campaign": "ads / cpc / q4"}, "ads"),
    ],
)
def test_a_source_has_a_name(channel: str, source: dict[str, str], name: str) -> None:
    assert source_of(journey(channel=channel, source=source)) == name


def test_a_confirmed_stage_is_no_correction() -> None:
    figure = corrections([("research", "purchase", 2), ("research", "research", 1)], wrong=1, judged=10)
    assert figure.summary == "1 of 10 conversations corrected: 10%"
    assert figure.line("Research → Purchase").values == (2,)
    assert figure.line("Research confirmed").behind == 1


def test_numbers_read_as_people_say_them() -> None:
    assert [percentile([5, 1, 3, 2, 4], share) for share in (0.5, 0.9, 1.0)] == [3, 5, 5]
    assert percentile([], 0.5) is None
    assert percent(1, 3) == "33%"
    assert percent(0, 0) == "-"
    assert [duration(seconds) for seconds in (None, 5, 90, 5400, 200_000)] == ["-", "5 s", "2 min", "1.5 h", "2.3 d"]


def test_requests_that_nobody_answered_have_no_median() -> None:
    assert response_clocks([("c1", None)]).summary == "1 request, none answered yet"
