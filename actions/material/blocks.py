"""What the widget draws: plain JSON of the kinds that docs/widget.md lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

import segno

from milepost.sales import wording
from milepost.sales.comparison import Comparison
from milepost.sales.journey import OnboardingStep
from milepost.sales.options import name_of, plans_of, product_of
from milepost.sales.pricing import starting_price
from milepost.services import quotes
from milepost.services.quotes import Quote
from milepost.services.turns import Turn


def quote_block(turn: Turn, quote: Quote, name: str) -> dict[str, Any]:
    """A price line by line, as it is kept, the way to its own page, and whether it can be sent by e-mail."""
    block = quotes.block(quote, name, turn.conversation.language, turn.url_of(quote.id))
    return {**block, "can_mail": turn.can_mail}


def products_block(
    turn: Turn, options: Iterable[str], reasons: dict[str, Sequence[str]] | None = None
) -> dict[str, Any]:
    """Options as cards: name, summary, where the price starts, and why they fit."""
    return {"type": "products", "items": [card(turn, option, (reasons or {}).get(option, ())) for option in options]}


def card(turn: Turn, option: str, reasons: Sequence[str]) -> dict[str, Any]:
    """One option as a card."""
    catalogue = turn.catalogue
    product = catalogue.product(product_of(catalogue, option))
    picture = {"image": product.images[0]} if product.images else {}
    plan_summary = plans_of(catalogue, option)[0].summary if option.startswith("plan:") else ""
    return {
        "id": option,
        "product": product.id,
        "name": name_of(catalogue, option),
        "summary": plan_summary or product.summary,
        "price": from_price(turn, option),
        "url": product.url,
        **picture,
        "reasons": list(reasons),
    }


def from_price(turn: Turn, option: str) -> str:
    """ "from $25 per seat and month"; just the price where there is one only, "on request" where there is none."""
    language, currency = turn.conversation.language, _currency(turn)
    today = turn.now.date()
    ways = [starting_price(turn.catalogue, plan.id, currency, today=today) for plan in plans_of(turn.catalogue, option)]
    paid = [way for way in ways if way and way.total.amount]
    if not paid:
        return wording.word("free" if any(ways) else "custom", language)
    lowest = min(paid, key=lambda way: way.total.amount)
    text = wording.price_per(lowest.per_unit, lowest.term, lowest.unit, language)
    alone = len(ways) == 1 and lowest.quantity == 1 and not lowest.is_from
    return text if alone else wording.word("from", language).format(text)


def _currency(turn: Turn) -> str:
    """The currency that the visitor asked for, where prices are listed in it; else the company's first."""
    currencies = turn.catalogue.company.currencies
    wanted = turn.conversation.case.currency
    return wanted if wanted in currencies else currencies[0]


def code_block(turn: Turn, code: str) -> dict[str, Any]:
    """A code for a friend; where the owner names a place for it, the link that carries it, and the link as a picture to scan."""
    terms = turn.catalogue.journey.referrals
    block = {"type": "code", "code": code, "text": terms.friend_reward}
    link = terms.link_for(code)
    return {**block, "share_url": link, "scan": scan(link)} if link else block


def scan(text: str) -> dict[str, Any]:
    """A QR code (ISO/IEC 18004, level M) as an outline: `path` in units of one module, `size` modules to a side with the quiet
    zone of four around it."""
    rows = segno.make(text, error="m", micro=False).matrix
    runs = []
    for y, row in enumerate(rows, 4):
        x = 0
        for dark, modules in groupby(row):
            width = len(list(modules))
            if dark:
                runs.append(f"M{x + 4} {y}h{width}v1h-{width}z")
            x += width
    return {"path": "".join(runs), "size": len(rows) + 8}


def steps_block(title: str, steps: Sequence[OnboardingStep], done: int) -> dict[str, Any]:
    """Onboarding steps with those done ticked."""
    items = [
        {"title": step.title, "body": step.body, "link": step.link, "done": number < done}
        for number, step in enumerate(steps)
    ]
    return {"type": "steps", "title": title, "items": items}


def comparison_block(result: Comparison, caption: str) -> dict[str, Any]:
    """A table of options, with the sources of what is said about others."""
    return {
        "type": "comparison",
        "caption": caption,
        "columns": [column.name for column in result.columns],
        "rows": [
            {
                "attribute": row.label,
                "values": list(row.texts),
                "differs": row.differs,
                "note": "; ".join(f"{fact.source}, {fact.as_of}" for fact in row.sources if fact),
            }
            for row in result.rows
        ],
    }
