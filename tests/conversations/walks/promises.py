"""What holds after every turn, whatever a visitor says. Each promise gives what was broken, or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import combinations as pairs
from itertools import product as every_way
from pathlib import Path
from typing import Any

import yaml

from milepost.errors import NotPriceable
from milepost.sales.catalogue import Catalogue, Term
from milepost.sales.conversations import FactStatus, Handler
from milepost.sales.options import name_of
from milepost.sales.pricing import available_terms, price, starting_price
from milepost.store.columns import utc_now
from tests.conversations.visitors import PROJECT
from tests.conversations.walks.sayings import INTERRUPTIONS
from tests.conversations.walks.walker import Step, Walker

COMPANIES = ("catalogue", "examples/shop", "examples/services")
# Replies that end a road, and those that admit not to have understood.
DEAD_ENDS = (
    *("utter_not_sure", "utter_not_sure_again", "utter_out_of_scope", "utter_answer_unknown", "utter_nothing_fits"),
    *("utter_nothing_left", "utter_price_custom", "utter_price_not_for_quantity", "utter_no_discounts"),
    *(
        "utter_feature_unknown",
        "utter_objection_unknown",
        "utter_objection_noted",
        "utter_onboarding_none",
        "utter_nothing_asked",
    ),
    *("utter_no_loyalty", "utter_price_not_for_term", "utter_empty", "utter_apology"),
)
MISUNDERSTOOD = ("utter_not_sure", "utter_not_sure_again", "utter_out_of_scope")
_SETTLED = (FactStatus.SAID, FactStatus.INFERRED, FactStatus.REFUSED)
_NO_WORDS = ("id", "number", "pdf", "catalogue_version", "url", "link", "share_url", "scan", "valid_until", "code")
_MOST_ASKED = 2  # once, and once more where it was said in two ways
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_DATE = re.compile(r"\b(\d{4})-\d{2}-(\d{2})\b")
_NOT_FIGURES = re.compile(
    r"Q-\d{4}-\d{4,}|\d{4}-\d{2}-\d{2}|[A-Z]{3,}[-A-Z0-9]*\d[-A-Z0-9]*|https?://\S+|\S+@\S+|\b\d{1,2}:\d{2}\b"
)


def broken(walker: Walker) -> Iterator[str]:
    """Every promise that the last turn breaks."""
    step = walker.steps[-1]
    last = walker.steps[-2] if len(walker.steps) > 1 else None
    for promise in PROMISES:
        yield from promise(walker, step, last)


def no_question_after_its_answer(walker: Walker, step: Step, last: Step | None) -> Iterator[str]:
    for need in walker.catalogue.journey.needs.values():
        fact = step.after.facts.get(need.id)
        if fact is not None and fact.status in _SETTLED and any(need.question in text for text in step.texts):
            yield f"asks for {need.id}, which is {fact.status.value}: {fact.value}"
        skipped = any(is_one_of(text, ["utter_skipped"]) for text in step.texts)
        if (
            skipped
            and need.id == (step.before.asked if step.before else None)
            and need.question in " ".join(step.texts)
        ):
            yield f"says that it can do without {need.id}, and asks for it"
    if "contact" in step.after.refused_offers and "e-mail address" in " ".join(step.texts) and _has_form(step):
        yield "asks for an address again after no"


def no_reply_twice_in_a_row(walker: Walker, step: Step, last: Step | None) -> Iterator[str]:
    if last is not None and step.texts == last.texts:
        yield f"says the same again: {step.texts}"
    if len(set(step.texts)) < len(step.texts):
        yield f"says the same twice in one turn: {step.texts}"


def dead_ends_have_a_way_on(walker: Walker, step: Step, last: Step | None) -> Iterator[str]:
    ended = [text for text in step.texts if is_one_of(text, DEAD_ENDS)]
    # A person who is on the way is one, and so is the price in the way in which it is sold.
    comes = any(block.get("type") in ("handoff", "quote") for block in step.blocks)
    if ended and not (comes or step.buttons or any("?" in text for text in step.texts)):
        yield f"leaves the visitor standing: {step.texts}"


def two_misunderstandings_offer_a_person(walker: Walker, step: Step, last: Step | None) -> Iterator[str]:
    missed = [any(is_one_of(text, MISUNDERSTOOD) for text in each.texts) for each in (step, last) if each]
    if missed == [True, True] and not step.line["offers_person"]:
        yield "misunderstood twice in a row and offers nobody"


def an_interruption_is_answered_and_the_question_taken_up_once_at_most(
    walker: Walker, step: Step, last: Step | None
) -> Iterator[str]:
    before = step.before
    for need in walker.catalogue.journey.needs.values():
        asking = [text for text in step.texts if need.question in text]
        if asking and before and before.asked_before.count(need.id) >= _MOST_ASKED:
            yield f"asks for {need.id} over and over"
        if asking and step.after.quiet:
            yield f"asks for {need.id} of who wants no questions"
    need = walker.catalogue.journey.needs.get(before.asked or "") if before else None
    if last is None or need is None or step.said.kind not in INTERRUPTIONS:
        return
    asking = [text for text in step.texts if need.question in text]
    if asking and len(step.texts) < 2:
        yield f"does not answer the interruption: {step.texts}"
    repeated = [text for text in step.texts if text in last.texts and need.question not in text]
    if asking and repeated:
        yield f"repeats more than its question: {repeated}"


def at_most_one_question_of_the_owners_is_asked(walker: Walker, step: Step, last: Step | None) -> Iterator[str]:
    asked = [n.id for n in walker.catalogue.journey.needs.values() if any(n.question in text for text in step.texts)]
    if len(asked) > 1:
        yield f"asks for {asked} at once"


def names_are_of_the_catalogue(walker: Walker, step: Step, last: Step | None) -> Iterator[str]:
    said = " ".join(walker.said).casefold()
    for stranger in strangers(walker.catalogue.version):
        pattern = rf"(?<!\w){re.escape(stranger)}(?!\w)"
        if any(re.search(pattern, text) for text in step.texts) and stranger.casefold() not in said:
            yield f"names {stranger}, of another company"
    own = own_names(walker.catalogue)
    for block in step.blocks:
        for name in (*block.get("columns", ()), *(item["name"] for item in block.get("items", ()) if "name" in item)):
            if name not in own:
                yield f"a block names {name}"


def figures_are_of_the_catalogue_or_the_visitor(walker: Walker, step: Step, last: Step | None) -> Iterator[str]:
    shown = [*step.texts, *(text for block in step.blocks for text in texts_of(block))]
    told = figures([*walker.said, *(str(fact.value) for fact in step.after.facts.values())])
    unknown = figures(shown) - told - figures_of(walker.catalogue)
    unknown -= {Decimal(n) for n in range(len(walker.catalogue.journey.onboarding) + 1)}
    unknown -= prices(walker.catalogue, frozenset(told)) if unknown else set()
    unknown -= _together(step)
    if unknown:
        yield f"figures from nowhere: {sorted(unknown)} in {step.texts}"


def _together(step: Step) -> set[Decimal]:
    """What the prices of one turn come to together, and how far two of them are apart."""
    totals = [max(figures([str(block["total"])])) for block in step.blocks if block.get("type") == "quote"]
    apart = {abs(totals[0] - totals[1])} if len(totals) == 2 else set()
    return {sum(totals, Decimal(0)), *apart} if len(totals) > 1 else set()


def what_is_kept_was_said(walker: Walker, step: Step, last: Step | None) -> Iterator[str]:
    said = {text.casefold() for text in walker.said}
    for fact in step.after.facts.values():
        words = fact.evidence.words.casefold() if fact.evidence else ""
        if not any(words in text for text in said):
            yield f"keeps {fact.name} by words that nobody said: {words}"


def no_contact_before_value(walker: Walker, step: Step, last: Step | None) -> Iterator[str]:
    if _has_form(step) and not (step.after.value_given or step.after.handler is Handler.WAITING):
        yield "asks for contact details before anything of value"


PROMISES: tuple[Callable[[Walker, Step, Step | None], Iterator[str]], ...] = (
    *(no_question_after_its_answer, no_reply_twice_in_a_row, dead_ends_have_a_way_on),
    *(two_misunderstandings_offer_a_person, an_interruption_is_answered_and_the_question_taken_up_once_at_most),
    at_most_one_question_of_the_owners_is_asked,
    *(names_are_of_the_catalogue, figures_are_of_the_catalogue_or_the_visitor, what_is_kept_was_said),
    no_contact_before_value,
)


def _has_form(step: Step) -> bool:
    return any(block.get("type") == "contact_form" for block in step.blocks)


@lru_cache(maxsize=1)
def _patterns() -> dict[str, list[re.Pattern[str]]]:
    found: dict[str, list[re.Pattern[str]]] = {}
    for path in (PROJECT / "data/responses").glob("*.yml"):
        for name, variants in yaml.safe_load(path.read_text(encoding="utf-8"))["responses"].items():
            texts = [re.sub(r"\\\{\w+\\\}", ".+", re.escape(variant["text"])) for variant in variants]
            found[name] = [re.compile("(?s)" + text) for text in texts]
    return found


def is_one_of(text: str, responses: Iterable[str]) -> bool:
    """Whether a reply is one of these responses of data/responses."""
    return any(pattern.fullmatch(text) for name in responses for pattern in _patterns()[name])


def texts_of(block: Any) -> Iterator[str]:
    """Every text of a block but its ids, versions, links and what is drawn."""
    if isinstance(block, str):
        yield block
    elif isinstance(block, dict):
        for name, part in block.items():
            if name not in _NO_WORDS:
                yield from texts_of(part)
    elif isinstance(block, list):
        for part in block:
            yield from texts_of(part)


def figures(texts: Iterable[str]) -> set[Decimal]:
    """The numbers in texts, without quote numbers, dates, codes and addresses."""
    found = set()
    for text in texts:
        for match in _NUMBER.findall(_NOT_FIGURES.sub(" ", text)):
            found |= _readings(match)
    return found


def _readings(number: str) -> set[Decimal]:
    parts = re.split(r"[.,]", number)
    grouped = len(parts) > 1 and all(len(part) == 3 for part in parts[1:])
    if grouped:
        return {Decimal("".join(parts))}
    try:
        return {Decimal(number.replace(",", "")).normalize() + 0}
    except ArithmeticError:
        return {Decimal(part) for part in parts}


_folders: dict[str, Path] = {}


def know(folder: Path, catalogue: Catalogue) -> None:
    """Where a catalogue was read from."""
    _folders[catalogue.version] = folder


@lru_cache(maxsize=8)
def _figures_of(version: str) -> frozenset[Decimal]:
    texts = [path.read_text(encoding="utf-8") for path in _folders[version].glob("*.yml")]
    # A day that the owner wrote as 2027-12-31 is said in words: its day and its year are theirs.
    days = {Decimal(part) for text in texts for year, day in _DATE.findall(text) for part in (year, day)}
    return frozenset(figures(texts)) | days | {Decimal(n) for n in range(10)}


def figures_of(catalogue: Catalogue) -> frozenset[Decimal]:
    """Every number that the owner wrote; counts below ten are said of anything."""
    return _figures_of(catalogue.version)


_priced: dict[tuple[str, frozenset[Decimal]], set[Decimal]] = {}


def prices(catalogue: Catalogue, told: frozenset[Decimal]) -> set[Decimal]:
    """Every sum, line and unit price that the catalogue gives for a number that was told."""
    key = (catalogue.version, told)
    if key not in _priced:
        _priced[key] = set(_all_prices(catalogue, sorted({int(n) for n in told if 0 < n < 5000 and n == int(n)} | {1})))
    return _priced[key]


def _all_prices(catalogue: Catalogue, numbers: list[int]) -> Iterator[Decimal]:
    kinds = {None} | {discount.customer_kind for discount in catalogue.discounts.values()}
    known = [discount.code for discount in catalogue.discounts.values() if discount.code]
    codes = [(), *((code,) for code in known), *pairs(known, 2)]
    for plan in catalogue.plans.values():
        for currency in catalogue.company.currencies:
            start = starting_price(catalogue, plan.id, currency, today=None)
            if start:
                yield from (start.total.amount, start.per_unit.amount)
        quantities = {max(number, plan.min_quantity) for number in numbers}
        ways = every_way(sorted(quantities), available_terms(plan), catalogue.company.currencies, kinds, codes)
        years: dict[tuple[object, ...], list[Decimal]] = {}
        for quantity, term, currency, kind, code in ways:
            try:
                found = price(
                    catalogue, plan.id, quantity, term, currency, customer_kind=kind, codes=code, today=utc_now().date()
                )
            except NotPriceable:
                continue
            yield from (found.total.amount, found.per_unit.amount)
            if kind is None and not code:
                yield from _with_extras(catalogue, plan.id, quantity, term, currency)
            yield from (abs(amount) for line in found.lines for amount in (line.amount.amount, line.unit_amount.amount))
            if term in (Term.MONTH, Term.YEAR):
                years.setdefault((quantity, currency, kind, code), []).append(found.a_year.amount)
        # What a year at once saves against twelve monthly payments.
        yield from (figure for pair in years.values() for figure in (*pair, max(pair) - min(pair)))


def _with_extras(catalogue: Catalogue, plan: str, quantity: int, term: Term, currency: str) -> Iterator[Decimal]:
    """What a plan comes to with each extra."""
    for extra in catalogue.add_ons:
        try:
            found = price(catalogue, plan, quantity, term, currency, add_ons=[extra], today=utc_now().date())
        except NotPriceable:
            continue
        yield from (found.total.amount, found.per_unit.amount)


@lru_cache(maxsize=8)
def strangers(version: str) -> tuple[str, ...]:
    """Product and company names of the other companies."""
    from milepost.store.catalogue_files import load_catalogue

    others = [load_catalogue(PROJECT / each) for each in COMPANIES]
    own = next(each for each in others if each.version == version)
    words = " ".join(own_names(own)).casefold()
    names = {name for each in others if each.version != version for name in (each.company.name, *_products(each))}
    return tuple(sorted(name for name in names if name.casefold() not in words))


def _products(catalogue: Catalogue) -> list[str]:
    return [product.name for product in catalogue.products.values()]


def own_names(catalogue: Catalogue) -> set[str]:
    """What options of a catalogue are called."""
    plans = [name_of(catalogue, f"plan:{each}") for each in catalogue.plans]
    return {*_products(catalogue), *plans, *(rival.name for rival in catalogue.competitors.values())}
