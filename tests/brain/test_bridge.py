"""The bridge with one of Rasa's own channels on Rasa's own server: the platform on one side, Milepost on the other."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from rasa.shared.exceptions import RasaException

from milepost.brain.bridge import MilepostBridge
from milepost.channels.generic import GenericChannel
from milepost.channels.port import Call
from milepost.channels.wire.signatures import standard_signature
from tests.channels.local_platform import LocalPlatform
from tests.web.doors import free_port

SECRET = "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.fixture
def platform() -> Iterator[LocalPlatform]:
    platform = LocalPlatform()
    yield platform
    platform.stop()


@pytest.fixture
def milepost() -> Iterator[LocalPlatform]:
    milepost = LocalPlatform()
    yield milepost
    milepost.stop()


@pytest.fixture
def rasa(platform: LocalPlatform, milepost: LocalPlatform) -> Iterator[str]:
    """The address of Rasa's server, which runs without what makes Rasa light."""
    given = {
        "channel": "callback",
        "credentials": {"url": f"{platform.url}/to-visitor"},
        "url": f"{milepost.url}/webhooks/generic",
        "secret": SECRET,
    }
    port = free_port()
    command = [sys.executable, str(Path(__file__).parent / "rasa_server.py"), str(port), json.dumps(given)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as server:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline and server.poll() is None and not _answers(port):
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}/webhooks/callback"
        server.terminate()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


async def post(url: str, body: Any, headers: dict[str, str] | None = None) -> int:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    async with httpx.AsyncClient(timeout=60) as client:
        given = {"content-type": "application/json", **(headers or {})}
        return (await client.post(url, content=content, headers=given)).status_code


def answer(
    text: str, *buttons: tuple[str, str], event: str = "e1", at: float | None = None, secret: str = SECRET
) -> Any:
    shown = [{"title": title, "press": press} for title, press in buttons]
    data = {
        "conversation": "ada",
        "line": 7,
        "author": "bot",
        "name": "",
        "text": text,
        "buttons": shown,
        "block": None,
    }
    body = json.dumps({"type": "message.sent", "timestamp": "2026-11-30T10:00:00Z", "data": data}).encode()
    stamp = str(int(at or time.time()))
    signed = standard_signature(secret, event, stamp, body)
    return body, {"webhook-id": event, "webhook-timestamp": stamp, "webhook-signature": signed}


async def test_what_a_visitor_writes_reaches_milepost_signed(rasa: str, milepost: LocalPlatform) -> None:
    assert await post(f"{rasa}/webhook", {"sender": "ada", "message": "how much is Team?"}) == 200
    [called] = milepost.calls
    generic = GenericChannel("https://bridge.example", [SECRET])
    [heard] = (await generic.read(Call(called.headers, called.body))).updates
    await generic.close()
    assert (heard.text, heard.address) == ("how much is Team?", "ada")  # type: ignore[union-attr]


async def test_an_answer_goes_out_by_rasas_channel_once(rasa: str, platform: LocalPlatform) -> None:
    body, headers = answer("Team is $440.")
    assert [await post(f"{rasa}/milepost", body, headers) for _ in range(2)] == [200, 200]
    assert [called.data for called in platform.calls] == [{"recipient_id": "ada", "text": "Team is $440."}]


async def test_a_button_comes_back_as_the_press_that_it_was(
    rasa: str, platform: LocalPlatform, milepost: LocalPlatform
) -> None:
    body, headers = answer("Shall I?", ("Yes", "7:0:abcdef"), ("No", "7:1:abcdef"))
    assert await post(f"{rasa}/milepost", body, headers) == 200
    [shown] = [called.data for called in platform.calls]
    assert [each["title"] for each in shown["buttons"]] == ["Yes", "No"]
    await post(f"{rasa}/webhook", {"sender": "ada", "message": shown["buttons"][0]["payload"]})
    assert milepost.calls[-1].data["data"] == {"conversation": "ada", "press": "7:0:abcdef"}


@pytest.mark.parametrize("how", [{"secret": "whsec_" + "A" * 32}, {"at": time.time() - 400}])
async def test_only_milepost_may_answer(rasa: str, platform: LocalPlatform, how: dict[str, Any]) -> None:
    body, headers = answer("Buy!", **how)
    assert await post(f"{rasa}/milepost", body, headers) == 403
    assert await post(f"{rasa}/milepost", body) == 403
    good, altered = answer("Hello")
    assert await post(f"{rasa}/milepost", good.replace(b"Hello", b"Jello"), altered) == 403
    assert platform.calls == []


async def test_what_milepost_cannot_take_now_is_brought_again(rasa: str, milepost: LocalPlatform) -> None:
    milepost.fail(503)
    asking = asyncio.ensure_future(post(f"{rasa}/webhook", {"sender": "ada", "message": "hello"}))
    while not milepost.calls:
        await asyncio.sleep(0.02)
    milepost.failure = None
    assert await asking == 200
    first, second = milepost.calls
    assert first.headers["webhook-id"] == second.headers["webhook-id"]


def test_half_a_configuration_is_told() -> None:
    with pytest.raises(RasaException, match="milepost"):
        MilepostBridge.from_credentials({"channel": "callback"})
