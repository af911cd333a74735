from __future__ import annotations

from milepost.services import feedback, gaps
from milepost.store.database import Database
from tests.services.turns import NOW, turn_of


def test_a_gap_keeps_the_visitors_words_and_message(database: Database) -> None:
    with turn_of(database) as turn:
        gaps.record(turn, "unanswered", "do you have LDAP?")
    with database.begin() as store:
        (gap,) = store.gaps.list()
    assert (gap.kind, gap.words, gap.message, gap.state, gap.created_at) == (
        "unanswered", "do you have LDAP?", "m1", "open", NOW,
    )  # fmt: skip


def test_feedback_keeps_the_customers_words(database: Database) -> None:
    with turn_of(database) as turn:
        feedback.record(turn, "praise")
    with database.begin() as store:
        (said,) = store.gaps.feedback_of("c1")
    assert (said.kind, said.words, said.message) == ("praise", "the words", "m1")
