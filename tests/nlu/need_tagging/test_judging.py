"""What of the tables' findings stands beside what the tagger sees."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from milepost.nlu.need_tagging.examples import NEEDS
from milepost.nlu.need_tagging.judging import Judge
from milepost.nlu.need_tagging.tagger import NeedTagger, Reading, Tag
from milepost.nlu.need_values.finding import Finding

TEXT = "we are 30 agents and answer mail and chat"
OWNERS = Finding("use_case", "mail and chat", 28, 41, of_owner=True)


class Sees(NeedTagger):
    """A tagger that sees the tags it is given, and nothing else."""

    def __init__(self, *tags: Tag) -> None:
        self._tags = tags

    def read(self, text: str, **known: Any) -> Reading:
        return Reading(self._tags, (), np.zeros((0, len(NEEDS))))


@pytest.mark.parametrize(
    ("found", "tags", "uses"),
    [
        ([OWNERS], [], ["mail and chat"]),
        ([Finding("use_case", "mail and chat", 28, 41)], [], []),  # free words are the tagger's
        ([OWNERS], [Tag(21, 41, "use_case", 0.9)], ["answer mail and chat"]),
        ([], [Tag(28, 32, "use_case", 0.9)], ["mail"]),
    ],
)
def test_a_use_in_the_owners_words_is_heard_where_the_tagger_has_no_better(
    found: list[Finding], tags: list[Tag], uses: list[str]
) -> None:
    judged = Judge(Sees(*tags)).judged(TEXT, found)
    assert [each.value for each in judged if each.name == "use_case"] == uses


@pytest.mark.parametrize(
    ("text", "words", "tools"),
    [
        ("we use a shared mailbox", "shared mailbox", ["shared mailbox"]),
        ("we want a shared mailbox", "shared mailbox", []),
        ("we're looking for some new shared mailbox", "shared mailbox", []),
        ("need reports, today we have excel", "excel", ["excel"]),
    ],
)
def test_what_is_wanted_is_not_in_use_today(text: str, words: str, tools: list[str]) -> None:
    tag = Tag(text.index(words), text.index(words) + len(words), "current_solution", 0.9)
    judged = Judge(Sees(tag)).judged(text, [])
    assert [each.value for each in judged if each.name == "current_solution"] == tools
