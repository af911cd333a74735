"""The widget's files as they are sent: read once, compressed once, named by their content."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

_FOLDER = Path(__file__).parent / "widget"
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".json": "application/json"}
_LAUNCHER_TEXTS = "/*launcher texts*/ {}"
# Any website may load these files; the chat itself asks for an allowed origin.
_HEADERS = {
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
    "cache-control": "public, max-age=300",
    "vary": "Accept-Encoding",
}


@dataclass(frozen=True)
class Asset:
    """One file: its bytes plain and gzipped."""

    content: bytes
    gzipped: bytes
    etag: str
    media_type: str


def read_texts(file: Path | None = None) -> dict[str, Any]:
    """Every word of the widget; an operator's own file replaces those that it names."""
    texts: dict[str, Any] = json.loads((_FOLDER / "texts.json").read_text("utf-8"))
    own = json.loads(file.read_text("utf-8")) if file else {}
    return {
        name: {**text, **own.get(name, {})} if isinstance(text, dict) else own.get(name, text)
        for name, text in texts.items()
    }


class WidgetAssets:
    """The widget's files by name."""

    def __init__(self, texts: Mapping[str, Any]) -> None:
        self.files = {file.name: _asset(file, texts) for file in sorted(_FOLDER.iterdir()) if file.suffix in _TYPES}

    async def serve(self, request: Request) -> Response:
        """GET: one file, compressed where the browser takes it, or 304."""
        asset = self.files.get(request.path_params["name"])
        if asset is None:
            raise HTTPException(404)
        headers = {**_HEADERS, "etag": asset.etag}
        if asset.etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(asset.gzipped, headers={**headers, "content-encoding": "gzip"}, media_type=asset.media_type)
        return Response(asset.content, headers=headers, media_type=asset.media_type)


def lean(content: str, suffix: str) -> str:
    """What a reader needs and a browser does not left out: comments, indentation, blank lines."""
    if suffix == ".js":
        lines = (line.strip() for line in content.splitlines())
        return "\n".join(line for line in lines if line and not line.startswith("//"))
    if suffix == ".css":
        bare = re.sub(r"/\*.*?\*/", "", content, flags=re.DOTALL)
        return re.sub(r"\s+", " ", re.sub(r"\s*([{};:,>])\s+", r"\1", bare)).strip()
    return content


def _asset(file: Path, texts: Mapping[str, Any]) -> Asset:
    content = lean(file.read_text("utf-8"), file.suffix).encode()
    if file.name == "texts.json":
        content = json.dumps(texts, ensure_ascii=False, separators=(",", ":")).encode()
    if file.name == "loader.js":
        launcher = json.dumps(texts["launcher"], ensure_ascii=True).replace("<", "\\u003c")
        content = content.replace(_LAUNCHER_TEXTS.encode(), launcher.encode())
    etag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
    return Asset(content, gzip.compress(content, 9, mtime=0), etag, _TYPES[file.suffix])
