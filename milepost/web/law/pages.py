"""The pages at /legal: accessibility, automation, storage; in the company's own words where it has written some."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from markdown_it import MarkdownIt
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from milepost.sales.catalogue import Catalogue
from milepost.web.templating import environment

_OURS = Path(__file__).parent / "texts"
NAMES = tuple(sorted(path.stem for path in _OURS.glob("*.md")))


class LawPages:
    """`own` is a folder of the catalogue: a file of the same name there replaces ours, `accessibility.md` the first of them."""

    def __init__(self, catalogue: Callable[[], Catalogue], own: Path, templates: Path) -> None:
        self._catalogue, self._own = catalogue, own
        self._markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
        self._page = environment(templates).get_template("law.html")

    def routes(self) -> list[BaseRoute]:
        """One for all."""
        return [Route("/legal/{name:str}", self.show)]

    async def show(self, request: Request) -> Response:
        """GET: one page."""
        name = request.path_params["name"]
        if name not in NAMES:
            raise HTTPException(404)
        return HTMLResponse(await run_in_threadpool(self._written, name))

    def _written(self, name: str) -> str:
        own = self._own / f"{name}.md"
        company = self._catalogue().company
        text = (own if own.is_file() else _OURS / f"{name}.md").read_text("utf-8")
        text = text.replace("{company}", company.name).replace("{email}", company.email or company.name)
        title = text.partition("\n")[0].lstrip("# ").strip()
        return self._page.render(title=title, company=company, body=self._markdown.render(text))
