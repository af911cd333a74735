"""Some 450 whole messages in visitors' register, scored as the held-out set is: a floor that no change may fall under."""

from __future__ import annotations

import json
from pathlib import Path

from milepost.nlu.evaluation.needs import score_needs
from tests.nlu.need_values.tables import plain_reader

LINES = [json.loads(line) for line in (Path(__file__).parent / "messages.jsonl").read_text().splitlines()]


def test_needs_of_whole_messages_are_read_in_normal_form_and_decoys_left_alone() -> None:
    reader = plain_reader()
    pairs = [
        (each, reader.read(each["text"], asked=each.get("asked")).as_parse(each["text"])["needs"]) for each in LINES
    ]
    score = score_needs(pairs)
    assert score.total.f1 >= 0.95
    assert score.decoy_rate <= 0.03
