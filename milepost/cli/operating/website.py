"""The web side of a process: visitors' doors, the console, and what the operator's tools ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from starlette.applications import Starlette
from starlette.routing import BaseRoute

from milepost.channels.kinds import configured
from milepost.cli.likeness import likeness_of_the_bot, prepared_likeness
from milepost.cli.operating.house import House, current_catalogue
from milepost.dialogue.acts import ActKind
from milepost.services import teasers
from milepost.services.channels.moves import MoveCodes
from milepost.services.conversations import ConversationService
from milepost.services.privacy.requests import VisitorRequests
from milepost.services.queue.fairness import Fairness
from milepost.settings import Settings
from milepost.store.columns import utc_now
from milepost.store.database import Database, Store
from milepost.web.app import Parts, create_app, operation_app
from milepost.web.console.routes import console_routes
from milepost.web.courier import Health
from milepost.web.operation.metrics import metrics_routes
from milepost.web.quotes.pages import QuotePages

Questions = Mapping[str, Callable[[], bool]]
_A_DAY = timedelta(days=1)


def made_app(house: House, wake: Callable[[], None], ready: Questions) -> Starlette:
    """The app of a process that visitors come to."""
    settings, database, broadcaster = house.settings, house.database, house.broadcaster
    channels = configured(settings.environment, settings.public_url)
    doing: dict[str, Any] = {"channels": channels, "health": defaultdict(Health)}
    fairness = Fairness(most_waiting=settings.operation.most_waiting)
    parts = Parts(
        conversations_of(settings, database, wake, fairness),
        current_catalogue,
        settings,
        broadcaster=broadcaster,
        ready=ready,
        console=console_routes(
            *(database, current_catalogue, broadcaster),
            **{**console_options(settings), **doing},
            intents=[kind.value for kind in ActKind],
            can_mail=house.mailer is not None,
            alike=likeness_of_the_bot() if house.answers else prepared_likeness(settings.models),
        ),
        teasers=teasers.counter(database),
        quotes=QuotePages(database, current_catalogue, broadcaster, house.links).routes(),
        operation=_metrics(house),
        visitors=VisitorRequests(database),
        **doing,
    )
    return create_app(parts)


def made_operation_app(house: House, ready: Questions) -> Starlette:
    """The app of a brain by itself."""
    return operation_app(house.settings, _metrics(house), ready)


def console_options(settings: Settings) -> dict[str, Any]:
    """What the operator has set for the console."""
    return {
        "secret": settings.signing_secret(),
        "https": settings.public_url.startswith("https://"),
        "reps_see_all": settings.reps_see_all,
        "approve_follow_ups": settings.approve_follow_ups,
        "oidc": settings.oidc,
        "public_url": settings.public_url,
        "codes": move_codes(settings),
    }


def conversations_of(
    settings: Settings, database: Database, wake: Callable[[], None], fairness: Fairness
) -> ConversationService:
    """The conversation service as the operator has set it."""
    how: dict[str, Any] = {"codes": move_codes(settings), "burst_seconds": settings.burst_seconds, "fairness": fairness}
    return ConversationService(database, wake=wake, **how)


def move_codes(settings: Settings) -> MoveCodes:
    """What makes the codes with which a conversation goes on elsewhere."""
    return MoveCodes(settings.chat_page or f"{settings.public_url}/", settings.signing_secret())


def _metrics(house: House) -> list[BaseRoute]:
    def gauges() -> Mapping[str, float]:
        with house.database.begin() as store:
            found = gauges_of(store, now=utc_now())
        return {**found, "milepost_connections": house.broadcaster.connections()}

    return metrics_routes(house.measures, gauges, house.settings.operation.metrics_token)


def gauges_of(store: Store, *, now: datetime) -> dict[str, float]:
    """How the queue is doing, whichever process is asked."""
    waiting, _ = store.messages.backlog("")
    oldest = store.messages.oldest_wait()
    ratings, gaps = store.figures.ratings(now - _A_DAY), store.figures.gaps(now - _A_DAY)
    jobs = store.jobs.by_state()
    roles = [each.role for each in store.processes.list(since=now - timedelta(seconds=15))]
    found: dict[str, float] = {
        "milepost_messages_waiting": waiting,
        "milepost_oldest_message_seconds": max((now - oldest).total_seconds(), 0.0) if oldest else 0.0,
        "milepost_replies_undelivered": store.messages.due_replies(),
    }
    found |= {f'milepost_jobs{{kind="{kind}",state="{state}"}}': count for (kind, state), count in jobs.items()}
    found |= {f'milepost_ratings_day{{helpful="{"yes" if is_up else "no"}"}}': n for is_up, n in ratings.items()}
    found |= {f'milepost_gaps_day{{kind="{kind}"}}': count for kind, count in gaps.items()}
    found |= {f'milepost_processes{{role="{role}"}}': roles.count(role) for role in set(roles)}
    return found
