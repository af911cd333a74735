"""The web app: every route on this one page."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

from milepost.channels.kinds import Configured, configured, every_kind
from milepost.channels.port import Channel, Conversations
from milepost.sales.analytics.teasers import Seen
from milepost.sales.catalogue import Catalogue
from milepost.settings import Settings
from milepost.web.assets import WidgetAssets, read_texts
from milepost.web.broadcast import Broadcaster
from milepost.web.chat import ChatDoor
from milepost.web.connections import Origins
from milepost.web.courier import Courier, Health
from milepost.web.customers import CustomerTokens
from milepost.web.inbox import Inbox, Limits
from milepost.web.law.pages import LawPages
from milepost.web.law.visitor_data import Requests, VisitorData
from milepost.web.operation.readiness import readiness_routes
from milepost.web.operation.requests import OwnHosts, RequestIds
from milepost.web.rate_limits import RateLimit
from milepost.web.security import AllowedOrigins, SecurityHeaders, Visitor, VisitorTokens
from milepost.web.shop.pages import ShopFront
from milepost.web.teasers import TeaserDoor
from milepost.web.webhooks import ANSWER_SECONDS, Webhook

_log = logging.getLogger(__name__)

_STATIC = Path(__file__).parent / "static"
_TEMPLATES = Path(__file__).parent / "templates"
_STOPPING_SECONDS = 0.5


@dataclass(frozen=True)
class Pace:
    """How much one visitor, and one address, may ask for, and how long a platform's call may wait for the store."""

    message_burst: int = 12
    messages_per_minute: float = 30.0
    session_burst: int = 60
    sessions_per_minute: float = 60.0
    address_burst: int = 60
    address_per_minute: float = 120.0
    answer_seconds: float = ANSWER_SECONDS


@dataclass(frozen=True)
class Parts:
    """What the web app stands on. `ready` are named questions for /readyz; `console` the reps' routes.

    `visitors` answers who asks what is stored of them. `operation` is what an operator's tools ask besides. `quotes` are public
    routes, `teasers` counts what comes of teasers. `channels` are those that are set, `health` is how each is doing.
    """

    conversations: Conversations
    catalogue: Callable[[], Catalogue]
    settings: Settings
    broadcaster: Broadcaster = field(default_factory=Broadcaster)
    ready: Mapping[str, Callable[[], bool]] = field(default_factory=dict)
    console: Sequence[BaseRoute] = ()
    quotes: Sequence[BaseRoute] = ()
    operation: Sequence[BaseRoute] = ()
    visitors: Requests | None = None
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
    addresses = RateLimit(burst=pace.address_burst, per_minute=pace.address_per_minute)
    channels = _channels(parts.channels or configured(settings.environment, settings.public_url))
    origins = AllowedOrigins(settings.allowed_origins, settings.public_url)
    tokens, customers = VisitorTokens(settings.signing_secret()), CustomerTokens(settings.identity_secrets)
    inbox = Inbox(
        *(parts.conversations, parts.broadcaster, Limits(messages, addresses), texts, parts.catalogue),
        ways=partial(_ways, channels=channels),
        token_for=lambda conversation: tokens.sign(Visitor(conversation)),
    )
    chat = ChatDoor(inbox, parts.broadcaster, tokens, origins, sessions, customers, Origins(settings.signing_secret()))
    teasers = TeaserDoor(
        parts.teasers, origins, RateLimit(burst=pace.message_burst, per_minute=pace.messages_per_minute)
    )
    own_data = VisitorData(parts.visitors, tokens, origins, _TEMPLATES).routes() if parts.visitors else []
    routes: list[BaseRoute] = [
        *ShopFront(parts.catalogue, texts, settings.catalogue / "pictures").routes(),
        Mount("/widget", routes=_widget_routes(assets)),
        Mount("/chat", routes=[*_chat_routes(chat, teasers), *own_data]),
        *LawPages(parts.catalogue, settings.catalogue / "legal", _TEMPLATES).routes(),
        *readiness_routes(parts.ready),
        *parts.operation,
        Mount("/static", StaticFiles(directory=_STATIC)),
        *parts.console,
        *parts.quotes,
    ]
    if parts.visitor_path:  # the same under one neutral path, because block lists know "chat" and "widget"
        routes.insert(0, Mount(parts.visitor_path, routes=[*_chat_routes(chat, teasers), *_widget_routes(assets)]))
    for channel in channels:
        keeps = settings.keeps_attachments
        door = Webhook(
            channel, parts.conversations, parts.broadcaster, messages, pace.answer_seconds, keeps_files=keeps
        )
        routes.append(Route(f"/webhooks/{channel.name}", door.take, methods=["GET", "POST"]))
    return Starlette(
        routes=routes,
        middleware=guards(settings),
        lifespan=_lifespan(parts, channels),
    )


def guards(settings: Settings) -> list[Middleware]:
    """What every request goes through first."""
    return [
        Middleware(RequestIds),
        Middleware(SecurityHeaders, https=settings.public_url.startswith("https://")),
        Middleware(OwnHosts, hosts=settings.hosts),
    ]


def operation_app(
    settings: Settings, routes: Sequence[BaseRoute], ready: Mapping[str, Callable[[], bool]]
) -> Starlette:
    """The app of a process that serves no visitors: only what its operator's tools ask."""
    return Starlette(routes=[*readiness_routes(ready), *routes], middleware=guards(settings))


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


def _channels(found: Sequence[Configured]) -> list[Channel]:
    """The channels that are on. One that is set half, or wrongly, keeps nobody else from starting."""
    for each in found:
        if each.problem:
            _log.warning("%s is off: %s", each.kind.name, each.problem)
    return [each.channel for each in found if each.channel]


def _ways(code: str, *, channels: Sequence[Channel]) -> list[dict[str, str]]:
    """Where a conversation of the website may go on."""
    titles = {kind.name: kind.title for kind in every_kind()}
    return [{"title": titles[each.name], "url": each.invitation(code)} for each in channels if each.name != "generic"]


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
