"""What would make a catalogue answer more, for who has just checked it: advice, never a mistake."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from milepost.sales.catalogue import Catalogue, Term
from milepost.store.database import Database
from milepost.store.records.gaps import Gap

_EXAMPLES = 3
_ASKED_IN_VAIN = ("unanswered", "unknown_attribute", "not_understood")
# What answers on these subjects speak of, in the languages that the bot serves.
_SUBJECTS = {
    "delivery": re.compile(r"deliver|shipp|\bship\b|postage|liefer|versand|livr|exp[eé]di|env[ií]o|entreg", re.I),
    "returns": re.compile(r"return|refund|money back|exchange|send .{0,12}back|r[uü]ckgabe|retour|umtausch|rembours|devol", re.I),
    "a trial": re.compile(r"trial|try .{0,12}(out|first|before)|test phase|probe|testen|essai|prueba|teste", re.I),
    "how to reach you": re.compile(r"contact|reach you|phone|call you|e-?mail|kontakt|telefon|erreich|joindre|ligar", re.I),
}  # fmt: skip


def advice(catalogue: Catalogue, gaps: Iterable[Gap] = ()) -> list[str]:
    """One sentence for each thing that is worth doing, the most useful first."""
    return [
        *_asked_in_vain(gaps),
        *_missing_answers(catalogue),
        *_without_other_words(catalogue),
        *_unused_attributes(catalogue),
    ]


def open_questions(url: str) -> tuple[Gap, ...]:
    """What visitors asked in vain, newest first, by the database at `url`. Raises StoreUnavailable."""
    database = Database(url)
    try:
        with database.begin() as store:
            return tuple(gap for gap in store.gaps.list() if gap.kind in _ASKED_IN_VAIN)
    finally:
        database.close()


def _asked_in_vain(gaps: Iterable[Gap]) -> Iterator[str]:
    words = list(dict.fromkeys(" ".join(gap.words.split()) for gap in gaps))
    if words:
        yield f"{_count(words, 'question', 'questions')} of visitors had no answer: {_some(words)}"


def _missing_answers(catalogue: Catalogue) -> Iterator[str]:
    written = " ".join(
        " ".join((answer.question, *answer.also, answer.topic, answer.answer)) for answer in catalogue.answers.values()
    )
    written += " ".join(f"{article.title} {article.summary}" for article in catalogue.articles.values())
    terms = {price.term for plan in catalogue.plans.values() for price in plan.prices}
    units = {price.unit for plan in catalogue.plans.values() for price in plan.prices if price.term is Term.ONE_TIME}
    wanted = [
        *(["delivery", "returns"] if "item" in units else []),
        *(
            ["a trial"]
            if terms - {Term.ONE_TIME} and not any(plan.trial_days for plan in catalogue.plans.values())
            else []
        ),
        *(["how to reach you"] if not catalogue.company.email else []),
    ]
    missing = [subject for subject in wanted if not _SUBJECTS[subject].search(written)]
    if missing:
        yield f"no answer speaks of {' or of '.join(missing)}: visitors will ask (knowledge.yml)"
    if not catalogue.company.email:
        yield "the company has no email: visitors are given no address (products.yml)"
    if not catalogue.journey.opening_hours.days:
        yield "there are no opening hours: the bot cannot say when a person answers (journey.yml)"


def _without_other_words(catalogue: Catalogue) -> Iterator[str]:
    products = [product.name for product in catalogue.products.values() if not product.aliases]
    answers = [answer.question for answer in catalogue.answers.values() if not answer.also]
    if products:
        told = "is known by one name only" if len(products) == 1 else "are known by one name only"
        yield f"{_count(products, 'product', 'products')} {told}; add what visitors call them (aliases): {_some(products)}"
    if answers:
        told = "has one wording only" if len(answers) == 1 else "have one wording only"
        yield f"{_count(answers, 'question', 'questions')} {told}; each other way to ask helps (also): {_some(answers)}"


def _unused_attributes(catalogue: Catalogue) -> Iterator[str]:
    used = {key for product in catalogue.products.values() for key in product.attributes}
    used |= {key for plan in catalogue.plans.values() for key in plan.attributes}
    idle = [attribute.name for key, attribute in catalogue.attributes.items() if key not in used]
    if idle:
        yield f"no product has {_some(idle, 'or')}: nothing is compared by it until one does (products.yml)"


def _count(things: Sequence[str], one: str, many: str) -> str:
    return f"{len(things)} {one if len(things) == 1 else many}"


def _some(names: Sequence[str], mark: str = "") -> str:
    told = [f'"{name if len(name) <= 80 else name[:79] + chr(0x2026)}"' for name in names[:_EXAMPLES]]
    rest = len(names) - len(told)
    between = f" {mark} " if mark else ", "
    return between.join(told) + (f" and {rest} more" if rest > 0 else "")
