"""Single files of the platforms' own client libraries, for which the product puts stand-ins (brain/rasa_light.py)."""

from __future__ import annotations

import importlib.util
from importlib.metadata import distribution
from types import ModuleType


def file_of(package: str, path: str) -> ModuleType:
    """One file of an installed package, as a module by itself."""
    place = distribution(package).locate_file(path)
    spec = importlib.util.spec_from_file_location(path.replace("/", "_").removesuffix(".py"), str(place))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
