"""Handing something to another system over HTTP: one request, and what its answer means for another try."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from milepost.errors import DeliveryFailed

TIMEOUT_SECONDS = 10.0
# Answers that the same request would get again. What an operator can mend (401, 403, 404) is worth another try.
_FINAL = frozenset({400, 405, 406, 410, 411, 413, 414, 415, 422})
_LONGEST_WAIT = 24 * 3600.0


async def request(
    method: str, url: str, *, content: bytes | None = None, form: Mapping[str, str] | None = None, **headers: str
) -> httpx.Response:
    """The answer, if it is a success. Header names are written with underscores. Raises DeliveryFailed."""
    host = httpx.URL(url).host
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        # A redirect is not followed: it could lead what is sent, and its secrets, anywhere.
        async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS, follow_redirects=False, trust_env=False) as client:
            answer = await client.request(method, url, content=content, data=form, headers=named)
    except httpx.HTTPError as error:
        raise DeliveryFailed(f"{host} cannot be reached ({type(error).__name__})", retry_after=0.0) from error
    if answer.is_success:
        return answer
    raise refusal(host, answer.status_code, answer.headers, answer.content)


def refusal(host: str | None, status: int, headers: Mapping[str, str], body: bytes | str | None) -> DeliveryFailed:
    """What an answer that is no success means: whether and when to try again."""
    if 300 <= status < 400:
        return DeliveryFailed(f"{host} answered with a redirect; set the final address", retry_after=None)
    sentence = f"{host} answered {status}{_code(body)}"
    return DeliveryFailed(sentence, retry_after=None if status in _FINAL else _wanted_wait(headers))


def _wanted_wait(headers: Mapping[str, str]) -> float:
    """Seconds that the answer asks us to wait (RFC 9110, Retry-After), 0 where it does not say."""
    wanted = str(headers.get("retry-after") or "").strip()
    if wanted.isdecimal():
        return min(float(wanted), _LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(wanted)
    except (TypeError, ValueError):
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    return min(max((moment - datetime.now(timezone.utc)).total_seconds(), 0.0), _LONGEST_WAIT)


def _code(body: bytes | str | None) -> str:
    """The error's code as HubSpot and Salesforce give it; never their sentence, which may hold a visitor's words."""
    try:
        told: Any = json.loads(body or "")
    except ValueError:
        return ""
    told = told[0] if isinstance(told, list) and told else told
    code = (told.get("category") or told.get("errorCode") or told.get("error")) if isinstance(told, dict) else None
    return f" ({code[:60]})" if isinstance(code, str) else ""
