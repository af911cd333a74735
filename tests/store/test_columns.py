from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest

from milepost.sales.conversations import Conversation
from milepost.store.columns import dump_json, is_id, load_json, new_id
from milepost.store.database import Database

NOW = datetime(2026, 11, 21, 12, 0, 0, 123456, tzinfo=timezone.utc)


def test_nul_bytes_and_lone_surrogates_are_taken_out_at_the_door(database: Database) -> None:
    bad = "a\x00b\ud800c"
    with database.begin() as store:
        conversation = Conversation("c1", asked=bad, shown=[bad])
        store.conversations.add(conversation, visitor="v1", now=NOW, address=bad, source={"page": bad})
        store.messages.add(
            "c1", 1, "visitor", bad, channel="web", now=NOW, payload={"custom": bad}, channel_message_id=bad
        )
    with database.begin() as store:
        row = store.conversations.find("c1")
        message = store.messages.find_by_channel_id("c1", "web", "abc")
        memory, _ = store.conversations.memory("c1")
    assert (row.address, row.source) == ("abc", {"page": "abc"})
    assert (message.text, message.payload) == ("abc", {"custom": "abc"})
    assert (memory.asked, memory.shown) == ("abc", ["abc"])


def test_the_two_characters_backslash_u0000_in_a_text_survive(database: Database) -> None:
    with database.begin() as store:
        store.conversations.add(Conversation("c1", shown=["\\u0000"]), visitor="v1", now=NOW, address=None, source={})
        memory, _ = store.conversations.memory("c1")
    assert memory.shown == ["\\u0000"]


def test_times_come_back_as_utc_whatever_zone_they_were_in(database: Database) -> None:
    elsewhere = NOW.astimezone(timezone(timedelta(hours=5, minutes=30)))
    with database.begin() as store:
        store.conversations.add(Conversation("c1"), visitor="v1", now=elsewhere, address=None, source={})
        row = store.conversations.find("c1")
    assert row.created_at == NOW
    assert row.created_at.tzinfo == timezone.utc


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match="without a timezone"), database.begin() as store:
        store.conversations.add(Conversation("c1"), visitor="v1", now=datetime(2026, 11, 21), address=None, source={})  # noqa: DTZ001


def test_decimals_survive_json_exactly() -> None:
    value = {"total": Decimal("240.10"), "lines": (Decimal("0"), "x")}
    assert load_json(dump_json(value)) == {"total": Decimal("240.10"), "lines": [Decimal("0"), "x"]}
    assert str(load_json(dump_json(value))["total"]) == "240.10"


def test_what_cannot_be_kept_as_json_is_refused() -> None:
    with pytest.raises(TypeError):
        dump_json(object())


@pytest.mark.parametrize("text", ["", "A", "a b", "a\x00", "ä", "x" * 65, "../x"])
def test_odd_ids_are_no_ids(text: str) -> None:
    assert not is_id(text)


def test_made_ids_are_ids() -> None:
    assert is_id(new_id())
    assert new_id() != new_id()
