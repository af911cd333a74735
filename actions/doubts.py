"""Moves of giving reasons: a doubt is answered from the catalogue first and asked about only where nothing is written; why a
question was asked, why something was recommended, why a thing is as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from actions.comparison import better_for
from actions.discounts import is_public
from actions.facts import told, trial_told, unknown
from actions.material.listed import rival_price
from actions.material.recommending import because
from actions.material.reductions import discount_text
from actions.material.suggesting import summary_of
from actions.material.written import (
    ANSWER,
    ARTICLE,
    DISCOUNT,
    acts_before,
    is_named,
    nearest_written,
    nearness,
    option_nearness,
    owners_answer,
    readings_of_act,
    written_answer,
)
from actions.moves import Move, Phrase, Say
from milepost.dialogue.acts import Act, ActKind
from milepost.dialogue.reading import FoundFact
from milepost.dialogue.words import content_words, stem
from milepost.sales import wording
from milepost.sales.catalogue import Plan
from milepost.sales.comparison import compare
from milepost.sales.conversations import CUSTOMER_STAGES, Handler, Touch
from milepost.sales.journey import NeedDefinition
from milepost.sales.money import Money
from milepost.sales.next_best_action import Answered
from milepost.sales.options import exists, is_ours, name_of, product_of
from milepost.sales.pricing import PriceBreakdown, cheapest_way
from milepost.sales.recommendation import recommend
from milepost.services import gaps
from milepost.services.turns import Turn

# How near (`nearness`) what is written has to come to a doubt: to be told as what may help, and as the answer.
# A reduction has to be as good as named.
_TELLS_FROM, _FIRST_FROM, _SURELY_MEANT = 0.43, 0.48, 0.7
# How near the words have to come to what is written of an option to be about it rather than about what is in focus.
_ABOUT_FROM = 0.4
_STRENGTHS, _REDUCTIONS, _LINES = 2, 2, 3
# How near (`nearness`) what is written has to come to be the reason.
_REASON_FROM, _REASONS = 0.45, 3
# From so many words that mean something a doubt says what it is about.
_SAYS_WHAT = 2
_OF_MONEY = (ActKind.ASK_PRICE, ActKind.ASK_DISCOUNT, ActKind.REQUEST_QUOTE)


class ActionAnswerObjection(Move):
    """Answers a doubt with what the catalogue knows, and keeps it for the rep."""

    answered = Answered.OBJECTION

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_answer_objection"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """What is written first, then what there is to say on rivals and prices. A doubt in two sentences is answered once; one
        that nothing answers leaves the word to what else the message does."""
        conversation, act = turn.conversation, turn.act
        if act.text and act.text not in conversation.objections:
            conversation.objections.append(act.text)
        if turn.done.count(self.name()) > 1:
            return
        if act.about == "later":
            turn.has_asked = True  # whoever wants to think is left to it
            yield Say("utter_objection_later")
            return
        says = list(answered(turn))
        yield from says
        if not says and all(each.kind is ActKind.RAISE_OBJECTION for each in turn.acts):
            yield from ask_what_worries(turn)


def ask_what_worries(turn: Turn) -> Iterator[Say]:
    """A doubt that nothing answers: one that says what it is about is granted, of any other that is asked. A second one of that
    kind is for a person, as is that of who waits for one."""
    if turn.conversation.handler is Handler.WAITING:  # a person is on the way and answers for it
        yield Say("utter_noted_for_colleague")
        return
    turn.has_asked = True
    email = turn.catalogue.company.email
    if turn.conversation.objections[:-1]:
        turn.conversation.offered = "person"
        yield Say("utter_offer_person")
    elif email and len(content_words(turn.act.text, ())) >= _SAYS_WHAT:
        gaps.record(turn, "unanswered", turn.act.text)
        yield Say("utter_objection_noted", {"email": email}, buttons=(Phrase("utter_reading_human_handoff"),))
    else:
        yield Say("utter_objection_unknown")


def answered(turn: Turn) -> Iterator[Say]:
    """What answers a doubt: of a rival that is named, or that is cheaper, what is known of both; of a price what makes it less;
    else what is written, or what is known of the rival spoken of; else what the option that is meant is worth."""
    rivals = [option for option in turn.act.options if not is_ours(option) and exists(turn.catalogue, option)]
    if rivals and is_named(turn, "competitor"):
        yield from against(turn, rivals[0])
        return
    writing, relieved = from_writing(turn, _FIRST_FROM), relief(turn) if is_of_price(turn) else iter(())
    if rivals and is_of_price(turn) and nearest_written(turn, least=_SURELY_MEANT, kinds=(ANSWER, ARTICLE)) is None:
        yield from against(turn, rivals[0])
        return
    first, second = (relieved, writing) if turn.act.about == "price" and not rivals else (writing, relieved)
    says = list(first) or (list(against(turn, rivals[0])) if rivals else list(second))
    if not says and (near := list(from_writing(turn, _TELLS_FROM))):
        says = [Say("utter_perhaps"), *near]
    yield from says or worth(turn)


def worth(turn: Turn) -> Iterator[Say]:
    """What the option that a doubt is about is worth, in the owner's words, where that was not told yet."""
    option = doubted(turn)
    conversation = turn.conversation
    if option is None or conversation.buying_stage in CUSTOMER_STAGES or conversation.handler is not Handler.BOT:
        return
    if any(act.kind is not ActKind.RAISE_OBJECTION for act in turn.acts):  # the word is with what else is asked
        return
    name, summary = name_of(turn.catalogue, option), summary_of(turn, option)
    if not any(summary.casefold() in line.text.casefold() for line in turn.said_before(_LINES)):
        yield Say("utter_worth", {"name": name, "summary": f"{summary}."})


def doubted(turn: Turn) -> str | None:
    """The option of ours that a doubt is about: the one that it comes nearest to of those spoken of, else the one in focus."""
    spoken = {touch.option for touch in turn.conversation.touches if is_ours(touch.option)}
    spoken |= {f"product:{product_of(turn.catalogue, option)}" for option in spoken if exists(turn.catalogue, option)}
    near = {
        option: score for option, score in option_nearness(turn).items() if option in spoken and score >= _ABOUT_FROM
    }
    known = [max(near, key=lambda option: near[option])] if near else list(turn.act.options[:1])
    return next((option for option in known if is_ours(option) and exists(turn.catalogue, option)), None)


def from_writing(turn: Turn, least: float) -> Iterator[Say]:
    """What the owner has written that comes as near as that."""
    known = owners_answer(turn)
    near = reduction_meant(turn) or nearest_written(turn, least=least, kinds=(ANSWER, ARTICLE))
    if near is not None and (known is None or nearness(near) > _FIRST_FROM):
        yield from told(turn, Act(ActKind.ASK_FACT, fact=near.id, says=near.says, text=turn.act.text))
    elif known is not None:
        yield written_answer(turn, known)


def reduction_meant(turn: Turn) -> FoundFact | None:
    """The reduction that a doubt about a price has in mind: one that is as good as named, by a word of its own."""
    near = nearest_written(turn, least=_SURELY_MEANT, kinds=(DISCOUNT,)) if is_of_price(turn) else None
    known = turn.catalogue.discounts.get(near.id.partition(":")[2]) if near else None
    own = {stem(word) for word in content_words(known.name if known else "", ()) if word.isalpha()}
    return near if own & {stem(word) for word in content_words(turn.act.text, ())} else None


def is_of_price(turn: Turn) -> bool:
    """Whether a doubt is about what something costs: by its words, because a price was asked last, or by a figure that we told."""
    last = next(acts_before(turn), None)
    return turn.act.about == "price" or (last is not None and last.kind in _OF_MONEY) or names_our_figure(turn)


def names_our_figure(turn: Turn) -> bool:
    """Whether the doubt has a figure that stands as a price in what we said last."""
    said = [line.text for line in turn.said_before(_LINES)]
    figures = {count.number for reading in readings_of_act(turn) for count in reading.counts}
    language, currencies = turn.conversation.language, turn.catalogue.company.currencies
    prices = {wording.money(Money(Decimal(figure), code), language) for figure in figures for code in currencies}
    return any(re.search(rf"(?<![\d.,]){re.escape(price)}(?![\d.,]*\d)", text) for price in prices for text in said)


def against(turn: Turn, rival: str) -> Iterator[Say]:
    """What a rival does well, said openly, its published price where money is the matter, and what speaks for ours."""
    catalogue, conversation = turn.catalogue, turn.conversation
    competitor, turn.has_asked = catalogue.competitors[rival.partition(":")[2]], True
    if competitor.strengths:
        strengths = wording.listing(competitor.strengths[:_STRENGTHS], conversation.language)
        yield Say("utter_objection_rival", {"rival": competitor.name, "strengths": strengths})
    if competitor.price_note and is_of_price(turn):
        yield from rival_price(turn, rival)
    option = next((each.option for each in reversed(conversation.touches) if is_ours(each.option)), None)
    option = option if option and exists(catalogue, option) else f"product:{next(iter(catalogue.products))}"
    result = compare(catalogue, [option, rival], conversation, today=turn.now.date())
    best = next((each for each in result.better_for if each.option == option and (each.rows or each.meant_for)), None)
    yield better_for(turn, best) if best else Say("utter_offer_comparison")


def relief(turn: Turn) -> Iterator[Say]:
    """What makes it cost less: a cheaper way than the one that was priced, what comes off for everyone, or a trial."""
    way = cheaper(turn)
    if way is not None:
        yield cheapest_told(turn, way)
    public = [each for each in turn.catalogue.discounts.values() if is_public(each, turn)]
    plans = {plan.id for plan in plans_meant(turn)}
    fitting = [each for each in public if not each.plans or plans & set(each.plans)]
    kind = turn.conversation.case.customer_kind
    for_all = way is not None or kind is not None
    fitting = [each for each in fitting if each.customer_kind == kind or not (each.customer_kind and for_all)]
    if fitting:
        reductions = " ".join(discount_text(turn, each) for each in fitting[:_REDUCTIONS])
        yield Say("utter_objection_reductions", {"discounts": reductions})
    elif way is None and any(plan.trial_days for plan in plans_meant(turn)):
        yield from trial_told(turn, turn.act)


def plans_meant(turn: Turn) -> list[Plan]:
    """The plans of what the doubt is about; all there are where that is not known."""
    catalogue = turn.catalogue
    options = [
        option
        for option in (turn.act.options or turn.conversation.focus)
        if is_ours(option) and exists(catalogue, option)
    ]
    products = {product_of(catalogue, option) for option in options}
    return [plan for plan in catalogue.plans.values() if not products or plan.product in products]


def cheaper(turn: Turn) -> PriceBreakdown | None:
    """The least costly way to buy what was spoken of for this visitor's number, else another good of its kind: where it costs less
    than what they were told."""
    catalogue, touches = turn.catalogue, turn.conversation.touches
    priced = [touch.option[5:] for touch in touches if touch.how is Touch.PRICED and touch.option.startswith("plan:")]
    told_last = least_of(turn, [plan for plan in priced[-1:] if plan in catalogue.plans])
    meant = plans_meant(turn)
    kinds = {catalogue.product(plan.product).category for plan in meant}
    alike = [plan for plan in catalogue.plans.values() if catalogue.product(plan.product).category in kinds]
    for plans in (meant, alike):
        way = least_of(turn, [plan.id for plan in plans])
        if way is not None and (told_last is None or way.a_year.amount < told_last.a_year.amount):
            return way
    return None


def least_of(turn: Turn, plans: Sequence[str]) -> PriceBreakdown | None:
    """The least costly way to buy one of these plans; for the number in force only once something was priced for it."""
    catalogue, case = turn.catalogue, turn.conversation.case
    currency = case.currency if case.currency in catalogue.company.currencies else catalogue.company.currencies[0]
    is_priced = any(touch.how is Touch.PRICED for touch in turn.conversation.touches)
    number = case.number if case.number and is_priced else 1
    return cheapest_way(catalogue, plans, number, currency, today=turn.now.date())


def cheapest_told(turn: Turn, way: PriceBreakdown) -> Say:
    """A way to buy with its price."""
    option, language = f"plan:{way.plan.id}", turn.conversation.language
    turn.conversation.touch(option, Touch.PRICED, turn.message_id)
    price = wording.price_per(way.total, way.term, "", language) if way.total.amount else wording.word("free", language)
    if way.quantity > 1:
        price = f"{price}, {wording.count(way.quantity, way.unit, language)}"
    return Say("utter_objection_price", {"name": name_of(turn.catalogue, option), "price": price})


class ActionExplainQuestion(Move):
    """Why the question was asked, or what was said is so."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_explain_question"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """Of the question just asked its reason, and it stays open; else of what was recommended last; else what is written, the
        reason of an earlier question, or that it is not known."""
        need, just_asked = question_before(turn)
        if turn.asked == "email" and shows_contact_form(turn):
            turn.has_asked = True
            yield Say("utter_why_contact")
        elif need is not None and just_asked:
            yield from why_asked(turn, need)
        elif says := list(why_recommended(turn)) or list(why_so(turn)):
            turn.answered = Answered.QUESTION
            yield from says
        elif need is not None and is_spoken_of(turn, need):
            yield from why_asked(turn, need)
        elif not turn.said_before(1):
            yield Say("utter_nothing_asked")
        else:
            yield from unknown(turn)


def shows_contact_form(turn: Turn) -> bool:
    """Whether an address was what we asked for just now."""
    blocks = [line.payload.get("custom") or {} for line in turn.said_before(_LINES)]
    return any(block.get("type") == "contact_form" for block in blocks) or not blocks


def question_before(turn: Turn) -> tuple[NeedDefinition | None, bool]:
    """The need that was asked about last, and whether that was just now."""
    conversation = turn.conversation
    last = turn.asked or (conversation.asked_before[-1] if conversation.asked_before else "")
    need = turn.catalogue.journey.needs.get(last)
    lines = [line.text for line in turn.said_before(_LINES)]
    return need, need is not None and (any(need.question in line for line in lines) or not lines)


def is_spoken_of(turn: Turn, need: NeedDefinition) -> bool:
    """Whether the words are those of an earlier question."""
    mine, theirs = ({stem(word) for word in content_words(each, ())} for each in (turn.act.text, need.question))
    return bool(mine & theirs)


def why_asked(turn: Turn, need: NeedDefinition) -> Iterator[Say]:
    """The owner's reason for a question; where it was open it stays so."""
    turn.conversation.asked = need.id if turn.asked == need.id else turn.conversation.asked
    turn.has_asked = True
    yield Say("utter_why_i_ask", {"why": need.why})


def why_recommended(turn: Turn) -> Iterator[Say]:
    """What speaks for what came up last, where that was a recommendation of ours."""
    last = next((touch for touch in reversed(turn.conversation.touches) if is_ours(touch.option)), None)
    if last is None or last.how is not Touch.RECOMMENDED or not exists(turn.catalogue, last.option):
        return
    language, catalogue = turn.conversation.language, turn.catalogue
    found = recommend(catalogue, turn.conversation, today=turn.now.date(), among=[last.option])
    reasons = because(catalogue, found.fits[0], language) if found.fits else ()
    name = name_of(catalogue, last.option)
    if reasons:
        yield Say("utter_recommendation", {"first": name, "because": wording.listing(reasons[:_REASONS], language)})
    else:
        yield Say(
            "utter_product", {"name": name, "summary": catalogue.product(product_of(catalogue, last.option)).summary}
        )


def why_so(turn: Turn) -> Iterator[Say]:
    """What is written that comes near to being the reason, where it was not just told."""
    near = nearest_written(turn, least=_REASON_FROM, kinds=(ANSWER, ARTICLE))
    last = next(acts_before(turn), None)
    if near is not None and (last is None or last.fact != near.id):
        yield from told(turn, Act(ActKind.ASK_FACT, fact=near.id, says=near.says, text=turn.act.text))
