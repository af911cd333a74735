"""The trained model is loaded once; each test gets visitors of the company that it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from milepost.brain.session import Brain
from milepost.cli.loading import ready_model
from milepost.settings import Settings
from milepost.store.catalogue_files import load_catalogue
from tests.conversations.visitors import PROJECT, Visitor


@pytest.fixture(scope="session")
def processor():
    from milepost.brain import model
    from milepost.services import catalogues

    catalogues.use_folder(PROJECT / "catalogue")
    return model.load(ready_model(Settings.from_environment({})), actions="actions", project=PROJECT)


@pytest.fixture
def company(request: pytest.FixtureRequest) -> str:
    """Folder of the catalogue in force; `@pytest.mark.parametrize("company", …)` names another."""
    return getattr(request, "param", "catalogue")


@pytest.fixture
def visit(processor, company: str) -> Iterator[Callable[[], Visitor]]:
    from milepost.services import catalogues

    catalogues.put_in_force(load_catalogue(PROJECT / company))
    with Brain(processor) as brain:
        yield lambda: Visitor(brain)
    catalogues.put_in_force(load_catalogue(PROJECT / "catalogue"))


@pytest.fixture
def visitor(visit: Callable[[], Visitor]) -> Visitor:
    return visit()
