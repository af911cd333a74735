from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from milepost.cli.operating.comparing import changes, compare, page
from milepost.errors import SettingsError


def turn(text: str, reply: str, *, act: str = "ask_price", stage: str = "evaluation", of: str = "c1") -> dict[str, Any]:
    return {
        "conversation": of,
        "text": text,
        "replies": [{"text": reply}],
        "acts": [{"name": act, "arguments": {}, "confidence": 0.5}],
        "buying_stage": {"name": stage, "confidence": 0.5},
    }


BEFORE = [
    turn("how much?", "It is $19."),
    turn("thanks", "You are welcome.", act="thank"),
    turn("hi", "Hello.", of="c2"),
]


def test_what_stays_the_same_is_not_told() -> None:
    assert changes(BEFORE, [dict(each) for each in BEFORE]) == []


def test_each_turn_is_told_under_every_kind_of_change() -> None:
    after = [
        turn("how much?", "It is $21."),
        turn("thanks", "Gladly.", act="thank"),
        turn("hi", "Hello.", stage="none", of="c2"),
    ]
    found = changes(BEFORE, after)
    assert [(each.conversation, each.turn, each.kinds) for each in found] == [
        ("c1", 1, ("price", "reply")),
        ("c1", 2, ("reply",)),
        ("c2", 1, ("stage",)),
    ]
    written = page(found, (Path("a"), Path("b")), turns=3)
    assert "3 of 3 turns come out otherwise" in written
    assert "Other prices (1)" in written
    assert "Understood otherwise" not in written


def test_what_visitors_wrote_is_no_markup_in_the_page() -> None:
    found = changes([turn("<script>x</script>", "a")], [turn("<script>x</script>", "b", act="greet")])
    written = page(found, (Path("a"), Path("b")), turns=1)
    assert "<script>" not in written
    assert "ask_price (evaluation) -&gt; greet (evaluation)" in written


def test_sides_that_are_nothing_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="neither a catalogue's folder nor a model"):
        compare(tmp_path / "x.jsonl", (tmp_path, tmp_path), tmp_path / "out.html")
    with pytest.raises(SettingsError, match="3 and 2 turns"):
        changes(BEFORE, BEFORE[:2])
