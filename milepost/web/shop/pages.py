"""The shop front: the pages of the company in the catalogue in force, with the chat on them.

It stands for the company's own website: everything on it is from the catalogue, and it knows nothing of its visitors.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zlib import crc32

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from milepost.sales import wording
from milepost.sales.catalogue import Answer, Article, Attribute, Catalogue, Product
from milepost.web.security import page_policy
from milepost.web.shop.offers import add_on_prices, offers_of, open_discounts, start_of
from milepost.web.templating import environment

_TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
_ON_A_PAGE = 24
_ON_THE_FRONT = 8
_TONES = 6
_KINDS = {"guide": "Guides", "policy": "Policies", "story": "Customers"}
_PICTURE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\.(svg|png|jpe?g|webp|avif|gif)")
_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d+)?")


@dataclass(frozen=True)
class _Section:
    """A part of a table of what is known of a product: rows of an attribute with its value for each column."""

    title: str
    rows: list[tuple[str, list[str]]]


class ShopFront:
    """The pages. `pictures` is the folder of the pictures that the catalogue names as "/pictures/…"."""

    def __init__(self, catalogue: Callable[[], Catalogue], languages: Iterable[str], pictures: Path) -> None:
        self._catalogue, self._languages, self._pictures = catalogue, sorted(languages), pictures
        self._environment = environment(_TEMPLATES)
        self._policies: dict[str, str] = {}

    def routes(self) -> list[BaseRoute]:
        """Where the pages stand."""
        return [
            Route("/", self.home),
            Route("/products", self.products),
            Route("/products/{id}", self.product),
            Route("/pricing", self.pricing),
            Route("/help", self.help),
            Route("/help/{id}", self.answer),
            Route("/articles/{id}", self.article),
            Route("/preview", self.preview),
            Route("/pictures/{name}", self.pictures),
        ]

    def home(self, request: Request) -> Response:
        """GET: what the company is and sells."""
        catalogue = self._catalogue()
        first = list(catalogue.products.values())[:_ON_THE_FRONT]
        return self._page(
            *(request, "home", catalogue),
            starts=self._starts(request, catalogue, first),
            more=len(catalogue.products) > len(first),
            stories=_articles(catalogue, "story")[:2],
            guides=_articles(catalogue, "guide")[:3],
            answers=list(catalogue.answers.values())[:6],
        )

    def products(self, request: Request) -> Response:
        """GET: what is sold, by category, so many on a page."""
        catalogue = self._catalogue()
        shown, paging = _some(request, catalogue)
        return self._page(request, "products", catalogue, starts=self._starts(request, catalogue, shown), **paging)

    def product(self, request: Request) -> Response:
        """GET: one product with its plans and all that is known of it."""
        catalogue = self._catalogue()
        product = catalogue.products.get(request.path_params["id"])
        if product is None:
            return self._missing(request, catalogue)
        currency, today = _currency(request, catalogue), _today()
        about = [each for each in catalogue.articles.values() if product.id in each.products]
        return self._page(
            *(request, "product", catalogue),
            product=product,
            start=start_of(catalogue, product, currency, today),
            offers=offers_of(catalogue, product, currency, today),
            columns=[plan.name for plan in catalogue.plans_of(product.id)],
            sections=_known(catalogue, product),
            forms=_forms(product),
            articles=about[:4],
        )

    def pricing(self, request: Request) -> Response:
        """GET: every plan with its prices, the extras and the reductions; so many products on a page."""
        catalogue, today = self._catalogue(), _today()
        currency = _currency(request, catalogue)
        shown, paging = _some(request, catalogue)
        return self._page(
            *(request, "pricing", catalogue),
            offers=[(product, offers_of(catalogue, product, currency, today)) for product in shown],
            add_ons=[(each, add_on_prices(each, currency, today)) for each in catalogue.add_ons.values()],
            discounts=open_discounts(catalogue, currency, today),
            **paging,
        )

    def help(self, request: Request) -> Response:
        """GET: every written answer and article."""
        catalogue = self._catalogue()
        topics: dict[str, list[Answer]] = {}
        for each in catalogue.answers.values():
            topics.setdefault(each.topic, []).append(each)
        kinds = [(title, _articles(catalogue, kind)) for kind, title in _KINDS.items()]
        return self._page(
            *(request, "help", catalogue),
            topics=[(_title(topic), answers) for topic, answers in topics.items()],
            kinds=[(title, articles) for title, articles in kinds if articles],
        )

    def answer(self, request: Request) -> Response:
        """GET: one written answer."""
        catalogue = self._catalogue()
        answer = catalogue.answers.get(request.path_params["id"])
        if answer is None:
            return self._missing(request, catalogue)
        near = [each for each in catalogue.answers.values() if each.topic == answer.topic and each is not answer]
        return self._page(request, "answer", catalogue, answer=answer, topic=_title(answer.topic), near=near[:6])

    def article(self, request: Request) -> Response:
        """GET: a guide, policy or story."""
        catalogue = self._catalogue()
        article = catalogue.articles.get(request.path_params["id"])
        if article is None:
            return self._missing(request, catalogue)
        products = [catalogue.products[each] for each in article.products if each in catalogue.products]
        kind = _KINDS.get(article.kind, "Help")
        return self._page(request, "article", catalogue, article=article, kind=kind, products=products)

    def preview(self, request: Request) -> Response:
        """GET: the chat by itself with its options to try, and the lines to copy."""
        template = self._environment.get_template("preview.html")
        return HTMLResponse(template.render(company=self._catalogue().company, languages=self._languages))

    def pictures(self, request: Request) -> Response:
        """GET: a picture from the folder beside the catalogue's files."""
        name = request.path_params["name"]
        if not _PICTURE.fullmatch(name) or not (self._pictures / name).is_file():
            return self._missing(request, self._catalogue())
        return FileResponse(self._pictures / name, headers={"cache-control": "public, max-age=3600"})

    # ---------- what pages have in common ----------

    def _page(
        self, request: Request, name: str, catalogue: Catalogue, *, status: int = 200, **values: Any
    ) -> HTMLResponse:
        currency, company = _currency(request, catalogue), catalogue.company
        root = "../" * request.url.path.removeprefix(request.scope.get("root_path", "")).strip("/").count("/")
        chosen = "" if currency == company.currencies[0] else f"?currency={currency}"

        def to(path: str) -> str:
            """A link to one of our pages, in the currency that was chosen."""
            return f"{root or './'}{path}{chosen}"

        def picture(address: str) -> str:
            return f"{root}{address[1:]}" if address.startswith("/") and not address.startswith("//") else address

        content = self._environment.get_template(f"shop/{name}.html").render(
            company=company,
            version=catalogue.version,
            currency=currency,
            root=root,
            to=to,
            here=name,
            picture=picture,
            tone=lambda product: crc32(product.id.encode()) % _TONES,
            **values,
        )
        return HTMLResponse(content, status, headers={"content-security-policy": self._policy(catalogue)})

    def _policy(self, catalogue: Catalogue) -> str:
        """The policy of our pages, with the hosts that the catalogue's pictures come from."""
        if catalogue.version not in self._policies:
            links = (image for product in catalogue.products.values() for image in product.images)
            self._policies = {catalogue.version: page_policy(sorted({host for link in links if (host := _host(link))}))}
        return self._policies[catalogue.version]

    def _missing(self, request: Request, catalogue: Catalogue) -> Response:
        return self._page(request, "missing", catalogue, status=404)

    def _starts(self, request: Request, catalogue: Catalogue, products: Sequence[Product]) -> list[Any]:
        currency, today = _currency(request, catalogue), _today()
        return [start_of(catalogue, product, currency, today) for product in products]


def _today() -> date:
    return datetime.now(timezone.utc).date()


def _currency(request: Request, catalogue: Catalogue) -> str:
    asked, listed = request.query_params.get("currency", ""), catalogue.company.currencies
    return asked if asked in listed else listed[0]


def _some(request: Request, catalogue: Catalogue) -> tuple[list[Product], dict[str, Any]]:
    """The products of the category and page that the address asks for, and what the links to the others need."""
    categories = list(dict.fromkeys(product.category for product in catalogue.products.values()))
    asked = request.query_params.get("category", "")
    category = asked if asked in categories else ""
    chosen = [product for product in catalogue.products.values() if not category or product.category == category]
    last = max(1, -(-len(chosen) // _ON_A_PAGE))
    number = request.query_params.get("page", "1")
    page = min(max(1, int(number)), last) if number.isdecimal() and len(number) < 9 else 1
    start = (page - 1) * _ON_A_PAGE
    paging = {"categories": categories, "category": category, "number": page, "last": last}
    return chosen[start : start + _ON_A_PAGE], paging


def _known(catalogue: Catalogue, product: Product) -> list[_Section]:
    """What is known of a product by plan, in the catalogue's order and groups; one column where it has no plans."""
    columns = [catalogue.attributes_of_plan(plan) for plan in catalogue.plans_of(product.id)]
    columns = columns or [dict(product.attributes)]
    sections: dict[str, list[tuple[str, list[str]]]] = {}
    for attribute in catalogue.attributes.values():
        values = [column.get(attribute.id) for column in columns]
        if any(value is not None for value in values):
            texts = [_value(attribute, value) for value in values]
            sections.setdefault(attribute.group, []).append((attribute.name, texts))
    return [_Section(title, rows) for title, rows in sections.items()]


def _value(attribute: Attribute, value: Any) -> str:
    return "" if value is None else wording.attribute_value(attribute, value)


def _forms(product: Product) -> list[tuple[str, list[str]]]:
    """The options that a good comes in ("Size": 38, 39 …), and which forms are sold out."""
    options: dict[str, list[str]] = {}
    for variant in product.variants:
        for name, value in variant.options.items():
            if value not in options.setdefault(name, []):
                options[name].append(value)
    gone = [", ".join(variant.options.values()) for variant in product.variants if variant.is_sold_out]
    found = [(_title(name), values) for name, values in options.items()]
    return [*found, *([("Sold out", gone)] if gone else [])]


def _articles(catalogue: Catalogue, kind: str) -> list[Article]:
    return [article for article in catalogue.articles.values() if article.kind == kind]


def _title(name: str) -> str:
    words = name.replace("_", " ").replace("-", " ") or "Questions"
    return words[0].upper() + words[1:]


def _host(link: str) -> str:
    """Where a picture comes from, as a policy names it; empty for one of our own site or of no usable address."""
    parts = urlsplit(link)
    return (
        f"{parts.scheme}://{parts.netloc}"
        if parts.scheme in ("http", "https") and _HOST.fullmatch(parts.netloc)
        else ""
    )
