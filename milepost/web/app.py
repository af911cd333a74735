"""The web app: every route on this one page."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
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

from milepost.channels.port import Conversations
from milepost.channels.telegram import TelegramChannel
from milepost.errors import DeliveryFailed, StoreUnavailable
from milepost.sales.catalogue import Catalogue
from milepost.settings import Settings
from milepost.web.assets import WidgetAssets, read_texts
from milepost.web.broadcast import Broadcaster
from milepost.web.chat import ChatDoor
from milepost.web.demo import DemoPage
from milepost.web.inbox import Inbox
from milepost.web.rate_limits import RateLimit
from milepost.web.security import AllowedOrigins, SecurityHeaders, VisitorTokens
from milepost.web.webhooks import Courier, Webhook

_log = logging.getLogger(__name__)

_STATIC = Path(__file__).parent / "static"
_LARGEST_FRAME = 1024 * 1024  # larger than the door's own limit, so that the door can answer with a sentence
_CLOSING_SECONDS = 5


@dataclass(frozen=True)
class Pace:
    """How much one visitor, and one address, may ask for."""

    message_burst: int = 12
    messages_per_minute: float = 30.0
    session_burst: int = 60
    sessions_per_minute: float = 60.0


@dataclass(frozen=True)
class Parts:
    """What the web app stands on. `ready` are named questions for /readyz; `console` the reps' routes."""

    conversations: Conversations
    catalogue: Callable[[], Catalogue]
    settings: Settings
    broadcaster: Broadcaster = field(default_factory=Broadcaster)
    ready: Mapping[str, Callable[[], bool]] = field(default_factory=dict)
    console: Sequence[BaseRoute] = ()
    pace: Pace = field(default_factory=Pace)
    texts: Path | None = None
    visitor_path: str = ""


def create_app(parts: Parts) -> Starlette:
    """The app, with everything handed in."""
    settings, pace = parts.settings, parts.pace
    texts = read_texts(parts.texts)
    assets, demo = WidgetAssets(texts), DemoPage(parts.catalogue)
    messages = RateLimit(burst=pace.message_burst, per_minute=pace.messages_per_minute)
    sessions = RateLimit(burst=pace.session_burst, per_minute=pace.sessions_per_minute)
    inbox = Inbox(parts.conversations, parts.broadcaster, messages, texts, parts.catalogue)
    origins = AllowedOrigins(settings.allowed_origins, settings.public_url)
    chat = ChatDoor(inbox, parts.broadcaster, VisitorTokens(settings.signing_secret()), origins, sessions)
    telegram = _telegram(settings)
    routes: list[BaseRoute] = [
        Route("/", demo.show),
        Mount("/widget", routes=_widget_routes(assets)),
        Mount("/chat", routes=_chat_routes(chat)),
        Route("/healthz", _healthz),
        Route("/readyz", _Readiness(parts.ready).show),
        Mount("/static", StaticFiles(directory=_STATIC)),
        *parts.console,
    ]
    if parts.visitor_path:  # the same under one neutral path, because block lists know "chat" and "widget"
        routes.insert(0, Mount(parts.visitor_path, routes=[*_chat_routes(chat), *_widget_routes(assets)]))
    if telegram:
        routes.append(
            Route("/webhooks/telegram", Webhook(telegram, parts.conversations, messages).take, methods=["POST"])
        )
    https = settings.public_url.startswith("https://")
    return Starlette(
        routes=routes,
        middleware=[Middleware(SecurityHeaders, https=https)],
        lifespan=_lifespan(parts, telegram),
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


def _chat_routes(chat: ChatDoor) -> list[BaseRoute]:
    return [
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


def _telegram(settings: Settings) -> TelegramChannel | None:
    telegram = settings.telegram
    return TelegramChannel(telegram.token, telegram.secret, telegram.api) if telegram.token else None


def _lifespan(
    parts: Parts, telegram: TelegramChannel | None
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            if telegram:
                stack.push_async_callback(telegram.close)
                courier = Courier(telegram, parts.conversations, parts.broadcaster)
                for work in (courier.run(), _register(telegram, parts.settings.public_url)):
                    stack.push_async_callback(_stop, asyncio.create_task(work))
            yield

    return lifespan


async def _register(telegram: TelegramChannel, public_url: str) -> None:
    """Telegram out of reach must not keep the app from starting; it takes HTTPS addresses only."""
    while public_url.startswith("https://"):
        try:
            await telegram.register(public_url)
        except DeliveryFailed as failure:
            _log.warning("telegram: the webhook is not registered yet: %s", failure)
            await asyncio.sleep(failure.retry_after or 60.0)
        else:
            return


async def _stop(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
