"""Calling a platform over HTTP: one connection pool for each channel, and what an answer means for another try."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from milepost.errors import DeliveryFailed, RejectedMessage

CALL_SECONDS = 15.0
RETRY_SECONDS = 5.0
# What an operator can mend while replies wait: a wrong token, a wrong address.
_MENDABLE_SECONDS = 60.0
_LONGEST_WAIT = 3600.0
_MENDABLE = frozenset({401, 403, 404})

Judge = Callable[[int, Mapping[str, Any]], DeliveryFailed | None]
"""Status and JSON of an answer -> the failure that the platform means by it; None: judge by the status."""


class Platform:
    """The platform's servers. `title` begins every sentence on a failure; nothing that was sent is in it."""

    def __init__(
        self,
        title: str,
        base: str,
        headers: Mapping[str, str] | None = None,
        judge: Judge | None = None,
        auth: tuple[str, str] | None = None,
    ):
        self._title, self._judge = title, judge
        self._client = httpx.AsyncClient(
            base_url=base,
            headers=dict(headers or {}),
            auth=auth,
            timeout=CALL_SECONDS,
            follow_redirects=False,
            trust_env=False,
        )

    async def call(self, method: str, path: str, **request: Any) -> Mapping[str, Any]:
        """The JSON object of a success, {} where it is none. `request` as httpx takes it. Raises DeliveryFailed."""
        try:
            answer = await self._client.request(method, path, **request)
        except httpx.HTTPError as error:
            reason = f"{self._title} cannot be reached ({type(error).__name__})"
            raise DeliveryFailed(reason, retry_after=RETRY_SECONDS, for_all=True) from None
        told = _object_or_nothing(answer.content)
        failure = self._judge(answer.status_code, told) if self._judge else None
        if failure is not None:
            raise failure
        if answer.is_success:
            return told
        raise self._failure(answer)

    async def close(self) -> None:
        """Ends the connections."""
        await self._client.aclose()

    def _failure(self, answer: httpx.Response) -> DeliveryFailed:
        status = answer.status_code
        sentence = f"{self._title} answered {status}"
        if status == 429 or status >= 500:
            # A failure of the server may be due to this one message: it must not hold up the others.
            return DeliveryFailed(sentence, retry_after=_wanted_wait(answer.headers), for_all=status == 429)
        if status in _MENDABLE:
            return DeliveryFailed(sentence, retry_after=_MENDABLE_SECONDS, for_all=status == 401)
        return DeliveryFailed(sentence, retry_after=None)


def object_of(body: bytes | str) -> dict[str, Any]:
    """The JSON object in a body. Raises RejectedMessage: `unreadable`."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise RejectedMessage("unreadable") from None
    if not isinstance(value, dict):
        raise RejectedMessage("unreadable")
    return value


def part(value: object, *names: str) -> Mapping[str, Any]:
    """The object at a path of names, {} where there is none."""
    for name in names:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def parts(value: object, name: str) -> list[Mapping[str, Any]]:
    """The objects of the list of that name, [] where there is none."""
    found = value.get(name) if isinstance(value, Mapping) else None
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def _object_or_nothing(body: bytes) -> Mapping[str, Any]:
    try:
        return object_of(body)
    except RejectedMessage:
        return {}


def _wanted_wait(headers: Mapping[str, str]) -> float:
    """Seconds of Retry-After (RFC 9110), our own where the platform does not say."""
    wanted = str(headers.get("retry-after") or "").strip()
    return min(float(wanted), _LONGEST_WAIT) if wanted.isdecimal() else RETRY_SECONDS
