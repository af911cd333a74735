"""What a message does: acts with their arguments, each with how sure it is and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import Enum
from typing import Any


class ActKind(str, Enum):
    """What a visitor's message may do. The names are those of the intents in domain.yml, so that Rasa's log tells them."""

    GREET = "greet"
    GOODBYE = "goodbye"
    THANK = "thank"
    AFFIRM = "affirm"
    DENY = "deny"
    BOT_CHALLENGE = "bot_challenge"
    WAIT = "wait"
    TAKE_BACK = "take_back"
    JUST_LOOKING = "just_looking"
    STOP_ASKING = "stop_asking"
    LAUGH = "laugh"
    OUT_OF_SCOPE = "out_of_scope"
    UNCLEAR = "nlu_fallback"
    STATE_NEED = "state_need"
    REFUSE_TO_SAY = "refuse_to_say"
    ASK_WHY = "ask_why"
    ASK_OFFER = "ask_offer"
    ASK_RECOMMENDATION = "ask_recommendation"
    ASK_FACT = "ask_fact"
    ASK_STOCK = "ask_stock"
    COMPARE = "compare"
    ASK_SUPERLATIVE = "ask_superlative"
    RAISE_OBJECTION = "raise_objection"
    CHOOSE = "choose"
    ASK_PRICE = "ask_price"
    ASK_DISCOUNT = "ask_discount"
    WANT_TO_BUY = "want_to_buy"
    REQUEST_QUOTE = "request_quote"
    SHARE_CONTACT = "share_contact"
    WITHDRAW_CONSENT = "withdraw_consent"
    ASK_HOW_TO_START = "ask_how_to_start"
    REPORT_PROGRESS = "report_progress"
    GIVE_FEEDBACK = "give_feedback"
    MAKE_COMPLAINT = "make_complaint"
    WANT_TO_CANCEL = "want_to_cancel"
    ASK_RENEWAL = "ask_renewal"
    ASK_LOYALTY = "ask_loyalty"
    WANT_TO_REFER = "want_to_refer"
    SHARE_PRAISE = "share_praise"
    HUMAN_HANDOFF = "human_handoff"
    REPORT_DANGER = "report_danger"


class Zone(str, Enum):
    """How an answer to a question is given: SURE as the answer, LIKELY as what comes nearest, NEAR as what comes nearest with
    the doubt that it answers at all, UNKNOWN as not known."""

    SURE = "sure"
    LIKELY = "likely"
    NEAR = "near"
    UNKNOWN = "unknown"

    @property
    def is_nearest(self) -> bool:
        """Whether what is told is what comes nearest and no more."""
        return self in (Zone.LIKELY, Zone.NEAR)


UNKNOWN_FACT = "unknown"
PRICE, CODE = "price", "code"

_NOT_SAID = ("confidence", "why", "says", "nearly", "of_it")


@dataclass(frozen=True)
class Act:
    """One thing that a message does.

    `options` ("plan:ID", "product:ID", "competitor:ID") are what it is about, `among` those of one name of which the visitor
    must pick. `fact` is the id of what is asked ("answer:ID", "attribute:ID", "hours" …), `says` the sentence of it that
    comes nearest, `zone` how sure that is, `nearly` other facts that come about as near, each with its sentence; `of_it`: what
    comes nearest is of the very attribute and option that are asked about. `number` is
    for how many, `numbers` for how many of each option. `by` is the attribute that a superlative orders by, or PRICE, and CODE
    where a code is asked for without saying which; `highest` its end. `form` are option values of a good (size, colour).
    `how` is how a customer gets on: done, skip, left, stuck, start. `yes_no`: the question wants a yes or no; `values` are the
    known values of an attribute that it asks for, `unlisted` what it asks for and no value is, `figure` the number that it asks
    whether it is enough. `about` is what a doubt is about: price, rival, later or other. `likely` are the products that come
    nearest to what is told, `quote` is the earlier quote that is wanted again. `confidence` is the chance, from 0 to 1, that
    this is what the message does, `why` the evidence that decided.
    """

    kind: ActKind
    options: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    fact: str | None = None
    says: str = ""
    zone: Zone = Zone.SURE
    nearly: Mapping[str, str] = field(default_factory=dict)
    of_it: bool = False
    number: int | None = None
    numbers: Mapping[str, int] = field(default_factory=dict)
    term: str | None = None
    currency: str | None = None
    add_ons: tuple[str, ...] = ()
    code: str | None = None
    customer_kind: str | None = None
    form: Mapping[str, str] = field(default_factory=dict)
    by: str | None = None
    highest: bool = False
    days: tuple[str, ...] = ()
    how: str | None = None
    difference: bool = False
    yes_no: bool = False
    values: tuple[str, ...] = ()
    unlisted: str = ""
    figure: int | None = None
    low: int | None = None
    span: tuple[int, str] | None = None
    about: str | None = None
    free: bool = False
    likely: tuple[str, ...] = ()
    quote: str = ""
    text: str = ""
    confidence: float = 1.0
    why: str = ""

    def with_args(self, why: str, **new: Any) -> Act:
        """The same act with other arguments: what a follow-up leaves out stays as it was."""
        return replace(self, why=why, **new)

    def as_json(self) -> dict[str, Any]:
        """The act as the tracker, the memory and the driver's lines keep it; what was not said is left out."""
        kept: dict[str, Any] = {"act": self.kind.value}
        for one in fields(self):
            value = getattr(self, one.name)
            if one.name == "kind" or not value or (one.name == "zone" and value is Zone.SURE):
                continue
            kept[one.name] = (
                value.value if isinstance(value, Enum) else list(value) if isinstance(value, tuple) else value
            )
        kept["confidence"] = round(self.confidence, 4)
        return kept

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Act:
        """The act that `as_json` wrote; what a newer version added is left out."""
        known = {one.name for one in fields(cls)}
        args: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in kept.items() if name in known
        }
        args["zone"] = Zone(kept.get("zone", Zone.SURE.value))
        return cls(ActKind(kept["act"]), **args)

    def arguments(self) -> dict[str, Any]:
        """What it is about, without how sure it is."""
        return {name: value for name, value in self.as_json().items() if name not in (*_NOT_SAID, "act", "text")}
