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
# Sent as one file, each after those that it imports: one request, and smaller than its parts.
_MODULES = ("dom.js", "history.js", "texts.js", "source.js", "wire.js", "connection.js", "counted.js", "blocks.js",
            "rating.js", "composer.js", "menu.js", "header.js", "log.js", "widget.js")  # fmt: skip
_LAUNCHER_TEXTS = "/*launcher texts*/ {}"
# Any website may load these files; the chat itself asks for an allowed origin.
_HEADERS = {
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
    "cache-control": "public, max-age=300",
    "vary": "Accept-Encoding",
}


Texts = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Asset:
    """One file: its bytes plain and gzipped."""

    content: bytes
    gzipped: bytes
    etag: str
    media_type: str


def read_texts(file: Path | None = None) -> Texts:
    """Every word of the widget by language code. An operator's own file replaces those that it names, in every language;
    words under a language's code ("de") only in that one."""
    own = json.loads(file.read_text("utf-8")) if file else {}
    files = sorted((_FOLDER / "texts").glob("*.json"))
    ours = {each.stem: json.loads(each.read_text("utf-8")) for each in files}
    return {language: _over(_over(texts, own), own.get(language, {})) for language, texts in ours.items()}


def _over(texts: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: {**text, **own.get(name, {})} if isinstance(text, dict) else own.get(name, text)
        for name, text in texts.items()
    }


class WidgetAssets:
    """The widget's files by name."""

    def __init__(self, texts: Texts) -> None:
        self.files = {
            "loader.js": _asset("loader.js", _with_launcher(_lean("loader.js"), texts)),
            "widget.js": _asset("widget.js", "\n".join(_as_one(_lean(name)) for name in _MODULES)),
            "rare.js": _asset("rare.js", _lean("rare.js")),
            "styles.css": _asset("styles.css", _lean("styles/panel.css")),
            **{f"texts.{language}.json": _asset("texts.json", _of_panel(words)) for language, words in texts.items()},
        }

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
        bare = re.sub(r"/\*[* ].*?\*/", "", content, flags=re.DOTALL)
        lines = (line.strip() for line in bare.splitlines())
        return "\n".join(line for line in lines if line and not line.startswith("//"))
    if suffix == ".css":
        bare = re.sub(r"/\*.*?\*/", "", content, flags=re.DOTALL)
        return re.sub(r"\s+", " ", re.sub(r"\s*([{};:,>])\s+", r"\1", bare)).strip()
    return content


def _lean(name: str) -> str:
    return lean((_FOLDER / name).read_text("utf-8"), Path(name).suffix)


def _as_one(module: str) -> str:
    """A module as a part of one file: what it imports stands above it there, what it exports stays but for mount()."""
    return re.sub(r"^export (?!async function mount)", "", re.sub(r"^import .*\n", "", module, flags=re.M), flags=re.M)


def _with_launcher(loader: str, texts: Texts) -> str:
    """The loader with its texts in every language, and its style sheet: it asks for nothing more until it is opened."""
    words = json.dumps({language: each["launcher"] for language, each in texts.items()}, separators=(",", ":"))
    loader = loader.replace(_LAUNCHER_TEXTS, words.replace("<", "\\u003c"))
    return loader.replace("/*styles*/", _lean("styles/launcher.css"))


def _of_panel(words: Mapping[str, Any]) -> str:
    """The words that are needed once the chat is open; the launcher's came with the loader."""
    words = {name: text for name, text in words.items() if name != "launcher"}
    return json.dumps(words, ensure_ascii=False, separators=(",", ":"))


def _asset(name: str, content: str) -> Asset:
    data = content.encode()
    etag = f'"{hashlib.sha256(data).hexdigest()[:16]}"'
    return Asset(data, gzip.compress(data, 9, mtime=0), etag, _TYPES[Path(name).suffix])
