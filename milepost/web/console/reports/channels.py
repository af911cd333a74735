"""The messaging channels on a page: whether each is on, the last message in and out, what waits and what failed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from milepost.channels.kinds import Configured, Kind, every_kind
from milepost.store.records.messages import ChannelNews
from milepost.web.console.access import Visit
from milepost.web.console.pages import Pages
from milepost.web.courier import Health


@dataclass(frozen=True)
class ChannelLine:
    """One channel. `problem` keeps it off; `health` is how sending goes in this process."""

    kind: Kind
    is_on: bool
    problem: str
    health: Health
    news: ChannelNews


class ChannelPages:
    """The channels that are set, and how they are doing. No setting's value is shown."""

    def __init__(self, pages: Pages, channels: Sequence[Configured], health: Mapping[str, Health]) -> None:
        self._pages, self._health = pages, health
        self._set = {each.kind.name: each for each in channels}

    def show(self, visit: Visit) -> Response:
        """GET: one line for each kind that is set or was used, and the names of the others."""
        lines = [self._line(visit, kind) for kind in every_kind()]
        return self._pages.framed(
            visit,
            "channels.html",
            channels=[line for line in lines if line.is_on or line.problem or line.news.last_in],
            unused=[line.kind.title for line in lines if not (line.is_on or line.problem or line.news.last_in)],
        )

    def _line(self, visit: Visit, kind: Kind) -> ChannelLine:
        found = self._set.get(kind.name)
        is_on, problem = bool(found and found.channel), found.problem if found else ""
        health = self._health.get(kind.name) or Health()
        return ChannelLine(kind, is_on, problem, health, visit.store.messages.news_of(kind.name))
