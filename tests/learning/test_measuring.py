"""Right, foolish, read and answered as if known, turn by turn; figures of groups; tables and pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from milepost.dialogue.acts import Act, ActKind, Zone
from milepost.errors import MilepostError
from milepost.learning import scores
from milepost.learning.measuring import Heard, Judged, Say, failures, heard, judge, measured
from milepost.learning.report import Table, conversation_tables, fill_page
from milepost.sales.conversations import BuyingStage, Conversation, Handler, StageChange
from tests.learning.annotated import conversation
from tests.learning.test_examples import SHELF, OneCompany

WHAT_IS_TEAM = (Act(ActKind.GREET), Act(ActKind.ASK_FACT, ("plan:team",), fact="plan:team"))
GOOD = (
    Heard("hello! team is for teams.", "research", WHAT_IS_TEAM),
    Heard("for 10 people it is $100", "evaluation", (Act(ActKind.ASK_PRICE, ("plan:team",)),)),
    Heard("i don't know that", "evaluation", (Act(ActKind.ASK_FACT, fact="unknown", zone=Zone.UNKNOWN),)),
    Heard("a colleague will be with you", "evaluation", (Act(ActKind.HUMAN_HANDOFF),), person=True),
)


def judged(folder: Path, *said: Heard) -> list[Judged]:
    one = conversation(folder)
    return [judge(one, number, each, SHELF) for number, each in enumerate(said)]


def test_a_good_bot_has_good_figures(tmp_path: Path) -> None:
    found = scores.figures(judged(tmp_path, *GOOD))
    assert (found.turns, found.checked, found.failed) == (4, 4, 0)
    assert (found.right, found.foolish, found.stage, found.acts, found.arguments, found.as_if_known) == (
        1,
        0,
        1,
        1,
        1,
        0,
    )
    assert scores.hand_overs(judged(tmp_path, *GOOD)) == 1


def test_what_is_lacking_and_what_is_foolish_is_seen(tmp_path: Path) -> None:
    (first,) = judged(tmp_path, Heard("i'm sorry to hear that"))
    assert first.missing == (("team",),)
    assert first.violated == ("@sorry",)
    assert not first.is_right
    assert first.is_foolish


def test_a_turn_that_failed_is_not_right(tmp_path: Path) -> None:
    assert not judged(tmp_path, Heard("team", failed=True))[0].is_right


def test_acts_and_arguments_are_counted_apart(tmp_path: Path) -> None:
    said = Heard("", acts=(Act(ActKind.ASK_FACT, fact="hours"), Act(ActKind.THANK)))
    (first,) = judged(tmp_path, said)
    assert (first.wanted, first.found, first.agreed) == (2, 1, 0)
    assert scores.figures([first]).acts == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("said", "as_if_known"),
    [
        (Heard("yes", acts=(Act(ActKind.ASK_FACT, fact="hours"),)), True),
        (Heard("it costs $3", acts=(Act(ActKind.ASK_PRICE),)), True),
        (Heard("what comes near: …", acts=(Act(ActKind.ASK_FACT, fact="hours", zone=Zone.NEAR),)), False),
        (Heard("i don't know; it costs $3", acts=(Act(ActKind.ASK_PRICE),)), False),
        (Heard("noted.", acts=(Act(ActKind.STATE_NEED),)), False),
    ],
)
def test_what_has_no_answer_is_not_told_as_if_it_had(tmp_path: Path, said: Heard, as_if_known: bool) -> None:
    one = conversation(tmp_path)
    assert judge(one, 2, said, SHELF).as_if_known is as_if_known
    assert judge(one, 1, said, SHELF).as_if_known is None


def test_a_person_fetched_too_early_is_not_at_the_right_turn(tmp_path: Path) -> None:
    early = judged(tmp_path, *GOOD[:2], Heard("", person=True), GOOD[3])
    assert scores.hand_overs(early) == 0
    assert scores.hand_overs(early[:2]) == 1


def test_turns_are_grouped_by_company_author_visitor_and_turn(tmp_path: Path) -> None:
    found = judged(tmp_path, *GOOD)
    assert [list(scores.grouped(found, by)) for by in ("company", "author", "visitor")] == [
        ["catalogue"],
        ["t"],
        ["buyer"],
    ]
    assert list(scores.grouped(found, "turn")) == ["ask_fact", "ask_price", "human_handoff"]


def test_every_conversation_is_had_with_its_company(tmp_path: Path) -> None:
    opened = []

    @contextmanager
    def open_for(catalogue: object) -> Iterator[Say]:
        opened.append(catalogue)
        yield lambda conversation, text: Heard(f"{conversation}: {text} team")

    both = [conversation(tmp_path, id=name) for name in ("a", "b")]
    found = measured(both, OneCompany(tmp_path), open_for)
    assert opened == [SHELF]
    assert [(each.conversation.id, each.number) for each in found] == [(name, n) for name in "ab" for n in range(4)]


def test_the_acts_of_a_turn_are_the_last_of_the_memory_one_a_part() -> None:
    memory = Conversation("c", handler=Handler.WAITING)
    memory.stages = [StageChange("m", BuyingStage.RESEARCH, 1.0, {})]
    memory.acts = [Act(kind).as_json() for kind in (ActKind.ASK_PRICE, ActKind.GREET, ActKind.ASK_OFFER)]
    found = heard("Hello! What do you have?", [{"text": "A tent", "buttons": []}], memory, failed=False)
    assert [act.kind for act in found.acts] == [ActKind.GREET, ActKind.ASK_OFFER]
    assert (found.text, found.stage, found.person, found.words) == ("a tent", "research", True, 2)
    assert heard("hi", [], None, failed=True) == Heard("", failed=True)


def test_failures_are_those_turns_alone_that_went_wrong(tmp_path: Path) -> None:
    found = failures(judged(tmp_path, Heard("no"), *GOOD[1:]))
    assert [(each["id"], each["turn"], each["text"]) for each in found] == [("t-1", 0, "hi, what is Team?")]


def test_no_table_holds_what_a_visitor_wrote(tmp_path: Path) -> None:
    tables = list(conversation_tables(judged(tmp_path, *GOOD)))
    words = "\n".join(table.as_markdown() for table in tables)
    assert "| turns answered rightly | 100.0 |" in words
    assert "glow" not in words
    assert "what is Team" not in words


def test_a_page_is_filled_between_its_markers_again_and_again(tmp_path: Path) -> None:
    page = tmp_path / "quality.md"
    page.write_text("# Q\n<!-- figures: a -->\nold\n<!-- end: a -->\nrest\n")
    for value in ("1", "2"):
        fill_page(page, "a", [Table("T", [("x", "y"), ("one", value)])])
    expected = "# Q\n<!-- figures: a -->\n**T**\n\n| x | y |\n| --- | ---: |\n| one | 2 |\n<!-- end: a -->\nrest\n"
    assert page.read_text() == expected
    with pytest.raises(MilepostError, match="no place for figures"):
        fill_page(page, "b", [])
