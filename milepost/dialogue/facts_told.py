"""What a message tells of its writer, given what it does: nothing is learnt from a question, a courtesy or a remark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from milepost.dialogue.acts import Act, ActKind
from milepost.dialogue.deal.told import is_term, of_another
from milepost.dialogue.deal.ways import CALL, unwanted_ways
from milepost.dialogue.reading import Reading
from milepost.sales.conversations import CONTACT_FACTS, Conversation
from milepost.sales.needs import NeedFinding

FIGURES = ("team_size", "budget", "timeline")
# Acts in which people tell what they need, in free words.
_TELLING = (
    *(ActKind.STATE_NEED, ActKind.ASK_RECOMMENDATION, ActKind.ASK_OFFER, ActKind.GREET, ActKind.SHARE_CONTACT),
    *(ActKind.WANT_TO_BUY, ActKind.CHOOSE, ActKind.AFFIRM, ActKind.DENY, ActKind.REQUEST_QUOTE, ActKind.HUMAN_HANDOFF),
    *(ActKind.RAISE_OBJECTION, ActKind.ASK_SUPERLATIVE, ActKind.UNCLEAR),
)
# Of these a short answer to the open question may have the form.
_ANSWERS = (
    *_TELLING,
    ActKind.ASK_PRICE,
    ActKind.ASK_FACT,
    ActKind.ASK_STOCK,
    ActKind.GIVE_FEEDBACK,
    ActKind.REPORT_PROGRESS,
)
# Said of the firm, whatever else a message does.
_OF_THE_FIRM = ("industry", "company", "current_solution")
_PRICED = (ActKind.ASK_PRICE, ActKind.ASK_DISCOUNT, ActKind.REQUEST_QUOTE, ActKind.ASK_RENEWAL, ActKind.WANT_TO_BUY)
_IN_FREE_WORDS = ("must_have_features", "current_solution")
# Told of the deal, not of a need: `dialogue.deal` reads promises and other people, also where no model reads.
_OF_THE_DEAL = ("person_of_deal", "call_time")
_NOTHING = (ActKind.WITHDRAW_CONSENT, ActKind.REPORT_DANGER, ActKind.BOT_CHALLENGE, ActKind.OUT_OF_SCOPE, ActKind.LAUGH)


def told(
    parse: Mapping[str, Any], readings: Sequence[tuple[Reading, Act]], conversation: Conversation, asked: str | None
) -> list[NeedFinding]:
    """The findings of a message that say something of its writer."""
    kept = []
    for found, (reading, act) in _placed(parse, readings):
        finding = NeedFinding.from_json(found)
        if not _is_of_the_deal(finding, found, parse) and _holds(finding, reading, act, conversation, asked):
            kept.append(finding)
    return kept


def _is_of_the_deal(finding: NeedFinding, found: Mapping[str, Any], parse: Mapping[str, Any]) -> bool:
    """Whether it tells of another person or of terms, or is no more than a name of ours or a piece of an address."""
    if finding.name in _OF_THE_DEAL or _is_name(found, parse) or _in_address(found, parse):
        return True
    if finding.name == "must_have_features":
        return is_term(finding.words)
    return finding.name == "contact_name" and of_another(str(parse.get("text") or ""), finding.words)


def _is_name(found: Mapping[str, Any], parse: Mapping[str, Any]) -> bool:
    """Whether what was found are words of a name of ours: who names an option tells of no need."""
    start, end = int(found.get("start", 0)), int(found.get("end", 0))
    return found["name"] in _IN_FREE_WORDS and any(
        one["kind"] in ("plan", "product") and one["start"] <= start < end <= one["end"]
        for one in parse.get("mentions") or ()
    )


def _in_address(found: Mapping[str, Any], parse: Mapping[str, Any]) -> bool:
    """Whether what was taken for a name is a piece of an e-mail address: "jo" of "jo.lindqvist@fjord.example"."""
    if found["name"] != "contact_name":
        return False
    start, end = int(found.get("start", 0)), int(found.get("end", 0))
    return any(
        one["name"] == "email" and int(one.get("start", 0)) <= start < end <= int(one.get("end", 0))
        for one in parse.get("needs") or ()
    )


def _placed(
    parse: Mapping[str, Any], readings: Sequence[tuple[Reading, Act]]
) -> Iterator[tuple[Mapping[str, Any], tuple[Reading, Act]]]:
    """Each finding with the part of the message that it stands in."""
    text, at, places = str(parse.get("text") or ""), 0, []
    for pair in readings:
        start = max(text.find(pair[0].text, at), at)
        places.append((start, pair))
        at = start + 1
    for found in parse.get("needs") or ():
        holding = [pair for start, pair in places if start <= int(found.get("start", 0))]
        yield found, (holding or [places[0][1]])[-1]


def _holds(finding: NeedFinding, reading: Reading, act: Act, conversation: Conversation, asked: str | None) -> bool:
    if act.kind is ActKind.WITHDRAW_CONSENT and finding.name in CONTACT_FACTS:
        return unwanted_ways(reading.text) == (CALL,)  # "don't ring me, mail is fine: ann@acorn.example"
    if act.kind in _NOTHING:
        return False
    if finding.name in CONTACT_FACTS and finding.name != "company":
        return True
    if finding.how == "bare":
        return act.kind in _ANSWERS and (act.kind in _TELLING or not reading.asks)
    if finding.name == "team_size":
        if not _counts_them(finding, reading):
            return False
        # A number to price is no other team.
        return act.kind not in _PRICED or conversation.value("team_size") is None or finding.op == "correct"
    if finding.name in FIGURES:
        return act.kind is not ActKind.ASK_FACT or finding.name == "budget" or not reading.asks
    if finding.name in _OF_THE_FIRM:
        return not reading.asks or act.kind in (
            ActKind.ASK_RECOMMENDATION,
            ActKind.ASK_OFFER,
            ActKind.STATE_NEED,
            ActKind.ASK_FACT,
        )
    return act.kind in _TELLING and (not reading.asks or act.kind in (ActKind.ASK_RECOMMENDATION, ActKind.ASK_OFFER))


def _counts_them(finding: NeedFinding, reading: Reading) -> bool:
    """Whether a figure that was taken for how many they are counts anything: what the message does was not known when it was
    found ("a friend with 25 people"). English alone is weighed so."""
    figure = str(finding.value)
    if reading.language != "en" or figure not in finding.words.split():
        return True
    return any(finding.value in (count.number, count.low) for count in reading.counts)
