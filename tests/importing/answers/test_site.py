"""The help pages of a site: one host, as robots.txt allows, one after the other; a local server plays the site."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from milepost.errors import CatalogueError
from milepost.importing.answers.reading import read_answers
from milepost.importing.answers.robots import read_robots
from milepost.importing.answers.site import SiteReader


def page(title: str, *links: str, body: str = "") -> str:
    anchors = "".join(f'<a href="{link}">more</a>' for link in links)
    return f"<html><body><h1>Help</h1>{anchors}<h3>{title}?</h3><p>{body or f'About {title}.'}</p></body></html>"


def serve(server: HTTPServer, pages: Mapping[str, str | Response]) -> list[str]:
    """Serves these pages; the addresses asked for, in order."""
    asked: list[str] = []

    def answer(request: Request) -> Response:
        asked.append(request.full_path.rstrip("?"))
        found = pages.get(request.path)
        if isinstance(found, Response):
            return found
        if found is None:
            return Response("gone", status=404)
        return Response(found, content_type="text/plain" if request.path.endswith(".txt") else "text/html")

    server.expect_request(re.compile(".*")).respond_with_handler(answer)
    return asked


def test_pages_below_the_address_and_pages_of_help_are_read_and_nothing_else(httpserver: HTTPServer) -> None:
    asked = serve(
        httpserver,
        {
            "/help": page("Start", "/help/a", "/pages/shipping", "/about", "/cart?help=1", "/help/b.pdf",
                          "https://elsewhere.example/help", "mailto:a@b.example", "/help/a#top"),
            "/help/a": page("Deliver", "/help"),
            "/pages/shipping": page("Ship"),
            "/about": page("About"),
        },
    )  # fmt: skip
    read = read_answers(httpserver.url_for("/help"))
    assert {entry.question for entry in read.entries} == {"Start?", "Deliver?", "Ship?"}
    assert asked == ["/robots.txt", "/help", "/help/a", "/pages/shipping"]
    first = read.entries[0]
    assert first.source == first.link == httpserver.url_for("/help")


def test_robots_txt_is_kept_and_its_delay_as_well(httpserver: HTTPServer) -> None:
    asked = serve(
        httpserver,
        {
            "/robots.txt": "User-agent: *\nDisallow: /help/private\nCrawl-delay: 3\n",
            "/help": page("Start", "/help/private/x", "/help/a", "/help/b"),
            "/help/a": page("A"),
            "/help/b": page("B"),
        },
    )
    slept: list[float] = []
    site = SiteReader(httpserver.url_for("/help"), sleep=slept.append).read()
    assert (len(site.pages), len(site.refused), slept) == (3, 1, [3.0, 3.0])
    assert "/help/private/x" not in asked


@pytest.mark.parametrize(
    ("robots", "message"),
    [
        ("User-agent: *\nDisallow: /\n", "robots.txt does not allow"),
        (Response("later", status=503), "robots.txt answers 503, so nothing of it may be read for now"),
    ],
)
def test_a_site_that_wants_no_programs_is_left_alone(
    httpserver: HTTPServer, robots: str | Response, message: str
) -> None:
    asked = serve(httpserver, {"/robots.txt": robots, "/help": page("Start")})
    with pytest.raises(CatalogueError, match=message):
        read_answers(httpserver.url_for("/help"))
    assert asked == ["/robots.txt"]


def test_no_more_pages_are_read_than_allowed_and_the_rest_is_told(httpserver: HTTPServer) -> None:
    pages = {
        f"/help/{number}": page(f"Q{number}", f"/help/{number + 1}", f"/help/{number + 2}") for number in range(40)
    }
    serve(httpserver, pages)
    told: list[str] = []
    read = read_answers(httpserver.url_for("/help/0"), pages=5, progress=told.append)
    assert len(read.entries) <= 5
    assert told[-1].startswith("page 5 of at most 5: /help/")
    assert any("more pages were found and not read: --pages 10" in line for line in read.understood)


def test_a_page_that_leads_to_another_host_or_breaks_is_told_and_the_others_are_read(httpserver: HTTPServer) -> None:
    serve(
        httpserver,
        {
            "/help": page("Start", "/help/away", "/help/broken", "/help/gone", "/help/moved", "/help/a"),
            "/help/away": Response(status=302, headers={"location": "https://elsewhere.example/"}),
            "/help/broken": Response("no", status=500),
            "/help/moved": Response(status=301, headers={"location": "/help/a"}),
            "/help/a": page("A"),
        },
    )
    read = read_answers(httpserver.url_for("/help"))
    assert [entry.question for entry in read.entries] == ["Start?", "A?"]
    assert {remark.example.partition(": ")[0].rpartition("/")[2] for remark in read.remarks} == {"away", "broken"}


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("http://shop.example/help", "https:// only"),
        ("https://10.0.0.7/help", "not fetched from within a private network"),
        ("https://[::ffff:192.168.1.1]/help", "not fetched from within a private network"),
        ("https://169.254.169.254/latest", "not fetched from within a private network"),
    ],
)
def test_only_public_addresses_with_a_lock_are_read(address: str, message: str) -> None:
    with pytest.raises(CatalogueError, match=message):
        read_answers(address)


def test_an_address_may_be_a_table_or_a_text(httpserver: HTTPServer) -> None:
    table = Response("Question,Answer\nOpen?,Daily.\n", content_type="text/csv")
    serve(httpserver, {"/export": table, "/x": Response(b"\x89PNG", content_type="image/png")})
    assert [entry.question for entry in read_answers(httpserver.url_for("/export")).entries] == ["Open?"]
    with pytest.raises(CatalogueError, match="not image/png"):
        read_answers(httpserver.url_for("/x"))


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/c", False),
        ("User-agent: *\nDisallow: /*/cart$", "/en/cart", False),
        ("User-agent: *\nDisallow: /*/cart$", "/en/cart/x", True),
        ("User-agent: *\nDisallow: /*?sort=", "/help?sort=1", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Milepost\nDisallow: /x", "/help", True),
        ("User-agent: other\nDisallow: /", "/help", True),
        ("User-agent: one\nUser-agent: *\nDisallow: /help # all of it", "/help/1", False),
        ("User-agent: *\nDisallow:", "/help", True),
        ("User-agent: *\nDisallow: /caf%C3%A9", "/caf\u00e9", False),
    ],
)
def test_rules_are_read_as_rfc_9309_has_them(rules: str, path: str, allowed: bool) -> None:
    assert read_robots(rules.encode(), "milepost").allows(f"https://shop.example{path}") is allowed


def test_a_site_that_cannot_be_reached_is_told(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="the address cannot be read"):
        read_answers("http://127.0.0.1:9/help")
