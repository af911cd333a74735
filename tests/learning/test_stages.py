"""How the stage is settled is learnt from the annotated stages, and what is written can be read by the bot."""

from __future__ import annotations

from pathlib import Path

from milepost.dialogue import scorer as scoring
from milepost.dialogue.acts import ActKind
from milepost.dialogue.stage import ALL, settle_stage
from milepost.learning.conversations import AnnotatedConversation, AnnotatedTurn
from milepost.learning.examples import ParsedTurn, TurnKey
from milepost.learning.learning import write
from milepost.learning.stages import learnt_stages, settled, stage_choices, stage_weights
from milepost.sales.conversations import BuyingStage, StageChange
from tests.learning.annotated import conversation, parsed_turn, record, written
from tests.learning.test_nested_logit import lesson


def parts_of(turn: AnnotatedTurn) -> list[dict[ActKind, float]]:
    return [{ActKind(act["act"]): 1.0} for act in turn.acts]


def kinds_of(several: list[AnnotatedConversation]) -> dict[TurnKey, list[dict[ActKind, float]]]:
    return {(one.id, number): parts_of(turn) for one in several for number, turn in enumerate(one.turns)}


def test_what_is_learnt_settles_the_stages_that_it_was_learnt_from(tmp_path: Path) -> None:
    several = [conversation(tmp_path, id=str(number)) for number in range(20)]
    parsed = {(one.id, number): parsed_turn(turn.text) for one in several for number, turn in enumerate(one.turns)}
    weights = learnt_stages(several, parsed, kinds_of(several))
    history: list[StageChange] = []
    for turn in several[0].turns:
        history.append(settle_stage(history, parts_of(turn), {}, (), turn.text, weights))
    assert [change.stage for change in history] == [turn.stage for turn in several[0].turns]


def test_it_is_learnt_upon_what_would_have_been_settled_before(tmp_path: Path) -> None:
    one = conversation(tmp_path)
    parsed = {(one.id, number): parsed_turn(turn.text) for number, turn in enumerate(one.turns)}
    beliefs = settled([one], parsed, kinds_of([one]), {"purchase": {"bias": 9.0}})
    assert beliefs[one.id, 0] == {"none": 1.0}
    assert max(beliefs[one.id, 1], key=lambda stage: beliefs[one.id, 1][stage]) == "purchase"


def test_the_words_of_the_whole_message_speak_for_its_stage(tmp_path: Path) -> None:
    one = [conversation(tmp_path)]
    weights = stage_weights(stage_choices(one, _words_of_the_first("research"), kinds_of(one)))
    assert weights["research"]["words_research"] > weights["evaluation"].get("words_research", 0.0)


def test_what_is_written_is_what_the_bot_reads(tmp_path: Path, monkeypatch) -> None:
    taught, out = lesson(tmp_path).scorer(), tmp_path / "weights.json"
    write(taught, [written(tmp_path, record())], out)
    monkeypatch.setattr(scoring, "_FILE", out)
    read = scoring.learnt.__wrapped__()
    assert (read.kinds, read.arguments, read.stages) == (taught.kinds, taught.arguments, taught.stages)
    assert set(read.stages) == set(ALL)
    assert settle_stage([], [{ActKind.ASK_FACT: 1.0}], {}, (), "", read.stages).stage is not BuyingStage.NONE


def _words_of_the_first(stage: str) -> dict[tuple[str, int], ParsedTurn]:
    """The conversation as read, of which only the first message says a stage."""
    from milepost.learning.examples import ParsedTurn

    said = {"message_stage": {"ranking": [{"name": stage, "confidence": 0.9}]}}
    return {("t-1", number): ParsedTurn(("",), ({},), said if number == 0 else {}) for number in range(4)}
