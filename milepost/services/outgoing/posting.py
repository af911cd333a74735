"""Handing something to another system over HTTP: one request, and what its answer means for another try."""

from __future__ import annotations

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
    if answer.is_redirect:
        raise DeliveryFailed(f"{host} answered with a redirect; set the final address", retry_after=None)
    sentence = f"{host} answered {answer.status_code}{_code(answer)}"
    raise DeliveryFailed(sentence, retry_after=None if answer.status_code in _FINAL else _wanted_wait(answer))


def _wanted_wait(answer: httpx.Response) -> float:
    """Seconds that the answer asks us to wait (RFC 9110, Retry-After), 0 where it does not say."""
    wanted = answer.headers.get("retry-after", "").strip()
    if wanted.isdecimal():
        return min(float(wanted), _LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(wanted)
    except (TypeError, ValueError):
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    return min(max((moment - datetime.now(timezone.utc)).total_seconds(), 0.0), _LONGEST_WAIT)


def _code(answer: httpx.Response) -> str:
    """The error's code as HubSpot and Salesforce give it; never their sentence, which may hold a visitor's words."""
    try:
        told: Any = answer.json()
    except ValueError:
        return ""
    told = told[0] if isinstance(told, list) and told else told
    code = (told.get("category") or told.get("errorCode") or told.get("error")) if isinstance(told, dict) else None
    return f" ({code[:60]})" if isinstance(code, str) else ""
