"""The tagger learnt from the project's own messages, small and quickly."""

from __future__ import annotations

from pathlib import Path

import pytest

from milepost.nlu.encoder import EnglishEncoder, english_encoder
from milepost.nlu.need_tagging import learning
from milepost.nlu.need_tagging.examples import read_file
from milepost.nlu.need_tagging.judging import Judge
from milepost.nlu.need_tagging.tagger import NeedTagger
from milepost.nlu.need_tagging.training import Recipe
from milepost.nlu.need_values.finding import Finding
from tests.nlu.need_values.tables import plain_reader

SMALL = Recipe(width=64, hidden=48, epochs=8, drop=0.3)


@pytest.fixture(scope="module")
def encoder() -> EnglishEncoder:
    return english_encoder(Path("models"))


@pytest.fixture(scope="module")
def tagger(encoder: EnglishEncoder) -> NeedTagger:
    return learning.trained(read_file(Path("data/needs/more.jsonl")), encoder, plain_reader(), SMALL)


def read(tagger: NeedTagger, text: str, asked: str | None = None) -> dict[str, Finding]:
    found = plain_reader().read(text, asked=asked, judge=Judge(tagger)).needs
    return {finding.name: finding for finding in found}


def test_free_words_are_read_where_no_table_has_them(tagger: NeedTagger) -> None:
    assert read(tagger, "our orders are all in trello at the moment")["current_solution"].value == "trello"


@pytest.mark.parametrize(
    "text",
    [
        "do you have a forum?",
        "and yearly",
        "never mind",
        "interesting",
        "mail me that",
        "thanks a lot",
        "is there a trial?",
    ],
)
def test_requests_courtesies_and_remarks_teach_nothing(tagger: NeedTagger, text: str) -> None:
    assert read(tagger, text) == {}
    assert read(tagger, text, asked="use_case") == {}


def test_a_number_of_people_in_a_price_question_is_kept(tagger: NeedTagger) -> None:
    assert read(tagger, "what does it cost for 20 people?")["team_size"].value == 20


def test_words_stand_where_they_are_said(tagger: NeedTagger) -> None:
    text = "we run a bakery, it must print receipts"
    for finding in read(tagger, text).values():
        assert finding.value in (text[finding.start : finding.end], [text[finding.start : finding.end]])


def test_kept_and_loaded_it_reads_the_same(tagger: NeedTagger, encoder: EnglishEncoder) -> None:
    again = NeedTagger.from_bytes(tagger.as_bytes(), encoder)
    text = "we're a yoga studio on paper"
    before, after = tagger.read(text), again.read(text)
    assert [tag.need for tag in before.tags] == [tag.need for tag in after.tags]
    assert abs(before.shares - after.shares).max() < 0.02


def test_the_same_messages_give_the_same_tagger(encoder: EnglishEncoder) -> None:
    examples = read_file(Path("data/needs/more.jsonl"))[:120]
    recipe = Recipe(width=16, hidden=8, epochs=2)
    one, other = (learning.trained(examples, encoder, plain_reader(), recipe).as_bytes() for _ in range(2))
    assert one == other


@pytest.mark.parametrize("text", ["", " ", "\x00", "a" * 3000, "İ" * 300, "word " * 900, "🙈"])
def test_any_text_is_read(tagger: NeedTagger, text: str) -> None:
    tagger.read(text)
