"""The context that annotated turns leave: what the conversation is about if every message was read and answered as annotated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from milepost.dialogue.acts import Act, ActKind
from milepost.dialogue.case_changes import case_upon
from milepost.dialogue.context import PASSING, Context, asks_in_full, subjects_after
from milepost.dialogue.interpretation import goods_after
from milepost.dialogue.proposals import Proposer
from milepost.dialogue.reading import Reading
from milepost.dialogue.referents import Referents
from milepost.learning.conversations import Annotated, AnnotatedTurn, facts_of
from milepost.learning.parts import by_part
from milepost.nlu.mention_matching.matching import mentions
from milepost.nlu.mention_matching.names import CatalogueNames
from milepost.sales.cases import Case
from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import BuyingStage
from milepost.sales.options import exists, is_ours, product_of
from milepost.store.catalogue_files import load_catalogue

_AFTER_THE_SALE = (BuyingStage.ONBOARDING, BuyingStage.RETENTION, BuyingStage.ADVOCACY)
_OPTIONS = ("plan", "product", "competitor")
_OFFERS = ("shall i", "would you like", "want me", "should i", "do you want")
# Messages of more words can be leant on, as in `interpretation.remember`; of an answer's options so many are listed.
_TELLING_WORDS, _MOST_SHOWN = 2, 4
# That there was a question, an offer or a purchase: which one, an annotated turn does not say.
_SOME = "some"


@dataclass(frozen=True, eq=False)
class Company:
    """A catalogue with what proposes acts against it and finds its names."""

    catalogue: Catalogue

    @cached_property
    def referents(self) -> Referents:
        return Referents(self.catalogue)

    @cached_property
    def proposer(self) -> Proposer:
        return Proposer(self.catalogue, self.referents)

    @cached_property
    def names(self) -> CatalogueNames:
        return CatalogueNames(self.catalogue)


class Companies:
    """The companies that conversations are held with, each read once from its folder."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: dict[str, Company] = {}

    def of(self, folder: str) -> Company:
        """The company whose catalogue lies in this folder. Raises CatalogueError."""
        if folder not in self._known:
            self._known[folder] = Company(load_catalogue(self._root / folder))
        return self._known[folder]


def act_of(annotated: Annotated, text: str) -> Act:
    """The act that an annotator says a message does."""
    return Act(
        ActKind(annotated["act"]),
        tuple(annotated.get("options") or ()),
        fact=next(iter(facts_of(annotated)), None),
        number=annotated.get("number"),
        term=annotated.get("term"),
        currency=annotated.get("currency"),
        customer_kind=annotated.get("customer_kind"),
        code=annotated.get("code"),
        add_ons=tuple(annotated.get("add_ons") or ()),
        by=annotated.get("by"),
        how=annotated.get("how"),
        text=text,
    )


def leant_on(turn: AnnotatedTurn, before: str) -> str:
    """The last message that asked something in full, after this turn."""
    asks = any(asks_in_full(act_of(act, turn.text)) for act in turn.acts)
    return turn.text if asks and len(turn.text.split()) > _TELLING_WORDS else before


def context_after(context: Context, turn: AnnotatedTurn, readings: Sequence[Reading], company: Company) -> Context:
    """What the message after a turn comes upon; the options in focus are those annotated, else the first that is answered."""
    acts = [act_of(act, turn.text) for act in turn.acts]
    meant = [each for act in acts for each in act.options if exists(company.catalogue, each)]
    told = _told(turn.answer, company)
    focus = context.focus
    if meant:
        focus = tuple(dict.fromkeys(meant))
    elif told and len(told) <= 2:
        focus = told[:1]
    asked, offered = _left_open(turn.answer)
    add_on = next(
        (f.partition(":")[2] for act in turn.acts for f in facts_of(act)[:1] if f.startswith("add_on:")), None
    )
    return Context(
        last=next((act for act in reversed(acts) if act.kind not in PASSING), context.last),
        previous=tuple(act.kind for act in acts),
        focus=focus,
        shown=told[:_MOST_SHOWN] if len(told) > 1 else tuple(meant) if len(set(meant)) > 1 else context.shown,
        case=_case(context, readings, meant or list(context.focus), turn, company.catalogue),
        stage=turn.stage,
        asked=asked,
        offered=offered,
        before=leant_on(turn, context.before),
        bought=context.bought or (_SOME if turn.stage in _AFTER_THE_SALE else None),
        is_first=False,
        is_waiting=context.is_waiting or turn.handoff,
        rival=next((each for each in reversed(meant) if not is_ours(each)), context.rival),
        ours=next((each for each in reversed((*meant, *told)) if is_ours(each)), context.ours),
        add_on=add_on or context.add_on,
        goods=_goods(context, readings, turn.acts),
        subjects=_subjects(context, acts),
    )


def _goods(context: Context, readings: Sequence[Reading], acts: Sequence[Annotated]) -> Mapping[str, float]:
    """How much speaks for each product after a message, by the parts of it that tell of something."""
    goods = context.goods
    for reading, own in zip(readings, by_part(readings, acts), strict=True):
        for act in [act_of(each, reading.text) for each in own] or [Act(ActKind.STATE_NEED)]:
            goods = goods_after(goods, reading, act)
    return goods


def _subjects(context: Context, acts: Sequence[Act]) -> tuple[str, ...]:
    """The facts spoken of last, after these acts."""
    subjects = context.subjects
    for act in acts:
        subjects = subjects_after(subjects, act)
    return subjects


def within_message(context: Context, reading: Reading, annotated: Sequence[Annotated], company: Company) -> Context:
    """The context for the next part of a message, after a part that does these acts: its case, and what it names of ours."""
    case = _case_upon(context.case, reading, annotated, context.focus, company.catalogue)
    named = tuple(option for option in company.referents.named(reading, context).options if is_ours(option))
    return replace(context, case=case, focus=named or context.focus, goods=_goods(context, [reading], annotated))


def _case(
    context: Context, readings: Sequence[Reading], meant: Sequence[str], turn: AnnotatedTurn, catalogue: Catalogue
) -> Case:
    """The case after the words of a message, set right by the prices that it is annotated to ask for."""
    case = context.case
    for reading, annotated in zip(readings, by_part(readings, turn.acts), strict=True):
        case = _case_upon(case, reading, annotated, meant, catalogue)
    return case


def _case_upon(
    case: Case, reading: Reading, annotated: Sequence[Annotated], focus: Sequence[str], catalogue: Catalogue
) -> Case:
    acts = [act_of(act, reading.text) for act in annotated] or [Act(ActKind.STATE_NEED)]
    for act in acts:
        case = case_upon(act, reading, case, focus, catalogue)
        if act.kind is ActKind.ASK_PRICE:
            said = {
                "number": act.number,
                "term": act.term,
                "currency": act.currency,
                "customer_kind": act.customer_kind,
            }
            changes: dict[str, Any] = {name: value for name, value in said.items() if value}
            case = case_upon(act, Reading(""), case.changed(**changes, add_ons=act.add_ons), focus, catalogue)
    return case


def _told(answer: str, company: Company) -> tuple[str, ...]:
    """The options that an answer names, in order; a product named only to say which plan is meant is none of its own."""
    found = [
        f"{mention.kind}:{mention.ids[0]}"
        for mention in mentions(answer, company.names)
        if mention.kind in _OPTIONS and len(mention.ids) == 1
    ]
    owners = {f"product:{product_of(company.catalogue, each)}" for each in found if each.startswith("plan:")}
    return tuple(each for each in dict.fromkeys(found) if each not in owners)


def _left_open(answer: str) -> tuple[str | None, str | None]:
    """Whether an answer ends in a question of ours, and whether in an offer."""
    if not answer.rstrip().endswith("?"):
        return None, None
    return (None, _SOME) if any(words in answer.lower() for words in _OFFERS) else (_SOME, None)
