"""`/metrics` in Prometheus' text format: what this process has counted, and how the queue is doing.

https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from milepost.errors import StoreUnavailable
from milepost.services.queue.measures import BOUNDS, Labels, Measures, Times
from milepost.web.security import bearer

_HERE = ("127.0.0.1", "::1", "testclient")
_FORWARDED = ("x-forwarded-for", "forwarded")
Gauges = Callable[[], Mapping[str, float]]


def metrics_routes(measures: Measures, gauges: Gauges, token: str) -> list[BaseRoute]:
    """The address, for whoever brings the token; without one set, for calls from this machine that no proxy passed on."""

    async def show(request: Request) -> Response:
        if not _may_see(request, token):
            return PlainTextResponse("not for you\n", 403)
        try:
            now = await run_in_threadpool(gauges)
        except StoreUnavailable:
            now = {}
        return PlainTextResponse("\n".join(written(measures, now)) + "\n", media_type="text/plain; version=0.0.4")

    return [Route("/metrics", show)]


def written(measures: Measures, gauges: Mapping[str, float]) -> Iterator[str]:
    """The lines: gauges, counters, times; each kind of name once with its type."""
    for name, value in sorted(gauges.items()):
        yield f"# TYPE {name.partition('{')[0]} gauge"
        yield f"{name} {value:g}"
    for name, counted in _by_name(measures.counts()):
        yield f"# TYPE {name} counter"
        for labels, count in counted:
            yield f"{name}{_labels(labels)} {count}"
    for name, timed in _by_name(measures.times()):
        yield f"# TYPE {name} histogram"
        for labels, times in timed:
            yield from _histogram(name, labels, times)


def _by_name(found: Mapping[tuple[str, Labels], Any]) -> Iterator[tuple[str, list[tuple[Labels, Any]]]]:
    for name, group in groupby(sorted(found.items(), key=lambda each: each[0]), key=lambda each: each[0][0]):
        yield name, [(labels, value) for (_, labels), value in group]


def _histogram(name: str, labels: Labels, times: Times) -> Iterator[str]:
    so_far = 0
    for bound, count in zip((*BOUNDS, float("inf")), times.within, strict=True):
        so_far += count
        limit = "+Inf" if bound == float("inf") else f"{bound:g}"
        yield f"{name}_bucket{_labels((*labels, ('le', limit)))} {so_far}"
    yield f"{name}_sum{_labels(labels)} {times.seconds:.6f}"
    yield f"{name}_count{_labels(labels)} {so_far}"


def _labels(labels: Labels) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _may_see(request: Request, token: str) -> bool:
    if token:
        return hmac.compare_digest(bearer(request.headers).encode(), token.encode())
    is_passed_on = any(name in request.headers for name in _FORWARDED)
    return not is_passed_on and request.client is not None and request.client.host in _HERE
