"""Complaints, leaving, renewal, referrals, onboarding and contact: what is written first, a person surely, nothing given away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.material.once import once
from actions.moves import Move
from actions.onboarding import ActionGuideOnboarding
from actions.purchase import ActionSaveContact
from actions.referrals import ActionIssueReferral
from actions.retention import ActionHandleCancellation, ActionHandleComplaint, ActionHandleRenewal
from actions.small_talk import ActionAdmitNotSure
from milepost.dialogue.acts import Act, ActKind
from milepost.dialogue.reading import FoundFact, Reading
from milepost.sales.conversations import BuyingStage, Evidence, Fact, FactStatus, Handler
from milepost.sales.journey import OnboardingStep
from milepost.sales.next_best_action import Answered
from milepost.services import handoffs
from milepost.services.turns import Turn
from milepost.store.database import Database
from tests.actions.heard import hearing, names, said
from tests.dialogue.readings import fact

NEAR = (fact("answer:closing", 0.6),)


@pytest.mark.parametrize(("facts", "heard"), [(NEAR, "utter_complaint_near"), ((), "utter_complaint")])
def test_a_complaint_is_met_by_what_is_written_near_it(sqlite_database: Database, facts: tuple, heard: str) -> None:
    act = Act(ActKind.MAKE_COMPLAINT, text="the gate was locked at five")
    with hearing(sqlite_database, act, Reading(act.text, facts=facts), stage=BuyingStage.RETENTION) as turn:
        assert names(said(ActionHandleComplaint(), turn))[0] == heard
        assert turn.conversation.handler is Handler.WAITING


def test_while_a_person_is_awaited_only_what_is_very_near_is_told(sqlite_database: Database) -> None:
    act = Act(ActKind.MAKE_COMPLAINT, text="it's a present")
    read = Reading(act.text, facts=(fact("answer:closing", 0.5),))
    with hearing(sqlite_database, act, read) as turn:
        turn.conversation.handler = Handler.WAITING
        assert names(said(ActionHandleComplaint(), turn))[0] == "utter_complaint"


def test_who_waits_hears_once_that_we_are_sorry_and_then_one_line_a_message(sqlite_database: Database) -> None:
    act = Act(ActKind.MAKE_COMPLAINT, text="the gate was locked again")
    with hearing(sqlite_database, act, Reading(act.text)) as turn:
        first, *later = [spoken(turn, ActionHandleComplaint()) for _ in range(4)]
        assert first[0] == "utter_complaint"
        assert len(first) == 2
        assert later == [["utter_complaint_again"]] * 3


def test_who_waits_for_something_else_hears_that_we_are_sorry_at_the_first_complaint(sqlite_database: Database) -> None:
    act = Act(ActKind.MAKE_COMPLAINT, text="the gate was locked again")
    with hearing(sqlite_database, act, Reading(act.text)) as turn:
        handoffs.request(turn, "asked for a person")
        assert [spoken(turn, ActionHandleComplaint()) for _ in range(2)] == [
            ["utter_complaint"],
            ["utter_complaint_again"],
        ]


def spoken(turn: Turn, move: Move) -> list[str]:
    """What is heard of a move, in a turn of its own."""
    turn.told.clear()
    return names(list(once(turn, said(move, turn))))


def test_who_leaves_hears_the_rule(sqlite_database: Database) -> None:
    act = Act(ActKind.WANT_TO_CANCEL, text="I want out")
    with hearing(sqlite_database, act, Reading(act.text, facts=NEAR)) as turn:
        assert names(said(ActionHandleCancellation(), turn))[0] == "utter_cancel"


def test_a_renewal_is_priced_and_says_who_settles_it(sqlite_database: Database) -> None:
    act = Act(ActKind.ASK_RENEWAL, ("plan:inbox-team",), text="can I go on with team", number=3)
    with hearing(sqlite_database, act) as turn:
        heard = names(said(ActionHandleRenewal(), turn))
        assert heard[0] == "utter_price_total"
        assert heard[-1] == "utter_renewal_person"


@pytest.mark.parametrize(
    ("text", "question", "stage", "gives"),
    [
        ("I'd like to recommend you to a friend", "none", BuyingStage.ADVOCACY, True),
        ("is there something for bringing friends", "yes_no", BuyingStage.RETENTION, False),
        ("I have no referral", "none", BuyingStage.PURCHASE, False),
    ],
)
def test_only_who_refers_gets_a_code(
    sqlite_database: Database, text: str, question: str, stage: BuyingStage, gives: bool
) -> None:
    act = Act(ActKind.WANT_TO_REFER, text=text)
    with hearing(sqlite_database, act, Reading(text, question=question), stage=stage) as turn:
        heard = names(said(ActionIssueReferral(), turn))
        assert ("utter_referral_code" in heard) is gives
        assert ("utter_referral_programme" in heard) is not gives
        assert (turn.conversation.offered == "referral") is not gives


def test_who_has_a_code_gets_it_again_by_asking(sqlite_database: Database) -> None:
    act = Act(ActKind.WANT_TO_REFER, text="what was my code")
    with hearing(sqlite_database, act, Reading(act.text, question="wh"), stage=BuyingStage.ADVOCACY) as turn:
        turn.store.referrals.add_code("ACORN-1", turn.conversation.id, now=turn.now)
        assert names(said(ActionIssueReferral(), turn))[0] == "utter_referral_code"


def test_what_arrived_is_known_by_its_own_words(sqlite_database: Database) -> None:
    act = Act(ActKind.ASK_HOW_TO_START, text="the table for standing came today, what now")
    read = Reading(act.text, goods={"product:inbox": 2.0, "product:desk": -1.0})
    with hearing(sqlite_database, act, read, stage=BuyingStage.ONBOARDING) as turn:
        says = said(ActionGuideOnboarding(), turn)
        assert turn.conversation.bought == "inbox"
        assert names(says)[0] == "utter_onboarding_step"


def test_an_address_left_by_who_waits_is_for_the_answer_and_nothing_more_is_asked(sqlite_database: Database) -> None:
    act = Act(ActKind.SHARE_CONTACT, text="kim@acme.example")
    with hearing(sqlite_database, act) as turn:
        turn.conversation.handler = Handler.WAITING
        email = Fact("email", "kim@acme.example", FactStatus.SAID, Evidence("m1", act.text))
        turn.changed, turn.conversation.facts["email"] = [email], email
        assert names(said(ActionSaveContact(), turn)) == ["utter_contact_saved", "utter_contact_for_colleague"]
        assert turn.conversation.offered is None


def test_the_number_of_an_order_is_no_wrong_address(sqlite_database: Database) -> None:
    act = Act(ActKind.SHARE_CONTACT, text="AC 20993", unlisted="address")
    with hearing(sqlite_database, act) as turn:
        turn.conversation.handler = Handler.WAITING
        assert names(said(ActionSaveContact(), turn)) == ["utter_noted_for_colleague"]


def test_a_joke_is_no_misunderstanding_and_leads_back(sqlite_database: Database) -> None:
    act = Act(ActKind.OUT_OF_SCOPE, text="sing me a song")
    with hearing(sqlite_database, act) as turn:
        for _ in range(3):
            says = said(ActionAdmitNotSure(), turn)
        assert names(says) == ["utter_out_of_scope"]
        assert says[0].values == {"kinds": "shared inbox and desk"}
        assert turn.conversation.misunderstandings == 0
        assert turn.answered is Answered.SMALL_TALK


STEPS = (
    OnboardingStep("first", "inbox", "Unpack it", "Mind the tape."),
    OnboardingStep("second", "inbox", "Close it", "Turn the key."),
    OnboardingStep("third", "inbox", "Wipe it", "With a dry cloth."),
)
STUCK = Act(ActKind.REPORT_PROGRESS, text="it won't close, whatever I do", how="stuck", options=("product:inbox",))


@pytest.mark.parametrize(
    ("facts", "heard"),
    [
        (NEAR, ["utter_perhaps", "utter_answer"]),
        ((fact("step:second", 0.7),), ["utter_onboarding_stuck"]),
        ((), ["utter_onboarding_stuck", "utter_offer_person"]),
    ],
    ids=["written", "another step", "nothing"],
)
def test_who_is_stuck_hears_what_is_written_near_it(
    sqlite_database: Database, facts: tuple[FoundFact, ...], heard: list[str]
) -> None:
    with hearing(sqlite_database, STUCK, Reading(STUCK.text, facts=facts), stage=BuyingStage.ONBOARDING) as turn:
        turn.catalogue = replace(turn.catalogue, journey=replace(turn.catalogue.journey, onboarding=STEPS))
        says = said(ActionGuideOnboarding(), turn)
        assert names(says) == heard
        if heard[0] == "utter_onboarding_stuck":
            assert says[0].values["title"] == ("Close it" if facts else "Unpack it")


BEGUN = replace(STUCK, how="start", text="how do I begin")


@pytest.mark.parametrize(
    ("text", "facts", "step"),
    [("done", (), "Close it"), ("closed it", (fact("step:second", 0.7),), "Wipe it")],
    ids=["the one they are at", "a later one"],
)
def test_the_next_step_is_said_without_those_that_are_done(
    sqlite_database: Database, text: str, facts: tuple[FoundFact, ...], step: str
) -> None:
    act = replace(STUCK, how="done", text=text)
    read = Reading(text, facts=facts)
    with hearing(sqlite_database, act, read, before=[BEGUN], stage=BuyingStage.ONBOARDING) as turn:
        turn.catalogue = replace(turn.catalogue, journey=replace(turn.catalogue.journey, onboarding=STEPS))
        turn.conversation.offers_made.append("onboarding_shown")
        (say,) = said(ActionGuideOnboarding(), turn)
        assert say.values["title"] == step
        assert say.block is None


def test_who_was_led_through_no_steps_hears_that_we_are_glad_and_where_to_begin(sqlite_database: Database) -> None:
    act = replace(STUCK, how="done", text="paid for it at last")
    with hearing(sqlite_database, act, stage=BuyingStage.ONBOARDING) as turn:
        turn.catalogue = replace(turn.catalogue, journey=replace(turn.catalogue.journey, onboarding=STEPS))
        says = said(ActionGuideOnboarding(), turn)
        assert names(says) == ["utter_glad", "utter_onboarding_step"]
        assert says[1].values["title"] == "Unpack it"


def test_what_is_done_before_any_step_was_shown_is_none_of_them(sqlite_database: Database) -> None:
    act = replace(STUCK, how="done", text="paid for it at last")
    with hearing(sqlite_database, act, before=[BEGUN], stage=BuyingStage.ONBOARDING) as turn:
        turn.catalogue = replace(turn.catalogue, journey=replace(turn.catalogue.journey, onboarding=STEPS))
        (say,) = said(ActionGuideOnboarding(), turn)
        assert (say.response, say.values["title"]) == ("utter_onboarding_step", "Unpack it")


def test_good_news_of_something_else_begins_no_steps(sqlite_database: Database) -> None:
    act = Act(ActKind.REPORT_PROGRESS, text="the leak has stopped", how="done")
    with hearing(sqlite_database, act) as turn:
        turn.conversation.focus = ["product:inbox"]
        assert names(said(ActionGuideOnboarding(), turn)) == ["utter_glad"]
