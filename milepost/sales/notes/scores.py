"""Fit and intent: two numbers from 0 to 100, each nothing but the sum of the reasons that it shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from milepost.sales.conversations import BuyingStage, Conversation, FactStatus, Touch
from milepost.sales.fit.reasons import Reason, Verdict
from milepost.sales.journey import NeedDefinition
from milepost.sales.notes.deal import Told
from milepost.sales.notes.wordings import brief

# Points of one's own choosing: a rep's order of worth, not a probability; the stage table is the larger part of intent.
_STAGES: Mapping[BuyingStage, int] = MappingProxyType(
    {
        BuyingStage.AWARENESS: 10,
        BuyingStage.RESEARCH: 20,
        BuyingStage.EVALUATION: 40,
        BuyingStage.PURCHASE: 60,
        BuyingStage.ONBOARDING: 50,
        BuyingStage.RETENTION: 30,
        BuyingStage.ADVOCACY: 40,
    }
)
_TOUCHES: Mapping[Touch, tuple[int, str]] = MappingProxyType(
    {
        Touch.COMPARED: (5, "compared options"),
        Touch.PRICED: (10, "asked for a price"),
        Touch.CHOSEN: (15, "chose an option"),
    }
)
_OPENS_AT, _ALL = 40, 100
_FITS, _LACKS_HARD, _LACKS_FIRM = 20, -30, -20
_NOTHING_FITS = -20
_SOON, _LATER = timedelta(days=31), timedelta(days=183)
_QUIET, _LONG_QUIET = timedelta(days=3), timedelta(days=14)
_DAYS = MappingProxyType({"D": 1, "W": 7, "M": 30, "Y": 365})


@dataclass(frozen=True)
class Point:
    """One reason: how much it counts, in words, and the message that says so."""

    points: int
    text: str
    message: str = ""


@dataclass(frozen=True)
class Score:
    """A number from 0 to 100 and its reasons, which add up to it but for the ends of the scale; None: nothing to go by."""

    value: int | None
    reasons: tuple[Point, ...]

    @property
    def plus(self) -> tuple[Point, ...]:
        """What speaks for it, the weightiest first."""
        return tuple(sorted((each for each in self.reasons if each.points > 0), key=lambda each: -each.points))

    @property
    def minus(self) -> tuple[Point, ...]:
        """What speaks against it, the weightiest first."""
        return tuple(sorted((each for each in self.reasons if each.points < 0), key=lambda each: each.points))


def fit(
    reasons: Iterable[Reason],
    needs: Mapping[str, NeedDefinition],
    *,
    is_fit: bool,
    option: str,
    label: Mapping[str, str] = MappingProxyType({}),
) -> Score:
    """How well what we sell meets what they need, by the option that suits them best (or that they chose).

    Each need that it meets adds up to 20 by the need's weight, each that it lacks takes away 20 (a hard limit: 30); what is
    not known of it counts nothing. None before any need is known.
    """
    points = [Point(_OPENS_AT, f"measured on {option}")]
    for reason in reasons:
        definition = needs.get(reason.need)
        weight = float(definition.weight) if definition else 0.5
        name = label.get(reason.need, reason.need.replace("_", " ")).lower()
        if isinstance(reason.wanted, str):
            name = f"{name} {brief(reason.wanted, 24)}"
        message = reason.evidence.message if reason.evidence else ""
        if reason.verdict is Verdict.FITS:
            points.append(Point(max(1, round(_FITS * weight * reason.score)), f"meets {name}", message))
        elif reason.verdict is Verdict.LACKS:
            lack = _LACKS_HARD if reason.is_hard else round(_LACKS_FIRM * weight)
            points.append(Point(min(-1, lack), f"does not meet {name}", message))
    if len(points) == 1:
        return Score(None, ())
    if not is_fit:
        points.append(Point(_NOTHING_FITS, "nothing in the catalogue meets everything asked for"))
    return _summed(points)


def intent(
    conversation: Conversation,
    *,
    now: datetime,
    last_words: datetime | None,
    label: Mapping[str, str] = MappingProxyType({}),
    stranger: Told | None = None,
) -> Score:
    """How near they are to buying, by what they did and said; None before any sign of it. `stranger`: the words by which they
    are no buyer: nothing that was asked counts then."""
    if stranger is not None:
        return _summed([Point(-_ALL, f"not a buyer: {stranger.label}", stranger.message)])
    stage = conversation.buying_stage
    points: list[Point] = []
    if stage is not BuyingStage.NONE:
        points.append(Point(_STAGES[stage], f"stage {stage.value}", conversation.stages[-1].message))
    points += [*_deeds(conversation), *_contact(conversation), *_timing(conversation), *_doubts(conversation, label)]
    if not points:
        return Score(None, ())
    silence = now - last_words if last_words else timedelta(0)
    if silence >= _QUIET:
        points.append(Point(-15 if silence >= _LONG_QUIET else -5, f"silent for {silence.days} days"))
    return _summed(points)


def _deeds(conversation: Conversation) -> list[Point]:
    points = []
    for how, (worth, text) in _TOUCHES.items():
        last = next((touch for touch in reversed(conversation.touches) if touch.how is how), None)
        if last:
            points.append(Point(worth, text, last.message))
    if conversation.quotes:
        points.append(Point(10, "has a quote"))
    if conversation.bought:
        points.append(Point(10, "has bought"))
    return points


def _contact(conversation: Conversation) -> list[Point]:
    points = []
    given = next((fact for name in ("email", "phone") if (fact := conversation.facts.get(name)) and fact.value), None)
    if given:
        points.append(Point(10, "left contact details", given.evidence.message if given.evidence else ""))
    elif "contact" in conversation.refused_offers:
        points.append(Point(-10, "would not leave contact details"))
    if any(conversation.consents.values()):
        points.append(Point(5, "agreed to be written to"))
    return points


def _timing(conversation: Conversation) -> list[Point]:
    fact = conversation.facts.get("timeline")
    if fact is None or fact.value is None:
        return []
    message = fact.evidence.message if fact.evidence else ""
    span = horizon(fact.value)
    if span is None:
        return []
    if span <= _SOON:
        return [Point(10, "wants it within a month", message)]
    return (
        [Point(-5, "not before half a year", message)] if span > _LATER else [Point(5, "has a date in mind", message)]
    )


def _doubts(conversation: Conversation, label: Mapping[str, str]) -> list[Point]:
    points = [Point(-5, f"objection: {brief(each, 40)}") for each in list(dict.fromkeys(conversation.objections))[-3:]]
    refused = [fact for fact in conversation.facts.values() if fact.status is FactStatus.REFUSED]
    for fact in refused:
        name = label.get(fact.name, fact.name.replace("_", " ")).lower()
        points.append(Point(-3, f"would not tell {name}", fact.evidence.message if fact.evidence else ""))
    out = [
        touch for touch in conversation.touches if touch.how is Touch.RULED_OUT and touch.option[:4] in ("plan", "prod")
    ]
    if out:
        points.append(Point(-5, "ruled out some of what we sell", out[-1].message))
    return points


def horizon(value: Any) -> timedelta | None:
    """How far off a stated time is, by its ISO-8601 duration ("P3M"); None where it gives none."""
    text = str(value.get("horizon") or "") if isinstance(value, Mapping) else ""
    if not (text.startswith("P") and text[-1:] in _DAYS and text[1:-1].isdecimal()):
        return None
    return timedelta(days=int(text[1:-1]) * _DAYS[text[-1]])


def _summed(points: list[Point]) -> Score:
    total = sum(point.points for point in points)
    return Score(max(0, min(100, total)), tuple(points))
