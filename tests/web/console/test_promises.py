"""Promises on the card and in the queue, and the note of the deal."""

from __future__ import annotations

import re

from milepost.sales.conversations import Touch
from milepost.sales.options import plan_name
from milepost.services.handoffs import promised
from milepost.services.turns import Turn
from tests.web.console.conftest import House, Rep
from tests.web.console.visitors import Visitor

LEAD = "leads/web-wish"


def wishes(house: House, *texts: str, **learned: object) -> Visitor:
    """A visitor who writes that, as a turn of the bot keeps it."""
    visitor = Visitor(house.database, house.catalogue, "web-wish", now=house.now)
    for text in texts:
        message = visitor.says(text, stage=("evaluation", 0.6, ("555",)), **learned)  # type: ignore[arg-type]
        with house.database.begin() as store:
            known = store.conversations.memory("web-wish")
            assert known
            turn = Turn(known[0], message, text, house.catalogue, visitor.now, store)
            promised.keep(turn)
            assert store.conversations.save_memory(*known)
    return visitor


def test_a_promise_stands_on_top_of_the_card_and_of_the_list_in_their_words(house: House, dana: Rep) -> None:
    wishes(house, "call me in 2 hours, +353 1 555 0100")
    card = dana.see(LEAD).text
    top = card[card.index('aria-label="Promised"') : card.index('aria-label="In one sentence"')]
    for shown in ("call them", "call me in 2 hours, +353 1 555 0100", "nobody has it yet", "Done", "Not needed"):
        assert shown in top, shown
    assert "keep what was promised" in card
    queue = dana.see("leads").text
    assert "Promised, due by tomorrow" in queue
    assert "call me in 2 hours" in queue
    assert "web-wish" in dana.see("leads?show=owed").text
    assert "web-wish" in dana.see("leads?show=due").text


def test_a_promise_is_closed_by_hand(house: House, dana: Rep) -> None:
    wishes(house, "call me in 2 hours")
    page = dana.see(LEAD).text
    promise = re.search(r'name="promise" value="([^"]+)"', page)
    assert promise
    closed = dana.do(f"{LEAD}/promise", promise=promise[1])
    assert closed.status_code in (200, 303)
    after = dana.see(LEAD).text
    assert 'aria-label="Promised"' not in after
    assert "done, says Dana" in after
    assert dana.do(f"{LEAD}/promise", promise="other").status_code == 409


def test_the_wish_for_no_calls_binds_on_the_card_and_no_call_is_advised(house: House, dana: Rep) -> None:
    wishes(house, "please don't call me, mail only", facts=[("email", "kim@acorn.example", "kim@acorn.example")])
    page = dana.see(LEAD).text
    assert "wants no calls, write only" in page
    assert "offer help in writing" in page
    assert "offer a call" not in page


def test_the_deal_is_told_in_whole_clauses_and_the_stage_by_no_debris(house: House, dana: Rep) -> None:
    wishes(house, "our CFO Marek has to approve it, we need a PO number on the invoice. ring me on 555 555 0100")
    page = dana.see(LEAD).text
    for shown in (
        "Who decides",
        "our CFO Marek has to approve it",
        "Terms asked for",
        "PO number",
        "we need a PO number on",
    ):
        assert shown in page, shown
    because = re.search(r'class="why">because of (.*?)</p>', page, re.DOTALL)
    assert because
    assert "ring me on 555 555 0100" in because[1]


def test_fit_is_measured_on_what_was_priced_and_a_price_begins_with_it(house: House, dana: Rep) -> None:
    plans = [plan.id for plan in house.catalogue.plans.values() if plan.prices]
    name = plan_name(house.catalogue, house.catalogue.plans[plans[0]])
    wishes(
        house,
        f"what is {name} for 900 people?",
        facts=[("team_size", 900, "900 people")],
        touches=[(f"plan:{plans[-1]}", Touch.RECOMMENDED), (f"plan:{plans[0]}", Touch.PRICED)],
    )
    page = dana.see(LEAD).text
    measured = re.search(r"measured on ([^<]+)<", page)
    first = re.search(r'<select name="plan"><option value="([^"]+)">([^<]+)<', page)
    assert measured
    assert first
    assert first[1] == plans[0]
    assert measured[1].strip() == first[2]


def test_days_are_written_as_people_write_them(house: House, dana: Rep) -> None:
    plan = next(plan for plan in house.catalogue.plans.values() if plan.prices)
    quantity, term = max(plan.min_quantity, 1), plan.prices[0].term.value
    wishes(house, "a quote please", quote=(plan.id, quantity, term))
    page = dana.see(LEAD).text
    until = re.search(r"until ([^·]+) ·", page)
    assert until
    assert not re.search(r"\d{4}-\d{2}-\d{2}", until[1])


def test_a_canned_reply_has_no_hole_where_nothing_is_known(house: House, dana: Rep) -> None:
    wishes(house, "hello")
    canned = re.findall(r'data-canned="([^"]*)"', dana.see(LEAD).text)
    assert canned
    assert not any(re.search(r"\s,|^,| {2}|for  |to \.", text) for text in canned)
