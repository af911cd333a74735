"""A feed by its address: https only (http on this machine), with limits, never with the password in a message."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from milepost.errors import CatalogueError
from milepost.importing.new_catalogue import import_feed
from milepost.importing.reading.files import read_feed

TABLE = "Name,Price\nLamp,45 EUR\n"


def test_a_feed_is_fetched_and_told_by_what_it_is(httpserver: HTTPServer, tmp_path: Path) -> None:
    httpserver.expect_request("/export", query_string="format=full").respond_with_data(TABLE)
    catalogue = import_feed(httpserver.url_for("/export?format=full"), None, tmp_path / "c").catalogue
    assert [product.name for product in catalogue.products.values()] == ["Lamp"]


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("/feed.xml", b"<shop><item><name>Lamp</name><price>45 EUR</price></item></shop>"),
        ("/feed", b'  [{"name": "Lamp", "price": "45 EUR"}]'),
        ("/feed.csv.gz", gzip.compress(TABLE.encode(), mtime=0)),
    ],
)
def test_what_kind_of_feed_it_is_is_seen_by_its_content(httpserver: HTTPServer, path: str, content: bytes) -> None:
    httpserver.expect_request(path).respond_with_data(content)
    assert [product.name for product in read_feed(httpserver.url_for(path)).products] == ["Lamp"]


def test_it_is_followed_where_it_leads_and_not_in_circles(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/old").respond_with_response(Response(status=302, headers={"location": "/new.csv"}))
    httpserver.expect_request("/new.csv").respond_with_data(TABLE)
    httpserver.expect_request("/round").respond_with_response(Response(status=302, headers={"location": "/round"}))
    assert read_feed(httpserver.url_for("/old")).currency == "EUR"
    with pytest.raises(CatalogueError, match="leads on more than 5 times"):
        read_feed(httpserver.url_for("/round"))


def test_it_does_not_leave_for_an_address_without_a_lock(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/out").respond_with_response(
        Response(status=302, headers={"location": "http://shop.example/feed.csv"})
    )
    with pytest.raises(CatalogueError, match="https:// only"):
        read_feed(httpserver.url_for("/out"))
    with pytest.raises(CatalogueError, match="https:// only"):
        read_feed("http://shop.example/feed.csv")


def test_what_the_address_answers_is_told_without_its_password(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/gone").respond_with_data("no", status=404)
    address = httpserver.url_for("/gone?key=s3cret").replace("://", "://anna:pa55@")
    with pytest.raises(CatalogueError, match="the address answers 404 NOT FOUND") as raised:
        read_feed(address)
    assert not {"pa55", "s3cret"} & set(str(raised.value).replace("@", " ").replace("=", " ").replace(":", " ").split())


def test_an_address_that_does_not_answer_is_told(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="the address cannot be read"):
        import_feed("http://127.0.0.1:9/feed.csv", None, tmp_path / "c")
    assert not (tmp_path / "c").exists()


def test_who_asks_is_said(httpserver: HTTPServer) -> None:
    seen: list[str] = []

    def answer(request: Request) -> Response:
        seen.append(request.headers["User-Agent"])
        return Response(TABLE)

    httpserver.expect_request("/feed.csv").respond_with_handler(answer)
    read_feed(httpserver.url_for("/feed.csv"))
    assert seen == ["Milepost catalogue import"]
