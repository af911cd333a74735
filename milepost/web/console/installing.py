"""The console as an app of its own on a phone or a desktop: its manifest and its service worker."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from milepost.sales.catalogue import Catalogue

_WORKER = Path(__file__).resolve().parent.parent / "static" / "console-worker.js"
_ICONS = ((192, "any"), (512, "any"), (512, "maskable"))


def install_routes(root: str, catalogue: Callable[[], Catalogue]) -> list[BaseRoute]:
    """Both files; nobody needs to be signed in for them, for they hold nothing but the company's name."""

    async def manifest(request: Request) -> Response:
        base, company = request.scope.get("root_path", ""), catalogue().company
        icons = [
            {
                "src": f"{base}/static/icon{'-maskable' if purpose == 'maskable' else ''}-{size}.png",
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for size, purpose in _ICONS
        ]
        return JSONResponse(
            {
                "name": f"{company.name}: leads",
                "short_name": company.name[:12],
                "id": f"{base}{root}/",
                "start_url": f"{base}{root}/today",
                "scope": f"{base}{root}/",
                "display": "standalone",
                "background_color": "#f4f6f9",
                "theme_color": "#ffffff",
                "icons": icons,
            },
            media_type="application/manifest+json",
            headers={"cache-control": "public, max-age=300"},
        )

    async def worker(request: Request) -> Response:
        return Response(_WORKER.read_bytes(), media_type="text/javascript", headers={"cache-control": "no-cache"})

    return [Route(f"{root}/manifest.webmanifest", manifest), Route(f"{root}/worker.js", worker)]
