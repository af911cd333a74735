"""For every room: Rasa is loaded without TensorFlow, as the product does, and the two databases are at hand."""

from __future__ import annotations

import pytest

from milepost.brain.rasa_light import make_light

make_light()

pytest_plugins = ["tests.databases"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Browser tests last and in one process: Playwright keeps an event loop running, beside which no other can be started, and two
    browsers at once are slow. Of the others those of a file stay together, for they share what is costly to make."""
    items.sort(key=lambda item: "browser" in item.path.parts)
    for item in items if config.pluginmanager.hasplugin("xdist") else ():
        item.add_marker(pytest.mark.xdist_group("browser" if "browser" in item.path.parts else str(item.path)))
