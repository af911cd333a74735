"""Files are fetched from the platform's own servers only, within a size, and a token is told to nobody else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from milepost.channels.wire.calls import Platform
from milepost.errors import DeliveryFailed
from tests.web.doors import Server

SEEN: list[tuple[str, str]] = []


async def serve(request: Request) -> Response:
    SEEN.append((request.url.path, request.headers.get("authorization", "")))
    if request.url.path == "/moved":
        return RedirectResponse("/file")
    if request.url.path == "/away":
        return RedirectResponse("http://127.0.0.1:9/secret")
    if request.url.path == "/round":
        return RedirectResponse("/round")
    return Response(b"x" * 1000, 404 if request.url.path == "/gone" else 200, media_type="image/png")


@pytest.fixture
def server() -> Iterator[Server]:
    SEEN.clear()
    server = Server(Starlette(routes=[Route("/{path:path}", serve)]))
    yield server
    server.stop()


@pytest.fixture
async def platform(server: Server) -> AsyncIterator[Platform]:
    platform = Platform("Acorn", server.url.rstrip("/"), {"authorization": "Bearer token"})
    yield platform
    await platform.close()


async def test_a_file_comes_with_its_type_and_the_token_stays_at_the_first_address(
    platform: Platform, server: Server
) -> None:
    fetched = await platform.download(f"{server.url}moved", (), most=1000, signed=True)
    assert (len(fetched.content), fetched.media_type) == (1000, "image/png")
    assert SEEN == [("/moved", "Bearer token"), ("/file", "")]
    await platform.download(f"{server.url}file", (), most=1000, signed=False)
    assert SEEN[-1] == ("/file", "")


@pytest.mark.parametrize(("path", "most"), [("file", 999), ("gone", 1000), ("round", 1000), ("away", 1000)])
async def test_what_is_too_large_gone_or_led_away_is_not_fetched(
    platform: Platform, server: Server, path: str, most: int
) -> None:
    with pytest.raises(DeliveryFailed):
        await platform.download(f"{server.url}{path}", (), most=most, signed=True)


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data",
        "https://localhost/",
        "http://files.acorn.example/a",
        "https://files.acorn.example:8443/a",
        "https://files.acorn.example.evil.example/a",
        "https://evilacorn.example/a",
        "file:///etc/passwd",
        "",
    ],
)
async def test_an_address_that_is_not_the_platforms_is_not_asked(platform: Platform, url: str) -> None:
    with pytest.raises(DeliveryFailed) as failed:
        await platform.download(url, (".acorn.example", "acorn.example"), most=1000, signed=True)
    assert failed.value.retry_after is None
