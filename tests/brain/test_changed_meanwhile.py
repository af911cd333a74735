"""A turn is never saved over a memory that somebody changed while it ran; without any model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from milepost.brain.turns import TurnResult, TurnRunner
from milepost.sales.conversations import Conversation
from milepost.services.turns import current_turn
from milepost.store.columns import utc_now
from milepost.store.database import Database
from tests.brain.tiny_bot import lines, send
from tests.catalogues import small_catalogue


class Processor:
    """Understands nothing and answers with a number; `meanwhile` happens while the first answer is thought of."""

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        self.meanwhile, self.answers = meanwhile, 0

    async def parse_message(self, said: Any) -> dict[str, Any]:
        return {"text": said.text, "intent": {"name": "thank", "confidence": 1.0}}

    async def handle_acts(self, said: Any, utterances: Any) -> None:
        acts = list(utterances)
        self.answers += 1
        if self.answers == 1:
            self.meanwhile()
        current_turn().conversation.value_given = True
        await said.output_channel.send_response(said.sender_id, {"text": f"{len(acts)} done at attempt {self.answers}"})


def remembered(database: Database) -> Conversation:
    with database.begin() as store:
        known = store.conversations.memory("c1")
    assert known is not None
    return known[0]


async def run(database: Database, meanwhile: Callable[[], None]) -> TurnResult:
    send(database, "c1", "thanks", "m-1")
    with database.begin() as store:
        lease = store.messages.take_oldest_open(now=utc_now(), seconds=30)
    assert lease is not None
    return await TurnRunner(database, Processor(meanwhile), small_catalogue).run(lease)  # type: ignore[arg-type]


async def test_a_turn_upon_a_memory_that_was_changed_meanwhile_is_worked_out_anew(sqlite_database: Database) -> None:
    database = sqlite_database

    def somebody_notes() -> None:
        with database.begin() as store:
            conversation, version = store.conversations.memory("c1")
            conversation.asked = "budget"
            assert store.conversations.save_memory(conversation, version)

    result = await run(database, somebody_notes)
    assert [reply["text"] for reply in result.replies] == ["1 done at attempt 2"]
    assert lines(database, "c1") == [("visitor", "thanks"), ("bot", "1 done at attempt 2")]
    memory = remembered(database)
    assert (memory.asked, memory.value_given) == ("budget", True)


async def test_a_turn_that_nobody_disturbed_is_worked_out_once(sqlite_database: Database) -> None:
    result = await run(sqlite_database, lambda: None)
    assert [reply["text"] for reply in result.replies] == ["1 done at attempt 1"]
    assert remembered(sqlite_database).value_given
