"""Moves of finding out: what there is, what suits, one option, and questions."""

from __future__ import annotations

from collections.abc import Iterator

from actions.handoff import hand_over_for, reason_for_person
from actions.material.blocks import from_price, products_block
from actions.material.intentions import asks_variant
from actions.material.knowledge import known_answer, near_questions
from actions.material.options import attributes_of, name_of, ours, plans_of, product_of
from actions.moves import Move, Say
from milepost.sales import wording
from milepost.sales.catalogue import Variant
from milepost.sales.charges.variants import meant, values_of
from milepost.sales.conversations import Touch
from milepost.sales.money import Money
from milepost.sales.next_best_action import Answered
from milepost.services import gaps
from milepost.services.turns import Turn

_CARDS = 4
_VARIANTS = 8


class ActionShowOffer(Move):
    """What there is: kinds and products, or the plans of the product that is meant."""

    answered = Answered.OPTIONS

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_show_offer"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """Cards for few products, kinds to choose from where there are many."""
        catalogue, named = turn.catalogue, [option for option in turn.options if option.startswith("product:")]
        turn.conversation.value_given, language = True, turn.conversation.language
        if named:
            plans = plans_of(catalogue, named[0])
            turn.conversation.shown = [f"plan:{plan.id}" for plan in plans]
            names = wording.listing([plan.name for plan in plans], language)
            count = wording.count(len(plans), "plan", language)
            values = {"product": name_of(catalogue, named[0]), "plans": names, "count": count}
            yield Say("utter_offer_of_product", values, block=products_block(turn, turn.conversation.shown[:_CARDS]))
            return
        asked_kind = {
            product_id
            for mention in turn.parse.get("mentions") or ()
            if mention["kind"] == "category"
            for product_id in mention["ids"]
        }
        products = [
            p for p in catalogue.products.values() if not asked_kind or p.category in asked_kind or p.id in asked_kind
        ]
        kinds = list(dict.fromkeys(product.category for product in products))
        options = [f"product:{product.id}" for product in products]
        turn.conversation.shown = options[:_CARDS]
        values = {"for_whom": catalogue.company.for_whom, "kinds": wording.listing(kinds, language)}
        yield offer(turn, options, kinds, values)


class ActionDescribeProduct(Move):
    """One option: what it is, or whether it has what is asked."""

    answered = Answered.OPTIONS

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_describe_product"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """An attribute by its value, unknown if unknown; else the option itself."""
        if turn.ambiguous and not turn.options:
            turn.conversation.pending = self.name()
            turn.has_asked = True
            yield Say(
                "utter_which_product", buttons=tuple(name_of(turn.catalogue, option) for option in turn.ambiguous)
            )
            return
        options = ours(turn)
        if asks_variant(turn):
            yield variant_answer(turn)
            return
        if turn.add_ons and not turn.options:
            yield from add_on_answer(turn)
            return
        if turn.attributes and options:
            for attribute_id in turn.attributes[:3]:
                yield attribute_answer(turn, options[0], attribute_id)
            return
        known = known_answer(turn, sure=not options)
        if options and (turn.options or not known):
            yield describe(turn, options[0])
            return
        if known:
            yield known
            return
        turn.conversation.pending = self.name()
        turn.has_asked = True
        names = tuple(product.name for product in turn.catalogue.products.values())
        yield Say("utter_which_product", buttons=names[:_CARDS])


class ActionAnswerQuestion(Move):
    """A question, answered from the knowledge base or from attributes; admitted where neither knows."""

    answered = Answered.QUESTION

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_answer_question"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """Nothing is guessed: an unknown question is noted for the owner."""
        known = known_answer(turn)
        options = ours(turn)
        if known and not (turn.attributes and turn.options):
            yield known
        elif turn.attributes and options:
            yield attribute_answer(turn, options[0], turn.attributes[0])
        elif turn.attributes:
            yield from who_has(turn, turn.attributes[0])
        else:
            gaps.record(turn, "unanswered", turn.text)
            turn.answered = Answered.UNKNOWN
            reason = reason_for_person(turn)
            near = near_questions(turn)
            if reason is None:
                yield Say("utter_answer_near", buttons=near) if near else Say("utter_answer_unknown")
            else:
                yield from hand_over_for(turn, reason)


def variant_answer(turn: Turn) -> Say:
    """In which forms a good is there, of those that the message means."""
    catalogue, language = turn.catalogue, turn.conversation.language
    option = ours(turn)[0]
    product = catalogue.product(product_of(catalogue, option))
    asked = meant(product, turn.text)
    turn.conversation.value_given = True
    turn.conversation.touch(option, Touch.MENTIONED, turn.message_id)
    if asked.missing or not asked.variants:
        wanted = asked.missing or ", ".join(asked.values)
        available = wording.listing(values_of(product), language)
        return Say("utter_variant_none", {"name": product.name, "wanted": wanted, "available": available})
    rows = [f"{', '.join(each.options.values())}: {stock_text(each, language)}" for each in asked.variants[:_VARIANTS]]
    return Say("utter_variant_stock", {"name": product.name, "stock": "; ".join(rows)})


def stock_text(variant: Variant, language: str) -> str:
    """ "11 in stock", "sold out"; just "available" where nobody counts."""
    if variant.stock is None:
        return wording.word("available", language)
    return wording.word("in_stock" if variant.stock else "sold_out", language).format(variant.stock)


def add_on_answer(turn: Turn) -> Iterator[Say]:
    """What an add-on is and costs."""
    catalogue, language = turn.catalogue, turn.conversation.language
    turn.conversation.value_given = True
    for add_on in (catalogue.add_ons[each] for each in turn.add_ons[:2]):
        currency = catalogue.company.currencies[0]
        amounts = [(of.flat or (of.tiers[0].amounts if of.tiers else {}), of) for of in add_on.prices[:1]]
        texts = [
            wording.price_per(Money(listed[currency], currency), of.term, "" if of.flat else of.unit, language)
            for listed, of in amounts
            if currency in listed
        ]
        yield Say(
            "utter_product", {"name": add_on.name, "summary": " ".join([add_on.summary, *(f"{t}." for t in texts)])}
        )


def offer(turn: Turn, options: list[str], kinds: list[str], values: dict[str, str]) -> Say:
    """Few goods as cards; of several kinds one card each. One of many goods of a kind would stand for nothing: the next
    question narrows them down."""
    if len(options) <= _CARDS:
        return Say("utter_offer", values, block=products_block(turn, options))
    if len(kinds) == 1:
        turn.conversation.shown = []
        return Say("utter_offer", values)
    return Say("utter_offer", values, buttons=tuple(kinds[:6]), block=products_block(turn, one_of_each(turn, kinds)))


def one_of_each(turn: Turn, kinds: list[str]) -> list[str]:
    """The first product of each kind, as options."""
    first = {kind: next(p for p in turn.catalogue.products.values() if p.category == kind) for kind in kinds[:_CARDS]}
    return [f"product:{product.id}" for product in first.values()]


def describe(turn: Turn, option: str) -> Say:
    """An option in its own words, as a card."""
    catalogue = turn.catalogue
    plan = plans_of(catalogue, option)[0] if option.startswith("plan:") else None
    summary = (plan.summary if plan else "") or catalogue.product(product_of(catalogue, option)).summary
    turn.conversation.value_given = True
    turn.conversation.shown = [option]
    values = {"name": name_of(catalogue, option), "summary": f"{summary} {from_price(turn, option)}."}
    return Say("utter_product", values, block=products_block(turn, [option]))


def attribute_answer(turn: Turn, option: str, attribute_id: str) -> Say:
    """What the catalogue knows of one attribute of one option."""
    catalogue, attribute = turn.catalogue, turn.catalogue.attributes[attribute_id]
    known = attributes_of(catalogue, option)
    values = {"name": name_of(catalogue, option), "attribute": attribute.name}
    if attribute_id not in known:
        gaps.record(turn, "unknown_attribute", turn.text)
        turn.answered = Answered.UNKNOWN
        return Say("utter_feature_unknown", values)
    turn.conversation.value_given = True
    turn.conversation.touch(option, Touch.MENTIONED, turn.message_id)
    text = wording.attribute_value(attribute, known[attribute_id], turn.conversation.language)
    return Say("utter_feature_known", {**values, "value": text})


def who_has(turn: Turn, attribute_id: str) -> Iterator[Say]:
    """Which products have an attribute, when none was named."""
    catalogue, attribute = turn.catalogue, turn.catalogue.attributes[attribute_id]
    rows = [(p, p.attributes[attribute_id]) for p in catalogue.products.values() if attribute_id in p.attributes]
    if not rows:
        gaps.record(turn, "unknown_attribute", turn.text)
        turn.answered = Answered.UNKNOWN
        yield Say("utter_answer_unknown")
        return
    turn.conversation.value_given = True
    values = [
        f"{p.name}: {wording.attribute_value(attribute, value, turn.conversation.language)}" for p, value in rows[:6]
    ]
    yield Say("utter_feature_list", {"attribute": attribute.name, "values": "; ".join(values)})
