"""The demo page: a landing page of the company in the catalogue in force, with the widget on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timezone
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.templating import Jinja2Templates

from milepost.sales import wording
from milepost.sales.catalogue import Article, Catalogue, Plan, Product
from milepost.sales.pricing import starting_price

TEMPLATES = Path(__file__).parent / "templates"
_ANSWERS = 6


@dataclass(frozen=True)
class Teaser:
    """A product with the least that it costs in words; an empty `price` where the catalogue gives none."""

    product: Product
    price: str
    is_from: bool
    plans: tuple[Plan, ...]


class DemoPage:
    """Shows what the catalogue says and nothing else; and the chat by itself, with its options."""

    def __init__(self, catalogue: Callable[[], Catalogue], languages: Iterable[str]) -> None:
        self._catalogue, self._languages = catalogue, sorted(languages)
        self._templates = Jinja2Templates(directory=TEMPLATES)

    async def preview(self, request: Request) -> Response:
        """GET: the chat with its options to try, and the lines to copy."""
        values = {"company": self._catalogue().company, "languages": self._languages}
        return self._templates.TemplateResponse(request, "preview.html", values)

    async def show(self, request: Request) -> Response:
        """GET: the page, made anew from the catalogue in force."""
        catalogue, today = self._catalogue(), datetime.now(timezone.utc).date()
        return self._templates.TemplateResponse(
            request,
            "demo.html",
            {
                "company": catalogue.company,
                "version": catalogue.version,
                "teasers": [teaser(catalogue, product, today) for product in catalogue.products.values()],
                "stories": _articles(catalogue, "story")[:2],
                "policies": _articles(catalogue, "policy")[:3],
                "answers": list(catalogue.answers.values())[:_ANSWERS],
            },
        )


def teaser(catalogue: Catalogue, product: Product, today: date) -> Teaser:
    """The product and its lowest list price above zero, in the company's first currency."""
    plans, currency = catalogue.plans_of(product.id), catalogue.company.currencies[0]
    ways = [way for plan in plans if (way := starting_price(catalogue, plan.id, currency, today=today))]
    paid = [way for way in ways if way.total.amount > 0] or ways
    if not paid:
        return Teaser(product, "", False, plans)
    lowest = min(paid, key=lambda way: way.total.amount)
    price = wording.price_per(lowest.per_unit, lowest.term, lowest.unit)
    return Teaser(product, price, len(ways) > 1 or lowest.is_from, plans)


def _articles(catalogue: Catalogue, kind: str) -> list[Article]:
    return [article for article in catalogue.articles.values() if article.kind == kind]
