"""How far visitors come: the funnel, conversion by source and campaign, response clocks, corrections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from milepost.sales.analytics.figures import Figure, Line, duration, percent, percentile, unique
from milepost.sales.conversations import BuyingStage

STAGES = tuple(stage for stage in BuyingStage if stage is not BuyingStage.NONE)
_QUALIFIED = STAGES.index(BuyingStage.EVALUATION)
_WITHIN = ((60, "within a minute"), (300, "1 to 5 minutes"), (900, "5 to 15 minutes"), (3600, "15 to 60 minutes"))
_SAID = 90


@dataclass(frozen=True)
class Journey:
    """One conversation: where it came from, the furthest stage that it reached, whether it left a contact or was won."""

    conversation: str
    furthest: BuyingStage = BuyingStage.NONE
    source: Mapping[str, str] = field(default_factory=dict)
    channel: str = "web"
    is_lead: bool = False
    has_contact: bool = False
    is_won: bool = False


def funnel(journeys: Sequence[Journey], last_said: Mapping[str, str]) -> Figure:
    """Reached, went on, stopped there, and what the bot had said last to most of those who stopped."""
    lines = []
    for place, stage in enumerate(STAGES):
        reached = [j for j in journeys if _place(j) >= place]
        stopped = [j.conversation for j in reached if _place(j) == place]
        said = Counter(last_said[c][:_SAID] for c in stopped if last_said.get(c))
        words = f"{said.most_common(1)[0][0]} ({said.most_common(1)[0][1]})" if said else ""
        going_on = len(reached) - len(stopped)
        values = (len(reached), percent(len(reached), len(journeys)), going_on, len(stopped), words)
        lines.append(Line(stage.value, stage.value.capitalize(), values, tuple(stopped)))
    return Figure(
        "funnel",
        "Funnel by buying stage",
        "Reached: the conversation was in this stage or a later one. Stopped: this was the furthest. "
        "Opening a line shows those who stopped there.",
        ("Stage", "Reached", "Of all", "Went on", "Stopped here", "The bot's last words to most of them"),
        tuple(lines),
        f"{len(journeys)} conversations",
    )


def conversion(journeys: Sequence[Journey], *, by: str) -> Figure:
    """Captured (a contact was left), qualified (evaluation or further) and won, by "source" or "campaign"."""
    of: Callable[[Journey], str] = source_of if by == "source" else campaign_of
    groups: dict[str, list[Journey]] = {}
    for journey in journeys:
        groups.setdefault(of(journey), []).append(journey)
    lines = []
    for name, group in sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        counts = [
            sum(j.has_contact for j in group),
            sum(_place(j) >= _QUALIFIED for j in group),
            sum(j.is_won for j in group),
        ]
        shares = [value for count in counts for value in (count, percent(count, len(group)))]
        lines.append(Line(name, name, (len(group), *shares), tuple(j.conversation for j in group)))
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
    waits = list(waits)
    times = [seconds for _, seconds in waits if seconds is not None]
    lines, lower = [], 0.0
    for upper, label in (*_WITHIN, (float("inf"), "longer")):
        among = [c for c, seconds in waits if seconds is not None and lower <= seconds < upper]
        lines.append(Line(label.replace(" ", "_"), label, (len(among), percent(len(among), len(waits))), unique(among)))
        lower = upper
    never = [c for c, seconds in waits if seconds is None]
    lines.append(Line("nobody", "nobody yet", (len(never), percent(len(never), len(waits))), unique(never)))
    median, p90 = percentile(times, 0.5), percentile(times, 0.9)
    return Figure(
        "response",
        "Time to the first human reply",
        "From a visitor's wish for a person to the first line that a rep writes. Median and 90th percentile (nearest "
        "rank) are over the requests that were answered.",
        ("First reply", "Requests", "Share"),
        tuple(lines),
        f"median {duration(median)}, 90th percentile {duration(p90)}, {len(waits)} requests",
    )


def corrections(labels: Iterable[tuple[str, str, str]], judged: int) -> Figure:
    """(conversation, the bot's stage, the rep's) of every correction, among `judged` conversations with a stage."""
    labels = list(labels)
    wrong = unique(c for c, ours, theirs in labels if ours != theirs)
    groups: dict[str, list[str]] = {}
    for conversation, ours, theirs in labels:
        how = f"{ours.capitalize()} → {theirs.capitalize()}" if ours != theirs else f"{ours.capitalize()} confirmed"
        groups.setdefault(how, []).append(conversation)
    ordered = sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return Figure(
        "corrections",
        "Stage corrections",
        "Conversations in which a rep put another buying stage in the place of the bot's, of all that have one.",
        ("Bot → rep", "Labels"),
        tuple(Line(name, name, (len(group),), unique(group)) for name, group in ordered),
        f"{len(wrong)} of {judged} conversations corrected: {percent(len(wrong), judged)}",
    )


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


def _place(journey: Journey) -> int:
    return STAGES.index(journey.furthest) if journey.furthest in STAGES else -1
