"""Station 5: what the message says is settled before any policy looks: options, needs, buying stage."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.material.intentions import PIECES, TAKEN_FOR
from actions.standing_alone import turn_for
from milepost.sales import buying_stages, mentions, needs, wording
from milepost.sales.catalogue import AttributeType
from milepost.sales.charges import customer_kinds
from milepost.sales.conversations import CONTACT_FACTS, Evidence, Fact, FactStatus, Touch
from milepost.sales.fit import rejections
from milepost.services.turns import Turn

# Requests whose number says what to price.
_PRICED = ("ask_price", "ask_discount", "request_quote", "ask_renewal", "want_to_buy")

# What turns a recommendation down where no reason is given.
_TURNS_DOWN = ("deny", "raise_objection", "ask_recommendation", "ask_offer")
# "What would you suggest?" upon a recommendation asks for it once more; "anything else?" for another.
_ELSE = re.compile(
    r"\b(?:else|others?|another|different|instead|alternatives?|more|next|not|no|don't|cheaper|smaller|bigger|"
    r"ander\w*|sonst|noch|otr[oa]s?|más|autres?|plus|outr[oa]s?|mais)\b",
    re.IGNORECASE,
)
_BARE = 8
# How sure a message's language has to be, and how many words it takes, to go on in another one.
_BEGINS, _SWITCHES, _WORDS_TO_SWITCH = 0.5, 0.75, 3
_NAMED = ("product", "plan", "add_on", "competitor")
# Lines of the bot whose buttons may still be pressed.
_BUTTONS_FROM = 8
# Needs in free words, which may well hold a product's name.
_FREE = ("use_case", "must_have_features", "current_solution", "company", "contact_name")
_WITHOUT = re.compile(
    r"(?:\bno|\bnot|n't|\bnon|\bwithout|\bohne|\bsin|\bsans|\bsem)[\s-]+(?:\w+ ){0,2}$", re.IGNORECASE
)
_SENTENCE = re.compile(r"[^.!?;\n]*(?:[.!?;\n]+|$)")
_NAMES_A_KIND = ("state_need", "ask_recommendation", "ask_offer", "nlu_fallback", "out_of_scope")


class ActionValidateSlotMappings(Action):
    """Rasa calls this on every turn, after NLU and before the policies."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_validate_slot_mappings"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Settles the turn once and shows Rasa's own tools the outcome."""
        turn = turn_for(tracker)
        if not turn.settled:
            turn.parse = turn.parse or tracker.latest_message
            settle(turn)
        conversation = turn.conversation
        return [
            SlotSet("buying_stage", conversation.buying_stage.value),
            SlotSet("asked_need", conversation.asked),
            SlotSet("visitor_language", conversation.language),
        ]


def settle(turn: Turn) -> None:
    """Merges what this message brought into the conversation's memory."""
    conversation, parse = turn.conversation, turn.parse
    settle_language(turn)
    resolved = mentions.resolve(parse.get("mentions") or (), conversation, turn.catalogue)
    turn.options, turn.ambiguous = without_makers(turn, resolved.options), resolved.ambiguous
    turn.attributes, turn.add_ons = resolved.attributes, resolved.add_ons
    for option in turn.options:
        if is_named(turn, option) or not is_ruled_out(turn, option):
            conversation.touch(option, Touch.MENTIONED, turn.message_id)
    findings = [
        needs.NeedFinding.from_json(found)
        for found in parse.get("needs") or ()
        if not is_in_a_name(turn, found) and holds(turn, needs.NeedFinding.from_json(found))
    ]
    findings += wanted_features(turn, findings)
    note_category(turn)
    refused = bool(parse.get("refused")) or turn.intent == "refuse_to_say"
    turn.changed = needs.merge(conversation, findings, asked=turn.asked, refused=refused, message=turn.message_id)
    note_customer_kind(turn)
    note_term(turn)
    if turn.intent not in _PRICED and not turn.options:
        turns_down = turn.intent in _TURNS_DOWN and (turn.intent != "ask_recommendation" or _ELSE.search(turn.text))
        says_no = bool(turns_down) or (turn.intent == "refuse_to_say" and turn.asked is None)
        about = {finding.name for finding in findings}
        today = turn.now.date()
        rejections.take_reply(
            turn.catalogue, conversation, about, says_no=says_no, message=turn.message_id, today=today
        )
    stage = {} if is_bare_answer(turn) else parse.get("message_stage") or {}
    conversation.stages.append(
        buying_stages.settle(
            conversation.stages,
            {reading["name"]: reading["confidence"] for reading in stage.get("ranking") or ()},
            tuple(stage.get("cues") or ()),
            turn.message_id,
            criterion=any(
                fact.name not in CONTACT_FACTS for fact in turn.changed if fact.status is not FactStatus.ASKED
            ),
        )
    )
    turn.settled = True


def settle_language(turn: Turn) -> None:
    """Answers follow the visitor's language once a message shows it. Few words decide at the start only, and a quick
    reply of ours never does: what it sends is English."""
    conversation, said = turn.conversation, turn.parse.get("language") or {}
    name = str(said.get("name", ""))
    if name == conversation.language or name not in wording.LANGUAGES:
        return
    least, words = (_SWITCHES, _WORDS_TO_SWITCH) if conversation.stages else (_BEGINS, 1)
    if said["confidence"] >= least and len(own_words(turn)) >= words and not is_quick_reply(turn):
        conversation.language = name


def own_words(turn: Turn) -> list[str]:
    """The words of the message less numbers and the catalogue's names."""
    text = turn.text
    for mention in turn.parse.get("mentions") or ():
        if mention["kind"] in _NAMED:
            text = text[: mention["start"]] + " " * (mention["end"] - mention["start"]) + text[mention["end"] :]
    return [word for word in text.split() if any(letter.isalpha() for letter in word) and "@" not in word]


def is_quick_reply(turn: Turn) -> bool:
    """Whether the message is what a button of ours says or sends."""
    latest = turn.store.messages.latest_of_bot(turn.conversation.id, limit=_BUTTONS_FROM)
    offered = {str(text) for line in latest for button in line.payload.get("buttons") or () for text in button.values()}
    return turn.text in offered


def is_named(turn: Turn, option: str) -> bool:
    """Whether the message has the option's name, rather than "it" or "the second"."""
    kind, _, option_id = option.partition(":")
    return any(m["kind"] == kind and option_id in m["ids"] for m in turn.parse.get("mentions") or ())


def is_ruled_out(turn: Turn, option: str) -> bool:
    """Whether the visitor turned it down last; pointing at it in passing does not bring it back."""
    last = [touch.how for touch in turn.conversation.touches if touch.option == option]
    return bool(last) and last[-1] is Touch.RULED_OUT


def is_bare_answer(turn: Turn) -> bool:
    """Whether the message only answers the open question, in few words: its own words then say nothing of the stage."""
    told = any(fact.name == turn.asked and fact.value is not None for fact in turn.changed)
    return told and len(turn.text.split()) <= _BARE and "?" not in turn.text


def without_makers(turn: Turn, options: tuple[str, ...]) -> tuple[str, ...]:
    """Options less those that are named only by their maker in a wish: "I'd go for Keurig" means the brand."""
    found = [each for each in turn.parse.get("needs") or () if isinstance(each.get("value"), (str, list))]
    makers = {
        f"product:{mention['ids'][0]}"
        for mention in turn.parse.get("mentions") or ()
        if mention["kind"] == "product" and len(mention["words"].split()) == 1
        for each in found
        if each["start"] <= mention["start"] and mention["end"] <= each["end"] and each["name"] not in _FREE
    }
    uses = {f"{each['kind']}:{each['ids'][0]}" for each in in_uses(turn)}
    if turn.intent in (*_PRICED, "ask_product") or "?" in turn.text:
        makers = set()
    return tuple(option for option in options if option not in makers and option not in uses)


def in_uses(turn: Turn) -> list[Mapping[str, Any]]:
    """Mentions within what the visitor says to need it for, which is more than one of them: "email and website chat" is
    no word about the product called website chat."""
    uses = [each for each in turn.parse.get("needs") or () if each["name"] == "use_case"]
    return [
        mention
        for mention in turn.parse.get("mentions") or ()
        if mention["kind"] in _NAMED
        and any(
            each["start"] <= mention["start"]
            and mention["end"] <= each["end"]
            and mention["end"] - mention["start"] < each["end"] - each["start"]
            for each in uses
        )
    ]


def answers_all_the_same(turn: Turn, finding: needs.NeedFinding) -> bool:
    """Whether a short answer is one although it sounds like something else: "yes I want that" is no order."""
    return turn.intent in TAKEN_FOR or (finding.name == turn.asked and isinstance(finding.value, bool))


def is_in_a_name(turn: Turn, found: Mapping[str, Any]) -> bool:
    """Whether the words of a finding are part of an option's name: "the 2-in-1" is no number. Free words count as a name
    where they say no more: "email and website chat" does."""
    start, end, is_free = found.get("start", 0), found.get("end", 0), isinstance(found.get("value"), (str, list))
    named = (mention for mention in turn.parse.get("mentions") or () if mention["kind"] in ("product", "plan"))
    return any(
        (
            mention["start"] <= start and end <= mention["end"]
            if is_free
            else mention["start"] < end and start < mention["end"]
        )
        and len(mention["words"].split()) > 1
        for mention in named
    )


def wanted_features(turn: Turn, findings: Sequence[needs.NeedFinding]) -> list[needs.NeedFinding]:
    """Yes/no attributes that a search names are wanted: "waterproof ones under 200"."""
    if turn.intent not in _NAMES_A_KIND or turn.options or "must_have_features" not in turn.catalogue.journey.needs:
        return []
    known = " ".join(str(finding.value) for finding in findings if finding.name == "must_have_features").casefold()
    wanted = [
        str(mention["words"])
        for mention in turn.parse.get("mentions") or ()
        if mention["kind"] == "attribute"
        and all(turn.catalogue.attributes[each].type is AttributeType.BOOLEAN for each in mention["ids"])
        and not _WITHOUT.search(turn.text[: mention["start"]])
    ]
    return [
        needs.NeedFinding("must_have_features", [words], words, how="inferred")
        for words in wanted
        if words.casefold() not in known
    ]


def note_category(turn: Turn) -> None:
    """The one kind of thing that a need or a request names narrows everything to that kind."""
    said = [mention for mention in turn.parse.get("mentions") or () if mention["kind"] == "category"]
    kinds = {kind for mention in said for kind in mention["ids"]}
    known = {product.category for product in turn.catalogue.products.values()}
    if len(kinds) == 1 and kinds < known and turn.intent in _NAMES_A_KIND:
        turn.conversation.facts["category"] = Fact(
            "category", kinds.pop(), FactStatus.SAID, Evidence(turn.message_id, str(said[0]["words"]))
        )


def note_customer_kind(turn: Turn) -> None:
    """Which kind of customer the visitor says to be, of those that a reduction is for."""
    said = customer_kinds.kind_said(turn.catalogue, turn.text)
    if said is not None and turn.conversation.value("customer_kind") != said[0]:
        fact = Fact("customer_kind", said[0], FactStatus.SAID, Evidence(turn.message_id, said[1]))
        turn.conversation.facts[fact.name] = fact
        turn.changed += [] if any(each.value is not None for each in turn.changed) else [fact]


def note_term(turn: Turn) -> None:
    """For how long a visitor asked prices, last: a quote is written for the same."""
    term = turn.pricing.get("term")
    if term and (turn.intent in _PRICED or turn.intent in PIECES):
        words = str((turn.pricing.get("words") or {}).get("term", ""))
        turn.conversation.facts["term"] = Fact("term", term, FactStatus.SAID, Evidence(turn.message_id, words))


def is_told(text: str, words: str) -> bool:
    """Whether these words stand in a sentence that asks nothing, of a message in which another may ask."""
    ask = [sentence for sentence in _SENTENCE.findall(text) if sentence.rstrip().endswith("?")]
    return bool(words) and not any(words in sentence for sentence in ask)


def holds(turn: Turn, finding: needs.NeedFinding) -> bool:
    """Whether a finding says something of the visitor: a request is no answer, and a number to price is no other team."""
    asks = "?" in turn.text
    told = not asks or is_told(turn.text, finding.words)
    if finding.how == "bare" and turn.add_ons and turn.conversation.quotes:
        return False  # "without priority support" is about what was priced
    if finding.how == "bare" and turn.intent not in PIECES and (asks or not answers_all_the_same(turn, finding)):
        return False
    if turn.options and finding.how == "said" and not isinstance(finding.value, (dict, int, float)) and not told:
        return finding.name in CONTACT_FACTS
    is_priced = turn.intent in _PRICED and finding.name == "team_size" and finding.op == "set"
    return not (is_priced and turn.conversation.value("team_size") is not None)
