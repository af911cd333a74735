"""The commands that start things: run, demo, chat, replay, train, learn, evaluate, and those for catalogue, users, database …"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Optional

import typer

from milepost.errors import MilepostError
from milepost.settings import Settings

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Milepost: a sales-assist chatbot.")
catalogue_app = typer.Typer(no_args_is_help=True, help="The company's catalogue.")
users_app = typer.Typer(no_args_is_help=True, help="Who may sign in to the console.")
database_app = typer.Typer(no_args_is_help=True, help="The database.")
corrections_app = typer.Typer(no_args_is_help=True, help="What reps corrected.")
channels_app = typer.Typer(no_args_is_help=True, help="The messaging channels.")
models_app = typer.Typer(no_args_is_help=True, help="The language models.")
app.add_typer(catalogue_app, name="catalogue")
app.add_typer(users_app, name="users")
app.add_typer(database_app, name="database")
app.add_typer(channels_app, name="channels")
app.add_typer(models_app, name="models")
app.add_typer(corrections_app, name="corrections")

CatalogueOption = typer.Option(
    None, "--catalogue", help="The catalogue's folder (default: MILEPOST_CATALOGUE or catalogue/)."
)

PasswordOption = typer.Option(None, help="Made and printed if not given.")


def main() -> None:
    """Runs a command; what goes wrong is one sentence on standard error and exit status 1."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    try:
        app()
    except MilepostError as error:
        print(error, file=sys.stderr)
        sys.exit(1)


def _settings(catalogue: Path | None = None) -> Settings:
    settings = Settings.from_environment()
    return replace(settings, catalogue=catalogue) if catalogue else settings


def _served_at(settings: Settings, host: str | None, port: int | None) -> Settings:
    settings = replace(settings, host=host or settings.host, port=port or settings.port)
    if (host or port) and "MILEPOST_PUBLIC_URL" not in os.environ:
        settings = replace(settings, public_url=f"http://{settings.host}:{settings.port}")
    return settings


@app.command()
def run(
    catalogue: Optional[Path] = CatalogueOption,
    host: Optional[str] = typer.Option(None, help="Where to listen (default: MILEPOST_HOST or 127.0.0.1)."),
    port: Optional[int] = typer.Option(None, min=1, max=65535, help="Port (default: MILEPOST_PORT or 8000)."),
) -> None:
    """Serve: train if needed, then print the addresses of the demo page and of the console."""
    from milepost.cli import serving

    serving.serve(_served_at(_settings(catalogue), host, port))


@app.command()
def demo(
    catalogue: Optional[Path] = CatalogueOption,
    host: Optional[str] = typer.Option(None, help="Where to listen (default: MILEPOST_HOST or 127.0.0.1)."),
    port: Optional[int] = typer.Option(None, min=1, max=65535, help="Port (default: MILEPOST_PORT or 8000)."),
    share: float = typer.Option(1.0, min=0.01, max=1.0, help="How many of the scripted visitors come."),
    serve: bool = typer.Option(True, help="Serve the console on it; else only fill, and say how much."),
) -> None:
    """Play a month of scripted visitors through the real bot into a throw-away database, and serve the console on it."""
    from milepost.cli.demo import playing

    playing.demo(_served_at(_settings(catalogue), host, port), share=share, serve=serve)


@app.command()
def new(
    to: Optional[Path] = typer.Argument(None, help="The folder to make (default: after the name)."),
    name: str = typer.Option("", help="What the company is called."),
    sells: str = typer.Option("", help="What it sells, in a few words."),
    products: str = typer.Option("", help="A product feed: a file, a folder or an https address."),
    product: list[str] = typer.Option([], help='In place of a feed: "Haircut: 35 EUR"; may be given several times.'),
    answers: str = typer.Option("", help="Questions and answers: a file, a folder or the address of help pages."),
    guide: Optional[Path] = typer.Option(None, help="A buying guide as plain text, or a folder of guides."),
    currency: str = typer.Option("", help="What the prices are in, where they do not say it."),
    language: str = typer.Option(
        "", help="Of your texts and of the questions that the bot asks: en, de, es, fr or pt."
    ),
    category: str = typer.Option("", help="What the products are, where the feed puts them in no category."),
    email: str = typer.Option("", help="The address for visitors."),
    hours: str = typer.Option("", help='When people answer, as "Mon-Fri 9-17:30, Sat 10-16".'),
    timezone: str = typer.Option("", help="Of the hours, as Europe/Dublin (default: this machine's)."),
    pages: int = typer.Option(0, min=0, help="How many help pages are read at most (default: 100)."),
) -> None:
    """Start a company: a few questions (or flags), then a catalogue that passes the check and a bot to talk to."""
    from milepost.cli import starting

    flags = starting.Flags(
        to,
        name,
        sells,
        products,
        tuple(product),
        answers,
        guide,
        currency,
        category,
        email,
        hours,
        timezone,
        pages,
        language,
    )
    starting.new(flags, _settings())


@app.command()
def chat(
    catalogue: Optional[Path] = CatalogueOption,
    jsonl: bool = typer.Option(False, "--jsonl", help="One JSON line in, one JSON line out per turn (docs/driver.md)."),
) -> None:
    """Talk to the bot in this terminal, with a database that is thrown away."""
    from milepost.cli import driving

    (driving.serve_lines if jsonl else driving.talk)(_settings(catalogue))


@app.command()
def replay(
    file: Path = typer.Argument(..., help='Lines {"id", "turns": [text, …]}.'),
    out: Optional[Path] = typer.Option(None, help="Where to write the results (default: FILE with .results.jsonl)."),
    catalogue: Optional[Path] = CatalogueOption,
) -> None:
    """Run recorded conversations through the bot and write what it answered."""
    from milepost.cli import driving

    driving.replay(_settings(catalogue), file, out or file.with_suffix(".results.jsonl"))


@app.command()
def train(
    force: bool = typer.Option(False, help="Train even if the model is up to date."),
    tuned: bool = typer.Option(False, help="Fine-tune the sentence encoder too: for releases, takes up to an hour."),
) -> None:
    """Train the model, unless the newest one was made from the same data, configuration and code."""
    from milepost.cli import loading

    print(f"model: {loading.ready_model(_settings(), force=force or tuned, tuned=tuned)}")


@app.command()
def learn(
    conversations: Optional[Path] = typer.Option(None, help="Their folder (default: data/conversations)."),
    out: Optional[Path] = typer.Option(None, help="The file to write (default: milepost/dialogue/weights.json)."),
    check: bool = typer.Option(
        False, help="Leave out one author after the other first, and say how well theirs are told."
    ),
) -> None:
    """Learn from annotated conversations what weighs how much when it is decided what a message does."""
    from milepost import dialogue
    from milepost.cli import learning

    settings = _settings()
    folder = conversations or settings.project / "data" / "conversations"
    weights = out or Path(str(dialogue.__file__)).with_name("weights.json")
    learning.learn(settings, folder, weights, check=check)


@app.command("learn-counts")
def learn_counts(
    conversations: Optional[Path] = typer.Option(None, help="Their folder (default: data/conversations)."),
    out: Optional[Path] = typer.Option(None, help="The file to write (default: the reader's own weights)."),
    check: bool = typer.Option(
        False, help="Say first how well each author's numbers are told by what the others taught."
    ),
) -> None:
    """Learn from annotated conversations which numbers of a message count what is sold or who uses it."""
    from milepost.cli import learning
    from milepost.nlu.case_words import count_clues

    settings = _settings()
    folder = conversations or settings.project / "data" / "conversations"
    learning.learn_counts(settings, folder, out or count_clues.FILE, check=check)


@app.command("learn-questions")
def learn_questions(
    questions: Optional[Path] = typer.Option(None, help="Their folder (default: data/questions)."),
    out: Optional[Path] = typer.Option(None, help="The file to write (default: the encoder's own adapter)."),
    epochs: int = typer.Option(6, min=1, help="How often all questions are gone through."),
    check: bool = typer.Option(False, help="Keep every sixth company back, say how many of its questions are found."),
) -> None:
    """Learn from questions written for facts how visitors ask: the adapter of the encoder that facts are looked for with."""
    from milepost.cli import learning
    from milepost.nlu.encoders import question_adapter

    folder = questions or _settings().project / "data" / "questions"
    learning.learn_questions(folder, out or question_adapter.FILE, epochs=epochs, check=check)


@app.command()
def evaluate(
    held_out: Optional[Path] = typer.Option(None, help="Folder of labelled files (default: tests/held_out)."),
    conversations: Optional[list[Path]] = typer.Option(
        None, help="Annotated conversations, a file or a folder, to measure alone; may be given several times."
    ),
    html: Optional[Path] = typer.Option(None, help="Also write an HTML page here."),
    page: Optional[Path] = typer.Option(None, help="Also put the tables into this Markdown page, between its markers."),
    failed: Optional[Path] = typer.Option(
        None, help="Also write failed turns here; refused for conversations that are held out."
    ),
    catalogue: Optional[Path] = CatalogueOption,
) -> None:
    """Measure understanding on labelled files, and the whole bot on annotated conversations: right, foolish, acts, stages."""
    from milepost.cli import measuring

    settings = _settings(catalogue)
    folder = held_out or settings.project / "tests" / "held_out"
    measuring.evaluate(settings, measuring.Wanted(folder, conversations or (), html, page, failed))


@catalogue_app.command("check")
def catalogue_check(folder: Path = typer.Argument(..., help="Folder with the four files.")) -> None:
    """Say whether a catalogue can be used, every problem with file and line; and what would make it answer more."""
    from milepost.cli import starting

    starting.check(folder, _settings())


@catalogue_app.command("import")
def catalogue_import(
    feed: Optional[str] = typer.Argument(
        None, help="Products as CSV, TSV, XLSX, JSON, JSON Lines or XML: a file, a folder of them, or an https address."
    ),
    to: Path = typer.Option(..., help="Folder for the four files; made if it is not there."),
    guide: Optional[Path] = typer.Option(None, help="A buying guide as plain text, or a folder of guides."),
    currency: str = typer.Option("", help="What the prices are in, as EUR, where the feed does not say it."),
    category: str = typer.Option("", help="What the products are, where the feed puts them in no category."),
    update: bool = typer.Option(
        False, "--update", help="Bring an imported catalogue up to date; without FEED from where it came last time."
    ),
    dry_run: bool = typer.Option(False, "--dry-run", help="Only say what would change (with --update)."),
    yes: bool = typer.Option(False, "--yes", help="Do not ask before an update comes into force."),
) -> None:
    """Turn a product feed into a catalogue that can be sold from at once and edited, or bring one up to date."""
    from milepost.cli import importing

    wanted = importing.Order(feed, to, guide, currency, category)
    if update:
        importing.update(wanted, dry_run=dry_run, yes=yes)
    else:
        importing.first_import(wanted)


@catalogue_app.command("answers")
def catalogue_answers(
    source: Optional[str] = typer.Argument(
        None,
        help="Questions and answers as Markdown, CSV, XLSX or HTML: a file, a folder, or the address of help pages.",
    ),
    to: Path = typer.Option(..., help="The catalogue's folder."),
    update: bool = typer.Option(
        False, "--update", help="Bring what was read before up to date; without SOURCE everything that was read."
    ),
    pages: int = typer.Option(0, min=0, help="How many pages of a site are read at most (default: 100)."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Only say what would change."),
    yes: bool = typer.Option(False, "--yes", help="Do not ask before an update comes into force."),
) -> None:
    """Read questions and answers into knowledge.yml, or bring those that were read up to date."""
    from milepost.cli import answering

    order = answering.AnswersOrder(source, to, update, pages, dry_run, yes)
    answering.read_answers(order, _settings().models)


@catalogue_app.command("versions")
def catalogue_versions(folder: Path = typer.Argument(..., help="The catalogue's folder.")) -> None:
    """List the versions that an import has replaced, the newest first."""
    from milepost.cli import importing

    importing.list_versions(folder)


@catalogue_app.command("take-back")
def catalogue_take_back(
    folder: Path = typer.Argument(..., help="The catalogue's folder."),
    version: Optional[int] = typer.Option(None, help="Its number in the list of versions (default: the last one)."),
) -> None:
    """Put a version that an import has replaced in force again."""
    from milepost.cli import importing

    importing.take_back(folder, version)


@users_app.command("add")
def users_add(
    email: str,
    name: str = typer.Option("", help="As visitors see it when this person joins a chat."),
    role: str = typer.Option("rep", help="rep, manager or owner."),
    password: Optional[str] = PasswordOption,
) -> None:
    """Let someone sign in to the console."""
    from milepost.cli import people

    print(people.add(_settings(), email, name=name, role=role, password=password))


@users_app.command("list")
def users_list() -> None:
    """Who may sign in."""
    from milepost.cli import people

    for line in people.listed(_settings()):
        print(line)


@users_app.command("reset")
def users_reset(email: str, password: Optional[str] = PasswordOption) -> None:
    """Give someone a new password and end their sessions."""
    from milepost.cli import people

    print(people.reset(_settings(), email, password=password))


@users_app.command("disable")
def users_disable(email: str) -> None:
    """Keep someone out and end their sessions."""
    from milepost.cli import people

    print(people.disable(_settings(), email))


@users_app.command("duty")
def users_duty(email: str, languages: str = "", skills: str = "", products: str = "") -> None:
    """Say what someone is good at, comma-separated: who is asked to join first goes by it."""
    from milepost.cli import people

    print(people.duty(_settings(), email, languages=languages, skills=skills, products=products))


@database_app.command("upgrade")
def database_upgrade() -> None:
    """Bring the tables to the newest version."""
    from milepost.store.database import Database

    database = Database(_settings().database_url)
    database.upgrade()
    print(f"up to date: {database.url}")


@channels_app.command("check")
def channels_check() -> None:
    """Say of every channel whether it is on, and what is missing: settings, token, webhook, our address."""
    from milepost.cli import channels

    findings = channels.check(_settings())
    for finding in findings:
        print("\n".join(finding.lines()))
    if any(finding.problems for finding in findings):
        raise typer.Exit(1)


@models_app.command("prepare")
def models_prepare() -> None:
    """Convert the language models from their packages, once."""
    from milepost.cli import preparing

    preparing.prepare(_settings().models)


@corrections_app.command("export")
def corrections_export(
    out: Optional[Path] = typer.Option(None, help="Where to write it (default: standard output)."),
) -> None:
    """Write reps' corrections in Rasa's training format. Nothing is trained with them by itself."""
    from milepost.cli import people

    people.export_corrections(_settings(), out)
