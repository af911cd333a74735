"""When a visitor is asked how it went."""

from __future__ import annotations

import pytest

from milepost.brain.turns import _is_over
from milepost.dialogue.acts import Act, ActKind
from milepost.sales.conversations import Handler
from milepost.store.database import Database
from tests.actions.heard import hearing


@pytest.mark.parametrize(
    ("kind", "channel", "handler", "asked"),
    [
        (ActKind.GOODBYE, "web", Handler.BOT, True),
        (ActKind.GOODBYE, "telegram", Handler.BOT, False),  # nothing could be drawn there
        (ActKind.GOODBYE, "web", Handler.WAITING, False),  # a person is still to come
        (ActKind.THANK, "web", Handler.BOT, False),
    ],
)
def test_who_says_goodbye_on_the_website_is_asked_how_it_went(
    sqlite_database: Database, kind: ActKind, channel: str, handler: Handler, asked: bool
) -> None:
    with hearing(sqlite_database, Act(kind, text="bye")) as turn:
        turn.conversation.channel, turn.conversation.handler = channel, handler
        assert _is_over(turn) is asked
