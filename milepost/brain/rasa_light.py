"""Rasa without what we never use: answers for TensorFlow, Keras, JAX and others, silences telemetry and logs.

Call `make_light()` before the first import of Rasa in a process.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import logging
import os
import sys
import warnings
from collections.abc import Sequence
from types import ModuleType
from typing import Any

import structlog

# What only Rasa's own neural components use, its plots, its own channels, servers, prompts, brokers and tracker stores.
STOOD_IN_FOR = frozenset(
    {
        *("tensorflow", "tensorflow_hub", "tensorflow_text", "tensorflow_addons", "keras", "jax", "jaxlib"),
        *("matplotlib", "PIL", "sklearn", "sklearn_crfsuite", "skops", "joblib"),
        *("slack_sdk", "webexteamssdk", "twilio", "mattermostwrapper", "rocketchat_API", "fbmessenger"),
        *("sanic", "sanic_cors", "sanic_jwt", "sanic_routing", "socketio", "engineio", "questionary", "prompt_toolkit"),
        *("pymongo", "boto3", "botocore", "aio_pika", "aiormq", "rasa.core.channels.telegram"),
    }
)


class _Nothing(type):
    """Makes classes whose every attribute is another such class."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return _Nothing(name, (_StandIn,), {})

    def __call__(cls, *arguments: Any, **options: Any) -> Any:
        # `@tf.function` and `@register_keras_serializable(...)` leave what they decorate as it is.
        if len(arguments) == 1 and not options and callable(arguments[0]):
            return arguments[0]
        return super().__call__(*arguments, **options)


class _StandIn(metaclass=_Nothing):
    """May be subclassed, decorated with and annotated with; does nothing."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Takes anything."""

    def __call__(self, decorated: Any) -> Any:
        return decorated

    def __class_getitem__(cls, item: Any) -> Any:
        return cls


class _Module(ModuleType):
    """A module whose every name is a stand-in."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return _Nothing(name, (_StandIn,), {})


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Answers for the heavy packages and everything inside them."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname not in STOOD_IN_FOR and fullname.partition(".")[0] not in STOOD_IN_FOR:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to execute."""


def make_light() -> None:
    """Stand in for the heavy packages, switch telemetry off, and keep what visitors write out of the logs."""
    # A second thread of OpenBLAS spins beside each short product: twice the processor time for the same answer.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _stand_in()
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    _quiet()


def _stand_in() -> None:
    loaded = STOOD_IN_FOR & sys.modules.keys()
    if not loaded and not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


def _dropped(*_event: Any) -> Any:
    raise structlog.DropEvent


def _quiet() -> None:
    """Rasa logs visitors' words at every level, in exceptions too; what went wrong is logged by us, by its type."""
    for name in ("rasa", "rasa_sdk"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    for name in ("matplotlib", "apscheduler", "asyncio", "urllib3", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
    silent = structlog.make_filtering_bound_logger(logging.CRITICAL)
    structlog.configure(wrapper_class=silent, processors=[_dropped])
    for module in ("pkg_resources", "apscheduler", "rasa", "packaging", "sanic", "randomname"):
        warnings.filterwarnings("ignore", module=module)
    warnings.filterwarnings("ignore", message="pkg_resources is deprecated")
    warnings.filterwarnings("ignore", message="Deprecated API features detected")
    warnings.filterwarnings("ignore", message="Deprecated call to `pkg_resources.declare_namespace")
