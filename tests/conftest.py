"""For every room: Rasa is loaded without TensorFlow, as the product does, and the two databases are at hand."""

from __future__ import annotations

import pytest

from milepost.brain.rasa_light import make_light

make_light()

pytest_plugins = ["tests.databases"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests last: Playwright keeps an event loop running, beside which no other can be started."""
    items.sort(key=lambda item: "browser" in item.path.parts)
