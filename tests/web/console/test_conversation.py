from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

from milepost.channels.port import InboundMessage
from milepost.sales.conversations import FactStatus, Handler
from milepost.services import conversations
from milepost.services.conversations import ConversationService
from tests.web.console.conftest import House, Rep, token_in
from tests.web.console.visitors import keen_buyer

LEAD = "leads/web-keen"
EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }}"


def keen(house: House) -> None:
    keen_buyer(house.database, house.catalogue, now=house.now)


def writes(house: House, text: str, number: int = 1) -> bool:
    """A visitor's message by the website; whether the bot is to answer it."""
    service = ConversationService(house.database, clock=lambda: house.now)
    receipt = service.receive(InboundMessage("web", "web-keen", f"later-{number:05}", text))
    return receipt.bot_answers


def open_messages(house: House) -> bool:
    with house.database.begin() as store:
        return store.messages.take_oldest_open(now=house.now, seconds=1) is not None


def test_the_card_says_who_what_how_far_and_why(house: House, dana: Rep) -> None:
    keen(house)
    page = dana.see(LEAD).text
    who = ("Ana Costa", "Costa Foods", "ana@costafoods.example", "Website", "English", "for them", "Needs a person")
    needs = ("Team size", "20 people", "Data region", "stay in the EU", "inferred", "said")
    stage = ("Purchase", "74% sure", "do write to me", "Awareness", "Research", "Evaluation")
    deal = (
        "Acorn Inbox Team",
        "Pinebox",
        "ruled out",
        "compared",
        "$450",
        "per month",
        "× 20",
        house.catalogue.version,
    )
    rest = ("objection", "do you have LDAP?", "unanswered", "to follow up", "text 2026-11", "E-mail planned for")
    for shown in (*who, *needs, *stage, *deal, *rest):
        assert shown in page, shown


def test_the_sentence_is_made_of_facts_and_each_part_leads_to_its_message(house: House, dana: Rep) -> None:
    keen(house)
    with house.database.begin() as store:
        card = store.leads.card("web-keen")
    assert card
    said = {message.text: message.id for message in card.transcript}
    page = dana.see(LEAD).text
    sentence = page.partition('class="sentence"')[2].partition("</section>")[0]
    assert f'href="#m-{said["Hi, we are 20 people and drown in support mail"]}" >20 people</a>' in sentence
    assert "asked the price of Acorn Inbox Team" in sentence
    assert "$450 per month" in sentence
    assert "Not known" not in sentence  # nothing is missing that matters now
    for message in said.values():
        assert f'id="m-{message}"' in page


def test_evidence_is_marked_in_the_transcript(house: House, dana: Rep) -> None:
    keen(house)
    page = dana.see(LEAD).text
    assert '<mark title="Team size">20 people</mark>' in page
    assert '<mark title="Stage: purchase">do write to me</mark>' in page


def test_needs_that_were_asked_refused_or_taken_back_say_so(house: House, dana: Rep) -> None:
    statuses = {"team_size": FactStatus.REFUSED, "data_region": FactStatus.CONTRADICTED}
    house.visitor("web-shy").says(
        "I'd rather not say. Hosted in the US then",
        facts=[("team_size", None, "rather not say"), ("data_region", "US", "in the US")],
        statuses=statuses,
        stage=("research", 0.7, ()),
    )
    page = dana.see("leads/web-shy").text
    assert "contradicted" in page
    assert "(refused)" in page


def test_a_conversation_without_notes_has_a_card_too(house: House, dana: Rep) -> None:
    house.visitor("web-new").writes("hello")
    page = dana.see("leads/web-new").text
    assert "Visitor new" in page
    assert "Has asked for nothing yet" in page
    assert "waits for the bot" in page


def test_no_such_conversation_is_said_so(dana: Rep) -> None:
    for answer in (
        dana.see("leads/web-none"),
        dana.do("leads/web-none/take-over"),
        dana.do("leads/web-none/note", text="x"),
    ):
        assert answer.status_code == 404
        assert "There is no such conversation" in answer.text


def test_what_a_visitor_wrote_is_shown_as_text_everywhere(house: House, dana: Rep) -> None:
    visitor = house.visitor("web-evil", page=EVIL, campaign=EVIL, timezone=EVIL)
    visitor.says(
        EVIL,
        stage=("research", 0.8, (EVIL,)),
        facts=[(need, EVIL, EVIL) for need in ("contact_name", "company", "email", "data_region")],
        gap="unanswered",
        feedback="complaint",
        objections=(EVIL,),
        consent=True,
        person=EVIL,
        answer=EVIL,
        buttons=(EVIL,),
    )
    dana.do("leads/web-evil/note", text=EVIL)
    for page in ("leads", "board", "leads/web-evil", "leads?q=%3Cscript%3E"):
        text = dana.see(page).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "&lt;script&gt;alert(1)" in text
    assert "{{ 7*7 }}" in dana.see("leads/web-evil").text


def test_taking_over_tells_the_visitor_who_came(house: House, dana: Rep) -> None:
    keen(house)
    answer = dana.do(f"{LEAD}/take-over")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/console/{LEAD}#reply-text")
    page = dana.see(LEAD).text
    assert "Dana answers" in page
    assert "Dana took over" in page
    with house.database.begin() as store:
        card = store.leads.card("web-keen")
    assert card
    assert card.conversation.handler is Handler.REP
    assert card.transcript[-1].payload["custom"] == {"type": "handoff", "state": "joined", "name": "Dana"}
    assert 'data-count="0"' in page


def test_of_two_reps_who_claim_at_once_one_wins_and_the_other_is_told(house: House, dana: Rep, sam: Rep) -> None:
    keen(house)
    tokens = {"Dana": dana.see("leads").text, "Sam": sam.see("leads").text}
    start, answers = threading.Barrier(2), {}

    def claim(name: str, rep: Rep) -> None:
        token = token_in(tokens[name])
        start.wait()
        answers[name] = rep.do(f"{LEAD}/take-over", csrf=token)

    threads = [threading.Thread(target=claim, args=each) for each in (("Dana", dana), ("Sam", sam))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    statuses = {name: answer.status_code for name, answer in answers.items()}
    assert sorted(statuses.values()) == [303, 409]
    winner, loser = sorted(statuses, key=lambda name: statuses[name])
    assert f"{winner} was faster" in answers[loser].text
    with house.database.begin() as store:
        card = store.leads.card("web-keen")
    assert card
    assert [handoff.rep_name for handoff in card.handoffs] == [winner]
    joined = [line for line in card.transcript if (line.payload.get("custom") or {}).get("state") == "joined"]
    assert len(joined) == 1


def test_a_second_click_on_take_over_is_no_quarrel_with_oneself(house: House, dana: Rep) -> None:
    keen(house)
    dana.do(f"{LEAD}/take-over")
    again = dana.do(f"{LEAD}/take-over", fragment=True)
    assert again.status_code == 200
    assert "was faster" not in again.text


def test_the_bot_is_silent_from_the_claim_to_the_hand_back(house: House, dana: Rep) -> None:
    keen(house)
    assert writes(house, "hello?")
    dana.do(f"{LEAD}/take-over")
    assert not open_messages(house), "what waited for the bot waits for the rep"
    assert not writes(house, "is somebody there?", 2)
    house.wait(days=3)
    assert not writes(house, "/restart", 3)
    assert not open_messages(house)
    dana.sign_in("Dana")
    dana.do(f"{LEAD}/hand-back")
    assert not open_messages(house), "the bot does not answer what was said to the rep"
    assert writes(house, "thanks, one more thing", 4)
    assert open_messages(house)


def test_a_reply_reaches_the_visitor_with_the_reps_name(house: House, dana: Rep) -> None:
    keen(house)
    dana.do(f"{LEAD}/take-over")
    assert dana.do(f"{LEAD}/reply", text="It is <b>on</b> its way ").status_code == 303
    assert "It is &lt;b&gt;on&lt;/b&gt; its way" in dana.see(LEAD).text
    line = ConversationService(house.database).read_after("web-keen", 0)[-1]
    assert (line.author, line.name, line.text) == ("rep", "Dana", "It is <b>on</b> its way")


def test_only_who_has_the_conversation_replies(house: House, dana: Rep, sam: Rep) -> None:
    keen(house)
    for rep in (dana, sam):
        answer = rep.do(f"{LEAD}/reply", text="hello")
        assert answer.status_code == 409
        assert "nothing was sent" in answer.text
        dana.do(f"{LEAD}/take-over")
        if rep is dana:
            assert rep.do(f"{LEAD}/reply", text="hello").status_code == 303
    with house.database.begin() as store:
        card = store.leads.card("web-keen")
    assert card
    assert [line.text for line in card.transcript if line.author == "rep"] == ["hello"]


def test_an_empty_or_endless_text_is_not_sent(house: House, dana: Rep) -> None:
    keen(house)
    dana.do(f"{LEAD}/take-over")
    for form in ("reply", "note"):
        assert "There is no text yet" in dana.do(f"{LEAD}/{form}", text="  \r\n ").text
        assert "longer than 4,000" in dana.do(f"{LEAD}/{form}", text="x" * 4_001).text


def test_only_the_holder_or_a_manager_hands_back(house: House, dana: Rep, sam: Rep) -> None:
    house.employ("Max", "manager")
    keen(house)
    dana.do(f"{LEAD}/take-over")
    assert sam.do(f"{LEAD}/hand-back").status_code == 409
    assert handler(house) is Handler.REP
    assert Rep(house.app, "Max").do(f"{LEAD}/hand-back").status_code == 303
    assert handler(house) is Handler.BOT
    assert "Handed back to the bot" in dana.see(LEAD).text


def test_a_manager_takes_over_from_a_rep_and_a_rep_does_not(house: House, dana: Rep, sam: Rep) -> None:
    house.employ("Max", "manager")
    keen(house)
    dana.do(f"{LEAD}/take-over")
    assert "Take over from rep" not in sam.see(LEAD).text
    assert sam.do(f"{LEAD}/take-over").status_code == 409
    manager = Rep(house.app, "Max")
    assert "Take over from rep" in manager.see(LEAD).text
    assert manager.do(f"{LEAD}/take-over").status_code == 303
    assert "Max answers" in dana.see(LEAD).text
    assert dana.do(f"{LEAD}/reply", text="still me").status_code == 409


def test_a_note_is_seen_by_colleagues_and_never_by_the_visitor(house: House, dana: Rep, sam: Rep) -> None:
    keen(house)
    before = ConversationService(house.database).read_after("web-keen", 0)
    assert dana.do(f"{LEAD}/note", text="wants LDAP badly").status_code == 303
    page = sam.see(LEAD).text
    assert "wants LDAP badly" in page
    assert "Dana" in page.partition("Internal notes")[2]
    assert ConversationService(house.database).read_after("web-keen", 0) == before


def test_a_corrected_stage_is_shown_and_kept_as_a_label(house: House, dana: Rep) -> None:
    keen(house)
    assert dana.do(f"{LEAD}/stage", stage="evaluation").status_code == 303
    assert "corrected to Evaluation" in dana.see(LEAD).text
    assert dana.do(f"{LEAD}/stage", stage="enlightenment").status_code == 409
    with house.database.begin() as store:
        assert [line.stage for line in store.leads.list()] == ["evaluation"]


def test_a_plan_that_left_the_catalogue_keeps_its_id(house: House, dana: Rep) -> None:
    keen(house)
    house.catalogue = replace(house.catalogue, plans={}, competitors={})
    page = dana.see(LEAD)
    assert page.status_code == 200
    assert "inbox-team" in page.text


def test_htmx_gets_the_card_after_every_form(house: House, dana: Rep) -> None:
    keen(house)
    for form, fields in (("take-over", {}), ("reply", {"text": "hi"}), ("note", {"text": "x"}), ("hand-back", {})):
        answer: Any = dana.do(f"{LEAD}/{form}", fragment=True, **fields)
        assert answer.status_code == 200
        assert answer.text.lstrip().startswith('<section class="who')


def handler(house: House) -> Handler:
    with house.database.begin() as store:
        row = store.conversations.find("web-keen")
    assert row
    return row.handler


def test_the_reason_for_a_stage_is_the_message_that_moved_it_and_not_the_filler_after_it(
    house: House, dana: Rep
) -> None:
    visitor = house.visitor("web-talk")
    visitor.says("hi", stage=("none", 1.0, ()))
    visitor.says("which one is cheaper?", stage=("evaluation", 0.9, ("cheaper",)))
    visitor.says("thanks a lot", stage=("evaluation", 0.9, ()))
    stage = dana.see("leads/web-talk").text.partition("Buying stage")[2].partition("</section>")[0]
    assert "cheaper" in stage
    assert "thanks a lot" not in stage
    assert "No signal yet" not in stage
    visitor.says("we are three", stage=("research", 0.6, ("three",)))
    visitor.says("ok", stage=("research", 0.6, ()))
    assert "we are three" in dana.see("leads/web-talk").text.partition("because of")[2][:200]


def test_a_reply_that_a_platform_will_not_deliver_says_why(house: House, dana: Rep) -> None:
    service = ConversationService(house.database, clock=lambda: house.now)
    service.receive(InboundMessage("telegram", "telegram-7", "1", "hello"))
    with house.database.begin() as store:
        conversations.add_line(store, "telegram-7", "bot", "Hi!", now=house.now)
    assert "not delivered" not in dana.see("leads/telegram-7").text
    service.mark_failed("telegram-7", 2, "Telegram will not take it: <BotBlocked>")
    page = dana.see("leads/telegram-7").text
    assert "not delivered</span> Telegram will not take it: &lt;BotBlocked&gt;" in page
