from __future__ import annotations

import re
from pathlib import Path

from pytest_httpserver import HTTPServer

from milepost.services.outgoing import events
from milepost.services.outgoing.events import Event
from milepost.services.outgoing.webhook import WebhookDestination
from tests.services.outgoing.office import SECRET, Office
from tests.web.console.conftest import House, Rep


async def fail(house: House, server: HTTPServer, *, status: int = 410) -> Office:
    """A webhook that was not taken, and the office that sent it."""
    server.expect_request("/crm").respond_with_data("", status=status)
    office = Office(house.database, [WebhookDestination(server.url_for("/crm"), (SECRET,), "https://chat.example.com")])
    office.now = house.now
    office.tell(Event.CREATED, contact_name="Ana Costa")
    await office.work()
    return office


async def test_a_dead_letter_is_on_the_card_with_its_reason_and_is_sent_again_from_there(
    house: House, dana: Rep, httpserver: HTTPServer
) -> None:
    office = await fail(house, httpserver)
    card = dana.see("leads/c1").text
    assert "given up" in card
    assert "localhost answered 410 (1 try)" in card
    httpserver.clear()
    httpserver.expect_request("/crm").respond_with_data("ok")
    (job,) = office.jobs()
    before = mark_in(card)
    answer = dana.do("deliveries", delivery=job.id, **{"from": "lead"})
    assert answer.headers["location"] == "/console/leads/c1"
    await office.work()
    card = dana.see("leads/c1").text
    assert "sent</span>" in card
    assert "Send again" not in card
    assert mark_in(card) != before


async def test_the_page_lists_what_fails_and_sends_all_that_was_given_up_again(
    house: House, dana: Rep, httpserver: HTTPServer
) -> None:
    assert "has been taken" in dana.see("deliveries").text
    office = await fail(house, httpserver, status=503)
    page = dana.see("deliveries").text
    assert "to be tried again" in page
    assert "Send all" not in page
    while office.sent()[0][1] != "dead":
        office.rest()
        await office.work()
    page = dana.see("deliveries").text
    for shown in ("Ana Costa", "localhost answered 503", "10 tries", "lead.created", "given up"):
        assert shown in page
    assert dana.do("deliveries", all="yes").status_code == 303
    assert office.sent() == [("webhook", "waiting", 0, "localhost answered 503")]


async def test_only_deliveries_can_be_sent_again(house: House, dana: Rep) -> None:
    with house.database.begin() as store:
        store.jobs.add("mail", {}, idempotency_key="m", due=house.now, now=house.now)
        job = store.jobs.take_due(now=house.now, seconds=60)
        store.jobs.bury(job, now=house.now, error="refused")
    assert dana.do("deliveries", delivery=job.id).status_code == 303
    assert dana.do("deliveries", delivery="none").status_code == 303
    with house.database.begin() as store:
        assert store.jobs.find(job.id).state == "dead"


def mark_in(page: str) -> str:
    found = re.search(r"mark=([0-9a-f]+)", page)
    assert found
    return found[1]


def test_a_rep_who_may_see_their_own_leads_only_sees_no_page_of_all(tmp_path: Path) -> None:
    strict = House(tmp_path, reps_see_all=False)
    strict.employ("Dana")
    strict.employ("Mara", "manager")
    dana, mara = Rep(strict.app, "Dana"), Rep(strict.app, "Mara")
    for page in ("deliveries", "analytics", "analytics/funnel.csv", "analytics/funnel?line=research"):
        assert dana.see(page).status_code == 403
    assert mara.see("deliveries").status_code == mara.see("analytics").status_code == 200
    strict.database.close()


def test_closing_a_lead_is_told_to_other_systems_with_the_reason(house: House, dana: Rep) -> None:
    house.visitor("web-jon").says("I need an inbox", stage=("research", 0.8, ()))
    assert dana.do("leads/web-jon/close", status="lost", reason="too dear").status_code == 303
    with house.database.begin() as store:
        (job,) = [job for job in store.jobs.list("waiting") if job.kind == events.JOB]
    assert (job.payload["type"], job.payload["data"]["reason"]) == ("lead.lost", "too dear")
