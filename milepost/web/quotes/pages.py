"""The public doors of a quote: its page, its PDF, and the click that accepts it. Whoever has the link may read and accept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from milepost.errors import StoreUnavailable
from milepost.sales.catalogue import Catalogue
from milepost.services.quotes import accepting
from milepost.services.quotes.accepting import Standing
from milepost.services.quotes.links import PATH, QuoteLinks
from milepost.store.columns import utc_now
from milepost.store.database import Database, Store
from milepost.store.records.quotes import QuoteRow
from milepost.web.broadcast import Broadcaster
from milepost.web.quotes.document import QuoteDocument, document_of, read_texts
from milepost.web.quotes.sheet import sheet_of
from milepost.web.rate_limits import RateLimit
from milepost.web.templating import environment

_TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
# The address is the key: nobody keeps the page, finds it by a search, or learns the address from a link that is followed.
_HEADERS = {"cache-control": "no-store", "x-robots-tag": "noindex, nofollow", "referrer-policy": "no-referrer"}
# A browser's own viewer draws a PDF with means that the policy of our pages forbids.
_PDF_HEADERS = {**_HEADERS, "content-security-policy": "frame-ancestors 'none'"}
_READABLE = (Standing.OPEN, Standing.ACCEPTED)
_BURST, _PER_MINUTE = 40, 40.0


@dataclass(frozen=True)
class _Found:
    """A quote with the conversation that it was given in; `document` is what of it is shown."""

    row: QuoteRow
    document: QuoteDocument


class QuotePages:
    """What customers see of their quotes."""

    def __init__(
        self,
        database: Database,
        catalogue: Callable[[], Catalogue],
        broadcaster: Broadcaster,
        links: QuoteLinks,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._database, self._catalogue, self._broadcaster = database, catalogue, broadcaster
        self._links, self._clock, self._texts = links, clock, read_texts()
        self._pace = RateLimit(burst=_BURST, per_minute=_PER_MINUTE)
        self._environment = environment(_TEMPLATES)

    def routes(self) -> list[BaseRoute]:
        """The routes, for `Parts.quotes` of the web app."""
        one = f"{PATH}/{{token:str}}"
        return [
            Route(f"{one}/accept", self._door(self.accept), methods=["POST"]),
            Route(f"{one}/quote.pdf", self._door(self.pdf), methods=["GET"]),
            Route(one, self._door(self.show), methods=["GET"]),
        ]

    def show(self, request: Request) -> Response:
        """GET: the quote; 410 with the reason where it does not stand any more, 404 where there is none."""
        with self._database.begin() as store:
            found = self._find(request, store)
        return self._page(request, found)

    def pdf(self, request: Request) -> Response:
        """GET: the quote as a PDF; the page that says why where there is none any more."""
        with self._database.begin() as store:
            found = self._find(request, store)
        if found is None or found.document.standing not in _READABLE:
            return self._page(request, found)
        content = sheet_of(found.document, self._links.to(found.row.id))
        name = {"content-disposition": f'inline; filename="{found.row.number}.pdf"'}
        return Response(content, media_type="application/pdf", headers={**_PDF_HEADERS, **name})

    def accept(self, request: Request) -> Response:
        """POST: the customer accepts; then the page, which says so. Once: a second click finds it accepted."""
        with self._database.begin() as store:
            found = self._find(request, store)
            if found is None:
                return self._page(request, None)
            accepted = accepting.accept(store, found.row.id, self._catalogue(), now=self._clock())
        if accepted:
            self._broadcaster.wake(found.row.conversation)
        return RedirectResponse(f"{request.scope.get('root_path', '')}{PATH}/{_token(request)}", 303)

    def _door(self, work: Callable[[Request], Response]) -> Callable[[Request], Any]:
        async def endpoint(request: Request) -> Response:
            if self._pace.seconds_to_wait(_token(request)):
                return self._sentence(request, "busy", 429)
            try:
                return await run_in_threadpool(work, request)
            except StoreUnavailable:
                return self._sentence(request, "busy", 503)

        return endpoint

    def _find(self, request: Request, store: Store) -> _Found | None:
        quote_id = self._links.quote_in(_token(request))
        row = store.quotes.find(quote_id) if quote_id else None
        conversation = store.conversations.find(row.conversation) if row else None
        if row is None or conversation is None:
            return None
        lead = store.leads.line(row.conversation)
        customer = [each for each in (lead.company, lead.name) if each] if lead else []
        return _Found(
            row,
            document_of(
                *(row, self._catalogue(), self._texts),
                language=conversation.language,
                customer=customer,
                standing=accepting.standing_of(row, now=self._clock()),
            ),
        )

    def _page(self, request: Request, found: _Found | None) -> Response:
        if found is None:
            return self._sentence(request, "missing", 404)
        document = found.document
        if document.standing not in _READABLE:
            return self._over(request, document)
        return self._shown(request, "quote.html", 200, language=document.language, document=document)

    def _sentence(self, request: Request, name: str, status: int) -> Response:
        language = _wanted_language(request.headers.get("accept-language", ""), self._texts)
        return self._shown(
            request,
            "quote_problem.html",
            status,
            language=language,
            title=self._texts[language][f"{name}_title"],
            sentence=self._texts[language][name],
            company=self._catalogue().company,
            texts=self._texts[language],
        )

    def _over(self, request: Request, document: QuoteDocument) -> Response:
        return self._shown(
            request,
            "quote_problem.html",
            410,
            language=document.language,
            title=document.text(f"{document.standing.value}_title"),
            sentence=document.text(document.standing.value),
            company=document.company,
            texts=document.texts,
        )

    def _shown(self, request: Request, template: str, status: int, **values: Any) -> Response:
        known = {"root": request.scope.get("root_path", ""), "here": request.url.path.removesuffix("/quote.pdf")}
        return HTMLResponse(self._environment.get_template(template).render({**known, **values}), status, _HEADERS)


def _token(request: Request) -> str:
    return str(request.path_params["token"])


def _wanted_language(accepted: str, known: Any) -> str:
    """The first language of an Accept-Language header that is served, else English."""
    wanted = (part.partition(";")[0].strip().lower().partition("-")[0] for part in accepted.split(","))
    return next((each for each in wanted if each in known), "en")
