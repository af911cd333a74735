"""Whether the messaging channels are set up: one line for each, and what to mend."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import httpx

from milepost.channels.kinds import Configured, configured, every_kind
from milepost.errors import DeliveryFailed
from milepost.settings import Settings

_SECONDS = 20.0
_REFUSED = frozenset({401, 403})


@dataclass(frozen=True)
class Finding:
    """What is to say of one channel; no `problems` where it is off or all is well."""

    name: str
    is_on: bool
    problems: tuple[str, ...] = ()

    def lines(self) -> tuple[str, ...]:
        """One line for each problem, one in any case. No secrets are in them."""
        if not self.problems:
            return (f"{self.name}: {'on, nothing to mend' if self.is_on else 'off'}",)
        return tuple(f"{self.name}: {problem}" for problem in self.problems)


def check(settings: Settings) -> tuple[Finding, ...]:
    """Every kind of channel, with what keeps it from working: settings, token, webhook, our door."""
    return asyncio.run(_check(settings))


async def _check(settings: Settings) -> tuple[Finding, ...]:
    wanted = {each.kind.name: each for each in configured(settings.environment, settings.public_url)}
    async with httpx.AsyncClient(timeout=_SECONDS, follow_redirects=False, trust_env=False) as client:
        names = [kind.name for kind in every_kind()]
        asked = [_finding(client, settings.public_url, wanted.get(name), name) for name in names]
        return tuple(await asyncio.gather(*asked))


async def _finding(client: httpx.AsyncClient, public_url: str, one: Configured | None, name: str) -> Finding:
    if one is None:
        return Finding(name, is_on=False)
    if one.channel is None:
        return Finding(name, is_on=False, problems=(f"off: {one.problem}",))
    try:
        told: Sequence[str] = await asyncio.wait_for(one.channel.check(), _SECONDS)
    except DeliveryFailed as failure:
        told = (str(failure),)
    except asyncio.TimeoutError:
        told = ("the platform does not answer",)
    finally:
        await one.channel.close()
    return Finding(name, is_on=True, problems=(*told, *await _door(client, public_url, name)))


async def _door(client: httpx.AsyncClient, public_url: str, name: str) -> tuple[str, ...]:
    """Whether our door can be reached under the public URL, and turns away a call that nobody signed."""
    door = f"{public_url}/webhooks/{name}"
    if not public_url.startswith("https://"):
        return (f"MILEPOST_PUBLIC_URL is {public_url}: platforms call https:// addresses only",)
    try:
        status = (await client.post(door, content=b"{}")).status_code
    except httpx.HTTPError as error:
        return (f"{door} cannot be reached ({type(error).__name__})",)
    if status in _REFUSED:
        return ()
    hint = "; is Milepost running with these settings?" if status == 404 else ""
    return (f"{door} answered {status} to a call without a signature, not 403{hint}",)
