"""Facts are told as what they are: as the answer, or as what comes nearest with what comes about as near."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.facts import ActionAnswerQuestion, week_text
from actions.moves import Say
from milepost.dialogue.acts import Act, ActKind, Zone
from milepost.dialogue.reading import Reading
from milepost.sales.catalogue import Answer
from milepost.sales.conversations import Handler
from milepost.services.turns import Turn
from milepost.store.database import Database
from tests.actions.heard import hearing, said
from tests.services.turns import turn_of

KEEPING = Answer("keeping", "How do I keep it?", answer="Keep it dry. Zip the bag up. Never put it into a fridge.")
RETURNS = Answer("returns", "Can I return it?", answer="Yes, within 30 days.")


def told(turn: Turn, **asked: object) -> list[Say]:
    answers = {each.id: each for each in (KEEPING, RETURNS)}
    turn.catalogue = replace(turn.catalogue, answers=answers)
    turn.act = Act(ActKind.ASK_FACT, text="has it a zip?", **asked)  # type: ignore[arg-type]
    move = ActionAnswerQuestion()
    move.begin(turn)
    return list(move.answer(turn))


def test_an_answer_is_told_whole(sqlite_database: Database) -> None:
    with turn_of(sqlite_database) as turn:
        says = told(turn, fact="answer:keeping", says="Zip the bag up.")
        assert says == [Say("utter_answer", {"answer": KEEPING.answer})]
        assert not turn.store.gaps.of(turn.conversation.id)


def test_what_comes_about_as_near_is_told_in_short_beside_the_nearest(sqlite_database: Database) -> None:
    with turn_of(sqlite_database) as turn:
        says = told(turn, fact="answer:returns", zone=Zone.NEAR, nearly={"answer:keeping": "Zip the bag up."})
        assert [say.response for say in says] == ["utter_fact_near", "utter_answer", "utter_fact_nearly"]
        assert says[-1].values == {"fact": "Zip the bag up."}
        assert [gap.words for gap in turn.store.gaps.of(turn.conversation.id)] == ["has it a zip?"]


def test_what_is_likely_is_told_as_the_nearest_without_the_doubt_that_it_answers(sqlite_database: Database) -> None:
    with turn_of(sqlite_database) as turn:
        says = told(turn, fact="answer:returns", zone=Zone.LIKELY)
        assert [say.response for say in says] == ["utter_fact_likely", "utter_answer"]
        assert [gap.words for gap in turn.store.gaps.of(turn.conversation.id)] == ["has it a zip?"]


@pytest.mark.parametrize("zone", [Zone.LIKELY, Zone.NEAR])
@pytest.mark.parametrize(
    ("asked", "heard"),
    [
        ({"fact": "answer:returns"}, ["utter_answer"]),
        ({"fact": "attribute:sso", "options": ("plan:inbox-team",)}, ["utter_fact"]),
        ({"fact": "discount:trial"}, ["utter_fact"]),
        ({"fact": "hours", "days": ("mon",)}, ["utter_hours"]),
        ({"fact": "trial"}, ["utter_trial_plain"]),
        ({"fact": "answer:keeping", "nearly": {"answer:returns": "Yes, within 30 days."}}, ["utter_answer", "utter_fact_nearly"]),
    ],
)  # fmt: skip
def test_what_only_comes_near_begins_with_no_yes_or_no(
    sqlite_database: Database, zone: Zone, asked: dict[str, object], heard: list[str]
) -> None:
    with turn_of(sqlite_database) as turn:
        if asked["fact"] == "discount:trial":
            asked = {"fact": f"discount:{next(iter(turn.catalogue.discounts))}"}
        says = told(turn, zone=zone, yes_no=True, **asked)
        assert [say.response for say in says][1:] == heard
        assert not any(text.startswith(("Yes,", "Yes.", "No,", "No.")) for say in says for text in say.values.values())


def test_what_is_of_the_very_thing_asked_is_told_without_a_hedge(sqlite_database: Database) -> None:
    asked = {"fact": "attribute:sso", "options": ("plan:inbox-team",), "zone": Zone.NEAR, "of_it": True}
    with turn_of(sqlite_database) as turn:
        says = told(turn, yes_no=True, nearly={"answer:keeping": "Zip the bag up."}, **asked)
        assert [say.response for say in says] == ["utter_fact", "utter_feature_elsewhere", "utter_fact"]
        assert [gap.words for gap in turn.store.gaps.of(turn.conversation.id)] == ["has it a zip?"]


@pytest.mark.parametrize(
    ("question", "opens"),
    [("yes_no", "Yes"), ("question", "Yes"), ("what", "Within"), ("price", "Yes"), ("none", "Yes")],
)
def test_who_asks_which_hears_no_yes(sqlite_database: Database, question: str, opens: str) -> None:
    act = Act(ActKind.ASK_FACT, fact="answer:returns", text="which of them can go back")
    with hearing(sqlite_database, act, Reading(act.text, question=question)) as turn:
        turn.catalogue = replace(turn.catalogue, answers={RETURNS.id: RETURNS})
        assert said(ActionAnswerQuestion(), turn)[0].values["answer"].startswith(opens)


@pytest.mark.parametrize(
    ("text", "handler", "heard"),
    [
        ("anything else?", Handler.BOT, "utter_offer"),
        ("anything else?", Handler.WAITING, "utter_ways_on"),
        ("is it engraved?", Handler.BOT, "utter_answer_unknown_write"),
    ],
)
def test_who_asks_without_saying_of_what_hears_what_else_there_is(
    sqlite_database: Database, text: str, handler: Handler, heard: str
) -> None:
    with turn_of(sqlite_database) as turn:
        turn.conversation.handler = handler
        turn.act = Act(ActKind.ASK_FACT, text=text, zone=Zone.UNKNOWN, yes_no=True)
        move = ActionAnswerQuestion()
        move.begin(turn)
        assert [say.response for say in move.answer(turn)] == [heard]


@pytest.mark.parametrize(
    ("known", "fact"),
    [
        ({"product:desk": "It folds flat."}, "Acorn Desk: It folds flat."),
        ({"product:desk": ""}, "Acorn Desk: "),
        ({"answer:keeping": "Zip the bag up."}, "Zip the bag up."),
    ],
)
def test_of_what_is_not_known_it_is_said_what_is(sqlite_database: Database, known: dict[str, str], fact: str) -> None:
    with turn_of(sqlite_database) as turn:
        unknown, instead = told(turn, fact="unknown", zone=Zone.UNKNOWN, nearly=known)
        assert unknown.response == "utter_answer_unknown_write"
        assert instead.response == "utter_fact_known_instead"
        assert str(instead.values["fact"]).startswith(fact)


def test_a_fact_that_the_catalogue_has_no_more_is_not_told(sqlite_database: Database) -> None:
    with turn_of(sqlite_database) as turn:
        says = told(turn, fact="answer:returns", zone=Zone.NEAR, nearly={"answer:gone": "Old."})
        assert [say.response for say in says] == ["utter_fact_near", "utter_answer"]


@pytest.mark.parametrize(
    ("days", "text"),
    [
        ({"mon": ("09:00", "17:00")}, "Monday 09:00–17:00"),
        (dict.fromkeys(("mon", "tue", "wed"), ("09:00", "17:00")), "Monday–Wednesday 09:00–17:00"),
        (
            {
                "mon": ("09:00", "17:00"),
                "tue": ("09:00", "12:00"),
                "thu": ("09:00", "12:00"),
                "fri": ("09:00", "12:00"),
            },
            "Monday 09:00–17:00, Tuesday 09:00–12:00, Thursday–Friday 09:00–12:00",
        ),
    ],
)
def test_days_in_a_row_with_the_same_hours_are_told_together(days: dict[str, tuple[str, str]], text: str) -> None:
    assert week_text(days, "en") == text


def test_of_what_is_not_known_what_comes_about_as_near_is_told(sqlite_database: Database) -> None:
    with turn_of(sqlite_database) as turn:
        says = told(turn, fact="answer:gone", zone=Zone.NEAR, nearly={"answer:keeping": "Zip the bag up."})
        assert [say.response for say in says] == ["utter_fact_near", "utter_fact_nearly"]


BEFORE = Act(ActKind.ASK_FACT, fact="answer:returns", text="can I bring it back?")


def after(turn: Turn, before: Act, **asked: object) -> list[str]:
    turn.conversation.acts = [before.as_json()]
    return [say.response for say in told(turn, **asked)]


def test_the_same_question_asked_again_is_answered_again(sqlite_database: Database) -> None:
    with turn_of(sqlite_database) as turn:
        assert after(turn, replace(BEFORE, text="has it a zip or not?"), fact="answer:returns") == ["utter_answer"]


def test_another_question_that_the_same_text_answers_is_said_to_be_one(sqlite_database: Database) -> None:
    with turn_of(sqlite_database) as turn:
        assert after(turn, BEFORE, fact="answer:returns") == ["utter_same_answer", "utter_answer"]


def test_another_question_that_comes_near_to_the_same_text_is_told_who_knows_more(sqlite_database: Database) -> None:
    with turn_of(sqlite_database) as turn:
        near = {"fact": "answer:returns", "zone": Zone.NEAR, "says": "Yes, within 30 days."}
        assert after(turn, BEFORE, **near) == ["utter_fact_near_again"]
        assert [gap.words for gap in turn.store.gaps.of(turn.conversation.id)] == ["has it a zip?"]


def test_hours_of_another_day_are_another_answer(sqlite_database: Database) -> None:
    with turn_of(sqlite_database) as turn:
        before = Act(ActKind.ASK_FACT, fact="hours", days=("sat",), text="open on saturday?")
        assert "utter_same_answer" not in after(turn, before, fact="hours", days=("mon",))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Yes, within 30 days."),
        ("es", "Sí. Within 30 days."),
        ("de", "Ja. Within 30 days."),
        ("fr", "Oui. Within 30 days."),
        ("pt", "Sim. Within 30 days."),
    ],
)
def test_the_yes_of_a_written_answer_is_said_in_the_visitors_language(
    sqlite_database: Database, language: str, text: str
) -> None:
    with turn_of(sqlite_database) as turn:
        turn.conversation.language = language
        says = told(turn, fact="answer:returns")
        assert says == [Say("utter_answer", {"answer": text})]
