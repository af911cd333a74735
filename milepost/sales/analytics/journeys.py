"""How far visitors come: the funnel, conversion by source and campaign, response clocks, corrections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from milepost.sales.analytics.figures import Figure, Line, duration, percent, percentile
from milepost.sales.conversations import BuyingStage

# Letters of the bot's last words that are told apart and shown.
SAID = 90
STAGES = tuple(stage for stage in BuyingStage if stage is not BuyingStage.NONE)
_QUALIFIED = STAGES.index(BuyingStage.EVALUATION)
_WITHIN = ((60, "within a minute"), (300, "1 to 5 minutes"), (900, "5 to 15 minutes"), (3600, "15 to 60 minutes"))


@dataclass(frozen=True)
class Journey:
    """Conversations (`count`) that came from the same place, reached the same stage, and became the same."""

    furthest: BuyingStage = BuyingStage.NONE
    source: Mapping[str, str] = field(default_factory=dict)
    channel: str = "web"
    is_lead: bool = False
    has_contact: bool = False
    is_won: bool = False
    count: int = 1


def funnel(journeys: Sequence[Journey], last_said: Mapping[BuyingStage, tuple[str, int]]) -> Figure:
    """Reached, went on, stopped there, and what the bot had said last to most of those who stopped."""
    lines = []
    all_of_them = _sum(journeys)
    for place, stage in enumerate(STAGES):
        reached = _sum(j for j in journeys if _place(j) >= place)
        stopped = _sum(j for j in journeys if _place(j) == place)
        said, times = last_said.get(stage, ("", 0))
        words = f"{said} ({times})" if said else ""
        values = (reached, percent(reached, all_of_them), reached - stopped, stopped, words)
        lines.append(Line(stage.value, stage.value.capitalize(), values, stopped))
    return Figure(
        "funnel",
        "Funnel by buying stage",
        "Reached: the conversation was in this stage or a later one. Stopped: this was the furthest. "
        "Opening a line shows those who stopped there.",
        ("Stage", "Reached", "Of all", "Went on", "Stopped here", "The bot's last words to most of them"),
        tuple(lines),
        f"{all_of_them} conversations",
    )


def conversion(journeys: Sequence[Journey], *, by: str) -> Figure:
    """Captured (a contact was left), qualified (evaluation or further) and won, by "source" or "campaign"."""
    groups: dict[str, list[Journey]] = {}
    for journey in journeys:
        groups.setdefault(came_by(journey, by=by), []).append(journey)
    lines = []
    for name, group in sorted(groups.items(), key=lambda pair: (-_sum(pair[1]), pair[0])):
        whole = _sum(group)
        counts = [
            _sum(j for j in group if j.has_contact),
            _sum(j for j in group if _place(j) >= _QUALIFIED),
            _sum(j for j in group if j.is_won),
        ]
        shares = [value for count in counts for value in (count, percent(count, whole))]
        lines.append(Line(name, name, (whole, *shares), whole))
    return Figure(
        f"by_{by}",
        f"Conversion by {by}",
        "Captured: an e-mail address or phone number was left. Qualified: reached evaluation or a later stage. "
        "Won: a rep closed the lead as won.",
        (by.capitalize(), "Conversations", "Captured", "rate", "Qualified", "rate", "Won", "rate"),
        tuple(lines),
    )


def response_clocks(waits: Iterable[tuple[str, float | None]]) -> Figure:
    """Time from asking for a person to a rep's first words; None where none came yet."""
    among: Counter[str] = Counter()
    times = []
    for _, seconds in waits:
        among[clock_of(seconds)] += 1
        if seconds is not None:
            times.append(seconds)
    asked = sum(among.values())
    labels = {label.replace(" ", "_"): label for _, label in _WITHIN} | {"longer": "longer", "nobody": "nobody yet"}
    lines = [Line(key, label, (among[key], percent(among[key], asked)), among[key]) for key, label in labels.items()]
    median, p90 = percentile(times, 0.5), percentile(times, 0.9)
    return Figure(
        "response",
        "Time to the first human reply",
        "From a visitor's wish for a person to the first line that a rep writes. Median and 90th percentile (nearest "
        "rank) are over the requests that were answered.",
        ("First reply", "Requests", "Share"),
        tuple(lines),
        _of_waits(asked, len(times), f"median {duration(median)}, 90th percentile {duration(p90)}"),
    )


def _of_waits(asked: int, answered: int, times: str) -> str:
    if not asked:
        return "nobody asked for a person"
    requests = f"{asked} {'request' if asked == 1 else 'requests'}"
    return f"{times}, {requests}" if answered else f"{requests}, none answered yet"


def clock_of(seconds: float | None) -> str:
    """The key of the line that counts such a wait."""
    if seconds is None:
        return "nobody"
    return next((label.replace(" ", "_") for upper, label in _WITHIN if seconds < upper), "longer")


def corrections(labels: Iterable[tuple[str, str, int]], *, wrong: int, judged: int) -> Figure:
    """(the bot's stage, the rep's, how often), and how many of `judged` conversations with a stage were `wrong`."""
    named = [(correction_of(ours, theirs), count) for ours, theirs, count in labels]
    ordered = sorted(named, key=lambda pair: (-pair[1], pair[0]))
    return Figure(
        "corrections",
        "Stage corrections",
        "Conversations in which a rep put another buying stage in the place of the bot's, of all that have one.",
        ("Bot → rep", "Labels"),
        tuple(Line(name, name, (count,), count) for name, count in ordered),
        f"{wrong} of {judged} conversations corrected: {percent(wrong, judged)}",
    )


def correction_of(ours: str, theirs: str) -> str:
    """What the line of such a correction is called."""
    return f"{ours.capitalize()} → {theirs.capitalize()}" if ours != theirs else f"{ours.capitalize()} confirmed"


def judged(journeys: Iterable[Journey]) -> int:
    """How many conversations reached any stage."""
    return _sum(j for j in journeys if _place(j) >= 0)


def came_by(journey: Journey, *, by: str) -> str:
    """The "source" or the "campaign" of a journey."""
    return source_of(journey) if by == "source" else campaign_of(journey)


def source_of(journey: Journey) -> str:
    """Where a visitor came from: the channel unless it is the website; there
    the first of several campaign marks (utm_source), or the host of the page that they came from."""
    if journey.channel != "web":
        return journey.channel
    marks = journey.source.get("campaign", "").split(" / ")
    if len(marks) > 1:
        return marks[0]
    referrer = journey.source.get("referrer", "")
    host = referrer.partition("://")[2].partition("/")[0] or referrer
    return host.removeprefix("www.") or "direct"


def campaign_of(journey: Journey) -> str:
    """The campaign that brought a visitor."""
    return journey.source.get("campaign") or "none"


def _sum(journeys: Iterable[Journey]) -> int:
    return sum(journey.count for journey in journeys)


def _place(journey: Journey) -> int:
    return STAGES.index(journey.furthest) if journey.furthest in STAGES else -1
