"""robots.txt as RFC 9309 has it: groups by user agent, the longest rule that fits, "*" and "$"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

_MOST_BYTES = 512_000
_MOST_DELAY = 30.0


@dataclass(frozen=True)
class Robots:
    """What a site allows one program: rules (path, allowed), and the seconds that it wants between two pages."""

    rules: tuple[tuple[str, bool], ...] = ()
    delay: float = 0.0

    def allows(self, address: str) -> bool:
        """Whether a page may be fetched; of the rules that fit, the longest decides, and of two as long the one that allows."""
        parts = urlsplit(address)
        path = _encoded(parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        fitting = [(len(rule), allowed) for rule, allowed in self.rules if _fits(rule, path)]
        return max(fitting, default=(0, True))[1]


def read_robots(content: bytes, agent: str) -> Robots:
    """The rules for a program of this name, or those for every one where none is for it."""
    own: list[tuple[str, bool]] = []
    every: list[tuple[str, bool]] = []
    delays: dict[str, float] = {}
    agents: list[str] = []
    in_rules = is_own_named = False
    for line in content[:_MOST_BYTES].decode("utf-8-sig", errors="replace").splitlines():
        key, _, value = line.partition("#")[0].partition(":")
        key, value = key.strip().casefold(), value.strip()
        if key == "user-agent":
            agents = [] if in_rules else agents
            in_rules = False
            agents.append(value.casefold().partition("/")[0])
            is_own_named = is_own_named or agents[-1] == agent.casefold()
        elif key in ("allow", "disallow", "crawl-delay"):
            in_rules = True
            for name, rules in ((agent.casefold(), own), ("*", every)):
                if name in agents and key == "crawl-delay":
                    delays[name] = _seconds(value)
                elif name in agents and value:
                    rules.append((_encoded(value), key == "allow"))
    return Robots(tuple(own if is_own_named else every), delays.get(agent.casefold() if is_own_named else "*", 0.0))


def _fits(rule: str, path: str) -> bool:
    """Part by part, so that no rule takes long."""
    first, *rest = rule.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    last = rest.pop() if rest and rule.endswith("$") else None
    place = len(first)
    for part in rest:
        place = path.find(part, place)
        if place < 0:
            return False
        place += len(part)
    if last is not None:
        return path.endswith(last) and len(path) - len(last) >= place
    return place == len(path) or not rule.endswith("$")


def _encoded(path: str) -> str:
    return quote(unquote(path), safe="/*$?=&;:@!',()+~%-._")


def _seconds(value: str) -> float:
    return min(float(value), _MOST_DELAY) if re.fullmatch(r"\d{1,6}(\.\d+)?", value) else 0.0
