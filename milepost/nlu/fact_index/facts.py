"""The facts of a catalogue: what is true, and every way in which the owner or a visitor would ask for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from milepost.nlu.fact_index.words import sentences, stems
from milepost.sales.catalogue import Attribute, AttributeType, AttributeValue, Catalogue

_TIMES = {
    "min": "minutes",
    "minutes": "minutes",
    "hours": "hours",
    "days": "days",
    "months": "months",
    "years": "years",
}
_MOST_VALUES, _ASKED_VALUES, _LONGEST_VALUE = 12, 8, 24


@dataclass(frozen=True)
class FactEntry:
    """One fact by its id ("answer:ID", "attribute:ID", "hours" …): `ways` to ask for it, its own `text`, and of an
    attribute the ids of the products, plans and competitors that a value is known of."""

    id: str
    ways: tuple[str, ...]
    text: str
    known_of: frozenset[str] = frozenset()
    sentences: tuple[str, ...] = field(default=())

    @property
    def kind(self) -> str:
        """The part of the id before the colon; the whole id of a fact that there is once."""
        return self.id.partition(":")[0]


def facts_of(catalogue: Catalogue) -> list[FactEntry]:
    """Every fact of a catalogue."""
    return [
        *_written(catalogue),
        *(_attribute(catalogue, each) for each in catalogue.attributes.values()),
        *_goods(catalogue),
        *_offers(catalogue),
        *_of_the_company(catalogue),
        *_of_the_journey(catalogue),
    ]


def about(fact: FactEntry, words: frozenset[str] | set[str], catalogue: Catalogue) -> frozenset[str]:
    """The products and competitors ("product:ID") that a fact is of; none where it is of the company or of anything. `words` are
    the stems of all its lines: a fact that has every word of a product's name is of that product."""
    own = fact.id.partition(":")[2]
    if fact.kind in ("product", "competitor"):
        return frozenset({fact.id})
    if fact.kind == "plan":
        return frozenset({f"product:{catalogue.plans[own].product}"})
    plans: tuple[str, ...] = ()
    if fact.kind == "add_on":
        plans = catalogue.add_ons[own].plans
    elif fact.kind == "discount":
        plans = catalogue.discounts[own].plans
    if plans:
        return frozenset(f"product:{catalogue.plans[plan].product}" for plan in plans if plan in catalogue.plans)
    if fact.kind == "attribute":
        products = {id_ for id_ in fact.known_of if id_ in catalogue.products}
        products |= {catalogue.plans[id_].product for id_ in fact.known_of if id_ in catalogue.plans}
        rivals = {f"competitor:{id_}" for id_ in fact.known_of if id_ in catalogue.competitors}
        return frozenset({f"product:{id_}" for id_ in products} | rivals)
    return frozenset(
        f"product:{product.id}"
        for product in catalogue.products.values()
        if any((name := set(stems(way))) and name <= words for way in (product.name, *product.aliases))
    )


def _written(catalogue: Catalogue) -> Iterator[FactEntry]:
    for answer in catalogue.answers.values():
        yield _fact(f"answer:{answer.id}", (answer.question, *answer.also), answer.answer)
    for article in catalogue.articles.values():
        ways = [article.title, article.summary]
        if article.kind == "story":
            ways += [f"Do you have an example or customer story from {each}?" for each in article.industries]
            ways += [f"Have you worked with {each}?" for each in article.industries]
        yield _fact(f"article:{article.id}", ways, f"{article.summary} {article.body}".strip())


def _attribute(catalogue: Catalogue, attribute: Attribute) -> FactEntry:
    known: dict[str, AttributeValue] = {}
    for product in catalogue.products.values():
        if attribute.id in product.attributes:
            known[product.id] = product.attributes[attribute.id]
    for plan in catalogue.plans.values():
        value = catalogue.attributes_of_plan(plan).get(attribute.id)
        if value is not None:
            known[plan.id] = value
    for rival in catalogue.competitors.values():
        if attribute.id in rival.facts:
            known[rival.id] = rival.facts[attribute.id].value
    ways = list(_ways_of(attribute, _words_in(known.values())))
    return FactEntry(
        f"attribute:{attribute.id}",
        tuple(dict.fromkeys(ways)),
        " ".join((attribute.name, *attribute.aliases)),
        frozenset(known),
    )


def _words_in(values: Iterable[AttributeValue]) -> list[str]:
    """The values in words, each once."""
    found: list[str] = []
    for value in values:
        if isinstance(value, str):
            found.append(value)
        elif not isinstance(value, (bool, Decimal)):
            found += [str(each) for each in value]
    return list(dict.fromkeys(found))


def _ways_of(attribute: Attribute, used: list[str]) -> Iterator[str]:
    """How people ask for an attribute, by its type."""
    names = [_in_running_text(attribute.name), *attribute.aliases]
    first = names[0]
    yield from names
    if attribute.type is AttributeType.BOOLEAN:
        yield from (f"Do you have {name}?" for name in names[:4])
        yield from (
            f"{head} {first}?" for head in ("Does it have", "Is there", "Is it", "Can I get", "Which ones have")
        )
        yield f"Does it support {names[-1]}?"
    elif attribute.type is AttributeType.NUMBER:
        yield f"What is the {first}?"
        yield from (f"How many {name}?" for name in names[:3])
        yield from (f"How much {first}?", f"Is there a limit on {first}?")
        if attribute.unit in _TIMES:
            yield from (
                f"How long is the {first}?",
                f"How many {_TIMES[attribute.unit]} {first}?",
                f"How long does it take, {first}?",
            )
        elif attribute.unit:
            yield f"How many {attribute.unit} is the {first}?"
    else:
        yield from (f"Which {name} do you have?" for name in names[:3])
        yield f"What is the {first}?"
        values = list(dict.fromkeys([*attribute.choices, *used]))[:_MOST_VALUES]
        short = [value for value in values if len(value) <= _LONGEST_VALUE and not value.isdigit()]
        yield from (f"{first}: {value}" for value in short)
        yield from (f"Do you have {value}?" for value in short[:_ASKED_VALUES])
        if attribute.type is AttributeType.LIST:
            yield from (f"Does it work with {value}?" for value in short[:_ASKED_VALUES])


def _goods(catalogue: Catalogue) -> Iterator[FactEntry]:
    for product in catalogue.products.values():
        whom = (*product.best_for, *product.industries, *product.use_cases)
        ways = [
            f"What is {product.name}?",
            f"Tell me about {product.name}",
            product.summary,
            *sentences(product.description),
        ]
        ways += [f"Is it good for {each}?" for each in whom]
        ways += [f"Who is {product.name} for?"] if whom else []
        told = (*sentences(product.summary), *sentences(product.description))
        text = " ".join((*told, *whom))
        yield FactEntry(f"product:{product.id}", _once(ways), text, sentences=told)
    for plan in catalogue.plans.values():
        owner = catalogue.product(plan.product).name
        ways = [f"What is in {owner} {plan.name}?", *([plan.summary] if plan.summary else [])]
        ways += [f"Is it good for {each}?" for each in plan.best_for]
        text = f"{plan.name} {plan.summary}"
        yield FactEntry(f"plan:{plan.id}", _once(ways), text, sentences=tuple(sentences(plan.summary)))
    for rival in catalogue.competitors.values():
        ways = [f"What do you know about {rival.name}?", *rival.strengths, rival.summary]
        text = f"{rival.name} {rival.summary}"
        yield FactEntry(f"competitor:{rival.id}", _once(ways), text, sentences=tuple(sentences(rival.summary)))


def _offers(catalogue: Catalogue) -> Iterator[FactEntry]:
    for add_on in catalogue.add_ons.values():
        names = (add_on.name, *add_on.aliases)
        ways = [*names, add_on.summary, *(f"Do you have {_in_running_text(name)}?" for name in names)]
        ways += [f"Can I add {_in_running_text(name)}?" for name in names]
        yield _fact(f"add_on:{add_on.id}", [way for way in ways if way], add_on.summary)
    for discount in catalogue.discounts.values():
        name = _in_running_text(discount.name)
        ways = [f"Is there a discount for {name}?", discount.name, f"Is it cheaper for {name}?"]
        ways += [f"Until when is there {name}?", f"Who gets {name}?", f"Can {name} be combined with another discount?"]
        ways += [f"Is the code {discount.code} valid?", f"{discount.name} code"] if discount.code else []
        yield _fact(f"discount:{discount.id}", ways, discount.name)
    if any(plan.trial_days for plan in catalogue.plans.values()):
        yield _fact(
            "trial",
            ("Is there a free trial?", "Can I try it first?", "How long is the trial?", "Can I test it for free?"),
            "free trial",
        )


def _of_the_company(catalogue: Catalogue) -> Iterator[FactEntry]:
    company = catalogue.company
    ways = [
        f"What is {company.name}?",
        f"What does {company.name} do?",
        company.tagline,
        "Who are you?",
        "Where are you based?",
    ]
    ways += ["Who is it for?", "Is it right for a company like ours?", "How would this help us?"]
    yield _fact("company", ways, f"{company.about} {company.for_whom}")
    yield _fact(
        "currencies",
        ("Which currencies can I pay in?", "Can I pay in another currency?"),
        ", ".join(company.currencies),
    )
    if company.payment_methods:
        ways = ["Which payment methods do you accept?", "How can I pay?"]
        ways += [f"Can I pay by {method}?" for method in company.payment_methods]
        yield _fact("payment", ways, ", ".join(company.payment_methods))
    if company.tax_note:
        yield _fact(
            "tax", ("Is tax included in the price?", "Is VAT included?", "Are these prices net?"), company.tax_note
        )
    if company.order_steps:
        yield _fact(
            "order_steps",
            ("How do I order?", "How does buying work?", "What happens after I order?"),
            company.order_steps,
        )
    if company.email:
        yield _fact(
            "contact", ("What is your email address?", "How can I contact you?", "Where can I write to?"), company.email
        )


def _of_the_journey(catalogue: Catalogue) -> Iterator[FactEntry]:
    journey = catalogue.journey
    if journey.opening_hours.days:
        times = ("What are your opening hours?", "When are you open?", "Are you open on Saturday?", "Are you open on Sunday?",
                 "When can I reach someone?", "How late are you open?")  # fmt: skip
        yield _fact("hours", times, "opening hours days")
    for step in journey.onboarding:
        yield _fact(f"step:{step.id}", (step.title, f"How do I {_in_running_text(step.title)}?"), step.body)
    loyalty, referrals = journey.loyalty, journey.referrals
    if loyalty.summary:
        ways = ["Is there a loyalty programme?", "What do regulars get?",
                "Do I get anything for being a long-standing customer?", loyalty.summary, *loyalty.benefits]  # fmt: skip
        yield _fact("loyalty", ways, " ".join((loyalty.summary, *loyalty.benefits)))
    if referrals.reward:
        ways = ["Is there a referral programme?", "Do I get something if I recommend you?", "What does my friend get?",
                "When do I get my reward?", referrals.reward, referrals.friend_reward]  # fmt: skip
        yield _fact(
            "referral", [way for way in ways if way], f"{referrals.reward} {referrals.friend_reward} {referrals.terms}"
        )
    if referrals.review_link:
        yield _fact(
            "review",
            ("Where can I leave a review?", "I want to write a review", "Where can I rate you?"),
            "leave a review",
        )
    if any(article.kind == "story" for article in catalogue.articles.values()):
        ways = ["Do you have customer stories?", "Do you have reviews or testimonials?", "Who uses this?",
                "Do you have references?",
                "What do other customers say about you?"]  # fmt: skip
        yield _fact("stories", ways, "customer stories references")


def _fact(fact_id: str, ways: Iterable[str], text: str) -> FactEntry:
    return FactEntry(fact_id, _once(ways), text, sentences=tuple(sentences(text)))


def _once(ways: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(way for way in ways if way))


def _in_running_text(name: str) -> str:
    """A name as it stands within a sentence; abbreviations keep their capitals."""
    return name if not name or re.match(r"[A-Z0-9]{2,}", name) else name[0].lower() + name[1:]
