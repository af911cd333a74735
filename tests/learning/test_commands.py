"""`milepost evaluate`: held-out conversations give figures and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from milepost.cli.measuring import Wanted, bot_for, evaluate, refuse_held_out
from milepost.errors import MilepostError, SettingsError
from milepost.learning.contexts import Companies
from milepost.learning.measuring import measured
from milepost.learning.scores import figures
from milepost.settings import Settings
from tests.conversations.conftest import processor  # noqa: F401  # the model is loaded once for all tests
from tests.learning.annotated import PROJECT, conversation


def test_failures_of_held_out_conversations_are_refused() -> None:
    held_out = PROJECT / "tests" / "held_out" / "conversations" / "h1.jsonl"
    with pytest.raises(MilepostError, match="is held out"):
        refuse_held_out(PROJECT, [PROJECT / "data" / ".." / "tests" / "held_out" / "conversations" / "h1.jsonl"])
    with pytest.raises(MilepostError, match="is held out"):
        evaluate(Settings.from_environment({}), Wanted(PROJECT / "tests" / "held_out", [held_out], failed=Path("x")))
    refuse_held_out(PROJECT, [PROJECT / "data" / "conversations" / "d1.jsonl"])


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="there is no folder"):
        evaluate(Settings.from_environment({}), Wanted(tmp_path / "none"))


def test_the_whole_bot_is_measured_turn_by_turn(processor, tmp_path: Path) -> None:  # noqa: F811
    from milepost.services import catalogues

    try:
        found = measured([conversation(tmp_path)], Companies(PROJECT), lambda each: bot_for(processor, each))
    finally:
        catalogues.use_folder(PROJECT / "catalogue")
    assert len(found) == 4
    assert figures(found).failed == 0
    assert all(each.heard.text and each.heard.acts for each in found)
    assert found[3].heard.person
