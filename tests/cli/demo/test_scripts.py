from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from milepost.cli.demo.scripts import MONTH, read_scripts
from milepost.errors import MilepostError

FILE = Path(__file__).resolve().parents[3] / "examples" / "demo" / "visitors.yml"
NOW = datetime(2026, 11, 21, 12, tzinfo=timezone.utc)


def test_a_month_of_visitors_comes_over_several_channels_and_from_several_sources() -> None:
    scripts = read_scripts(FILE, until=NOW)
    assert len(scripts) >= 60
    assert [script.begins for script in scripts] == sorted(script.begins for script in scripts)
    assert all(NOW - MONTH - timedelta(hours=1) <= script.begins < NOW for script in scripts)
    assert set(Counter(script.channel for script in scripts)) == {"web", "telegram"}
    assert len({script.source.get("referrer") for script in scripts}) >= 5
    assert {script.rep.ends for script in scripts if script.rep} == {"won", "lost", ""}
    assert all("{" not in turn for script in scripts for turn in script.turns)


def test_the_same_visitors_come_every_time_and_a_share_is_fewer() -> None:
    assert read_scripts(FILE, until=NOW) == read_scripts(FILE, until=NOW)
    assert 3 <= len(read_scripts(FILE, until=NOW, share=0.1)) <= 12
    assert len(read_scripts(FILE, until=NOW, share=0.001)) == 1


@pytest.mark.parametrize(
    "text", ["", "people: []\nvisitors: [{turns: [x]}]", "people: [{name: A}]\nvisitors: [{turns: ['{x}']}]", "["]
)
def test_a_file_that_cannot_be_played_is_told_by_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "v.yml").write_text(text)
    with pytest.raises(MilepostError, match=r"v\.yml cannot be played"):
        read_scripts(tmp_path / "v.yml", until=NOW)
