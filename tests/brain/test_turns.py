from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

import pytest

from milepost.brain.session import Brain
from milepost.brain.trackers import WINDOW
from milepost.brain.turns import TurnResult, TurnRunner, note_reading
from milepost.channels.port import FilledForm
from milepost.dialogue.acts import ActKind
from milepost.sales.conversations import Evidence, Fact, FactStatus, Handler
from milepost.services import handoffs
from milepost.store.columns import utc_now
from milepost.store.database import Database
from tests.brain.bot.moves import everything
from tests.brain.tiny_bot import lines, send
from tests.catalogues import small_catalogue
from tests.store.records import user

STILL_WORKING = "It takes longer; the answer follows."
APOLOGY = "Sorry, that went wrong on our side. Please try again."


async def answer(database: Database, runner: TurnRunner) -> TurnResult | None:
    """Answers the oldest open message."""
    with database.begin() as store:
        lease = store.messages.take_oldest_open(now=utc_now(), seconds=30)
    return await runner.run(lease) if lease else None


def texts(result: TurnResult) -> list[str]:
    return [reply["text"] for reply in result.replies]


async def test_a_turn_keeps_reply_memory_events_and_lead_together(database: Database, runner: TurnRunner) -> None:
    send(database, "c1", "count", "m-1")
    result = await answer(database, runner)
    assert (texts(result), result.error) == (["1"], None)
    assert lines(database, "c1") == [("visitor", "count"), ("bot", "1")]
    with database.begin() as store:
        message = store.messages.find_by_channel_id("c1", "web", "m-1")
        memory, _ = store.conversations.memory("c1")
        assert message.state == "done"
        assert memory.facts["count"] == Fact("count", 1, FactStatus.SAID, Evidence(message.id, "count"))
        assert store.trackers.tail("c1").snapshot["slots"]["counted"] == 1.0
        assert [(fact.need, fact.words, fact.seq) for fact in store.leads.card("c1").facts] == [("count", "count", 1)]
        assert store.leads.exists("c1")


async def test_an_action_that_raises_leaves_nothing_behind_but_an_apology(
    database: Database, runner: TurnRunner, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    send(database, "c1", "count", "m-1")
    await answer(database, runner)
    with database.begin() as store:
        before = store.trackers.tail("c1"), store.conversations.memory("c1")
    send(database, "c1", "break my piggybank", "m-2")
    result = await answer(database, runner)
    assert (texts(result), result.error) == ([APOLOGY], "ValueError")
    assert everything.begun["break"] == 2
    assert lines(database, "c1")[2:] == [("visitor", "break my piggybank"), ("bot", APOLOGY)]
    with database.begin() as store:
        assert (store.trackers.tail("c1"), store.conversations.memory("c1")) == before
        assert store.gaps.of("c1") == ()
        assert store.messages.find_by_channel_id("c1", "web", "m-2").state == "failed"
    assert "ValueError" in caplog.text
    assert "piggybank" not in caplog.text


async def test_the_conversation_goes_on_after_an_apology(database: Database, runner: TurnRunner) -> None:
    for number, text in enumerate(("count", "break", "count")):
        send(database, "c1", text, f"m-{number}")
        await answer(database, runner)
    assert lines(database, "c1")[-1] == ("bot", "2")


async def test_a_turn_that_takes_too_long_ends_in_an_apology(database: Database, processor) -> None:
    everything.dawdle_seconds[0] = 30
    send(database, "c1", "dawdle", "m-1")
    runner = TurnRunner(database, processor, small_catalogue, patience=0.3)
    result = await asyncio.wait_for(answer(database, runner), 5)
    assert (texts(result), result.error) == ([APOLOGY], "Timeout")
    assert everything.begun["dawdle"] == 1


async def test_who_was_told_to_wait_is_told_if_no_answer_comes(database: Database, runner: TurnRunner) -> None:
    send(database, "c1", "break", "m-1")
    with database.begin() as store:
        (message,) = store.messages.overdue(created_before=utc_now() + timedelta(minutes=1))
    assert runner.tell_of_wait(message)
    await answer(database, runner)
    assert [text for author, text in lines(database, "c1") if author == "bot"] == [STILL_WORKING, APOLOGY]


async def test_a_message_that_kills_every_worker_is_given_up(database: Database, runner: TurnRunner) -> None:
    send(database, "c1", "count", "m-1")
    for _ in range(3):
        with database.begin() as store:
            store.messages.give_back(store.messages.take_oldest_open(now=utc_now(), seconds=30))
    result = await answer(database, runner)
    assert (texts(result), result.error) == ([APOLOGY], "TooManyTries")
    assert await answer(database, runner) is None


async def test_a_visitor_is_never_left_without_an_answer(database: Database, runner: TurnRunner) -> None:
    send(database, "c1", "hush", "m-1")
    assert texts(await answer(database, runner)) == [APOLOGY]


async def test_the_bot_is_silent_while_a_rep_holds_the_conversation(database: Database, runner: TurnRunner) -> None:
    send(database, "c1", "hello", "m-1")
    with database.begin() as store:
        store.users.add(user("ann"))
        assert handoffs.claim(store, "c1", store.users.find("ann"), now=utc_now())
    assert await answer(database, runner) is None
    send(database, "c1", "hello?", "m-2")
    assert await answer(database, runner) is None
    assert [author for author, _ in lines(database, "c1")] == ["visitor", "system", "visitor"]


async def test_a_turn_in_progress_is_dropped_when_a_rep_takes_over(database: Database, runner: TurnRunner) -> None:
    send(database, "c1", "dawdle", "m-1")
    turn = asyncio.create_task(answer(database, runner))
    while not everything.begun.get("dawdle"):
        await asyncio.sleep(0.01)
    with database.begin() as store:
        store.users.add(user("ann"))
        handoffs.claim(store, "c1", store.users.find("ann"), now=utc_now())
    result = await turn
    assert result.replies == ()
    assert [author for author, _ in lines(database, "c1")] == ["visitor", "system"]


async def test_a_hand_over_makes_the_visitor_wait_and_the_bot_still_helps(
    database: Database, runner: TurnRunner
) -> None:
    for number, text in enumerate(("person", "count")):
        send(database, "c1", text, f"m-{number}")
        result = await answer(database, runner)
    assert texts(result) == ["1"]
    with database.begin() as store:
        assert store.conversations.find("c1").handler is Handler.WAITING
        assert [handoff.reason for handoff in store.handoffs.waiting()] == ["asked"]
        (line,) = store.leads.list()
    assert line.waiting_since is not None


async def test_a_turn_of_a_worker_that_lost_its_lease_counts_for_nothing(
    database: Database, runner: TurnRunner
) -> None:
    send(database, "c1", "count", "m-1")
    with database.begin() as store:
        lost = store.messages.take_oldest_open(now=utc_now(), seconds=-1)
    await answer(database, runner)
    result = await runner.run(lost)
    assert (result.replies, result.error) == ((), "Overtaken")
    assert lines(database, "c1") == [("visitor", "count"), ("bot", "1")]


async def test_only_the_window_is_loaded_and_older_slots_survive(database: Database, runner: TurnRunner) -> None:
    send(database, "c1", "count", "m-0")
    await answer(database, runner)
    for number in range(1, 25):
        send(database, "c1", "hello", f"m-{number}")
        await answer(database, runner)
    send(database, "c1", "count", "m-last")
    assert texts(await answer(database, runner)) == ["2"]
    with database.begin() as store:
        tail = store.trackers.tail("c1", window=WINDOW)
    assert tail.total > WINDOW
    assert len(tail.events) == WINDOW
    assert tail.snapshot["slots"]["counted"] == 2.0


async def test_an_erased_visitor_starts_anew(database: Database, runner: TurnRunner) -> None:
    send(database, "c1", "count", "m-1")
    await answer(database, runner)
    with database.begin() as store:
        store.conversations.erase("c1")
    send(database, "c1", "count", "m-1")
    assert texts(await answer(database, runner)) == ["1"]


@pytest.mark.parametrize(
    "text", ["/human_handoff", '/human_handoff{"mood": "good"}', "/restart", "/laugh@0.01", 'EXTERNAL: /back{"a":1}']
)
def test_text_that_begins_with_a_slash_is_text(brain: Brain, text: str) -> None:
    result = brain.say("c1", text)
    assert texts(result) == ["I am not sure."]
    assert result.parse["text"] == text
    assert result.memory.handler is Handler.BOT


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("x" * 2_001, "Too long, please."),
        ("x" * 20_000, "Too long, please."),
        ("", "No words."),
        (" \n ", "No words."),
        ("<b>count</b><script>alert(1)</script>", "1"),
        ("count\x00\x07 \ud800", "1"),
        ("count {company} {0.__class__} %s", "1"),
    ],
)
def test_odd_text_gets_a_helpful_reply(brain: Brain, text: str, reply: str) -> None:
    assert texts(brain.say("c1", text)) == [reply]


def test_a_fallback_that_no_rule_follows_is_said_once_and_the_conversation_goes_on(brain: Brain) -> None:
    script = ["what?", "what?", "count"]
    assert [texts(brain.say("c1", text)) for text in script] == [["I am not sure."], ["I am not sure."], ["1"]]


def test_a_button_with_an_intent_is_a_token_outside_and_its_title_in_the_transcript(brain: Brain) -> None:
    (reply,) = brain.say("c1", "offer").replies
    count, hello = reply["buttons"]
    assert count["title"] == "Count!"
    assert count["payload"].startswith("btn:")
    assert hello["payload"] == "hello"
    pressed = brain.say("c1", count["payload"])
    assert (texts(pressed), [act.kind for act in pressed.acts]) == (["1"], [ActKind.REPORT_PROGRESS])
    assert lines(brain.database, "c1")[-2:] == [("visitor", "Count!"), ("bot", "1")]


def test_a_token_of_another_conversation_or_an_invented_one_is_text(brain: Brain) -> None:
    (reply,) = brain.say("c1", "offer").replies
    token = reply["buttons"][0]["payload"]
    for text in (token, token[:-1] + "9", "btn:", "btn:x-0", "btn:-"):
        assert texts(brain.say("c2", text)) == ["I am not sure."]


def test_a_button_of_a_door_says_its_payload_and_shows_its_title(brain: Brain) -> None:
    assert texts(brain.say("c1", "Zähl mal", payload="one more")) == ["1"]
    assert texts(brain.say("c1", "Und noch", payload="/report_progress")) == ["2"]
    assert lines(brain.database, "c1")[0] == ("visitor", "Zähl mal")


async def test_a_filled_form_brings_facts_and_consent(database: Database, runner: TurnRunner) -> None:
    form = FilledForm({"email": "jane@example.com", "name": "Jane"}, consent=True, consent_text="We may write to you.")
    send(database, "c1", "jane@example.com, Jane", "m-1", form=form)
    result = await answer(database, runner)
    assert [act.kind for act in result.acts] == [ActKind.SHARE_CONTACT]
    assert [(need["name"], need["value"], need["start"]) for need in result.parse["needs"]] == [
        ("email", "jane@example.com", 0),
        ("contact_name", "Jane", 18),
    ]
    with database.begin() as store:
        (consent,) = store.follow_ups.consents_of("c1")
    version = small_catalogue().journey.consent_text_version
    assert (consent.given, consent.words, consent.text_version) == (True, "We may write to you.", version)


def test_the_question_that_is_open_is_shown_to_understanding(brain: Brain) -> None:
    brain.say("c1", "hello")
    assert brain.say("c1", "count", asked="budget").memory.asked == "budget"


def test_blocks_and_buttons_reach_the_visitor(brain: Brain) -> None:
    (reply,) = brain.say("c1", "quote").replies
    assert reply == {
        "text": "Here",
        "buttons": [{"title": "Yes", "payload": "Yes"}],
        "custom": {"type": "quote", "total": "240.10"},
    }


async def test_what_is_written_to_a_rep_is_read_for_the_note_and_not_answered(
    database: Database, runner: TurnRunner
) -> None:
    send(database, "c1", "count", "m-1")
    await answer(database, runner)
    with database.begin() as store:
        store.users.add(user("ann"))
        handoffs.claim(store, "c1", user("ann"), now=utc_now())
    send(database, "c1", "don't mail me, call me in 2 hours", "m-2")
    before = lines(database, "c1")
    with database.begin() as store:
        message = store.messages.find_by_channel_id("c1", "web", "m-2")
        _, version = store.conversations.memory("c1")
    assert await runner.read(message.id) == "c1"
    assert lines(database, "c1") == before
    with database.begin() as store:
        [row] = store.promises.of("c1")
        memory, after = store.conversations.memory("c1")
    assert (row.words, row.owner_name, row.message) == ("call me in 2 hours", "ann", message.id)
    assert memory.do_not_contact == ["mail"]
    assert memory.handler is Handler.REP
    assert after > version


async def test_nothing_is_read_of_a_message_that_is_gone(runner: TurnRunner) -> None:
    assert await runner.read("gone") == ""


async def test_the_job_that_reads_for_the_note_tells_whose_card_changed(database: Database, runner: TurnRunner) -> None:
    send(database, "c1", "count", "m-1")
    with database.begin() as store:
        message = store.messages.find_by_channel_id("c1", "web", "m-1")
    told: list[str] = []
    [work] = note_reading(runner, told.append).values()
    await work({"message": message.id}, "job-1", utc_now())
    assert told == ["c1"]
