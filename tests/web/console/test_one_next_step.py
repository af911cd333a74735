"""The next step is one thing: the list says what the card says, and a promise stands wherever the day is looked at."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from milepost.services.handoffs import promised
from milepost.services.turns import Turn
from tests.web.console.conftest import House, Rep

ADDRESS = ("email", "kim@hill.example", "kim@hill.example")


def wishes(house: House, lead: str, text: str, **learned: object) -> None:
    """A visitor who writes that, as a turn of the bot keeps it."""
    visitor = house.visitor(lead)
    message = visitor.says(text, facts=[ADDRESS], **learned)
    with house.database.begin() as store:
        known = store.conversations.memory(lead)
        assert known
        promised.keep(Turn(known[0], message, text, house.catalogue, visitor.now, store))
        assert store.conversations.save_memory(*known)


def plain(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup).replace("Next", "", 1).split())


def in_list(page: str, lead: str) -> str:
    row = page.partition(f'id="lead-{lead}"')[2].partition("</tr>")[0]
    step, due = re.search(r'<td class="step">(.*?)</td>\s*<td data-label="Due">(.*?)</td>', row, re.DOTALL).groups()  # type: ignore[union-attr]
    return plain(f"{step} {due}")


def on_card(page: str) -> str:
    found = re.search(r'<p class="step">(.*?)</p>', page, re.DOTALL)
    assert found
    return plain(found[1]).replace(" by ", " ")


def person(house: House, name: str) -> str:
    with house.database.begin() as store:
        found = store.users.find_by_email(f"{name.lower()}@acorn.example")
    assert found
    return found.id


@pytest.fixture
def several(house: House, dana: Rep) -> dict[str, str]:
    """Leads that stand in different ways, each with how its step begins."""
    evaluation = ("evaluation", 0.8, ("compare",))
    wishes(house, "web-call", "call me in 2 hours", stage=evaluation)
    wishes(house, "web-quoted", "a quote for 3 of us please", stage=evaluation, quote=("inbox-team", 3, "month"))
    wishes(house, "web-risk", "nothing works since Monday", stage=("retention", 0.8, ("works",)), feedback="complaint")
    wishes(house, "web-terms", "we need a PO number on the invoice", stage=evaluation)
    wishes(house, "web-no-calls", "please don't call me, mail only", stage=evaluation)
    dana.do("new-lead", **{"fact-company": "Hand Ltd", "fact-email": "h@hand.example", "stage": "purchase"})
    with house.database.begin() as store:
        by_hand = next(line.conversation for line in store.leads.list() if line.conversation.startswith("hand-"))
    return {
        "web-call": "keep what was promised: call them",
        "web-quoted": "ask what is still open about the quote",
        "web-risk": "solve the problem they told of",
        "web-terms": "settle the terms they asked for: PO number and invoice",
        "web-no-calls": "offer help in writing",
        by_hand: "offer them a quote or help with the order",
    }


def test_list_and_card_say_the_same_next_step(house: House, dana: Rep, several: dict[str, str]) -> None:
    house.wait(hours=1)
    page = dana.see("leads").text
    for lead, step in several.items():
        assert on_card(dana.see(f"leads/{lead}").text).startswith(step), lead
        assert in_list(page, lead) == on_card(dana.see(f"leads/{lead}").text), lead


def test_what_a_rep_answered_is_no_step_any_more_in_list_and_card(house: House, dana: Rep) -> None:
    wishes(house, "web-terms", "we need a PO number on the invoice", stage=("evaluation", 0.8, ("compare",)))
    dana.do("leads/web-terms/take-over")
    dana.do("leads/web-terms/reply", text="It is on the invoice from now on.")
    dana.do("leads/web-terms/hand-back")
    card = on_card(dana.see("leads/web-terms").text)
    assert card.startswith("wait for their answer")
    assert in_list(dana.see("leads").text, "web-terms") == card


def test_list_and_card_tell_the_deal_in_the_same_sentence(house: House, dana: Rep, several: dict[str, str]) -> None:
    sentence = "asks for PO number"
    row = dana.see("leads").text.partition('id="lead-web-terms"')[2].partition("</tr>")[0]
    card = dana.see("leads/web-terms").text.partition('aria-label="In one sentence"')[2].partition("</section>")[0]
    assert sentence in row.lower().replace("po number", "PO number")
    assert sentence in card.lower().replace("po number", "PO number")


def test_how_many_leads_stand_is_read_in_as_many_queries_as_one(house: House, several: dict[str, str]) -> None:
    def queries(leads: list[str]) -> int:
        ran: list[str] = []
        with house.database.begin() as store:
            engine = store.leads._connection.engine

            def note(_c: object, _u: object, statement: str, *_rest: object) -> None:
                ran.append(statement)

            sa.event.listen(engine, "before_cursor_execute", note)
            assert len(store.leads.standings(leads, house.now)) == len(leads)
            sa.event.remove(engine, "before_cursor_execute", note)
        return len(ran)

    assert queries(list(several)) == queries(list(several)[:1]) == 4


def promised_today(page: str) -> str:
    return page.partition('id="promises-title"')[2].partition("</section>")[0]


def test_today_shows_open_promises_and_closes_them(house: House, dana: Rep) -> None:
    wishes(house, "web-call", "call me in 2 hours")
    wishes(house, "web-other", "call me in 3 hours")
    shown = promised_today(dana.see("today").text)
    for told in ("call them", "call me in 2 hours", "Done", "Not needed"):
        assert told in shown, told
    first, second = re.findall(r'name="promise" value="([^"]+)"', shown)
    assert dana.do("today", promise=first, whose="mine").headers["location"] == "/console/today?whose=mine"
    assert dana.do("today", promise=second, kept="no", whose="mine").status_code == 303
    assert "call me in" not in promised_today(dana.see("today").text)
    assert "done, says Dana" in dana.see("leads/web-call").text
    assert "not needed, says Dana" in dana.see("leads/web-other").text
    assert "keep what was promised" not in dana.see("leads").text
    assert dana.do("today", promise="none", whose="mine").status_code == 404


def test_the_day_of_ones_own_leaves_out_the_promises_of_others(house: House, dana: Rep, sam: Rep) -> None:
    wishes(house, "web-call", "call me in 2 hours")
    sam.do("leads/web-call/assign", user=person(house, "Sam"))
    assert "call me in 2 hours" not in promised_today(dana.see("today?whose=mine").text)
    assert "call me in 2 hours" in promised_today(dana.see("today?whose=all").text)
    assert "call me in 2 hours" in promised_today(sam.see("today?whose=mine").text)


def write_in(house: House, rep: Rep, **changed: str) -> int:
    due = (house.now + timedelta(hours=5)).strftime("%Y-%m-%dT%H:%M")
    form = {"kind": "send", "text": "the signed contract", "due": due, "user": person(house, "Sam")}
    return int(rep.do("leads/web-call/new-promise", **{**form, **changed}).status_code)


def test_a_promise_by_hand_stands_on_card_list_and_today_until_it_is_done(house: House, dana: Rep, sam: Rep) -> None:
    house.visitor("web-call").says("hello", facts=[ADDRESS])
    assert write_in(house, dana) == 303
    card = dana.see("leads/web-call").text
    top = card[card.index('aria-label="Promised"') : card.index('aria-label="In one sentence"')]
    for told in ("send it to them", "the signed contract", "Sam, written in by Dana"):
        assert told in top, told
    assert 'class="to"' not in top
    assert "keep what was promised: send it to them" in on_card(card)
    page = dana.see("leads").text
    assert "the signed contract" in page.partition("Promised, due by tomorrow")[2]
    assert in_list(page, "web-call") == on_card(card)
    assert "the signed contract" in promised_today(sam.see("today?whose=mine").text)
    assert "written in by Dana" in promised_today(sam.see("today?whose=mine").text)
    promise = re.search(r'name="promise" value="([^"]+)"', top)
    assert promise
    assert sam.do("leads/web-call/promise", promise=promise[1]).status_code == 303
    assert "the signed contract" not in promised_today(sam.see("today?whose=mine").text)
    assert "done, says Sam" in sam.see("leads/web-call").text


def test_a_promise_of_no_usual_kind_is_told_in_its_own_words(house: House, dana: Rep, sam: Rep) -> None:
    house.visitor("web-call").says("hello", facts=[ADDRESS])
    assert write_in(house, dana, kind="other", text="ask the architect", user="") == 303
    card = dana.see("leads/web-call").text
    assert "nobody has it yet, written in by Dana" in card
    assert on_card(card).startswith("keep what was promised: “ask the architect”")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"text": " "}, "Write what was promised"),
        ({"due": ""}, "Choose by when it was promised"),
        ({"due": "2020-01-01T10:00"}, "That time is over already"),
        ({"user": "nobody-of-ours"}, "There is no such colleague"),
        ({"kind": "sing"}, "Choose what is to be done"),
    ],
)
def test_a_promise_by_hand_that_cannot_be_kept_is_refused(
    house: House, dana: Rep, sam: Rep, wrong: dict[str, str], told: str
) -> None:
    house.visitor("web-call").says("hello", facts=[ADDRESS])
    due = (house.now + timedelta(hours=5)).strftime("%Y-%m-%dT%H:%M")
    form = {"kind": "send", "text": "x", "due": due, "user": person(house, "Sam"), **wrong}
    answer = dana.do("leads/web-call/new-promise", **form)
    assert (answer.status_code, told in answer.text) == (409, True)
    assert 'aria-label="Promised"' not in dana.see("leads/web-call").text
