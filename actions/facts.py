"""Moves that answer questions: any fact of the catalogue, and in which forms a good is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from actions.handoff import hand_over_for, reason_for_person
from actions.material.blocks import from_price, products_block
from actions.material.in_words import groups_text, stock_text, variant_text
from actions.material.listed import add_on_price
from actions.material.reductions import about_one, discount_text
from actions.material.written import ANSWER, ARTICLE, acts_before, without_verdict, written_answer
from actions.moves import Move, Phrase, Say
from actions.research import whole_offer
from milepost.dialogue.acts import Act, ActKind, Zone
from milepost.dialogue.words import content_words, stem
from milepost.sales import wording
from milepost.sales.catalogue import (
    Attribute,
    Product,
)
from milepost.sales.charges.variants import values_of
from milepost.sales.conversations import CUSTOMER_STAGES, Handler, Touch
from milepost.sales.facts import tell
from milepost.sales.next_best_action import Answered
from milepost.sales.options import exists, is_ours, name_of, product_of
from milepost.services import gaps
from milepost.services.turns import Turn

# Questions that share this much of their words are the same.
_SAME = 0.6
# Fewer words that mean something ask for nobody but somebody: "hello? anyone?".
_A_QUESTION = 2
_TRIED, _VARIANTS = 6, 8
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class ActionAnswerQuestion(Move):
    """A question of fact: the answer, what comes nearest, or the plain word that it is not known."""

    answered = Answered.QUESTION

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_answer_question"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """Nothing is guessed: an unknown question is noted for the owner."""
        act, catalogue = turn.act, turn.catalogue
        if act.among and not act.options:
            turn.asks_for("option")
            yield Say("utter_which_product", buttons=tuple(name_of(catalogue, option) for option in act.among[:4]))
            return
        if act.zone is not Zone.SURE and act.yes_no and not content_words(act.text, ()):
            yield from else_there_is(turn)
            return
        if act.zone is Zone.UNKNOWN or not act.fact:
            yield from unknown(turn)
            return
        if again := list(told_before(turn, act)):
            yield from again
            return
        says = list(told(turn, act))
        beside = list(nearly_told(turn, act))
        if not says and beside:  # nothing is known of what comes nearest, but of what comes about as near
            says, beside, turn.answered = beside, [], Answered.QUESTION
        if not says:
            yield from unknown(turn)
            return
        turn.conversation.value_given = True
        for option in act.options[:2]:
            turn.conversation.touch(option, Touch.MENTIONED, turn.message_id)
        if act.zone.is_nearest:
            gaps.record(turn, "unanswered", act.text or turn.text)
        if act.zone.is_nearest and not act.of_it:
            yield Say("utter_fact_near" if act.zone is Zone.NEAR else "utter_fact_likely")
        yield from (*says, *beside)


class ActionTellStock(Move):
    """In which forms a good is there, of those that are meant."""

    answered = Answered.OPTIONS

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_tell_stock"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """The pieces of each form; what it does not come in is said."""
        catalogue, form = turn.catalogue, turn.act.form
        option = turn.act.options[0]
        product = catalogue.product(product_of(catalogue, option))
        turn.conversation.value_given = True
        turn.conversation.touch(option, Touch.MENTIONED, turn.message_id)
        fitting = [each for each in product.variants if all(each.options.get(name) == form[name] for name in form)]
        if not product.variants and not form and not turn.act.unlisted:
            stock = stock_text(product.stock, product.availability, turn.conversation.language)
            yield Say("utter_variant_stock", {"name": product.name, "wanted": "", "stock": stock})
        elif turn.act.unlisted or not fitting:
            yield no_such_form(turn, product)
        elif form and all(each.is_sold_out for each in fitting):
            yield sold_out(turn, product)
        else:
            rows = [variant_text(each, turn.conversation.language) for each in fitting[:_VARIANTS]]
            yield Say(
                "utter_variant_there" if form else "utter_variant_stock",
                {"name": product.name, "wanted": " ".join(form.values()), "stock": "; ".join(rows)},
            )


def no_such_form(turn: Turn, product: Product) -> Say:
    """That a good does not come in what is wanted, with what it comes in."""
    form, language = turn.act.form, turn.conversation.language
    near = [each for each in product.variants if any(each.options.get(name) == form[name] for name in form)]
    rows = [variant_text(each, language) for each in near if not each.is_sold_out][:_VARIANTS]
    available = "; ".join(rows) or wording.listing(values_of(product), language)
    wanted = turn.act.unlisted or " ".join(form.values())
    return Say("utter_variant_none", {"name": product.name, "wanted": wanted, "available": available})


def sold_out(turn: Turn, product: Product) -> Say:
    """That a form is sold out, with those like it that are there."""
    form, language = turn.act.form, turn.conversation.language
    others = [each for each in product.variants if not each.is_sold_out]
    near = [each for each in others if any(each.options.get(name) == form[name] for name in form)] or others
    there = "; ".join(variant_text(each, language) for each in near[:4])
    return Say("utter_variant_sold_out", {"name": product.name, "wanted": " ".join(form.values()), "others": there})


def else_there_is(turn: Turn) -> Iterator[Say]:
    """What else there is, to who asks without a word that says of what ("anything else?"); to a customer what can be asked."""
    turn.has_asked, turn.answered = True, Answered.OPTIONS
    is_buyer = turn.conversation.buying_stage not in CUSTOMER_STAGES and turn.conversation.handler is Handler.BOT
    yield from whole_offer(turn) if is_buyer else [Say("utter_ways_on")]


def told_before(turn: Turn, act: Act) -> Iterator[Say]:
    """Another question that leads to the text that was just told: that it holds there too, or the sentence that comes nearest and
    who knows more. The same question asked twice is answered twice."""
    last = next(acts_before(turn), None)
    if last is None or last.kind is not ActKind.ASK_FACT or (last.fact, last.options) != (act.fact, act.options):
        return
    if not str(act.fact).startswith((ANSWER, ARTICLE)) or not act.text or is_same_question(act.text, last.text):
        return
    email = turn.catalogue.company.email
    if act.zone.is_nearest and act.says and email:
        gaps.record(turn, "unanswered", act.text)
        yield Say("utter_fact_near_again", {"fact": without_verdict(act.says), "email": email})
    elif act.zone is Zone.SURE:
        yield Say("utter_same_answer")
        yield from told(turn, act)


def is_same_question(text: str, other: str) -> bool:
    """Whether two questions have nearly the same words that mean something."""
    mine, theirs = ({stem(word) for word in content_words(each, ())} for each in (text, other))
    return not mine or len(mine & theirs) >= _SAME * len(mine | theirs)


def unknown(turn: Turn) -> Iterator[Say]:
    """Not known: noted for the owner, with where to ask; a person at once where the policy wants one."""
    gaps.record(turn, "unanswered", turn.act.text or turn.text)
    turn.answered = Answered.UNKNOWN
    reason = reason_for_person(turn)
    if reason is not None:
        yield from hand_over_for(turn, reason)
        return
    if turn.conversation.handler is Handler.WAITING:  # a person has been called and gets the question with the rest
        is_call = len(content_words(turn.act.text, ())) < _A_QUESTION
        yield Say("utter_handoff_already" if is_call else "utter_noted_for_colleague")
        return
    if turn.catalogue.company.email:
        yield Say("utter_answer_unknown_write", {"email": turn.catalogue.company.email})
    else:
        yield Say("utter_answer_unknown")
    for fact, sentence in turn.act.nearly.items():
        yield from known_of(turn, turn.act.with_args(turn.act.why, fact=fact, says=sentence))


def known_of(turn: Turn, act: Act) -> Iterator[Say]:
    """What is known instead of what is in focus, in a sentence: of an attribute its values, else what it is."""
    option = str(act.fact)
    if option.startswith(("product:", "plan:")) and exists(turn.catalogue, option):
        text = act.says or turn.catalogue.product(product_of(turn.catalogue, option)).summary
        fact = f"{name_of(turn.catalogue, option)}: {text}"
    else:
        ours = [each for each in turn.conversation.focus if exists(turn.catalogue, each)]
        fact = in_short(turn, act.with_args(act.why, options=tuple(ours[:1])))
    if fact:
        yield Say("utter_fact_known_instead", {"fact": fact})


def told(turn: Turn, act: Act) -> Iterator[Say]:
    """A fact in words; nothing where the catalogue in force has none of that id."""
    kind, _, fact_id = str(act.fact).partition(":")
    catalogue = turn.catalogue
    if kind == "answer" and fact_id in catalogue.answers:
        yield written_answer(turn, catalogue.answers[fact_id], is_sure=act.zone is Zone.SURE)
    elif kind == "article" and fact_id in catalogue.articles:
        article = catalogue.articles[fact_id]
        yield Say("utter_fact", {"fact": f"{article.title}: {act.says or article.summary} {article.link}".strip()})
    elif kind == "attribute" and fact_id in catalogue.attributes:
        yield from attribute_told(turn, act, catalogue.attributes[fact_id])
    elif kind in ("product", "plan") and exists(catalogue, str(act.fact)):
        yield described(turn, str(act.fact), act.says)
    elif kind == "competitor" and exists(catalogue, str(act.fact)):
        rival = catalogue.competitors[fact_id]
        strengths = wording.listing(rival.strengths, turn.conversation.language)
        told_of = [
            rival.summary,
            f"{strengths}." if strengths else "",
            f"{rival.price_note} ({rival.price_source})." if rival.price_note else "",
        ]
        yield Say("utter_fact", {"fact": f"{rival.name}: {' '.join(filter(None, told_of))}"})
    elif kind == "add_on" and fact_id in catalogue.add_ons:
        yield Say("utter_fact", {"fact": f"{catalogue.add_ons[fact_id].name}: {add_on_text(turn, fact_id)}"})
    elif kind == "discount" and fact_id in catalogue.discounts:
        options = [option for option in act.options if is_ours(option) and exists(catalogue, option)]
        if act.zone is Zone.SURE:
            yield about_one(turn, catalogue.discounts[fact_id], options)
        else:
            yield Say("utter_fact", {"fact": discount_text(turn, catalogue.discounts[fact_id])})
    elif kind == "step":
        step = next((each for each in catalogue.journey.onboarding if each.id == fact_id), None)
        if step is not None:
            yield Say("utter_fact", {"fact": f"{step.title}: {step.body} {step.link}".strip()})
    else:
        yield from company_told(turn, act)


def nearly_told(turn: Turn, act: Act) -> Iterator[Say]:
    """What comes about as near as the fact of a question, each in short."""
    for fact, sentence in act.nearly.items():
        if text := in_short(turn, act.with_args(act.why, fact=fact, says=sentence)):
            yield Say("utter_fact" if act.of_it else "utter_fact_nearly", {"fact": text})


def in_short(turn: Turn, act: Act) -> str:
    """A fact in a sentence or two: of a written answer what comes nearest, of an attribute its values; nothing of others."""
    kind, _, fact_id = str(act.fact).partition(":")
    catalogue = turn.catalogue
    if kind == "answer" and fact_id in catalogue.answers:
        return without_verdict(act.says or catalogue.answers[fact_id].answer)
    if kind == "article" and fact_id in catalogue.articles:
        return f"{catalogue.articles[fact_id].title}: {act.says or catalogue.articles[fact_id].summary}"
    if kind == "attribute" and fact_id in catalogue.attributes:
        attribute = catalogue.attributes[fact_id]
        found = tell(catalogue, attribute, act.options)
        return groups_text(catalogue, attribute, found, turn.conversation.language) if found.groups else ""
    return ""


def company_told(turn: Turn, act: Act) -> Iterator[Say]:
    """Facts of the company and of its journey, of which there is one each."""
    company, journey, language = turn.catalogue.company, turn.catalogue.journey, turn.conversation.language
    facts = {
        "company": act.says or f"{company.about} {company.tagline}",
        "currencies": wording.listing(company.currencies, language),
        "payment": company.payment_methods and wording.listing(company.payment_methods, language, last="or"),
        "tax": company.tax_note,
        "order_steps": company.order_steps,
        "contact": company.email,
        "review": journey.referrals.review_link,
        "stories": " ".join(f"{a.title}: {a.summary}" for a in turn.catalogue.articles.values() if a.kind == "story")[
            :400
        ],
        "loyalty": " ".join([journey.loyalty.summary, *journey.loyalty.benefits]),
    }
    kind = str(act.fact)
    if kind == "hours":
        yield from hours_told(turn, act)
    elif kind == "trial":
        yield from trial_told(turn, act)
    elif kind == "referral":
        terms = journey.referrals
        values = {
            "reward": terms.reward,
            "friend_reward": terms.friend_reward,
            "terms": act.says if act.says == terms.terms else terms.terms,
        }
        yield Say("utter_referral_programme", values)
    elif kind == "payment" and facts["payment"]:
        yield Say("utter_payment_methods", {"methods": str(facts["payment"])})
    elif facts.get(kind):
        yield Say("utter_fact", {"fact": str(facts[kind])})


def hours_told(turn: Turn, act: Act) -> Iterator[Say]:
    """When people are there: the days asked about, or the whole week."""
    hours, language = turn.catalogue.journey.opening_hours, turn.conversation.language
    if not hours.days:
        return
    if act.days and act.zone is Zone.SURE:
        for day in act.days:
            values = {"day": wording.day_name(day, language)}
            if day in hours.days:
                yield Say("utter_open_on", {**values, "from": hours.days[day][0], "until": hours.days[day][1]})
            else:
                yield Say("utter_closed_on", values)
        if any(day in hours.days for day in act.days):
            return
    yield Say("utter_hours", {"hours": week_text(hours.days, language)})


def week_text(days: Mapping[str, tuple[str, str]], language: str) -> str:
    """The opening hours of a week, days in a row with the same ones together: "Monday\u2013Friday 09:00\u201317:30"."""
    rows = []
    for hours, same in groupby(_DAYS, key=days.get):
        names = [wording.day_name(day, language) for day in same]
        if hours is not None:
            own = names[0] if len(names) == 1 else f"{names[0]}\u2013{names[-1]}"
            rows.append(f"{own} {hours[0]}\u2013{hours[1]}")
    return ", ".join(rows)


def trial_told(turn: Turn, act: Act) -> Iterator[Say]:
    """Which plans can be tried, and for how long."""
    catalogue, language = turn.catalogue, turn.conversation.language
    mine = {product_of(catalogue, option) for option in act.options if is_ours(option)}
    plans = [plan for plan in catalogue.plans.values() if plan.trial_days and (not mine or plan.product in mine)]
    if not plans:
        if act.zone is Zone.SURE:
            yield Say("utter_no_trial")
        return
    rows = []
    for days in dict.fromkeys(plan.trial_days for plan in plans):
        names = [name_of(catalogue, f"plan:{plan.id}") for plan in plans if plan.trial_days == days]
        rows.append(f"{wording.listing(names[:_TRIED], language)} {wording.count(days, 'day', language)}")
    yield Say("utter_trial" if act.zone is Zone.SURE else "utter_trial_plain", {"plans": "; ".join(rows)})


def described(turn: Turn, option: str, says: str) -> Say:
    """An option: the sentence that comes nearest, else what it is, with where its price starts, as a card."""
    catalogue = turn.catalogue
    plan = catalogue.plan(option[5:]) if option.startswith("plan:") else None
    product = catalogue.product(product_of(catalogue, option))
    summary = (plan.summary if plan else "") or product.summary
    text = says if says and says not in summary and not says.startswith(summary) else summary
    turn.conversation.shown = [option]
    values = {"name": name_of(catalogue, option), "summary": f"{text.rstrip('.')}. {from_price(turn, option)}."}
    return Say("utter_product", values, block=products_block(turn, [option]))


def add_on_text(turn: Turn, add_on: str) -> str:
    """What an add-on is and costs."""
    extra = turn.catalogue.add_ons[add_on]
    return " ".join(filter(None, (extra.summary, f"{add_on_price(turn, add_on)}.")))


def attribute_told(turn: Turn, act: Act, attribute: Attribute) -> Iterator[Say]:
    """Yes or no first, then the values by option."""
    found = tell(
        turn.catalogue,
        attribute,
        act.options,
        yes_no=act.yes_no,
        values=act.values,
        unlisted=act.unlisted,
        figure=act.figure,
    )
    language = turn.conversation.language
    if not found.groups:
        turn.answered = Answered.UNKNOWN if act.options else turn.answered
        if act.zone.is_nearest:
            return
        gaps.record(turn, "unknown_attribute", act.text or turn.text)
        if not act.options:
            return
        names = wording.listing([name_of(turn.catalogue, option) for option in act.options[:3]], language)
        person = (Phrase("utter_reading_human_handoff"),)
        yield Say("utter_feature_unknown", {"name": names, "attribute": attribute.name}, buttons=person)
        return
    fact = groups_text(turn.catalogue, attribute, found, language)
    if len(act.options) > 1 or (found.groups and len(found.groups[0].options) > 1):
        turn.conversation.shown = [option for group in found.groups for option in group.options][:6]
    if act.zone is not Zone.SURE:  # the fact alone: whether it answers the question is not sure
        yield Say("utter_fact", {"fact": fact})
    elif not found.is_listed:
        yield Say("utter_fact_not_listed", {"wanted": act.unlisted, "fact": fact})
    elif found.verdict is None:
        yield Say("utter_fact", {"fact": fact})
    else:
        yield Say("utter_fact_yes" if found.verdict else "utter_fact_no", {"fact": fact})
    if found.elsewhere and (act.zone is Zone.SURE or act.of_it):
        names = wording.listing([name_of(turn.catalogue, option) for option in found.elsewhere[:4]], language)
        yield Say("utter_feature_elsewhere", {"names": names})
    if found.unknown:
        names = wording.listing([name_of(turn.catalogue, option) for option in found.unknown[:3]], language)
        yield Say("utter_feature_unknown", {"name": names, "attribute": attribute.name})
