"""Where a feed comes from: a file, or an https address; its bytes and what kind of file they are."""

from __future__ import annotations

import gzip
import ipaddress
import socket
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx

from milepost.errors import CatalogueError, Problem

KINDS = (".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".txt", ".xml", ".rss", ".atom", ".xlsx")
_MOST_BYTES = 200_000_000
_SECONDS = 30.0
_LOCAL = ("127.0.0.1", "localhost", "::1")
AGENT = "Milepost catalogue import"
_MOST_REDIRECTS = 5


@dataclass(frozen=True)
class Source:
    """A feed before it is read. `shown` is how problems name it, `name` its name without folder and ending, `kind` one of
    json, table, xml, xlsx."""

    shown: str
    name: str
    kind: str
    content: bytes


def is_address(feed: str | Path) -> bool:
    """Whether a feed is named by its address on the web."""
    return str(feed).casefold().startswith(("https://", "http://", "https:/", "http:/"))


def file_source(path: Path) -> Source:
    """A file's bytes. Raises CatalogueError."""
    name, ending = path.name, path.suffix.casefold()
    if ending == ".gz":
        name, ending = path.stem, Path(path.stem).suffix.casefold()
    if ending not in KINDS:
        raise problem(path.as_posix(), 1, f'a feed is one of {", ".join(KINDS)}, not "{path.suffix or path.name}"')
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise problem(path.as_posix(), 1, f"the file is larger than {_MOST_BYTES // 1_000_000} MB")
        content = path.read_bytes()
    except OSError as error:
        raise problem(path.as_posix(), 1, f"the file cannot be read: {error.strerror}") from error
    return _source(path.as_posix(), Path(name).stem, ending, content)


def web_source(address: str, progress: Callable[[str], None] | None = None) -> Source:
    """What an https address gives (http only on this machine). Raises CatalogueError."""
    parts = urlsplit(address)
    shown = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
    content = _fetched(address, shown, progress or (lambda _: None))
    path = Path(parts.path)
    ending = path.suffix.casefold() if path.suffix.casefold() in KINDS else Path(path.stem).suffix.casefold()
    return _source(shown, path.stem or parts.hostname or "feed", ending, content)


def _fetched(address: str, shown: str, progress: Callable[[str], None]) -> bytes:
    received = bytearray()
    told = 0
    try:
        with httpx.Client(timeout=_SECONDS, headers={"User-Agent": AGENT}) as client:
            for _ in range(_MOST_REDIRECTS + 1):
                check_address(address, shown)
                with client.stream("GET", address) as answer:
                    if answer.is_redirect and answer.has_redirect_location:
                        address = str(answer.url.join(answer.headers["location"]))
                        continue
                    if answer.status_code != 200:
                        raise problem(
                            shown, 1, f"the address answers {answer.status_code} {answer.reason_phrase}: wanted a feed"
                        )
                    for part in answer.iter_bytes():
                        received += part
                        if len(received) > _MOST_BYTES:
                            raise problem(shown, 1, f"the feed is larger than {_MOST_BYTES // 1_000_000} MB")
                        if len(received) - told > 10_000_000:
                            told = len(received)
                            progress(f"{told // 1_000_000} MB received")
                    return bytes(received)
    except httpx.HTTPError as error:
        raise problem(shown, 1, f"the address cannot be read: {error or type(error).__name__}") from error
    except (httpx.InvalidURL, ValueError) as error:
        raise problem(shown, 1, f"this is not an address that can be read: {error}") from error
    raise problem(shown, 1, f"the address leads on more than {_MOST_REDIRECTS} times")


def is_this_machine(host: str | None) -> bool:
    """Whether a host is the one that the program runs on."""
    return host in _LOCAL


def check_address(address: str, shown: str, what: str = "a feed") -> None:
    """Only https, and nothing within a private network; http and this machine itself for trials. Raises CatalogueError."""
    parts = urlsplit(address)
    if is_this_machine(parts.hostname) and parts.scheme in ("http", "https"):
        return
    if parts.scheme != "https":
        raise problem(shown, 1, f"{what} is fetched from an address with https:// only, not {parts.scheme}://")
    if not parts.hostname or _is_private(parts.hostname):
        raise problem(shown, 1, f"{what} is not fetched from within a private network: {parts.hostname or address}")


def _is_private(host: str) -> bool:
    """Whether a host is, or leads to, an address that is not public; one that is not known leads nowhere."""
    try:
        found = {str(each[4][0]).partition("%")[0] for each in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return False
    return any(not ipaddress.ip_address(each).is_global for each in found)


def _source(shown: str, name: str, ending: str, content: bytes) -> Source:
    if content.startswith(b"\x1f\x8b"):
        content = _unpacked(shown, content)
    return Source(shown, name, _kind(ending, content), content)


def _unpacked(shown: str, content: bytes) -> bytes:
    try:
        unpacking = zlib.decompressobj(wbits=31)
        found = unpacking.decompress(content, _MOST_BYTES + 1)
    except (zlib.error, gzip.BadGzipFile) as error:
        raise problem(shown, 1, f"this is not a file packed by gzip: {error}") from error
    if len(found) > _MOST_BYTES:
        raise problem(shown, 1, f"the file is larger than {_MOST_BYTES // 1_000_000} MB when unpacked")
    return found


def _kind(ending: str, content: bytes) -> str:
    """By the ending; where that says nothing, by what the file begins with."""
    known = {".json": "json", ".jsonl": "json", ".ndjson": "json", ".csv": "table", ".tsv": "table", ".xlsx": "xlsx"}
    known |= {".xml": "xml", ".rss": "xml", ".atom": "xml"}
    start = content[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    if ending in known and not (known[ending] == "table" and start.startswith((b"<?xml", b"PK\x03\x04"))):
        return known[ending]
    if start.startswith(b"PK\x03\x04"):
        return "xlsx"
    if start.startswith(b"<"):
        return "xml"
    return "json" if start[:1] in (b"{", b"[") else "table"


def problem(shown: str, line: int, message: str) -> CatalogueError:
    """What is wrong with a feed, where."""
    return CatalogueError([Problem(shown, line, message)])
