"""What the bot knows in a conversation: the working memory that every station of a turn reads and one commit keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from milepost.sales.cases import Case


class BuyingStage(str, Enum):
    """How far along a visitor is; NONE only before any evidence."""

    NONE = "none"
    AWARENESS = "awareness"
    RESEARCH = "research"
    EVALUATION = "evaluation"
    PURCHASE = "purchase"
    ONBOARDING = "onboarding"
    RETENTION = "retention"
    ADVOCACY = "advocacy"


CUSTOMER_STAGES = (BuyingStage.ONBOARDING, BuyingStage.RETENTION, BuyingStage.ADVOCACY)
"""Of who has bought."""

# As likely as this beside interest, "before interest" is taken for true.
NEARLY = 0.5
BEFORE_INTEREST = (BuyingStage.NONE, BuyingStage.AWARENESS)
"""Of who only tells of a problem: nothing is pitched and no contact asked for."""


CONTACT_FACTS = ("contact_name", "email", "phone", "company")
"""Facts that say who a visitor is, not what they need."""


class FactStatus(str, Enum):
    """How a fact is known. ASKED: asked and not answered."""

    SAID = "said"
    INFERRED = "inferred"
    ASKED = "asked"
    REFUSED = "refused"
    CONTRADICTED = "contradicted"


KNOWN = (FactStatus.SAID, FactStatus.INFERRED, FactStatus.CONTRADICTED)
"""The statuses of a fact that has a value."""


class Handler(str, Enum):
    """Who answers the visitor. WAITING: a person was promised and has not come yet; the bot still helps."""

    BOT = "bot"
    WAITING = "waiting"
    REP = "rep"


class Touch(str, Enum):
    """How an option came up."""

    MENTIONED = "mentioned"
    RECOMMENDED = "recommended"
    COMPARED = "compared"
    PRICED = "priced"
    RULED_OUT = "ruled_out"
    CHOSEN = "chosen"


@dataclass(frozen=True)
class Evidence:
    """The visitor's own words and the message that they stand in."""

    message: str
    words: str


@dataclass(frozen=True)
class Earlier:
    """What a visitor had said of the same thing before, and where."""

    value: Any
    evidence: Evidence | None = None


@dataclass(frozen=True)
class Entry:
    """Who of the company's people wrote a fact in by hand (a user's id), and when (ISO 8601)."""

    user: str
    at: str


@dataclass(frozen=True)
class Fact:
    """A need or a contact detail. `value` is JSON in the normal form of its need; None where the status has no value.

    `earlier` is the value that a contradicted one does not agree with: both are shown until the visitor settles it.
    `entry`: the value is a rep's word; evidence beside it is what the visitor had said of the same thing.
    """

    name: str
    value: Any
    status: FactStatus
    evidence: Evidence | None = None
    earlier: Earlier | None = None
    entry: Entry | None = None


@dataclass(frozen=True)
class OptionTouch:
    """That a product, plan or competitor came up. `option` is "product:ID", "plan:ID" or "competitor:ID"."""

    option: str
    how: Touch
    message: str


@dataclass(frozen=True)
class OtherPerson:
    """Somebody else of the deal whom the visitor names or gives an address of. `part` is who that is to them ("deputy"); `message`
    and `words` are where it stands."""

    name: str = ""
    part: str = ""
    email: str = ""
    phone: str = ""
    message: str = ""
    words: str = ""

    @property
    def who(self) -> str:
        """The name, else the part; "" where only an address was given."""
        return self.name or self.part

    @property
    def addresses(self) -> tuple[str, ...]:
        """The ways to reach them."""
        return tuple(filter(None, (self.email, self.phone)))


@dataclass(frozen=True)
class StageChange:
    """The stage after one message, the belief over all stages, and the words that moved it."""

    message: str
    stage: BuyingStage
    confidence: float
    belief: Mapping[str, float]
    cues: tuple[str, ...] = ()


@dataclass
class Conversation:
    """The memory of one conversation. Changed in place during a turn, stored as JSON at its end.

    `shown` are the options last listed, in order (for "the second"). `asked` is the need whose question is open;
    `asked_before` every need asked so far, in order. `refused_offers` are offers that the visitor declined ("contact",
    "person", "referral"). `insisted` are the needs that were named against a recommendation: limits from then on.
    `english_noted`: the visitor was told that the owner's words are in English only.
    `offered` is the offer that a bare yes or no would answer, `offers_made` all so far in order; `pending` is "deliver_quote" while
    a quote waits for an address.
    `acts` are those of the last messages, as `Act.as_json` writes them; `focus` the options that they were about, `subjects` the
    ids of the facts that were spoken of last, the newest first; `case` what prices are worked out for, `add_on` the extra
    spoken of last, `asked_in_full` the last message that asked something by itself.
    `goods` is how much what was told so far speaks for each product, `rival` the competitor spoken of last.
    `do_not_contact` are the ways on which the visitor wants to hear nothing of us any more: "mail", "call".
    `missing` is what the last act still needs and was asked for: "option" or "number".
    `asking` is how many messages in a row asked us something and told nothing; `quiet`: no question of ours is wanted.
    `others` are other people of the deal, in the order in which they were named. `apologised`: who waits for a person has heard
    that we are sorry.
    """

    id: str
    channel: str = "web"
    language: str = "en"
    facts: dict[str, Fact] = field(default_factory=dict)
    asked: str | None = None
    asked_before: list[str] = field(default_factory=list)
    stages: list[StageChange] = field(default_factory=list)
    touches: list[OptionTouch] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    misunderstandings: int = 0
    handler: Handler = Handler.BOT
    bought: str | None = None
    onboarding_step: int = 0
    quotes: list[str] = field(default_factory=list)
    objections: list[str] = field(default_factory=list)
    offers_made: list[str] = field(default_factory=list)
    refused_offers: list[str] = field(default_factory=list)
    insisted: list[str] = field(default_factory=list)
    value_given: bool = False
    english_noted: bool = False
    offered: str | None = None
    pending: str | None = None
    acts: list[dict[str, Any]] = field(default_factory=list)
    focus: list[str] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    case: Case = field(default_factory=Case)
    add_on: str | None = None
    asked_in_full: str = ""
    goods: dict[str, float] = field(default_factory=dict)
    rival: str | None = None
    missing: str | None = None
    asking: int = 0
    quiet: bool = False
    consents: dict[str, bool] = field(default_factory=dict)
    do_not_contact: list[str] = field(default_factory=list)
    others: list[OtherPerson] = field(default_factory=list)
    apologised: bool = False

    @property
    def buying_stage(self) -> BuyingStage:
        """The stage after the last message."""
        return self.stages[-1].stage if self.stages else BuyingStage.NONE

    @property
    def is_before_interest(self) -> bool:
        """Whether the visitor only tells of a problem or finds out what exists; where that is half as likely as that they look at
        what there is, it counts as such: too early a pitch costs more than a late one."""
        if self.buying_stage is not BuyingStage.RESEARCH:
            return self.buying_stage in BEFORE_INTEREST
        belief = self.stages[-1].belief
        return belief.get(BuyingStage.AWARENESS.value, 0.0) >= NEARLY * belief.get(BuyingStage.RESEARCH.value, 0.0)

    def value(self, need: str) -> Any:
        """What is known of a need, in normal form; None where nothing is. Of a contradiction, the newer value."""
        fact = self.facts.get(need)
        return fact.value if fact and fact.status in KNOWN else None

    def touch(self, option: str, how: Touch, message: str) -> None:
        """Remember that an option came up."""
        self.touches.append(OptionTouch(option, how, message))
