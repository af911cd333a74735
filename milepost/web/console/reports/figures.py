"""The figures of one period: each made by itself when it is wanted, and the conversations behind its lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import cached_property
from itertools import islice

from milepost.sales.analytics import journeys, money, talk, teasers
from milepost.sales.analytics.figures import Figure, Line, unique
from milepost.sales.analytics.journeys import Journey
from milepost.sales.analytics.money import Deal
from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import BuyingStage
from milepost.services.desk.next_steps import BY_HAND
from milepost.store.database import Store
from milepost.web.console.labels import Labels

# What is grouped by its words is read: the newest of so many. The rest is counted only.
NEWEST = 2_000
_QUESTIONS = ("unanswered", "unknown_attribute", "not_understood")


@dataclass(frozen=True)
class Period:
    """The conversations that began since then (None: all), read once for all figures of a page."""

    store: Store
    begun: datetime | None
    catalogue: Catalogue
    alike: talk.Alike | None = None

    @cached_property
    def deals(self) -> list[Deal]:
        """What leads are worth."""
        return self.store.figures.deals.worth(self.begun)

    @cached_property
    def lost(self) -> tuple[tuple[talk.Cluster, ...], Mapping[str, Sequence[Deal]]]:
        """The newest reasons of loss, grouped, and what was lost with each lead."""
        said, worth = self.store.figures.deals.lost(self.begun, limit=NEWEST)
        return self._grouped(said), worth

    @cached_property
    def journeys(self) -> list[Journey]:
        """How many came from where and how far."""
        return self.store.figures.journeys(self.begun)

    @cached_property
    def gaps(self) -> Mapping[str, int]:
        """Open gaps by kind."""
        return self.store.figures.gaps(self.begun)

    @cached_property
    def questions(self) -> tuple[talk.Cluster, ...]:
        """The newest questions without an answer, grouped."""
        return self._grouped(self.store.figures.questions(self.begun, _QUESTIONS, limit=NEWEST))

    @cached_property
    def objections(self) -> tuple[talk.Cluster, ...]:
        """The newest objections, grouped."""
        return self._grouped(self.store.figures.objections(self.begun, limit=NEWEST))

    def _grouped(self, said: Iterable[talk.Said]) -> tuple[talk.Cluster, ...]:
        return talk.merged(talk.clusters(said), self.alike)


def _funnel(period: Period) -> Figure:
    # What reps wrote in by hand never walked through it.
    walked = [each for each in period.journeys if each.channel != BY_HAND]
    return journeys.funnel(walked, period.store.figures.last_said(period.begun))


def _response(period: Period) -> Figure:
    return journeys.response_clocks(period.store.figures.waits(period.begun))


def _questions(period: Period) -> Figure:
    return talk.clustered(
        "questions",
        "Questions without an answer",
        f"Open questions that the catalogue did not answer, the newest {NEWEST:,} of them; those that mean about the same are "
        "counted as one.",
        period.questions,
        in_all=sum(period.gaps.get(kind, 0) for kind in _QUESTIONS),
    )


def _objections(period: Period) -> Figure:
    return talk.clustered(
        "objections",
        "Objections",
        f"What visitors held against buying, the newest {NEWEST:,} times; what means about the same is counted as one.",
        period.objections,
        in_all=period.store.figures.objected(period.begun),
    )


def _pairs(period: Period) -> Figure:
    pairs, labels = period.store.figures.compared(period.begun), Labels(period.catalogue)
    return talk.comparison_pairs(pairs, {option: labels.option(option) for pair in pairs for option in pair[:2]})


def _satisfaction(period: Period) -> Figure:
    counts = period.store.figures
    return talk.satisfaction(
        counts.ratings(period.begun),
        counts.ratings(period.begun, of_conversations=True),
        counts.feedback(period.begun),
    )


def _corrections(period: Period) -> Figure:
    counts = period.store.figures
    wrong, judged = counts.corrected(period.begun), journeys.judged(period.journeys)
    return journeys.corrections(counts.corrections(period.begun), wrong=wrong, judged=judged)


def _value(by: str) -> Callable[[Period], Figure]:
    def figure(period: Period) -> Figure:
        labels, names = Labels(period.catalogue), period.store.figures.deals.names()
        called: Mapping[str, Callable[[str], str]] = {
            "stage": labels.stage,
            "product": lambda product: labels.option(f"product:{product}"),
            "rep": lambda rep: names.get(rep, "no longer here") if rep else "nobody",
        }
        return money.value_by(
            period.deals,
            by=by,
            key=lambda deal: _side(by, deal, period.catalogue),
            label=called.get(by, str),
            currencies=period.catalogue.company.currencies,
        )

    return figure


def _side(by: str, deal: Deal, catalogue: Catalogue) -> str:
    """The stage, source, product or rep that a deal is counted under."""
    if by == "source":
        return journeys.source_of(Journey(source=deal.source, channel=deal.channel))
    if by == "product":
        return catalogue.plans[deal.plan].product if deal.plan in catalogue.plans else deal.plan
    return deal.stage if by == "stage" else deal.rep


def _weeks(period: Period) -> Figure:
    return money.weeks(period.store.figures.deals.weeks(period.begun), period.deals)


def _reps(period: Period) -> Figure:
    counts = period.store.figures.deals
    return money.reps(counts.clocks(period.begun), counts.names())


SIDES = ("stage", "source", "product", "rep")
FIGURES: Mapping[str, Callable[[Period], Figure]] = {
    "funnel": _funnel,
    "weeks": _weeks,
    **{f"value_by_{by}": _value(by) for by in SIDES},
    "losses": lambda period: money.losses(*period.lost),
    "reps": _reps,
    "response": _response,
    "by_source": lambda period: journeys.conversion(period.journeys, by="source"),
    "by_campaign": lambda period: journeys.conversion(period.journeys, by="campaign"),
    "questions": _questions,
    "objections": _objections,
    "pairs": _pairs,
    "gaps": lambda period: talk.gap_kinds(period.gaps),
    "satisfaction": _satisfaction,
    "corrections": _corrections,
    "teasers": lambda period: teasers.figure(period.store.teasers.counts(period.begun)),
}


# The lines of ratings: whether it was found helpful, and whether that is of a whole conversation.
_RATINGS = {
    "helpful": (True, False),
    "unhelpful": (False, False),
    "conversation helped": (True, True),
    "conversation did not help": (False, True),
}
_OF_MONEY = ("weeks", "reps", *(f"value_by_{by}" for by in SIDES))


def _behind_money(period: Period, figure: Figure, line: Line, *, limit: int) -> list[str]:
    counts, begun = period.store.figures.deals, period.begun
    if figure.id == "weeks":
        return counts.in_week(begun, datetime.fromisoformat(line.key).replace(tzinfo=timezone.utc), limit=limit)
    if figure.id == "reps":
        own = (each.conversation for each in counts.clocks(begun) if each.rep == line.key)
        return period.store.figures.behind.newest(unique(own), limit=limit)
    by, key = figure.id.removeprefix("value_by_"), "" if line.key == money.NOBODY else line.key
    return counts.of(begun, lambda deal: _side(by, deal, period.catalogue) == key, limit=limit)


def behind(period: Period, figure: Figure, line: Line, *, limit: int) -> list[str]:
    """The conversations that a line counts: at most so many, those that began last first."""
    lists, begun = period.store.figures.behind, period.begun
    if figure.id == "funnel":
        return lists.stage(begun, BuyingStage(line.key), limit=limit)
    if figure.id in ("by_source", "by_campaign"):
        by = figure.id.removeprefix("by_")
        return lists.source(begun, lambda journey: journeys.came_by(journey, by=by) == line.key, limit=limit)
    if figure.id == "response":
        waits = (each for each, seconds in period.store.figures.waits(begun) if journeys.clock_of(seconds) == line.key)
        return lists.newest(list(islice(waits, limit)), limit=limit)
    if figure.id in _OF_MONEY:
        return _behind_money(period, figure, line, limit=limit)
    if figure.id in ("questions", "objections", "losses"):
        groups = {"questions": period.questions, "objections": period.objections}.get(figure.id, period.lost[0])
        members = next(group.members for group in groups if group.members[0].id == line.key)
        return lists.newest(unique(member.conversation for member in members), limit=limit)
    if figure.id == "pairs":
        one, _, other = line.key.partition("|")
        return lists.pair(begun, one, other, limit=limit)
    if figure.id == "gaps":
        return lists.gap(begun, line.key, limit=limit)
    if figure.id == "satisfaction":
        if line.key in _RATINGS:
            helpful, whole = _RATINGS[line.key]
            return lists.rating(begun, helpful=helpful, of_conversations=whole, limit=limit)
        return lists.feedback(begun, line.key, limit=limit)
    labels = ((ours, theirs) for ours, theirs, _ in period.store.figures.corrections(begun))
    ours, theirs = next(pair for pair in labels if journeys.correction_of(*pair) == line.key)
    return lists.correction(begun, ours, theirs, limit=limit)
