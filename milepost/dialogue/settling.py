"""What a message changes in the conversation's memory: language, acts, case, needs, options turned down, the buying stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from milepost.dialogue.acts import Act, ActKind
from milepost.dialogue.deal.others import sort_out
from milepost.dialogue.facts_told import told
from milepost.dialogue.interpretation import Interpretation, remember
from milepost.dialogue.options.taken_back import turned_down
from milepost.dialogue.options.turned_down import turns_down
from milepost.dialogue.reading import Reading
from milepost.dialogue.scorer import learnt
from milepost.dialogue.stage import Kinds, settle_stage, stage_words
from milepost.sales import needs, wording
from milepost.sales.catalogue import AttributeType, Catalogue
from milepost.sales.conversations import CONTACT_FACTS, Conversation, Evidence, Fact, FactStatus, Touch
from milepost.sales.fit import rejections

# How sure a message's language has to be, and how many words it takes, to go on in another one.
_BEGINS, _SWITCHES, _WORDS_TO_SWITCH = 0.5, 0.75, 3
# How sure it has to be to go back to English in so few words: names, shortened words and bad spelling look English.
_SURELY, _FEW_WORDS = 0.98, 5
# What an offer of ours stays open for: its answer, and a moment's patience. Whoever asks for something else has moved on.
_LEAVES_OPEN = (ActKind.AFFIRM, ActKind.DENY, ActKind.WAIT, ActKind.UNCLEAR)
_NAMES_A_KIND = (ActKind.STATE_NEED, ActKind.ASK_RECOMMENDATION, ActKind.ASK_OFFER, ActKind.UNCLEAR)


def settle(
    conversation: Conversation,
    parse: Mapping[str, Any],
    interpretation: Interpretation,
    catalogue: Catalogue,
    *,
    message: str,
    asked: str | None,
    today: date,
) -> list[Fact]:
    """Merges what a message brought into the memory, and gives the facts that changed."""
    remember(conversation, interpretation, str(parse.get("text") or ""))
    acts = [act for _, act in interpretation.readings]
    for reading, act in interpretation.readings:
        for option in act.options or _named(reading, act):
            conversation.touch(option, Touch.MENTIONED, message)
    _turn_down(conversation, [reading for reading, _ in interpretation.readings], message)
    if not parse.get("act"):  # a form is filled in by whoever writes
        whose = sort_out(str(parse.get("text") or ""), parse.get("needs") or (), _contact_of(conversation))
        needs.note_others(conversation, whose.others, message=message)
        parse = {**parse, "needs": whose.own}
    findings = told(parse, interpretation.readings, conversation, asked)
    findings += _wanted_features(parse, acts, findings, catalogue)
    _note_category(conversation, parse, acts, catalogue, message)
    refused = bool(parse.get("refused")) or any(act.kind is ActKind.REFUSE_TO_SAY for act in acts)
    declined = asked is not None and conversation.offered is None and [act.kind for act in acts] == [ActKind.DENY]
    changed = needs.merge(conversation, findings, asked=asked, refused=refused or declined, message=message)
    changed += _customer_kind(conversation, interpretation, message)
    if asked is None:  # a no to our question turns nothing down
        _note_rejections(conversation, acts, findings, catalogue, message=message, today=today)
    _settle_stage(conversation, parse, interpretation.kinds, message)
    leaves_open = (*_LEAVES_OPEN, ActKind.SHARE_CONTACT) if conversation.offered == "consent" else _LEAVES_OPEN
    if not any(act.kind in leaves_open for act in interpretation.acts):
        conversation.offered = None
    return changed


def _turn_down(conversation: Conversation, readings: Sequence[Reading], message: str) -> None:
    """Options that are named only to say no to them are ruled out, and spoken of no more."""
    gone = {f"{one.kind}:{each}" for reading in readings for one in turned_down(reading) for each in one.ids}
    for option in sorted(gone):
        conversation.touch(option, Touch.RULED_OUT, message)
    conversation.focus = [option for option in conversation.focus if option not in gone]


def _contact_of(conversation: Conversation) -> dict[str, Any]:
    """What is known of who the visitor is and how to reach them."""
    return {name: conversation.value(name) for name in CONTACT_FACTS if conversation.value(name) is not None}


def _named(reading: Reading, act: Act) -> tuple[str, ...]:
    """The one option that somebody names while they tell what they need."""
    named = {f"{one.kind}:{each}" for one in reading.of("plan") or reading.of("product") for each in one.ids}
    return tuple(named) if act.kind is ActKind.STATE_NEED and len(named) == 1 else ()


def settle_language(conversation: Conversation, parse: Mapping[str, Any], *, is_quick_reply: bool) -> None:
    """Answers follow the visitor's language once a message shows it. Few words decide at the start only, and a quick
    reply of ours never does: what it sends is English."""
    said = parse.get("language") or {}
    name = str(said.get("name", ""))
    if name == conversation.language or name not in wording.LANGUAGES or is_quick_reply:
        return
    least, words, own = _BEGINS, 1, len(_own_words(parse))
    if conversation.stages:
        is_doubtful = name == "en" and own <= _FEW_WORDS
        least, words = _SURELY if is_doubtful else _SWITCHES, _WORDS_TO_SWITCH
    if said["confidence"] >= least and own >= words:
        conversation.language = name


def _own_words(parse: Mapping[str, Any]) -> list[str]:
    """The words of the message less numbers and the catalogue's names."""
    text = str(parse.get("text") or "")
    for mention in parse.get("mentions") or ():
        if mention["kind"] in ("product", "plan", "add_on", "competitor"):
            text = text[: mention["start"]] + " " * (mention["end"] - mention["start"]) + text[mention["end"] :]
    return [word for word in text.split() if any(letter.isalpha() for letter in word) and "@" not in word]


def _wanted_features(
    parse: Mapping[str, Any], acts: list[Act], findings: list[needs.NeedFinding], catalogue: Catalogue
) -> list[needs.NeedFinding]:
    """Yes/no attributes that a search names are wanted: "waterproof ones under 200"."""
    if not any(act.kind in _NAMES_A_KIND for act in acts) or "must_have_features" not in catalogue.journey.needs:
        return []
    known = " ".join(str(finding.value) for finding in findings if finding.name == "must_have_features").casefold()
    wanted = [
        str(mention["words"])
        for mention in parse.get("mentions") or ()
        if mention["kind"] == "attribute"
        and all(catalogue.attributes[each].type is AttributeType.BOOLEAN for each in mention["ids"])
        and "without" not in {str(each["kind"]) for each in parse.get("set_phrases") or ()}
    ]
    return [
        needs.NeedFinding("must_have_features", [words], words, how="inferred")
        for words in wanted
        if words.casefold() not in known
    ]


def _note_category(
    conversation: Conversation, parse: Mapping[str, Any], acts: list[Act], catalogue: Catalogue, message: str
) -> None:
    """The one kind of thing that a need or a request names narrows everything to that kind."""
    said = [mention for mention in parse.get("mentions") or () if mention["kind"] == "category"]
    kinds = {kind for mention in said for kind in mention["ids"]}
    known = {product.category for product in catalogue.products.values()}
    if len(kinds) == 1 and kinds < known and any(act.kind in _NAMES_A_KIND for act in acts):
        evidence = Evidence(message, str(said[0]["words"]))
        conversation.facts["category"] = Fact("category", kinds.pop(), FactStatus.SAID, evidence)


def _customer_kind(conversation: Conversation, interpretation: Interpretation, message: str) -> list[Fact]:
    """Which kind of customer the visitor says to be, of those that a reduction is for."""
    for reading, _ in interpretation.readings:
        if reading.customer_kind and conversation.value("customer_kind") != reading.customer_kind:
            evidence = Evidence(message, reading.customer_kind_words)
            fact = Fact("customer_kind", reading.customer_kind, FactStatus.SAID, evidence)
            conversation.facts[fact.name] = fact
            return [fact]
    return []


def _note_rejections(
    conversation: Conversation,
    acts: list[Act],
    findings: list[needs.NeedFinding],
    catalogue: Catalogue,
    *,
    message: str,
    today: date,
) -> None:
    """Options that were recommended and are turned down: by a rejection, never by a fact told after them."""
    if conversation.offered is not None or conversation.asked is not None:
        return
    told_of = {finding.name for finding in findings}
    about = told_of - set(CONTACT_FACTS)
    if turns_down(acts, told_of, about):
        rejections.take_reply(catalogue, conversation, about, says_no=True, message=message, today=today)


def _settle_stage(conversation: Conversation, parse: Mapping[str, Any], kinds: Sequence[Kinds], message: str) -> None:
    """The buying stage after this message: its words, what it does, and where the conversation stood."""
    cues = tuple((parse.get("message_stage") or {}).get("cues") or ())
    change = settle_stage(conversation.stages, kinds, stage_words(parse), cues, message, learnt().stages)
    conversation.stages.append(change)
