"""Which channels there are: every file of this folder that has KINDS, the settings that each wants, and those that are on."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from milepost import channels
from milepost.channels.port import Channel, Limits
from milepost.errors import SettingsError

Values = Mapping[str, str]
"""The settings of one kind by name, defaults filled in."""


@dataclass(frozen=True)
class Setting:
    """One variable of the environment. Without a `default` the channel is off until it is set; "" may stay empty.

    `is_shared`: other channels need it too, so that it alone does not say that this one is wanted.
    """

    name: str
    default: str | None = None
    is_shared: bool = False


@dataclass(frozen=True)
class Kind:
    """One kind of channel. Its door is /webhooks/`name`; `title` is what reps read.

    `make` gets the values and our public URL, makes no connection, and raises SettingsError for a value that cannot be.
    """

    name: str
    title: str
    settings: Sequence[Setting]
    make: Callable[[Values, str], Channel]
    limits: Limits

    def is_wanted(self, environment: Values) -> bool:
        """Whether anything of its own that it needs is set."""
        own = [setting.name for setting in self.settings if setting.default is None and not setting.is_shared]
        return any(environment.get(name) for name in own)

    def missing(self, environment: Values) -> tuple[str, ...]:
        """The settings without which it stays off."""
        return tuple(each.name for each in self.settings if each.default is None and not environment.get(each.name))

    def channel(self, environment: Values, public_url: str) -> Channel:
        """The channel. Raises SettingsError where a setting is missing or cannot be."""
        if missing := self.missing(environment):
            raise SettingsError(f"{self.title} needs {' and '.join(missing)}")
        values = {each.name: environment.get(each.name) or each.default or "" for each in self.settings}
        return self.make(values, public_url)


@cache
def every_kind() -> tuple[Kind, ...]:
    """All kinds, by the name of their file."""
    found: list[Kind] = []
    for module in pkgutil.iter_modules(channels.__path__):
        found += getattr(importlib.import_module(f"{channels.__name__}.{module.name}"), "KINDS", ())
    return tuple(found)


def kind_of(name: str) -> Kind | None:
    """The kind of that name; None for the website and for what there is no more."""
    return next((kind for kind in every_kind() if kind.name == name), None)


@dataclass(frozen=True)
class Configured:
    """A kind of which something is set: its channel, or the `problem` that keeps it off."""

    kind: Kind
    channel: Channel | None = None
    problem: str = ""


def configured(environment: Values, public_url: str) -> tuple[Configured, ...]:
    """Every kind of which something is set. One that is set half, or wrongly, is off, with a sentence why."""
    found = []
    for kind in every_kind():
        if kind.is_wanted(environment):
            try:
                found.append(Configured(kind, kind.channel(environment, public_url)))
            except SettingsError as error:
                found.append(Configured(kind, problem=str(error)))
    return tuple(found)
