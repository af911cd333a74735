"""What leads are worth: open and won value by stage, source, product and rep; why leads were lost; the weeks; reps' clocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from milepost.sales import wording
from milepost.sales.analytics.figures import Figure, Line, duration, percent, percentile
from milepost.sales.analytics.talk import Cluster, other_words
from milepost.sales.money import Money

OPEN, WON, LOST = "open", "won", "lost"
NOBODY = "nobody"
_WORTH = (
    "A lead is worth the quotes that it accepted, else the last that it was given, over the first year (all terms of a year added "
    "up). Won: a quote was accepted, or a rep closed the lead as won. Lost: a rep closed it as lost."
)


@dataclass(frozen=True)
class Deal:
    """Quotes (`count`) that are alike in all of this. `amount` is what one is worth; `is_first`: one for each lead, so that leads
    can be counted; `week` is the Monday of the week in which the conversation began."""

    state: str
    amount: Decimal
    currency: str
    stage: str = ""
    plan: str = ""
    rep: str = ""
    source: Mapping[str, str] = field(default_factory=dict)
    channel: str = "web"
    week: str = ""
    is_first: bool = True
    count: int = 1


@dataclass(frozen=True)
class Week:
    """What began in a week: conversations, and how many of them left a contact, became won or lost."""

    monday: date
    conversations: int
    captured: int
    won: int
    lost: int


@dataclass(frozen=True)
class Clock:
    """How long one visitor waited for one rep. `kind`: "reply" from the wish for a person to the rep's first words, "came" until
    the rep took over, "owed" from a missed promise to the answer."""

    kind: str
    rep: str
    conversation: str
    seconds: float


def value_by(
    deals: Sequence[Deal],
    *,
    by: str,
    key: Callable[[Deal], str],
    label: Callable[[str], str],
    currencies: Sequence[str],
) -> Figure:
    """Open, won and lost value; those with most open value in the first of the currencies first."""
    groups: dict[str, list[Deal]] = {}
    for deal in deals:
        groups.setdefault(key(deal), []).append(deal)
    lines = []
    for name, group in groups.items():
        states = [[deal for deal in group if deal.state == state] for state in (OPEN, WON, LOST)]
        values = tuple(value for some in states for value in (worth(some), leads_of(some)))
        size = float(sum((d.amount * d.count for d in states[0] if d.currency in currencies[:1]), Decimal(0)))
        lines.append(Line(name or NOBODY, label(name), values, leads_of(group), size=size))
    return Figure(
        f"value_by_{by}",
        f"Open and won value by {by}",
        _WORTH,
        (by.capitalize(), "Open value", "leads", "Won value", "leads", "Lost value", "leads"),
        tuple(sorted(lines, key=lambda line: (-(line.size or 0), -line.behind, line.label))),
        _in_all(deals),
    )


def losses(groups: Sequence[Cluster], lost: Mapping[str, Sequence[Deal]]) -> Figure:
    """Why leads were lost, in the reps' words; `lost` are the deals of a lead by its conversation."""
    lines = []
    for group in groups:
        deals = [deal for member in group.members for deal in lost.get(member.conversation, ())]
        count = len(group.members)
        others = other_words(group)
        lines.append(
            Line(group.members[0].id, group.words[:160], (count, worth(deals), others.shown), count, others.all)
        )
    count = sum(len(group.members) for group in groups)
    return Figure(
        "losses",
        "Reasons of loss",
        "What reps wrote when they closed leads as lost; reasons that mean about the same are counted as one.",
        ("Reason", "Leads", "Lost value", "Also written"),
        tuple(lines),
        f"{count} {'lead' if count == 1 else 'leads'} lost" if count else "no lead was lost",
    )


def weeks(found: Iterable[Week], deals: Sequence[Deal]) -> Figure:
    """Week by week, the latest first: what began in it and what that has become."""
    lines = []
    for week in sorted(found, key=lambda each: each.monday, reverse=True):
        of_week = [deal for deal in deals if deal.week == week.monday.isoformat()]
        priced, won = worth(of_week), worth([deal for deal in of_week if deal.state == WON])
        values = (week.conversations, week.captured, percent(week.captured, week.conversations), leads_of(of_week))
        lines.append(
            Line(
                week.monday.isoformat(),
                f"{week.monday.day} {week.monday:%b %Y}",
                (*values, priced, week.won, won, week.lost),
                week.conversations,
            )
        )
    return Figure(
        "weeks",
        "Week by week",
        "Conversations that began in the week (Monday to Sunday, UTC), and what has become of them until now.",
        ("Week of", "Conversations", "Captured", "rate", "Priced", "Value", "Won", "Won value", "Lost"),
        tuple(lines),
    )


def reps(clocks: Iterable[Clock], names: Mapping[str, str]) -> Figure:
    """How fast each rep replies, comes when one was promised, and makes up for what was not kept."""
    by_rep: dict[str, list[Clock]] = {}
    for clock in clocks:
        by_rep.setdefault(clock.rep, []).append(clock)
    lines = []
    for rep, own in by_rep.items():
        times = {kind: [each.seconds for each in own if each.kind == kind] for kind in ("reply", "came", "owed")}
        values = (
            *(
                len(times["reply"]),
                duration(percentile(times["reply"], 0.5)),
                duration(percentile(times["reply"], 0.9)),
            ),
            *(len(times["came"]), duration(percentile(times["came"], 0.5))),
            *(len(times["owed"]), duration(percentile(times["owed"], 0.5))),
        )
        lines.append(Line(rep, names.get(rep, "no longer here"), values, len({each.conversation for each in own})))
    return Figure(
        "reps",
        "Reps: first reply and kept promises",
        "First reply: from the wish for a person to the rep's first line. Promise kept: until the rep whom a visitor was promised "
        "took over. Made good: from the moment an answer was owed because nobody came, to the end of it. Medians by nearest rank.",
        ("Rep", "Replies", "median", "90th", "Promises kept", "median", "Made good", "median"),
        tuple(sorted(lines, key=lambda line: (-int(line.values[0]), line.label))),
    )


def worth(deals: Iterable[Deal]) -> str:
    """ "$5,400", "$5,400 + €120"; "-" of nothing."""
    sums: dict[str, Decimal] = {}
    for deal in deals:
        sums[deal.currency] = sums.get(deal.currency, Decimal(0)) + deal.amount * deal.count
    told = [wording.money(Money(amount, currency)) for currency, amount in sorted(sums.items()) if amount]
    return " + ".join(told) or "-"


def leads_of(deals: Iterable[Deal]) -> int:
    """How many leads these quotes are of."""
    return sum(deal.count for deal in deals if deal.is_first)


def _in_all(deals: Sequence[Deal]) -> str:
    told = [f"{worth([deal for deal in deals if deal.state == state])} {state}" for state in (OPEN, WON)]
    return ", ".join(told) if deals else "nothing was priced"
