"""A danger to life is heard whatever else a message may do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.dialogue.readings import fact
from tests.dialogue.test_interpretation import K, does, interpreted


@pytest.mark.parametrize(("evidence", "is_heard"), [(0.35, True), (0.2, False)])
def test_a_danger_is_heard_in_what_words_mean_whatever_else_is_likelier(evidence: float, is_heard: bool) -> None:
    said = does(K.ASK_FACT, "our dog swallowed something and is shaking", facts=(fact("answer:trial", 0.9),))
    said = replace(said, acts={**said.acts, "report_danger": evidence})
    assert (interpreted(said).acts[0].kind is K.REPORT_DANGER) is is_heard
