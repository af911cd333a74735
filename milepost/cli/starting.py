"""`milepost new`: what it asks on a terminal, what it takes from flags, what it says at the end; and the check with its advice."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

import typer

from milepost.cli.importing import ask_currency, show
from milepost.errors import MilepostError, StoreUnavailable
from milepost.importing.hours import UnreadableHours, opening_days
from milepost.importing.start import Beginning, begin
from milepost.importing.text import slug
from milepost.importing.writing.files import LANGUAGES
from milepost.settings import Settings
from milepost.store.catalogue_files import load_catalogue
from milepost.store.records.gaps import Gap

_MOST_LINES = 24


@dataclass(frozen=True)
class Flags:
    """What the command line says; "" for what it does not."""

    to: Path | None
    name: str
    sells: str
    products: str
    offers: tuple[str, ...]
    answers: str
    guide: Path | None
    currency: str
    category: str
    email: str
    hours: str
    timezone: str
    pages: int
    language: str


def new(flags: Flags, settings: Settings) -> None:
    """Asks for what is missing (on a terminal), makes the catalogue and says how to talk to the bot. Raises MilepostError."""
    from milepost.cli.likeness import prepared_likeness

    told, to = _asked(flags) if sys.stdin.isatty() else _as_told(flags)
    began = time.monotonic()
    ask = ask_currency if sys.stdin.isatty() else None
    begun = begin(told, to, ask=ask, alike=prepared_likeness(settings.models), progress=show)
    seconds = time.monotonic() - began
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
    lines = list(begun.lines)
    print("\n".join(lines[:_MOST_LINES]))
    if len(lines) > _MOST_LINES:
        print(f"and {len(lines) - _MOST_LINES} more lines: milepost catalogue check {to} says what to look at")
    counted = f"{len(begun.catalogue.products)} products, {len(begun.catalogue.answers)} answers"
    print(f"\n{to} is ready ({counted}, {seconds:.0f} seconds). Its four files are yours to edit.")
    print(f"  milepost chat --catalogue {to}      talk to the bot in this terminal")
    print(f"  milepost run --catalogue {to}       serve it: demo page, widget, console")
    print(f"  milepost catalogue check {to}       after an edit: mistakes, and what would make it answer more")
    if told.feed:
        print(f"  milepost catalogue import --to {to} --update      prices and stock as the shop has them by then")
    if told.answers:
        print(f"  milepost catalogue answers --to {to} --update     the answers as their source has them by then")


def check(folder: Path, settings: Settings) -> None:
    """What a catalogue holds, and advice. Raises CatalogueError with every mistake."""
    from milepost.services.advice import advice, open_questions
    from milepost.services.catalogues import summary

    catalogue = load_catalogue(folder)
    print("\n".join(summary(catalogue)))
    gaps: tuple[Gap, ...] = ()
    if folder.resolve() == settings.catalogue.resolve() and _is_at_hand(settings.database_url):
        try:
            gaps = open_questions(settings.database_url)
        except StoreUnavailable as error:
            print(f"questions that had no answer cannot be told: {error}", file=sys.stderr)
    for line in advice(catalogue, gaps):
        print(f"advice: {line}")


def _is_at_hand(url: str) -> bool:
    """Whether there is a database to look into; a check makes none."""
    path = url.removeprefix("sqlite:///")
    return path == url or Path(path).exists()


def _as_told(flags: Flags) -> tuple[Beginning, Path]:
    """Without a terminal: everything that must be said is in the flags."""
    missing = [
        flag for flag, value in (("--name", flags.name), ("--products", flags.products or flags.offers)) if not value
    ]
    if missing:
        raise MilepostError(f"say {' and '.join(missing)} (milepost new --help), or start on a terminal to be asked")
    return _beginning(flags), flags.to or Path(slug(flags.name))


def _asked(flags: Flags) -> tuple[Beginning, Path]:
    """On a terminal: a question for each thing that no flag says; an empty answer takes what stands in brackets."""
    print("A few questions; Enter takes what stands in brackets. Everything can be changed later.\n")
    name = flags.name or _prompt("What is your company called?")
    products = flags.products
    offers = list(flags.offers)
    if not products and not offers:
        products = _prompt("Your products: a file, a folder or an https address (Enter to name them one by one)", "")
    while not products and not flags.offers:
        offer = _prompt('  a product and its price, as "Haircut: 35 EUR" (Enter when done)', "")
        if not offer and offers:
            break
        offers += [offer] if offer else []
    language = flags.language or _prompt(f"The language of your texts ({', '.join(LANGUAGES)})", "en")
    while language not in LANGUAGES:
        language = _prompt(f"One of {', '.join(LANGUAGES)}, please", "en")
    sells = flags.sells or _prompt("What do you sell, in a few words? (as: hardy plants for small gardens)", "")
    answers = flags.answers or _prompt("Questions and answers: a file, a folder or the address of your help pages", "")
    currency = flags.currency or _prompt("The currency of your prices (Enter: as the prices say)", "")
    email = flags.email or _prompt("An e-mail address for visitors", "")
    hours = flags.hours or _prompt('When do people answer? (as: "Mon-Fri 9-17:30, Sat 10-16")', "")
    while hours and _trouble(hours):
        print(f"  {_trouble(hours)}")
        hours = _prompt("When do people answer?", "")
    zone = flags.timezone or (_prompt("Your time zone", _zone_here()) if hours else "")
    folder = flags.to or Path(_prompt("The folder for your catalogue", slug(name)))
    said = {
        "name": name,
        "sells": sells,
        "products": products,
        "offers": tuple(offers),
        "answers": answers,
        "language": language,
    }
    given = replace(flags, to=folder, currency=currency, email=email, hours=hours, timezone=zone, **said)  # type: ignore[arg-type]
    return _beginning(given), folder


def _beginning(flags: Flags) -> Beginning:
    try:
        days = opening_days(flags.hours) if flags.hours else None
    except UnreadableHours as error:
        raise MilepostError(f"the opening hours cannot be read: {error}") from error
    if flags.language and flags.language not in LANGUAGES:
        raise MilepostError(f'"{flags.language}" is none of the languages {", ".join(LANGUAGES)}')
    return Beginning(
        name=flags.name.strip(),
        sells=flags.sells,
        feed=flags.products,
        offers=flags.offers,
        answers=flags.answers,
        currency=flags.currency.upper(),
        category=flags.category,
        guide=flags.guide,
        timezone=flags.timezone or (_zone_here() if days else ""),
        email=flags.email,
        days=days,
        pages=flags.pages,
        language=flags.language or "en",
    )


def _prompt(question: str, default: str | None = None) -> str:
    return str(typer.prompt(question, default=default, show_default=bool(default))).strip()


def _trouble(hours: str) -> str:
    try:
        opening_days(hours)
    except UnreadableHours as error:
        return str(error)
    return ""


def _zone_here() -> str:
    """The time zone of this machine, UTC where it does not say."""
    try:
        path = Path("/etc/localtime").resolve().as_posix()
    except OSError:
        return "UTC"
    _, found, zone = path.partition("/zoneinfo/")
    return zone.removeprefix("posix/") if found and zone not in ("", "Etc/UTC", "UTC") else "UTC"
