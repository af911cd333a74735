"""The web app: every route on this one page."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

from milepost.channels.kinds import Configured, configured
from milepost.channels.port import Channel, Conversations
from milepost.errors import StoreUnavailable
from milepost.sales.analytics.teasers import Seen
from milepost.sales.catalogue import Catalogue
from milepost.settings import Settings
from milepost.web.assets import WidgetAssets, read_texts
from milepost.web.broadcast import Broadcaster
from milepost.web.chat import ChatDoor
from milepost.web.courier import Courier, Health
from milepost.web.customers import CustomerTokens
from milepost.web.inbox import Inbox
from milepost.web.rate_limits import RateLimit
from milepost.web.security import AllowedOrigins, SecurityHeaders, VisitorTokens
from milepost.web.shop.pages import ShopFront
from milepost.web.teasers import TeaserDoor
from milepost.web.webhooks import ANSWER_SECONDS, Webhook

_log = logging.getLogger(__name__)

_STATIC = Path(__file__).parent / "static"
_LARGEST_FRAME = 1024 * 1024  # larger than the door's own limit, so that the door can answer with a sentence
_CLOSING_SECONDS = 5
_STOPPING_SECONDS = 0.5


@dataclass(frozen=True)
class Pace:
    """How much one visitor, and one address, may ask for, and how long a platform's call may wait for the store."""

    message_burst: int = 12
    messages_per_minute: float = 30.0
    session_burst: int = 60
    sessions_per_minute: float = 60.0
    answer_seconds: float = ANSWER_SECONDS


@dataclass(frozen=True)
class Parts:
    """What the web app stands on. `ready` are named questions for /readyz; `console` the reps' routes.

    `quotes` are the public routes of quotes, `teasers` counts what comes of teasers. `channels` are those that are set, `health` is
    how each is doing.
    """

    conversations: Conversations
    catalogue: Callable[[], Catalogue]
    settings: Settings
    broadcaster: Broadcaster = field(default_factory=Broadcaster)
    ready: Mapping[str, Callable[[], bool]] = field(default_factory=dict)
    console: Sequence[BaseRoute] = ()
    quotes: Sequence[BaseRoute] = ()
    pace: Pace = field(default_factory=Pace)
    texts: Path | None = None
    visitor_path: str = ""
    channels: Sequence[Configured] = ()
    teasers: Callable[[Seen], None] = lambda seen: None
    health: dict[str, Health] = field(default_factory=lambda: defaultdict(Health))


def create_app(parts: Parts) -> Starlette:
    """The app, with everything handed in."""
    settings, pace = parts.settings, parts.pace
    texts = read_texts(parts.texts)
    assets = WidgetAssets(texts)
    messages = RateLimit(burst=pace.message_burst, per_minute=pace.messages_per_minute)
    sessions = RateLimit(burst=pace.session_burst, per_minute=pace.sessions_per_minute)
    inbox = Inbox(parts.conversations, parts.broadcaster, messages, texts, parts.catalogue)
    origins = AllowedOrigins(settings.allowed_origins, settings.public_url)
    tokens, customers = VisitorTokens(settings.signing_secret()), CustomerTokens(settings.identity_secrets)
    chat = ChatDoor(inbox, parts.broadcaster, tokens, origins, sessions, customers)
    teasers = TeaserDoor(
        parts.teasers, origins, RateLimit(burst=pace.message_burst, per_minute=pace.messages_per_minute)
    )
    channels = _channels(parts.channels or configured(settings.environment, settings.public_url))
    routes: list[BaseRoute] = [
        *ShopFront(parts.catalogue, texts, settings.catalogue / "pictures").routes(),
        Mount("/widget", routes=_widget_routes(assets)),
        Mount("/chat", routes=_chat_routes(chat, teasers)),
        Route("/healthz", _healthz),
        Route("/readyz", _Readiness(parts.ready).show),
        Mount("/static", StaticFiles(directory=_STATIC)),
        *parts.console,
        *parts.quotes,
    ]
    if parts.visitor_path:  # the same under one neutral path, because block lists know "chat" and "widget"
        routes.insert(0, Mount(parts.visitor_path, routes=[*_chat_routes(chat, teasers), *_widget_routes(assets)]))
    for channel in channels:
        door = Webhook(channel, parts.conversations, parts.broadcaster, messages, pace.answer_seconds)
        routes.append(Route(f"/webhooks/{channel.name}", door.take, methods=["GET", "POST"]))
    https = settings.public_url.startswith("https://")
    return Starlette(
        routes=routes,
        middleware=[Middleware(SecurityHeaders, https=https)],
        lifespan=_lifespan(parts, channels),
    )


def serve(app: Starlette, host: str, port: int) -> uvicorn.Server:
    """A server for the app: `.run()` it. wsproto, because Rasa holds websockets where uvicorn cannot use it."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            ws="wsproto",
            ws_max_size=_LARGEST_FRAME,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_CLOSING_SECONDS,
        )
    )


def _widget_routes(assets: WidgetAssets) -> list[BaseRoute]:
    return [Route("/{name}", assets.serve)]


def _chat_routes(chat: ChatDoor, teasers: TeaserDoor) -> list[BaseRoute]:
    return [
        Route("/teaser", teasers.take, methods=["POST"]),
        Route("/session", chat.session, methods=["POST"]),
        Route("/messages", chat.messages, methods=["POST"]),
        Route("/events", chat.events, methods=["GET"]),
        *(Route(f"/{name}", chat.preflight, methods=["OPTIONS"]) for name in ("session", "messages", "events")),
        WebSocketRoute("/ws", chat.socket),
    ]


async def _healthz(request: Request) -> Response:
    return PlainTextResponse("ok")


class _Readiness:
    """Whether every part answers yes; one that raises StoreUnavailable does not."""

    def __init__(self, parts: Mapping[str, Callable[[], bool]]) -> None:
        self._parts = parts

    async def show(self, request: Request) -> Response:
        """GET: 200 or 503, with each part's answer."""
        answers = {name: await run_in_threadpool(_answer, ask) for name, ask in self._parts.items()}
        return JSONResponse(answers, 200 if all(answers.values()) else 503, headers={"cache-control": "no-store"})


def _answer(ask: Callable[[], bool]) -> bool:
    try:
        return ask()
    except StoreUnavailable:
        return False


def _channels(found: Sequence[Configured]) -> list[Channel]:
    """The channels that are on. One that is set half, or wrongly, keeps nobody else from starting."""
    for each in found:
        if each.problem:
            _log.warning("%s is off: %s", each.kind.name, each.problem)
    return [each.channel for each in found if each.channel]


def _lifespan(parts: Parts, channels: Sequence[Channel]) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for channel in channels:
                stack.push_async_callback(channel.close)
                courier = Courier(channel, parts.conversations, parts.broadcaster, parts.health[channel.name])
                for work in (courier.run(), courier.start()):
                    stack.push_async_callback(_stop, asyncio.create_task(work))
            yield

    return lifespan


async def _stop(task: asyncio.Task[None]) -> None:
    """Cancelled until it is over: before Python 3.11 a cancellation that meets a timeout or news may be taken for that."""
    while not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=_STOPPING_SECONDS)
