"""What to do after answering: at most one next step, by buying stage."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from types import MappingProxyType

from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import BuyingStage, Conversation, FactStatus, Handler, Touch
from milepost.sales.fit.text import Similarity
from milepost.sales.journey import STAGE_STEPS, StagePlan
from milepost.sales.questions import question_before_recommending, quick_replies
from milepost.sales.recommendation import Recommendation, recommend

CONTACT = ("email", "phone")

# A need is asked for once, and once more where it was then said in two ways. Who asks this often in a row and answers nothing
# is asked nothing either.
_MOST_ASKED = 2
_ASKING_ON = 2
_PATIENCE = 2


class Answered(str, Enum):
    """What the turn has done so far."""

    SMALL_TALK = "small_talk"
    NEED = "need"
    REFUSED = "refused"
    WANTS_RECOMMENDATION = "wants_recommendation"
    QUESTION = "question"
    OPTIONS = "options"
    RECOMMENDED = "recommended"
    NOTHING_FITS = "nothing_fits"
    COMPARED = "compared"
    OBJECTION = "objection"
    PRICED = "priced"
    NO_PRICE = "no_price"
    QUOTED = "quoted"
    ORDER = "order"
    CONTACT = "contact"
    CHOSEN = "chosen"
    STEP = "step"
    FEEDBACK = "feedback"
    COMPLAINT = "complaint"
    PRAISE = "praise"
    REFERRAL = "referral"
    UNKNOWN = "unknown"
    MISUNDERSTOOD = "misunderstood"
    HANDED_OVER = "handed_over"


class ActionKind(str, Enum):
    """What may come next; each is an offer to be declined, and none is needed to get help."""

    ASK_NEED = "ask_need"
    RECOMMEND = "recommend"
    OFFER_ARTICLE = "offer_article"
    OFFER_QUOTE = "quote"
    OFFER_PERSON = "person"
    ASK_CONTACT = "contact"
    OFFER_STEP = "step"
    INVITE_REFERRAL = "referral"
    INVITE_REVIEW = "review"
    NOTHING = "nothing"


@dataclass(frozen=True)
class NextAction:
    """One next step. `need` is what is asked for, with its quick replies in `options`.

    For OFFER_ARTICLE and OFFER_STEP `options` is the id of what is offered. `reason` says why: new,
    contradicted, settled, asked_for, unanswered, waiting, stage.
    """

    kind: ActionKind
    need: str | None = None
    options: tuple[str, ...] = ()
    reason: str = "stage"


NOTHING = NextAction(ActionKind.NOTHING)

# What the owner calls each step in journey.yml.
STEP_NAMES: Mapping[str, ActionKind] = MappingProxyType(
    {
        "question": ActionKind.ASK_NEED,
        "recommendation": ActionKind.RECOMMEND,
        "article": ActionKind.OFFER_ARTICLE,
        "quote": ActionKind.OFFER_QUOTE,
        "contact": ActionKind.ASK_CONTACT,
        "person": ActionKind.OFFER_PERSON,
        "step": ActionKind.OFFER_STEP,
        "referral": ActionKind.INVITE_REFERRAL,
        "review": ActionKind.INVITE_REVIEW,
    }
)
# After these a new question would talk past what was just given.
_NO_QUESTION_AFTER = (
    *(Answered.RECOMMENDED, Answered.NOTHING_FITS, Answered.QUOTED, Answered.CONTACT, Answered.STEP),
    *(Answered.FEEDBACK, Answered.PRAISE, Answered.REFERRAL, Answered.ORDER, Answered.COMPLAINT),
    *(Answered.QUESTION, Answered.UNKNOWN, Answered.OBJECTION, Answered.CHOSEN, Answered.REFUSED),
    *(Answered.PRICED, Answered.NO_PRICE, Answered.COMPARED),
)
_RECOMMEND_AFTER = (Answered.SMALL_TALK, Answered.NEED, Answered.REFUSED, Answered.OPTIONS)
# An address is asked for once something is on its way to the visitor, and of nobody else.
_CONTACT_AFTER = (Answered.ORDER, Answered.QUOTED, Answered.CHOSEN)
# An article is worth pointing at for who tells or looks around; who asks something has their answer.
_ARTICLE_AFTER = (Answered.NEED, Answered.REFUSED, Answered.OPTIONS, Answered.NOTHING_FITS)

_NO_QUOTE_AFTER = (
    *(Answered.QUOTED, Answered.OBJECTION, Answered.STEP, Answered.FEEDBACK, Answered.PRAISE, Answered.REFERRAL),
    *(Answered.SMALL_TALK, Answered.REFUSED, Answered.QUESTION, Answered.UNKNOWN, Answered.NO_PRICE),
)
_PERSON_AFTER = (Answered.NOTHING_FITS, Answered.NO_PRICE, Answered.COMPLAINT)
# After these a person as the stage's last step would answer nothing that was said.
_NO_PERSON_AFTER = (
    *(Answered.SMALL_TALK, Answered.CONTACT, Answered.REFUSED, Answered.QUESTION, Answered.STEP, Answered.FEEDBACK),
    *(Answered.PRAISE, Answered.REFERRAL),
)
_UNHAPPY = (Answered.COMPLAINT, Answered.OBJECTION, Answered.UNKNOWN, Answered.MISUNDERSTOOD)


@dataclass(frozen=True)
class _Table:
    """What every step looks at."""

    catalogue: Catalogue
    conversation: Conversation
    answered: Answered
    plan: StagePlan
    today: date | None
    similarity: Similarity | None
    articles: Collection[str] | None = None

    @property
    def stage(self) -> BuyingStage:
        return self.conversation.buying_stage

    def is_open(self, offer: ActionKind) -> bool:
        """An offer that was neither made nor declined."""
        return offer.value not in (*self.conversation.offers_made, *self.conversation.refused_offers)

    def recommendation(self) -> Recommendation:
        return recommend(self.catalogue, self.conversation, today=self.today, similarity=self.similarity)


def next_best_action(
    catalogue: Catalogue,
    conversation: Conversation,
    answered: Answered,
    *,
    today: date | None = None,
    similarity: Similarity | None = None,
    articles: Collection[str] | None = None,
) -> NextAction:
    """The one next step after what the turn has done. `articles` are those that come near to what was said (None: any).

    First what holds in every stage: silence while a rep answers; a person after two misunderstandings or where we have
    no answer; what the visitor asked for; a contradiction. Then the stage's own steps, in order,
    none twice. Contact is asked for only after something of value, and never again once declined.
    """
    if conversation.handler is Handler.REP:
        return NOTHING
    asking = BuyingStage.AWARENESS if conversation.buying_stage is BuyingStage.NONE else conversation.buying_stage
    plan = catalogue.journey.stages.get(asking.value) or StagePlan(asking.value, "", 0, False, False)
    table = _Table(catalogue, conversation, answered, plan, today, similarity, articles)
    urgent = _urgent(table)
    if urgent is not None:
        return urgent
    for kind in steps_of(plan, conversation.buying_stage):
        step = _STEP[kind](table)
        if step is not None:
            return step
    return NOTHING


def steps_of(plan: StagePlan, stage: BuyingStage) -> tuple[ActionKind, ...]:
    """What a stage tries, in order, by the owner's table. Before any evidence only a question may come."""
    kinds = tuple(STEP_NAMES[name] for name in plan.steps or STAGE_STEPS.get(plan.stage, ()))
    return tuple(kind for kind in kinds if kind is ActionKind.ASK_NEED) if stage is BuyingStage.NONE else kinds


def remember(conversation: Conversation, action: NextAction) -> None:
    """Keeps in the memory that a step was taken, so that it is not taken twice."""
    if action.kind is ActionKind.ASK_NEED and action.need:
        conversation.asked = action.need
        conversation.asked_before.append(action.need)
        return
    if action.kind is ActionKind.ASK_CONTACT:
        conversation.asked = action.need
    if action.kind in (ActionKind.OFFER_ARTICLE, ActionKind.OFFER_STEP):
        conversation.offers_made += [f"{action.kind.value}:{option}" for option in action.options]
    elif action.kind not in (ActionKind.NOTHING, ActionKind.RECOMMEND):
        conversation.offers_made.append(action.kind.value)


def _urgent(table: _Table) -> NextAction | None:
    """What does not wait for the stage."""
    conversation, answered = table.conversation, table.answered
    is_waiting = conversation.handler is Handler.WAITING
    if conversation.misunderstandings >= _PATIENCE and not is_waiting:
        return NextAction(ActionKind.OFFER_PERSON, reason="unanswered")
    if answered is Answered.HANDED_OVER or (is_waiting and answered is Answered.COMPLAINT):
        return _contact(table, reason="waiting") or NOTHING
    if answered in _PERSON_AFTER and not is_waiting and "person" not in conversation.refused_offers:
        return NextAction(ActionKind.OFFER_PERSON, reason="unanswered")
    if answered is Answered.MISUNDERSTOOD:
        return NOTHING
    if answered is Answered.WANTS_RECOMMENDATION:
        known = len(_criteria(table)) + bool(conversation.asked and "category" in conversation.facts)
        # Who asks for advice in place of an answer, or upon what we named, gets the best that is known: a question is put once
        # before it.
        has_heard = any(touch.how is Touch.RECOMMENDED for touch in conversation.touches)
        question = _question(table) if known < (1 if conversation.asked else 2) and not has_heard else None
        return question or NextAction(ActionKind.RECOMMEND, reason="asked_for")
    return _contradicted(table)


def _contradicted(table: _Table) -> NextAction | None:
    """A need said in two ways is asked about once."""
    for fact in table.conversation.facts.values():
        is_asked = table.conversation.asked_before.count(fact.name) >= _MOST_ASKED
        if fact.status is FactStatus.CONTRADICTED and fact.name in table.catalogue.journey.needs and not is_asked:
            return NextAction(ActionKind.ASK_NEED, fact.name, reason="contradicted")
    return None


def _is_decided(table: _Table) -> bool:
    """Whether the visitor is closing on an option of their choice: what they need is no longer the question."""
    chosen = any(touch.how is Touch.CHOSEN for touch in table.conversation.touches)
    return chosen and table.stage is BuyingStage.PURCHASE


def _may_ask(table: _Table) -> bool:
    """Whether a question is welcome: not to who wants none, waits for a person, or asks on and on and answers nothing."""
    conversation = table.conversation
    return not conversation.quiet and conversation.asking < _ASKING_ON and conversation.handler is Handler.BOT


def _question(table: _Table) -> NextAction | None:
    if table.answered in _NO_QUESTION_AFTER or _is_decided(table) or not _may_ask(table):
        return None
    need = question_before_recommending(
        table.catalogue, table.conversation, today=table.today, similarity=table.similarity
    )
    if need is None:
        return None
    replies = quick_replies(table.catalogue, table.conversation, need, today=table.today)
    return NextAction(ActionKind.ASK_NEED, need.id, replies, "new")


def _recommend(table: _Table) -> NextAction | None:
    """Once what is known says something, and again when it says something else.

    Where the owner allows no pitch, only who has answered our questions is told what came of them.
    """
    conversation = table.conversation
    decided = (Touch.CHOSEN, Touch.PRICED) if table.stage is BuyingStage.PURCHASE else (Touch.CHOSEN,)
    if table.answered not in _RECOMMEND_AFTER or any(touch.how in decided for touch in conversation.touches):
        return None
    earned = table.plan.may_pitch or bool(conversation.asked_before)
    if conversation.is_before_interest or not earned or not _criteria(table):
        return None
    result = table.recommendation()
    best = next(iter((*result.fits, *result.nearest)), None)
    known = {touch.option for touch in conversation.touches if touch.how is Touch.RECOMMENDED}
    if known and table.answered is Answered.REFUSED:  # they have heard what we would take
        return None
    is_known = best is not None and bool({best.key, f"product:{best.product.id}"} & known)
    if best is None or (is_known and (result.fits or table.answered is not Answered.NEED)):
        return None
    return NextAction(ActionKind.RECOMMEND, reason="settled")


def _article(table: _Table) -> NextAction | None:
    """The stage's next article that was not offered yet, of those about anything or about what came up."""
    if table.answered not in _ARTICLE_AFTER:
        return None
    touched = {touch.option for touch in table.conversation.touches}
    for article_id in table.plan.articles:
        article = table.catalogue.articles.get(article_id)
        if table.articles is not None and article_id not in table.articles:
            continue
        if article is None or f"{ActionKind.OFFER_ARTICLE.value}:{article_id}" in table.conversation.offers_made:
            continue
        if not article.products or any(f"product:{product}" in touched for product in article.products):
            return NextAction(ActionKind.OFFER_ARTICLE, options=(article_id,))
    return None


def _quote(table: _Table) -> NextAction | None:
    """A quote of the plan that is meant: in evaluation once it was priced, in purchase once it was named."""
    conversation = table.conversation
    if table.answered in _NO_QUOTE_AFTER:
        return None
    meant = [touch for touch in conversation.touches if touch.option.startswith("plan:")]
    meant = [touch for touch in meant if touch.how is not Touch.RULED_OUT]
    if table.stage is BuyingStage.EVALUATION:
        meant = [touch for touch in meant if touch.how in (Touch.PRICED, Touch.CHOSEN)]
    if not meant or conversation.quotes or not table.is_open(ActionKind.OFFER_QUOTE):
        return None
    return NextAction(ActionKind.OFFER_QUOTE)


def _contact(table: _Table, *, reason: str = "stage") -> NextAction | None:
    """An address, after something of value or while a person is to come; never one that is known or was declined."""
    conversation = table.conversation
    is_owed = reason == "waiting"
    if not is_owed and table.answered not in _CONTACT_AFTER:
        return None
    if not is_owed and (
        conversation.is_before_interest or not table.plan.may_ask_contact or not conversation.value_given
    ):
        return None
    if not table.is_open(ActionKind.ASK_CONTACT) or any(name in conversation.facts for name in CONTACT):
        return None
    return NextAction(ActionKind.ASK_CONTACT, "email", reason=reason)


def _person(table: _Table) -> NextAction | None:
    if table.answered in _NO_PERSON_AFTER:
        return None
    if table.conversation.handler is Handler.WAITING or not table.is_open(ActionKind.OFFER_PERSON):
        return None
    return NextAction(ActionKind.OFFER_PERSON)


def _step(table: _Table) -> NextAction | None:
    """The next step to get going with what was bought."""
    conversation = table.conversation
    steps = [step for step in table.catalogue.journey.onboarding if step.product in (conversation.bought, "*")]
    if conversation.bought is None or table.answered is Answered.STEP or conversation.onboarding_step >= len(steps):
        return None
    step = steps[conversation.onboarding_step]
    if f"{ActionKind.OFFER_STEP.value}:{step.id}" in conversation.offers_made:
        return None
    return NextAction(ActionKind.OFFER_STEP, options=(step.id,))


def _referral(table: _Table) -> NextAction | None:
    offered = table.catalogue.journey.referrals.reward and table.is_open(ActionKind.INVITE_REFERRAL)
    return NextAction(ActionKind.INVITE_REFERRAL) if offered and _is_happy(table, Answered.REFERRAL) else None


def _review(table: _Table) -> NextAction | None:
    offered = table.catalogue.journey.referrals.review_link and table.is_open(ActionKind.INVITE_REVIEW)
    return NextAction(ActionKind.INVITE_REVIEW) if offered and _is_happy(table, Answered.PRAISE) else None


def _is_happy(table: _Table, just_done: Answered) -> bool:
    """Nobody with an open problem is asked for a favour, and nobody for the one just done."""
    return table.answered not in (*_UNHAPPY, just_done) and table.conversation.handler is Handler.BOT


def _criteria(table: _Table) -> list[str]:
    """The needs known that choose between options."""
    result = table.recommendation()
    options = (*result.fits, *result.nearest)
    return list(dict.fromkeys(reason.need for option in options[:1] for reason in option.reasons))


_STEP: Mapping[ActionKind, Callable[[_Table], NextAction | None]] = MappingProxyType(
    {
        ActionKind.ASK_NEED: _question,
        ActionKind.RECOMMEND: _recommend,
        ActionKind.OFFER_ARTICLE: _article,
        ActionKind.OFFER_QUOTE: _quote,
        ActionKind.ASK_CONTACT: _contact,
        ActionKind.OFFER_PERSON: _person,
        ActionKind.OFFER_STEP: _step,
        ActionKind.INVITE_REFERRAL: _referral,
        ActionKind.INVITE_REVIEW: _review,
    }
)
