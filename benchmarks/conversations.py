"""The bot beside two lines to beat, on conversations that are held out: turns answered rightly, turns with something foolish.

    python -m benchmarks.conversations                                   tests/held_out/conversations
    python -m benchmarks.conversations --page docs/quality.md            and puts the table into the page
    python -m benchmarks.conversations data/conversations/validation/*.jsonl

Bare look-up: the written answer that comes nearest by the same encoder, always given. The stock way: one intent a message by the
same classifier from a threshold on (0.3, as `rasa init` writes it), then one response an intent: the nearest written answer, the
product's summary, its list prices, or a line. The product is a slot: what was named last. Only figures are printed.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from milepost.learning.measuring import Judged, Open, Say
    from milepost.sales.catalogue import Catalogue, Plan

PROJECT = Path(__file__).resolve().parents[1]
HELD_OUT = PROJECT / "tests" / "held_out" / "conversations"
THRESHOLD = 0.3
MEANING = 384  # of the English encoder's numbers these are the last layer's
PRICES = ("ask_price", "ask_discount", "request_quote")
PRODUCTS = (
    "ask_product",
    "ask_offer",
    "ask_recommendation",
    "ask_superlative",
    "ask_stock",
    "compare",
    "compare_products",
)
LINES = {
    "greet": "Hello! How can I help you?",
    "goodbye": "Goodbye!",
    "thank": "You're welcome!",
    "affirm": "Great!",
    "deny": "All right.",
    "bot_challenge": "I am a bot.",
    "wait": "Take your time.",
    "laugh": "Glad that you like it!",
    "take_back": "All right.",
    "just_looking": "Take your time.",
    "stop_asking": "All right, no more questions.",
    "refuse_to_say": "No problem.",
    "state_need": "Thanks, noted. What else can I tell you?",
    "share_contact": "Thank you, noted. A colleague will be in touch.",
    "want_to_buy": "Great! What is your e-mail address? A colleague will send you the order form.",
    "human_handoff": "A colleague will be with you shortly.",
    "make_complaint": "I'm sorry to hear that. A colleague will look into it.",
    "want_to_cancel": "I'm sorry to hear that. A colleague will help you.",
    "give_feedback": "Thank you for your feedback!",
    "share_praise": "Thank you, that is good to hear!",
    "withdraw_consent": "Done: you will not hear from us again.",
    "report_danger": "Please call the emergency services now.",
    "out_of_scope": "I can only help with questions about our products.",
}
NOT_UNDERSTOOD = "Sorry, I didn't get that. Can you rephrase?"


class LookUp:
    """The written answers of a catalogue, by every way to ask for them."""

    def __init__(self, catalogue: Catalogue, encode: Callable[[str], Any]) -> None:
        import numpy as np

        self._encode = encode
        ways = [(way, entry.answer) for entry in catalogue.answers.values() for way in (entry.question, *entry.also)]
        self._answers = [answer for _, answer in ways]
        self._vectors = np.stack([encode(way) for way, _ in ways])

    def nearest(self, text: str) -> str:
        """The answer whose question comes nearest, however far that is."""
        return self._answers[int((self._vectors @ self._encode(text)).argmax())]


class Stock:
    """One intent a message, one response an intent."""

    def __init__(
        self, catalogue: Catalogue, look_up: LookUp, parse: Callable[[str, Mapping[str, Any]], Mapping[str, Any]]
    ) -> None:
        self._catalogue, self._look_up, self._parse = catalogue, look_up, parse
        self._slots: dict[str, str] = {}

    def answer(self, conversation: str, text: str) -> str:
        """What it says."""
        parse = self._parse(text, {})
        product = self._product(conversation, parse)
        best = max(parse["intent_ranking"], key=lambda one: float(one["confidence"]), default=None)
        if best is None or best["confidence"] < THRESHOLD:
            return NOT_UNDERSTOOD
        if best["name"] in PRICES:
            return self._prices(product) if product else self._offer()
        if best["name"] in PRODUCTS:
            return self._catalogue.product(product).summary if product else self._offer()
        return LINES.get(best["name"]) or self._look_up.nearest(text)

    def _product(self, conversation: str, parse: Mapping[str, Any]) -> str | None:
        for mention in parse.get("mentions") or ():
            if mention["kind"] == "product":
                self._slots[conversation] = mention["ids"][0]
            elif mention["kind"] == "plan":
                self._slots[conversation] = self._catalogue.plan(mention["ids"][0]).product
        return self._slots.get(conversation)

    def _offer(self) -> str:
        return "\n".join(f"{each.name}: {each.summary}" for each in self._catalogue.products.values())

    def _prices(self, product: str) -> str:
        return "\n".join(f"{plan.name}: {self._price(plan)}" for plan in self._catalogue.plans_of(product))

    def _price(self, plan: Plan) -> str:
        from milepost.sales.money import Money
        from milepost.sales.wording.figures import money

        currency = self._catalogue.company.currencies[0]
        told = []
        for price in plan.prices:
            amounts = price.tiers[0].amounts if price.tiers else price.flat
            if currency in amounts:
                unit = f" per {price.unit}" if price.tiers else ""
                told.append(f"{money(Money(amounts[currency], currency))}{unit} ({price.term.value})")
        return ", ".join(told) or "on request"


def main() -> None:
    """Prints the table, and puts it into a page if one is named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=sorted(HELD_OUT.glob("*.jsonl")))
    parser.add_argument("--page", type=Path, help="a Markdown page with a place for the figures")
    given = parser.parse_args()
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    from rich.console import Console

    from milepost.learning.report import fill_page

    found = table(dict(compared(given.files)))
    found.draw(Console(width=110))
    if given.page:
        fill_page(given.page, "lines to beat", [found])


def compared(files: list[Path]) -> Iterator[tuple[str, list[Judged]]]:
    """What each way answers, one after the other."""
    from milepost.cli.learning import watched
    from milepost.cli.loading import ready_processor
    from milepost.learning.contexts import Companies
    from milepost.settings import Settings

    settings = Settings.from_environment()
    processor = ready_processor(settings)
    from milepost.learning.conversations import read_conversations
    from milepost.learning.measuring import measured

    conversations, companies = read_conversations(files), Companies(settings.project)
    for name, opened in ways(settings.models, processor).items():
        yield name, measured(conversations, companies, opened, watch=watched(name))


def ways(models: Path, processor: Any) -> dict[str, Open]:
    """Who answers for a company, by name."""
    import numpy as np

    from milepost.cli.learning import parser
    from milepost.cli.measuring import bot_for
    from milepost.learning.measuring import Heard
    from milepost.learning.patterns import plain
    from milepost.nlu.encoder import english_encoder
    from milepost.services import catalogues

    encoder, parse = english_encoder(models), parser(processor)

    def encode(text: str) -> Any:
        meaning = np.asarray(encoder.encode(text), np.float64).ravel()[:MEANING]
        return meaning / max(float(np.linalg.norm(meaning)), 1e-12)

    @contextmanager
    def look_up(catalogue: Catalogue) -> Iterator[Say]:
        found = LookUp(catalogue, encode)
        yield lambda conversation, text: Heard(plain(found.nearest(text)))

    @contextmanager
    def stock(catalogue: Catalogue) -> Iterator[Say]:
        catalogues.put_in_force(catalogue)
        bot = Stock(catalogue, LookUp(catalogue, encode), parse)
        yield lambda conversation, text: Heard(plain(bot.answer(conversation, text)))

    return {"bare look-up": look_up, "the stock way": stock, "Milepost": lambda each: bot_for(processor, each)}


def table(of: Mapping[str, list[Judged]]) -> Any:
    """Right and foolish of each way, for all turns and company by company."""
    from milepost.learning.report import Table, percent
    from milepost.learning.scores import figures, grouped

    rows = [["", "turns", *(f"{name}: {what}" for name in of for what in ("right", "foolish"))]]
    apart = {name: {"all": judged, **grouped(judged, "company")} for name, judged in of.items()}
    for company in next(iter(apart.values())):
        each = [figures(parts[company]) for parts in apart.values()]
        shares = (percent(share) for found in each for share in (found.right, found.foolish))
        rows.append([company, str(each[0].turns), *shares])
    return Table("Lines to beat, in % of turns", rows)


if __name__ == "__main__":
    main()
