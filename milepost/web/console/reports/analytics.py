"""The figures' page: each as picture, table and CSV, each line leading to its conversations; adding an answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from milepost.errors import CatalogueError, NotAllowed
from milepost.sales.analytics.figures import Figure
from milepost.sales.analytics.talk import Alike
from milepost.sales.catalogue import Catalogue
from milepost.services.knowledge import answers
from milepost.web.console.access import ROOT, Role, Visit
from milepost.web.console.pages import Pages
from milepost.web.console.reports.charts import chart_of
from milepost.web.console.reports.figures import FIGURES, Period, behind
from milepost.web.console.reports.tables import as_csv

PERIODS = {"7": 7, "30": 30, "90": 90, "365": 365, "all": 0}
MOST_LISTED = 200
MOST_ANSWERED = 40


class AnalyticsPages:
    """The page, its CSV files, the conversations behind a line, and the form that adds an answer."""

    def __init__(self, pages: Pages, catalogue: Callable[[], Catalogue], alike: Alike | None = None) -> None:
        self._pages, self._catalogue, self._alike = pages, catalogue, alike

    def show(self, visit: Visit) -> Response:
        """GET: every figure of the period."""
        return self._show(visit)

    def download(self, visit: Visit) -> Response:
        """GET: one figure as CSV."""
        figure = self._figure(visit)
        if figure is None:
            return self._pages.problem(visit.request, "no_figure", 404, user=visit.user)
        name = f"{figure.id}-{visit.now:%Y-%m-%d}.csv"
        headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
        return Response(as_csv(figure), media_type="text/csv; charset=utf-8", headers=headers)

    def conversations(self, visit: Visit) -> Response:
        """GET: what a line of a figure counts, the newest first."""
        figure = self._figure(visit)
        line = figure.line(visit.request.query_params.get("line", "")) if figure else None
        if figure is None or line is None:
            return self._pages.problem(visit.request, "no_figure", 404, user=visit.user)
        ids = behind(self._period(visit), figure, line, limit=MOST_LISTED + 1)
        rows = [row for row in map(visit.store.conversations.find, ids[:MOST_LISTED]) if row]
        leads = {row.id: visit.store.leads.line(row.id) for row in rows}
        has_more = len(ids) > MOST_LISTED
        return self._page(visit, "figure.html", figure=figure, line=line, rows=rows, leads=leads, has_more=has_more)

    def add_answer(self, visit: Visit) -> Response:
        """POST: an answer to a group of questions, or that they need none."""
        gaps = [gap for gap in visit.form.get("gaps", "").split(",") if gap]
        if visit.form.get("dismiss") == "yes":
            answers.dismiss(visit.store, gaps, now=visit.now)
            return self._back(visit)
        question, answer = visit.form.get("question", ""), visit.form.get("answer", "")
        also = [line for line in visit.form.get("also", "").splitlines() if line.strip()]
        try:
            answers.add(visit.store, question, answer, also=also, gaps=gaps, now=visit.now)
        except (NotAllowed, CatalogueError) as error:
            return self._show(visit, problem=str(error))
        return self._back(visit)

    def _show(self, visit: Visit, problem: str = "") -> Response:
        period = self._period(visit)
        shown = [figure(period) for figure in FIGURES.values()]
        charts = {figure.id: chart_of(figure) for figure in shown}
        return self._page(
            visit,
            "analytics.html",
            status=422 if problem else 200,
            figures=shown,
            charts=charts,
            clusters=period.questions[:MOST_ANSWERED],
            may_answer=visit.role >= Role.MANAGER,
            problem=problem,
            form=visit.form,
        )

    def _page(self, visit: Visit, template: str, status: int = 200, **values: object) -> Response:
        return self._pages.framed(
            visit,
            template,
            status=status,
            periods=PERIODS,
            days=days_of(visit),
            query=urlencode,
            **values,
        )

    def _figure(self, visit: Visit) -> Figure | None:
        make = FIGURES.get(str(visit.request.path_params.get("figure", "")))
        return make(self._period(visit)) if make else None

    def _period(self, visit: Visit) -> Period:
        return Period(visit.store, since(visit), self._catalogue(), self._alike)

    def _back(self, visit: Visit) -> Response:
        address = f"{visit.request.scope.get('root_path', '')}{ROOT}/analytics?days={days_of(visit)}"
        return RedirectResponse(f"{address}#questions", 303)


def days_of(visit: Visit) -> str:
    """The period that the address or the form asks for."""
    wanted = visit.request.query_params.get("days", "") or visit.form.get("days", "")
    return wanted if wanted in PERIODS else "30"


def since(visit: Visit) -> datetime | None:
    """When the period began; None for all."""
    days = PERIODS[days_of(visit)]
    return visit.now - timedelta(days=days) if days else None
