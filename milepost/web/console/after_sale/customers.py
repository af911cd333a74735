"""The customers: what each has and since when, how they get on, what renews, what they said of us, what is open with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from milepost.sales.catalogue import Catalogue, Term
from milepost.sales.charges.renewals import next_renewal
from milepost.store.records.customers import CustomerFilter, CustomerLine
from milepost.store.records.gaps import FeedbackRow
from milepost.store.records.quotes import QuoteRow
from milepost.web.console.access import Visit
from milepost.web.console.after_sale.paging import PAGE, neighbours, page_of
from milepost.web.console.desk.exports import MOST, as_csv, download
from milepost.web.console.labels import Labels
from milepost.web.console.pages import Pages, one_of

VIEWS = ("", "problems", "starting", "renewing")
RENEWS_WITHIN = timedelta(days=30)
_COLUMNS = ("conversation", "name", "company", "email", "phone", "owner", "has", "since", "getting_started", "renews_on",
            "renews_at", "feedback", "open")  # fmt: skip


@dataclass(frozen=True)
class Renewal:
    """When the term of what a customer has begins anew, and what is paid then."""

    on: date
    amount: Decimal
    currency: str


@dataclass(frozen=True)
class Progress:
    """How many of a product's steps are done."""

    product: str
    done: int
    of: int


@dataclass(frozen=True)
class CustomerView:
    """A customer as the list shows them. `has` are what they bought, `problems` what is open."""

    line: CustomerLine
    has: Sequence[str]
    progress: Sequence[Progress]
    renewal: Renewal | None
    feedback: Sequence[FeedbackRow]
    problems: Sequence[str]


class CustomerPages:
    """The list with its filters, and the same as a file."""

    def __init__(self, pages: Pages, catalogue: Callable[[], Catalogue]) -> None:
        self._pages, self._catalogue = pages, catalogue

    def show(self, visit: Visit) -> Response:
        """GET: the customers that the filters in the address let through."""
        catalogue, chosen, page = self._catalogue(), self._chosen(visit), page_of(visit)
        lines = visit.store.customers.lines(self._filter(visit, chosen, limit=PAGE + 1, offset=page * PAGE))
        here = {name: value for name, value in chosen.items() if value}
        return self._pages.framed(
            visit,
            "customers.html",
            customers=[view_of(line, catalogue, visit.now) for line in lines[:PAGE]],
            chosen=chosen,
            views=VIEWS,
            products=catalogue.products.values(),
            query=urlencode(here),
            **neighbours(here, page, has_more=len(lines) > PAGE),
        )

    def as_csv(self, visit: Visit) -> Response:
        """GET: the same as CSV, a line each."""
        catalogue = self._catalogue()
        lines = visit.store.customers.lines(self._filter(visit, self._chosen(visit), limit=MOST))
        labels = Labels(catalogue)
        visit.deed, visit.detail = "exported", f"{len(lines)} customers, CSV"
        rows = (_row(view_of(line, catalogue, visit.now), labels) for line in lines)
        return download(as_csv(_COLUMNS, rows), "text/csv; charset=utf-8", "customers.csv")

    def _chosen(self, visit: Visit) -> dict[str, str]:
        query = visit.request.query_params
        return {
            "show": one_of(query.get("show"), VIEWS),
            "product": one_of(query.get("product"), self._catalogue().products),
            "q": query.get("q", "").strip()[:200],
        }

    def _filter(self, visit: Visit, chosen: dict[str, str], *, limit: int, offset: int = 0) -> CustomerFilter:
        catalogue, product = self._catalogue(), chosen["product"]
        among = None
        if chosen["show"] == "starting":
            among = {of for of, what, done in visit.store.customers.progress() if done < _steps(catalogue, what)}
        if chosen["show"] == "renewing":
            last = visit.now.date() + RENEWS_WITHIN
            among = {
                of
                for of, term, at in visit.store.customers.subscribed()
                if (on := next_renewal(at.date(), Term(term), visit.now.date())) and on <= last
            }
        return CustomerFilter(
            words=chosen["q"],
            seen_by=visit.seen_by,
            product=product,
            plans=tuple(plan.id for plan in catalogue.plans_of(product)) if product else (),
            among=among,
            with_problems=chosen["show"] == "problems",
            limit=limit,
            offset=offset,
        )


def view_of(line: CustomerLine, catalogue: Catalogue, now: datetime) -> CustomerView:
    """A customer written out by the catalogue in force."""
    labels = Labels(catalogue)
    progress = [
        Progress(labels.option(f"product:{row.product}") if row.product else "", row.steps_done, steps)
        for row in line.onboarding
        if (steps := _steps(catalogue, row.product))
    ]
    has = [f"{labels.plan(quote.plan)} \u00d7\u00a0{quote.quantity}" for quote in line.quotes]
    bought = {catalogue.plans[quote.plan].product for quote in line.quotes if quote.plan in catalogue.plans}
    has += [
        labels.option(f"product:{row.product}") for row in line.onboarding if row.product and row.product not in bought
    ]
    return CustomerView(
        line=line,
        has=has,
        progress=progress,
        renewal=_renewal(line.quotes, now.date()),
        feedback=line.feedback[::-1],
        problems=_problems(line),
    )


def _renewal(accepted: Iterable[QuoteRow], today: date) -> Renewal | None:
    """The next one of all that they have."""
    found = [
        Renewal(on, Decimal(str(quote.details.get("renewal", quote.total))), quote.currency)
        for quote in accepted
        if quote.accepted_at and (on := next_renewal(quote.accepted_at.date(), Term(quote.term), today))
    ]
    return min(found, key=lambda each: each.on, default=None)


def _problems(line: CustomerLine) -> list[str]:
    found = [reason.replace("_", " ") or "waits for a person" for reason in line.handoffs]
    if line.is_at_risk and not any(line.feedback[-1].kind in reason for reason in found):
        found.append(f"{line.feedback[-1].kind} was their last word of us")
    if line.questions:
        found.append(
            "1 question without an answer" if line.questions == 1 else f"{line.questions} questions without an answer"
        )
    return found


def _steps(catalogue: Catalogue, product: str) -> int:
    return sum(step.product in (product, "*") for step in catalogue.journey.onboarding)


def _row(view: CustomerView, labels: Labels) -> dict[str, Any]:
    lead, renewal = view.line.lead, view.renewal
    return {
        "conversation": lead.conversation,
        "name": lead.name,
        "company": lead.company,
        "email": lead.email,
        "phone": lead.phone,
        "owner": lead.rep_name,
        "has": "; ".join(view.has),
        "since": view.line.since.date().isoformat(),
        "getting_started": "; ".join(f"{each.product} {each.done}/{each.of}".strip() for each in view.progress),
        "renews_on": renewal.on.isoformat() if renewal else "",
        "renews_at": labels.money(renewal.amount, renewal.currency) if renewal else "",
        "feedback": "; ".join(
            f"{each.created_at.date().isoformat()} {each.kind}: {each.words}" for each in view.feedback
        ),
        "open": "; ".join(view.problems),
    }
