"""The help pages of a site: from one address on, as its robots.txt allows, on its own host, one page after the other."""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import SplitResult, urldefrag, urljoin, urlsplit, urlunsplit

import httpx
from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from milepost.importing.answers.entries import words
from milepost.importing.answers.robots import Robots, read_robots
from milepost.importing.formats.decoding import decoded
from milepost.importing.reading.sources import AGENT, check_address, is_this_machine, problem

MOST_PAGES = 100
_SECONDS = 20.0
_PAUSE = 1.0
_MOST_BYTES = 10_000_000
_MOST_REDIRECTS = 5
_ROBOTS_NAME = "milepost"
_GONE = (404, 410)
_PAGES = ("", ".html", ".htm", ".xhtml", ".php", ".asp", ".aspx", ".jsp")
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{2,20})""", re.I)
_NO_FOLLOWING = re.compile(r"\b(?:nofollow|none)\b", re.I)


@dataclass(frozen=True)
class WebPage:
    """One page as it came. `is_near`: it lies under the address that the reading began from."""

    address: str
    text: str
    is_near: bool


@dataclass
class Site:
    """What was read of a site. `document` is set where the address is no page but a file: its name, type and bytes.

    `unread` are addresses that could not be read this time, with the reason; `refused` those that robots.txt keeps to the site.
    """

    address: str
    pages: list[WebPage] = field(default_factory=list)
    document: tuple[str, str, bytes] | None = None
    unread: dict[str, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    left: int = 0


@dataclass(frozen=True)
class _Answer:
    address: str
    status: int
    kind: str
    charset: str
    content: bytes
    trouble: str = ""


class SiteReader:
    """Reads one site. Between two pages it waits a second, or as long as robots.txt says; on this machine not at all."""

    def __init__(
        self,
        address: str,
        *,
        most: int = MOST_PAGES,
        tell: Callable[[str], None] = lambda _: None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Raises CatalogueError where the address is none that is read."""
        self.start = _normal(address)
        self._shown = shown(self.start)
        check_address(self.start, self._shown, "a site")
        self._most, self._tell, self._sleep = most, tell, sleep
        self._parts = urlsplit(self.start)
        self._robots = Robots()
        self._pause = 0.0 if is_this_machine(self._parts.hostname) else _PAUSE

    def read(self, known: Sequence[str] = ()) -> Site:
        """The pages; `known` are pages that are wanted in any case. Raises CatalogueError where the first cannot be read."""
        site = Site(self.start)
        with httpx.Client(timeout=_SECONDS, headers={"User-Agent": f"{AGENT} ({_ROBOTS_NAME})"}) as client:
            self._robots = self._asked_robots(client)
            self._pause = max(self._pause, self._robots.delay)
            if not self._robots.allows(self.start):
                raise problem(self._shown, 1, "the site's robots.txt does not allow programs to read this address")
            here = [self.start, *(each for each in known if self._is_here(urlsplit(each)))]
            waiting = deque({_key(each): each for each in reversed(here)}.values())
            waiting.reverse()
            seen = {_key(each) for each in waiting}
            while waiting and len(site.pages) < self._most and site.document is None:
                self._take(client, waiting.popleft(), waiting, seen, site)
            site.left = len(waiting)
            site.unread |= {each: "the limit of pages was reached" for each in waiting if each in known}
            site.unread |= {each: "robots.txt keeps it to the site" for each in site.refused if each in known}
        return site

    def _take(self, client: httpx.Client, address: str, waiting: deque[str], seen: set[str], site: Site) -> None:
        """Reads one page and notes where it leads."""
        if not self._robots.allows(address):
            site.refused.append(address)
            return
        if site.pages or site.unread:
            self._sleep(self._pause)
        self._tell(f"page {len(site.pages) + 1} of at most {self._most}: {urlsplit(address).path or '/'}")
        answer = self._get(client, address)
        is_first = address == self.start
        if answer.trouble or answer.status != 200:
            told = answer.trouble or f"the address answers {answer.status}"
            if is_first:
                raise problem(self._shown, 1, told)
            if answer.status not in _GONE:
                site.unread[address] = told
            return
        if is_first and answer.kind not in ("text/html", "application/xhtml+xml", ""):
            site.document = (PurePosixPath(self._parts.path).name or "answers", answer.kind, answer.content)
            return
        if answer.kind not in ("text/html", "application/xhtml+xml", ""):
            return
        if answer.address != address:
            if _key(answer.address) in seen:
                return
            seen.add(_key(answer.address))
        site.pages.append(WebPage(answer.address, _text(answer), self._is_near(urlsplit(answer.address))))
        for link in self._links(answer):
            if _key(link) not in seen:
                seen.add(_key(link))
                waiting.append(link)

    def _asked_robots(self, client: httpx.Client) -> Robots:
        """Without a robots.txt everything may be read; where it cannot be had for now, nothing (RFC 9309, 2.3.1.4)."""
        address = urlunsplit((self._parts.scheme, self._parts.netloc, "/robots.txt", "", ""))
        answer = self._get(client, address)
        if answer.trouble:
            raise problem(self._shown, 1, answer.trouble)
        if answer.status >= 500 or answer.status == 429:
            told = f"its robots.txt answers {answer.status}, so nothing of it may be read for now: try again later"
            raise problem(self._shown, 1, told)
        return read_robots(answer.content, _ROBOTS_NAME) if answer.status == 200 else Robots()

    def _get(self, client: httpx.Client, address: str) -> _Answer:
        """What an address gives, followed where it leads on its own host; what went wrong is a value."""
        try:
            for _ in range(_MOST_REDIRECTS + 1):
                with client.stream("GET", address) as answer:
                    if answer.is_redirect and answer.has_redirect_location:
                        address = _normal(str(answer.url.join(answer.headers["location"])))
                        if not self._is_here(urlsplit(address)):
                            return _Answer(address, 0, "", "", b"", f"the address leads away, to {shown(address)}")
                        if not self._robots.allows(address):
                            return _Answer(
                                address, 0, "", "", b"", "it leads to a page that robots.txt keeps to the site"
                            )
                        continue
                    received = bytearray()
                    for part in answer.iter_bytes():
                        received += part
                        if len(received) > _MOST_BYTES:
                            told = f"the page is larger than {_MOST_BYTES // 1_000_000} MB"
                            return _Answer(address, 0, "", "", b"", told)
                    kind = answer.headers.get("content-type", "").partition(";")[0].strip().casefold()
                    return _Answer(address, answer.status_code, kind, answer.charset_encoding or "", bytes(received))
        except httpx.HTTPError as error:
            return _Answer(address, 0, "", "", b"", f"the address cannot be read: {error or type(error).__name__}")
        except (httpx.InvalidURL, ValueError) as error:
            return _Answer(address, 0, "", "", b"", f"this is not an address that can be read: {error}")
        return _Answer(address, 0, "", "", b"", f"the address leads on more than {_MOST_REDIRECTS} times")

    def _links(self, answer: _Answer) -> list[str]:
        """Where a page leads to more help."""
        try:
            root = document_fromstring(_text(answer).encode(), parser=HTMLParser(encoding="utf-8"))
        except (etree.LxmlError, ValueError):
            return []
        metas = [each.get("content", "") for each in root.iter("meta") if each.get("name", "").casefold() == "robots"]
        if any(_NO_FOLLOWING.search(each) for each in metas):
            return []
        base = next((each.get("href") for each in root.iter("base") if each.get("href")), "")
        found = []
        for link in root.iter("a"):
            href, rel = (link.get("href") or "").strip(), link.get("rel", "")
            if not href or "nofollow" in rel.casefold():
                continue
            try:
                address = _normal(urljoin(urljoin(answer.address, base), href))
                parts = urlsplit(address)
            except ValueError:
                continue
            if self._is_here(parts) and self._is_wanted(parts, "".join(link.itertext())):
                found.append(address)
        return list(dict.fromkeys(found))

    def _is_here(self, parts: SplitResult) -> bool:
        return (parts.scheme, parts.netloc) == (self._parts.scheme, self._parts.netloc)

    def _is_near(self, parts: SplitResult) -> bool:
        folder = self._parts.path.rstrip("/")
        return bool(folder) and (parts.path.rstrip("/") == folder or parts.path.startswith(f"{folder}/"))

    def _is_wanted(self, parts: SplitResult, text: str) -> bool:
        """Under the address that was named, or called by a word of help; no basket and no file."""
        if PurePosixPath(parts.path).suffix.casefold() not in _PAGES:
            return False
        named = set(re.split(r"[\W_]+", parts.path.casefold()))
        if named & set(words()["elsewhere"]):
            return False
        return self._is_near(parts) or bool((named | set(re.split(r"[\W_]+", text.casefold()))) & set(words()["help"]))


def shown(address: str) -> str:
    """An address without name, password and query."""
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def _normal(address: str) -> str:
    """Without a fragment; with a path."""
    parts = urlsplit(urldefrag(address.strip()).url)
    return urlunsplit((parts.scheme.casefold(), parts.netloc, parts.path or "/", parts.query, ""))


def _key(address: str) -> str:
    return address.rstrip("/")


def _text(answer: _Answer) -> str:
    """By what the server says, else the page itself, else by its letters."""
    declared = _CHARSET.search(answer.content[:4096])
    for encoding in (answer.charset, declared[1].decode() if declared else ""):
        try:
            if encoding:
                return answer.content.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return decoded(answer.content).text
