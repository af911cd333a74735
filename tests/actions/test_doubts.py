"""A doubt is answered from the catalogue first, and a why by the reason of what was said last."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.doubts import ActionAnswerObjection, ActionExplainQuestion, names_our_figure
from milepost.dialogue.acts import Act, ActKind
from milepost.dialogue.reading import Counted, Reading
from milepost.sales.conversations import Fact, FactStatus, Handler, Touch
from milepost.store.database import Database
from tests.actions.heard import CLOSING, hearing, names, said
from tests.dialogue.readings import fact, named, reading

TEAM, DESK, RIVAL = "plan:inbox-team", "plan:desk-piece", "competitor:pinebox"
PRICE_ASKED = Act(ActKind.ASK_PRICE, (TEAM,), text="how much is it")


def doubt(text: str, *options: str, about: str = "other") -> Act:
    return Act(ActKind.RAISE_OBJECTION, options, about=about, text=text)


@pytest.mark.parametrize(
    ("score", "heard"),
    [
        (0.7, ["utter_answer"]),
        (0.46, ["utter_perhaps", "utter_answer"]),
        (0.2, ["utter_objection_noted"]),
    ],
    ids=["near", "not so near", "far"],
)
def test_a_doubt_is_answered_by_what_is_written(sqlite_database: Database, score: float, heard: list[str]) -> None:
    act = doubt("nobody can get in that early")
    with hearing(sqlite_database, act, Reading(act.text, facts=(fact("answer:closing", score),))) as turn:
        says = said(ActionAnswerObjection(), turn)
        assert names(says) == heard
        assert all(say.values["answer"] == CLOSING.answer for say in says if say.response == "utter_answer")


@pytest.mark.parametrize(
    ("question", "heard"),
    [("none", "The gate is open late on Fridays."), ("yes_no", "Yes, the gate is open late on Fridays.")],
)
def test_a_yes_is_said_to_who_asks_and_to_nobody_else(sqlite_database: Database, question: str, heard: str) -> None:
    act = doubt("nobody can get in that early")
    read = Reading(act.text, question=question, facts=(fact("answer:closing", 0.7),))
    with hearing(sqlite_database, act, read) as turn:
        late = replace(CLOSING, answer="Yes, the gate is open late on Fridays.")
        turn.catalogue = replace(turn.catalogue, answers={"closing": late})
        assert [say.values["answer"] for say in said(ActionAnswerObjection(), turn)] == [heard]


def test_a_doubt_that_says_what_it_is_about_is_not_asked_about(sqlite_database: Database) -> None:
    with hearing(sqlite_database, doubt("the straps wear through in a summer")) as turn:
        (say,) = said(ActionAnswerObjection(), turn)
        assert say.response == "utter_objection_noted"
        assert say.buttons
        assert [gap.words for gap in turn.store.gaps.of(turn.conversation.id)] == [
            "the straps wear through in a summer"
        ]


def test_a_doubt_without_particulars_is_asked_about(sqlite_database: Database) -> None:
    with hearing(sqlite_database, doubt("hmm, not sure")) as turn:
        assert names(said(ActionAnswerObjection(), turn)) == ["utter_objection_unknown"]


@pytest.mark.parametrize(
    ("text", "heard"), [("65 is a lot", False), ("not even something for a charity like ours?", True)]
)
def test_a_reduction_answers_a_doubt_about_a_price_by_a_word_of_its_own(
    sqlite_database: Database, text: str, heard: bool
) -> None:
    read = Reading(text, facts=(fact("discount:charities", 0.9),))
    with hearing(sqlite_database, doubt(text, TEAM), read, before=[PRICE_ASKED]) as turn:
        charities = replace(turn.catalogue.discounts["nonprofit"], id="charities", name="Charities from 65 members")
        turn.catalogue = replace(turn.catalogue, discounts={"charities": charities})
        says = said(ActionAnswerObjection(), turn)
        assert (says[0].response == "utter_fact") is heard


@pytest.mark.parametrize(("text", "heard"), [("Acorn Desk: $400.", True), ("It holds 400 things.", False)])
def test_a_figure_is_about_the_price_where_it_was_told_as_one(
    sqlite_database: Database, text: str, heard: bool
) -> None:
    act = doubt("400? come on", DESK)
    read = Reading(act.text, counts=(Counted(400, None, False, None, False),))
    with hearing(sqlite_database, act, read) as turn:
        turn.store.messages.add(turn.conversation.id, 1, "bot", text, channel="web", now=turn.now)
        assert names_our_figure(turn) is heard


def test_who_waits_for_a_person_is_not_asked_what_worries_them(sqlite_database: Database) -> None:
    with hearing(sqlite_database, doubt("useless. forget it")) as turn:
        turn.conversation.handler = Handler.WAITING
        assert names(said(ActionAnswerObjection(), turn)) == ["utter_noted_for_colleague"]


def test_what_was_asked_before_brings_a_fact_nearer(sqlite_database: Database) -> None:
    act = doubt("so early?")
    near = fact("answer:closing", 0.4, in_context=0.5)
    with hearing(sqlite_database, act, Reading(act.text, facts=(near,))) as turn:
        assert names(said(ActionAnswerObjection(), turn)) == ["utter_answer"]


def test_a_rival_that_is_named_has_its_strengths_and_ours_are_told(sqlite_database: Database) -> None:
    act = doubt("Pinebox does all of that", RIVAL)
    with hearing(sqlite_database, act, reading(act.text, named("competitor", "pinebox", words="Pinebox"))) as turn:
        turn.conversation.touch(TEAM, Touch.MENTIONED, "m0")
        says = said(ActionAnswerObjection(), turn)
        assert says[0].values == {"rival": "Pinebox", "strengths": "a large marketplace of apps"}
        assert "utter_price_rival" not in names(says)
        assert len(says) == 2


def test_a_rival_is_cheaper_by_its_published_price(sqlite_database: Database) -> None:
    act = doubt("Pinebox charges less", RIVAL)
    read = reading(act.text, named("competitor", "pinebox", words="Pinebox"))
    with hearing(sqlite_database, act, read, before=[PRICE_ASKED]) as turn:
        assert "utter_price_rival" in names(said(ActionAnswerObjection(), turn))


def test_against_a_cheaper_rival_both_are_weighed_before_what_is_written(sqlite_database: Database) -> None:
    act = doubt("so why pay half as much again", RIVAL)
    read = Reading(act.text, facts=(fact("answer:closing", 0.6),))
    with hearing(sqlite_database, act, read, before=[PRICE_ASKED]) as turn:
        heard = names(said(ActionAnswerObjection(), turn))
        assert heard[0] == "utter_objection_rival"
        assert "utter_answer" not in heard


def test_a_doubt_that_nothing_answers_hears_once_what_the_option_is_worth(sqlite_database: Database) -> None:
    act = doubt("my gran's looks just like it", DESK)
    with hearing(sqlite_database, act) as turn:
        says = said(ActionAnswerObjection(), turn)
        assert names(says) == ["utter_worth"]
        assert says[0].values == {"name": "Acorn Desk", "summary": "A desk that stands up."}
        turn.store.messages.add(turn.conversation.id, 1, "bot", "A desk that stands up.", channel="web", now=turn.now)
        del turn._last_lines
        assert "utter_worth" not in names(said(ActionAnswerObjection(), turn))


def test_a_doubt_is_about_the_option_spoken_of_that_its_words_come_near_to(sqlite_database: Database) -> None:
    act = doubt("all that for screwing legs on?", TEAM)
    with hearing(sqlite_database, act, Reading(act.text, facts=(fact(DESK, 0.6),))) as turn:
        assert said(ActionAnswerObjection(), turn)[0].values["name"] != "Acorn Desk"
        turn.conversation.touch(DESK, Touch.MENTIONED, "m0")
        turn.done.clear()
        assert said(ActionAnswerObjection(), turn)[-1].values["name"] == "Acorn Desk"


def test_after_a_price_a_doubt_is_about_it(sqlite_database: Database) -> None:
    act = doubt("oh dear", TEAM)
    with hearing(sqlite_database, act, before=[PRICE_ASKED]) as turn:
        says = said(ActionAnswerObjection(), turn)
        assert names(says)[0] == "utter_objection_price"


def test_what_was_priced_is_not_called_the_cheaper_way(sqlite_database: Database) -> None:
    act = doubt("that's too much", DESK, about="price")
    with hearing(sqlite_database, act, before=[Act(ActKind.ASK_PRICE, (DESK,), text="price?")]) as turn:
        turn.conversation.touch(DESK, Touch.PRICED, "m0")
        assert "utter_objection_price" not in names(said(ActionAnswerObjection(), turn))


def test_a_figure_that_we_told_makes_a_doubt_one_about_the_price(sqlite_database: Database) -> None:
    act = doubt("400 is half of what I earn", DESK)
    read = Reading(act.text, counts=(Counted(400, None, False, None, False),))
    with hearing(sqlite_database, act, read) as turn:
        turn.store.messages.add(turn.conversation.id, 1, "bot", "Acorn Desk: $400.", channel="web", now=turn.now)
        assert names(said(ActionAnswerObjection(), turn)) != ["utter_objection_unknown"]


def test_a_second_doubt_that_nothing_answers_is_for_a_person(sqlite_database: Database) -> None:
    act = doubt("hm")
    with hearing(sqlite_database, act) as turn:
        turn.conversation.objections.append("I doubt that")
        assert names(said(ActionAnswerObjection(), turn)) == ["utter_offer_person"]
        assert turn.conversation.offered == "person"


def test_a_doubt_in_two_sentences_is_answered_once(sqlite_database: Database) -> None:
    with hearing(sqlite_database, doubt("ouch")) as turn:
        move = ActionAnswerObjection()
        assert said(move, turn)
        assert said(move, turn) == []


WHY = Act(ActKind.ASK_WHY, text="why that one")


def test_why_after_a_recommendation_is_what_speaks_for_it(sqlite_database: Database) -> None:
    with hearing(sqlite_database, WHY) as turn:
        turn.store.messages.add(
            turn.conversation.id, 1, "bot", "Team is a good place to start.", channel="web", now=turn.now
        )
        turn.conversation.facts["team_size"] = Fact("team_size", 12, FactStatus.SAID)
        turn.conversation.touch(TEAM, Touch.RECOMMENDED, "m0")
        assert names(said(ActionExplainQuestion(), turn))[0] in ("utter_recommendation", "utter_product")


def test_why_after_a_question_of_ours_is_its_reason(sqlite_database: Database) -> None:
    with hearing(sqlite_database, WHY) as turn:
        need = next(iter(turn.catalogue.journey.needs.values()))
        turn.store.messages.add(turn.conversation.id, 1, "bot", need.question, channel="web", now=turn.now)
        turn.asked = need.id
        says = said(ActionExplainQuestion(), turn)
        assert says[0].values == {"why": need.why}
        assert turn.conversation.asked == need.id


def test_why_a_thing_is_so_is_said_to_be_unknown_and_no_old_question_is_explained(sqlite_database: Database) -> None:
    act = Act(ActKind.ASK_WHY, text="why is the gate blue")
    with hearing(sqlite_database, act) as turn:
        turn.store.messages.add(turn.conversation.id, 1, "bot", "The gate is blue.", channel="web", now=turn.now)
        turn.conversation.asked_before.append(next(iter(turn.catalogue.journey.needs)))
        assert names(said(ActionExplainQuestion(), turn)) == ["utter_answer_unknown_write"]
