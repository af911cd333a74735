"""What the conversation is about when a message comes: the last acts, the options in focus and shown, the case, what is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from milepost.dialogue.acts import UNKNOWN_FACT, Act, ActKind
from milepost.sales.cases import Case
from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import CUSTOMER_STAGES, BuyingStage, Conversation, Handler
from milepost.sales.options import exists, is_ours

_ASKS = (
    *(ActKind.ASK_FACT, ActKind.ASK_PRICE, ActKind.ASK_RECOMMENDATION, ActKind.COMPARE, ActKind.WANT_TO_REFER),
    *(ActKind.MAKE_COMPLAINT, ActKind.ASK_DISCOUNT, ActKind.ASK_OFFER, ActKind.ASK_SUPERLATIVE, ActKind.ASK_STOCK),
)
# Acts that leave what was spoken of as it was: the follow-up after them goes back to the act before.
PASSING = (
    *(ActKind.GREET, ActKind.THANK, ActKind.AFFIRM, ActKind.DENY, ActKind.WAIT, ActKind.TAKE_BACK, ActKind.LAUGH),
    *(ActKind.BOT_CHALLENGE, ActKind.UNCLEAR, ActKind.OUT_OF_SCOPE, ActKind.STATE_NEED, ActKind.REFUSE_TO_SAY),
    *(ActKind.SHARE_CONTACT, ActKind.STOP_ASKING, ActKind.WITHDRAW_CONSENT, ActKind.JUST_LOOKING, ActKind.GOODBYE),
)
MOST_SUBJECTS = 3
# What an act without a fact of its own is about.
_SUBJECT_OF = {
    ActKind.WANT_TO_REFER: "referral",
    ActKind.ASK_LOYALTY: "loyalty",
    ActKind.WANT_TO_BUY: "order_steps",
    ActKind.REQUEST_QUOTE: "order_steps",
}


@dataclass(frozen=True)
class Context:
    """What a message comes upon.

    `last` is the last act that left something to follow up, `previous` what the message before it did. `focus` are the options
    spoken of last, `shown` those last listed or compared, in order. `asked` is the need whose question is open, `offered`
    the offer that a yes would answer, `missing` what the last act still needs and was asked for ("option" or "number").
    `subjects` are the facts spoken of last, the newest first.
    `goods` is how much what was told so far speaks for each product, `rival` the competitor spoken of last and `ours` the option
    of ours. `before` is the last message that asked something in full.
    """

    last: Act | None = None
    previous: tuple[ActKind, ...] = ()
    focus: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    case: Case = field(default_factory=Case)
    stage: BuyingStage = BuyingStage.NONE
    asked: str | None = None
    offered: str | None = None
    before: str = ""
    bought: str | None = None
    is_first: bool = True
    is_waiting: bool = False
    goods: Mapping[str, float] = field(default_factory=dict)
    rival: str | None = None
    ours: str | None = None
    add_on: str | None = None
    missing: str | None = None
    subjects: tuple[str, ...] = ()

    @classmethod
    def of(cls, conversation: Conversation) -> Context:
        """The context that a conversation's memory holds."""
        acts = [Act.from_json(kept) for kept in conversation.acts]
        return cls(
            last=next((act for act in reversed(acts) if act.kind not in PASSING), None),
            previous=tuple(act.kind for act in acts if act.text == (acts[-1].text if acts else "") or act is acts[-1]),
            focus=tuple(conversation.focus),
            shown=tuple(conversation.shown),
            case=conversation.case,
            stage=conversation.buying_stage,
            asked=conversation.asked,
            offered=conversation.offered,
            before=conversation.asked_in_full,
            bought=conversation.bought or ("*" if conversation.buying_stage in CUSTOMER_STAGES else None),
            is_first=not conversation.stages,
            is_waiting=conversation.handler is Handler.WAITING,
            goods=conversation.goods,
            rival=conversation.rival,
            ours=_last_of_ours(conversation),
            add_on=conversation.add_on,
            missing=conversation.missing,
            subjects=tuple(conversation.subjects),
        )

    def known_to(self, catalogue: Catalogue) -> Context:
        """The context without what the catalogue in force does not have any more."""
        last = self.last
        if last is not None and last.options:
            last = replace(last, options=_existing(catalogue, last.options))
        case = self.case.changed(
            add_ons=tuple(each for each in self.case.add_ons if each in catalogue.add_ons),
            basket={plan: number for plan, number in self.case.basket.items() if plan in catalogue.plans},
        )
        return replace(
            self,
            last=last,
            focus=_existing(catalogue, self.focus),
            shown=_existing(catalogue, self.shown),
            case=case,
            goods={option: share for option, share in self.goods.items() if exists(catalogue, option)},
            add_on=self.add_on if self.add_on in catalogue.add_ons else None,
        )

    def after(self, act: Act, case: Case, focus: Sequence[str] = ()) -> Context:
        """The context for the next part of the same message."""
        return replace(
            self,
            last=self.last if act.kind in PASSING else act,
            focus=tuple(focus) or self.focus,
            case=case,
            before=act.text if asks_in_full(act) else self.before,
            subjects=subjects_after(self.subjects, act),
        )


def _last_of_ours(conversation: Conversation) -> str | None:
    """The option of ours that came up last."""
    return next((touch.option for touch in reversed(conversation.touches) if is_ours(touch.option)), None)


def subjects_after(subjects: Sequence[str], act: Act) -> tuple[str, ...]:
    """The facts spoken of last after an act, the newest first: what follows most often goes on about one of them."""
    fact = act.fact if act.fact not in (None, UNKNOWN_FACT) else _SUBJECT_OF.get(act.kind)
    return tuple(dict.fromkeys((fact, *subjects)))[:MOST_SUBJECTS] if fact else tuple(subjects)


def asks_in_full(act: Act) -> bool:
    """Whether an act's words can be understood without those before it: what follows may lean on them."""
    return act.kind in _ASKS and not act.why.startswith("follow-up") and bool(act.text)


def _existing(catalogue: Catalogue, options: Sequence[str]) -> tuple[str, ...]:
    return tuple(option for option in options if exists(catalogue, option))
