"""Actions, corrections, merges, exports, erasing and the audit trail, each by the role that may."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from milepost.sales.conversations import FactStatus
from milepost.services.outgoing import events
from milepost.services.quotes import accepting
from milepost.web.console.desk.exports import as_csv
from tests.web.console.conftest import House, Rep
from tests.web.console.visitors import keen_buyer

LEAD = "leads/web-keen"


def person(house: House, name: str) -> str:
    with house.database.begin() as store:
        found = store.users.find_by_email(f"{name.lower()}@acorn.example")
    assert found
    return found.id


def deeds(house: House) -> list[tuple[str, str, str]]:
    with house.database.begin() as store:
        return [(line.user_name, line.action, line.detail) for line in reversed(store.audit.list())]


def test_a_rep_takes_a_lead_and_a_manager_gives_it_to_anybody(house: House, keen: None, dana: Rep, mia: Rep) -> None:
    assert dana.do(f"{LEAD}/assign", user=person(house, "Mia")).status_code == 409
    assert dana.do(f"{LEAD}/assign", user=person(house, "Dana")).status_code == 303
    assert mia.do(f"{LEAD}/assign", user=person(house, "Mia")).status_code == 303
    assert "Only a manager" in dana.do(f"{LEAD}/assign", user=person(house, "Dana")).text
    assert "no such colleague" in mia.do(f"{LEAD}/assign", user="nobody-at-all").text
    assert f'href="/console/{LEAD}"' in mia.see("leads?show=mine").text.partition("<tbody>")[2]
    assert "data-row" not in dana.see("leads?show=mine").text.partition('id="filters"')[2]


def test_a_lead_put_aside_comes_back_when_its_time_has_come(house: House, keen: None, dana: Rep) -> None:
    dana.do(f"{LEAD}/take-over")
    dana.do(f"{LEAD}/hand-back")
    assert dana.do(f"{LEAD}/snooze", until="1h").status_code == 303
    rows = {view: "lead-web-keen" in dana.see(f"leads?show={view}").text for view in ("open", "snoozed", "due", "all")}
    assert rows == {"open": False, "snoozed": True, "due": False, "all": True}
    assert "lead-web-keen" not in dana.see("board").text
    house.wait(minutes=61)
    page = dana.see("leads?show=due").text
    assert "lead-web-keen" in page
    assert "reminder due" in page
    assert "do what you set a reminder for" in dana.see(LEAD).text
    assert dana.do(f"{LEAD}/snooze", until="now").status_code == 303
    assert "reminder due" not in dana.see("leads").text


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"until": "at", "at": ""}, "Choose a time"),
        ({"until": "at", "at": "2020-01-01T10:00"}, "over already"),
        ({"until": "at", "at": "<script>"}, "Choose a time"),
    ],
)
def test_a_reminder_needs_a_time_to_come(keen: None, dana: Rep, form: dict[str, str], sentence: str) -> None:
    answer = dana.do(f"{LEAD}/snooze", **form)
    assert (answer.status_code, sentence in answer.text) == (409, True)


def test_won_and_lost_need_a_reason_and_can_be_taken_back(keen: None, dana: Rep) -> None:
    dana.do(f"{LEAD}/take-over")
    dana.do(f"{LEAD}/hand-back")
    assert "in a few words" in dana.do(f"{LEAD}/close", status="lost", reason=" ").text
    assert dana.do(f"{LEAD}/close", status="lost", reason="too dear").status_code == 303
    assert 'Lost: <span dir="auto">too dear</span>' in dana.see(LEAD).text
    assert "lead-web-keen" in dana.see("leads?show=lost").text
    assert dana.do(f"{LEAD}/close", status="open").status_code == 303
    assert "lead-web-keen" in dana.see("leads").text


def test_corrections_are_marked_on_the_card_and_counted(house: House, keen: None, dana: Rep, mia: Rep) -> None:
    assert dana.do(f"{LEAD}/stage", stage="evaluation").status_code == 303
    assert dana.do(f"{LEAD}/need", need="team_size", value="25").status_code == 303
    assert dana.do(f"{LEAD}/need", need="data_region", said="no").status_code == 303
    assert "Write a number" in dana.do(f"{LEAD}/need", need="team_size", value="lots").text
    card = dana.see(LEAD).text
    assert "corrected to Evaluation" in card
    assert '<span class="how said">corrected</span>' in card
    page = dana.see("corrections").text
    assert re.search(r"Buying stage</th><td>1</td><td>0</td><td>0%", page)
    assert re.search(r"Needs</th><td>2</td><td>0</td><td>0%", page)
    assert dana.see("corrections.yml").status_code == 403
    assert mia.see("corrections.yml").text.startswith('version: "3.1"')


def test_a_stage_corrected_on_the_card_goes_out_through_the_outbox(house: House, keen: None, dana: Rep) -> None:
    assert dana.do(f"{LEAD}/stage", stage="evaluation").status_code == 303
    with house.database.begin() as store:
        told = [job.payload for job in store.jobs.list("waiting") if job.kind == events.JOB]
    assert [(event["type"], event["data"]["stage"]) for event in told] == [("lead.stage_changed", "evaluation")]


def test_an_intent_is_corrected_to_one_that_there_is(house: House, keen: None, dana: Rep) -> None:
    with house.database.begin() as store:
        message = store.messages.after("web-keen", 0)[0].id
        event = {"event": "user", "message_id": message, "parse_data": {"intent": {"name": "greet"}}}
        store.trackers.append("web-keen", 0, [event], {})
    assert "read as greet" in dana.see(LEAD).text
    assert "no such intent" in dana.do(f"{LEAD}/intent", message=message, intent="fly").text
    assert dana.do(f"{LEAD}/intent", message=message, intent="state_needs").status_code == 303
    assert "corrected to state needs" in dana.see(LEAD).text


def test_a_merge_is_suggested_done_and_undone(house: House, keen: None, dana: Rep, mia: Rep) -> None:
    email = "ana@costafoods.example"
    facts = [("email", email, email), ("company", "Costa Foods", "Costa Foods"), ("industry", "food", "food")]
    house.visitor("web-again").says(f"me again, {email}", facts=facts, stage=("research", 0.7, ()))
    card = dana.see(LEAD).text
    assert "Same e-mail as" in card
    assert "A manager can merge them" in card
    assert dana.do(f"{LEAD}/merge", other="web-again").status_code == 403
    assert mia.do(f"{LEAD}/merge", other="web-again").status_code == 303
    merged = mia.see(LEAD).text
    assert "From earlier conversations" in merged
    assert "food" in merged
    assert "lead-web-again" not in mia.see("leads").text
    merge = re.search(r'name="merge" value="([0-9a-f]+)"', merged)
    assert merge
    assert mia.do(f"{LEAD}/unmerge", merge=merge[1]).status_code == 303
    assert "Same e-mail as" in mia.see(LEAD).text
    assert "lead-web-again" in mia.see("leads").text


def test_a_table_never_holds_a_formula(house: House, keen: None, dana: Rep, mia: Rep) -> None:
    evil = '=HYPERLINK("http://evil.example";"x")\n@SUM(1)'
    house.visitor("web-evil").says(
        evil, stage=("research", 0.7, ()), facts=[("contact_name", evil, evil), ("phone", "+4712345678", "+47")]
    )
    assert dana.see("leads.csv").status_code == 403
    text = mia.see("leads.csv?show=all").content.decode("utf-8-sig")
    rows = {row["conversation"]: row for row in csv.DictReader(io.StringIO(text))}
    assert rows["web-evil"]["name"].startswith("'=HYPERLINK")
    assert rows["web-evil"]["phone"] == "'+4712345678"
    assert rows["web-keen"]["company"] == "Costa Foods"
    assert {row["conversation"] for row in json.loads(mia.see("leads.json?show=all").text)} == {"web-keen", "web-evil"}
    assert [row["conversation"] for row in json.loads(mia.see("leads.json?stage=research").text)] == ["web-evil"]


def test_an_export_holds_needs_quotes_value_consents_and_the_reason(house: House, keen: None, mia: Rep) -> None:
    with house.database.begin() as store:
        (quote,) = store.quotes.of("web-keen")
        assert accepting.accept(store, quote.id, house.catalogue, now=house.now)
    assert mia.do(f"{LEAD}/close", status="won", reason="signed =today").status_code == 303
    (row,) = csv.DictReader(io.StringIO(mia.see("leads.csv?show=won").content.decode("utf-8-sig")))
    assert "Team size: 20" in row["needs"]
    assert row["quotes"] == f"{quote.number} Acorn Inbox Team x 20: $450 per month (accepted)"
    assert (row["value"], row["currency"], row["accepted"]) == ("5400.00", "USD", house.now.isoformat())
    assert row["consents"].startswith("follow_up: yes, 2026-11-20, text ")
    assert row["reason"] == "signed =today"
    (row,) = json.loads(mia.see("leads.json?show=won").text)
    assert (row["value"], row["needs"]["team_size"], row["reason"]) == ({"USD": "5400.00"}, 20, "signed =today")
    assert row["consents"]["follow_up"]["given"] is True


def test_what_a_visitor_wrote_is_text_on_every_page_of_the_desk(house: House, mia: Rep) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }}"
    for conversation in ("web-evil", "web-twin"):
        facts = [("contact_name", evil, evil), ("email", "a@b.example", evil), ("use_case", evil, evil)]
        house.visitor(conversation, referrer=evil, page=evil).says(evil, facts=facts, stage=("research", 0.7, (evil,)))
    lead = "leads/web-evil"
    assert mia.do(f"{lead}/need", need="use_case", value=evil).status_code == 303
    assert mia.do(f"{lead}/stage", stage="evaluation").status_code == 303
    assert mia.do(f"{lead}/close", status="lost", reason=evil).status_code == 303
    refused = mia.do(f"{lead}/merge", other=evil)
    pages = [mia.see(address).text for address in (lead, "corrections", f"{lead}/erase", "audit", "leads?show=all")]
    for page in (*pages, refused.text):
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    assert "&lt;script&gt;" in pages[1]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "\uff1d", " ="])
def test_every_beginning_of_a_formula_is_made_text(start: str) -> None:
    cell = next(csv.reader(io.StringIO(as_csv(("a",), [{"a": f"{start}1"}]).split("\r\n", 1)[1])))[0]
    assert cell.startswith("'")


def test_everything_kept_of_a_lead_can_be_taken_away(keen: None, dana: Rep) -> None:
    answer = dana.see(f"{LEAD}/lead.json")
    assert "attachment" in answer.headers["content-disposition"]
    lead = json.loads(answer.text)
    assert lead["lead"]["email"] == "ana@costafoods.example"
    assert {"facts", "stages", "quotes", "consents", "transcript", "notes"} <= lead.keys()
    assert dana.see("leads/web-none/lead.json").status_code == 404


def test_erasing_asks_first_and_leaves_only_that_it_was_done(house: House, keen: None, dana: Rep, mia: Rep) -> None:
    assert dana.do(f"{LEAD}/erase", sure="yes").status_code == 403
    assert "Erase for good" in mia.do(f"{LEAD}/erase").text
    answer = mia.do(f"{LEAD}/erase", sure="yes")
    assert answer.headers["location"] == "/console/leads?erased=1"
    assert "1 conversation erased for good" in mia.see("leads?erased=1").text
    assert mia.see(LEAD).status_code == 404
    assert ("Mia", "erased", "1 conversation") in deeds(house)
    with house.database.begin() as store:
        assert "costafoods" not in repr(store.audit.list())


def test_the_audit_trail_says_who_saw_changed_exported(house: House, keen: None, dana: Rep, mia: Rep) -> None:
    dana.see(LEAD)
    dana.see(LEAD)
    dana.see(LEAD, fragment=True)
    dana.do(f"{LEAD}/stage", stage="evaluation")
    dana.do(f"{LEAD}/stage", stage="nonsense")
    mia.see("leads.csv")
    assert [deed for deed in deeds(house) if deed[1] != "signed in"] == [
        ("Dana", "saw", ""),
        ("Dana", "corrected", "stage to evaluation"),
        ("Mia", "exported", "1 lead, CSV"),
    ]
    assert dana.see("audit").status_code == 403
    page = mia.see("audit?action=corrected").text
    assert "stage to evaluation" in page
    assert "1 lead, CSV" not in page.partition("<tbody>")[2]
    assert "corrected" in mia.see("audit.csv").text


def test_reps_who_see_only_their_own_see_no_others(house: House, tmp_path_factory: pytest.TempPathFactory) -> None:
    strict = House(tmp_path_factory.mktemp("strict"), reps_see_all=False)
    for name, role in (("Dana", "rep"), ("Sam", "rep"), ("Mia", "manager")):
        strict.employ(name, role)
    keen_buyer(strict.database, strict.catalogue, now=strict.now)
    dana, sam, mia = (Rep(strict.app, name) for name in ("Dana", "Sam", "Mia"))
    assert sam.see(LEAD).status_code == 200
    assert dana.do(f"{LEAD}/take-over").status_code == 303
    for address in (LEAD, f"{LEAD}/lead.json"):
        assert sam.see(address).status_code == 403
    assert sam.do(f"{LEAD}/note", text="x").status_code == 403
    for address in ("leads?show=all", "leads?show=all&q=Costa", "board"):
        assert "web-keen" not in sam.see(address).text, address
    assert dana.see(LEAD).status_code == mia.see(LEAD).status_code == 200
    strict.database.close()


def test_every_page_counts_only_those_who_wait_and_may_be_seen(tmp_path: Path) -> None:
    strict = House(tmp_path, reps_see_all=False)
    for name, role in (("Dana", "rep"), ("Sam", "rep"), ("Mia", "manager")):
        strict.employ(name, role)
    keen_buyer(strict.database, strict.catalogue, now=strict.now)
    dana, sam, mia = (Rep(strict.app, name) for name in ("Dana", "Sam", "Mia"))
    pages = ("today", "leads", "board", "mentions", "settings", "customers", "referrals", "import", "corrections")

    def waiting(rep: Rep) -> set[str]:
        return {str(re.findall(r'id="waiting"[^>]* data-count="(\d+)"', rep.see(page).text)) for page in pages}

    assert waiting(sam) == {"['1']"}
    assert mia.do(f"{LEAD}/assign", user=person(strict, "Dana")).status_code == 303
    assert (waiting(sam), waiting(dana)) == ({"['0']"}, {"['1']"})
    strict.database.close()


def test_what_is_owed_is_found(house: House, keen: None, dana: Rep) -> None:
    visitor = house.visitor("web-calm")
    visitor.says("nice", stage=("research", 0.7, ()), facts=[("team_size", 3, "3")])
    owed = dana.see("leads?show=owed").text
    assert "lead-web-keen" in owed
    assert "lead-web-calm" not in owed
    dana.do("leads/web-calm/take-over")
    visitor.writes("are you there?")
    assert "lead-web-calm" in dana.see("leads?show=owed").text
    dana.do("leads/web-calm/reply", text="Yes")
    assert "lead-web-calm" not in dana.see("leads?show=owed").text


def test_leads_are_filtered_by_owner(house: House, keen: None, dana: Rep) -> None:
    house.visitor("web-free").says("hi", stage=("research", 0.7, ()), statuses={"budget": FactStatus.REFUSED})
    dana.do(f"{LEAD}/assign", user=person(house, "Dana"))
    table = dana.see(f"leads?owner={person(house, 'Dana')}").text.partition("<tbody>")[2]
    assert ("lead-web-keen" in table, "lead-web-free" in table) == (True, False)
    table = dana.see("leads?owner=nobody").text.partition("<tbody>")[2]
    assert ("lead-web-keen" in table, "lead-web-free" in table) == (False, True)
