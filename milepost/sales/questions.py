"""Which question to ask next: the one whose answer is expected to tell the options still in the running best apart."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from math import log2, prod

from milepost.sales.catalogue import AttributeType, Catalogue
from milepost.sales.conversations import BuyingStage, Conversation, Fact, FactStatus
from milepost.sales.fit.answers import PossibleAnswer, possible_answers
from milepost.sales.fit.reasons import Candidate, Reason, Verdict
from milepost.sales.fit.text import Similarity
from milepost.sales.fit.verdicts import judge, judge_all
from milepost.sales.journey import NeedDefinition
from milepost.sales.recommendation import WORTH_SHOWING, RankedOption, cost_of, likelihood, ranked

# Options beyond these are too unlikely to matter to a question.
_CONSIDERED = 60
# A question is worth asking when its answer changes the recommendation at least this often.
_LEAST_CHANGE = 0.05
# What each question asked so far adds to what the next one must be worth: bits of information times the need's weight.
_LEAST_VALUE = 0.1
# What it is worth, in bits, to know for how many: the price of the recommendation hangs on it.
_PRICE_BITS = 0.25
# What is expected of the use, where the catalogue names none to choose from and the visitor's words go by descriptions;
# in proportion to the share of the options that are left to choose from.
_OPEN_BITS = 0.3
# What is left of an option that costs more than an answer allows: it would not be recommended.
_OVER_BUDGET = 0.01
# Figures of more values than these are not offered as quick replies.
_FEW, _FEW_THRESHOLDS = 6, 3
_QUANTITIES = ("team_size", "quantity")


@dataclass(frozen=True)
class _Outlook:
    """What one need's question promises: bits of information, and how often it changes what is recommended."""

    bits: float
    change: float


def next_question(
    catalogue: Catalogue,
    conversation: Conversation,
    *,
    today: date | None = None,
    among: Collection[str] = (),
    similarity: Similarity | None = None,
) -> NeedDefinition | None:
    """The need to ask for, or None when no answer would change the recommendation or its price, or none may be asked.

    Maximum expected information gain (Lindley 1956, Ann. Math. Stat. 27:986; as a dialogue policy over a product
    database: Wu, Li & Lee 2015, arXiv:1504.07182, entropy minimisation), times the need's weight. Each option is right
    with the probability that the answers so far leave it; an answer is given by whom that option suits, but for a share
    of noise, so that no single answer excludes (`recommendation.likelihood`).
    """
    everything = ranked(catalogue, conversation, today=today, among=among, similarity=similarity)
    return _best(catalogue, conversation, everything, today, similarity)[1]


def question_before_recommending(
    catalogue: Catalogue,
    conversation: Conversation,
    *,
    today: date | None = None,
    similarity: Similarity | None = None,
) -> NeedDefinition | None:
    """The next question where it is worth more to the visitor than hearing a first recommendation now.

    Every question asked so far raises what the next one must be worth; and once nothing fits none is asked, for no
    further answer mends that.
    """
    everything = ranked(catalogue, conversation, today=today, similarity=similarity)
    if everything and conversation.asked_before and not any(option.is_fit for option in everything):
        return None
    value, need = _best(catalogue, conversation, everything, today, similarity)
    return need if value > _LEAST_VALUE * len(set(conversation.asked_before)) else None


def _best(
    catalogue: Catalogue,
    conversation: Conversation,
    everything: Sequence[RankedOption],
    today: date | None,
    similarity: Similarity | None,
) -> tuple[float, NeedDefinition | None]:
    """The most valuable question of those that may change the recommendation, with its value."""
    if questions_left(catalogue, conversation) <= 0:
        return 0.0, None
    options = _in_question(everything)[:_CONSIDERED]
    left = min(1.0, len(options) / max(1, len(everything)))
    best: tuple[float, NeedDefinition | None] = (0.0, None)
    for need in askable(catalogue, conversation):
        replies = possible_answers(catalogue, conversation, need, options=options)
        answers = [answer for answer in replies if answer.value is not None]
        outlook = _outlook(catalogue, conversation, need, answers, options, today, similarity)
        is_open = need.kind == "use_case" and len(answers) < 2
        value = float(need.weight) * outlook.bits * (left if is_open else 1.0)
        if outlook.change >= _LEAST_CHANGE and value > best[0]:
            best = (value, need)
    return best


def questions_left(catalogue: Catalogue, conversation: Conversation) -> int:
    """How many more may be asked: the whole conversation's budget, and what its stages so far allow together."""
    stages = {_asking_stage(change.stage) for change in conversation.stages} | {
        _asking_stage(conversation.buying_stage)
    }
    plans = [catalogue.journey.stages[stage] for stage in stages if stage in catalogue.journey.stages]
    allowed = min(catalogue.journey.question_budget, sum(plan.questions for plan in plans))
    here = catalogue.journey.stages.get(_asking_stage(conversation.buying_stage))
    return allowed - len(set(conversation.asked_before)) if here and here.questions else 0


def askable(catalogue: Catalogue, conversation: Conversation) -> list[NeedDefinition]:
    """The needs of this stage that are not known, implied, refused or asked for already."""
    stage = _asking_stage(conversation.buying_stage)
    return [
        need
        for need in catalogue.journey.needs.values()
        if stage in need.stages
        and need.id not in conversation.facts
        and need.id not in conversation.asked_before
        and not _is_implied(catalogue, conversation, need)
    ]


def quick_replies(
    catalogue: Catalogue, conversation: Conversation, need: NeedDefinition, *, today: date | None = None
) -> tuple[str, ...]:
    """What to offer as buttons beside a question: the owner's words, or values in the conversation's language.

    None of our own for an amount with many values: it is typed more exactly than picked from three spans, and a span
    that was picked hides what is wanted.
    """
    if need.kind in ("must_have_features", "use_case") and not need.options and not _are_told(catalogue, need):
        return ()
    options = _in_question(ranked(catalogue, conversation, today=today))
    if not need.options and _has_many_values(catalogue, need, options):
        return ()
    answers = possible_answers(catalogue, conversation, need, options=options, language=conversation.language)
    return tuple(answer.text for answer in answers) if len(answers) > 1 else ()


def _has_many_values(catalogue: Catalogue, need: NeedDefinition, options: Sequence[RankedOption]) -> bool:
    if need.kind == "budget":
        return len({option.price.total.amount for option in options if option.price}) > _FEW
    attribute = catalogue.attributes.get(need.attribute or "")
    if attribute is None or attribute.type is not AttributeType.NUMBER:
        return False
    candidates = [Candidate(catalogue, option.product, option.plan, None) for option in options]
    values = {candidate.attributes.get(attribute.id) for candidate in candidates} - {None}
    # "At least so many" hides what is wanted even more than a span does.
    return len(values) > (_FEW_THRESHOLDS if attribute.better else _FEW)


def _are_told(catalogue: Catalogue, need: NeedDefinition) -> bool:
    """Whether the owner names uses to choose from; features made from attribute names would only lead the visitor."""
    return need.kind == "use_case" and any(product.use_cases for product in catalogue.products.values())


def _in_question(options: Sequence[RankedOption]) -> list[RankedOption]:
    """What an answer may still decide between: the options that fit, or where none does, those within the hard limits."""
    return [option for option in options if option.is_fit] or [option for option in options if not option.violations]


def _outlook(
    catalogue: Catalogue,
    conversation: Conversation,
    need: NeedDefinition,
    answers: Sequence[PossibleAnswer],
    options: Sequence[RankedOption],
    today: date | None,
    similarity: Similarity | None,
) -> _Outlook:
    """Prior entropy less the expected entropy after the answer, over the options."""
    if need.kind == "use_case" and len(answers) < 2:
        is_open = len(options) > 1 and options[1].weight >= options[0].weight * WORTH_SHOWING
        return _Outlook(_OPEN_BITS, 1.0) if is_open else _Outlook(0.0, 0.0)
    if len(answers) < 2 or not options:
        return _Outlook(0.0, 0.0)
    prices_change = need.kind in _QUANTITIES or need.id in _QUANTITIES
    columns = []
    first_changes = []
    for answer in answers:
        after = _after(catalogue, conversation, need, answer, options, today, similarity, again=prices_change)
        columns.append(
            [max(new.weight, 1e-12) / max(old.weight, 1e-12) for old, new in zip(options, after, strict=True)]
        )
        best = min(after, key=lambda option: (-round(option.weight, 9), cost_of(option)))
        first_changes.append(best.key != options[0].key or (prices_change and cost_of(best) != cost_of(options[0])))
    total = sum(option.weight for option in options) or 1.0
    prior = [option.weight / total for option in options]
    bits, change, known = 0.0, 0.0, _entropy(prior)
    rows = [sum(column[index] for column in columns) or 1.0 for index in range(len(options))]
    for column, changes in zip(columns, first_changes, strict=True):
        joint = [p * column[index] / rows[index] for index, p in enumerate(prior)]
        share = sum(joint)
        if share > 0:
            bits += share * (known - _entropy([each / share for each in joint]))
            change += share * changes
    return _Outlook(bits + (_PRICE_BITS if prices_change and change else 0.0), change)


def _after(
    catalogue: Catalogue,
    conversation: Conversation,
    need: NeedDefinition,
    answer: PossibleAnswer,
    options: Sequence[RankedOption],
    today: date | None,
    similarity: Similarity | None,
    *,
    again: bool,
) -> list[RankedOption]:
    """The options as they would stand after an answer, in the same order; priced again where the quantity changes."""
    fact = Fact(need.id, answer.value, FactStatus.SAID)
    if again:
        assumed = copy(conversation)
        assumed.facts = {**conversation.facts, need.id: fact}
        keys = {option.key for option in options}
        ranking = ranked(catalogue, assumed, today=today, among=keys, similarity=similarity)
        found = {option.key: option for option in ranking}
        return [
            _weighed(found[option.key], 0.0) if found[option.key].violations else found[option.key]
            for option in options
        ]
    candidates = [Candidate(catalogue, option.product, option.plan, option.price) for option in options]
    result = []
    for option, reasons in zip(options, judge_all(fact, candidates, similarity=similarity), strict=True):
        left = prod(likelihood(reason.score) for reason in reasons)
        if any(reason.need == "budget" and reason.verdict is Verdict.LACKS for reason in reasons):
            left *= _OVER_BUDGET
        result.append(_weighed(option, option.weight * left))
    return result


def _weighed(option: RankedOption, weight: float) -> RankedOption:
    return RankedOption(option.product, option.plan, option.price, option.reasons, weight)


def _entropy(shares: Sequence[float]) -> float:
    return -sum(share * log2(share) for share in shares if share > 0)


def _asking_stage(stage: BuyingStage) -> str:
    """Before any evidence a visitor is treated as one who has just met the brand."""
    return BuyingStage.AWARENESS.value if stage is BuyingStage.NONE else stage.value


def _is_implied(catalogue: Catalogue, conversation: Conversation, need: NeedDefinition) -> bool:
    """An attribute that a must-have already speaks of, or that was given under its own name."""
    if need.attribute is None:
        return False
    if conversation.value(need.attribute) is not None:
        return True
    features = conversation.facts.get("must_have_features")
    if features is None or conversation.value("must_have_features") is None:
        return False
    reasons: list[Reason] = []
    for product in catalogue.products.values():
        reasons += judge(features, Candidate(catalogue, product, None, None))
    return any(reason.attribute == need.attribute for reason in reasons)
