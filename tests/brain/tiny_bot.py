"""The tiny bot, trained once per test session, and what tests need to talk to it."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from milepost.brain.rasa_light import make_light

make_light()

from milepost.brain import model  # noqa: E402
from milepost.brain.processor import TurnProcessor  # noqa: E402
from milepost.brain.session import Brain  # noqa: E402
from milepost.brain.training import train  # noqa: E402
from milepost.brain.turns import TurnRunner  # noqa: E402
from milepost.channels.port import InboundMessage  # noqa: E402
from milepost.services.conversations import ConversationService  # noqa: E402
from milepost.store.database import Database  # noqa: E402
from tests.brain.bot.moves import everything  # noqa: E402
from tests.catalogues import small_catalogue  # noqa: E402

PROJECT = Path(__file__).parent / "bot"
MOVES = "tests.brain.bot.moves"


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the tiny bot's model."""
    models = tmp_path_factory.mktemp("models")
    project = shutil.copytree(PROJECT, tmp_path_factory.mktemp("project") / "bot")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        train(Path(project), models)
    return models


@pytest.fixture(scope="session")
def processor(trained: Path) -> TurnProcessor:
    """The tiny bot's model with its actions."""
    return model.load(trained, actions=MOVES)


@pytest.fixture
def brain(processor: TurnProcessor) -> Iterator[Brain]:
    """The tiny bot on a database that is thrown away."""
    with Brain(processor, catalogue=small_catalogue) as brain:
        yield brain


@pytest.fixture
def runner(processor: TurnProcessor, database: Database) -> TurnRunner:
    """Answers in the test's database."""
    return TurnRunner(database, processor, small_catalogue)


@pytest.fixture(autouse=True)
def calm() -> None:
    """Actions are quick again and have not begun."""
    everything.begun.clear()
    everything.dawdle_seconds[0] = everything.block_seconds[0] = 0.2


def send(
    database: Database, conversation: str, text: str, message_id: str, *, channel: str = "web", **more: object
) -> int:
    """A visitor's message; its sequence number."""
    return ConversationService(database).receive(InboundMessage(channel, conversation, message_id, text, **more)).seq


def lines(database: Database, conversation: str) -> list[tuple[str, str]]:
    """Who said what."""
    return [(line.author, line.text) for line in ConversationService(database).read_after(conversation, 0)]
