"""A company's first catalogue from what its owner has at hand: files, addresses, or a few words on each thing that is sold."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from milepost.errors import CatalogueError, Problem
from milepost.importing.answers.duplicates import Alike
from milepost.importing.answers.refresh import prepare_answers
from milepost.importing.new_catalogue import import_feed
from milepost.importing.reading.currency import Ask
from milepost.importing.text import slug
from milepost.importing.updating.patching import patched
from milepost.importing.updating.values import normal, value_of
from milepost.importing.writing.files import as_files, wording
from milepost.sales.catalogue import Catalogue
from milepost.store.catalogue_files import FILES, JOURNEY, PRODUCTS
from milepost.store.catalogue_schema.yaml_nodes import read_nodes
from milepost.store.catalogue_versions import ANSWERS_STATE, STATE, put_in_force

_CODE = re.compile(r"\b([A-Z]{3})\b")


@dataclass(frozen=True)
class Beginning:
    """What an owner says of the company. `feed` is a file, a folder or an address; where there is none, `offers` are what is
    sold, each as "name: price". `days` are opening hours as journey.yml has them; `language` is one of writing.files.LANGUAGES."""

    name: str
    sells: str = ""
    feed: str = ""
    offers: tuple[str, ...] = ()
    answers: str = ""
    currency: str = ""
    category: str = ""
    guide: Path | None = None
    timezone: str = ""
    email: str = ""
    days: Mapping[str, list[str]] | None = None
    pages: int = 0
    language: str = "en"


@dataclass(frozen=True)
class Begun:
    """The catalogue that is in force now, and what was understood on the way."""

    catalogue: Catalogue
    lines: tuple[str, ...]


def begin(
    told: Beginning,
    to: Path,
    *,
    ask: Ask | None = None,
    alike: Alike | None = None,
    progress: Callable[[str], None] | None = None,
) -> Begun:
    """Makes the catalogue in `to`, which must not hold one yet. Raises CatalogueError; nothing is written before all of it
    passes the check."""
    existing = next((to / name for name in FILES if (to / name).exists()), None)
    if existing is not None:
        raise CatalogueError([Problem(existing.as_posix(), 1, "there is a catalogue already: name another folder")])
    with tempfile.TemporaryDirectory(prefix="milepost-") as name:
        staging = Path(name) / "catalogue"
        try:
            lines = _products(told, staging, to, ask, progress)
            _company(told, staging)
            lines += _answers(told, staging, alike, progress)
        except CatalogueError as error:
            raise CatalogueError([_as_in(to, staging, each) for each in error.problems]) from error
        kept = [each for each in (*FILES, STATE, ANSWERS_STATE) if (staging / each).exists()]
        catalogue = put_in_force(to, {each: (staging / each).read_bytes() for each in kept}, why="the beginning")
    return Begun(catalogue, tuple(lines))


def _answers(told: Beginning, staging: Path, alike: Alike | None, progress: Callable[[str], None] | None) -> list[str]:
    if not told.answers:
        return []
    ready = prepare_answers(told.answers, staging, pages=told.pages, alike=alike, progress=progress)
    ready.put_in_force()
    lines = [*ready.understood, *(f"please check: {each}" for each in ready.please_check)]
    return [*lines, f"{len(ready.changes.new)} answers stand in knowledge.yml, each with its source"]


def _as_in(to: Path, staging: Path, problem: Problem) -> Problem:
    """A problem of the files that would be, named as they would be."""
    is_ours = problem.file.startswith(staging.as_posix())
    return Problem((to / Path(problem.file).name).as_posix(), problem.line, problem.message) if is_ours else problem


def _products(
    told: Beginning, staging: Path, to: Path, ask: Ask | None, progress: Callable[[str], None] | None
) -> list[str]:
    """The four files from a feed, or from what the owner said of each thing."""
    if told.feed:
        report = import_feed(
            *(told.feed, told.guide, staging),
            currency=told.currency,
            category=told.category,
            language=told.language,
            ask=ask,
            progress=progress,
        )
        return [*report.understood, *(f"please check: {each}" for each in report.not_understood[:-1])]
    if not told.offers:
        missing = 'say what you sell: a file or an address with your products, or each as "Haircut: 35 EUR"'
        raise CatalogueError([Problem(to.as_posix(), 1, missing)])
    put_in_force(staging, as_files(_pages(told, to)), why="the beginning")
    return [f"{len(told.offers)} products as you named them"]


def _pages(told: Beginning, to: Path) -> dict[str, dict[str, Any]]:
    """The files of a few things with their prices in a line each."""
    products: dict[str, Any] = {}
    for offer in told.offers:
        name, colon, price = (part.strip() for part in offer.partition(":"))
        if not (name and colon and price):
            raise CatalogueError(
                [Problem(to.as_posix(), 1, f'"{offer}" must be a name and a price, as "Haircut: 35 EUR"')]
            )
        products[slug(name, products)] = {
            "name": name,
            "category": told.category or wording(told.language)["offer"],
            "summary": name,
            "price": price if _CODE.search(price) or not told.currency else _with_currency(price, told.currency),
        }
    codes = [code for offer in told.offers for code in _CODE.findall(offer.partition(":")[2])]
    currencies = list(dict.fromkeys([*([told.currency] if told.currency else []), *codes]))
    if not currencies:
        raise CatalogueError([Problem(to.as_posix(), 1, "no price says its currency: say it, as --currency EUR")])
    company = {"name": told.name, **_texts(told, told.sells or told.name), "currencies": currencies}
    return {
        "products": {"company": company, "products": products},
        "pricing": {},
        "knowledge": {},
        "journey": dict(wording(told.language)["journey"]),
    }


def _with_currency(price: str, currency: str) -> str:
    """ "35 per hour" in EUR is "35 EUR per hour"."""
    return re.sub(r"^([0-9][0-9.,]*)", rf"\1 {currency}", price)


def _texts(told: Beginning, sells: str) -> dict[str, str]:
    plain, named = sells.strip().rstrip("."), wording(told.language)["named"]
    texts = {key: str(text).format(name=told.name, sells=plain) for key, text in named.items()}
    return {**texts, "tagline": texts["tagline"][:1].upper() + texts["tagline"][1:]}


def _company(told: Beginning, staging: Path) -> None:
    """What the owner said of the company, written over what the import had to guess: it counts as the owner's own edit."""
    said: dict[str, Any] = {"name": told.name, **(_texts(told, told.sells) if told.sells else {})}
    said |= {key: value for key, value in (("timezone", told.timezone), ("email", told.email)) if value}
    _edit(staging / PRODUCTS, "company", said)
    if told.days:
        _edit(staging / JOURNEY, "opening_hours", {"days": dict(told.days)})


def _edit(path: Path, section: str, values: Mapping[str, Any]) -> None:
    text = path.read_text(encoding="utf-8")
    page = value_of(read_nodes(text, lambda _line, _message: None))
    before = page.get(section) if isinstance(page.get(section), Mapping) else {}
    path.write_text(patched(text, {**page, section: {**before, **normal(values)}}), encoding="utf-8")
